//! What the log says of a start: with which settings, as which version.

use sha2::{Digest as _, Sha256};

use super::App;
use crate::act::Actor;
use crate::audit::tree::hex;
use crate::audit::{self, AuditEvent};
use crate::store;

impl App {
    /// Logs the settings and the version, when they are not those of the last start.
    ///
    /// # Errors
    /// The database's.
    pub async fn log_start(&self) -> store::Result<()> {
        let version = env!("CARGO_PKG_VERSION");
        let fingerprint = hex(&Sha256::digest(self.base.config.to_string()));
        let last = audit::store::newest(&mut self.base.db.read().await?, "configuration-changed").await?;
        let same = |name: &str, value: &str| {
            last.as_ref().and_then(|row| row.fields.get(name)).is_some_and(|last| last == value)
        };
        if same("version", version) && same("fingerprint", &fingerprint) {
            return Ok(());
        }
        let event = AuditEvent::ConfigurationChanged { version, fingerprint };
        self.base.acts.log(Actor::system(), event).await
    }
}
