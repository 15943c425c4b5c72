//! The way out to the back-ends, and the way back in: who they are (`contract.md` §4), the identity
//! assertion that every call carries (§3), and the signature that every callback must carry (§5).

mod ask;
mod assertion;
mod call;
mod send;
mod webhook;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::Base;
use crate::keys::Keys;

pub use ask::{Ask, Document, Fit};
pub use assertion::Caller;
pub use call::{Answer, Call, Failure};
pub use send::File;
pub use webhook::{Refusal, Webhook};

use call::Line;

/// Why the exchange cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A back-end's callback key is not an ed25519 public key in base64.
    #[error("backend.{0}.callback_key is not an ed25519 public key in base64 (32 bytes)")]
    CallbackKey(String),
    /// The HTTP client could not be made.
    #[error("the HTTP client cannot be made: {0}")]
    Client(#[from] reqwest::Error),
}

/// The exchange with all back-ends. Cheap to clone.
#[derive(Clone)]
pub struct Exchange(Arc<Inner>);

struct Inner {
    base: Base,
    keys: Keys,
    lines: BTreeMap<String, Line>,
}

impl Exchange {
    /// Sets the exchange up from the configuration.
    ///
    /// # Errors
    /// What is wrong with a back-end's entry.
    pub fn new(base: Base, keys: Keys) -> Result<Self, Error> {
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
