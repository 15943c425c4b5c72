//! What a back-end is told of a citizen whose portal account is closed (contract §3): its records stay,
//! and it knows that nobody reads its news any more.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use axum::routing::post;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use super::Backend;
use super::api::{Call, Refusal, admit, not_understood, still_running};
use super::store::Change;
use crate::clock::Micros;

/// The route.
pub(super) fn router() -> Router<Arc<Backend>> {
    Router::new().route("/v2/account-closed", post(take))
}

#[derive(Deserialize)]
struct Closed {
    closed_at: Timestamp,
}

/// `POST /v2/account-closed`: the citizen of the identity assertion has closed their account.
async fn take(
    State(backend): State<Arc<Backend>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let call = admit(&backend, &uri, &headers, &body).await?;
    let _under_way = backend.take(&call.key).ok_or_else(still_running)?;
    let response = note(&backend, &call, &body).await?;
    backend.linger().await;
    Ok(response)
}

async fn note(backend: &Backend, call: &Call, body: &[u8]) -> Result<Response, Refusal> {
    let mut change = backend.store.change().await?;
    if let Some(earlier) = call.earlier(backend, &mut change).await? {
        change.commit().await?;
        return Ok(earlier);
    }
    let Closed { closed_at } =
        serde_json::from_slice(body).map_err(|error| not_understood(error.to_string()))?;
    insert(&mut change, &call.citizen, Micros(closed_at.as_microsecond())).await?;
    let answer = json!({});
    let response =
        call.settle(backend, &mut change, ("account-closed", ""), (StatusCode::OK, &answer)).await?;
    change.commit().await?;
    Ok(response)
}

async fn insert(change: &mut Change, citizen: &str, at: Micros) -> Result<(), sqlx::Error> {
    let sql =
        "INSERT INTO closed_account (citizen, closed_at) VALUES ($1, $2) ON CONFLICT (citizen) DO NOTHING";
    sqlx::query(sql).bind(citizen).bind(at).execute(&mut **change).await?;
    Ok(())
}

impl Backend {
    /// The citizens whose account is closed, and since when.
    pub(super) async fn closed_accounts(&self) -> Result<Vec<(String, Micros)>, sqlx::Error> {
        let sql = "SELECT citizen, closed_at FROM closed_account ORDER BY closed_at DESC LIMIT 500";
        sqlx::query_as(sql).fetch_all(self.store.pool()).await
    }
}
