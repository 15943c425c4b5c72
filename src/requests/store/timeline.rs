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
    /// For a status: the state it led to.
    pub state: Option<State>,
    /// For a status: the tile's own words for it.
    pub key: Option<String>,
    /// The parameters of those words.
    pub params: Json<Map<String, Value>>,
}

const INSERT_STEP: &str =
    "INSERT INTO step (id, request_id, at, kind, state, key, params) VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Adds a line to a request's timeline.
///
/// # Errors
/// The database's.
pub async fn insert_step(tx: &mut Write, id: StepId, request: RequestId, step: &Step) -> Result<()> {
    on!(tx, |c| sqlx::query(INSERT_STEP)
        .bind(id)
        .bind(request)
        .bind(step.at)
        .bind(&step.kind)
        .bind(step.state)
        .bind(&step.key)
        .bind(&step.params)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const STEPS: &str =
    "SELECT at, kind, state, key, params FROM step WHERE request_id = $1 ORDER BY id DESC LIMIT 200";

/// A request's timeline, the latest first.
///
/// # Errors
/// The database's.
pub async fn steps(db: &mut impl Sql, request: RequestId) -> Result<Vec<Step>> {
    Ok(on!(db, |c| sqlx::query_as(STEPS).bind(request).fetch_all(c).await)?)
}
