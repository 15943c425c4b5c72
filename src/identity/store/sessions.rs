//! Sessions and their tokens.

use sqlx::types::Json;

use crate::clock::Micros;
use crate::config::Role;
use crate::id::{AccountId, IdentityId, SessionId};
use crate::on;
use crate::store::{Result, Sql, Write};

/// What a sign-in says of a session: written when it begins, and again when the person signs in
/// anew within it.
pub(in crate::identity) struct Proven<'a> {
    pub identity: IdentityId,
    pub issuer: &'a str,
    pub roles: &'a [Role],
    pub acr: Option<&'a str>,
    pub level: u8,
    pub issuer_session_hash: Option<&'a [u8]>,
    pub signed_in_at: Micros,
    /// Sealed.
    pub claims: &'a [u8],
}

/// A new session.
pub(in crate::identity) struct NewSession<'a> {
    pub id: SessionId,
    pub token_hash: &'a [u8],
    pub account: AccountId,
    pub proven: Proven<'a>,
    pub idle_until: Micros,
    pub ends_at: Micros,
    /// Sealed.
    pub client: &'a [u8],
}

const INSERT_SESSION: &str = "INSERT INTO session
    (id, token_hash, account_id, identity_id, issuer, roles, acr, signed_in_at, created_at, idle_until, ends_at,
    claims, level, issuer_session_hash, client, used_at, rotated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $9, $9)";

pub(in crate::identity) async fn insert(tx: &mut Write, at: Micros, new: &NewSession<'_>) -> Result<()> {
    let proven = &new.proven;
    on!(tx, |c| sqlx::query(INSERT_SESSION)
        .bind(new.id)
        .bind(new.token_hash)
        .bind(new.account)
        .bind(proven.identity)
        .bind(proven.issuer)
        .bind(Json(proven.roles))
        .bind(proven.acr)
        .bind(proven.signed_in_at)
        .bind(at)
        .bind(new.idle_until)
        .bind(new.ends_at)
        .bind(proven.claims)
        .bind(i64::from(proven.level))
        .bind(proven.issuer_session_hash)
        .bind(new.client)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const RENEW_PROOF: &str = "UPDATE session SET identity_id = $2, issuer = $3, roles = $4, acr = $5,
    signed_in_at = $6, claims = $7, level = $8, issuer_session_hash = $9 WHERE id = $1";

/// Replaces what a sign-in says of a session; `false` when it has ended.
pub(in crate::identity) async fn renew_proof(
    tx: &mut Write,
    id: SessionId,
    proven: &Proven<'_>,
) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(RENEW_PROOF)
        .bind(id)
        .bind(proven.identity)
        .bind(proven.issuer)
        .bind(Json(proven.roles))
        .bind(proven.acr)
        .bind(proven.signed_in_at)
        .bind(proven.claims)
        .bind(i64::from(proven.level))
        .bind(proven.issuer_session_hash)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// A session, and the key of its account.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct SessionRow {
    pub id: SessionId,
    pub token_hash: Vec<u8>,
    pub token_seen: bool,
    pub rotated_at: Micros,
    pub account_id: AccountId,
    pub identity_id: IdentityId,
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

const SESSION: &str = "SELECT s.id, s.token_hash, s.token_seen, s.rotated_at, s.account_id, s.identity_id,
        s.issuer, s.roles, s.acr, s.level, s.signed_in_at, s.idle_until, s.ends_at, s.claims, a.data_key
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

/// The session that had a token before, and until when that token is good; none: until the
/// present one is seen.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct SpentRow {
    #[sqlx(flatten)]
    pub session: SessionRow,
    pub good_until: Option<Micros>,
}

const SPENT: &str = "SELECT s.id, s.token_hash, s.token_seen, s.rotated_at, s.account_id, s.identity_id,
        s.issuer, s.roles, s.acr, s.level, s.signed_in_at, s.idle_until, s.ends_at, s.claims, a.data_key, t.good_until
    FROM spent_token t JOIN session s ON s.id = t.session_id JOIN account a ON a.id = s.account_id
    WHERE t.token_hash = $1 AND s.idle_until > $2 AND a.data_key IS NOT NULL";

/// The session that had that token before, if it has not ended by `now`.
pub(in crate::identity) async fn find_spent(
    db: &mut impl Sql,
    token_hash: &[u8],
    now: Micros,
) -> Result<Option<SpentRow>> {
    Ok(on!(db, |c| sqlx::query_as(SPENT).bind(token_hash).bind(now).fetch_optional(c).await)?)
}

const SESSION_CLAIMS: &str = "SELECT claims FROM session WHERE id = $1";

/// The sealed claims of a session.
pub(in crate::identity) async fn claims(db: &mut impl Sql, id: SessionId) -> Result<Option<Vec<u8>>> {
    Ok(on!(db, |c| sqlx::query_scalar(SESSION_CLAIMS).bind(id).fetch_optional(c).await)?)
}

/// A session as its person sees it.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct SessionLineRow {
    pub id: SessionId,
    pub issuer: String,
    pub created_at: Micros,
    pub used_at: Micros,
    /// Sealed; none of a session from before this was kept.
    pub client: Option<Vec<u8>>,
}

