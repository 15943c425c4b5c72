//! What back-ends tell, as they write it (`contract.md` §5): the body of a callback, and each entry
//! of a list that is pulled.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::id::RequestId;

/// What a back-end tells, and when it happened.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct Callback {
    /// When it happened (RFC 3339).
    #[schema(value_type = String, format = DateTime)]
    pub timestamp: jiff::Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub news: News,
}

/// What a back-end tells.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", content = "data")]
pub enum News {
    /// Where the request stands.
    #[serde(rename = "request.status")]
    Status(StatusData),
    /// Something is asked of the citizen, or no longer.
    #[serde(rename = "request.task")]
    Task(TaskData),
    /// The back-end writes to the citizen.
    #[serde(rename = "request.message")]
    Message(MessageData),
    /// A document for the citizen.
    #[serde(rename = "request.document")]
    Document(DocumentData),
    /// The answer to a withdrawal.
    #[serde(rename = "request.withdrawal")]
    Withdrawal(WithdrawalData),
}

/// A status: a code that the tile's manifest explains.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct StatusData {
    /// The portal's id of the request.
    #[schema(value_type = String, format = Uuid)]
    pub request: RequestId,
    /// The back-end's counter for this request, from 1: each number is one thing that happened.
    pub seq: i64,
    /// The back-end's code.
    pub code: String,
    /// Scalars for the tile's words, at most five.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
}

/// A task: something asked of the citizen.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct TaskData {
    /// The portal's id of the request.
    #[schema(value_type = String, format = Uuid)]
    pub request: RequestId,
    /// The back-end's counter for this request.
    pub seq: i64,
    /// The back-end's own name for the task. The same name again asks anew, in place of before.
    pub task: String,
    /// The back-end's code: what is asked.
    pub code: String,
    /// What became of it.
    #[serde(default)]
    pub state: TaskState,
    /// The last day to do it, in Québec.
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<jiff::civil::Date>,
    /// The document to read, by the name that it was told under.
    pub document: Option<String>,
    /// Scalars for the tile's words, at most five.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
}

/// What a back-end says of a task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// It is asked.
    #[default]
    Asked,
    /// What the citizen did was taken into account.
    Processed,
    /// It is no longer needed.
    Withdrawn,
}

impl TaskState {
    /// The word that is stored and logged.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Processed => "processed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A message: a code that the tile has words for.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct MessageData {
    /// The portal's id of the request.
    #[schema(value_type = String, format = Uuid)]
    pub request: RequestId,
    /// The back-end's counter for this request.
    pub seq: i64,
    /// The back-end's code: what the message says.
    pub code: String,
    /// Scalars for the tile's words, at most five.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
}

/// A document, which stays with the back-end until the citizen opens it.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct DocumentData {
    /// The portal's id of the request.
    #[schema(value_type = String, format = Uuid)]
    pub request: RequestId,
    /// The back-end's counter for this request.
    pub seq: i64,
    /// The back-end's own name for the document.
    pub document: String,
    /// The back-end's code: its title.
    pub code: String,
    /// What it is for.
    #[serde(default)]
    pub purpose: Purpose,
    /// Whether it can be had.
    #[serde(default)]
    pub state: DocumentState,
    /// Scalars for the tile's words, at most five.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
}

/// What a document is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To be read.
    #[default]
    Read,
    /// To be signed.
    Sign,
}

impl Purpose {
    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Sign => "sign",
        }
    }
}

/// Whether a document can be had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// It can be opened.
    #[default]
    Offered,
    /// It is no longer there.
    Withdrawn,
}

impl DocumentState {
    /// The word that is stored and logged.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// The answer to a withdrawal.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct WithdrawalData {
    /// The portal's id of the request.
    #[schema(value_type = String, format = Uuid)]
    pub request: RequestId,
    /// The back-end's counter for this request.
    pub seq: i64,
    /// What the back-end decided.
    pub outcome: WithdrawalOutcome,
    /// Why, as a code that the tile has words for.
    pub reason: Option<String>,
    /// Scalars for those words, at most five.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
}

/// What a back-end decides on a withdrawal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalOutcome {
    /// The request stops.
    Accepted,
    /// It had been decided already.
    TooLate,
}

impl WithdrawalOutcome {
    /// The word that is logged.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::TooLate => "too_late",
        }
    }
}

impl News {
    /// The request it is about.
    #[must_use]
    pub fn request(&self) -> RequestId {
        match self {
            Self::Status(data) => data.request,
            Self::Task(data) => data.request,
            Self::Message(data) => data.request,
            Self::Document(data) => data.request,
            Self::Withdrawal(data) => data.request,
        }
    }

    /// The back-end's number of it.
    #[must_use]
    pub fn seq(&self) -> i64 {
        match self {
            Self::Status(data) => data.seq,
            Self::Task(data) => data.seq,
            Self::Message(data) => data.seq,
            Self::Document(data) => data.seq,
            Self::Withdrawal(data) => data.seq,
        }
    }
}
