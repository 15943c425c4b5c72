//! The pages before and after a session, and the addresses that issuers send people back to.

mod callback;
mod sign_in;
mod sign_out;

use axum::Router;
use axum::routing::{get, post};

use super::Identity;

/// The pages, without the language prefix.
pub fn router(identity: Identity) -> Router {
    Router::new()
        .route("/sign-in", get(sign_in::choose))
        .route("/sign-in/{slug}", get(sign_in::start))
        .route("/sign-out", post(sign_out::sign_out))
        .route("/signed-out", get(sign_out::signed_out))
        .with_state(identity)
}

/// Where issuers send people back to, at the root: these addresses are registered with each issuer
/// and name no language.
pub fn callback_router(identity: Identity) -> Router {
    Router::new()
        .route("/auth/callback/{slug}", get(callback::callback))
        .route("/auth/logged-out", get(sign_out::logged_out))
        .with_state(identity)
}
