//! The rows of one person's requests, all of them: to take along, or to destroy.

use uuid::Uuid;

use super::{Document, Reply, Step, Task, parts};
use crate::clock::Micros;
use crate::id::{AccountId, PartId, Reference, RequestId};
use crate::on;
use crate::requests::{Delivery, State, Withdrawal};
use crate::store::{Result, Sql, Write};
use crate::text::Locale;
use crate::tiles::TileId;

/// A request or a draft, whole.
#[derive(sqlx::FromRow)]
pub(in crate::requests) struct Whole {
    pub id: RequestId,
    pub tile: TileId,
    pub release: String,
    pub reference: Reference,
    pub state: State,
    pub outcome: Option<String>,
    pub withdrawal: Withdrawal,
    pub delivery: Delivery,
    pub as_of: Option<Micros>,
    pub last_seq: i64,
    pub version: i64,
    pub page: String,
    pub locale: Locale,
    /// Sealed.
    pub inputs: Vec<u8>,
    /// Sealed.
    pub wording: Option<Vec<u8>>,
    pub backend_reference: Option<String>,
    pub created_at: Micros,
    pub updated_at: Micros,
    pub submitted_at: Option<Micros>,
    pub expires_at: Option<Micros>,
    pub state_since: Option<Micros>,
    pub code: Option<String>,
    pub unclear: bool,
    pub needs_me: bool,
    pub reminded_at: Option<Micros>,
    pub deleted_at: Option<Micros>,
    pub withdrawal_asked_at: Option<Micros>,
    pub withdrawal_due_at: Option<Micros>,
    pub withdrawal_reminded_at: Option<Micros>,
}

const ALL: &str =
    "SELECT id, tile, release, reference, state, outcome, withdrawal, delivery, as_of, last_seq,
        version, page, locale, inputs, wording, backend_reference, created_at, updated_at, submitted_at,
        expires_at, state_since, code, unclear, needs_me, reminded_at, deleted_at, withdrawal_asked_at, withdrawal_due_at,
        withdrawal_reminded_at
    FROM request WHERE account_id = $1 ORDER BY id";

/// A person's requests and drafts, the oldest first.
pub(in crate::requests) async fn all(db: &mut impl Sql, account: AccountId) -> Result<Vec<Whole>> {
    Ok(on!(db, |c| sqlx::query_as(ALL).bind(account).fetch_all(c).await)?)
}

/// A row of a request's, and which request's.
#[derive(sqlx::FromRow)]
pub(in crate::requests) struct Owned<T> {
    pub request_id: RequestId,
    #[sqlx(flatten)]
    pub row: T,
}

const STEPS: &str =
    "SELECT s.request_id, s.at, s.kind, s.state, s.key, s.params, s.seq, s.code, s.outcome, s.id,
        s.details
    FROM step s JOIN request r ON r.id = s.request_id WHERE r.account_id = $1 ORDER BY s.id";

/// The lines of a person's timelines, as they were written.
pub(in crate::requests) async fn steps(db: &mut impl Sql, account: AccountId) -> Result<Vec<Owned<Step>>> {
    Ok(on!(db, |c| sqlx::query_as(STEPS).bind(account).fetch_all(c).await)?)
}

/// A task, and when the person was reminded of it.
#[derive(sqlx::FromRow)]
pub(in crate::requests) struct WholeTask {
    #[sqlx(flatten)]
    pub task: Task,
    pub reminded_at: Option<Micros>,
}

const TASKS: &str =
    "SELECT t.request_id, t.id, t.name, t.asked_seq, t.asked_at, t.code, t.kind, t.due_at, t.details,
        t.ended_seq, t.ended, t.answered_seq, t.answered_at, t.reminded_at
    FROM task t JOIN request r ON r.id = t.request_id WHERE r.account_id = $1 ORDER BY t.asked_at";

/// What was asked of a person.
pub(in crate::requests) async fn tasks(
    db: &mut impl Sql,
    account: AccountId,
) -> Result<Vec<Owned<WholeTask>>> {
    Ok(on!(db, |c| sqlx::query_as(TASKS).bind(account).fetch_all(c).await)?)
}

/// A document, and whether it is still offered.
#[derive(sqlx::FromRow)]
pub(in crate::requests) struct WholeDocument {
    #[sqlx(flatten)]
    pub document: Document,
    pub seq: i64,
    pub state: String,
}

const DOCUMENTS: &str =
    "SELECT d.request_id, d.id, d.name, d.at, d.code, d.purpose, d.details, d.opened_at, d.seq,
        d.state
    FROM document d JOIN request r ON r.id = d.request_id WHERE r.account_id = $1 ORDER BY d.at";

