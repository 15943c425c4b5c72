//! The rows of requests, their timelines, and the callbacks taken for them. Every change is guarded
//! by the state and, where a citizen makes it, by the version they saw.

pub mod accounts;
mod callbacks;
pub mod documents;
mod lists;
mod news;
pub mod parts;
pub mod pulls;
pub mod replies;
pub mod tasks;
mod timeline;
pub mod withdrawals;

use super::Request;
use crate::clock::Micros;
use crate::id::{AccountId, Reference, RequestId};
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::text::Locale;
use crate::tiles::TileId;

pub use callbacks::{Taken, take_callback};
pub use documents::Document;
pub use lists::{After, Shelf, Summary, counts, latest_sent, shelf};
pub use news::{Unclear, count_unclear, heard, hold, stand, unclear};
pub use replies::Reply;
pub use tasks::Task;
pub use timeline::{Step, explain, insert_step, known_seqs, steps};

/// A draft about to begin.
pub struct NewDraft<'a> {
    /// Its id.
    pub id: RequestId,
    /// Whose it is.
    pub account: AccountId,
    /// For which service.
    pub tile: &'a TileId,
    /// The tile's version.
    pub release: &'a str,
    /// What the citizen will know it by.
    pub reference: &'a Reference,
    /// The page to go on from.
    pub page: &'a str,
    /// The language it is filled in in.
    pub locale: Locale,
    /// Sealed: what was typed.
    pub inputs: &'a [u8],
    /// When it begins.
    pub at: Micros,
    /// When it will be destroyed if it is not sent.
    pub expires_at: Micros,
}

const INSERT: &str = "INSERT INTO request
    (id, account_id, tile, release, reference, state, withdrawal, delivery, last_seq, version, page, locale,
     inputs, created_at, updated_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, 'draft', 'none', 'none', 0, 1, $6, $7, $8, $9, $9, $10)";

