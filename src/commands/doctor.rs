//! `parvis doctor`: what is wrong with this installation, and how to mend it. It changes nothing.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use secrecy::ExposeSecret as _;
use tokio::net::TcpStream;
use url::Url;

use super::Outcome;
use super::serve::block_on;
use crate::audit::{self, sequence};
use crate::clock::{Clock, Micros};
use crate::config::{Backend, Config, Severity, Standing};
use crate::identity::{self, Finding};
use crate::store::{self, Db};
use crate::text::{Text, format};
use crate::tiles::{Catalogue, Source};
use crate::vault::Vault;
use crate::web::tls::Pair;

/// How long a neighbour may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// With fewer days left, a certificate should have been renewed.
const RENEW_DAYS: u64 = 14;
const SECONDS_A_DAY: u64 = 24 * SECONDS_AN_HOUR;
const SECONDS_AN_HOUR: u64 = 60 * 60;

/// The findings so far, written as they are made.
struct Report<'o, W> {
    out: &'o mut W,
    faults: usize,
}

impl<W: Write> Report<'_, W> {
    fn fine(&mut self, what: &str) -> io::Result<()> {
        writeln!(self.out, "ok      {what}")
    }

    fn warning(&mut self, what: &str, mend: &str) -> io::Result<()> {
        writeln!(self.out, "warning {what}\n        {mend}")
    }

    fn fault(&mut self, what: &str, mend: &str) -> io::Result<()> {
        self.faults += 1;
        writeln!(self.out, "FAULT   {what}\n        {mend}")
    }
}

/// Examines the installation that `file` configures.
///
/// # Errors
/// When the report cannot be written.
pub fn run(file: Option<&Path>, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut report = Report { out, faults: 0 };
    match Config::load(file) {
        Ok(config) => {
            settings(&config, &mut report)?;
            vault(&config, &mut report)?;
            certificate(&config, &mut report)?;
            tiles(&config, &mut report)?;
            block_on(async {
                database(&config, &mut report).await?;
                neighbours(&config, &mut report).await
            })??;
        }
        Err(error) => report
            .fault(&format!("settings: {error}"), "Mend the line that is named; see config.default.toml.")?,
    }
    let faults = report.faults;
    writeln!(
        report.out,
        "{}",
        if faults == 0 { "All is well.".to_owned() } else { format!("Faults: {faults}.") }
    )?;
    Ok(if faults == 0 { Outcome::Fine } else { Outcome::Faulty })
}

fn settings<W: Write>(config: &Config, report: &mut Report<'_, W>) -> io::Result<()> {
    let problems = config.check();
    for problem in &problems {
        match problem.severity {
            Severity::Error => report.fault(&format!("settings: {}", problem.what), &problem.mend)?,
            Severity::Warning => report.warning(&format!("settings: {}", problem.what), &problem.mend)?,
        }
    }
    if problems.is_empty() { report.fine("settings") } else { Ok(()) }
}

fn vault<W: Write>(config: &Config, report: &mut Report<'_, W>) -> io::Result<()> {
    match Vault::new(config.vault.key.expose_secret()) {
        Ok(_) => report.fine("vault key"),
        Err(error) => report.fault(&format!("vault key: {error}"), "Make one with: openssl rand -base64 32"),
    }
}

/// Whether TLS can be spoken, and for how long.
fn certificate<W: Write>(config: &Config, report: &mut Report<'_, W>) -> io::Result<()> {
    let Some(files) = &config.listen.tls else { return Ok(()) };
    let pair = match Pair::load(files) {
        Ok(pair) => pair,
        Err(error) => {
            let mend = "Check the files that listen.tls names, and who may read them.";
            return report.fault(&format!("certificate: {error}"), mend);
        }
    };
    let now = Clock::default().now();
    let days = pair.valid_until.since(now).as_secs() / SECONDS_A_DAY;
    if now < pair.valid_from {
        report.fault("certificate: does not hold yet", "Set this machine's clock, or wait for its first day.")
    } else if pair.valid_until <= now {
        report.fault("certificate: holds no more", "Renew it; new files are taken up without a restart.")
    } else if days < RENEW_DAYS {
        let mend = "Renew it; new files are taken up without a restart.";
        report.warning(&format!("certificate: {days} days left"), mend)
    } else {
        report.fine(&format!("certificate ({days} days left)"))
    }
}

fn tiles<W: Write>(config: &Config, report: &mut Report<'_, W>) -> io::Result<()> {
    let text = match Text::portal() {
        Ok(text) => text,
        Err(error) => return report.fault(&format!("words: {error}"), "Install the release anew."),
    };
    let source = config.tiles.dir.clone().map_or(Source::Embedded, Source::Dir);
    match Catalogue::load(&source, &text) {
        Ok(catalogue) => {
            report.fine(&format!("tiles ({})", catalogue.iter().count()))?;
            for finding in catalogue.barred(config, format::day(Clock::default().now())) {
                let mend = "Mend the back-end's section in the settings, or take the tile away.";
                report.fault(&format!("tiles: {finding}"), mend)?;
            }
            Ok(())
        }
        Err(findings) => {
            for finding in findings {
                report.fault(&format!("tiles: {finding}"), "Mend the file that is named.")?;
            }
            Ok(())
        }
    }
}

