//! What back-ends read of the portal: its public keys.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};

use super::Exchange;

/// The routes, at the root.
pub fn router(exchange: Exchange) -> Router {
    Router::new().route("/.well-known/jwks.json", get(keys)).with_state(exchange)
}

/// The public keys that verify identity assertions, as a JWK set (RFC 7517).
async fn keys(State(exchange): State<Exchange>) -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(exchange.0.keys.published.clone()))
}
