//! What elements keep of what people are doing in them.

use uuid::Uuid;

use crate::clock::Micros;
use crate::id::AccountId;
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::tiles::TileId;

/// Something kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Kept {
    /// Its id: it is sealed for this row.
    pub id: Uuid,
    /// For which service.
    pub tile: TileId,
    /// When it was saved.
    pub saved_at: Micros,
    /// Until when it is kept.
    pub expires_at: Micros,
    /// Sealed.
    pub content: Vec<u8>,
}

const OF: &str = "SELECT id, tile, saved_at, expires_at, content FROM app_draft
    WHERE account_id = $1 AND tile = $2 AND expires_at > $3";

/// What is kept of a person for a service.
///
/// # Errors
/// The database's.
pub async fn of(db: &mut impl Sql, account: AccountId, tile: &TileId, now: Micros) -> Result<Option<Kept>> {
    Ok(on!(db, |c| sqlx::query_as(OF).bind(account).bind(tile).bind(now).fetch_optional(c).await)?)
}

const ALL: &str = "SELECT id, tile, saved_at, expires_at, content FROM app_draft
    WHERE account_id = $1 ORDER BY id";

/// All that is kept of a person, the oldest first.
///
/// # Errors
/// The database's.
pub async fn all(db: &mut impl Sql, account: AccountId) -> Result<Vec<Kept>> {
    Ok(on!(db, |c| sqlx::query_as(ALL).bind(account).fetch_all(c).await)?)
}

const KEEP: &str = "INSERT INTO app_draft (id, account_id, tile, saved_at, expires_at, content)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (account_id, tile) DO UPDATE SET id = excluded.id, saved_at = excluded.saved_at,
        expires_at = excluded.expires_at, content = excluded.content";

/// Keeps something in the place of what was kept before.
///
/// # Errors
/// The database's.
pub async fn keep(tx: &mut Write, account: AccountId, kept: &Kept) -> Result<()> {
    on!(tx, |c| sqlx::query(KEEP)
        .bind(kept.id)
        .bind(account)
        .bind(&kept.tile)
        .bind(kept.saved_at)
        .bind(kept.expires_at)
        .bind(&kept.content)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const DELETE: &str = "DELETE FROM app_draft WHERE account_id = $1 AND tile = $2";

/// Destroys what is kept of a person for a service; whether there was something.
///
/// # Errors
/// The database's.
pub async fn delete(tx: &mut Write, account: AccountId, tile: &TileId) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(DELETE)
        .bind(account)
        .bind(tile)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

const DELETE_ALL: &str = "DELETE FROM app_draft WHERE account_id = $1";

/// Destroys all that is kept of a person.
///
/// # Errors
/// The database's.
pub async fn delete_all(tx: &mut Write, account: AccountId) -> Result<()> {
    on!(tx, |c| sqlx::query(DELETE_ALL).bind(account).execute(c).await.map(drop))?;
    Ok(())
}

const CLEAR: &str = "DELETE FROM app_draft WHERE expires_at <= $1";

/// Destroys what has been kept long enough.
///
/// # Errors
/// The database's.
pub async fn clear(tx: &mut Write, now: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR).bind(now).execute(c).await.map(drop))?;
    Ok(())
}