/// The documents that back-ends have for a person.
pub(in crate::requests) async fn documents(
    db: &mut impl Sql,
    account: AccountId,
) -> Result<Vec<Owned<WholeDocument>>> {
    Ok(on!(db, |c| sqlx::query_as(DOCUMENTS).bind(account).fetch_all(c).await)?)
}

const REPLIES: &str = "SELECT p.request_id, p.id, p.task_id, p.asked_seq, p.content, p.at, p.delivery,
        p.delivered_at
    FROM reply p JOIN request r ON r.id = p.request_id WHERE r.account_id = $1 ORDER BY p.id";

/// What a person sent about their requests.
pub(in crate::requests) async fn replies(db: &mut impl Sql, account: AccountId) -> Result<Vec<Owned<Reply>>> {
    Ok(on!(db, |c| sqlx::query_as(REPLIES).bind(account).fetch_all(c).await)?)
}

/// A part of a request, whoever took it.
#[derive(sqlx::FromRow)]
pub(in crate::requests) struct WholePart {
    pub id: PartId,
    pub tile: TileId,
    pub code: String,
    pub state: parts::State,
    pub invited_at: Micros,
    pub expires_at: Micros,
    /// Sealed with the key of the request's owner.
    pub invitation: Vec<u8>,
    pub taken_at: Option<Micros>,
    /// Sealed with the key of who took it.
    pub content: Option<Vec<u8>>,
    pub answered_at: Option<Micros>,
    pub delivery: String,
    pub delivered_at: Option<Micros>,
}

macro_rules! select_parts {
    ($whose:literal) => {
        concat!(
            "SELECT p.request_id, p.id, r.tile, p.code, p.state, p.invited_at, p.expires_at, p.invitation, p.taken_at,
                p.content, p.answered_at, p.delivery, p.delivered_at
            FROM part p JOIN request r ON r.id = p.request_id WHERE ",
            $whose,
            " = $1 ORDER BY p.id"
        )
    };
}
const PARTS: &str = select_parts!("r.account_id");
const TAKEN_PARTS: &str = select_parts!("p.account_id");

/// The parts of a person's requests.
pub(in crate::requests) async fn parts(
    db: &mut impl Sql,
    account: AccountId,
) -> Result<Vec<Owned<WholePart>>> {
    Ok(on!(db, |c| sqlx::query_as(PARTS).bind(account).fetch_all(c).await)?)
}

/// The parts that a person took of others' requests.
pub(in crate::requests) async fn taken_parts(
    db: &mut impl Sql,
    account: AccountId,
) -> Result<Vec<Owned<WholePart>>> {
    Ok(on!(db, |c| sqlx::query_as(TAKEN_PARTS).bind(account).fetch_all(c).await)?)
}

const TILES: &str = "SELECT tile FROM request WHERE account_id = $1
    UNION SELECT r.tile FROM part p JOIN request r ON r.id = p.request_id WHERE p.account_id = $1
    UNION SELECT tile FROM panel_answer WHERE account_id = $1";

/// The services that a person has anything to do with.
pub(in crate::requests) async fn tiles(db: &mut impl Sql, account: AccountId) -> Result<Vec<TileId>> {
    Ok(on!(db, |c| sqlx::query_scalar(TILES).bind(account).fetch_all(c).await)?)
}

const UNDER_WAY: &str = "SELECT tile, reference FROM request
    WHERE account_id = $1 AND state NOT IN ('draft', 'closed') AND withdrawal <> 'accepted' ORDER BY id";

/// A person's requests whose service has not said its last word, the oldest first.
pub(in crate::requests) async fn under_way(
    db: &mut impl Sql,
    account: AccountId,
) -> Result<Vec<(TileId, Reference)>> {
    Ok(on!(db, |c| sqlx::query_as(UNDER_WAY).bind(account).fetch_all(c).await)?)
}

const NAMED: &str = "SELECT tile, CASE WHEN account_id = $2 THEN reference END FROM request WHERE id = $1";

/// The service of a request, and its reference where it is the person's own.
pub(in crate::requests) async fn named(
    db: &mut impl Sql,
    id: RequestId,
    account: AccountId,
) -> Result<Option<(TileId, Option<Reference>)>> {
    Ok(on!(db, |c| sqlx::query_as(NAMED).bind(id).bind(account).fetch_optional(c).await)?)
}

const COUNT_DRAFTS: &str = "SELECT COUNT(*) FROM request
    WHERE account_id = $1 AND state = 'draft' AND deleted_at IS NULL";

