//! The way out to the back-ends, and the way back in: who they are (`contract.md` §4), the identity
//! assertion that every call carries (§3), and the signature that every callback must carry (§5).

mod ask;
mod assertion;
mod call;
mod certification;
mod client;
mod line;
mod maintenance;
mod names;
mod pass;
mod probe;
mod send;
mod store;
#[cfg(test)]
mod tests;
mod webhook;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::base::Base;
use crate::config::{Backend, Profile};
use crate::keys::Keys;
use crate::text::format;
use crate::web::tls;

pub use ask::{Ask, Document, Fit};
pub use assertion::Caller;
pub use call::{Answer, Call, Failure};
pub use client::{Content, Passed};
pub use pass::Passage;
pub use probe::{Found, NotFound, probe};
pub use send::File;
pub use webhook::{Refusal, Webhook};

pub use maintenance::Maintenance;

use line::Line;
use maintenance::Remembered;
use names::{Names, System};

/// Why the exchange cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A back-end's callback key is not an ed25519 public key in base64.
    #[error("backend.{0}.callback_key is not an ed25519 public key in base64 (32 bytes)")]
    CallbackKey(String),
    /// A back-end's address is a literal one that its networks do not admit.
    #[error("backend.{0}.networks does not admit the address of url")]
    Address(String),
    /// A file that a back-end's TLS needs cannot be read.
    #[error("backend.{0}.tls: {path}: {2}", path = .1.display())]
    Unreadable(String, PathBuf, std::io::Error),
    /// A back-end's file of authorities holds none.
    #[error("backend.{0}.tls.authorities holds no certificate in PEM")]
    Authorities(String),
    /// The portal's certificate for a back-end cannot be used.
    #[error("backend.{0}.tls.client: {1}")]
    Pair(String, tls::Error),
    /// This machine's authorities, or those of a file, cannot be believed.
    #[error("TLS to the back-ends cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
}

/// The exchange with all back-ends. Cheap to clone.
#[derive(Clone)]
pub struct Exchange(Arc<Inner>);

struct Inner {
    base: Base,
    keys: Keys,
    lines: BTreeMap<String, Line>,
    maintenance: Remembered,
}

impl Exchange {
    /// Sets the exchange up from the configuration.
    ///
    /// # Errors
    /// What is wrong with a back-end's entry.
    pub fn new(base: Base, keys: Keys) -> Result<Self, Error> {
        let names: Arc<dyn Names> = Arc::new(System);
        let lenient = base.config.portal.profile == Profile::Demo;
        let line = |(id, backend): (&String, &Backend)| {
            Ok((id.clone(), Line::new(id, backend, lenient, names.clone())?))
        };
        let lines = base.config.backend.iter().map(line).collect::<Result<_, Error>>()?;
        let maintenance = Remembered::new(&base);
        Ok(Self(Arc::new(Inner { base, keys, lines, maintenance })))
    }

    /// The line to a back-end that may be called today.
    async fn line(&self, backend: &str) -> Result<&Line, Failure> {
        let line = self.0.lines.get(backend).ok_or(Failure::UnknownBackend)?;
        let today = format::day(self.0.base.clock.now());
        if !line.is_open(today) {
            return Err(Failure::NotCertified);
        }
        // Not known to be open: not called.
        let closed = self.in_maintenance().await.map_err(|_| Failure::InMaintenance)?;
        if closed.contains_key(backend) { Err(Failure::InMaintenance) } else { Ok(line) }
    }

    /// Whether the operator's registry knows a back-end of this name.
    #[must_use]
    pub fn knows(&self, backend: &str) -> bool {
        self.0.lines.contains_key(backend)
    }
}
