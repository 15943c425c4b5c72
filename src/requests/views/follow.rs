//! The pages of a request that was sent: the list, the request itself, its tasks, its messages, its
//! documents, its withdrawal.

use serde::Serialize;

use super::{AnswerSection, DeletedDraft, Encoding, FieldView, FileView, PartLine};
use crate::clock::Micros;
use crate::web::views::{ErrorLine, RequestLine, StateWord};

/// A part of the list. The words are `requests-{word}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShelfWord {
    /// What waits for the citizen.
    Mine,
    /// What someone else acts on.
    Open,
    /// What they began and have not sent.
    Drafts,
    /// What has ended.
    Ended,
}

/// A part of the list with its requests.
#[derive(Clone, Debug, Serialize)]
pub struct ListSection {
    /// Which part.
    pub shelf: ShelfWord,
    /// How many requests it has in all.
    pub count: i64,
    /// Those shown, the latest first.
    pub lines: Vec<RequestLine>,
    /// Where the others are.
    pub more_href: Option<String>,
}

/// The requests of a person: a glance at each part, or one part page by page.
#[derive(Clone, Debug, Serialize)]
pub struct RequestList {
    /// The parts that have something in them.
    pub sections: Vec<ListSection>,
    /// The part that is shown alone.
    pub shown: Option<ShelfWord>,
    /// Back to the beginning of that part.
    pub first_href: Option<String>,
    /// The drafts that can be restored, the latest deleted first.
    pub deleted: Vec<DeletedDraft>,
    /// Whether a service does not answer, so that some lines say as of when they are known.
    pub some_silent: bool,
}

/// How far a withdrawal has come. The words are `withdrawal-{word}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WithdrawalWord {
    /// None was asked for.
    #[default]
    None,
    /// Asked for; the service has not answered.
    Asked,
    /// The service stopped the request.
    Accepted,
    /// The service had already decided.
    TooLate,
}

/// Who acts next. The words are `who-next-{who}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhoNext {
    /// The citizen.
    You,
    /// The portal: it has yet to hand the request over.
    Portal,
    /// The service's team.
    Service,
    /// The service's team: the citizen has done what was asked.
    Answered,
    /// Someone, but the portal does not understand what the service said.
    Unclear,
    /// The citizen and the portal's team together: the request could not be handed over.
    Contact,
    /// Nobody: it has ended.
    Nobody,
}

/// What kind of step a timeline line is; it decides the line's mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// The citizen did it.
    Mine,
    /// The portal or the service did it.
    Theirs,
    /// It asks something of the citizen.
    ActionNeeded,
    /// It ended the request.
    End,
}

/// One step of a request's timeline.
#[derive(Clone, Debug, Serialize)]
pub struct StepLine {
    /// When it happened.
    pub at: Micros,
    /// What happened, in a short sentence.
    pub text: String,
    /// What more there is to say about it.
    pub detail: Option<String>,
    /// What kind of step it is.
    pub kind: StepKind,
}

/// What became of a task, the citizen's part apart from the service's. The words are `task-{word}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskWord {
    /// It waits for the citizen.
    ToDo,
    /// It waits for the citizen, past its day.
    Overdue,
    /// The citizen has done it; the portal has yet to hand it over.
    Done,
    /// The service has what the citizen did, and has yet to take it into account.
    Received,
    /// The service has taken it into account.
    Processed,
    /// It is no longer needed.
    NotNeeded,
}

/// A task in a list.
#[derive(Clone, Debug, Serialize)]
pub struct TaskLine {
    /// Its page.
    pub href: String,
    /// What is asked.
    pub title: String,
    /// What became of it.
    pub state: TaskWord,
    /// The last day to do it.
    pub due_at: Option<Micros>,
    /// When the citizen did it.
    pub done_at: Option<Micros>,
}

