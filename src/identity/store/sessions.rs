//! Sessions.

use sqlx::types::Json;

use crate::clock::Micros;
use crate::config::Role;
use crate::id::{AccountId, IdentityId, SessionId};
use crate::on;
use crate::store::{Result, Sql, Write};

/// A new session.
pub(in crate::identity) struct NewSession<'a> {
    pub id: SessionId,
    pub token_hash: &'a [u8],
    pub account: AccountId,
    pub identity: IdentityId,
    pub issuer: &'a str,
    pub roles: &'a [Role],
    pub acr: Option<&'a str>,
    pub level: u8,
    pub issuer_session_hash: Option<&'a [u8]>,
    pub signed_in_at: Micros,
    pub idle_until: Micros,
    pub ends_at: Micros,
    /// Sealed.
    pub claims: &'a [u8],
}

const INSERT_SESSION: &str = "INSERT INTO session
    (id, token_hash, account_id, identity_id, issuer, roles, acr, signed_in_at, created_at, idle_until, ends_at,
    claims, level, issuer_session_hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

pub(in crate::identity) async fn insert(tx: &mut Write, at: Micros, new: &NewSession<'_>) -> Result<()> {
    on!(tx, |c| sqlx::query(INSERT_SESSION)
        .bind(new.id)
        .bind(new.token_hash)
        .bind(new.account)
        .bind(new.identity)
        .bind(new.issuer)
        .bind(Json(new.roles))
        .bind(new.acr)
        .bind(new.signed_in_at)
        .bind(at)
        .bind(new.idle_until)
        .bind(new.ends_at)
        .bind(new.claims)
        .bind(i64::from(new.level))
        .bind(new.issuer_session_hash)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// A session, and the key of its account.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct SessionRow {
    pub id: SessionId,
    pub account_id: AccountId,
    pub issuer: String,
    pub roles: Json<Vec<Role>>,
    pub acr: Option<String>,
    pub level: i64,
    pub signed_in_at: Micros,
    pub idle_until: Micros,
    pub ends_at: Micros,
    /// Sealed.
    pub claims: Vec<u8>,
    /// Wrapped.
    pub data_key: Vec<u8>,
}

const SESSION: &str =
    "SELECT s.id, s.account_id, s.issuer, s.roles, s.acr, s.level, s.signed_in_at, s.idle_until, s.ends_at,
        s.claims, a.data_key
    FROM session s JOIN account a ON a.id = s.account_id
    WHERE s.token_hash = $1 AND s.idle_until > $2 AND a.data_key IS NOT NULL";

/// The session of that token, if it has not ended by `now`.
pub(in crate::identity) async fn find(
    db: &mut impl Sql,
    token_hash: &[u8],
    now: Micros,
) -> Result<Option<SessionRow>> {
    Ok(on!(db, |c| sqlx::query_as(SESSION).bind(token_hash).bind(now).fetch_optional(c).await)?)
}

const SESSION_CLAIMS: &str = "SELECT claims FROM session WHERE id = $1";

/// The sealed claims of a session.
pub(in crate::identity) async fn claims(db: &mut impl Sql, id: SessionId) -> Result<Option<Vec<u8>>> {
    Ok(on!(db, |c| sqlx::query_scalar(SESSION_CLAIMS).bind(id).fetch_optional(c).await)?)
}

const TOUCH_SESSION: &str = "UPDATE session SET idle_until = $2 WHERE id = $1 AND idle_until < $2";

pub(in crate::identity) async fn touch(tx: &mut Write, id: SessionId, idle_until: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(TOUCH_SESSION).bind(id).bind(idle_until).execute(c).await.map(drop))?;
    Ok(())
}

const DELETE_SESSION: &str = "DELETE FROM session WHERE id = $1";

/// Ends a session; `false` when it had ended already.
pub(in crate::identity) async fn delete(tx: &mut Write, id: SessionId) -> Result<bool> {
    let rows =
        on!(tx, |c| sqlx::query(DELETE_SESSION).bind(id).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// A session that ended.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct EndedSession {
    pub account_id: AccountId,
    pub ends_at: Micros,
}

const DELETE_SESSION_OF_TOKEN: &str =
    "DELETE FROM session WHERE token_hash = $1 RETURNING account_id, ends_at";

/// Ends the session of that token.
pub(in crate::identity) async fn delete_of_token(
    tx: &mut Write,
    token_hash: &[u8],
) -> Result<Option<EndedSession>> {
    Ok(on!(tx, |c| sqlx::query_as(DELETE_SESSION_OF_TOKEN).bind(token_hash).fetch_optional(c).await)?)
}

const SESSIONS_ENDED: &str =
    "SELECT COUNT(*) FROM (SELECT 1 FROM session WHERE idle_until <= $1 LIMIT 1) AS ended";

/// Whether the time of any session is over.
pub(in crate::identity) async fn any_over(db: &mut impl Sql, now: Micros) -> Result<bool> {
    let count: i64 = on!(db, |c| sqlx::query_scalar(SESSIONS_ENDED).bind(now).fetch_one(c).await)?;
    Ok(count > 0)
}

const END_SESSIONS: &str = "DELETE FROM session
    WHERE id IN (SELECT id FROM session WHERE idle_until <= $1 ORDER BY idle_until LIMIT $2)
    RETURNING account_id, ends_at";

/// Ends up to `limit` sessions whose time is over.
pub(in crate::identity) async fn end_over(
    tx: &mut Write,
    now: Micros,
    limit: i64,
) -> Result<Vec<EndedSession>> {
    Ok(on!(tx, |c| sqlx::query_as(END_SESSIONS).bind(now).bind(limit).fetch_all(c).await)?)
}
