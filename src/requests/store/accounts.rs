//! What became of all that was sent, counted and listed, for reconciling.

use crate::id::RequestId;
use crate::on;
use crate::store::{Result, Sql};
use crate::tiles::TileId;

/// How many of a tile's are how far.
#[derive(Debug, sqlx::FromRow)]
pub struct Tally {
    /// The tile.
    pub tile: TileId,
    /// How far: a word of `delivery`.
    pub delivery: String,
    /// How many.
    pub count: i64,
}

const REQUESTS: &str = "SELECT tile, delivery, COUNT(*) AS count FROM request WHERE state <> 'draft'
    GROUP BY tile, delivery ORDER BY tile, delivery";

/// How far the requests that were sent have come.
///
/// # Errors
/// The database's.
pub async fn requests(db: &mut impl Sql) -> Result<Vec<Tally>> {
    Ok(on!(db, |c| sqlx::query_as(REQUESTS).fetch_all(c).await)?)
}

const REPLIES: &str = "SELECT r.tile, p.delivery, COUNT(*) AS count FROM reply p
    JOIN request r ON r.id = p.request_id GROUP BY r.tile, p.delivery ORDER BY r.tile, p.delivery";

/// How far answers and messages have come.
///
/// # Errors
/// The database's.
pub async fn replies(db: &mut impl Sql) -> Result<Vec<Tally>> {
    Ok(on!(db, |c| sqlx::query_as(REPLIES).fetch_all(c).await)?)
}

/// A request that was sent.
#[derive(Debug, sqlx::FromRow)]
pub struct Sent {
    /// Its id.
    pub id: RequestId,
    /// For which service.
    pub tile: TileId,
    /// How far it has come.
    pub delivery: String,
}

const IDS: &str = "SELECT id, tile, delivery FROM request WHERE state <> 'draft' ORDER BY id";

/// Every request that was sent.
///
/// # Errors
/// The database's.
pub async fn ids(db: &mut impl Sql) -> Result<Vec<Sent>> {
    Ok(on!(db, |c| sqlx::query_as(IDS).fetch_all(c).await)?)
}

const FORGOTTEN: &str =
    "SELECT r.id FROM request r WHERE r.state <> 'draft' AND r.delivery IN ('none', 'waiting')
    AND NOT EXISTS (SELECT 1 FROM job j WHERE j.request_id = r.id AND j.kind = 'deliver-request'
        AND j.state IN ('waiting', 'leased'))";

/// The requests on their way for which no job is left: promised, and forgotten.
///
/// # Errors
/// The database's.
pub async fn forgotten(db: &mut impl Sql) -> Result<Vec<RequestId>> {
    Ok(on!(db, |c| sqlx::query_scalar(FORGOTTEN).fetch_all(c).await)?)
}
