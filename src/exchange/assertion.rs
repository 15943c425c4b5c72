//! The identity assertion: a JWT that tells a back-end for whom the portal calls, good for one
//! minute and for one call (`contract.md` §3, RFC 9068).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::base::Base;
use crate::clock::Micros;
use crate::id::AccountId;
use crate::keys::{self, Keys, Purpose};
use crate::text::Locale;

const LIFETIME_S: i64 = 60;

/// The citizen for whom the portal calls, and how surely they had signed in when they acted.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The citizen; the back-end sees a pseudonym of its organisation's own.
    pub account: AccountId,
    /// The level of assurance.
    pub acr: Option<String>,
    /// When they signed in.
    pub signed_in_at: Micros,
    /// Their language.
    pub locale: Locale,
    /// The claims that the tile may release.
    pub claims: Map<String, Value>,
}

#[derive(Serialize)]
struct Assertion<'a> {
    iss: &'a str,
    aud: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<String>,
    iat: i64,
    exp: i64,
    jti: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    acr: Option<&'a str>,
    locale: &'static str,
    /// The call this is good for: method, address, digest of the body.
    htm: &'a str,
    htu: &'a str,
    cnt: String,
    #[serde(flatten)]
    claims: Option<&'a Map<String, Value>>,
}

/// What one call is, as far as its assertion is bound to it.
pub(super) struct Bound<'a> {
    pub tile: &'a str,
    pub organisation: &'a str,
    pub method: &'a str,
    pub url: &'a str,
    /// SHA-256 of the body.
    pub digest: [u8; 32],
}

/// Signs the assertion for one call, for a citizen or for the portal itself.
pub(super) async fn sign(
    base: &Base,
    keys: &Keys,
    caller: Option<&Caller>,
    call: &Bound<'_>,
) -> Result<String, keys::Error> {
    let now = base.clock.now().seconds();
    let assertion = Assertion {
        iss: base.config.portal.public_url.as_str().trim_end_matches('/'),
        aud: format!("urn:tile:{}", call.tile),
        sub: caller.map(|caller| base.vault.pairwise_subject(call.organisation, caller.account)),
        iat: now,
        exp: now + LIFETIME_S,
        jti: base.clock.new_uuid().to_string(),
        auth_time: caller.map(|caller| caller.signed_in_at.seconds()),
        acr: caller.and_then(|caller| caller.acr.as_deref()),
        locale: caller.map_or(Locale::Fr, |caller| caller.locale).tag(),
        htm: call.method,
        htu: call.url,
        cnt: URL_SAFE_NO_PAD.encode(call.digest),
        claims: caller.map(|caller| &caller.claims),
    };
    keys.sign(Purpose::Backends, "at+jwt", &assertion).await
}
