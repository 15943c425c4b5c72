//! The rows of addresses.

use super::State;
use crate::clock::Micros;
use crate::id::{AccountId, AddressId};
use crate::notices::preferences::Channel;
use crate::on;
use crate::store::{Result, Sql, Write};

/// An address as it is stored.
#[derive(Debug, sqlx::FromRow)]
pub struct Row {
    /// Its id.
    pub id: AddressId,
    /// Its channel.
    pub channel: Channel,
    /// Sealed.
    pub content: Vec<u8>,
    /// What is known of it.
    pub state: State,
    /// Why it failed, as a code.
    pub reason: Option<String>,
    /// When it was given.
    pub created_at: Micros,
    /// When its code came back.
    pub confirmed_at: Option<Micros>,
    /// When it was found to reach nobody.
    pub failed_at: Option<Micros>,
    /// What its code comes from.
    pub code_seed: Option<Vec<u8>>,
    /// Until when its code is good.
    pub code_until: Option<Micros>,
    /// How often a wrong code was given.
    pub code_misses: i64,
    /// When it was removed.
    pub removed_at: Option<Micros>,
}

const OF: &str = "SELECT id, channel, content, state, reason, created_at, confirmed_at, failed_at, code_seed,
        code_until, code_misses, removed_at
    FROM address WHERE account_id = $1 AND removed_at IS NULL ORDER BY id";

pub(super) async fn of(db: &mut impl Sql, account: AccountId) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(OF).bind(account).fetch_all(c).await)?)
}

const ALL: &str =
    "SELECT id, channel, content, state, reason, created_at, confirmed_at, failed_at, code_seed,
        code_until, code_misses, removed_at
    FROM address WHERE account_id = $1 ORDER BY id";

/// All of them, with those that were removed a moment ago.
pub(in crate::notices) async fn all(db: &mut impl Sql, account: AccountId) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(ALL).bind(account).fetch_all(c).await)?)
}

/// An address about to be stored.
pub(super) struct New<'a> {
    pub id: AddressId,
    pub account: AccountId,
    pub channel: Channel,
    pub fingerprint: &'a [u8],
    /// Sealed.
    pub content: &'a [u8],
    pub at: Micros,
}

const FAIL: &str = "INSERT INTO address
        (id, account_id, channel, fingerprint, content, state, reason, created_at, failed_at)
    VALUES ($1, $2, $3, $4, $5, 'failed', $6, $7, $7)
    ON CONFLICT (account_id, channel, fingerprint) DO UPDATE SET state = 'failed', reason = excluded.reason,
        failed_at = excluded.failed_at, code_seed = NULL, code_until = NULL";

/// Marks an address as one that reaches nobody; the one that nobody gave by hand has its first row then.
pub(super) async fn fail(tx: &mut Write, address: &New<'_>, reason: &str) -> Result<()> {
    on!(tx, |c| sqlx::query(FAIL)
        .bind(address.id)
        .bind(address.account)
        .bind(address.channel)
        .bind(address.fingerprint)
        .bind(address.content)
        .bind(reason)
        .bind(address.at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const DELETE: &str = "DELETE FROM address WHERE account_id = $1 AND channel = $2 AND fingerprint = $3";

pub(super) async fn delete(
    tx: &mut Write,
    account: AccountId,
    channel: Channel,
    fingerprint: &[u8],
) -> Result<()> {
    on!(tx, |c| sqlx::query(DELETE)
        .bind(account)
        .bind(channel)
        .bind(fingerprint)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const DELETE_ALL: &str = "DELETE FROM address WHERE account_id = $1";

/// Destroys all addresses of a person.
pub(in crate::notices) async fn delete_all(tx: &mut Write, account: AccountId) -> Result<()> {
    on!(tx, |c| sqlx::query(DELETE_ALL).bind(account).execute(c).await.map(drop))?;
    Ok(())
}
