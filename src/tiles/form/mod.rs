//! A declared form: pages of fields. From it come the pages a citizen sees, the checks on what is
//! typed, and the answers that are sent. Pure: no database, no clock, no language but in `words`.

mod answer;
mod carry;
mod condition;
mod dates;
mod definition;
mod entries;
mod error;
mod field;
mod formats;
mod group;
mod inputs;
mod prefill;
mod reach;
mod schema;
mod sections;
mod words;

use std::collections::BTreeSet;

use jiff::civil::Date;

pub use answer::Answers;
pub use carry::Aside;
pub use condition::Condition;
pub use dates::DateLimit;
pub use error::FieldError;
pub use field::{Code, Field, FieldId, FieldKind, Length, PageId, Part, SectionId};
pub use group::{Entry, EntryId, Group};
pub use inputs::Inputs;
pub use schema::FORM_SCHEMA;
pub use sections::{Progress, Section, Stage};
pub use words::{SummaryRow, SummarySection};

/// The questions of a service, in order.
#[derive(Clone, Debug)]
pub struct Form {
    pages: Vec<Page>,
    sections: Vec<Section>,
}

/// One page: one subject, a few fields.
#[derive(Clone, Debug)]
pub struct Page {
    /// The page's name in paths.
    pub id: PageId,
    /// The Fluent key of its title.
    pub title: String,
    /// The Fluent key of the sentence under its title; the tile may have no words for it.
    pub lead: String,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// When the page is asked at all.
    pub visible_if: Option<Condition>,
}

/// A page with those of its fields that the answers given so far call for.
struct Shown<'a> {
    page: &'a Page,
    fields: Vec<Asked<'a>>,
}

/// A field that is asked; of a group, with those fields that each entry is asked.
struct Asked<'a> {
    field: &'a Field,
    inner: Vec<&'a Field>,
}

impl<'a> Asked<'a> {
    fn of(field: &'a Field, holds: &impl Fn(&Option<Condition>) -> bool) -> Self {
        let inner = field.group().into_iter().flat_map(|group| &group.fields);
        Self { field, inner: inner.filter(|field| holds(&field.visible_if)).collect() }
    }
}

impl Form {
    /// All pages, asked or not.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// All fields of all pages.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.pages.iter().flat_map(|page| &page.fields)
    }

    /// The field of that id, be it inside a group.
    #[must_use]
    pub fn field(&self, id: &FieldId) -> Option<&Field> {
        self.fields().flat_map(Field::and_inner).find(|field| field.id == *id)
    }

    /// The page of that name.
    #[must_use]
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id.as_str() == id)
    }

    /// The page on which everyone begins. (A condition reads earlier pages only, so the first page
    /// has none.)
    ///
    /// # Panics
    /// Never: a form without pages cannot be read.
    #[must_use]
    #[expect(clippy::expect_used, reason = "`Form::parse` refuses a form without pages")]
    pub fn first_page(&self) -> &Page {
        self.pages.first().expect("a form has pages")
    }

    /// The pages that these answers call for.
    #[must_use]
    pub fn pages_shown(&self, inputs: &Inputs) -> Vec<&Page> {
        self.shown(inputs).into_iter().map(|shown| shown.page).collect()
    }

    /// The fields of a page that these answers call for; none when the page is not asked.
    #[must_use]
    pub fn fields_shown<'a>(&'a self, page: &Page, inputs: &Inputs) -> Vec<&'a Field> {
        let mut shown = self.shown(inputs).into_iter();
        let shown = shown.find(|shown| shown.page.id == page.id);
        shown.into_iter().flat_map(|shown| shown.fields).map(|asked| asked.field).collect()
    }

    /// The page after this one; `None` after the last.
    #[must_use]
    pub fn next_after(&self, page: &Page, inputs: &Inputs) -> Option<&Page> {
        let after = self.pages.iter().skip_while(|one| one.id != page.id).skip(1);
        let after: BTreeSet<&PageId> = after.map(|page| &page.id).collect();
        self.pages_shown(inputs).into_iter().find(|page| after.contains(&page.id))
    }

    /// The page before this one; `None` before the first.
    #[must_use]
    pub fn previous_before(&self, page: &Page, inputs: &Inputs) -> Option<&Page> {
        let before = self.pages.iter().take_while(|one| one.id != page.id);
        let before: BTreeSet<&PageId> = before.map(|page| &page.id).collect();
        self.pages_shown(inputs).into_iter().rfind(|page| before.contains(&page.id))
    }

    /// Takes the inputs of this page out of a posted form. Names that the page does not ask for are
    /// passed over; a checkbox that is absent was cleared; other absent inputs stay as they were.
    pub fn absorb(&self, page: &Page, posted: &[(String, String)], into: &mut Inputs) {
        entries::take(self.fields_shown(page, into), posted, into);
    }

    /// What is wrong with the answers of one page, at most one thing per field, in order.
    #[must_use]
    pub fn check_page(&self, page: &Page, inputs: &Inputs, today: Date) -> Vec<FieldError> {
        let shown = self.shown(inputs).into_iter().find(|shown| shown.page.id == page.id);
        let fields = shown.into_iter().flat_map(|shown| shown.fields);
        fields.flat_map(|asked| asked.check(inputs, today)).collect()
    }

    /// The answers of the whole form, of those fields that are asked.
    ///
    /// # Errors
    /// Everything that is wrong, with the page it is on.
    pub fn check(&self, inputs: &Inputs, today: Date) -> Result<Answers, Vec<(PageId, FieldError)>> {
        let mut answers = Answers::default();
        let mut errors = Vec::new();
        for shown in self.shown(inputs) {
            for asked in shown.fields {
                match asked.read(inputs, today) {
                    Ok(Some(answer)) => answers.add(&asked.field.id, &answer),
                    Ok(None) => {}
                    Err(wrong) => errors.extend(wrong.into_iter().map(|e| (shown.page.id.clone(), e))),
                }
            }
        }
        if errors.is_empty() { Ok(answers) } else { Err(errors) }
    }

    /// What these answers call for, in one pass: a condition reads only earlier pages, and an answer
    /// to a question that is no longer asked counts as none.
    fn shown(&self, inputs: &Inputs) -> Vec<Shown<'_>> {
        let mut asked: BTreeSet<&FieldId> = BTreeSet::new();
        let mut all = Vec::new();
        for page in &self.pages {
            let holds = |condition: &Option<Condition>| {
                condition.as_ref().is_none_or(|condition| condition.holds(&asked, inputs))
            };
            if !holds(&page.visible_if) {
                continue;
            }
            let fields = page.fields.iter().filter(|field| holds(&field.visible_if));
            let fields: Vec<Asked> = fields.map(|field| Asked::of(field, &holds)).collect();
            if !fields.is_empty() {
                asked.extend(fields.iter().map(|asked| &asked.field.id));
                all.push(Shown { page, fields });
            }
        }
        all
    }
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;