const SESSIONS_OF: &str = "SELECT id, issuer, created_at, used_at, client FROM session
    WHERE account_id = $1 AND idle_until > $2 ORDER BY used_at DESC, id DESC LIMIT 100";

/// The live sessions of an account, the last used first.
pub(in crate::identity) async fn of_account(
    db: &mut impl Sql,
    account: AccountId,
    now: Micros,
) -> Result<Vec<SessionLineRow>> {
    Ok(on!(db, |c| sqlx::query_as(SESSIONS_OF).bind(account).bind(now).fetch_all(c).await)?)
}

const TOUCH_SESSION: &str =
    "UPDATE session SET idle_until = $2, used_at = $3 WHERE id = $1 AND idle_until < $2";

pub(in crate::identity) async fn touch(
    tx: &mut Write,
    id: SessionId,
    at: Micros,
    idle_until: Micros,
) -> Result<()> {
    on!(tx, |c| sqlx::query(TOUCH_SESSION).bind(id).bind(idle_until).bind(at).execute(c).await.map(drop))?;
    Ok(())
}

const LOCK_TOKEN: &str =
    "UPDATE session SET rotated_at = $2, token_seen = FALSE WHERE id = $1 RETURNING token_hash";
const SPEND_TOKEN: &str = "INSERT INTO spent_token (token_hash, session_id, good_until) VALUES ($1, $2, $3)";
const SET_TOKEN: &str = "UPDATE session SET token_hash = $2 WHERE id = $1";

/// A session's new token.
pub(in crate::identity) struct NewToken<'a> {
    pub session: SessionId,
    pub hash: &'a [u8],
    /// The token that it follows; any, when none.
    pub follows: Option<&'a [u8]>,
    /// Until when that one stays good; none: until the new one is seen.
    pub good_until: Option<Micros>,
}

/// Gives a session another token; `false` when it has ended, or has another already.
pub(in crate::identity) async fn set_token(tx: &mut Write, at: Micros, new: &NewToken<'_>) -> Result<bool> {
    let present: Option<Vec<u8>> =
        on!(tx, |c| sqlx::query_scalar(LOCK_TOKEN).bind(new.session).bind(at).fetch_optional(c).await)?;
    let Some(present) = present.filter(|present| new.follows.is_none_or(|follows| follows == *present))
    else {
        return Ok(false);
    };
    on!(tx, |c| sqlx::query(SPEND_TOKEN)
        .bind(present)
        .bind(new.session)
        .bind(new.good_until)
        .execute(c)
        .await
        .map(drop))?;
    on!(tx, |c| sqlx::query(SET_TOKEN).bind(new.session).bind(new.hash).execute(c).await.map(drop))?;
    Ok(true)
}

const SEE_TOKEN: &str = "UPDATE session SET token_seen = TRUE WHERE id = $1 AND token_hash = $2";
const END_GRACE: &str = "UPDATE spent_token SET good_until = $2 WHERE session_id = $1 AND good_until IS NULL";

