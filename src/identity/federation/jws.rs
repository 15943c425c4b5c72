//! What an issuer signs besides ID tokens (JWS, RFC 7515, compact form): logout tokens, userinfo. The
//! library verifies ID tokens only; its keys are used here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use openidconnect::{
    JsonWebKey as _, JsonWebKeyAlgorithm, JsonWebKeyUse, JwsSigningAlgorithm as _, SignatureVerificationError,
};
use serde_json::{Map, Value};

use super::token;

/// Longer ones say more than any honest issuer has to say, in bytes.
const LONGEST: usize = 16 * 1024;

/// Why a signed statement is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// It is too long, or no JSON in three parts.
    Malformed,
    /// Its header asks for what we do not do (`crit`, `cty`).
    Header,
    /// Its `typ` is of something else.
    Type,
    /// It is signed in a way that is not allowed here, or not at all.
    Algorithm,
    /// It is signed by none of the keys, or by no single one.
    UnknownKey,
    /// The signature does not hold.
    Signature,
}

/// A statement whose signature is still to be verified.
pub(super) struct Jws<'t> {
    header: Map<String, Value>,
    payload: Map<String, Value>,
    /// What the signature covers.
    signed: &'t str,
    signature: Vec<u8>,
}

impl<'t> Jws<'t> {
    /// Reads `text`: its size and its form, before any cryptography.
    pub fn parse(text: &'t str) -> Result<Self, Doubt> {
        if text.len() > LONGEST {
            return Err(Doubt::Malformed);
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(Doubt::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(Doubt::Malformed)?;
        Ok(Self { header: object(header)?, payload: object(payload)?, signed, signature: bytes(signature)? })
    }

    /// Whether it says by which key it is signed.
    pub fn names_a_key(&self) -> bool {
        self.header.contains_key("kid")
    }

    /// Its claims, when a key of `keys` signed it with one of `algorithms` as a statement of one of
    /// `types` (`typ`, RFC 8725 §3.11); one without a type is taken for what it is expected to be.
    pub fn verify(
        &self,
        types: &[&str],
        algorithms: &[CoreJwsSigningAlgorithm],
        keys: &CoreJsonWebKeySet,
    ) -> Result<&Map<String, Value>, Doubt> {
        if self.header.contains_key("crit") || self.header.contains_key("cty") {
            return Err(Doubt::Header);
        }
        if let Some(stated) = self.header.get("typ") {
            let stated = stated.as_str().ok_or(Doubt::Type)?.to_ascii_lowercase();
            let short = stated.strip_prefix("application/").unwrap_or(&stated);
            if !types.contains(&short) {
                return Err(Doubt::Type);
            }
        }
        let algorithm = self.header.get("alg").and_then(Value::as_str).and_then(token::algorithm);
        let algorithm = algorithm.filter(|one| algorithms.contains(one)).ok_or(Doubt::Algorithm)?;
        let verified =
            self.key(keys, &algorithm)?.verify_signature(&algorithm, self.signed.as_bytes(), &self.signature);
        verified.map_err(|error| match error {
            SignatureVerificationError::UnsupportedAlg(_) => Doubt::Algorithm,
            // It may be signed by a key that came after those we have.
            _ if !self.names_a_key() => Doubt::UnknownKey,
            _ => Doubt::Signature,
        })?;
        Ok(&self.payload)
    }

    /// The one key that may have signed it: named by `kid`, or the only one of its kind.
    fn key<'k>(
        &self,
        keys: &'k CoreJsonWebKeySet,
        algorithm: &CoreJwsSigningAlgorithm,
    ) -> Result<&'k CoreJsonWebKey, Doubt> {
        let named = self.header.get("kid");
        let is_named = |key: &CoreJsonWebKey| {
            named.is_none_or(|named| key.key_id().is_some_and(|id| named.as_str() == Some(id.as_str())))
        };
        let mut fitting = keys.keys().iter().filter(|key| is_named(key) && fits(key, algorithm));
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(Doubt::UnknownKey),
        }
    }
}

pub(super) fn fits(key: &CoreJsonWebKey, algorithm: &CoreJwsSigningAlgorithm) -> bool {
    let meant = match key.signing_alg() {
        JsonWebKeyAlgorithm::Unspecified => true,
        JsonWebKeyAlgorithm::Algorithm(one) => one == algorithm,
        JsonWebKeyAlgorithm::Unsupported => false,
    };
    meant
        && algorithm.key_type().as_ref() == Some(key.key_type())
        && key.key_use().is_none_or(JsonWebKeyUse::allows_signature)
}

fn object(part: &str) -> Result<Map<String, Value>, Doubt> {
    serde_json::from_slice(&bytes(part)?).map_err(|_| Doubt::Malformed)
}

fn bytes(part: &str) -> Result<Vec<u8>, Doubt> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Doubt::Malformed)
}
