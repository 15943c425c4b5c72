//! Sections: a long form as a list of tasks, each of a few pages, done in an order that suits.

use jiff::civil::Date;

use super::{Form, Inputs, Page, PageId, SectionId};

/// A part of a long form that makes sense by itself.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its id.
    pub id: SectionId,
    /// The Fluent key of its title: `{id}-section`, unless the definition names another.
    pub title: String,
    /// Its pages, in order.
    pub pages: Vec<PageId>,
    /// The sections that come before it: it cannot start while one of them is not done.
    pub after: Vec<SectionId>,
}

/// How far a section has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A section before it is not done.
    CannotStart,
    /// Nothing was answered.
    NotStarted,
    /// Something was answered, or is to be mended.
    InProgress,
    /// Every page was answered, and nothing is wrong.
    Done,
}

/// A section with how far it has come.
#[derive(Clone, Debug)]
pub struct Progress<'a> {
    /// The section.
    pub section: &'a Section,
    /// How far it has come.
    pub stage: Stage,
    /// Where to go on: its first page that is not done, or its first.
    pub page: &'a Page,
}

impl Form {
    /// The sections of a long form; none when the form is gone through from the first page to the
    /// last.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The section that a page stands in.
    #[must_use]
    pub fn section_of(&self, page: &PageId) -> Option<&Section> {
        self.sections.iter().find(|section| section.pages.contains(page))
    }

    /// The pages that these answers call for, of the section that holds `page`; all of them when the
    /// form has no sections.
    #[must_use]
    pub fn pages_beside(&self, page: &PageId, inputs: &Inputs) -> Vec<&Page> {
        let mut pages = self.pages_shown(inputs);
        if let Some(section) = self.section_of(page) {
            pages.retain(|page| section.pages.contains(&page.id));
        }
        pages
    }

    /// The sections that these answers call for, with how far each has come.
    #[must_use]
    pub fn progress(&self, inputs: &Inputs, today: Date) -> Vec<Progress<'_>> {
        let shown = self.pages_shown(inputs);
        let mut all: Vec<Progress<'_>> = Vec::new();
        for section in &self.sections {
            let pages = shown.iter().copied().filter(|page| section.pages.contains(&page.id));
            let done =
                |page: &&Page| inputs.passed(&page.id) && self.check_page(page, inputs, today).is_empty();
            let (done, open): (Vec<&Page>, Vec<&Page>) = pages.partition(done);
            let Some(page) = open.first().or(done.first()).copied() else { continue };
            let is_open = |after: &SectionId| {
                all.iter().any(|one| one.section.id == *after && one.stage != Stage::Done)
            };
            let stage = if section.after.iter().any(is_open) {
                Stage::CannotStart
            } else if open.is_empty() {
                Stage::Done
            } else if done.is_empty() && !open.iter().any(|page| self.touched(page, inputs)) {
                Stage::NotStarted
            } else {
                Stage::InProgress
            };
            all.push(Progress { section, stage, page });
        }
        all
    }

    /// Whether the citizen answered something on the page. What a claim filled in is not their doing.
    fn touched(&self, page: &Page, inputs: &Inputs) -> bool {
        let fields = self.fields_shown(page, inputs).into_iter();
        inputs.passed(&page.id)
            || fields
                .filter(|field| field.prefill.is_none())
                .any(|field| !inputs.of_field(&field.id).is_empty())
    }
}
