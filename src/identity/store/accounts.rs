//! Accounts and the identities that lead to them.

use sqlx::QueryBuilder;

use crate::clock::Micros;
use crate::id::{AccountId, IdentityId};
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::text::Locale;

/// What an account holds.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct AccountRow {
    /// Wrapped; none once the person is erased.
    pub data_key: Option<Vec<u8>>,
    pub locale: Locale,
    /// Sealed.
    pub email: Option<Vec<u8>>,
}

const ACCOUNT: &str = "SELECT data_key, locale, email FROM account WHERE id = $1";

pub(in crate::identity) async fn find(db: &mut impl Sql, id: AccountId) -> Result<Option<AccountRow>> {
    Ok(on!(db, |c| sqlx::query_as(ACCOUNT).bind(id).fetch_optional(c).await)?)
}

const DATA_KEYS: &str = "SELECT id, data_key FROM account WHERE data_key IS NOT NULL AND id IN ";

/// The wrapped keys of those of these accounts that have one, in the order of their ids.
pub(in crate::identity) async fn data_keys(
    db: &mut impl Sql,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, Vec<u8>)>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    Ok(on!(db, |c| {
        let mut query = QueryBuilder::new(DATA_KEYS);
        query.push_tuples(accounts, |mut one, account| {
            one.push_bind(*account);
        });
        query.push(" ORDER BY id").build_query_as().fetch_all(c).await
    })?)
}

const INSERT_ACCOUNT: &str =
    "INSERT INTO account (id, created_at, data_key, locale, email) VALUES ($1, $2, $3, $4, NULL)";

pub(in crate::identity) async fn insert(
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
pub(in crate::identity) async fn update(
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
pub(in crate::identity) struct IdentityRow {
    pub id: IdentityId,
    pub account_id: AccountId,
    /// Wrapped; none once the person is erased.
    pub data_key: Option<Vec<u8>>,
    /// Of the birth date it was last seen with.
    pub birth_hash: Option<Vec<u8>>,
    /// Of the subject that took its place at another issuer.
    pub continued_by: Option<Vec<u8>>,
}

const IDENTITY: &str = "SELECT i.id, i.account_id, a.data_key, i.birth_hash, i.continued_by
    FROM identity i JOIN account a ON a.id = i.account_id WHERE i.issuer = $1 AND i.subject_hash = $2";

pub(in crate::identity) async fn find_identity(
    db: &mut impl Sql,
    issuer: &str,
    subject_hash: &[u8],
) -> Result<Option<IdentityRow>> {
    Ok(on!(db, |c| sqlx::query_as(IDENTITY).bind(issuer).bind(subject_hash).fetch_optional(c).await)?)
}

/// A new identity.
pub(in crate::identity) struct NewIdentity<'a> {
    pub id: IdentityId,
    pub account: AccountId,
    pub issuer: &'a str,
    pub subject_hash: &'a [u8],
    /// Sealed.
    pub subject: &'a [u8],
    /// How it came to the account, as a word.
    pub linked_by: &'a str,
}

/// What an identity is seen with.
pub(in crate::identity) struct Seen<'a> {
    pub at: Micros,
    pub level: u8,
    pub birth_hash: Option<&'a [u8]>,
}

const INSERT_IDENTITY: &str = "INSERT INTO identity
    (id, account_id, issuer, subject_hash, subject, linked_by, first_seen_at, last_seen_at, level, birth_hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)
    ON CONFLICT (issuer, subject_hash) DO NOTHING";

/// Adds an identity; `false` when the same subject came in through another door meanwhile.
pub(in crate::identity) async fn insert_identity(
    tx: &mut Write,
    new: &NewIdentity<'_>,
    seen: &Seen<'_>,
) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(INSERT_IDENTITY)
        .bind(new.id)
        .bind(new.account)
        .bind(new.issuer)
        .bind(new.subject_hash)
        .bind(new.subject)
        .bind(new.linked_by)
        .bind(seen.at)
        .bind(i64::from(seen.level))
        .bind(seen.birth_hash)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const SEE_IDENTITY: &str = "UPDATE identity SET last_seen_at = $2,
    level = CASE WHEN level < $3 THEN $3 ELSE level END, birth_hash = COALESCE($4, birth_hash) WHERE id = $1";

pub(in crate::identity) async fn see_identity(tx: &mut Write, id: IdentityId, seen: &Seen<'_>) -> Result<()> {
    on!(tx, |c| sqlx::query(SEE_IDENTITY)
        .bind(id)
        .bind(seen.at)
        .bind(i64::from(seen.level))
        .bind(seen.birth_hash)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const CONTINUE_IDENTITY: &str =
    "UPDATE identity SET continued_by = $2 WHERE id = $1 AND continued_by IS NULL";

/// Notes which subject takes the place of an identity; `false` when one did already.
pub(in crate::identity) async fn continue_identity(
    tx: &mut Write,
    id: IdentityId,
    by: &[u8],
) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(CONTINUE_IDENTITY)
        .bind(id)
        .bind(by)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const MOVE_IDENTITY: &str =
    "UPDATE identity SET account_id = $2, subject = $3, linked_by = 'signed_in' WHERE id = $1";

/// Gives an identity to another account, its subject sealed by that one's key.
pub(in crate::identity) async fn move_identity(
    tx: &mut Write,
    id: IdentityId,
    to: AccountId,
    subject: &[u8],
) -> Result<()> {
    on!(tx, |c| sqlx::query(MOVE_IDENTITY).bind(id).bind(to).bind(subject).execute(c).await.map(drop))?;
    Ok(())
}

const DELETE_IDENTITY: &str = "DELETE FROM identity WHERE id = $1 AND account_id = $2";

/// Takes an identity from its account; `false` when it is not its.
pub(in crate::identity) async fn delete_identity(
    tx: &mut Write,
    id: IdentityId,
    account: AccountId,
) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(DELETE_IDENTITY)
        .bind(id)
        .bind(account)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// A way to sign in of an account.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct WayRow {
    pub id: IdentityId,
    pub issuer: String,
    pub first_seen_at: Micros,
    pub last_seen_at: Micros,
}

const WAYS: &str = "SELECT id, issuer, first_seen_at, last_seen_at FROM identity
    WHERE account_id = $1 ORDER BY id";

/// Every way to sign in of an account, the oldest first.
pub(in crate::identity) async fn ways(db: &mut impl Sql, account: AccountId) -> Result<Vec<WayRow>> {
    Ok(on!(db, |c| sqlx::query_as(WAYS).bind(account).fetch_all(c).await)?)
}

const HIGHEST_LEVEL: &str = "SELECT COALESCE(MAX(level), 1) FROM identity WHERE account_id = $1";

/// The highest level of assurance that an account was ever used at.
pub(in crate::identity) async fn highest_level(db: &mut impl Sql, account: AccountId) -> Result<i64> {
    Ok(on!(db, |c| sqlx::query_scalar(HIGHEST_LEVEL).bind(account).fetch_one(c).await)?)
}