/// A document in a list.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentLine {
    /// Where it is opened.
    pub href: String,
    /// Its title.
    pub title: String,
    /// When it came.
    pub at: Micros,
    /// When the citizen opened it first.
    pub opened_at: Option<Micros>,
}

/// How far a message of the citizen's has come. The words are `sent-{word}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SentWord {
    /// It waits to be handed over.
    Waiting,
    /// The service has it.
    Received,
    /// It could not be handed over.
    GivenUp,
}

/// A message of a conversation.
#[derive(Clone, Debug, Serialize)]
pub struct Utterance {
    /// When.
    pub at: Micros,
    /// What it is about; none for the citizen's own.
    pub subject: Option<String>,
    /// What it says.
    pub paragraphs: Vec<String>,
    /// The files that came with it.
    pub files: Vec<FileView>,
    /// For the citizen's own: how far it has come.
    pub sent: Option<SentWord>,
}

/// A request sent: where it stands, who acts next, what happened.
#[expect(clippy::struct_excessive_bools, reason = "each is a sentence of the page")]
#[derive(Clone, Debug, Serialize)]
pub struct RequestView {
    /// The service's title.
    pub title: String,
    /// The reference.
    pub reference: String,
    /// What is said of the service while it is in maintenance: sending works, the answer comes later.
    pub resting: Option<String>,
    /// The number that the service gave it, if it gave one.
    pub service_reference: Option<String>,
    /// Where it stands.
    pub state: StateWord,
    /// Since when.
    pub since: Option<Micros>,
    /// How far its withdrawal has come.
    pub withdrawal: WithdrawalWord,
    /// Until when a withdrawal should be answered.
    pub withdrawal_due_at: Option<Micros>,
    /// Whether that moment has passed.
    pub withdrawal_overdue: bool,
    /// Whether it waits to be handed over because the service does not answer.
    pub delivery_waiting: bool,
    /// Who acts next.
    pub who_next: WhoNext,
    /// Until when this step usually lasts.
    pub usual_end: Option<Micros>,
    /// Whether it lasts longer.
    pub late: bool,
    /// When the service was last heard; none when it never was.
    pub as_of: Option<Micros>,
    /// Whether the service does not answer now: what is shown is as of then.
    pub silent: bool,
    /// Something that the citizen has just done. The words are `request-done-{word}`.
    pub done: Option<&'static str>,
    /// What is asked of the citizen, the open ones first.
    pub tasks: Vec<TaskLine>,
    /// What other people fill in.
    pub parts: Vec<PartLine>,
    /// What the service has handed over, the latest first.
    pub documents: Vec<DocumentLine>,
    /// The latest messages, the latest last.
    pub messages: Vec<Utterance>,
    /// Where all messages are, and where the citizen writes; none where nothing is written.
    pub messages_href: Option<String>,
    /// Whether they may write.
    pub may_write: bool,
    /// What happened, the latest first.
    pub steps: Vec<StepLine>,
    /// What was answered.
    pub sections: Vec<AnswerSection>,
    /// The files that were added.
    pub files: Vec<FileView>,
    /// Whether it waits for its files to be checked.
    pub files_checking: bool,
    /// Where it can be withdrawn; none when it cannot.
    pub withdraw_href: Option<String>,
    /// The copy to print or to keep.
    pub copy_href: String,
    /// The receipt of a withdrawal.
    pub receipt_href: Option<String>,
    /// The service's help.
    pub help_href: String,
    /// Whether the page asks again by itself after a while: there is more to come.
    pub refresh: bool,
}

/// What the citizen has done for a task.
#[derive(Clone, Debug, Serialize)]
pub struct TaskDone {
    /// When.
    pub at: Micros,
    /// When the service took it.
    pub received_at: Option<Micros>,
    /// The answers, in the words shown when they were given.
    pub sections: Vec<AnswerSection>,
    /// The files that were handed in.
    pub files: Vec<FileView>,
}

