//! The last answers, kept for when a back-end does not answer.

use uuid::Uuid;

use crate::clock::Micros;
use crate::id::AccountId;
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::tiles::TileId;

/// An answer that was kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Kept {
    /// Its id.
    pub id: Uuid,
    /// Which panel it is for.
    pub panel: String,
    /// When the back-end told it.
    pub at: Micros,
    /// Sealed with the person's key.
    pub content: Vec<u8>,
}

const OF: &str = "SELECT id, panel, at, content FROM panel_answer
    WHERE account_id = $1 AND tile = $2 AND expires_at > $3";

/// What was kept of a person for the panels of a service.
///
/// # Errors
/// The database's.
pub async fn of(db: &mut impl Sql, account: AccountId, tile: &TileId, now: Micros) -> Result<Vec<Kept>> {
    Ok(on!(db, |c| sqlx::query_as(OF).bind(account).bind(tile).bind(now).fetch_all(c).await)?)
}

/// An answer to keep.
pub struct Keep<'a> {
    /// Its id: it is sealed for this row.
    pub id: Uuid,
    /// Whose it is.
    pub account: AccountId,
    /// For which service.
    pub tile: &'a TileId,
    /// For which panel.
    pub panel: &'a str,
    /// When the back-end told it.
    pub at: Micros,
    /// Until when it may be shown.
    pub expires_at: Micros,
    /// Sealed.
    pub content: &'a [u8],
}

const KEEP: &str = "INSERT INTO panel_answer (id, account_id, tile, panel, at, expires_at, content)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (account_id, tile, panel) DO UPDATE SET id = excluded.id, at = excluded.at,
        expires_at = excluded.expires_at, content = excluded.content
    WHERE panel_answer.at <= excluded.at";

/// Keeps an answer in the place of an older one.
///
/// # Errors
/// The database's.
pub async fn keep(tx: &mut Write, keep: &Keep<'_>) -> Result<()> {
    on!(tx, |c| sqlx::query(KEEP)
        .bind(keep.id)
        .bind(keep.account)
        .bind(keep.tile)
        .bind(keep.panel)
        .bind(keep.at)
        .bind(keep.expires_at)
        .bind(keep.content)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const CLEAR: &str = "DELETE FROM panel_answer WHERE expires_at <= $1";

/// Destroys what may no longer be shown.
///
/// # Errors
/// The database's.
pub async fn clear(tx: &mut Write, now: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR).bind(now).execute(c).await.map(drop))?;
    Ok(())
}

/// An answer as the person whom it is about may see it.
#[derive(sqlx::FromRow)]
pub(super) struct Own {
    pub id: Uuid,
    pub tile: TileId,
    pub panel: String,
    pub at: Micros,
    pub expires_at: Micros,
    /// Sealed.
    pub content: Vec<u8>,
}

const ALL: &str = "SELECT id, tile, panel, at, expires_at, content
    FROM panel_answer WHERE account_id = $1 ORDER BY id";

/// Every answer that is kept of a person, the oldest first.
pub(super) async fn all(db: &mut impl Sql, account: AccountId) -> Result<Vec<Own>> {
    Ok(on!(db, |c| sqlx::query_as(ALL).bind(account).fetch_all(c).await)?)
}

const DELETE_ALL: &str = "DELETE FROM panel_answer WHERE account_id = $1";

pub(super) async fn delete_all(tx: &mut Write, account: AccountId) -> Result<()> {
    on!(tx, |c| sqlx::query(DELETE_ALL).bind(account).execute(c).await.map(drop))?;
    Ok(())
}
