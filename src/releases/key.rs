//! The ed25519 keys that teams sign releases with (RFC 8032), as PEM (RFC 8410).

use std::fmt;

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{
    DecodePrivateKey as _, DecodePublicKey as _, EncodePrivateKey as _, EncodePublicKey as _,
};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::id;
use crate::tiles::files::hex;

/// What is signed is a manifest of a release and nothing else: DSSE's payload type.
const PAYLOAD_TYPE: &str = "application/vnd.parvis.release+json";

/// A key's text is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no ed25519 key in PEM")]
pub struct NotAKey;

/// The private key of a team.
pub struct TeamKey(SigningKey);

impl TeamKey {
    /// A new one.
    #[must_use]
    pub fn generate() -> Self {
        Self(SigningKey::from_bytes(&id::random()))
    }

    /// The key of a PEM text.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_pem(pem: &str) -> Result<Self, NotAKey> {
        SigningKey::from_pkcs8_pem(pem).map(Self).map_err(|_| NotAKey)
    }

    /// The key as PEM (PKCS#8): a secret.
    ///
    /// # Errors
    /// Never for a key of ours.
    pub fn to_pem(&self) -> Result<Zeroizing<String>, NotAKey> {
        self.0.to_pkcs8_pem(LineEnding::LF).map_err(|_| NotAKey)
    }

    /// Its public half.
    #[must_use]
    pub fn public(&self) -> TeamPublicKey {
        TeamPublicKey(self.0.verifying_key())
    }

    /// Signs a manifest: 64 bytes.
    #[must_use]
    pub fn sign(&self, manifest: &[u8]) -> [u8; 64] {
        self.0.sign(&envelope(manifest)).to_bytes()
    }
}

/// The public key of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamPublicKey(VerifyingKey);

impl TeamPublicKey {
    /// The key of a PEM text.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_pem(pem: &str) -> Result<Self, NotAKey> {
        VerifyingKey::from_public_key_pem(pem).map(Self).map_err(|_| NotAKey)
    }

    /// The key of its 32 bytes.
    ///
    /// # Errors
    /// When they are none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotAKey> {
        let bytes = bytes.try_into().map_err(|_| NotAKey)?;
        VerifyingKey::from_bytes(bytes).map(Self).map_err(|_| NotAKey)
    }

    /// Its 32 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The key as PEM.
    ///
    /// # Errors
    /// Never for a key of ours.
    pub fn to_pem(&self) -> Result<String, NotAKey> {
        self.0.to_public_key_pem(LineEnding::LF).map_err(|_| NotAKey)
    }

    /// Whether it signed this manifest. Strict: no signature has a second form (RFC 8032 §8.4).
    #[must_use]
    pub fn verifies(&self, manifest: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(&envelope(manifest), &Signature::from_bytes(signature)).is_ok()
    }
}

/// The key's id: the first sixteen bytes of its SHA-256, in hexadecimal.
impl fmt::Display for TeamPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digest = hex(&Sha256::digest(self.0.as_bytes()));
        f.write_str(digest.get(..32).unwrap_or_default())
    }
}

/// What is signed: DSSE's pre-authentication encoding (github.com/secure-systems-lab/dsse), so that what a
/// key signed for one purpose means nothing for another.
fn envelope(manifest: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {PAYLOAD_TYPE} {} ", PAYLOAD_TYPE.len(), manifest.len());
    [head.as_bytes(), manifest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_same_after_its_pem() {
        let key = TeamKey::generate();
        let again = TeamKey::from_pem(&key.to_pem().unwrap()).unwrap();
        let public = TeamPublicKey::from_pem(&key.public().to_pem().unwrap()).unwrap();
        assert!(public.verifies(b"{}", &again.sign(b"{}")));
        assert!(!public.verifies(b"{ }", &again.sign(b"{}")));
        assert!(!TeamKey::generate().public().verifies(b"{}", &key.sign(b"{}")));
        assert_eq!(public.to_string().len(), 32);
        assert_eq!(TeamPublicKey::from_pem("-----BEGIN"), Err(NotAKey));
    }
}
