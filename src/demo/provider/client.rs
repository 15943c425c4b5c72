//! How the portal proves to the demo's provider who it is: by an assertion signed with a key that it
//! publishes (`private_key_jwt`, RFC 7523 §3), as in production, or by a secret.

use std::sync::PoisonError;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use subtle::ConstantTimeEq as _;

use super::token::{Refusal, bad};
use super::{CLIENT_ID, Provider};
use crate::demo::http::Fields;

/// What `client_assertion_type` says of an assertion.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How far the portal's clock and ours may differ, in seconds.
const LEEWAY: i64 = 5;
/// How long an assertion may hold, in seconds.
const LONGEST: i64 = 60;

/// The claims of a client assertion beside those that the library checks.
#[derive(Deserialize)]
struct Assertion {
    sub: String,
    /// One text and no list (FAPI 2.0 §5.3.3.1).
    aud: String,
    iat: i64,
    exp: i64,
    jti: String,
}

impl Provider {
    /// Client authentication: in one way, never in two (RFC 6749 §2.3).
    pub(super) async fn authenticate(&self, headers: &HeaderMap, fields: &Fields) -> Result<(), Refusal> {
        if fields.repeated().is_some() {
            return Err(bad("invalid_request", "a parameter comes twice"));
        }
        let posted = fields.get("client_secret");
        let assertion = fields.get("client_assertion");
        let known = match (headers.get(header::AUTHORIZATION), posted, assertion) {
            (Some(value), None, None) => basic(value).is_some_and(|(id, secret)| self.knows(&id, &secret)),
            (None, Some(secret), None) => self.knows(fields.get("client_id").unwrap_or_default(), secret),
            (None, None, Some(assertion)) => {
                let named = fields.get("client_id").is_none_or(|id| id == CLIENT_ID);
                let typed = fields.get("client_assertion_type") == Some(ASSERTION_TYPE);
                named && typed && self.believes(assertion).await.is_some()
            }
            (None, None, None) => false,
            _ => return Err(bad("invalid_request", "two ways of client authentication")),
        };
        known.then_some(()).ok_or(Refusal::unknown_client())
    }

    fn knows(&self, id: &str, secret: &str) -> bool {
        let right = secret.as_bytes().ct_eq(self.client_secret.expose_secret().as_bytes());
        id == CLIENT_ID && bool::from(right)
    }

    /// Whether the portal signed that assertion for us, a moment ago and for this one use.
    async fn believes(&self, assertion: &str) -> Option<()> {
        let id = jsonwebtoken::decode_header(assertion).ok()?.kid?;
        let key = DecodingKey::from_jwk(&self.portal_key(&id).await?).ok()?;
        let mut rules = Validation::new(Algorithm::ES256);
        // Times are checked against our own clock, which tests move.
        rules.validate_exp = false;
        rules.set_issuer(&[CLIENT_ID]);
        rules.set_audience(&[&self.issuer]);
        rules.set_required_spec_claims(&["exp", "iss", "sub", "aud"]);
        let claims = jsonwebtoken::decode::<Assertion>(assertion, &key, &rules).ok()?.claims;
        let now = self.clock.now();
        let seconds = now.seconds();
        let sound = claims.sub == CLIENT_ID
            && claims.aud == self.issuer
            && seconds <= claims.exp + LEEWAY
            && claims.iat <= seconds + LEEWAY
            && claims.exp - claims.iat <= LONGEST;
        let used = &mut self.memory().assertions;
        if !sound || used.get_mut(&claims.jti, now).is_some() {
            return None;
        }
        used.insert(claims.jti, (), now.after(Duration::from_mins(2)), now);
        Some(())
    }

    /// The portal's key of that name; its keys are read again when the name is new.
    async fn portal_key(&self, id: &str) -> Option<Jwk> {
        if let Some(key) = self.known_key(id) {
            return Some(key);
        }
        let address = self.portal.join("/.well-known/jwks.json").ok()?;
        let answer = self.http.get(address).send().await.ok()?.error_for_status().ok()?;
        let keys: JwkSet = answer.json().await.ok()?;
        *self.portal_keys.lock().unwrap_or_else(PoisonError::into_inner) = Some(keys);
        self.known_key(id)
    }

    fn known_key(&self, id: &str) -> Option<Jwk> {
        let keys = self.portal_keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.as_ref()?.find(id).cloned()
    }
}

/// Id and secret, each form-encoded before they were joined (RFC 6749 §2.3.1).
fn basic(value: &HeaderValue) -> Option<(String, String)> {
    let (scheme, encoded) = value.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let joined = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = joined.split_once(':')?;
    let pair = Fields::parse(&format!("id={id}&secret={secret}"));
    Some((pair.get("id")?.to_owned(), pair.get("secret")?.to_owned()))
}
