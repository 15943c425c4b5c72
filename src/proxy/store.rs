//! What calls were made under a key, and what was answered.

use uuid::Uuid;

use crate::clock::Micros;
use crate::id::AccountId;
use crate::on;
use crate::store::{Result, Sql, Write};

/// A call under a key.
pub struct New<'a> {
    /// Its id: its answer is sealed for this row.
    pub id: Uuid,
    /// Whose it is.
    pub account: AccountId,
    /// A fingerprint of person, service and key.
    pub key: &'a [u8],
    /// A fingerprint of what is asked.
    pub call: &'a [u8],
    /// Now.
    pub at: Micros,
    /// Until when it is under way at the longest.
    pub running_until: Micros,
    /// Until when its answer is kept.
    pub expires_at: Micros,
}

const BEGIN: &str = "INSERT INTO app_call (id, account_id, key, call, running_until, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (key) DO UPDATE SET id = excluded.id, call = excluded.call, content = NULL,
        running_until = excluded.running_until, expires_at = excluded.expires_at
    WHERE app_call.expires_at <= $7
        OR (app_call.content IS NULL AND app_call.running_until <= $7 AND app_call.call = excluded.call)";

/// Notes that a call is under way; whether none was before under its key. One that was and never ended is taken
/// over.
pub(super) async fn begin(tx: &mut Write, new: &New<'_>) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(BEGIN)
        .bind(new.id)
        .bind(new.account)
        .bind(new.key)
        .bind(new.call)
        .bind(new.running_until)
        .bind(new.expires_at)
        .bind(new.at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// A call that was made before under a key.
#[derive(sqlx::FromRow)]
pub(super) struct Before {
    /// Its id.
    pub id: Uuid,
    /// A fingerprint of what was asked.
    pub call: Vec<u8>,
    /// Sealed; none while it is under way.
    pub content: Option<Vec<u8>>,
}

const OF: &str = "SELECT id, call, content FROM app_call WHERE key = $1";

pub(super) async fn of(db: &mut impl Sql, key: &[u8]) -> Result<Option<Before>> {
    Ok(on!(db, |c| sqlx::query_as(OF).bind(key).fetch_optional(c).await)?)
}

const SETTLE: &str = "UPDATE app_call SET content = $2 WHERE id = $1";
const FORGET: &str = "DELETE FROM app_call WHERE id = $1";

/// Keeps the answer of a call, sealed; or forgets a call that got none: it may be made again.
pub(super) async fn end(tx: &mut Write, id: Uuid, content: Option<&[u8]>) -> Result<()> {
    match content {
        Some(content) => on!(tx, |c| sqlx::query(SETTLE).bind(id).bind(content).execute(c).await.map(drop))?,
        None => on!(tx, |c| sqlx::query(FORGET).bind(id).execute(c).await.map(drop))?,
    }
    Ok(())
}

const DELETE_ALL: &str = "DELETE FROM app_call WHERE account_id = $1";

/// Forgets all calls of a person, as part of an act.
///
/// # Errors
/// The database's.
pub async fn delete_all(tx: &mut Write, account: AccountId) -> Result<()> {
    on!(tx, |c| sqlx::query(DELETE_ALL).bind(account).execute(c).await.map(drop))?;
    Ok(())
}

const CLEAR: &str = "DELETE FROM app_call WHERE expires_at <= $1";

/// Forgets calls whose time is over.
pub(super) async fn clear(tx: &mut Write, now: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR).bind(now).execute(c).await.map(drop))?;
    Ok(())
}
