//! The demo's identity provider: OpenID Connect Core 1.0 over HTTP, with the authorization code
//! flow and PKCE. It asks for no password. The portal reaches it as it reaches any other issuer.

mod authorize;
mod client;
mod expiring;
mod logout;
mod token;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::civil::Date;
use jsonwebtoken::jwk::JwkSet;
use secrecy::SecretString;
use serde_json::{Value, json};
use url::Url;

use self::expiring::Expiring;
use super::keys::TokenKey;
use super::pages::{self, Pages};
use super::people::Sample;
use crate::clock::{Clock, Micros};

/// The client id of the portal at this provider.
pub(super) const CLIENT_ID: &str = "parvis";

/// The path of everything here. An issuer with a path reads the same as text and as a parsed URL: a
/// bare origin would gain a slash when parsed and no longer equal itself (OpenID Connect Core §2).
pub(super) const PATH: &str = "/oidc";

/// What authentication context class references begin with; the level, 1 to 3, follows.
const LEVEL_PREFIX: &str = "urn:parvis-demo:loa:";

/// What the provider is made of.
pub(super) struct Provider {
    /// The issuer identifier.
    pub(super) issuer: String,
    /// The one relying party: its origin is where answers may go.
    pub(super) portal: Url,
    /// For a client that shares a secret instead of a key.
    pub(super) client_secret: SecretString,
    /// The portal's public keys, as last read.
    pub(super) portal_keys: Mutex<Option<JwkSet>>,
    pub(super) http: reqwest::Client,
    pub(super) key: TokenKey,
    pub(super) clock: Clock,
    pub(super) pages: Pages,
    pub(super) memory: Mutex<Memory>,
}

/// What the provider remembers until it stops.
#[derive(Default)]
pub(super) struct Memory {
    sessions: Expiring<SignIn>,
    grants: Expiring<Grant>,
    tokens: Expiring<AccessToken>,
    /// The client assertions that were used, by `jti`.
    assertions: Expiring<()>,
}

/// Who signed in, when and how surely.
#[derive(Clone, Copy)]
struct SignIn {
    person: &'static Sample,
    at: Micros,
    level: u8,
}

/// What an authorization code stands for.
struct Grant {
    sign_in: SignIn,
    redirect_uri: String,
    challenge: String,
    nonce: Option<String>,
    scopes: Vec<String>,
    /// The token given for the code: a second use of the code ends it (RFC 6749 §4.1.2).
    token: Option<String>,
}

struct AccessToken {
    person: &'static Sample,
    scopes: Vec<String>,
}

impl Provider {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Today's date where the sample people live.
    fn today(&self) -> Date {
        let now = self.clock.now().timestamp();
        now.in_tz("America/Toronto").map_or(Date::constant(2026, 1, 1), |zoned| zoned.date())
    }

    /// Whether `address` belongs to the portal: only there do answers go.
    fn is_portals(&self, address: &Url) -> bool {
        address.origin() == self.portal.origin() && address.fragment().is_none()
    }
}

/// The provider's endpoints.
pub(super) fn router(provider: Arc<Provider>) -> Router {
    let endpoints = Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/jwks", get(jwks))
        .route("/authorize", get(authorize::ask).post(authorize::ask_by_form))
        .route("/sign-in", post(authorize::sign_in))
        .route("/token", post(token::token))
        .route("/userinfo", get(token::userinfo).post(token::userinfo))
        .route("/logout", get(logout::ask).post(logout::confirm))
        .with_state(provider);
    Router::new().nest(PATH, endpoints).route("/style.css", get(pages::style))
}

/// OpenID Connect Discovery 1.0 §3.
async fn discovery(State(provider): State<Arc<Provider>>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", provider.issuer);
    let levels: Vec<String> = (1..=3).map(level_name).collect();
    Json(json!({
        "issuer": provider.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "userinfo_endpoint": at("/userinfo"),
        "end_session_endpoint": at("/logout"),
        "jwks_uri": at("/jwks"),
        "scopes_supported": ["openid", "profile", "email"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported":
            ["private_key_jwt", "client_secret_basic", "client_secret_post"],
        "token_endpoint_auth_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": levels,
        "prompt_values_supported": ["none", "login", "select_account"],
        "ui_locales_supported": ["fr-CA", "en-CA"],
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "at_hash", "name",
            "given_name", "family_name", "birthdate", "locale", "email", "email_verified", "roles"],
        "authorization_response_iss_parameter_supported": true,
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
    }))
}

/// The public keys (RFC 7517 §5).
async fn jwks(State(provider): State<Arc<Provider>>) -> Json<Value> {
    Json(json!({ "keys": [provider.key.jwk] }))
}

fn level_name(level: u8) -> String {
    format!("{LEVEL_PREFIX}{level}")
}
