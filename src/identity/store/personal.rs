//! The rows of identity that are about one person: to take along, or to destroy.

use sqlx::types::Json;

use crate::clock::Micros;
use crate::config::Role;
use crate::id::{AccountId, IdentityId, SessionId};
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::text::Locale;

/// An account as its person may see it.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct Own {
    pub created_at: Micros,
    pub locale: Locale,
    /// Sealed.
    pub email: Option<Vec<u8>>,
}

const OWN: &str = "SELECT created_at, locale, email FROM account WHERE id = $1";

pub(in crate::identity) async fn account(db: &mut impl Sql, id: AccountId) -> Result<Option<Own>> {
    Ok(on!(db, |c| sqlx::query_as(OWN).bind(id).fetch_optional(c).await)?)
}

/// One way in.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct WayIn {
    pub id: IdentityId,
    pub issuer: String,
    /// Sealed.
    pub subject: Vec<u8>,
    pub first_seen_at: Micros,
    pub last_seen_at: Micros,
    pub level: i64,
    pub linked_by: String,
    pub continued: bool,
}

const WAYS_IN: &str = "SELECT id, issuer, subject, first_seen_at, last_seen_at, level, linked_by,
        continued_by IS NOT NULL AS continued
    FROM identity WHERE account_id = $1 ORDER BY id";

/// An account's identities, the oldest first.
pub(in crate::identity) async fn ways_in(db: &mut impl Sql, account: AccountId) -> Result<Vec<WayIn>> {
    Ok(on!(db, |c| sqlx::query_as(WAYS_IN).bind(account).fetch_all(c).await)?)
}

/// A session that is kept.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct Kept {
    pub id: SessionId,
    pub identity_id: IdentityId,
    pub issuer: String,
    pub roles: Json<Vec<Role>>,
    pub acr: Option<String>,
    pub level: i64,
    pub signed_in_at: Micros,
    pub created_at: Micros,
    pub used_at: Micros,
    pub rotated_at: Micros,
    pub idle_until: Micros,
    pub ends_at: Micros,
    /// Sealed.
    pub claims: Vec<u8>,
    /// Sealed.
    pub client: Option<Vec<u8>>,
    pub sensitive_until: Option<Micros>,
}

const SESSIONS: &str =
    "SELECT s.id, s.identity_id, s.issuer, s.roles, s.acr, s.level, s.signed_in_at, s.created_at,
        s.used_at, s.rotated_at, s.idle_until, s.ends_at, s.claims, s.client, w.until AS sensitive_until
    FROM session s LEFT JOIN sensitive_work w ON w.session_id = s.id
    WHERE s.account_id = $1 ORDER BY s.id";

/// An account's sessions, those that have ended and are not cleared yet too, the oldest first.
pub(in crate::identity) async fn sessions(db: &mut impl Sql, account: AccountId) -> Result<Vec<Kept>> {
    Ok(on!(db, |c| sqlx::query_as(SESSIONS).bind(account).fetch_all(c).await)?)
}

const BROWSERS: &str = "SELECT seen_at FROM known_browser WHERE account_id = $1 ORDER BY seen_at";

/// When each browser was last used that an account is known with.
pub(in crate::identity) async fn browsers(db: &mut impl Sql, account: AccountId) -> Result<Vec<Micros>> {
    Ok(on!(db, |c| sqlx::query_scalar(BROWSERS).bind(account).fetch_all(c).await)?)
}

const END_WORK: &str =
    "DELETE FROM sensitive_work WHERE session_id IN (SELECT id FROM session WHERE account_id = $1)";

/// Ends what an account's sessions were doing with sensitive services.
pub(in crate::identity) async fn end_work(tx: &mut Write, account: AccountId) -> Result<()> {
    on!(tx, |c| sqlx::query(END_WORK).bind(account).execute(c).await.map(drop))?;
    Ok(())
}

const FORGET_BROWSERS: &str = "DELETE FROM known_browser WHERE account_id = $1";
const FORGET_ADMINISTRATOR: &str = "DELETE FROM administrator WHERE account_id = $1";
const DELETE_IDENTITIES: &str = "DELETE FROM identity WHERE account_id = $1";
const ERASE_ACCOUNT: &str = "UPDATE account SET data_key = NULL, email = NULL, email_hash = NULL WHERE id = $1 AND data_key IS NOT NULL";

/// Destroys the key of an account, and the ways into it; `false` when that was done before. Its
/// sessions must have ended.
pub(in crate::identity) async fn erase(tx: &mut Write, account: AccountId) -> Result<bool> {
    on!(tx, |c| sqlx::query(FORGET_BROWSERS).bind(account).execute(c).await.map(drop))?;
    on!(tx, |c| sqlx::query(FORGET_ADMINISTRATOR).bind(account).execute(c).await.map(drop))?;
    on!(tx, |c| sqlx::query(DELETE_IDENTITIES).bind(account).execute(c).await.map(drop))?;
    let erased = on!(tx, |c| sqlx::query(ERASE_ACCOUNT)
        .bind(account)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(erased == 1)
}
