//! What was told, asked, handed over and answered about a person's requests.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::clock::Micros;
use crate::id::{DocumentId, PartId, ReplyId, RequestId, StepId, TaskId};
use crate::requests::State;
use crate::requests::jobs::replies::place;
use crate::requests::news::{Details, document_details, opened, task_details};
use crate::requests::parts::{Filled, InvitationCode, content_place, invitation_place};
use crate::requests::replies::{What, Written};
use crate::requests::standing::in_order;
use crate::requests::store::personal::{Owned, WholeDocument, WholePart, WholeTask};
use crate::requests::store::{Reply, Step, parts};
use crate::text::Locale;
use crate::tiles::TileId;
use crate::vault::{DataKey, Error};

/// One line of a timeline.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct StepRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: StepId,
    /// When (RFC 3339, UTC).
    pub at: String,
    /// What, in a word of the portal's.
    pub kind: String,
    /// The state it led to.
    pub state: Option<State>,
    /// How it ended, for a line that closes.
    pub outcome: Option<String>,
    /// The service's own number of this news.
    pub seq: Option<i64>,
    /// The service's code.
    pub code: Option<String>,
    /// The key of the service's own words for it.
    pub key: Option<String>,
    /// The parameters of those words.
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
    /// The document it speaks of, by the service's name.
    pub document: Option<String>,
    /// Until when something is to be done (RFC 3339, UTC).
    pub due_at: Option<String>,
    /// The line itself, for documents.
    #[serde(skip)]
    pub(super) line: Step,
}

/// Something that a service asks.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TaskRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: TaskId,
    /// The service's own name for it.
    pub name: String,
    /// The service's code of what is asked.
    pub code: String,
    /// `form`, `read` or `upload`; none when the portal does not know the code.
    #[schema(value_type = Option<String>)]
    pub kind: Option<crate::tiles::manifest::TaskKind>,
    /// When it was asked (RFC 3339, UTC).
    pub asked_at: Option<String>,
    /// The service's number of that.
    pub asked_seq: i64,
    /// The end of the last day to do it (RFC 3339, UTC).
    pub due_at: Option<String>,
    /// When the person did it (RFC 3339, UTC).
    pub answered_at: Option<String>,
    /// Which asking they answered.
    pub answered_seq: i64,
    /// How it ended: `processed` or `withdrawn`.
    pub ended: Option<String>,
    /// The service's number of that.
    pub ended_seq: i64,
    /// When the person was reminded of it (RFC 3339, UTC).
    pub reminded_at: Option<String>,
    /// The parameters of the service's words for it.
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
    /// The document to read, by the service's name.
    pub document: Option<String>,
}

/// A document that a service has for the person. The portal keeps no copy of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DocumentRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: DocumentId,
    /// The service's own name for it.
    pub name: String,
    /// The service's code of what it is.
    pub code: String,
    /// What it is for: `read` or `sign`.
    pub purpose: String,
    /// `offered` or `withdrawn`.
    pub state: String,
    /// When the service told of it (RFC 3339, UTC).
    #[serde(serialize_with = "Micros::serialize_rfc3339")]
    #[schema(value_type = String)]
    pub came_at: Micros,
    /// The service's number of that.
    pub seq: i64,
    /// When the person first opened it (RFC 3339, UTC).
    pub opened_at: Option<String>,
    /// The parameters of its title.
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
}

/// What the person sent about a request: the answer to a task, or a message.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ReplyRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ReplyId,
    /// The task that it answers; none for a message.
    #[schema(value_type = Option<String>)]
    pub task: Option<TaskId>,
    /// Which asking of it.
    pub asked_seq: Option<i64>,
    /// When it was sent (RFC 3339, UTC).
    #[serde(serialize_with = "Micros::serialize_rfc3339")]
    #[schema(value_type = String)]
    pub sent_at: Micros,
    /// `waiting`, `delivered` or `given_up`.
    pub delivery: String,
    /// When the service took it (RFC 3339, UTC).
    pub delivered_at: Option<String>,
    /// The language it was written in: `fr` or `en`.
    #[schema(value_type = String)]
    pub language: Locale,
    /// The level of assurance of the sign-in, as the issuer names it.
    pub acr: Option<String>,
    /// When the person had signed in (RFC 3339, UTC).
    pub signed_in_at: String,
    /// The claims that went with it.
    #[schema(value_type = Object)]
    pub claims: Map<String, Value>,
    /// What it says.
    pub content: What,
}

/// A part of the person's request that another one fills in. What they send is theirs alone.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PartRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: PartId,
    /// The service's code of it.
    pub code: String,
    /// How far it has come.
    pub state: parts::State,
    /// The code that invites to it.
    pub invitation: String,
    /// When it was made (RFC 3339, UTC).
    pub invited_at: String,
    /// Until when it can be taken and answered (RFC 3339, UTC).
    pub expires_at: String,
    /// When somebody took it (RFC 3339, UTC).
    pub taken_at: Option<String>,
    /// When they sent their part (RFC 3339, UTC).
    pub answered_at: Option<String>,
    /// How far it is on its way to the service: `none`, `waiting`, `delivered` or `given_up`.
    pub delivery: String,
    /// When the service took it (RFC 3339, UTC).
    pub delivered_at: Option<String>,
}

