//! What the portal holds about a person's requests, for them to take along or to have destroyed
//! (P17).

pub mod document;
mod told;

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use url::Url;
use uuid::Uuid;

use super::pages::{INPUTS, WORDING};
use super::store::personal::{self as rows, Owned, Whole};
use super::submission::Submission;
use super::{Delivery, State, Withdrawal};
use crate::act::Act;
use crate::attachments::{self, personal::FileRecord};
use crate::audit::ServiceEvent;
use crate::clock::Micros;
use crate::id::{AccountId, Reference, RequestId};
use crate::outbox;
use crate::store::Sql;
use crate::text::Locale;
use crate::tiles::TileId;
use crate::tiles::form::Inputs;
use crate::vault::{DataKey, Place};
use crate::web::Error;

pub use told::{DocumentRecord, PartRecord, ReplyRecord, StepRecord, TakenPartRecord, TaskRecord};

/// One request or draft, whole.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RequestRecord {
    /// Its id, by which the log and the service know it.
    #[schema(value_type = String)]
    pub id: RequestId,
    /// The person's reference.
    #[schema(value_type = String)]
    pub reference: Reference,
    /// The service's id.
    #[schema(value_type = String)]
    pub service: TileId,
    /// The release of the service that it was begun with.
    pub release: String,
    /// Where it stands.
    pub state: State,
    /// The service's code of where it stands.
    pub code: Option<String>,
    /// Whether the portal does not know that code yet.
    pub code_unknown: bool,
    /// Whether the person has something to do.
    pub needs_you: bool,
    /// How it ended.
    pub outcome: Option<String>,
    /// How far its withdrawal has come.
    pub withdrawal: Withdrawal,
    /// How far its delivery to the service has come.
    pub delivery: Delivery,
    /// The service's own number for it.
    pub service_reference: Option<String>,
    /// The service's number of the latest news.
    pub news: i64,
    /// The language it was last worked on in: `fr` or `en`.
    #[schema(value_type = String)]
    pub language: Locale,
    /// The page of the form to go on from.
    pub page: String,
    /// How often it was saved.
    pub version: i64,
    /// When what happened to it.
    pub times: Times,
    /// What was typed, by the input's name.
    #[schema(value_type = BTreeMap<String, Vec<String>>)]
    pub typed: Inputs,
    /// What was sent: the answers in codes, and the very words that were shown and declared.
    pub sent: Option<Submission>,
    /// What happened, the oldest first.
    pub steps: Vec<StepRecord>,
    /// What the service asks.
    pub tasks: Vec<TaskRecord>,
    /// The documents that the service has for the person.
    pub documents: Vec<DocumentRecord>,
    /// What the person answered and wrote since it was sent.
    pub replies: Vec<ReplyRecord>,
    /// The parts of it that other people fill in.
    pub parts: Vec<PartRecord>,
    /// The files that the person added.
    pub files: Vec<FileRecord>,
}

/// When what happened to a request (RFC 3339, UTC).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Times {
    /// When it was begun.
    #[serde(serialize_with = "Micros::serialize_rfc3339")]
    #[schema(value_type = String)]
    pub begun_at: Micros,
    /// When it was last changed.
    pub changed_at: String,
    /// When it was sent.
    pub sent_at: Option<String>,
    /// When the draft will be deleted; for a deleted one, destroyed.
    pub kept_until: Option<String>,
    /// When the person was reminded of that.
    pub reminded_at: Option<String>,
    /// When the draft was deleted, which can still be restored.
    pub deleted_at: Option<String>,
    /// Since when it is in its state.
    pub state_since: Option<String>,
    /// When the service was last heard.
    pub heard_at: Option<String>,
    /// When the person asked to withdraw it.
    pub withdrawal_asked_at: Option<String>,
    /// Until when the service should have answered that.
    pub withdrawal_due_at: Option<String>,
    /// When the person was told that it had not.
    pub withdrawal_reminded_at: Option<String>,
}

/// Every request and draft of a person, the oldest first. Below `portal`, their files are downloaded.
///
/// # Errors
/// The database's, or the vault's when a sealed part does not open with the person's key.
pub async fn records(
    db: &mut impl Sql,
    key: &DataKey,
    account: AccountId,
    portal: &Url,
) -> Result<Vec<RequestRecord>, Error> {
    let mut steps = by_request(rows::steps(db, account).await?);
    let mut tasks = by_request(rows::tasks(db, account).await?);
    let mut documents = by_request(rows::documents(db, account).await?);
    let mut replies = by_request(rows::replies(db, account).await?);
    let mut parts = by_request(rows::parts(db, account).await?);
    let mut files = attachments::personal::records(db, key, account).await?;
    let mut records = Vec::new();
    for request in rows::all(db, account).await? {
        let id = request.id;
        records.push(RequestRecord {
            steps: told::steps(steps.remove(&id), key)?,
            tasks: told::tasks(tasks.remove(&id), key)?,
            documents: told::documents(documents.remove(&id), key)?,
            replies: told::replies(replies.remove(&id), key)?,
            parts: told::parts(parts.remove(&id), key)?,
            files: with_addresses(files.remove(&id).unwrap_or_default(), &request, portal),
            ..record(request, key)?
        });
    }
    Ok(records)
}

fn with_addresses(files: Vec<FileRecord>, request: &Whole, portal: &Url) -> Vec<FileRecord> {
    let address = |file: &FileRecord| {
        file.is_kept()
            .then(|| format!("{portal}{}/requests/{}/files/{}", request.locale, request.reference, file.id))
    };
    files.into_iter().map(|file| FileRecord { download: address(&file), ..file }).collect()
}

