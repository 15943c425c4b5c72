//! `parvis tile publish`, `activate`, `approve`, `rollback` and the keys of teams: what is done with releases
//! in the portal's database.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use secrecy::ExposeSecret as _;

use super::Outcome;
use super::remote::{self, Remote};
use super::serve::block_on;
use super::tile::{package, refused};
use crate::base::Base;
use crate::clock::Clock;
use crate::config::Config;
use crate::releases::difference::Change;
use crate::releases::publish::{Error, Releases, Run};
use crate::releases::{By, How, TeamPublicKey};
use crate::store;
use crate::text::{Locale, Text};
use crate::tiles::version::Version;
use crate::tiles::{Catalogue, Source, TileId};
use crate::vault::Vault;

/// How long nodes are waited for; each looks every second.
const PATIENCE: Duration = Duration::from_secs(10);
const AGAIN: Duration = Duration::from_millis(100);

/// What to do with releases.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Take a packed release in
    Publish {
        /// The packed release
        file: PathBuf,
        /// Say what would be done, and do nothing
        #[arg(long)]
        dry_run: bool,
        /// To which portal, where it is not the one of this database
        #[command(flatten)]
        remote: Remote,
    },
    /// Make a published release the active one; when it may do more than before, it waits for approval
    Activate {
        /// The tile's id
        tile: TileId,
        /// The version
        version: Version,
        /// Show it to so many of a hundred citizens first
        #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=99))]
        canary: Option<u8>,
        /// Why, for the log
        #[arg(long, default_value = "")]
        reason: String,
        /// Wait until every node shows it, and name those that do not
        #[arg(long, conflicts_with = "to")]
        wait: bool,
        /// Say what would be done, and do nothing
        #[arg(long, conflicts_with = "to")]
        dry_run: bool,
        /// On which portal, where it is not the one of this database
        #[command(flatten)]
        remote: Remote,
    },
    /// For an administrator: let a release do more than the one before, and make it active
    Approve {
        /// The tile's id
        tile: TileId,
        /// The version that waits
        version: Version,
        /// Why, for the log
        #[arg(long, default_value = "")]
        reason: String,
        /// Say what it may do more, and do nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// For an administrator: refuse a release that waits
    Refuse {
        /// The tile's id
        tile: TileId,
        /// The version that waits
        version: Version,
        /// Why, for the log and the team
        #[arg(long)]
        reason: String,
    },
    /// End the trial, or make the release before the active one again
    Rollback {
        /// The tile's id
        tile: TileId,
        /// Why, for the log
        #[arg(long, default_value = "")]
        reason: String,
        /// On which portal, where it is not the one of this database
        #[command(flatten)]
        remote: Remote,
    },
    /// Make a token that lets a team talk to this portal over HTTP; it is shown once
    Token {
        /// The team, as its tiles name it
        team: String,
        /// How many days it holds
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=366))]
        days: u16,
    },
    /// Show the tokens of teams
    Tokens,
    /// Have a token hold no more
    Revoke {
        /// The token's id
        token: String,
    },
    /// Show or verify the log of what was done with releases
    Log {
        /// Which
        #[command(subcommand)]
        what: LogCommand,
    },
    /// Show every published release and where it stands
    Releases,
    /// Have a key sign the releases of a team
    Trust {
        /// The team, as its tiles name it
        team: String,
        /// The team's public key
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    /// Have a key sign no more
    Withdraw {
        /// The key's id
        key: String,
    },
}

/// What to do with the log.
#[derive(Debug, clap::Subcommand)]
pub enum LogCommand {
    /// Show its lines
    Show {
        /// Of this tile alone
        tile: Option<TileId>,
    },
    /// Verify that no line was changed or taken away
    Verify,
}

/// Does it, and writes what came of it.
///
/// # Errors
/// When the settings, the tiles or the database cannot be used, or it cannot be done.
pub fn run(file: Option<&Path>, command: Command, out: &mut impl Write) -> anyhow::Result<Outcome> {
    if let Some(call) = remote::Call::of(&command)? {
        return block_on(call.make(out))?;
    }
    let text = Text::portal()?;
    let done = block_on(async {
        let releases = open(file, &text).await?;
        anyhow::Ok(act(&releases, command, &text, out).await)
    })??;
    match done.map_err(anyhow::Error::downcast::<Error>) {
        Ok(outcome) => Ok(outcome),
        Err(Ok(Error::Refused(refusal))) => refused(&refusal, out),
        Err(Ok(error)) => Err(error.into()),
        Err(Err(error)) => Err(error),
    }
}

