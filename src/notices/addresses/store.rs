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
    /// Why its code could not be sent, as a code.
    pub code_fault: Option<String>,
    /// When it was removed.
    pub removed_at: Option<Micros>,
}

const OF: &str = "SELECT id, channel, content, state, reason, created_at, confirmed_at, failed_at, code_seed,
        code_until, code_misses, code_fault, removed_at
    FROM address WHERE account_id = $1 AND removed_at IS NULL ORDER BY id";

pub(super) async fn of(db: &mut impl Sql, account: AccountId) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(OF).bind(account).fetch_all(c).await)?)
}

const ALL: &str =
    "SELECT id, channel, content, state, reason, created_at, confirmed_at, failed_at, code_seed,
        code_until, code_misses, code_fault, removed_at
    FROM address WHERE account_id = $1 ORDER BY id";

/// All of them, with those that were removed a moment ago.
pub(in crate::notices) async fn all(db: &mut impl Sql, account: AccountId) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(ALL).bind(account).fetch_all(c).await)?)
}

const FIND: &str =
    "SELECT id, channel, content, state, reason, created_at, confirmed_at, failed_at, code_seed,
        code_until, code_misses, code_fault, removed_at
    FROM address WHERE id = $1 AND account_id = $2";

/// The address of that id, if it is this person's; also one that was removed a moment ago.
///
/// # Errors
/// The database's.
pub async fn find(db: &mut impl Sql, account: AccountId, id: AddressId) -> Result<Option<Row>> {
    Ok(on!(db, |c| sqlx::query_as(FIND).bind(id).bind(account).fetch_optional(c).await)?)
}

const ANY_FAILED: &str =
    "SELECT COUNT(*) FROM address WHERE account_id = $1 AND state = 'failed' AND removed_at IS NULL";

/// Whether an address of a person's reaches nobody.
///
/// # Errors
/// The database's.
pub async fn any_failed(db: &mut impl Sql, account: AccountId) -> Result<bool> {
    let count: i64 = on!(db, |c| sqlx::query_scalar(ANY_FAILED).bind(account).fetch_one(c).await)?;
    Ok(count > 0)
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

/// The code that is sent to an address.
pub(super) struct Code<'a> {
    pub seed: &'a [u8],
    pub until: Micros,
}

const GIVE: &str = "INSERT INTO address
        (id, account_id, channel, fingerprint, content, state, created_at, code_seed, code_until)
    VALUES ($1, $2, $3, $4, $5, 'unconfirmed', $6, $7, $8)
    ON CONFLICT (account_id, channel, fingerprint) DO UPDATE SET
        state = CASE WHEN address.removed_at IS NULL THEN address.state ELSE 'unconfirmed' END,
        removed_at = NULL, code_seed = excluded.code_seed, code_until = excluded.code_until, code_misses = 0,
        code_fault = NULL
    RETURNING id";

/// Stores an address with the code that will confirm it. One that was given before keeps its row, and what is
/// known of it; its id is answered.
pub(super) async fn give(tx: &mut Write, address: &New<'_>, code: &Code<'_>) -> Result<AddressId> {
    Ok(on!(tx, |c| sqlx::query_scalar(GIVE)
        .bind(address.id)
        .bind(address.account)
        .bind(address.channel)
        .bind(address.fingerprint)
        .bind(address.content)
        .bind(address.at)
        .bind(code.seed)
        .bind(code.until)
        .fetch_one(c)
        .await)?)
}

const SUBSCRIBE: &str = "INSERT INTO address
        (id, account_id, channel, fingerprint, content, state, created_at, confirmed_at)
    VALUES ($1, $2, $3, $4, $5, 'confirmed', $6, $6)
    ON CONFLICT (account_id, channel, fingerprint) DO UPDATE SET state = 'confirmed', removed_at = NULL";

