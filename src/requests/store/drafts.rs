//! The rows of drafts: begun, saved, kept longer, deleted, restored, destroyed.

use crate::clock::Micros;
use crate::id::{AccountId, Reference, RequestId};
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::text::Locale;
use crate::tiles::TileId;

/// The most drafts of one service, or deleted ones, that are listed.
const LISTED: i64 = 100;
/// The most drafts that one round takes up.
const A_ROUND: i64 = 100;

const BEGUN: &str =
    "SELECT DISTINCT tile, release FROM request WHERE state = 'draft' OR delivery = 'waiting'";

/// The releases that drafts were begun with, or that what is not delivered yet was sent with: of which tiles,
/// and their versions.
///
/// # Errors
/// The database's.
pub async fn begun(db: &mut impl Sql) -> Result<Vec<(TileId, String)>> {
    Ok(on!(db, |c| sqlx::query_as(BEGUN).fetch_all(c).await)?)
}

/// A draft about to begin.
pub struct NewDraft<'a> {
    /// Its id.
    pub id: RequestId,
    /// Whose it is.
    pub account: AccountId,
    /// For which service.
    pub tile: &'a TileId,
    /// The tile's version.
    pub release: &'a str,
    /// What the citizen will know it by.
    pub reference: &'a Reference,
    /// What the page that begins it calls itself.
    pub begun_by: Option<&'a str>,
    /// The page to go on from.
    pub page: &'a str,
    /// The language it is filled in in.
    pub locale: Locale,
    /// Sealed: what was typed.
    pub inputs: &'a [u8],
    /// When it begins.
    pub at: Micros,
    /// When it will be deleted if it is not sent.
    pub expires_at: Micros,
}

const INSERT: &str = "INSERT INTO request
    (id, account_id, tile, release, reference, state, withdrawal, delivery, last_seq, version, page, locale,
     inputs, created_at, updated_at, expires_at, begun_by)
    VALUES ($1, $2, $3, $4, $5, 'draft', 'none', 'none', 0, 1, $6, $7, $8, $9, $9, $10, $11)
    ON CONFLICT (account_id, begun_by) DO NOTHING";

/// Begins a draft, at version 1; `false` when that page began one before.
///
/// # Errors
/// The database's.
pub async fn insert(tx: &mut Write, draft: &NewDraft<'_>) -> Result<bool> {
    let inserted = on!(tx, |c| sqlx::query(INSERT)
        .bind(draft.id)
        .bind(draft.account)
        .bind(draft.tile)
        .bind(draft.release)
        .bind(draft.reference)
        .bind(draft.page)
        .bind(draft.locale)
        .bind(draft.inputs)
        .bind(draft.at)
        .bind(draft.expires_at)
        .bind(draft.begun_by)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(inserted == 1)
}

const BEGUN_BY: &str = "SELECT reference FROM request WHERE account_id = $1 AND begun_by = $2";

/// What a page of that name began, if it did.
///
/// # Errors
/// The database's.
pub async fn begun_by(db: &mut impl Sql, account: AccountId, page: &str) -> Result<Option<Reference>> {
    Ok(on!(db, |c| sqlx::query_scalar(BEGUN_BY).bind(account).bind(page).fetch_optional(c).await)?)
}

/// New answers of a draft.
pub struct Saved<'a> {
    /// The draft.
    pub id: RequestId,
    /// The version that the citizen saw.
    pub version: i64,
    /// The tile's version whose questions were answered.
    pub release: &'a str,
    /// The page to go on from.
    pub page: &'a str,
    /// The language they work in.
    pub locale: Locale,
    /// Sealed: everything typed so far.
    pub inputs: &'a [u8],
    /// When.
    pub at: Micros,
    /// When the draft will be deleted if it is not sent.
    pub expires_at: Micros,
}

const SAVE: &str = "UPDATE request SET inputs = $3, page = $4, locale = $5, updated_at = $6, expires_at = $7,
    release = $8, reminded_at = NULL, version = version + 1
    WHERE id = $1 AND version = $2 AND state = 'draft' AND deleted_at IS NULL";