async fn act(
    releases: &Releases,
    command: Command,
    text: &Text,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let by = By::system();
    match command {
        Command::Publish { file, dry_run, remote: _ } => {
            let published = releases.publish(&by, &package(&file)?, mode(dry_run)).await?;
            let head = &published.release.manifest;
            let done = if dry_run { "would be published" } else { "is published" };
            writeln!(
                out,
                "{} {} {done}: {} files, {} contents new",
                head.tile,
                head.version,
                head.files.len(),
                published.new_contents
            )?;
            tell(&published.changes, text, out)?;
        }
        Command::Activate { tile, version, canary, reason, wait, dry_run, remote: _ } => {
            let how = How { percent: canary.unwrap_or(0), reason: &reason };
            let activated = releases.activate(&by, &tile, version, how, mode(dry_run)).await?;
            tell(&activated.changes, text, out)?;
            let done = match (activated.waits, dry_run) {
                (false, false) if canary.is_some() => "is on trial",
                (false, false) => "is active",
                (false, true) => "would be active",
                (true, false) => "waits for an administrator: parvis tile approve",
                (true, true) => "would wait for an administrator",
            };
            writeln!(out, "{tile} {version} {done}")?;
            if wait && !dry_run {
                return wait_for_nodes(releases, activated.number, out).await;
            }
        }
        Command::Approve { tile, version, reason, dry_run } => {
            let activated = releases.approve(&by, &tile, version, &reason, mode(dry_run)).await?;
            tell(&activated.changes, text, out)?;
            let done = if dry_run { "would be approved and active" } else { "is approved and active" };
            writeln!(out, "{tile} {version} {done}")?;
        }
        Command::Refuse { tile, version, reason } => {
            releases.refuse(&by, &tile, version, &reason).await?;
            writeln!(out, "{tile} {version} is refused")?;
        }
        Command::Log { what } => return log(releases, what, out).await,
        Command::Token { team, days } => {
            writeln!(out, "{}", releases.make_token(&by, &team, days).await?)?;
        }
        Command::Tokens => {
            for token in releases.tokens().await? {
                let until = token.expires_at.timestamp().strftime("%Y-%m-%d");
                let word = if token.revoked_at.is_some() { "revoked" } else { "" };
                writeln!(out, "{}  {:<40} until {until}  {word}", token.id, token.team)?;
            }
        }
        Command::Revoke { token } => {
            let team = releases.revoke_token(&by, &token).await?;
            writeln!(out, "{token} of {team} holds no more")?;
        }
        Command::Rollback { tile, reason, remote: _ } => {
            let before = releases.roll_back(&by, &tile, &reason).await?;
            writeln!(out, "{tile} {} is shown to all again", before.version)?;
        }
        Command::Releases => {
            for (row, word) in releases.list().await? {
                let at = row.published_at.timestamp().strftime("%Y-%m-%d %H:%M UTC");
                writeln!(out, "{:<40} {:<12} {word:<9}  {at}  {}", row.tile, row.version, row.digest)?;
            }
        }
        Command::Trust { team, key } => {
            let pem = std::fs::read_to_string(&key);
            let pem = pem.with_context(|| format!("`{}` cannot be read", key.display()))?;
            let public = TeamPublicKey::from_pem(&pem).with_context(|| key.display().to_string())?;
            releases.trust(&by, &team, &public).await?;
            writeln!(out, "{public} signs the releases of {team}")?;
        }
        Command::Withdraw { key } => {
            let team = releases.withdraw(&by, &key).await?;
            writeln!(out, "{key} of {team} signs no more; what it signed before stays")?;
        }
    }
    Ok(Outcome::Fine)
}

/// Waits until every node that serves has read the log up to `number`; names those that have not.
async fn wait_for_nodes(releases: &Releases, number: i64, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let begun = std::time::Instant::now();
    loop {
        let (_, nodes) = releases.nodes().await?;
        let behind: Vec<_> = nodes.iter().filter(|node| node.number < number).collect();
        if behind.is_empty() {
            writeln!(out, "{} nodes show it", nodes.len())?;
            return Ok(Outcome::Fine);
        }
        if begun.elapsed() >= PATIENCE {
            for node in behind {
                writeln!(
                    out,
                    "{} does not show it: it has read line {} of {number}",
                    node.node, node.number
                )?;
            }
            return Ok(Outcome::Faulty);
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn log(releases: &Releases, what: LogCommand, out: &mut impl Write) -> anyhow::Result<Outcome> {
    match what {
        LogCommand::Show { tile } => {
            for line in releases.log(tile.as_ref()).await? {
                let at = line.at.timestamp().strftime("%Y-%m-%d %H:%M:%S UTC");
                let (number, tile, step) = (line.number, &line.tile, line.step.word());
                writeln!(
                    out,
                    "{number:>6}  {at}  {tile:<40} {step:<12} {}  {}  {}",
                    line.digest, line.actor, line.reason
                )?;
            }
            Ok(Outcome::Fine)
        }
        LogCommand::Verify => match releases.verify_log().await? {
            Ok(head) => {
                writeln!(out, "the log is whole: {} lines, the last one {}", head.number, head.hash)?;
                Ok(Outcome::Fine)
            }
            Err(fault) => {
                writeln!(out, "{fault}")?;
                Ok(Outcome::Faulty)
            }
        },
    }
}

/// Writes every difference in both languages: `+` may do more, `-` may do less.
fn tell(changes: &[Change], text: &Text, out: &mut impl Write) -> std::io::Result<()> {
    for change in changes {
        let sign = if change.widens { '+' } else { '-' };
        for locale in Locale::ALL {
            writeln!(out, "{sign} {}: {}", locale.prefix(), change.words(text, locale))?;
        }
    }
    Ok(())
}

fn mode(dry_run: bool) -> Run {
    if dry_run { Run::Dry } else { Run::Real }
}

async fn open(file: Option<&Path>, text: &Arc<Text>) -> anyhow::Result<Releases> {
    let config = Config::load(file)?;
    let vault = Vault::new(config.vault.key.expose_secret())?;
    let source = config.tiles.dir.clone().map_or(Source::Embedded, Source::Dir);
    let own = Catalogue::load(&source, text).map_err(Error::Unsound)?;
    let db = store::open(&config.database.url, config.database.connections).await?;
    anyhow::ensure!(
        store::pending_migrations(&db).await? == 0,
        "the database is not up to date: run `parvis migrate` first"
    );
    let base = Base::new(config, db, Clock::default(), vault, text.clone());
    Ok(Releases::new(base, Arc::new(own)))
}