/// Notes that the browser has the present token: those before it are good until `good_until`.
pub(in crate::identity) async fn see_token(
    tx: &mut Write,
    id: SessionId,
    token_hash: &[u8],
    good_until: Micros,
) -> Result<()> {
    let rows = on!(tx, |c| sqlx::query(SEE_TOKEN)
        .bind(id)
        .bind(token_hash)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 1 {
        on!(tx, |c| sqlx::query(END_GRACE).bind(id).bind(good_until).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// What sessions that end together share.
#[derive(Clone, Copy, Debug)]
pub(in crate::identity) enum Which<'a> {
    /// One session.
    One(SessionId),
    /// One session, if it is that account's.
    OneOf(AccountId, SessionId),
    /// That of a token.
    OfToken(&'a [u8]),
    /// All of an account but one.
    Others(AccountId, SessionId),
    /// All that began through an identity.
    OfIdentity(IdentityId),
    /// All that began through an identity whose issuer did not name its own session.
    Nameless(IdentityId),
    /// All that hang on one session at the issuer, by its fingerprint.
    OfIssuerSession(&'a [u8]),
    /// The oldest of an account, so that so many stay.
    Beyond(AccountId, i64),
    /// Those whose time is over by then, so many at most.
    Over(Micros, i64),
}

/// A session that ended.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct EndedSession {
    pub id: SessionId,
    pub account_id: AccountId,
    pub token_hash: Vec<u8>,
    pub ends_at: Micros,
}

macro_rules! ended_where {
    ($condition:literal) => {
        concat!("DELETE FROM session WHERE ", $condition, " RETURNING id, account_id, token_hash, ends_at")
    };
}
const END_ONE: &str = ended_where!("id = $1");
const END_ONE_OF: &str = ended_where!("account_id = $1 AND id = $2");
const END_OF_TOKEN: &str = ended_where!("token_hash = $1");
const END_OTHERS: &str = ended_where!("account_id = $1 AND id <> $2");
const END_OF_IDENTITY: &str = ended_where!("identity_id = $1");
const END_NAMELESS: &str = ended_where!("identity_id = $1 AND issuer_session_hash IS NULL");
const END_OF_ISSUER_SESSION: &str = ended_where!("issuer_session_hash = $1");
const END_BEYOND: &str = ended_where!(
    "id IN (SELECT id FROM session WHERE account_id = $1 ORDER BY id DESC LIMIT 1000 OFFSET $2)"
);
const END_OVER: &str =
    ended_where!("id IN (SELECT id FROM session WHERE idle_until <= $1 ORDER BY idle_until LIMIT $2)");

/// Ends sessions, their tokens with them.
pub(in crate::identity) async fn end(tx: &mut Write, which: Which<'_>) -> Result<Vec<EndedSession>> {
    Ok(on!(tx, |c| match which {
        Which::One(id) => sqlx::query_as(END_ONE).bind(id),
        Which::OneOf(account, id) => sqlx::query_as(END_ONE_OF).bind(account).bind(id),
        Which::OfToken(hash) => sqlx::query_as(END_OF_TOKEN).bind(hash),
        Which::Others(account, kept) => sqlx::query_as(END_OTHERS).bind(account).bind(kept),
        Which::OfIdentity(id) => sqlx::query_as(END_OF_IDENTITY).bind(id),
        Which::Nameless(id) => sqlx::query_as(END_NAMELESS).bind(id),
        Which::OfIssuerSession(hash) => sqlx::query_as(END_OF_ISSUER_SESSION).bind(hash),
        Which::Beyond(account, most) => sqlx::query_as(END_BEYOND).bind(account).bind(most),
        Which::Over(now, most) => sqlx::query_as(END_OVER).bind(now).bind(most),
    }
    .fetch_all(c)
    .await)?)
}

const ANY_OVER: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM session WHERE idle_until <= $1 LIMIT 1) AS ended";

/// Whether the time of any session is over.
pub(in crate::identity) async fn any_over(db: &mut impl Sql, now: Micros) -> Result<bool> {
    let count: i64 = on!(db, |c| sqlx::query_scalar(ANY_OVER).bind(now).fetch_one(c).await)?;
    Ok(count > 0)
}

const INSERT_STOLEN: &str = "INSERT INTO stolen_session (token_hash, expires_at) VALUES ($1, $2)";

/// Remembers the last token of a stolen session.
pub(in crate::identity) async fn insert_stolen(
    tx: &mut Write,
    token_hash: &[u8],
    until: Micros,
) -> Result<()> {
    on!(tx, |c| sqlx::query(INSERT_STOLEN).bind(token_hash).bind(until).execute(c).await.map(drop))?;
    Ok(())
}

const STOLEN: &str = "SELECT COUNT(*) FROM stolen_session WHERE token_hash = $1 AND expires_at > $2";

/// Whether that was the last token of a stolen session.
pub(in crate::identity) async fn is_stolen(
    db: &mut impl Sql,
    token_hash: &[u8],
    now: Micros,
) -> Result<bool> {
    let count: i64 = on!(db, |c| sqlx::query_scalar(STOLEN).bind(token_hash).bind(now).fetch_one(c).await)?;
    Ok(count > 0)
}

const CLEAR_STOLEN: &str = "DELETE FROM stolen_session WHERE expires_at <= $1";

pub(in crate::identity) async fn clear_stolen(tx: &mut Write, now: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR_STOLEN).bind(now).execute(c).await.map(drop))?;
    Ok(())
}
