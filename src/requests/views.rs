//! The pages of a request: its questions, the check, the confirmation, its life afterwards.

mod drafts;
pub mod field;
mod file_samples;
mod follow;
mod follow_samples;
mod form_samples;
mod parts;
mod reply_samples;
mod samples;

use serde::Serialize;

use crate::clock::Micros;
use crate::web::views::ErrorLine;
pub use drafts::{Answered, DeletedDraft, DraftDeletion, DraftPage, FormChanged};
pub use field::{AddressPart, Control, EntryView, FieldView, FileView, FileWord, InputKind, OptionView};
pub use follow::*;
pub use parts::*;

/// One page of questions.
///
/// The form posts `csrf`, `version`, the inputs, and `action`: `continue`, `back`, `save` (save and
/// leave), `language` (save and show this page in the other language; only with JavaScript), and on
/// the page of a group `add.{group}`, `change.{entry}` and `remove.{entry}`.
#[derive(Clone, Debug, Serialize)]
pub struct FormPage {
    /// The tile's id.
    pub tile: String,
    /// The service's title.
    pub title: String,
    /// The subject of this page: its heading.
    pub page_title: String,
    /// One sentence under the heading.
    pub lead: Option<String>,
    /// What the page is part of: the section of a long form, or the page of a group's entry.
    pub section: Option<String>,
    /// Which page of the questions, or of the section, this is, from 1.
    pub number: usize,
    /// How many there are, as far as the answers so far tell; a page alone is not counted.
    pub of: usize,
    /// Whether one can go back to what comes before.
    pub back: bool,
    /// The questions.
    pub fields: Vec<FieldView>,
    /// How the form is posted.
    pub encoding: Encoding,
    /// What is to be mended, in the order of the fields.
    pub errors: Vec<ErrorLine>,
    /// When the draft was last saved; none before the first answer.
    pub saved_at: Option<Micros>,
    /// Where the form is posted.
    pub action: String,
    /// The version that was shown; 0 before the first answer.
    pub version: i64,
    /// What this page calls itself, where it begins a draft: sent twice, it begins one.
    pub begun_by: Option<String>,
    /// The release that the page was made from, posted along: what is typed goes where it was asked.
    pub release: String,
    /// Whose page this is, as a fingerprint posted along: what is kept over a sign-in is given back
    /// to the same person only.
    pub owner: String,
    /// What is said where the form changed since the draft was begun.
    pub changed: Option<FormChanged>,
    /// Whether these answers were kept over a sign-in: the page says so.
    pub kept: bool,
    /// Whether the person came from the check page: continue leads back there.
    pub from_check: bool,
}

/// How a form is posted (HTML, `enctype`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// As fields alone.
    Fields,
    /// In parts: one of its questions asks for files.
    Parts,
}

/// One label and what was answered.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerRow {
    /// What the row is called on the page: it has the HTML id `answer-{id}`.
    pub id: String,
    /// The question.
    pub label: String,
    /// The answer as words; none when it was left empty.
    pub value: Option<String>,
    /// What is to be mended here, on the check page.
    pub error: Option<String>,
    /// Where to change it; none once sent.
    pub change_href: Option<String>,
}

/// The answers of one page of questions, or of one entry of a group on it.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerSection {
    /// What the section is called on the page: it has the HTML id `at-{id}`.
    pub id: String,
    /// Whether it is an entry: its title stands one level below its page's.
    pub entry: bool,
    /// The page's title, or what the entry is called.
    pub title: String,
    /// Its answers.
    pub rows: Vec<AnswerRow>,
}

/// Check your answers, and declare. Posts `csrf`, `version`, `declaration=yes` and `action`:
/// `send` or `save`.
#[derive(Clone, Debug, Serialize)]
pub struct CheckAnswers {
    /// The tile's id.
    pub tile: String,
    /// The service's title.
    pub title: String,
    /// The answers, page by page.
    pub sections: Vec<AnswerSection>,
    /// The words that the citizen accepts; none when the service asks for no declaration.
    pub declaration: Option<String>,
    /// What is said where the form changed since the draft was begun.
    pub changed: Option<FormChanged>,
    /// What is to be mended; an error of the declaration has the input `declaration`, one of an
    /// answer the input `answer-{id}`, which is that row.
    pub errors: Vec<ErrorLine>,
    /// When the draft was last saved.
    pub saved_at: Option<Micros>,
    /// Where the form is posted.
    pub action: String,
    /// The last page of questions.
    pub back_href: String,
    /// The version that was shown.
    pub version: i64,
    /// What is said of the service while it is in maintenance: sending works, the answer comes later.
    pub resting: Option<String>,
    /// Whether files are still being checked for malware: sending works, and waits for that.
    pub files_checking: bool,
    /// Whether a file was refused by the scanner.
    pub files_refused: bool,
}

