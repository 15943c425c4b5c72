//! Proof of possession (DPoP, RFC 9449): an access token that is bound to a key of ours is of no use
//! to a thief. The key lives as long as one sign-in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use openidconnect::HttpResponse;
use p256::pkcs8::EncodePrivateKey as _;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use url::Url;

use super::metadata::Metadata;
use super::{Issuer, Refusal};
use crate::clock::Micros;
use crate::config::IssuerProfile;
use crate::id::random;
use crate::keys;

/// The header that a proof travels in, and the one with the nonce that the issuer wants in it.
pub(super) const HEADER: &str = "dpop";
const NONCE_HEADER: &str = "dpop-nonce";

/// A key pair for one access token.
pub(super) struct ProofKey {
    signer: EncodingKey,
    public: Jwk,
}

/// One request that we make, as far as its proof is bound to it.
pub(super) struct Bound<'a> {
    pub method: &'static str,
    pub address: &'a Url,
    pub access_token: Option<&'a str>,
    /// What the issuer asked to find in the proof.
    pub nonce: Option<&'a str>,
}

#[derive(Serialize)]
struct Claims<'a> {
    jti: String,
    htm: &'a str,
    htu: &'a str,
    iat: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    ath: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
}

impl Issuer {
    /// A key to bind an access token to, where the profile wants it and the issuer can (FAPI 2.0
    /// §5.3.2.1).
    pub(super) fn proof_key(&self, metadata: &Metadata) -> Option<ProofKey> {
        let can = &metadata.additional_metadata().dpop_signing_alg_values_supported;
        let wanted = self.settings.profile == IssuerProfile::Fapi2 && can.iter().any(|name| name == "ES256");
        if wanted { ProofKey::new() } else { None }
    }
}

impl ProofKey {
    fn new() -> Option<Self> {
        let private = keys::new_pair().to_pkcs8_der().ok()?;
        let signer = EncodingKey::from_ec_der(private.as_bytes());
        let public = Jwk::from_encoding_key(&signer, Algorithm::ES256).ok()?;
        Some(Self { signer, public })
    }

    /// The proof for one request (§4.2).
    pub fn sign(&self, bound: &Bound<'_>, now: Micros) -> Result<String, Refusal> {
        let mut address = bound.address.clone();
        address.set_query(None);
        address.set_fragment(None);
        let claims = Claims {
            jti: URL_SAFE_NO_PAD.encode(random::<16>()),
            htm: bound.method,
            htu: address.as_str(),
            iat: now.seconds(),
            ath: bound.access_token.map(|token| URL_SAFE_NO_PAD.encode(Sha256::digest(token))),
            nonce: bound.nonce,
        };
        let mut header = Header::new(Algorithm::ES256);
        header.typ = Some("dpop+jwt".to_owned());
        header.jwk = Some(self.public.clone());
        jsonwebtoken::encode(&header, &claims, &self.signer).map_err(|_| Refusal::ClientKey)
    }
}

/// The nonce that the issuer wants in a proof before it takes the request (§8).
pub(super) fn wanted_nonce(answer: &HttpResponse) -> Option<String> {
    let refused = matches!(answer.status().as_u16(), 400 | 401);
    let nonce = answer.headers().get(NONCE_HEADER).filter(|_| refused)?;
    nonce.to_str().ok().map(str::to_owned)
}