/// A part that the person took of another one's request, which they do not see.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TakenPartRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: PartId,
    /// The id of the request, by which the log and the service know it.
    #[schema(value_type = String)]
    pub request: RequestId,
    /// The service's id.
    #[schema(value_type = String)]
    pub service: TileId,
    /// The service's code of the part.
    pub code: String,
    /// How far it has come.
    pub state: parts::State,
    /// Until when it can be answered (RFC 3339, UTC).
    pub expires_at: String,
    /// When the person took it (RFC 3339, UTC).
    pub taken_at: Option<String>,
    /// When they sent it (RFC 3339, UTC).
    pub answered_at: Option<String>,
    /// How far it is on its way to the service: `none`, `waiting`, `delivered` or `given_up`.
    pub delivery: String,
    /// When the service took it (RFC 3339, UTC).
    pub delivered_at: Option<String>,
    /// What they sent.
    pub sent: Option<Filled>,
}

fn at(moment: Option<Micros>) -> Option<String> {
    moment.map(Micros::rfc3339)
}

pub(super) fn steps(rows: Option<Vec<Step>>, key: &DataKey) -> Result<Vec<StepRecord>, Error> {
    let steps = opened(in_order(rows.unwrap_or_default()), key)?;
    Ok(steps.into_iter().map(|(step, details)| step_record(step, details)).collect())
}

fn step_record(step: Step, details: Details) -> StepRecord {
    StepRecord {
        id: step.id,
        at: step.at.rfc3339(),
        kind: step.kind.clone(),
        state: step.state,
        outcome: step.outcome.clone(),
        seq: step.seq,
        code: step.code.clone(),
        key: step.key.clone(),
        params: step.params.0.clone(),
        document: details.document,
        due_at: at(details.due_at),
        line: step,
    }
}

pub(super) fn tasks(rows: Option<Vec<WholeTask>>, key: &DataKey) -> Result<Vec<TaskRecord>, Error> {
    rows.unwrap_or_default().into_iter().map(|row| task(row, key)).collect()
}

fn task(WholeTask { task, reminded_at }: WholeTask, key: &DataKey) -> Result<TaskRecord, Error> {
    let details = task_details(task.id, task.details.as_deref(), key)?;
    Ok(TaskRecord {
        id: task.id,
        name: task.name,
        code: task.code,
        kind: task.kind,
        asked_at: at(task.asked_at),
        asked_seq: task.asked_seq,
        due_at: at(task.due_at),
        answered_at: at(task.answered_at),
        answered_seq: task.answered_seq,
        ended: task.ended,
        ended_seq: task.ended_seq,
        reminded_at: at(reminded_at),
        params: details.params,
        document: details.document,
    })
}

pub(super) fn documents(
    rows: Option<Vec<WholeDocument>>,
    key: &DataKey,
) -> Result<Vec<DocumentRecord>, Error> {
    rows.unwrap_or_default().into_iter().map(|row| document(row, key)).collect()
}

fn document(
    WholeDocument { document, seq, state }: WholeDocument,
    key: &DataKey,
) -> Result<DocumentRecord, Error> {
    let details = document_details(document.id, &document.details, key)?;
    Ok(DocumentRecord {
        id: document.id,
        name: document.name,
        code: document.code,
        purpose: document.purpose,
        state,
        came_at: document.at,
        seq,
        opened_at: at(document.opened_at),
        params: details.params,
    })
}

pub(super) fn replies(rows: Option<Vec<Reply>>, key: &DataKey) -> Result<Vec<ReplyRecord>, Error> {
    rows.unwrap_or_default().into_iter().map(|row| reply(row, key)).collect()
}

fn reply(reply: Reply, key: &DataKey) -> Result<ReplyRecord, Error> {
    let written: Written = key.open_json(place(reply.id), &reply.content)?;
    Ok(ReplyRecord {
        id: reply.id,
        task: reply.task_id,
        asked_seq: reply.asked_seq,
        sent_at: reply.at,
        delivery: reply.delivery,
        delivered_at: at(reply.delivered_at),
        language: written.locale,
        acr: written.acr,
        signed_in_at: written.signed_in_at.rfc3339(),
        claims: written.claims,
        content: written.what,
    })
}

pub(super) fn parts(rows: Option<Vec<WholePart>>, key: &DataKey) -> Result<Vec<PartRecord>, Error> {
    rows.unwrap_or_default().into_iter().map(|row| part(row, key)).collect()
}

fn part(row: WholePart, key: &DataKey) -> Result<PartRecord, Error> {
    let invitation: InvitationCode = key.open_json(invitation_place(row.id), &row.invitation)?;
    Ok(PartRecord {
        id: row.id,
        code: row.code,
        state: row.state,
        invitation: invitation.to_string(),
        invited_at: row.invited_at.rfc3339(),
        expires_at: row.expires_at.rfc3339(),
        taken_at: at(row.taken_at),
        answered_at: at(row.answered_at),
        delivery: row.delivery,
        delivered_at: at(row.delivered_at),
    })
}

pub(super) fn taken_part(
    Owned { request_id, row }: Owned<WholePart>,
    key: &DataKey,
) -> Result<TakenPartRecord, Error> {
    let open = |sealed: &Vec<u8>| key.open_json(content_place(row.id), sealed);
    Ok(TakenPartRecord {
        id: row.id,
        request: request_id,
        service: row.tile,
        code: row.code,
        state: row.state,
        expires_at: row.expires_at.rfc3339(),
        taken_at: at(row.taken_at),
        answered_at: at(row.answered_at),
        delivery: row.delivery,
        delivered_at: at(row.delivered_at),
        sent: row.content.as_ref().map(open).transpose()?,
    })
}