/// The parts that a person took of others' requests, the oldest first.
///
/// # Errors
/// The database's, or the vault's when a sealed part does not open with the person's key.
pub async fn taken_parts(
    db: &mut impl Sql,
    key: &DataKey,
    account: AccountId,
) -> Result<Vec<TakenPartRecord>, Error> {
    let rows = rows::taken_parts(db, account).await?;
    Ok(rows.into_iter().map(|row| told::taken_part(row, key)).collect::<Result<_, _>>()?)
}

fn by_request<T>(rows: Vec<Owned<T>>) -> HashMap<RequestId, Vec<T>> {
    let mut found: HashMap<RequestId, Vec<T>> = HashMap::new();
    for Owned { request_id, row } in rows {
        found.entry(request_id).or_default().push(row);
    }
    found
}

/// A request without what is kept beside its row.
fn record(request: Whole, key: &DataKey) -> Result<RequestRecord, Error> {
    let place = |column| Place::new(column, request.id.0);
    let sent = request.wording.as_ref().map(|sealed| key.open_json(place(WORDING), sealed)).transpose()?;
    Ok(RequestRecord {
        typed: key.open_json(place(INPUTS), &request.inputs)?,
        sent,
        times: times(&request),
        id: request.id,
        reference: request.reference,
        service: request.tile,
        release: request.release,
        state: request.state,
        code: request.code,
        code_unknown: request.unclear,
        needs_you: request.needs_me,
        outcome: request.outcome,
        withdrawal: request.withdrawal,
        delivery: request.delivery,
        service_reference: request.backend_reference,
        news: request.last_seq,
        language: request.locale,
        page: request.page,
        version: request.version,
        steps: Vec::new(),
        tasks: Vec::new(),
        documents: Vec::new(),
        replies: Vec::new(),
        parts: Vec::new(),
        files: Vec::new(),
    })
}

fn times(request: &Whole) -> Times {
    let at = |moment: Option<Micros>| moment.map(Micros::rfc3339);
    Times {
        begun_at: request.created_at,
        changed_at: request.updated_at.rfc3339(),
        sent_at: at(request.submitted_at),
        kept_until: at(request.expires_at),
        reminded_at: at(request.reminded_at),
        deleted_at: at(request.deleted_at),
        state_since: at(request.state_since),
        heard_at: at(request.as_of),
        withdrawal_asked_at: at(request.withdrawal_asked_at),
        withdrawal_due_at: at(request.withdrawal_due_at),
        withdrawal_reminded_at: at(request.withdrawal_reminded_at),
    }
}

/// A request over which an account is not closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// For which service.
    pub tile: TileId,
    /// What the citizen knows it by; none: it is another person's, and a part of it is theirs.
    pub reference: Option<Reference>,
    /// Whether all it waits for is that the service takes what was promised to it.
    pub on_its_way: bool,
}

/// What keeps an account from being closed: requests whose service has not said its last word, and
/// those of which something is still on its way to the service.
///
/// # Errors
/// The database's.
pub async fn open(db: &mut impl Sql, account: AccountId) -> crate::store::Result<Vec<Open>> {
    let line = |(tile, reference)| Open { tile, reference: Some(reference), on_its_way: false };
    let mut open: Vec<Open> = rows::under_way(db, account).await?.into_iter().map(line).collect();
    for request in outbox::store::promised_to_backends(db, account).await? {
        let Some((tile, reference)) = rows::named(db, request, account).await? else { continue };
        if reference.is_none() || open.iter().all(|one| one.reference != reference) {
            open.push(Open { tile, reference, on_its_way: true });
        }
    }
    Ok(open)
}

/// How many drafts a person has, without those that they deleted.
///
/// # Errors
/// The database's.
pub async fn drafts(db: &mut impl Sql, account: AccountId) -> crate::store::Result<u64> {
    rows::count_drafts(db, account).await
}

/// The services that a person has anything to do with.
///
/// # Errors
/// The database's.
pub async fn tiles(db: &mut impl Sql, account: AccountId) -> crate::store::Result<Vec<TileId>> {
    rows::tiles(db, account).await
}

/// The services that have something of this person's, each with the id by which it knows the latest of
/// it: of a request, or of a part of another person's.
///
/// # Errors
/// The database's.
pub async fn services(db: &mut impl Sql, account: AccountId) -> crate::store::Result<BTreeMap<TileId, Uuid>> {
    Ok(rows::handed_over(db, account).await?.into_iter().collect())
}

/// Destroys a person's drafts with their files, as part of an act.
///
/// # Errors
/// The database's.
pub async fn destroy_drafts(act: &mut Act, account: AccountId) -> crate::store::Result<()> {
    for request in rows::ids(act.rows(), account).await? {
        attachments::forget(act, (account, request), None).await?;
    }
    rows::delete_drafts(act.rows(), account).await
}

/// Destroys all that a person's sent requests say, and what they sent for others', as part of an act.
/// Who invited them to a part that they had not sent yet may invite someone else.
///
/// # Errors
/// The database's.
pub async fn destroy(act: &mut Act, account: AccountId) -> crate::store::Result<()> {
    for (host, request, part) in rows::unanswered_parts(act.rows(), account).await? {
        act.also(ServiceEvent::PartRevoked { part, how: "left" }.of(host).on(request));
    }
    rows::leave_parts(act.rows(), account).await?;
    rows::empty(act.rows(), account).await
}