/// Whether to remove an entry of a group. Posts `csrf` and `version` to `action`.
#[derive(Clone, Debug, Serialize)]
pub struct Removal {
    /// The service's title.
    pub title: String,
    /// What the entry is called.
    pub entry: String,
    /// What was answered in it.
    pub sections: Vec<AnswerSection>,
    /// Whether it changed elsewhere since the person saw it.
    pub changed: bool,
    /// Where the form is posted.
    pub action: String,
    /// The page of the group.
    pub back_href: String,
    /// The version that was shown.
    pub version: i64,
}

/// How far a section of a long form has come. The words are `stage-{stage}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StageWord {
    /// A section before it is not done.
    CannotStart,
    /// Nothing was answered.
    NotStarted,
    /// Something was answered.
    InProgress,
    /// All of it was answered.
    Done,
}

/// A section of a long form, as a line of the list.
#[derive(Clone, Debug, Serialize)]
pub struct SectionLine {
    /// Its title.
    pub title: String,
    /// How far it has come.
    pub stage: StageWord,
    /// Where to go on; none while it cannot start.
    pub href: Option<String>,
}

/// A long form as a list of sections, the last of which is to check and send.
#[derive(Clone, Debug, Serialize)]
pub struct Overview {
    /// The service's title.
    pub title: String,
    /// The sections, in order.
    pub sections: Vec<SectionLine>,
    /// How many of them are done.
    pub done: usize,
    /// What is said where the form changed since the draft was begun.
    pub changed: Option<FormChanged>,
    /// Where the answers are checked and sent; none while a section is not done.
    pub check_href: Option<String>,
    /// When the draft was last saved.
    pub saved_at: Micros,
    /// When it will be destroyed if it is not sent.
    pub kept_until: Option<Micros>,
}

/// It was sent: the reference, what comes next, a copy to keep.
#[derive(Clone, Debug, Serialize)]
pub struct Confirmation {
    /// The service's title.
    pub title: String,
    /// The reference.
    pub reference: String,
    /// When it was sent.
    pub submitted_at: Micros,
    /// What happens next and when, one sentence each.
    pub what_next: Vec<String>,
    /// The request's own page.
    pub request_href: String,
    /// The copy to print or to keep.
    pub copy_href: String,
}

/// The copy of a request, made to be printed.
#[derive(Clone, Debug, Serialize)]
pub struct RequestCopy {
    /// The service's title.
    pub title: String,
    /// The reference.
    pub reference: String,
    /// Whose request it is.
    pub name: String,
    /// When it was sent.
    pub submitted_at: Micros,
    /// The answers, page by page, in the words shown when they were sent.
    pub sections: Vec<AnswerSection>,
    /// The words that the citizen accepted.
    pub declaration: Option<String>,
    /// Back to the request.
    pub request_href: String,
    /// The same as a document to keep.
    pub pdf_href: String,
}

/// One field that two windows or devices changed.
#[derive(Clone, Debug, Serialize)]
pub struct ConflictRow {
    /// The field's id. The choice is posted as `keep.{field}`: `mine` or `saved`.
    pub field: String,
    /// The question.
    pub label: String,
    /// What was just typed, as words.
    pub mine: Option<String>,
    /// What was saved meanwhile, as words.
    pub saved: Option<String>,
}

/// What was typed, carried along by the conflict page so that nothing is lost.
#[derive(Clone, Debug, Serialize)]
pub struct Typed {
    /// The input's name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The draft changed elsewhere meanwhile (412): both versions field by field. Posts `csrf`,
/// `version` (the saved one), every `typed` input, a `keep.{field}` for each row, and
/// `action=resolve`.
#[derive(Clone, Debug, Serialize)]
pub struct Conflict {
    /// The service's title.
    pub title: String,
    /// The page's title.
    pub page_title: String,
    /// When the other version was saved.
    pub saved_at: Micros,
    /// The fields that differ.
    pub rows: Vec<ConflictRow>,
    /// Everything that was just typed on this page.
    pub typed: Vec<Typed>,
    /// Where the form is posted.
    pub action: String,
    /// The version that is saved now.
    pub version: i64,
}
