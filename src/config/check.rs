//! What is wrong or risky in settings that could all be read. Start-up refuses what is wrong.

mod audit;
mod backends;
mod door;
mod notices;
mod parties;
#[cfg(test)]
mod tests;
mod tiles;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::Date;
use secrecy::ExposeSecret;
use tracing_subscriber::EnvFilter;
use url::{Host, Url};

use super::{Config, LogFormat, Profile};

/// Something wrong or risky in the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether the portal may start all the same.
    pub severity: Severity,
    /// The dotted key.
    pub key: String,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The portal must not start.
    Error,
    /// The operator should know.
    Warning,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}: {}: {}; {}", self.key, self.what, self.mend)
    }
}

/// The problems found so far.
struct Found<'c> {
    config: &'c Config,
    today: Date,
    problems: Vec<Problem>,
}

pub(super) fn problems(config: &Config, today: Date) -> Vec<Problem> {
    let mut found = Found { config, today, problems: Vec::new() };
    found.portal();
    found.listen();
    found.limits();
    found.database();
    found.secrets();
    found.session();
    found.issuers();
    found.backends();
    found.tiles();
    found.desk();
    found.attachments();
    found.mail();
    found.notices();
    found.outbox();
    found.audit();
    found.backups();
    found.log();
    // Stable: within one severity the order of the configuration file stays.
    found.problems.sort_by_key(|problem| problem.severity);
    found.problems
}

