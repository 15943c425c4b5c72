//! The sections of the configuration; `config.default.toml` explains each setting.

use std::fmt;
use std::path::PathBuf;

use secrecy::SecretString;
use serde::{Deserialize, Serialize, Serializer};
use url::Url;

use crate::text::{Bilingual, Locale};

/// What the portal is called and where it lives.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Portal {
    /// How strict start-up is.
    pub profile: Profile,
    /// The address that citizens type; no path.
    pub public_url: Url,
    /// The name as citizens read it.
    pub name: Bilingual,
    /// Where the quick exit of discreet pages leads: a site that says nothing of whoever looks at it.
    pub quick_exit: QuickExit,
}

/// An unremarkable site in each language.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct QuickExit {
    /// For people who read French.
    pub fr: Url,
    /// For people who read English.
    pub en: Url,
}

impl QuickExit {
    /// The site in one language.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &Url {
        match locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        }
    }
}

/// How strict start-up is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// On one machine, with sample people.
    Demo,
    /// For citizens: unsafe combinations are refused.
    Production,
}

/// The one SQL database.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite:PATH` or `postgres://…`; may hold a password.
    #[serde(serialize_with = "without_password")]
    pub url: String,
    /// Connections held at most.
    pub connections: u32,
}

/// Without the password that the address may hold.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database")
            .field("url", &masked(&self.url))
            .field("connections", &self.connections)
            .finish()
    }
}

/// The key of personal data.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Vault {
    /// 32 bytes in base64; empty when not given, which [`Config::check`] reports.
    #[serde(serialize_with = "hidden")]
    pub key: SecretString,
}

/// The keys that the portal signs with.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// Days after which a key is replaced by itself; 0: only by the command.
    pub rotate_days: u32,
}

/// How long a sign-in lasts (ASVS 3.3.2).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Minutes without a request after which a session ends.
    pub idle_minutes: u64,
    /// Hours after which it ends in any case.
    pub absolute_hours: u64,
}

/// Where tiles come from.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Tiles {
    /// A folder with one folder per tile; none: the built-in samples.
    pub dir: Option<PathBuf>,
    /// The domain below which each tile of kind `app` has a host of its own; none: all share the portal's.
    pub domain: Option<String>,
}

/// The files that people add to their requests.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Attachments {
    /// The folder in which they lie, sealed, unless there is a bucket.
    pub folder: PathBuf,
    /// The bucket in which they lie, for several nodes.
    pub bucket: Option<Bucket>,
    /// ClamAV's `clamd`: `HOST:PORT` or `unix:PATH`; none: nothing is checked.
    pub scanner: Option<String>,
    /// MiB that one account may upload in a day.
    pub daily_mib: u64,
}

/// A bucket of an S3-compatible storage.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Bucket {
    /// The storage's address.
    pub url: Url,
    /// The bucket's name.
    pub name: String,
    /// The storage's region.
    pub region: String,
    /// Our name there.
    pub access_key: String,
    /// Our secret there.
    #[serde(serialize_with = "hidden")]
    pub secret_key: SecretString,
}

/// The mail server.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// `host:port`; none: no e-mail is sent.
    pub server: Option<String>,
    /// How the connection is protected.
    pub tls: MailTls,
    /// For servers that ask who we are.
    pub username: Option<String>,
    /// Goes with the user name.
    #[serde(serialize_with = "hidden", skip_serializing_if = "Option::is_none")]
    pub password: Option<SecretString>,
    /// The sender, as in a `From` header.
    pub from: String,
    /// The address that what cannot be delivered comes back to, read by `parvis notices bounce`; none: the sender's.
    pub bounces: Option<String>,
    /// Seconds that one e-mail may take.
    pub deadline_s: u64,
    /// E-mails a minute at most, of each node.
    pub per_minute: u32,
}

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// Not at all: for a server on this machine.
    None,
    /// From the STARTTLS command on, or not at all.
    Starttls,
    /// From the first byte.
    Tls,
}

/// How work for others is delivered.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Outbox {
    /// Jobs done at once.
    pub workers: usize,
    /// Seconds after which a job whose worker fell silent is given to another.
    pub lease_s: u64,
    /// Seconds before the first new attempt; it doubles from there.
    pub first_retry_s: u64,
    /// Seconds between attempts at most.
    pub longest_retry_s: u64,
    /// Milliseconds between two looks for work.
    pub poll_ms: u64,
}

/// The backups that the operator's tools make.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Backups {
    /// Hours after which the last one is too old; 0: nobody is warned.
    pub late_hours: u32,
}

/// What the log looks like.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// For people or for machines.
    pub format: LogFormat,
    /// A level, or a filter of `tracing_subscriber::EnvFilter`.
    pub level: String,
}

/// For people or for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for a terminal.
    Text,
    /// One JSON object per line.
    Json,
}

/// For a `SecretString`, or an `Option` of one.
pub(super) fn hidden<T, S: Serializer>(_: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("***")
}

fn without_password<S: Serializer>(url: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&masked(url))
}

/// A database address with its password as `***`.
fn masked(url: &str) -> String {
    match Url::parse(url) {
        Ok(mut parsed) if parsed.password().is_some() => match parsed.set_password(Some("***")) {
            Ok(()) => parsed.into(),
            Err(()) => "***".to_owned(),
        },
        _ => url.to_owned(),
    }
}
