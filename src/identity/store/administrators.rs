//! Who has signed in as an administrator of late.

use crate::clock::Micros;
use crate::id::{AccountId, IdentityId};
use crate::on;
use crate::store::{Result, Sql, Write};

/// An administrator as they are kept.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct Administrator {
    pub account_id: AccountId,
    pub pseudonym: Option<String>,
    pub data_key: Option<Vec<u8>>,
    /// Sealed.
    pub name: Vec<u8>,
}

const SEE: &str = "INSERT INTO administrator (account_id, identity_id, name, seen_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (account_id) DO UPDATE SET identity_id = excluded.identity_id, name = excluded.name,
        seen_at = excluded.seen_at";

/// Keeps that a person signed in as an administrator, under that name, sealed.
pub(in crate::identity) async fn see(
    tx: &mut Write,
    account: AccountId,
    identity: IdentityId,
    name: &[u8],
    at: Micros,
) -> Result<()> {
    on!(tx, |c| sqlx::query(SEE)
        .bind(account)
        .bind(identity)
        .bind(name)
        .bind(at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const END: &str = "DELETE FROM administrator WHERE account_id = $1 AND identity_id = $2";

/// Forgets an administrator to whom that way in gives the role no more.
pub(in crate::identity) async fn end(tx: &mut Write, account: AccountId, identity: IdentityId) -> Result<()> {
    on!(tx, |c| sqlx::query(END).bind(account).bind(identity).execute(c).await.map(drop))?;
    Ok(())
}

const CLEAR: &str = "DELETE FROM administrator WHERE seen_at < $1";

/// Forgets the administrators who have not signed in since.
pub(in crate::identity) async fn clear(tx: &mut Write, since: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR).bind(since).execute(c).await.map(drop))?;
    Ok(())
}

const ALL: &str = "SELECT m.account_id, a.pseudonym, a.data_key, m.name
    FROM administrator m JOIN account a ON a.id = m.account_id ORDER BY m.account_id";

/// All of them.
pub(in crate::identity) async fn all(db: &mut impl Sql) -> Result<Vec<Administrator>> {
    Ok(on!(db, |c| sqlx::query_as(ALL).fetch_all(c).await)?)
}

const OF_ACCOUNT: &str = "SELECT name, seen_at FROM administrator WHERE account_id = $1";

/// What is kept of a person as an administrator: their name, sealed, and when they last signed in.
pub(in crate::identity) async fn of_account(
    db: &mut impl Sql,
    account: AccountId,
) -> Result<Option<(Vec<u8>, Micros)>> {
    Ok(on!(db, |c| sqlx::query_as(OF_ACCOUNT).bind(account).fetch_optional(c).await)?)
}
