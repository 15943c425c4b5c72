//! Where a screen of answers leads: by the button that was pressed, and by what is wrong.

use jiff::civil::Date;
use serde::Deserialize;

use crate::requests::subject::Subject;
use crate::text::Locale;
use crate::tiles::form::{Entry, EntryId, FieldId, Inputs, Page};
use crate::web::Form;

/// Where the citizen came from, in the query of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct From {
    /// Where, as a word.
    #[serde(default)]
    from: Origin,
}

/// Where the citizen came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Origin {
    /// From the check page: they change one answer and go back there.
    Check,
    /// From the check page to the page of a group, and from there to an entry.
    List,
    /// From the page before, or from who knows where.
    #[default]
    #[serde(other)]
    Before,
}

impl From {
    /// Whether "continue" leads back to the check page.
    pub fn check(self) -> bool {
        self.from == Origin::Check
    }

    /// That path, with what has to be remembered on the page of a group.
    pub fn with_list(self, path: String) -> String {
        if self.from == Origin::Before { path } else { format!("{path}?from=check") }
    }

    /// That path, with what has to be remembered on the page of an entry.
    fn with_entry(self, path: String) -> String {
        if self.from == Origin::Before { path } else { format!("{path}?from=list") }
    }

    /// The same screen again.
    pub fn with_same(self, path: String) -> String {
        match self.from {
            Origin::Before => path,
            Origin::Check => format!("{path}?from=check"),
            Origin::List => format!("{path}?from=list"),
        }
    }
}

/// What the button pressed asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Press {
    /// None was: the page saves by itself what is typed so far.
    Autosave,
    Continue,
    Back,
    SaveAndLeave,
    OtherLanguage,
    /// Another entry of that group.
    Add(FieldId),
    /// To the page of that entry.
    Change(Entry),
    /// To the page that asks whether to remove that entry.
    Remove(Entry),
}

impl Press {
    pub fn of(form: &Form) -> Self {
        let action = form.get("action").unwrap_or_default();
        match action {
            "autosave" => Self::Autosave,
            "back" => Self::Back,
            "save" => Self::SaveAndLeave,
            "language" => Self::OtherLanguage,
            _ => Self::on_group(action).unwrap_or(Self::Continue),
        }
    }

    /// `add.children`, `change.children.3f9c2a71d0`, `remove.children.3f9c2a71d0`.
    fn on_group(action: &str) -> Option<Self> {
        let mut words = action.split('.');
        let (verb, group) = (words.next()?, FieldId::try_from(words.next()?.to_owned()).ok()?);
        if verb == "add" {
            return Some(Self::Add(group));
        }
        let entry = Entry { group, id: words.next()?.parse().ok()? };
        match verb {
            "change" => Some(Self::Change(entry)),
            "remove" => Some(Self::Remove(entry)),
            _ => None,
        }
    }
}

/// Where a screen of answers leads.
pub(super) enum Step<'a> {
    /// Here again: something is to be mended.
    Stay,
    /// To another page of questions.
    Page(&'a Page),
    /// To the list of sections.
    Overview,
    /// To the check page.
    Check,
    /// Home, to come back later.
    Leave,
    /// Here, in the other language.
    OtherLanguage,
    /// To the page of an entry.
    Entry(Entry),
    /// To the page that asks whether to remove an entry.
    Removal(Entry),
}

impl<'a> Step<'a> {
    /// The page to go on from when they come back.
    pub fn resume(&self, here: &'a Page) -> &'a Page {
        if let Self::Page(next) = self { next } else { here }
    }

    /// The language and the path below the draft's that it leads to; `None` for here again, and for
    /// home.
    pub fn leads_to(&self, subject: &Subject<'_>, from: From, locale: Locale) -> Option<(Locale, String)> {
        let of = |entry: &Entry| subject.of_entry(entry).map(|subject| subject.path());
        let path = match self {
            Self::Stay | Self::Leave => return None,
            Self::OtherLanguage => return Some((locale.other(), from.with_same(subject.path()))),
            Self::Page(page) => from.with_list(format!("/form/{}", page.id)),
            Self::Overview => "/form".to_owned(),
            Self::Check => format!("/check#at-{}", subject.page.id),
            Self::Entry(entry) => from.with_entry(of(entry)?),
            Self::Removal(entry) => from.with_entry(format!("{}/removal", of(entry)?)),
        };
        Some((locale, path))
    }
}

/// Decides where to go on; `right`: nothing is wrong on this screen.
pub(super) fn next_step<'a>(
    subject: &Subject<'a>,
    inputs: &Inputs,
    press: Press,
    right: bool,
    (from, today): (From, Date),
) -> Step<'a> {
    let entries = |group: &FieldId| inputs.entries(group);
    let is_here = |group: &FieldId| subject.fields(inputs).iter().any(|field| field.id == *group);
    match press {
        Press::SaveAndLeave => Step::Leave,
        Press::OtherLanguage => Step::OtherLanguage,
        Press::Add(group) if is_here(&group) => {
            let entry = Entry { group, id: EntryId::random() };
            let room = subject.of_entry(&entry).is_some_and(|subject| !subject.has_no_room(inputs));
            if room { Step::Entry(entry) } else { Step::Stay }
        }
        Press::Change(entry) if entries(&entry.group).contains(&entry) => Step::Entry(entry),
        Press::Remove(entry) if entries(&entry.group).contains(&entry) => Step::Removal(entry),
        Press::Autosave | Press::Add(_) | Press::Change(_) | Press::Remove(_) => Step::Stay,
        Press::Back => back(subject, inputs),
        Press::Continue if !right => Step::Stay,
        Press::Continue => onward(subject, inputs, from, today),
    }
}

fn back<'a>(subject: &Subject<'a>, inputs: &Inputs) -> Step<'a> {
    let page = subject.page;
    if subject.entry.is_some() {
        return Step::Page(page);
    }
    let beside = subject.form.pages_beside(&page.id, inputs);
    let here = beside.iter().position(|one| one.id == page.id).unwrap_or_default();
    match here.checked_sub(1).and_then(|before| beside.get(before)) {
        Some(before) => Step::Page(before),
        None if subject.form.sections().is_empty() => Step::Page(page),
        None => Step::Overview,
    }
}

fn onward<'a>(subject: &Subject<'a>, inputs: &Inputs, from: From, today: Date) -> Step<'a> {
    let (form, page) = (subject.form, subject.page);
    if subject.entry.is_some() {
        return if from.check() { Step::Check } else { Step::Page(page) };
    }
    let after = form.pages().iter().skip_while(|one| one.id != page.id).skip(1);
    let after: Vec<&Page> = after.collect();
    if from.check() {
        // The change may have called for questions that were never asked.
        let new = |page: &&Page| !inputs.passed(&page.id) && !form.check_page(page, inputs, today).is_empty();
        let mut shown =
            form.pages_shown(inputs).into_iter().filter(|one| after.iter().any(|p| p.id == one.id));
        return shown.find(new).map_or(Step::Check, Step::Page);
    }
    let beside = form.pages_beside(&page.id, inputs);
    let next = beside.into_iter().find(|one| after.iter().any(|page| page.id == one.id));
    match next {
        Some(next) => Step::Page(next),
        None if form.sections().is_empty() => Step::Check,
        None => Step::Overview,
    }
}