/// Saves answers; `false` when the draft changed meanwhile, was sent or deleted.
///
/// # Errors
/// The database's.
pub async fn save(tx: &mut Write, saved: &Saved<'_>) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(SAVE)
        .bind(saved.id)
        .bind(saved.version)
        .bind(saved.inputs)
        .bind(saved.page)
        .bind(saved.locale)
        .bind(saved.at)
        .bind(saved.expires_at)
        .bind(saved.release)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const TOUCH: &str =
    "UPDATE request SET version = version + 1, updated_at = $2, expires_at = $3, reminded_at = NULL
    WHERE id = $1 AND state = 'draft' AND deleted_at IS NULL";

/// Notes that a draft's files changed; `false` when it was sent or deleted meanwhile.
///
/// # Errors
/// The database's.
pub async fn touch(tx: &mut Write, id: RequestId, at: Micros, expires_at: Micros) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(TOUCH)
        .bind(id)
        .bind(at)
        .bind(expires_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const KEEP: &str = "UPDATE request SET expires_at = $2, reminded_at = NULL
    WHERE id = $1 AND state = 'draft' AND deleted_at IS NULL";

/// Keeps a draft longer; its answers are as they were, and so is its version.
///
/// # Errors
/// The database's.
pub async fn keep(tx: &mut Write, id: RequestId, expires_at: Micros) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(KEEP)
        .bind(id)
        .bind(expires_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const DELETE: &str = "UPDATE request SET deleted_at = $2, expires_at = $3
    WHERE id = $1 AND state = 'draft' AND deleted_at IS NULL AND expires_at <= $4";

/// Deletes a draft that was to be kept until `due` at the latest; it can be restored until
/// `destroyed_at`. `false` when it was sent, deleted or saved meanwhile.
///
/// # Errors
/// The database's.
pub async fn delete(
    tx: &mut Write,
    id: RequestId,
    (at, destroyed_at): (Micros, Micros),
    due: Micros,
) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(DELETE)
        .bind(id)
        .bind(at)
        .bind(destroyed_at)
        .bind(due)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const RESTORE: &str = "UPDATE request SET deleted_at = NULL, expires_at = $3, reminded_at = NULL
    WHERE id = $1 AND state = 'draft' AND deleted_at IS NOT NULL AND expires_at > $2";

/// Restores a deleted draft; `false` when it was not deleted, or its time has passed.
///
/// # Errors
/// The database's.
pub async fn restore(tx: &mut Write, id: RequestId, at: Micros, expires_at: Micros) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(RESTORE)
        .bind(id)
        .bind(at)
        .bind(expires_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const DESTROY: &str =
    "DELETE FROM request WHERE id = $1 AND state = 'draft' AND deleted_at IS NOT NULL AND expires_at <= $2";

/// Destroys a deleted draft whose time has passed; `false` when it was restored meanwhile.
///
/// # Errors
/// The database's.
pub async fn destroy(tx: &mut Write, id: RequestId, now: Micros) -> Result<bool> {
    let deleted =
        on!(tx, |c| sqlx::query(DESTROY).bind(id).bind(now).execute(c).await.map(|r| r.rows_affected()))?;
    Ok(deleted == 1)
}

/// A draft for which something is due.
#[derive(Debug, sqlx::FromRow)]
pub struct DueDraft {
    /// Its id.
    pub id: RequestId,
    /// Whose it is.
    pub account_id: AccountId,
    /// For which service.
    pub tile: TileId,
    /// What the citizen knows it by.
    pub reference: Reference,
    /// When it is deleted, or destroyed.
    pub expires_at: Micros,
    /// Since when it is deleted.
    pub deleted_at: Option<Micros>,
}

const EXPIRED: &str = "SELECT id, account_id, tile, reference, expires_at, deleted_at FROM request
    WHERE state = 'draft' AND expires_at <= $1 ORDER BY expires_at LIMIT $2";

/// Some of the drafts past their limit, deleted ones among them.
///
/// # Errors
/// The database's.
pub async fn expired(db: &mut impl Sql, now: Micros) -> Result<Vec<DueDraft>> {
    Ok(on!(db, |c| sqlx::query_as(EXPIRED).bind(now).bind(A_ROUND).fetch_all(c).await)?)
}

const TO_REMIND: &str = "SELECT id, account_id, tile, reference, expires_at, deleted_at FROM request
    WHERE state = 'draft' AND expires_at > $2 AND expires_at <= $3 AND tile = $1 AND deleted_at IS NULL
        AND reminded_at IS NULL ORDER BY expires_at LIMIT $4";

/// Some of a tile's drafts that are deleted before `until`, and whose owner was not told.
///
/// # Errors
/// The database's.
pub async fn to_remind(
    db: &mut impl Sql,
    tile: &TileId,
    now: Micros,
    until: Micros,
) -> Result<Vec<DueDraft>> {
    Ok(on!(db, |c| sqlx::query_as(TO_REMIND)
        .bind(tile)
        .bind(now)
        .bind(until)
        .bind(A_ROUND)
        .fetch_all(c)
        .await)?)
}

const REMINDED: &str = "UPDATE request SET reminded_at = $2
    WHERE id = $1 AND state = 'draft' AND deleted_at IS NULL AND reminded_at IS NULL AND expires_at = $3";

/// Notes that the owner was told when their draft is deleted; `false` when another node told them, or
/// it is no longer so.
///
/// # Errors
/// The database's.
pub async fn reminded(tx: &mut Write, id: RequestId, at: Micros, expires_at: Micros) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(REMINDED)
        .bind(id)
        .bind(at)
        .bind(expires_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

/// A draft as it is listed.
#[derive(Debug, sqlx::FromRow)]
pub struct ListedDraft {
    /// For which service.
    pub tile: TileId,
    /// What the citizen knows it by.
    pub reference: Reference,
    /// The page to go on from.
    pub page: String,
    /// When it was saved.
    pub updated_at: Micros,
    /// When it is deleted, or destroyed.
    pub expires_at: Micros,
    /// Since when it is deleted.
    pub deleted_at: Option<Micros>,
}

const OF_TILE: &str = "SELECT tile, reference, page, updated_at, expires_at, deleted_at FROM request
    WHERE account_id = $1 AND state = 'draft' AND tile = $2 AND deleted_at IS NULL
    ORDER BY updated_at DESC, id DESC LIMIT $3";

/// A person's drafts of one service, the latest first.
///
/// # Errors
/// The database's.
pub async fn of_tile(db: &mut impl Sql, account: AccountId, tile: &TileId) -> Result<Vec<ListedDraft>> {
    Ok(on!(db, |c| sqlx::query_as(OF_TILE).bind(account).bind(tile).bind(LISTED).fetch_all(c).await)?)
}

const DELETED: &str = "SELECT tile, reference, page, updated_at, expires_at, deleted_at FROM request
    WHERE account_id = $1 AND state = 'draft' AND deleted_at IS NOT NULL AND expires_at > $2
    ORDER BY deleted_at DESC, id DESC LIMIT $3";

/// A person's drafts that are deleted and can be restored, the latest deleted first.
///
/// # Errors
/// The database's.
pub async fn deleted(db: &mut impl Sql, account: AccountId, now: Micros) -> Result<Vec<ListedDraft>> {
    Ok(on!(db, |c| sqlx::query_as(DELETED).bind(account).bind(now).bind(LISTED).fetch_all(c).await)?)
}
