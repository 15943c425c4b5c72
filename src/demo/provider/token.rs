//! The token and userinfo endpoints (OpenID Connect Core 1.0 §3.1.3 and §5.3).

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{AccessToken, CLIENT_ID, Provider, SignIn, level_name};
use crate::demo::http::{Fault, Fields};
use crate::demo::keys;

/// How long an access token lasts.
const ACCESS: Duration = Duration::from_mins(10);
/// How long an ID token lasts.
const ID_TOKEN: Duration = Duration::from_mins(5);

/// A refusal of RFC 6749 §5.2.
pub(super) struct Refusal(StatusCode, &'static str, &'static str);

impl Refusal {
    pub(super) fn unknown_client() -> Self {
        Self(StatusCode::UNAUTHORIZED, "invalid_client", "unknown client, or not proven to be it")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self(status, error, description) = self;
        let mut response =
            (status, Json(json!({"error": error, "error_description": description}))).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static(r#"Basic realm="parvis-demo", charset="UTF-8""#);
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

pub(super) fn bad(error: &'static str, description: &'static str) -> Refusal {
    Refusal(StatusCode::BAD_REQUEST, error, description)
}

/// `POST /token`
pub(super) async fn token(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: String,
) -> Result<Response, Fault> {
    let fields = Fields::parse(&body);
    let known = provider.authenticate(&headers, &fields).await;
    match known.and_then(|()| redeem(&provider, &fields)) {
        Ok(redeemed) => Ok(Json(redeemed.answer(&provider)?).into_response()),
        Err(refusal) => Ok(refusal.into_response()),
    }
}

/// What a code brought.
struct Redeemed {
    sign_in: SignIn,
    nonce: Option<String>,
    scopes: Vec<String>,
    access_token: String,
}

/// Turns a code into an access token: once, for whom it was made, with the verifier of its
/// challenge (RFC 7636 §4.6).
fn redeem(provider: &Provider, fields: &Fields) -> Result<Redeemed, Refusal> {
    match fields.get("grant_type") {
        Some("authorization_code") => {}
        Some(_) => return Err(bad("unsupported_grant_type", "grant_type must be authorization_code")),
        None => return Err(bad("invalid_request", "grant_type is missing")),
    }
    let now = provider.clock.now();
    let mut memory = provider.memory();
    let memory = &mut *memory;
    let code = fields.get("code").unwrap_or_default();
    let invalid = |why| Err(bad("invalid_grant", why));
    let Some(grant) = memory.grants.get_mut(code, now) else {
        return invalid("unknown or ended code");
    };
    if let Some(token) = &grant.token {
        memory.tokens.remove(token);
        return invalid("the code was used before");
    }
    if fields.get("redirect_uri") != Some(&grant.redirect_uri) {
        return invalid("another redirect_uri than the code's");
    }
    let verifier = fields.get("code_verifier").unwrap_or_default();
    if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) != grant.challenge {
        return invalid("the verifier does not fit the challenge");
    }
    let access_token = keys::secret();
    grant.token = Some(access_token.clone());
    let token = AccessToken { person: grant.sign_in.person, scopes: grant.scopes.clone() };
    memory.tokens.insert(access_token.clone(), token, now.after(ACCESS), now);
    Ok(Redeemed {
        sign_in: grant.sign_in,
        nonce: grant.nonce.clone(),
        scopes: grant.scopes.clone(),
        access_token,
    })
}

impl Redeemed {
    fn answer(self, provider: &Provider) -> Result<Value, Fault> {
        let id_token = provider.key.sign(&self.id_token(provider))?;
        Ok(json!({
            "access_token": self.access_token,
            "token_type": "Bearer",
            "expires_in": ACCESS.as_secs(),
            "scope": self.scopes.join(" "),
            "id_token": id_token,
        }))
    }

    /// The claims of the ID token (OpenID Connect Core §2).
    fn id_token(&self, provider: &Provider) -> Value {
        let now = provider.clock.now();
        let mut claims = self.sign_in.person.claims(&self.scopes, provider.today());
        let own = [
            ("iss", json!(provider.issuer)),
            ("sub", json!(self.sign_in.person.subject)),
            ("aud", json!(CLIENT_ID)),
            ("iat", json!(now.seconds())),
            ("exp", json!(now.after(ID_TOKEN).seconds())),
            ("auth_time", json!(self.sign_in.at.seconds())),
            ("acr", json!(level_name(self.sign_in.level))),
            ("at_hash", json!(half_hash(&self.access_token))),
        ];
        claims.extend(own.map(|(name, value)| (name.to_owned(), value)));
        claims.extend(self.nonce.iter().map(|nonce| ("nonce".to_owned(), json!(nonce))));
        Value::Object(claims)
    }
}

/// `at_hash`: the left half of the token's SHA-256 (OpenID Connect Core §3.1.3.6).
fn half_hash(token: &str) -> String {
    let digest = Sha256::digest(token);
    URL_SAFE_NO_PAD.encode(digest.iter().take(16).copied().collect::<Vec<u8>>())
}

/// `GET` or `POST /userinfo`
pub(super) async fn userinfo(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Response {
    let now = provider.clock.now();
    let mut memory = provider.memory();
    let token = bearer(&headers).and_then(|token| memory.tokens.get_mut(token, now));
    let Some(AccessToken { person, scopes }) = token else {
        let challenge = [(header::WWW_AUTHENTICATE, r#"Bearer error="invalid_token""#)];
        return (StatusCode::UNAUTHORIZED, challenge).into_response();
    };
    let mut claims = person.claims(scopes, provider.today());
    claims.insert("sub".into(), json!(person.subject));
    Json(claims).into_response()
}

/// The token of `Authorization: Bearer` (RFC 6750 §2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}
