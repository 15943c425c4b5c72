//! Everything the portal holds about one person: theirs to see, to take along in an open format, and
//! to have destroyed (P17; Act respecting Access, ss. 83 and 84).
//!
//! Each room tells what it holds in its own `personal.rs`; this one puts it together.

mod closing;
mod document;
pub mod jobs;
pub mod looks;
pub mod pages;
pub mod views;

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use crate::attachments;
use crate::attachments::personal::UploadRecord;
use crate::audit;
use crate::clock::Micros;
use crate::feedback;
use crate::feedback::personal::{ReportRecord, VoteRecord};
use crate::frames;
use crate::frames::personal::AppDraftRecord;
use crate::id::{EventId, JobId, RequestId, SessionId};
use crate::identity::personal::AccountRecord;
use crate::identity::{self, Session};
use crate::notices;
use crate::notices::personal::{MessageRecord, NoticesRecord};
use crate::outbox;
use crate::panels;
use crate::panels::personal::PanelRecord;
use crate::requests::personal::{RequestRecord, TakenPartRecord};
use crate::requests::{self, Requests};
use crate::store::Sql;
use crate::web::{Error, Result};

/// How many events are read at once.
const PAGE: i64 = 1_000;

/// Everything the portal holds about one person.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MyData {
    /// Where the JSON Schema of this document is.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// When it was put together (RFC 3339, UTC).
    pub made_at: String,
    /// The account, the ways into it, and what the identity provider told.
    pub account: AccountRecord,
    /// Requests and drafts, the oldest first.
    pub requests: Vec<RequestRecord>,
    /// The parts of other people's requests that the person took, the oldest first.
    pub parts: Vec<TakenPartRecord>,
    /// What services told for the panels of their pages, as long as it is kept.
    pub panels: Vec<PanelRecord>,
    /// What services' own elements keep of what the person is doing in them, the oldest first.
    pub app_drafts: Vec<AppDraftRecord>,
    /// The problems and ideas that the person told, the oldest first.
    pub reports: Vec<ReportRecord>,
    /// The published ideas that they support, the oldest first.
    pub votes: Vec<VoteRecord>,
    /// The inbox, the oldest first.
    pub messages: Vec<MessageRecord>,
    /// How they are told: what they chose, and where they are reached.
    pub notices: NoticesRecord,
    /// How much was uploaded on which day, as long as it is counted.
    pub uploads: Vec<UploadRecord>,
    /// What the portal promised to do: hand over, check, destroy, write; the oldest first.
    pub work: Vec<WorkRecord>,
    /// What the audit log has about this account, the oldest first. Its codes are explained in the
    /// portal's documentation.
    pub log: Vec<LogRecord>,
}

/// One thing that the portal promised to do.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct WorkRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: JobId,
    /// What, as a code.
    pub kind: String,
    /// The request it concerns.
    #[schema(value_type = Option<String>)]
    pub request: Option<RequestId>,
    /// `waiting`, `leased` (being done), `done` or `dead` (given up).
    pub state: String,
    /// The attempts made.
    pub attempts: i64,
    /// Why the last one failed, as a code.
    pub last_error: Option<String>,
    /// When it was promised (RFC 3339, UTC).
    pub promised_at: String,
    /// When it is, or was, to be done next (RFC 3339, UTC).
    pub next_at: String,
    /// When it was done (RFC 3339, UTC).
    pub done_at: Option<String>,
}

/// One event of the audit log.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LogRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: EventId,
    /// When (RFC 3339, UTC).
    #[serde(serialize_with = "Micros::serialize_rfc3339")]
    #[schema(value_type = String)]
    pub at: Micros,
    /// What, as a code.
    pub code: String,
    /// Who, as a kind: visitor, citizen, staff, backend or system.
    pub by: String,
    /// In which session.
    #[schema(value_type = Option<String>)]
    pub session: Option<SessionId>,
    /// About which request.
    #[schema(value_type = Option<String>)]
    pub request: Option<RequestId>,
    /// Caused by which HTTP request.
    pub trace: Option<String>,
    /// The particulars, as codes and numbers.
    #[schema(value_type = Object)]
    pub fields: Map<String, Value>,
}

impl MyData {
    /// Gathers what every room holds about the person of `session`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the account was closed meanwhile; the database's.
    pub async fn gather(requests: &Requests, session: &Session) -> Result<Self> {
        let (base, account, key) = (&requests.base, session.account, &session.key);
        let mut db = base.db.read().await?;
        let known = identity::personal::record(&mut db, key, account).await?;
        let portal = &base.config.portal.public_url;
        Ok(Self {
            schema: schema_address(requests),
            made_at: base.clock.now().rfc3339(),
            account: known.ok_or(Error::NotFound)?,
            requests: requests::personal::records(&mut db, key, account, portal).await?,
            parts: requests::personal::taken_parts(&mut db, key, account).await?,
            panels: panels::personal::records(&mut db, key, account).await?,
            app_drafts: frames::personal::records(&mut db, key, account).await?,
            reports: feedback::personal::records(&mut db, key, account).await?,
            votes: feedback::personal::votes(&mut db, account).await?,
            messages: notices::personal::records(&mut db, key, account).await?,
            notices: notices::personal::preferences(&mut db, key, account).await?,
            uploads: attachments::personal::uploads(&mut db, account).await?,
            work: outbox::store::of_account(&mut db, account).await?.into_iter().map(work).collect(),
            log: log(&mut db, session).await?,
        })
    }
}

fn work(job: outbox::store::Own) -> WorkRecord {
    WorkRecord {
        id: job.id,
        kind: job.kind,
        request: job.request_id,
        state: job.state,
        attempts: job.attempts,
        last_error: job.last_error,
        promised_at: job.created_at.rfc3339(),
        next_at: job.run_at.rfc3339(),
        done_at: job.done_at.map(Micros::rfc3339),
    }
}

async fn log(db: &mut impl Sql, session: &Session) -> Result<Vec<LogRecord>> {
    let (mut records, mut after) = (Vec::new(), EventId(uuid::Uuid::nil()));
    loop {
        let rows = audit::store::journey(db, session.account, after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(records) };
        after = last.id;
        records.extend(rows.into_iter().map(|row| LogRecord {
            id: row.id,
            session: row.session(),
            request: row.request(),
            trace: row.trace,
            at: row.at,
            code: row.code,
            by: row.actor,
            fields: row.fields.0,
        }));
    }
}

fn schema_address(requests: &Requests) -> String {
    format!("{}{}", requests.base.config.portal.public_url, pages::SCHEMA.trim_start_matches('/'))
}

#[derive(OpenApi)]
#[openapi(components(schemas(MyData)))]
struct Components;

/// The JSON Schema (2020-12) of [`MyData`], made from its types.
#[must_use]
pub fn schema() -> Value {
    let components = serde_json::to_value(Components::openapi().components).unwrap_or_default();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What the portal holds about one person",
        "$ref": "#/components/schemas/MyData",
        "components": components,
    })
}
