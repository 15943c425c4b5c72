//! The rows of requests, their timelines, and the callbacks taken for them. Every change is guarded
//! by the state and, where a citizen makes it, by the version they saw.

pub mod accounts;
mod callbacks;
pub mod documents;
pub mod drafts;
mod lists;
mod news;
pub mod parts;
pub(super) mod personal;
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
pub use lists::{After, AtHome, Shelf, Summary, at_home, counts, shelf, users, uses};
pub use news::{Unclear, count_unclear, heard, hold, stand, unclear};
pub use replies::Reply;
pub use tasks::Task;
pub use timeline::{Step, explain, insert_step, known_seqs, steps};

macro_rules! request {
    ($rest:literal) => {
        concat!(
            "SELECT id, account_id, tile, release, reference, state, outcome, withdrawal, delivery, as_of,
                version, page, locale, inputs, wording, backend_reference, updated_at, submitted_at, expires_at,
                state_since, code, unclear, needs_me, withdrawal_asked_at, withdrawal_due_at, deleted_at
                FROM request ",
            $rest
        )
    };
}

const FIND: &str = request!("WHERE reference = $1 AND account_id = $2");

/// The request of that reference, if it is this person's.
///
/// # Errors
/// The database's.
pub async fn find(db: &mut impl Sql, account: AccountId, reference: &Reference) -> Result<Option<Request>> {
    Ok(on!(db, |c| sqlx::query_as(FIND).bind(reference).bind(account).fetch_optional(c).await)?)
}

const FIND_BY_ID: &str = request!("WHERE id = $1");

/// The request of that id, whoever's it is: for jobs and callbacks.
///
/// # Errors
/// The database's.
pub async fn find_by_id(db: &mut impl Sql, id: RequestId) -> Result<Option<Request>> {
    Ok(on!(db, |c| sqlx::query_as(FIND_BY_ID).bind(id).fetch_optional(c).await)?)
}

const OF_GUEST: &str = request!("WHERE id IN (SELECT request_id FROM part WHERE account_id = $1)");

/// The requests, other people's, of which this person has taken a part.
///
/// # Errors
/// The database's.
pub async fn of_guest(db: &mut impl Sql, account: AccountId) -> Result<Vec<Request>> {
    Ok(on!(db, |c| sqlx::query_as(OF_GUEST).bind(account).fetch_all(c).await)?)
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

const REFERENCE: &str = "SELECT reference FROM request WHERE id = $1";

/// The reference of a request, whoever's it is: for administrators.
///
/// # Errors
/// The database's.
pub async fn reference(db: &mut impl Sql, id: RequestId) -> Result<Option<Reference>> {
    Ok(on!(db, |c| sqlx::query_scalar(REFERENCE).bind(id).fetch_optional(c).await)?)
}

/// A draft about to be sent.
pub struct Sending<'a> {
    /// The draft.
    pub id: RequestId,
    /// The version that the citizen saw.
    pub version: i64,
    /// The tile's version whose questions it answers.
    pub release: &'a str,
    /// Sealed: what is sent.
    pub wording: &'a [u8],
    /// The language it is sent in.
    pub locale: Locale,
    /// When.
    pub at: Micros,
}

const SUBMIT: &str =
    "UPDATE request SET state = 'submitted', delivery = 'waiting', wording = $3, locale = $4, release = $6,
    submitted_at = $5, updated_at = $5, state_since = $5, expires_at = NULL, version = version + 1
    WHERE id = $1 AND version = $2 AND state = 'draft' AND deleted_at IS NULL";

/// Sends a draft; `false` when it changed or was deleted meanwhile, or was sent already.
///
/// # Errors
/// The database's.
pub async fn submit(tx: &mut Write, sending: &Sending<'_>) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(SUBMIT)
        .bind(sending.id)
        .bind(sending.version)
        .bind(sending.wording)
        .bind(sending.locale)
        .bind(sending.at)
        .bind(sending.release)
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