async fn database<W: Write>(config: &Config, report: &mut Report<'_, W>) -> io::Result<()> {
    // Opening a SQLite address would make the file: a doctor changes nothing.
    let path = config.database.url.strip_prefix("sqlite:").map(|rest| rest.trim_start_matches("//"));
    if let Some(path) = path.filter(|path| !Path::new(path).exists()) {
        return report.warning(&format!("database: {path} does not exist yet"), "`parvis serve` makes it.");
    }
    let db = match store::open(&config.database.url, 1).await {
        Ok(db) => db,
        Err(problem) => {
            return report
                .fault(&format!("database: {problem}"), "Check database.url, the server and its settings.");
        }
    };
    match store::pending_migrations(&db).await {
        Ok(0) => report.fine("database")?,
        Ok(steps) => report.warning(
            &format!("database: {steps} steps behind"),
            "Run `parvis migrate`, or `parvis serve`.",
        )?,
        Err(error) => {
            report.fault(&format!("database: {error}"), "Check that the role may read every table.")?;
        }
    }
    if store::pending_migrations(&db).await.is_ok_and(|steps| steps == 0) {
        audit_log(config, &db, report).await?;
        backups(config, &db, report).await?;
    }
    db.close().await;
    Ok(())
}

/// Whether events get their places in the audit log, and are signed.
async fn audit_log<W: Write>(config: &Config, db: &Db, report: &mut Report<'_, W>) -> io::Result<()> {
    let mend = "Is `parvis serve` running, and can it write to audit.checkpoints? Its log line is audit.round_failed.";
    match sequence::standing(db, &config.audit).await {
        Ok(standing) if standing.is_behind(Clock::default().now()) => report
            .fault("audit log: events wait for their place, their signature or their second place", mend),
        Ok(standing) => {
            report.fine(&format!("audit log ({} events, {} signed)", standing.size, standing.signed))
        }
        Err(error) => {
            report.fault(&format!("audit log: {error}"), "Check that the role may read every table.")
        }
    }
}

/// Whether scripts tell of backups, and when the last one was made.
async fn backups<W: Write>(config: &Config, db: &Db, report: &mut Report<'_, W>) -> io::Result<()> {
    let late_hours = config.backups.late_hours;
    let found = match db.read().await {
        Ok(mut db) => audit::last_backup(&mut db).await,
        Err(error) => Err(error),
    };
    let now = Clock::default().now();
    match found {
        Err(error) => report.fault(&format!("backups: {error}"), "Check that the role may read every table."),
        Ok(None) if late_hours == 0 => report.fine("backups (none was ever told of)"),
        Ok(None) => report.warning(
            "backups: none was ever told of",
            "End the script that makes them with `parvis backup made`.",
        ),
        Ok(Some((at, _))) if audit::is_late(at, late_hours, now) => report.warning(
            &format!("backups: the last one is {} hours old", hours(at, now)),
            "Did the script that makes them come to its end, with `parvis backup made`?",
        ),
        Ok(Some((at, _))) => report.fine(&format!("backups (the last one {} hours ago)", hours(at, now))),
    }
}

fn hours(since: Micros, now: Micros) -> u64 {
    now.since(since).as_secs() / SECONDS_AN_HOUR
}

/// What the portal talks to: whether providers fit their settings, and something listens elsewhere.
async fn neighbours<W: Write>(config: &Config, report: &mut Report<'_, W>) -> io::Result<()> {
    match identity::examine(config, &Clock::default()).await {
        Err(error) => report.fault(&format!("identity providers: {error}"), "Install the release anew.")?,
        Ok(findings) => findings.iter().try_for_each(|finding| match finding {
            Finding::Fine(what) => report.fine(what),
            Finding::Warning(what, mend) => report.warning(what, mend),
            Finding::Fault(what, mend) => report.fault(what, mend),
        })?,
    }
    for (name, backend) in &config.backend {
        certification(name, backend, report)?;
        knock(&format!("back-end `{name}`"), host_and_port(&backend.url), report).await?;
    }
    if let Some(url) = &config.notify.url {
        knock("notification service", host_and_port(url), report).await?;
    }
    match &config.mail.server {
        None if config.notify.email.is_some() => Ok(()),
        Some(server) => knock("mail server", Some(server.clone()), report).await,
        None => report
            .warning("mail: no server is set", "Without mail.server, people are told in the portal only."),
    }
}

/// How long its certification still holds; that it does not is told of the settings.
fn certification<W: Write>(name: &str, backend: &Backend, report: &mut Report<'_, W>) -> io::Result<()> {
    match backend.standing(format::day(Clock::default().now())) {
        Standing::Holds { days_left } => {
            report.fine(&format!("back-end `{name}` is certified ({days_left} days left)"))
        }
        Standing::Uncertified | Standing::NotYet | Standing::Expired => Ok(()),
    }
}

fn host_and_port(url: &Url) -> Option<String> {
    Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?))
}

async fn knock<W: Write>(what: &str, address: Option<String>, report: &mut Report<'_, W>) -> io::Result<()> {
    let Some(address) = address else {
        return report
            .fault(&format!("{what}: its address cannot be read"), "Check its url in the settings.");
    };
    match tokio::time::timeout(PATIENCE, TcpStream::connect(&address)).await {
        Ok(Ok(_)) => report.fine(&format!("{what} answers at {address}")),
        Ok(Err(error)) => {
            report.fault(&format!("{what}: {address}: {error}"), "Is it running, and is the way to it open?")
        }
        Err(_) => report.fault(&format!("{what}: {address} does not answer"), "Is the way to it open?"),
    }
}
