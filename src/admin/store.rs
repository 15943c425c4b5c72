//! What one administrator asked for and another has to confirm.

use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use crate::clock::Micros;
use crate::id::AccountId;
use crate::on;
use crate::store::{Result, Sql, Write};

/// Something asked for.
#[derive(Debug, sqlx::FromRow)]
pub struct Confirmation {
    /// Its id.
    pub id: Uuid,
    /// Which act, as a word.
    pub what: String,
    /// On what: a back-end, a job.
    pub subject: String,
    /// What the act needs to know beside.
    pub details: Json<Value>,
    /// The account that asked.
    pub asked_by: AccountId,
    /// When.
    pub asked_at: Micros,
}

const ASK: &str = "INSERT INTO confirmation (id, what, subject, details, asked_by, asked_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Asks for something, until `expires_at`.
///
/// # Errors
/// The database's.
pub async fn ask(tx: &mut Write, asked: &Confirmation, expires_at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(ASK)
        .bind(asked.id)
        .bind(&asked.what)
        .bind(&asked.subject)
        .bind(&asked.details)
        .bind(asked.asked_by)
        .bind(asked.asked_at)
        .bind(expires_at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const FIND: &str = "SELECT id, what, subject, details, asked_by, asked_at
    FROM confirmation WHERE id = $1";

/// What was asked under that id.
///
/// # Errors
/// The database's.
pub async fn find(db: &mut impl Sql, id: Uuid) -> Result<Option<Confirmation>> {
    Ok(on!(db, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)?)
}

const OPEN: &str = "SELECT id, what, subject, details, asked_by, asked_at
    FROM confirmation WHERE outcome IS NULL AND expires_at > $1 ORDER BY id LIMIT 100";

/// What waits for another person, the oldest first.
///
/// # Errors
/// The database's.
pub async fn open(db: &mut impl Sql, now: Micros) -> Result<Vec<Confirmation>> {
    Ok(on!(db, |c| sqlx::query_as(OPEN).bind(now).fetch_all(c).await)?)
}

const LATEST: &str = "SELECT id, what, subject, details, asked_by, asked_at
    FROM confirmation WHERE asked_by = $1 AND what = $2 AND outcome = 'confirmed' AND decided_at > $3
    ORDER BY id DESC LIMIT 10";

/// What a person asked for and another confirmed since then.
///
/// # Errors
/// The database's.
pub async fn confirmed(
    db: &mut impl Sql,
    asked_by: AccountId,
    what: &str,
    since: Micros,
) -> Result<Vec<Confirmation>> {
    Ok(on!(db, |c| sqlx::query_as(LATEST).bind(asked_by).bind(what).bind(since).fetch_all(c).await)?)
}

const CONFIRM: &str = "UPDATE confirmation SET outcome = 'confirmed', decided_by = $2, decided_at = $3
    WHERE id = $1 AND outcome IS NULL AND expires_at > $3 AND asked_by <> $2";

/// Confirms something; `false` when whoever confirms asked for it, when it was decided, or too late.
///
/// # Errors
/// The database's.
pub async fn confirm(tx: &mut Write, id: Uuid, by: AccountId, at: Micros) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(CONFIRM)
        .bind(id)
        .bind(by)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const REFUSE: &str = "UPDATE confirmation SET outcome = 'refused', decided_by = $2, decided_at = $3
    WHERE id = $1 AND outcome IS NULL";

/// Refuses something, or takes it back; `false` when it was decided.
///
/// # Errors
/// The database's.
pub async fn refuse(tx: &mut Write, id: Uuid, by: AccountId, at: Micros) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(REFUSE)
        .bind(id)
        .bind(by)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