/// Begins a draft, at version 1.
///
/// # Errors
/// The database's.
pub async fn insert_draft(tx: &mut Write, draft: &NewDraft<'_>) -> Result<()> {
    on!(tx, |c| sqlx::query(INSERT)
        .bind(draft.id)
        .bind(draft.account)
        .bind(draft.tile)
        .bind(draft.release)
        .bind(draft.reference)
        .bind(draft.page)
        .bind(draft.locale)
        .bind(draft.inputs)
        .bind(draft.at)
        .bind(draft.expires_at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const FIND: &str =
    "SELECT id, account_id, tile, release, reference, state, outcome, withdrawal, delivery, as_of,
    version, page, locale, inputs, wording, backend_reference, updated_at, submitted_at, expires_at,
    state_since, code, unclear, needs_me, withdrawal_asked_at, withdrawal_due_at
    FROM request WHERE reference = $1 AND account_id = $2";

/// The request of that reference, if it is this person's.
///
/// # Errors
/// The database's.
pub async fn find(db: &mut impl Sql, account: AccountId, reference: &Reference) -> Result<Option<Request>> {
    Ok(on!(db, |c| sqlx::query_as(FIND).bind(reference).bind(account).fetch_optional(c).await)?)
}

const FIND_BY_ID: &str =
    "SELECT id, account_id, tile, release, reference, state, outcome, withdrawal, delivery, as_of,
    version, page, locale, inputs, wording, backend_reference, updated_at, submitted_at, expires_at,
    state_since, code, unclear, needs_me, withdrawal_asked_at, withdrawal_due_at
    FROM request WHERE id = $1";

/// The request of that id, whoever's it is: for jobs and callbacks.
///
/// # Errors
/// The database's.
pub async fn find_by_id(db: &mut impl Sql, id: RequestId) -> Result<Option<Request>> {
    Ok(on!(db, |c| sqlx::query_as(FIND_BY_ID).bind(id).fetch_optional(c).await)?)
}

const OWNER: &str = "SELECT account_id, id, tile FROM request WHERE reference = $1";

/// Whose the request of that reference is, its id and its tile: for administrators.
///
/// # Errors
/// The database's.
pub async fn owner(
    db: &mut impl Sql,
    reference: &Reference,
) -> Result<Option<(AccountId, RequestId, TileId)>> {
    Ok(on!(db, |c| sqlx::query_as(OWNER).bind(reference).fetch_optional(c).await)?)
}

/// New answers of a draft.
pub struct Saved<'a> {
    /// The draft.
    pub id: RequestId,
    /// The version that the citizen saw.
    pub version: i64,
    /// The page to go on from.
    pub page: &'a str,
    /// The language they work in.
    pub locale: Locale,
    /// Sealed: everything typed so far.
    pub inputs: &'a [u8],
    /// When.
    pub at: Micros,
    /// When the draft will be destroyed if it is not sent.
    pub expires_at: Micros,
}

const SAVE: &str = "UPDATE request SET inputs = $3, page = $4, locale = $5, updated_at = $6, expires_at = $7,
    version = version + 1 WHERE id = $1 AND version = $2 AND state = 'draft'";

/// Saves answers; `false` when the draft changed meanwhile or was sent.
///
/// # Errors
/// The database's.
pub async fn save(tx: &mut Write, saved: &Saved<'_>) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(SAVE)
        .bind(saved.id)
        .bind(saved.version)
        .bind(saved.inputs)
        .bind(saved.page)
        .bind(saved.locale)
        .bind(saved.at)
        .bind(saved.expires_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const TOUCH: &str = "UPDATE request SET version = version + 1, updated_at = $2, expires_at = $3
    WHERE id = $1 AND state = 'draft'";

/// Notes that a draft's files changed; `false` when it was sent or destroyed meanwhile.
///
/// # Errors
/// The database's.
pub async fn touch(tx: &mut Write, id: RequestId, at: Micros, expires_at: Micros) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(TOUCH)
        .bind(id)
        .bind(at)
        .bind(expires_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const SUBMIT: &str =
    "UPDATE request SET state = 'submitted', delivery = 'waiting', wording = $3, locale = $4,
    submitted_at = $5, updated_at = $5, state_since = $5, expires_at = NULL, version = version + 1
    WHERE id = $1 AND version = $2 AND state = 'draft'";

/// Sends a draft; `false` when it changed meanwhile or was sent already.
///
/// # Errors
/// The database's.
pub async fn submit(
    tx: &mut Write,
    id: RequestId,
    version: i64,
    wording: &[u8],
    locale: Locale,
    at: Micros,
) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(SUBMIT)
        .bind(id)
        .bind(version)
        .bind(wording)
        .bind(locale)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const DELIVERED: &str = "UPDATE request SET delivery = 'delivered', backend_reference = $2, as_of = $3
    WHERE id = $1 AND delivery <> 'delivered'";

/// Notes that the back-end took the request.
///
/// # Errors
/// The database's.
pub async fn delivered(
    tx: &mut Write,
    id: RequestId,
    backend_reference: Option<&str>,
    at: Micros,
) -> Result<()> {
    on!(tx, |c| sqlx::query(DELIVERED).bind(id).bind(backend_reference).bind(at).execute(c).await.map(drop))?;
    Ok(())
}

const GIVEN_UP: &str = "UPDATE request SET delivery = 'given_up' WHERE id = $1 AND delivery = 'waiting'";

/// Notes that the portal stopped trying to hand the request over.
///
/// # Errors
/// The database's.
pub async fn given_up(tx: &mut Write, id: RequestId) -> Result<()> {
    on!(tx, |c| sqlx::query(GIVEN_UP).bind(id).execute(c).await.map(drop))?;
    Ok(())
}

const REPLAYED: &str = "UPDATE request SET delivery = 'waiting' WHERE id = $1 AND delivery = 'given_up'";

/// Notes that the portal tries again to hand the request over.
///
/// # Errors
/// The database's.
pub async fn tried_again(tx: &mut Write, id: RequestId) -> Result<()> {
    on!(tx, |c| sqlx::query(REPLAYED).bind(id).execute(c).await.map(drop))?;
    Ok(())
}

/// A draft past its limit.
#[derive(Debug, sqlx::FromRow)]
pub struct ExpiredDraft {
    /// Its id.
    pub id: RequestId,
    /// Whose it is.
    pub account_id: AccountId,
    /// For which service.
    pub tile: TileId,
}

const EXPIRED: &str =
    "SELECT id, account_id, tile FROM request WHERE state = 'draft' AND expires_at <= $1 LIMIT 100";

/// Some of the drafts past their limit.
///
/// # Errors
/// The database's.
pub async fn expired_drafts(db: &mut impl Sql, now: Micros) -> Result<Vec<ExpiredDraft>> {
    Ok(on!(db, |c| sqlx::query_as(EXPIRED).bind(now).fetch_all(c).await)?)
}

const DELETE_EXPIRED: &str = "DELETE FROM request WHERE id = $1 AND state = 'draft' AND expires_at <= $2";

/// Destroys a draft past its limit; `false` when it was saved or sent meanwhile.
///
/// # Errors
/// The database's.
pub async fn delete_expired_draft(tx: &mut Write, id: RequestId, now: Micros) -> Result<bool> {
    let deleted = on!(tx, |c| sqlx::query(DELETE_EXPIRED)
        .bind(id)
        .bind(now)
        .execute(c)
        .await
        .map(|r| r.rows_affected()))?;
    Ok(deleted == 1)
}
