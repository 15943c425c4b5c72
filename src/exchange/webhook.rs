//! Callbacks from back-ends: the Standard Webhooks envelope with ed25519 signatures
//! (`contract.md` §5). A shared secret would let whoever reads it forge; a public key does not.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signature;
use sha2::{Digest as _, Sha256};

use super::Exchange;

/// How far the timestamp may be from our clock, in seconds.
const TOLERANCE_S: i64 = 300;
/// The longest id taken.
const LONGEST_ID: usize = 128;

/// A callback whose sender and freshness are proven.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// The sender's id of this message, the same when it is sent again.
    pub id: String,
    /// SHA-256 of the body: the same id with another body is an error of the sender's.
    pub body_hash: Vec<u8>,
}

/// Why a callback is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The registry knows no such back-end.
    UnknownBackend,
    /// A header is missing or malformed.
    BadEnvelope,
    /// No signature fits.
    BadSignature,
    /// The signature fits, but the message is too old or from the future.
    Stale,
}

impl Refusal {
    /// The code in the audit log and in the problem's type.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownBackend => "unknown_backend",
            Self::BadEnvelope => "bad_envelope",
            Self::BadSignature => "bad_signature",
            Self::Stale => "stale",
        }
    }
}

impl Exchange {
    /// Proves who sent `body` and that it is fresh. The signature comes before the freshness, so
    /// that a retry that was not signed anew is told apart from a forgery.
    ///
    /// # Errors
    /// A [`Refusal`].
    pub fn verify(&self, backend: &str, headers: &HeaderMap, body: &[u8]) -> Result<Webhook, Refusal> {
        let line = self.0.lines.get(backend).ok_or(Refusal::UnknownBackend)?;
        let header =
            |name| headers.get(name).and_then(|value| value.to_str().ok()).ok_or(Refusal::BadEnvelope);
        let (id, timestamp) = (header("webhook-id")?, header("webhook-timestamp")?);
        let sent_at: i64 = timestamp.parse().map_err(|_| Refusal::BadEnvelope)?;
        if id.is_empty() || id.len() > LONGEST_ID {
            return Err(Refusal::BadEnvelope);
        }
        let signed = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat();
        let fits = signatures(header("webhook-signature")?)
            .any(|signature| line.callback_key.verify_strict(&signed, &signature).is_ok());
        if !fits {
            return Err(Refusal::BadSignature);
        }
        if self.0.base.clock.now().seconds().abs_diff(sent_at) > TOLERANCE_S.unsigned_abs() {
            return Err(Refusal::Stale);
        }
        Ok(Webhook { id: id.to_owned(), body_hash: Sha256::digest(body).to_vec() })
    }
}

/// The ed25519 signatures of the header; several during a rotation of keys.
fn signatures(header: &str) -> impl Iterator<Item = Signature> {
    header.split(' ').filter_map(|part| {
        let bytes = STANDARD.decode(part.strip_prefix("v1a,")?).ok()?;
        Signature::from_slice(&bytes).ok()
    })
}
