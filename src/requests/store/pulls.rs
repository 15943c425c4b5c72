//! How the portal and its back-ends hear of each other, and how far states have been pulled.

use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::tiles::TileId;

/// How a back-end was last heard.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Contact {
    /// Its name in the operator's registry.
    pub backend: String,
    /// When it last answered or called.
    pub heard_at: Option<Micros>,
    /// Since when it does not answer.
    pub failing_since: Option<Micros>,
}

/// A contact is written down again after this many microseconds: a minute.
const FRESH_US: i64 = 60_000_000;

const HEARD: &str = "INSERT INTO contact (backend, heard_at) VALUES ($1, $2)
    ON CONFLICT (backend) DO UPDATE SET heard_at = excluded.heard_at, failing_since = NULL
    WHERE contact.failing_since IS NOT NULL OR contact.heard_at IS NULL OR contact.heard_at < $2 - $3";

/// Notes that a back-end answered or called.
///
/// # Errors
/// The database's.
pub async fn heard(tx: &mut Write, backend: &str, at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(HEARD).bind(backend).bind(at).bind(FRESH_US).execute(c).await.map(drop))?;
    Ok(())
}

const FAILED: &str = "INSERT INTO contact (backend, failing_since) VALUES ($1, $2)
    ON CONFLICT (backend) DO UPDATE SET failing_since = excluded.failing_since
    WHERE contact.failing_since IS NULL";

/// Notes that a back-end does not answer.
///
/// # Errors
/// The database's.
pub async fn failed(tx: &mut Write, backend: &str, at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(FAILED).bind(backend).bind(at).execute(c).await.map(drop))?;
    Ok(())
}

const CONTACTS: &str = "SELECT backend, heard_at, failing_since FROM contact ORDER BY backend";

/// How every back-end was last heard.
///
/// # Errors
/// The database's.
pub async fn contacts(db: &mut impl Sql) -> Result<Vec<Contact>> {
    Ok(on!(db, |c| sqlx::query_as(CONTACTS).fetch_all(c).await)?)
}

/// How far a tile's states have been pulled.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Pull {
    /// The back-end's mark of where to go on; none to begin at the beginning.
    pub mark: Option<String>,
    /// Up to when all is known that the back-end had to tell.
    pub pulled_at: Option<Micros>,
    /// When everything is to be pulled again.
    pub full_at: Micros,
}

const BEGIN: &str = "INSERT INTO pull (tile, next_at, full_at) VALUES ($1, $2, $2)
    ON CONFLICT (tile) DO NOTHING";

const TAKE: &str = "UPDATE pull SET next_at = $3 WHERE tile = $1 AND next_at <= $2
    RETURNING mark, pulled_at, full_at";

/// Takes a tile's turn to be pulled, so that no other node does; `None` when it is not due.
///
/// # Errors
/// The database's.
pub async fn take(tx: &mut Write, tile: &TileId, now: Micros, next: Micros) -> Result<Option<Pull>> {
    on!(tx, |c| sqlx::query(BEGIN).bind(tile).bind(now).execute(c).await.map(drop))?;
    Ok(on!(tx, |c| sqlx::query_as(TAKE).bind(tile).bind(now).bind(next).fetch_optional(c).await)?)
}

const PULLED: &str = "UPDATE pull SET mark = $2, pulled_at = $3, full_at = $4 WHERE tile = $1";

/// Notes how far a tile's states have been pulled.
///
/// # Errors
/// The database's.
pub async fn pulled(tx: &mut Write, tile: &TileId, pull: &Pull) -> Result<()> {
    on!(tx, |c| sqlx::query(PULLED)
        .bind(tile)
        .bind(&pull.mark)
        .bind(pull.pulled_at)
        .bind(pull.full_at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const PULLED_AT: &str = "SELECT tile, pulled_at FROM pull WHERE pulled_at IS NOT NULL";

/// Up to when each tile's states are known.
///
/// # Errors
/// The database's.
pub async fn pulled_at(db: &mut impl Sql) -> Result<Vec<(TileId, Micros)>> {
    Ok(on!(db, |c| sqlx::query_as(PULLED_AT).fetch_all(c).await)?)
}
