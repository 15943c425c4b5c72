//! What the log says of a start: with which settings, as which version.

use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

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
        let secrets = self.secrets();
        let last = audit::store::newest(&mut self.base.db.read().await?, "configuration-changed").await?;
        let same = |name: &str, value: &str| {
            last.as_ref().and_then(|row| row.fields.get(name)).is_some_and(|last| last == value)
        };
        if same("version", version) && same("fingerprint", &fingerprint) && same("secrets", &secrets) {
            return Ok(());
        }
        let event = AuditEvent::ConfigurationChanged { version, fingerprint, secrets };
        self.base.acts.log(Actor::system(), event).await
    }

    /// What tells that a secret changed, and nothing of it to whoever does not hold the vault's key.
    fn secrets(&self) -> String {
        let mut all = Zeroizing::new(Vec::new());
        for (key, secret) in self.base.config.secrets() {
            let secret = secret.expose_secret().as_bytes();
            all.extend_from_slice(&(key.len() as u64).to_be_bytes());
            all.extend_from_slice(key.as_bytes());
            all.extend_from_slice(&(secret.len() as u64).to_be_bytes());
            all.extend_from_slice(secret);
        }
        hex(&self.base.vault.fingerprint("configuration secrets", &all))
    }
}