/// How many drafts a person has, without those that they deleted.
pub(in crate::requests) async fn count_drafts(db: &mut impl Sql, account: AccountId) -> Result<u64> {
    let count: i64 = on!(db, |c| sqlx::query_scalar(COUNT_DRAFTS).bind(account).fetch_one(c).await)?;
    Ok(count.max(0).unsigned_abs())
}

// A back-end that tells of a request has it, even when its answer to the delivery was lost.
const HANDED_OVER: &str = "SELECT tile, id FROM request
    WHERE account_id = $1 AND (delivery = 'delivered' OR as_of IS NOT NULL)
    UNION SELECT r.tile, p.id FROM part p JOIN request r ON r.id = p.request_id
    WHERE p.account_id = $1 AND p.delivery = 'delivered' ORDER BY 2";

/// The services that have something of a person's, with the id by which they know it: of a request, or
/// of a part of another person's; the oldest first.
pub(in crate::requests) async fn handed_over(
    db: &mut impl Sql,
    account: AccountId,
) -> Result<Vec<(TileId, Uuid)>> {
    Ok(on!(db, |c| sqlx::query_as(HANDED_OVER).bind(account).fetch_all(c).await)?)
}

const IDS: &str = "SELECT id FROM request WHERE account_id = $1 ORDER BY id";

/// The requests and drafts of a person.
pub(in crate::requests) async fn ids(db: &mut impl Sql, account: AccountId) -> Result<Vec<RequestId>> {
    Ok(on!(db, |c| sqlx::query_scalar(IDS).bind(account).fetch_all(c).await)?)
}

const DELETE_DRAFTS: &str = "DELETE FROM request WHERE account_id = $1 AND state = 'draft'";

/// Destroys a person's drafts. One that is sent at this very moment is none any more: who asks for
/// requests under way after this sees it.
pub(in crate::requests) async fn delete_drafts(tx: &mut Write, account: AccountId) -> Result<()> {
    on!(tx, |c| sqlx::query(DELETE_DRAFTS).bind(account).execute(c).await.map(drop))?;
    Ok(())
}

macro_rules! delete_from {
    ($table:literal) => {
        concat!("DELETE FROM ", $table, " WHERE request_id IN (SELECT id FROM request WHERE account_id = $1)")
    };
}
const UNANSWERED: &str = "SELECT r.account_id, p.request_id, p.code
    FROM part p JOIN request r ON r.id = p.request_id
    WHERE p.account_id = $1 AND p.state = 'taken' ORDER BY p.id";

/// The parts that a person took and has not sent: whose request it is, which one, which part.
pub(in crate::requests) async fn unanswered_parts(
    db: &mut impl Sql,
    account: AccountId,
) -> Result<Vec<(AccountId, RequestId, String)>> {
    Ok(on!(db, |c| sqlx::query_as(UNANSWERED).bind(account).fetch_all(c).await)?)
}

const LEAVE_PARTS: &str = "UPDATE part SET state = 'revoked' WHERE account_id = $1 AND state = 'taken'";
const EMPTY_PARTS: &str = "UPDATE part SET content = NULL WHERE account_id = $1";

/// Destroys what a person sent for others' requests. What they had not sent yet, another may.
pub(in crate::requests) async fn leave_parts(tx: &mut Write, account: AccountId) -> Result<()> {
    on!(tx, |c| sqlx::query(LEAVE_PARTS).bind(account).execute(c).await.map(drop))?;
    on!(tx, |c| sqlx::query(EMPTY_PARTS).bind(account).execute(c).await.map(drop))?;
    Ok(())
}

const END_PARTS: &str = "UPDATE part SET invitation = $2,
        state = CASE WHEN state IN ('invited', 'taken') THEN 'revoked' ELSE state END
    WHERE request_id IN (SELECT id FROM request WHERE account_id = $1)";
/// Replies first, which name tasks.
const DELETE: [&str; 4] =
    [delete_from!("reply"), delete_from!("task"), delete_from!("document"), delete_from!("step")];
const EMPTY: &str = "UPDATE request SET inputs = $2, wording = NULL, backend_reference = NULL
    WHERE account_id = $1";

/// Destroys all that a person's sent requests say. That there was a request, for which service and
/// when, stays: it is counted, and the service's own books know it.
pub(in crate::requests) async fn empty(tx: &mut Write, account: AccountId) -> Result<()> {
    let nothing: &[u8] = &[];
    for sql in DELETE {
        on!(tx, |c| sqlx::query(sql).bind(account).execute(c).await.map(drop))?;
    }
    on!(tx, |c| sqlx::query(END_PARTS).bind(account).bind(nothing).execute(c).await.map(drop))?;
    on!(tx, |c| sqlx::query(EMPTY).bind(account).bind(nothing).execute(c).await.map(drop))?;
    Ok(())
}
