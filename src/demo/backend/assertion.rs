//! Who calls, for whom: the portal's identity assertion (contract §3), verified against the keys
//! that the portal publishes.

use std::sync::PoisonError;

use axum::http::{HeaderMap, Method, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use url::Url;

use super::Backend;

/// How far the portal's clock and ours may differ, in seconds.
const LEEWAY: i64 = 5;
/// How long an assertion may last at most, in seconds.
const LONGEST: i64 = 60;

/// The claims that this back-end reads.
#[derive(Deserialize)]
pub(super) struct Assertion {
    /// The citizen, pairwise for this organisation; absent when the portal asks for itself.
    pub(super) sub: Option<String>,
    iat: i64,
    exp: i64,
    htm: String,
    htu: String,
    cnt: Option<String>,
}

/// Why a call is not admitted.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    /// The call does not prove what it must; the text says what, for the portal's developers.
    #[error("{0}")]
    Unproven(&'static str),
    /// The token does not hold.
    #[error("the assertion does not hold: {0}")]
    Token(#[from] jsonwebtoken::errors::Error),
    /// The portal's keys cannot be read now.
    #[error("the portal's keys cannot be read: {0}")]
    Keys(#[from] reqwest::Error),
    /// The address of the portal's keys.
    #[error("the address of the portal's keys: {0}")]
    Address(#[from] url::ParseError),
}

impl Backend {
    /// Verifies the assertion of a call.
    pub(super) async fn admit(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Assertion, Refusal> {
        let digest = (!body.is_empty()).then(|| Sha256::digest(body).into());
        self.admit_digest(method, path, headers, digest).await
    }

    /// Verifies the assertion of a call whose body has that digest; `None`: it has no body.
    pub(super) async fn admit_digest(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
        digest: Option<[u8; 32]>,
    ) -> Result<Assertion, Refusal> {
        let token = bearer(headers).ok_or(Refusal::Unproven("Authorization: Bearer is missing"))?;
        let header = jsonwebtoken::decode_header(token)?;
        if !header.typ.as_deref().is_some_and(|typ| typ.eq_ignore_ascii_case("at+jwt")) {
            return Err(Refusal::Unproven("typ is not at+jwt"));
        }
        let key_id = header.kid.ok_or(Refusal::Unproven("kid is missing"))?;
        let jwk = self.portal_key(&key_id).await?.ok_or(Refusal::Unproven("unknown kid"))?;
        let key = DecodingKey::from_jwk(&jwk)?;
        let assertion = jsonwebtoken::decode::<Assertion>(token, &key, &self.rules())?.claims;
        let now = self.clock.now().seconds();
        assertion.check(now, method, &self.base.join(path)?, digest).map_err(Refusal::Unproven)?;
        Ok(assertion)
    }

    fn rules(&self) -> Validation {
        let mut rules = Validation::new(Algorithm::ES256);
        // Times are checked against our own clock, which tests move.
        rules.validate_exp = false;
        let portal = self.portal.as_str();
        rules.set_issuer(&[portal, portal.trim_end_matches('/')]);
        rules.set_audience(&[format!("urn:tile:{}", self.office.tile())]);
        rules.set_required_spec_claims(&["exp", "iss", "aud"]);
        rules
    }

    /// The portal's key of that id; its keys are read again when the id is new.
    async fn portal_key(&self, id: &str) -> Result<Option<Jwk>, Refusal> {
        if let Some(jwk) = self.known_key(id) {
            return Ok(Some(jwk));
        }
        let address = self.portal.join("/.well-known/jwks.json")?;
        let keys: JwkSet = self.http.get(address).send().await?.error_for_status()?.json().await?;
        *self.portal_keys.lock().unwrap_or_else(PoisonError::into_inner) = Some(keys);
        Ok(self.known_key(id))
    }

    fn known_key(&self, id: &str) -> Option<Jwk> {
        let keys = self.portal_keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.as_ref()?.find(id).cloned()
    }
}

impl Assertion {
    /// Holds the claims against the call that carries them.
    fn check(
        &self,
        now: i64,
        method: &Method,
        address: &Url,
        digest: Option<[u8; 32]>,
    ) -> Result<(), &'static str> {
        let addressed = Url::parse(&self.htu).is_ok_and(|htu| htu == *address);
        let expected = URL_SAFE_NO_PAD.encode(digest.unwrap_or_else(|| Sha256::digest(b"").into()));
        let bound = self.cnt.as_ref().map_or(digest.is_none(), |cnt| *cnt == expected);
        let rules = [
            (now <= self.exp + LEEWAY, "the assertion has ended"),
            (self.iat <= now + LEEWAY, "the assertion comes from the future"),
            (self.exp - self.iat <= LONGEST, "the assertion lasts too long"),
            (self.htm == method.as_str(), "htm is another method"),
            (addressed, "htu is another address"),
            (bound, "cnt is not the digest of the body"),
        ];
        rules.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, why)| Err(why))
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}
