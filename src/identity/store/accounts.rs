//! Accounts and the identities that lead to them.

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
}

const IDENTITY: &str = "SELECT i.id, i.account_id, a.data_key
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
}

const INSERT_IDENTITY: &str = "INSERT INTO identity
    (id, account_id, issuer, subject_hash, subject, first_seen_at, last_seen_at)
    VALUES ($1, $2, $3, $4, $5, $6, $6)
    ON CONFLICT (issuer, subject_hash) DO NOTHING";

/// Adds an identity; `false` when the same subject came in through another door meanwhile.
pub(in crate::identity) async fn insert_identity(
    tx: &mut Write,
    at: Micros,
    new: &NewIdentity<'_>,
) -> Result<bool> {
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

pub(in crate::identity) async fn see_identity(tx: &mut Write, id: IdentityId, at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(SEE_IDENTITY).bind(id).bind(at).execute(c).await.map(drop))?;
    Ok(())
}

/// A way to sign in of an account.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct WayRow {
    pub issuer: String,
}

const WAYS: &str = "SELECT issuer FROM identity WHERE account_id = $1 ORDER BY id";

/// Every way to sign in of an account, the oldest first.
pub(in crate::identity) async fn ways(db: &mut impl Sql, account: AccountId) -> Result<Vec<WayRow>> {
    Ok(on!(db, |c| sqlx::query_as(WAYS).bind(account).fetch_all(c).await)?)
}