/// A task: what is asked, and the way to do it. Posts `csrf`, `owner`, `seq` and its inputs.
#[derive(Clone, Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sentence of the page")]
pub struct TaskPage {
    /// The service's title.
    pub title: String,
    /// The request's reference.
    pub reference: String,
    /// What is said of the service while it is in maintenance: sending works, the answer comes later.
    pub resting: Option<String>,
    /// What is asked.
    pub task_title: String,
    /// More about it, a paragraph each.
    pub paragraphs: Vec<String>,
    /// What became of it.
    pub state: TaskWord,
    /// The last day to do it.
    pub due_at: Option<Micros>,
    /// The document to read.
    pub document: Option<DocumentLine>,
    /// The questions, or the files to hand in.
    pub fields: Vec<FieldView>,
    /// How the form is sent.
    pub encoding: Encoding,
    /// What is to be mended, in the order of the fields.
    pub errors: Vec<ErrorLine>,
    /// Whether there is something to do here: a form to send.
    pub open: bool,
    /// Whether it is signed outside of the portal: nothing is sent from here.
    pub signs: bool,
    /// Whether what is asked has changed since the page was loaded.
    pub changed: bool,
    /// Whether these answers were kept over a sign-in.
    pub kept: bool,
    /// The number of this asking.
    pub seq: i64,
    /// Whose page this is, as a mark: see [`super::FormPage::owner`].
    pub owner: String,
    /// What the citizen has done.
    pub done: Option<TaskDone>,
    /// Where the form is posted.
    pub action: String,
    /// Back to the request.
    pub request_href: String,
}

/// What was written about a request, and the place to write. Posts `csrf`, `owner` and `message`.
#[derive(Clone, Debug, Serialize)]
pub struct Conversation {
    /// The service's title.
    pub title: String,
    /// The request's reference.
    pub reference: String,
    /// What is said of the service while it is in maintenance: sending works, the answer comes later.
    pub resting: Option<String>,
    /// All messages, the latest last.
    pub messages: Vec<Utterance>,
    /// Whether the citizen may write.
    pub may_write: bool,
    /// The message, and its files where the service takes some.
    pub fields: Vec<FieldView>,
    /// How the form is sent.
    pub encoding: Encoding,
    /// What is to be mended.
    pub errors: Vec<ErrorLine>,
    /// Whether a message has just been sent.
    pub sent: bool,
    /// Whether what was typed was kept over a sign-in.
    pub kept: bool,
    /// Whose page this is, as a mark: see [`super::FormPage::owner`].
    pub owner: String,
    /// Where the form is posted.
    pub action: String,
    /// Back to the request.
    pub request_href: String,
}

/// A document that cannot be had now.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentResting {
    /// The service's title.
    pub title: String,
    /// The document's title.
    pub document_title: String,
    /// Where to try again.
    pub retry_href: String,
    /// Back to the request.
    pub request_href: String,
}

/// Ask whether to withdraw. Posts `csrf` to `action`.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawalPage {
    /// The service's title.
    pub title: String,
    /// The reference.
    pub reference: String,
    /// What is said of the service while it is in maintenance: sending works, the answer comes later.
    pub resting: Option<String>,
    /// What the service itself says first.
    pub lead: Option<String>,
    /// In how many days the service answers, if it said so.
    pub answer_within_days: Option<i64>,
    /// Whether the service has yet to get the request itself.
    pub unsent: bool,
    /// Where the form is posted.
    pub action: String,
    /// Back to the request.
    pub request_href: String,
}

/// The receipt of a wish to withdraw, made to be kept.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawalReceipt {
    /// The service's title.
    pub title: String,
    /// The reference.
    pub reference: String,
    /// Whose request it is.
    pub name: String,
    /// When it was asked.
    pub asked_at: Micros,
    /// Until when the service answers.
    pub due_at: Option<Micros>,
    /// How far it has come.
    pub withdrawal: WithdrawalWord,
    /// Back to the request.
    pub request_href: String,
}
