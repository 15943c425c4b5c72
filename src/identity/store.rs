//! The rows of identity: accounts, identities, sessions, sign-ins under way, kept forms.

use sqlx::types::Json;

use crate::clock::Micros;
use crate::config::Role;
use crate::id::{AccountId, IdentityId, SessionId};
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::text::Locale;

/// What an account holds.
#[derive(sqlx::FromRow)]
pub(super) struct AccountRow {
    /// Wrapped; none once the person is erased.
    pub data_key: Option<Vec<u8>>,
    pub locale: Locale,
    /// Sealed.
    pub email: Option<Vec<u8>>,
}

const ACCOUNT: &str = "SELECT data_key, locale, email FROM account WHERE id = $1";

pub(super) async fn account(db: &mut impl Sql, id: AccountId) -> Result<Option<AccountRow>> {
    Ok(on!(db, |c| sqlx::query_as(ACCOUNT).bind(id).fetch_optional(c).await)?)
}

const INSERT_ACCOUNT: &str =
    "INSERT INTO account (id, created_at, data_key, locale, email) VALUES ($1, $2, $3, $4, NULL)";

pub(super) async fn insert_account(
    tx: &mut Write,
    id: AccountId,
    at: Micros,
    data_key: &[u8],
    locale: Locale,
) -> Result<()> {
    on!(tx, |c| sqlx::query(INSERT_ACCOUNT)
        .bind(id)
        .bind(at)
        .bind(data_key)
        .bind(locale)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const UPDATE_ACCOUNT: &str = "UPDATE account SET locale = $2, email = COALESCE($3, email) WHERE id = $1";

/// Notes the language, and the address when there is one: an address once vouched for stays until
/// another is.
pub(super) async fn update_account(
    tx: &mut Write,
    id: AccountId,
    locale: Locale,
    email: Option<&[u8]>,
) -> Result<()> {
    on!(tx, |c| sqlx::query(UPDATE_ACCOUNT).bind(id).bind(locale).bind(email).execute(c).await.map(drop))?;
    Ok(())
}

/// An identity, and the key of its account.
#[derive(sqlx::FromRow)]
pub(super) struct IdentityRow {
    pub id: IdentityId,
    pub account_id: AccountId,
    /// Wrapped; none once the person is erased.
    pub data_key: Option<Vec<u8>>,
}

const IDENTITY: &str = "SELECT i.id, i.account_id, a.data_key
    FROM identity i JOIN account a ON a.id = i.account_id WHERE i.issuer = $1 AND i.subject_hash = $2";

pub(super) async fn identity(
    db: &mut impl Sql,
    issuer: &str,
    subject_hash: &[u8],
) -> Result<Option<IdentityRow>> {
    Ok(on!(db, |c| sqlx::query_as(IDENTITY).bind(issuer).bind(subject_hash).fetch_optional(c).await)?)
}

/// A new identity.
pub(super) struct NewIdentity<'a> {
    pub id: IdentityId,
    pub account: AccountId,
    pub issuer: &'a str,
    pub subject_hash: &'a [u8],
    /// Sealed.
    pub subject: &'a [u8],
}

const INSERT_IDENTITY: &str = "INSERT INTO identity
    (id, account_id, issuer, subject_hash, subject, first_seen_at, last_seen_at)
    VALUES ($1, $2, $3, $4, $5, $6, $6)
    ON CONFLICT (issuer, subject_hash) DO NOTHING";

/// Adds an identity; `false` when the same subject came in through another door meanwhile.
pub(super) async fn insert_identity(tx: &mut Write, at: Micros, new: &NewIdentity<'_>) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(INSERT_IDENTITY)
        .bind(new.id)
        .bind(new.account)
        .bind(new.issuer)
        .bind(new.subject_hash)
        .bind(new.subject)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const SEE_IDENTITY: &str = "UPDATE identity SET last_seen_at = $2 WHERE id = $1";

pub(super) async fn see_identity(tx: &mut Write, id: IdentityId, at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(SEE_IDENTITY).bind(id).bind(at).execute(c).await.map(drop))?;
    Ok(())
}

/// A new session.
pub(super) struct NewSession<'a> {
    pub id: SessionId,
    pub token_hash: &'a [u8],
    pub account: AccountId,
    pub identity: IdentityId,
    pub issuer: &'a str,
    pub roles: &'a [Role],
    pub acr: Option<&'a str>,
    pub signed_in_at: Micros,
    pub idle_until: Micros,
    pub ends_at: Micros,
    /// Sealed.
    pub claims: &'a [u8],
}