/// Stores the address of a browser that subscribed: it needs no code.
pub(super) async fn subscribe(tx: &mut Write, address: &New<'_>) -> Result<()> {
    on!(tx, |c| sqlx::query(SUBSCRIBE)
        .bind(address.id)
        .bind(address.account)
        .bind(address.channel)
        .bind(address.fingerprint)
        .bind(address.content)
        .bind(address.at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const MISS: &str = "UPDATE address SET code_misses = code_misses + 1
    WHERE id = $1 AND account_id = $2 AND code_misses < $3";

/// Counts a wrong code; `false` when the code was over.
pub(super) async fn miss(tx: &mut Write, account: AccountId, id: AddressId, most: i64) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(MISS)
        .bind(id)
        .bind(account)
        .bind(most)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const CONFIRM: &str =
    "UPDATE address SET state = 'confirmed', confirmed_at = $4, reason = NULL, failed_at = NULL,
        code_seed = NULL, code_until = NULL, code_misses = 0, code_fault = NULL
    WHERE id = $1 AND account_id = $2 AND code_seed = $3 AND code_misses < $5 AND removed_at IS NULL";

/// Confirms the address whose code came from `seed`; `false` when another was sent meanwhile, or it is over.
pub(super) async fn confirm(
    tx: &mut Write,
    (account, id): (AccountId, AddressId),
    seed: &[u8],
    (at, most): (Micros, i64),
) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(CONFIRM)
        .bind(id)
        .bind(account)
        .bind(seed)
        .bind(at)
        .bind(most)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const NOTE_CODE: &str = "UPDATE address SET code_fault = $2 WHERE id = $1";

/// Notes why the code of an address could not be sent; none: it was.
pub(super) async fn note_code(tx: &mut Write, id: AddressId, fault: Option<&str>) -> Result<()> {
    on!(tx, |c| sqlx::query(NOTE_CODE).bind(id).bind(fault).execute(c).await.map(drop))?;
    Ok(())
}

const NOTE_RETURNED_CODE: &str = "UPDATE address SET code_fault = $2
    WHERE id = $1 AND code_until > $3 AND code_fault IS NULL AND removed_at IS NULL";

/// Notes why a code came back that is still good; `false` when there is none, or it was noted before.
pub(super) async fn note_returned_code(
    tx: &mut Write,
    id: AddressId,
    fault: &str,
    now: Micros,
) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(NOTE_RETURNED_CODE)
        .bind(id)
        .bind(fault)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const WHOSE: &str = "SELECT account_id, channel FROM address WHERE id = $1";

/// Whose an address is, and its channel.
pub(super) async fn whose(db: &mut impl Sql, id: AddressId) -> Result<Option<(AccountId, Channel)>> {
    Ok(on!(db, |c| sqlx::query_as(WHOSE).bind(id).fetch_optional(c).await)?)
}

const CLEAR_UNCONFIRMED: &str = "DELETE FROM address WHERE state = 'unconfirmed' AND code_until < $1";

/// Destroys addresses that were never confirmed and whose last code ended before then.
pub(super) async fn clear_unconfirmed(tx: &mut Write, before: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR_UNCONFIRMED).bind(before).execute(c).await.map(drop))?;
    Ok(())
}

const REMOVE: &str = "UPDATE address SET removed_at = $3, code_seed = NULL, code_until = NULL
    WHERE id = $1 AND account_id = $2 AND removed_at IS NULL";

/// Ends the use of an address; it is kept until it was told so. `false` when it was ended before.
pub(super) async fn remove(tx: &mut Write, account: AccountId, id: AddressId, at: Micros) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(REMOVE)
        .bind(id)
        .bind(account)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const FORGET: &str = "DELETE FROM address WHERE id = $1 AND removed_at IS NOT NULL";

/// Destroys an address whose use was ended; one that was given again stays.
pub(super) async fn forget(tx: &mut Write, id: AddressId) -> Result<()> {
    on!(tx, |c| sqlx::query(FORGET).bind(id).execute(c).await.map(drop))?;
    Ok(())
}
