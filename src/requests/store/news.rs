//! What back-ends tell, as it changes a request's row.

use crate::clock::Micros;
use crate::id::{AccountId, RequestId};
use crate::on;
use crate::requests::standing::Standing;
use crate::store::{Result, Sql, Write};
use crate::tiles::TileId;

const HEARD: &str = "UPDATE request SET as_of = CASE WHEN as_of > $2 THEN as_of ELSE $2 END
    WHERE id = $1 AND state <> 'draft'";

/// Notes that the back-end told of the request, and holds its row until the act ends, so that what
/// is told at the same time comes one after the other; `false` for a draft.
///
/// # Errors
/// The database's.
pub async fn heard(tx: &mut Write, id: RequestId, at: Micros) -> Result<bool> {
    let changed =
        on!(tx, |c| sqlx::query(HEARD).bind(id).bind(at).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const HOLD: &str = "UPDATE request SET version = version WHERE id = $1";

/// Holds the request's row until the act ends.
///
/// # Errors
/// The database's.
pub async fn hold(tx: &mut Write, id: RequestId) -> Result<()> {
    on!(tx, |c| sqlx::query(HOLD).bind(id).execute(c).await.map(drop))?;
    Ok(())
}

const STAND: &str =
    "UPDATE request SET state = $2, outcome = COALESCE($3, outcome), withdrawal = COALESCE($4, withdrawal),
    code = $5, unclear = $6, needs_me = $7, state_since = COALESCE($8, state_since), last_seq = $9,
    updated_at = CASE WHEN updated_at > $10 THEN updated_at ELSE $10 END WHERE id = $1";

/// Writes where the request stands.
///
/// # Errors
/// The database's.
pub async fn stand(
    tx: &mut Write,
    id: RequestId,
    standing: &Standing,
    needs_me: bool,
    at: Micros,
) -> Result<()> {
    on!(tx, |c| sqlx::query(STAND)
        .bind(id)
        .bind(standing.state)
        .bind(&standing.outcome)
        .bind(standing.withdrawal)
        .bind(&standing.code)
        .bind(standing.unclear)
        .bind(needs_me)
        .bind(standing.since)
        .bind(standing.last_seq)
        .bind(at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// A request whose latest status the tile did not know when it came.
#[derive(Debug, sqlx::FromRow)]
pub struct Unclear {
    /// Its id.
    pub id: RequestId,
    /// Whose it is.
    pub account_id: AccountId,
    /// For which service.
    pub tile: TileId,
    /// The code.
    pub code: Option<String>,
}

const UNCLEAR: &str =
    "SELECT id, account_id, tile, code FROM request WHERE unclear AND id > $1 ORDER BY id LIMIT 100";

/// Some of the requests whose latest status has a code that the tile did not know.
///
/// # Errors
/// The database's.
pub async fn unclear(db: &mut impl Sql, after: RequestId) -> Result<Vec<Unclear>> {
    Ok(on!(db, |c| sqlx::query_as(UNCLEAR).bind(after).fetch_all(c).await)?)
}

const COUNT_UNCLEAR: &str = "SELECT COUNT(*) FROM request WHERE unclear";

/// How many requests show a neutral state because of a code that their tile does not know.
///
/// # Errors
/// The database's.
pub async fn count_unclear(db: &mut impl Sql) -> Result<i64> {
    Ok(on!(db, |c| sqlx::query_scalar(COUNT_UNCLEAR).fetch_one(c).await)?)
}
