//! `parvis backup`: what the operator's own tools did, told to the portal by their scripts.

use std::io::Write;
use std::path::Path;

use anyhow::Context as _;

use super::Outcome;
use super::audit::open;
use super::serve::block_on;
use crate::act::Actor;
use crate::audit::{AuditEvent, BackupKind, store};
use crate::base::Base;

const NOT_WRITTEN: &str = "it is not written down, and the portal does not know of it";

/// What was done.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Write down that a backup was made: the last line of the script that makes it
    Made {
        /// How much it holds
        #[arg(long, value_enum, default_value = "full")]
        kind: BackupKind,
        /// Its size in bytes
        #[arg(long)]
        bytes: Option<u64>,
        /// It was read back and found whole
        #[arg(long)]
        verified: bool,
    },
    /// Write down that a backup was put back: before the portal starts on it
    Restored,
}

/// Writes it down.
///
/// # Errors
/// When the settings or the database cannot be used, or it cannot be logged.
pub fn run(file: Option<&Path>, command: &Command, out: &mut impl Write) -> anyhow::Result<Outcome> {
    block_on(async {
        let base = open(file).await?;
        let told = match *command {
            Command::Made { kind, bytes, verified } => made(&base, kind, bytes, verified).await,
            Command::Restored => restored(&base).await,
        };
        base.db.close().await;
        writeln!(out, "{}", told?)?;
        anyhow::Ok(Outcome::Fine)
    })?
}

async fn made(base: &Base, kind: BackupKind, bytes: Option<u64>, verified: bool) -> anyhow::Result<String> {
    let event = AuditEvent::BackupMade { kind, bytes, verified };
    base.acts.log(Actor::system(), event).await.context(NOT_WRITTEN)?;
    let size = bytes.map(|bytes| format!(", {bytes} bytes")).unwrap_or_default();
    let read = if verified { "read back and whole" } else { "not read back" };
    Ok(format!("Written down: a backup ({}{size}), {read}.", kind.word()))
}

async fn restored(base: &Base) -> anyhow::Result<String> {
    let newest = store::newest_at(&mut base.db.read().await?).await.context(NOT_WRITTEN)?;
    let newest = newest.context("nothing was put back: this database holds no event")?;
    base.acts.log(Actor::system(), AuditEvent::BackupRestored { newest }).await.context(NOT_WRITTEN)?;
    Ok(format!("Written down: what happened after {} is not in this database.", newest.rfc3339()))
}