const INSERT_SESSION: &str = "INSERT INTO session
    (id, token_hash, account_id, identity_id, issuer, roles, acr, signed_in_at, created_at, idle_until, ends_at, claims)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

pub(super) async fn insert_session(tx: &mut Write, at: Micros, new: &NewSession<'_>) -> Result<()> {
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
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// A session, and the key of its account.
#[derive(sqlx::FromRow)]
pub(super) struct SessionRow {
    pub id: SessionId,
    pub account_id: AccountId,
    pub issuer: String,
    pub roles: Json<Vec<Role>>,
    pub acr: Option<String>,
    pub signed_in_at: Micros,
    pub idle_until: Micros,
    pub ends_at: Micros,
    /// Sealed.
    pub claims: Vec<u8>,
    /// Wrapped.
    pub data_key: Vec<u8>,
}

const SESSION: &str =
    "SELECT s.id, s.account_id, s.issuer, s.roles, s.acr, s.signed_in_at, s.idle_until, s.ends_at,
        s.claims, a.data_key
    FROM session s JOIN account a ON a.id = s.account_id
    WHERE s.token_hash = $1 AND s.idle_until > $2 AND a.data_key IS NOT NULL";

/// The session of that token, if it has not ended by `now`.
pub(super) async fn session(db: &mut impl Sql, token_hash: &[u8], now: Micros) -> Result<Option<SessionRow>> {
    Ok(on!(db, |c| sqlx::query_as(SESSION).bind(token_hash).bind(now).fetch_optional(c).await)?)
}

const SESSION_CLAIMS: &str = "SELECT claims FROM session WHERE id = $1";

/// The sealed claims of a session.
pub(super) async fn session_claims(db: &mut impl Sql, id: SessionId) -> Result<Option<Vec<u8>>> {
    Ok(on!(db, |c| sqlx::query_scalar(SESSION_CLAIMS).bind(id).fetch_optional(c).await)?)
}

const TOUCH_SESSION: &str = "UPDATE session SET idle_until = $2 WHERE id = $1 AND idle_until < $2";

pub(super) async fn touch_session(tx: &mut Write, id: SessionId, idle_until: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(TOUCH_SESSION).bind(id).bind(idle_until).execute(c).await.map(drop))?;
    Ok(())
}

const DELETE_SESSION: &str = "DELETE FROM session WHERE id = $1";