impl Found<'_> {
    fn error(&mut self, key: impl Into<String>, what: impl Into<String>, mend: impl Into<String>) {
        self.add(Severity::Error, key, what, mend);
    }

    fn warning(&mut self, key: impl Into<String>, what: impl Into<String>, mend: impl Into<String>) {
        self.add(Severity::Warning, key, what, mend);
    }

    fn add(
        &mut self,
        severity: Severity,
        key: impl Into<String>,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.problems.push(Problem { severity, key: key.into(), what: what.into(), mend: mend.into() });
    }

    fn in_production(&self) -> bool {
        self.config.portal.profile == Profile::Production
    }

    fn at_least_one(&mut self, values: &[(&str, u64)]) {
        for (key, _) in values.iter().filter(|(_, value)| *value == 0) {
            self.error(*key, "is 0", "give 1 or more");
        }
    }

    fn portal(&mut self) {
        let portal = &self.config.portal;
        let key = "portal.public_url";
        let url = &portal.public_url;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            self.error(key, format!("`{url}` is no web address"), "write https://HOST");
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || has_user(url) {
            self.error(key, format!("`{url}` is more than scheme, host and port"), "write https://HOST");
        }
        if self.in_production() && url.scheme() != "https" {
            self.error(key, "is not https", "citizens' cookies need it; end TLS in front of the portal");
        }
        if !self.in_production() && !is_loopback(url) {
            let mend = "set portal.profile = \"production\" for people outside this machine";
            self.warning(key, "the demo profile is open to others: its sample people need no password", mend);
        }
        for (key, name) in [("portal.name.fr", &portal.name.fr), ("portal.name.en", &portal.name.en)] {
            // It stands in the subjects of e-mails.
            if name.trim().is_empty() || name.chars().any(char::is_control) || name.chars().count() > 40 {
                self.error(
                    key,
                    "is empty, of several lines or longer than 40 characters",
                    "give a short name",
                );
            }
        }
    }

    fn database(&mut self) {
        let database = &self.config.database;
        let sqlite = database.url.starts_with("sqlite:");
        let postgres = database.url.starts_with("postgres://") || database.url.starts_with("postgresql://");
        if !sqlite && !postgres {
            self.error("database.url", "is of no database we know", "write sqlite:PATH or postgres://…");
        }
        if sqlite && self.in_production() {
            let mend = "run a single node, or use postgres://…";
            self.warning("database.url", "SQLite serves one node only", mend);
        }
        self.at_least_one(&[("database.connections", database.connections.into())]);
    }

    fn desk(&mut self) {
        let desk = &self.config.desk;
        match (&desk.team, &desk.key) {
            (Some(team), _) if !is_name(team) => {
                self.error("desk.team", "is no short name", "use letters a to z, digits and hyphens");
            }
            (Some(_), None) => self.error("desk.key", "is missing", "make one with `parvis tile keygen`"),
            (None, Some(_)) => {
                self.error("desk.team", "is missing", "name the team that publishers write for");
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }

    fn secrets(&mut self) {
        let key = self.config.vault.key.expose_secret();
        let make = "make one with `openssl rand -base64 32` and name its file in vault.key_file";
        if key.is_empty() {
            self.error("vault.key", "is missing", make);
        } else if !is_32_bytes(key) {
            self.error("vault.key", "is not 32 bytes in base64", make);
        }
        if !self.in_production() {
            return;
        }
        let no_secret = |key: &&String| *key == "database.url" && !has_password(&self.config.database.url);
        let in_clear: Vec<String> =
            self.config.in_clear.iter().filter(|key| !no_secret(key)).cloned().collect();
        for key in in_clear {
            let last = key.rsplit('.').next().unwrap_or_default();
            let mend = format!("put it in a file and name that in `{last}_file`, or use the environment");
            self.error(&key, "is a secret in clear in the configuration", mend);
        }
    }

    fn session(&mut self) {
        let session = &self.config.session;
        self.at_least_one(&[
            ("session.idle_minutes", session.idle_minutes),
            ("session.absolute_hours", session.absolute_hours),
        ]);
        if session.idle_minutes > session.absolute_hours.saturating_mul(60) {
            self.error("session.idle_minutes", "is longer than session.absolute_hours", "shorten it");
        }
        if session.idle_minutes > 30 || session.absolute_hours > 12 {
            self.warning("session", "lasts longer than ASVS 3.3.2 allows", "keep to 30 minutes and 12 hours");
        }
    }

    fn outbox(&mut self) {
        let outbox = &self.config.outbox;
        self.at_least_one(&[
            ("outbox.workers", outbox.workers as u64),
            ("outbox.lease_s", outbox.lease_s),
            ("outbox.first_retry_s", outbox.first_retry_s),
            ("outbox.poll_ms", outbox.poll_ms),
        ]);
        if outbox.first_retry_s > outbox.longest_retry_s {
            self.error("outbox.longest_retry_s", "is shorter than outbox.first_retry_s", "lengthen it");
        }
        let longest = self.config.backend.iter().max_by_key(|(_, backend)| backend.total_ms);
        if let Some((name, backend)) = longest
            && backend.total_ms >= outbox.lease_s.saturating_mul(1_000)
        {
            let what = format!("a job could be given to a second worker while backend.{name} still answers");
            self.error("outbox.lease_s", what, format!("make it longer than {} ms", backend.total_ms));
        }
    }

    fn backups(&mut self) {
        if self.in_production() && self.config.backups.late_hours == 0 {
            let mend = "give the hours between two backups, and some more";
            self.warning("backups.late_hours", "is 0: nobody is warned when backups stop", mend);
        }
    }

    fn log(&mut self) {
        let log = &self.config.log;
        if let Err(error) = EnvFilter::try_new(&log.level) {
            self.error("log.level", format!("`{}`: {error}", log.level), "write a level such as info");
        }
        if self.in_production() && log.format == LogFormat::Text {
            self.warning("log.format", "is for terminals", "set json, which log collectors read");
        }
    }
}

fn is_32_bytes(base64: &str) -> bool {
    STANDARD.decode(base64.trim()).is_ok_and(|bytes| bytes.len() == 32)
}

fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

fn has_password(url: &str) -> bool {
    Url::parse(url)
        .is_ok_and(|url| url.password().is_some() || url.query_pairs().any(|(key, _)| key == "password"))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_loopback_host(name),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn is_loopback_host(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}
