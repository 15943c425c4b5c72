//! Sign-out asked by the relying party (OpenID Connect RP-Initiated Logout 1.0).

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use url::Url;

use super::authorize::{View, page, session_cookie};
use super::{CLIENT_ID, Provider};
use crate::demo::http::{Fault, Fields};

/// `GET /logout`: at once when the relying party proves that it knows the person; else the person
/// is asked first.
pub(super) async fn ask(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let fields = Fields::parse(&query.unwrap_or_default());
    if fields.get("id_token_hint").is_some_and(|hint| is_ours(&provider, hint)) {
        return end(&provider, &headers, &fields);
    }
    show(&provider, &headers, &fields, "leave")
}

/// `POST /logout`: from the page's own button, or from the relying party.
pub(super) async fn confirm(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: String,
) -> Result<Response, Fault> {
    let form = Fields::parse(&body);
    if form.get("confirm").is_some() {
        return end(&provider, &headers, &Fields::parse(&query.unwrap_or_default()));
    }
    if form.get("id_token_hint").is_some_and(|hint| is_ours(&provider, hint)) {
        return end(&provider, &headers, &form);
    }
    show(&provider, &headers, &form, "leave")
}

/// Whether we signed that ID token for the portal. Its age does not matter here (§4 of the
/// specification).
fn is_ours(provider: &Provider, hint: &str) -> bool {
    #[derive(Deserialize)]
    struct NoClaims {}
    let Ok(key) = DecodingKey::from_jwk(&provider.key.jwk) else { return false };
    let mut rules = Validation::new(Algorithm::ES256);
    rules.validate_exp = false;
    rules.set_issuer(&[&provider.issuer]);
    rules.set_audience(&[CLIENT_ID]);
    jsonwebtoken::decode::<NoClaims>(hint, &key, &rules).is_ok()
}

fn end(provider: &Provider, headers: &HeaderMap, fields: &Fields) -> Result<Response, Fault> {
    if let Some(session) = session_cookie(headers) {
        provider.memory().sessions.remove(&session);
    }
    let back = fields.get("post_logout_redirect_uri").and_then(|text| Url::parse(text).ok());
    match back.filter(|address| provider.is_portals(address)) {
        Some(mut address) => {
            if let Some(state) = fields.get("state") {
                address.query_pairs_mut().append_pair("state", state);
            }
            Ok(Redirect::to(address.as_str()).into_response())
        }
        None => show(provider, headers, fields, "left"),
    }
}

fn show(
    provider: &Provider,
    headers: &HeaderMap,
    fields: &Fields,
    kind: &'static str,
) -> Result<Response, Fault> {
    let view = View { kind, parameter: "", portal: provider.portal.as_str() };
    Ok(page(provider, headers, fields, "/logout", view)?.into_response())
}
