//! The pages before and after a session, and the addresses that issuers send people back to.

mod backchannel;
mod callback;
mod initiate;
mod sign_in;
mod sign_ins;
mod sign_out;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};

use super::{Identity, session};
use crate::limits::Limit;
use crate::web::limited;

/// The pages, without the language prefix.
pub fn router(identity: Identity) -> Router {
    Router::new()
        .route("/sign-in", limited(Limit::SignIn, get(sign_in::choose)))
        .route("/sign-in/{slug}", limited(Limit::SignIn, get(sign_in::start)))
        .route("/account/sign-ins", get(sign_ins::show).post(sign_ins::change))
        .route("/sign-out", post(sign_out::sign_out))
        .route("/quick-exit", post(sign_out::quick_exit))
        .route("/signed-out", get(sign_out::signed_out))
        .with_state(identity.clone())
        .merge(session::pages_router(identity))
}

/// Where issuers send people back to, at the root: these addresses are registered with each issuer
/// and name no language.
pub fn callback_router(identity: Identity) -> Router {
    Router::new()
        .route("/auth/callback/{slug}", limited(Limit::SignInAnswer, get(callback::callback)))
        .route("/auth/logged-out", get(sign_out::logged_out))
        .route(
            "/auth/initiate",
            limited(Limit::SignIn, get(initiate::initiate).post(initiate::initiate_by_form)),
        )
        .with_state(identity)
}

/// Where issuers call the portal themselves: no cookie is read here.
pub fn issuer_router(identity: Identity) -> Router {
    Router::new()
        .route("/auth/backchannel-logout", limited(Limit::IssuerLogout, post(backchannel::logout)))
        .with_state(identity)
}

/// A route that each address may use so often and no more.
fn limited(limit: Limit, route: MethodRouter<Identity>) -> MethodRouter<Identity> {
    route.layer(from_fn_with_state(limit, limited::layer))
}
