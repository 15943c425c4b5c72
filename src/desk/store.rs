//! What is being written: a row for each service, until it is published.

use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::tiles::TileId;

/// A manuscript as it is kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Row {
    /// Of which service.
    pub tile: TileId,
    /// How often it was saved, the first time included.
    pub version: i64,
    /// The release that its words were taken from; none for a new service.
    pub follows: Option<String>,
    /// Its words, as JSON.
    pub words: String,
    /// When it was last saved.
    pub saved_at: Micros,
}

const ALL: &str = "SELECT tile, version, follows, words, saved_at FROM manuscript ORDER BY tile";

/// Everything that is being written.
pub async fn all(db: &mut impl Sql) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(ALL).fetch_all(c).await)?)
}

const ONE: &str = "SELECT tile, version, follows, words, saved_at FROM manuscript WHERE tile = $1";

/// What is being written of a service.
pub async fn one(db: &mut impl Sql, tile: &TileId) -> Result<Option<Row>> {
    Ok(on!(db, |c| sqlx::query_as(ONE).bind(tile).fetch_optional(c).await)?)
}

const INSERT: &str = "INSERT INTO manuscript (tile, version, follows, words, saved_at)
    VALUES ($1, 1, $2, $3, $4) ON CONFLICT (tile) DO NOTHING";

/// Keeps what is begun; false when someone began meanwhile.
pub async fn begin(
    tx: &mut Write,
    tile: &TileId,
    follows: Option<&str>,
    words: &str,
    at: Micros,
) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(INSERT)
        .bind(tile)
        .bind(follows)
        .bind(words)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

const SAVE: &str =
    "UPDATE manuscript SET words = $3, saved_at = $4, version = version + 1 WHERE tile = $1 AND version = $2";

/// Keeps new words in the place of those of `version`; false when someone saved meanwhile.
pub async fn save(tx: &mut Write, tile: &TileId, version: i64, words: &str, at: Micros) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(SAVE)
        .bind(tile)
        .bind(version)
        .bind(words)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

const END: &str = "DELETE FROM manuscript WHERE tile = $1 AND version = $2";

/// Ends a manuscript, published or thrown away; false when someone saved meanwhile.
pub async fn end(tx: &mut Write, tile: &TileId, version: i64) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(END)
        .bind(tile)
        .bind(version)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
