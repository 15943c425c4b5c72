//! What back-ends and identity providers read of the portal: its public keys.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};

use super::Keys;

/// The routes, at the root.
pub fn router(keys: Keys) -> Router {
    Router::new().route("/.well-known/jwks.json", get(published)).with_state(keys)
}

/// The public keys that verify what the portal signs, as a JWK set (RFC 7517).
async fn published(State(keys): State<Keys>) -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(keys.published().await))
}