/// Ends a session; `false` when it had ended already.
pub(super) async fn delete_session(tx: &mut Write, id: SessionId) -> Result<bool> {
    let rows =
        on!(tx, |c| sqlx::query(DELETE_SESSION).bind(id).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// A session that ended.
#[derive(sqlx::FromRow)]
pub(super) struct EndedSession {
    pub account_id: AccountId,
    pub ends_at: Micros,
}

const DELETE_SESSION_OF_TOKEN: &str =
    "DELETE FROM session WHERE token_hash = $1 RETURNING account_id, ends_at";

/// Ends the session of that token.
pub(super) async fn delete_session_of_token(
    tx: &mut Write,
    token_hash: &[u8],
) -> Result<Option<EndedSession>> {
    Ok(on!(tx, |c| sqlx::query_as(DELETE_SESSION_OF_TOKEN).bind(token_hash).fetch_optional(c).await)?)
}

const SESSIONS_ENDED: &str =
    "SELECT COUNT(*) FROM (SELECT 1 FROM session WHERE idle_until <= $1 LIMIT 1) AS ended";

/// Whether the time of any session is over.
pub(super) async fn sessions_ended(db: &mut impl Sql, now: Micros) -> Result<bool> {
    let count: i64 = on!(db, |c| sqlx::query_scalar(SESSIONS_ENDED).bind(now).fetch_one(c).await)?;
    Ok(count > 0)
}

const END_SESSIONS: &str = "DELETE FROM session
    WHERE id IN (SELECT id FROM session WHERE idle_until <= $1 ORDER BY idle_until LIMIT $2)
    RETURNING account_id, ends_at";

/// Ends up to `limit` sessions whose time is over.
pub(super) async fn end_sessions(tx: &mut Write, now: Micros, limit: i64) -> Result<Vec<EndedSession>> {
    Ok(on!(tx, |c| sqlx::query_as(END_SESSIONS).bind(now).bind(limit).fetch_all(c).await)?)
}

/// A sign-in under way.
#[derive(sqlx::FromRow)]
pub(super) struct SignInRow {
    pub issuer: String,
    /// Sealed.
    pub secrets: Vec<u8>,
    pub expires_at: Micros,
}

const INSERT_SIGN_IN: &str =
    "INSERT INTO sign_in (handle_hash, issuer, secrets, expires_at) VALUES ($1, $2, $3, $4)";

pub(super) async fn insert_sign_in(tx: &mut Write, handle_hash: &[u8], row: &SignInRow) -> Result<()> {
    on!(tx, |c| sqlx::query(INSERT_SIGN_IN)
        .bind(handle_hash)
        .bind(&row.issuer)
        .bind(&row.secrets)
        .bind(row.expires_at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const TAKE_SIGN_IN: &str = "DELETE FROM sign_in WHERE handle_hash = $1 RETURNING issuer, secrets, expires_at";

/// Takes a sign-in up: one answer gets it, whatever comes twice finds nothing.
pub(super) async fn take_sign_in(tx: &mut Write, handle_hash: &[u8]) -> Result<Option<SignInRow>> {
    Ok(on!(tx, |c| sqlx::query_as(TAKE_SIGN_IN).bind(handle_hash).fetch_optional(c).await)?)
}

const CLEAR_SIGN_INS: &str = "DELETE FROM sign_in WHERE expires_at <= $1";

pub(super) async fn clear_sign_ins(tx: &mut Write, now: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR_SIGN_INS).bind(now).execute(c).await.map(drop))?;
    Ok(())
}

const KEEP_FORM: &str = "INSERT INTO kept_form (handle_hash, content, expires_at) VALUES ($1, $2, $3)
    ON CONFLICT (handle_hash) DO UPDATE SET content = excluded.content, expires_at = excluded.expires_at";

/// Keeps a form, in place of the one kept before under the same handle.
pub(super) async fn keep_form(
    tx: &mut Write,
    handle_hash: &[u8],
    content: &[u8],
    expires_at: Micros,
) -> Result<()> {
    on!(tx, |c| sqlx::query(KEEP_FORM)
        .bind(handle_hash)
        .bind(content)
        .bind(expires_at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const FORM_KEPT: &str = "SELECT COUNT(*) FROM kept_form WHERE handle_hash = $1 AND expires_at > $2";

/// Whether there is a form to take.
pub(super) async fn form_kept(db: &mut impl Sql, handle_hash: &[u8], now: Micros) -> Result<bool> {
    let count: i64 =
        on!(db, |c| sqlx::query_scalar(FORM_KEPT).bind(handle_hash).bind(now).fetch_one(c).await)?;
    Ok(count > 0)
}

const TAKE_FORM: &str = "DELETE FROM kept_form WHERE handle_hash = $1 AND expires_at > $2 RETURNING content";

/// Takes a kept form: it is given back once.
pub(super) async fn take_form(tx: &mut Write, handle_hash: &[u8], now: Micros) -> Result<Option<Vec<u8>>> {
    Ok(on!(tx, |c| sqlx::query_scalar(TAKE_FORM).bind(handle_hash).bind(now).fetch_optional(c).await)?)
}

const CLEAR_KEPT_FORMS: &str = "DELETE FROM kept_form WHERE expires_at <= $1";

pub(super) async fn clear_kept_forms(tx: &mut Write, now: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR_KEPT_FORMS).bind(now).execute(c).await.map(drop))?;
    Ok(())
}
