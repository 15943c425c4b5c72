//! The way out to the back-ends, and the way back in: who they are (`contract.md` §4), the identity
//! assertion that every call carries (§3), and the signature that every callback must carry (§5).

pub mod api;
mod assertion;
mod call;
mod keys;
mod send;
mod store;
mod webhook;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::Base;

pub use assertion::Caller;
pub use call::{Answer, Call, Failure};
pub use send::File;
pub use webhook::{Refusal, Webhook};

use call::Line;
use keys::SigningKeys;

/// Why the exchange cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A back-end's callback key is not an ed25519 public key in base64.
    #[error("backend.{0}.callback_key is not an ed25519 public key in base64 (32 bytes)")]
    CallbackKey(String),
    /// The HTTP client could not be made.
    #[error("the HTTP client cannot be made: {0}")]
    Client(#[from] reqwest::Error),
    /// The signing keys could not be read or stored.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// The signing keys were sealed with another vault key.
    #[error("the signing keys do not open: was the vault key changed?")]
    Keys(#[from] crate::vault::Error),
    /// A stored signing key is damaged.
    #[error("a stored signing key is damaged")]
    DamagedKey,
}

/// The exchange with all back-ends. Cheap to clone.
#[derive(Clone)]
pub struct Exchange(Arc<Inner>);

struct Inner {
    base: Base,
    keys: SigningKeys,
    lines: BTreeMap<String, Line>,
}

impl Exchange {
    /// Sets the exchange up from the configuration; makes signing keys at the first start.
    ///
    /// # Errors
    /// What is wrong with a back-end's entry or with the keys.
    pub async fn new(base: Base) -> Result<Self, Error> {
        let keys = SigningKeys::load_or_create(&base).await?;
        let lines = base.config.backend.iter().map(|(id, backend)| Ok((id.clone(), Line::new(id, backend)?)));
        let lines = lines.collect::<Result<_, Error>>()?;
        Ok(Self(Arc::new(Inner { base, keys, lines })))
    }

    /// Whether the operator's registry knows a back-end of this name.
    #[must_use]
    pub fn knows(&self, backend: &str) -> bool {
        self.0.lines.contains_key(backend)
    }
}
