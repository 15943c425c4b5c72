//! The configuration: defaults, then a file, then the environment; checked before anything starts.
//!
//! `config.default.toml` says in words what each setting means; the types here say it in Rust.

mod audit;
mod backend;
mod check;
mod contact;
mod desk;
mod door;
mod issuer;
mod layers;
mod network;
mod notices;
mod sections;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use jiff::civil::Date;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::text::format;

pub use crate::text::Bilingual;
pub use audit::{Audit, Retention, SecondPlace};
pub use backend::{Backend, BackendTls, Certification, SecurityProfile, Standing, Via};
pub use check::{Problem, Severity};
pub use contact::{Contact, Hours, Span};
pub use desk::DeskSettings;
pub use door::{ForwardedHeader, Limits, Listen, TlsFiles};
pub use issuer::{
    Claim, ClaimUse, ClientAuthentication, Issuer, IssuerProfile, IssuerState, Role, RoleRule, SignOutHint,
};
pub use layers::Error;
pub use network::Network;
pub use notices::{LONGEST_BOUNCES_MAILBOX, Notices, Notify, Push, Templates};
pub use sections::{
    Attachments, Backups, Bucket, Database, Keys, Log, LogFormat, Mail, MailTls, Outbox, Portal, Profile,
    Session, Tiles, Vault,
};

/// Every setting, with its default and what it means: the file that documents the configuration.
pub const DEFAULTS: &str = include_str!("../config.default.toml");

/// The settings in effect.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What the portal is called and where it lives.
    pub portal: Portal,
    /// Where it listens, and its deadlines.
    pub listen: Listen,
    /// How often something may be done.
    pub limits: Limits,
    /// The one SQL database.
    pub database: Database,
    /// The key of personal data.
    pub vault: Vault,
    /// The keys that the portal signs with.
    pub keys: Keys,
    /// How long a sign-in lasts.
    pub session: Session,
    /// The identity providers by short name.
    pub issuer: BTreeMap<String, Issuer>,
    /// Where tiles come from.
    pub tiles: Tiles,
    /// Whom people call, and when.
    pub contact: Contact,
    /// Where publishers write services to read.
    pub desk: DeskSettings,
    /// The back-ends by the name that tiles use.
    pub backend: BTreeMap<String, Backend>,
    /// The files that people add to their requests.
    pub attachments: Attachments,
    /// The mail server.
    pub mail: Mail,
    /// What holds for every channel outside the portal.
    pub notices: Notices,
    /// A service with GC Notify's interface.
    pub notify: Notify,
    /// Web push.
    pub push: Push,
    /// How work for others is delivered.
    pub outbox: Outbox,
    /// The audit log.
    pub audit: Audit,
    /// The backups that the operator's tools make.
    pub backups: Backups,
    /// What the log looks like.
    pub log: Log,
    /// Dotted keys of the secrets that a configuration file holds in clear.
    #[serde(skip)]
    in_clear: Vec<String>,
    /// The secrets by their dotted keys.
    #[serde(skip)]
    secrets: BTreeMap<String, SecretString>,
}

impl Config {
    /// The defaults, then `file`, then the environment's `PARVIS_SECTION__KEY`.
    ///
    /// # Errors
    /// When the file cannot be read, or a key or value is wrong: the error says where, and how to
    /// mend it.
    pub fn load(file: Option<&Path>) -> Result<Self, Error> {
        let mut layers = layers::Layers::new(DEFAULTS);
        if let Some(path) = file {
            layers.add_file(path)?;
        }
        layers.add_environment(std::env::vars_os());
        Self::from_layers(&layers)
    }

    /// The defaults, then `text` (TOML), which messages call `name`; the environment is left out.
    ///
    /// # Errors
    /// As for [`Config::load`].
    pub fn from_toml(name: &str, text: &str) -> Result<Self, Error> {
        let mut layers = layers::Layers::new(DEFAULTS);
        layers.add_text(name, text);
        Self::from_layers(&layers)
    }

    fn from_layers(layers: &layers::Layers) -> Result<Self, Error> {
        let merged = layers.merge()?;
        let secrets = merged.secrets();
        let mut config: Self = layers.read(merged.settings)?;
        config.in_clear = merged.in_clear.into_iter().collect();
        config.secrets = secrets;
        Ok(config)
    }

    /// The secrets of these settings, by their dotted keys: to notice that one changed, never to show one.
    pub fn secrets(&self) -> impl Iterator<Item = (&str, &SecretString)> {
        self.secrets.iter().map(|(key, secret)| (key.as_str(), secret))
    }

    /// What is wrong or risky in these settings. A problem of [`Severity::Error`] must keep the
    /// portal from starting.
    #[must_use]
    pub fn check(&self) -> Vec<Problem> {
        self.check_on(format::day(Clock::default().now()))
    }

    /// The same, on a given day: certifications end.
    #[must_use]
    pub fn check_on(&self, today: Date) -> Vec<Problem> {
        check::problems(self, today)
    }
}

/// The values in effect as TOML, secrets as `***`.
impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&toml::to_string(self).map_err(|_| fmt::Error)?)
    }
}
