//! What people are found by, without their names.

use crate::id::AccountId;
use crate::on;
use crate::store::{Result, Sql, Write};

const BY_PSEUDONYM: &str = "SELECT id FROM account WHERE pseudonym = $1";

pub(in crate::identity) async fn by_pseudonym(
    db: &mut impl Sql,
    pseudonym: &str,
) -> Result<Option<AccountId>> {
    Ok(on!(db, |c| sqlx::query_scalar(BY_PSEUDONYM).bind(pseudonym).fetch_optional(c).await)?)
}

const BY_EMAIL: &str = "SELECT id FROM account WHERE email_hash = $1 ORDER BY id DESC LIMIT 10";

pub(in crate::identity) async fn by_email(db: &mut impl Sql, email_hash: &[u8]) -> Result<Vec<AccountId>> {
    Ok(on!(db, |c| sqlx::query_scalar(BY_EMAIL).bind(email_hash).fetch_all(c).await)?)
}

/// An account that cannot be found yet.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct Unindexed {
    pub id: AccountId,
    pub data_key: Option<Vec<u8>>,
    /// Sealed.
    pub email: Option<Vec<u8>>,
}

const UNINDEXED: &str = "SELECT id, data_key, email FROM account WHERE pseudonym IS NULL LIMIT $1";

pub(in crate::identity) async fn unindexed(db: &mut impl Sql, limit: i64) -> Result<Vec<Unindexed>> {
    Ok(on!(db, |c| sqlx::query_as(UNINDEXED).bind(limit).fetch_all(c).await)?)
}

const INDEX: &str = "UPDATE account SET pseudonym = $2, email_hash = COALESCE($3, email_hash) WHERE id = $1";

pub(in crate::identity) async fn index(
    tx: &mut Write,
    id: AccountId,
    pseudonym: &str,
    email_hash: Option<&[u8]>,
) -> Result<()> {
    on!(tx, |c| sqlx::query(INDEX).bind(id).bind(pseudonym).bind(email_hash).execute(c).await.map(drop))?;
    Ok(())
}
