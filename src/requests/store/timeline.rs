//! The lines of requests' timelines.

use serde_json::{Map, Value};
use sqlx::types::Json;

use crate::clock::Micros;
use crate::id::{RequestId, StepId};
use crate::on;
use crate::requests::State;
use crate::store::{Result, Sql, Write};

/// A line of a request's timeline.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Step {
    /// When it happened.
    pub at: Micros,
    /// What happened, a word of the portal's.
    pub kind: String,
    /// For a status: the state it led to; none when the tile does not know its code.
    pub state: Option<State>,
    /// The tile's own words for it.
    pub key: Option<String>,
    /// The parameters of those words.
    pub params: Json<Map<String, Value>>,
    /// The back-end's own number of it; none when the portal itself wrote the line.
    pub seq: Option<i64>,
    /// The back-end's code.
    pub code: Option<String>,
    /// For a status that closes: how it ended.
    pub outcome: Option<String>,
    /// Its id: where what is sealed of it opens.
    pub id: StepId,
    /// Sealed: what else the back-end said.
    pub details: Option<Vec<u8>>,
}

const INSERT_STEP: &str =
    "INSERT INTO step (id, request_id, at, kind, state, key, params, seq, code, outcome, details)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (request_id, seq) DO NOTHING";

/// Adds a line to a request's timeline; `false` when the back-end's line of that number is there.
///
/// # Errors
/// The database's.
pub async fn insert_step(tx: &mut Write, request: RequestId, step: &Step) -> Result<bool> {
    let inserted = on!(tx, |c| sqlx::query(INSERT_STEP)
        .bind(step.id)
        .bind(request)
        .bind(step.at)
        .bind(&step.kind)
        .bind(step.state)
        .bind(&step.key)
        .bind(&step.params)
        .bind(step.seq)
        .bind(&step.code)
        .bind(&step.outcome)
        .bind(&step.details)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(inserted == 1)
}

const STEPS: &str = "SELECT at, kind, state, key, params, seq, code, outcome, id, details
    FROM step WHERE request_id = $1 ORDER BY id LIMIT 1000";

/// The lines of a request's timeline, as they were written.
///
/// # Errors
/// The database's.
pub async fn steps(db: &mut impl Sql, request: RequestId) -> Result<Vec<Step>> {
    Ok(on!(db, |c| sqlx::query_as(STEPS).bind(request).fetch_all(c).await)?)
}

const KNOWN_SEQS: &str = "SELECT seq FROM step WHERE request_id = $1 AND seq IS NOT NULL";

/// The numbers of all that a back-end has told of a request.
///
/// # Errors
/// The database's.
pub async fn known_seqs(db: &mut impl Sql, request: RequestId) -> Result<Vec<i64>> {
    Ok(on!(db, |c| sqlx::query_scalar(KNOWN_SEQS).bind(request).fetch_all(c).await)?)
}

const EXPLAIN: &str = "UPDATE step SET state = $3, outcome = $4, key = $5
    WHERE request_id = $1 AND code = $2 AND kind = 'status' AND state IS NULL";

/// Gives a meaning to the statuses of a code that was not known when they came.
///
/// # Errors
/// The database's.
pub async fn explain(
    tx: &mut Write,
    request: RequestId,
    code: &str,
    state: State,
    outcome: Option<&str>,
    key: Option<&str>,
) -> Result<()> {
    on!(tx, |c| sqlx::query(EXPLAIN)
        .bind(request)
        .bind(code)
        .bind(state)
        .bind(outcome)
        .bind(key)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}
