//! `parvis audit`: proof that the log was not bent, and the log itself to take along. What each of them does, byte by
//! byte: `docs/audit-log.md`.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context as _, ensure};
use secrecy::ExposeSecret as _;

use super::Outcome;
use super::serve::block_on;
use crate::act::Actor;
use crate::audit::second_place::{self, SecondPlace};
use crate::audit::sequence;
use crate::audit::verify::proof::{self, Inclusion};
use crate::audit::verify::{self, Bent, Known, Range, Trust, Verified};
use crate::audit::{AuditEvent, Note, PublicKey, catalogue, export};
use crate::base::Base;
use crate::clock::{Clock, Micros};
use crate::config::Config;
use crate::id::EventId;
use crate::store::{self, Db};
use crate::text::Text;
use crate::vault::Vault;

/// What to do with the log.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Say whether the log is what was written: exit status 0 when it is, 1 when it was bent, 2 when that cannot be told, 3 when the second place is missing
    Verify(Verify),
    /// Write the log, or a part of it, as lines of JSON that anyone can verify
    Export {
        /// Which part
        #[command(flatten)]
        part: Part,
        /// The file to write; standard output when absent
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Write the proof that one event is in the log, without the rest of it
    Prove {
        /// The event's id
        event: EventId,
    },
    /// Print the newest checkpoint
    Checkpoint,
    /// Print every kind of event there is, as docs/audit-events.md has them
    Catalogue,
}

/// A part of the log.
#[derive(clap::Args)]
pub struct Part {
    /// From this place, counted from 0, or this day or moment (UTC) on
    #[arg(long, value_name = "PLACE|DATE")]
    from: Option<Bound>,
    /// Up to before this place, day or moment
    #[arg(long, value_name = "PLACE|DATE")]
    to: Option<Bound>,
}

/// What to verify, and by what.
#[derive(clap::Args)]
pub struct Verify {
    #[command(flatten)]
    part: Part,
    /// One event alone, by its id
    #[arg(long, value_name = "EVENT", conflicts_with_all = ["from", "to", "between", "export", "proof"])]
    event: Option<EventId>,
    /// That the log went on from one checkpoint that you kept to another
    #[arg(long, num_args = 2, value_names = ["OLDER", "NEWER"], conflicts_with_all = ["from", "to", "export", "proof"])]
    between: Option<Vec<PathBuf>>,
    /// An export in place of the database: no settings are needed then
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "to", "proof"])]
    export: Option<PathBuf>,
    /// The proof of one event, as `parvis audit prove` writes it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "to"])]
    proof: Option<PathBuf>,
    /// Believe this key's checkpoints, and no other's: NAME+ID+KEY, as `parvis keys list` shows it
    #[arg(long, value_name = "KEY")]
    key: Vec<PublicKey>,
    /// What the second place has: its file, or lines taken from a system's log
    #[arg(long, value_name = "FILE")]
    second_place: Vec<PathBuf>,
}

/// A place in the log, or a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Counted from 0.
    Place(u64),
    /// The first event at that moment or later.
    Moment(Micros),
}

impl FromStr for Bound {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(place) = text.parse() {
            return Ok(Self::Place(place));
        }
        let moment = text.parse::<jiff::Timestamp>().ok().or_else(|| {
            let day = text.parse::<jiff::civil::Date>().ok()?;
            Some(day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
        });
        let moment =
            moment.ok_or("write a place such as 1200, a day such as 2026-11-25, or 2026-11-25T10:00:00Z")?;
        Ok(Self::Moment(Micros(moment.as_microsecond())))
    }
}

/// Runs one of them.
///
/// # Errors
/// When it cannot do its work; `verify` tells that by its outcome instead.
pub fn run(file: Option<&Path>, command: &Command, out: &mut impl Write) -> anyhow::Result<Outcome> {
    match command {
        Command::Verify(wish) => match verify(file, wish, out) {
            Ok(outcome) => Ok(outcome),
            Err(error) => {
                writeln!(out, "Cannot tell: {error:#}")?;
                Ok(Outcome::Unknown)
            }
        },
        Command::Export { part, output } => export_to(file, part, output.as_deref(), out),
        Command::Prove { event } => prove(file, *event, out),
        Command::Checkpoint => checkpoint(file, out),
        Command::Catalogue => {
            write!(out, "{}", catalogue::tables())?;
            Ok(Outcome::Fine)
        }
    }
}

fn verify(file: Option<&Path>, wish: &Verify, out: &mut impl Write) -> anyhow::Result<Outcome> {
    if let Some(path) = &wish.proof {
        let proof: Inclusion = serde_json::from_reader(BufReader::new(opened(path)?))
            .with_context(|| format!("{} is no proof", path.display()))?;
        return tell_of_event(&proof, &trust(file, wish)?, out);
    }
    if let Some(path) = &wish.export {
        let known = Known { second_places: given(wish)?, ..Known::default() };
        let found = export::verify(BufReader::new(opened(path)?), &trust(file, wish)?, known)?;
        return tell(found, wish, out);
    }
    block_on(async {
        let base = open(file).await?;
        let trust = if wish.key.is_empty() {
            Trust::portal(&base.config.audit, &base.vault)?
        } else {
            Trust::keys(wish.key.clone())
        };
        let outcome = verify_database(&base, &trust, wish, out).await;
        base.db.close().await;
        outcome
    })?
}

async fn verify_database(
    base: &Base,
    trust: &Trust,
    wish: &Verify,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    if let Some(event) = wish.event {
        let proof = proof::prove(&mut base.db.read().await?, event).await?;
        return tell_of_event(&proof, trust, out);
    }
    if let Some([older, newer]) = wish.between.as_deref() {
        let (older, newer) = (note_of(older)?, note_of(newer)?);
        let found = proof::between(&mut base.db.read().await?, trust, &older, &newer).await?;
        return match found {
            Ok(()) => {
                let sizes = (older.checkpoint.size, newer.checkpoint.size);
                writeln!(
                    out,
                    "The log went on from {} events to {}, and nothing before changed.",
                    sizes.0, sizes.1
                )?;
                Ok(Outcome::Fine)
            }
            Err(bent) => fault(&bent, out),
        };
    }
    let mut second_places = given(wish)?;
    let own = base.config.audit.checkpoints.as_ref().filter(|_| second_places.is_empty());
    if let Some(place) = own {
        match SecondPlace::open(place)?.read().await {
            Ok(Some(found)) => second_places.push(verify::second_place("the second place", found)),
            Ok(None) => {
                writeln!(out, "The second place is a system's log: give what it has with --second-place.")?;
            }
            Err(error) => writeln!(out, "The second place cannot be read: {error}")?,
        }
    }
    let is_missing = own.is_some() && second_places.iter().all(|(_, notes)| notes.is_empty());
    let retention = Some((base.config.audit.retention, Clock::default().now()));
    let known = Known { vault: Some(&base.vault), retention, second_places };
    let range = range(&base.db, &wish.part).await?;
    let found = verify::database(&base.db, trust, known, range).await?;
    let is_unseen = is_missing && found.as_ref().is_ok_and(|verified| verified.signed > 0);
    let outcome = tell(found, wish, out)?;
    if !is_unseen {
        return Ok(outcome);
    }
    writeln!(out, "UNSEEN: the settings name a second place, and nothing of it was there to look at.")?;
    Ok(Outcome::Unseen)
}

/// The part that is wished for; none: all of it.
async fn range(db: &Db, part: &Part) -> anyhow::Result<Option<Range>> {
    if part.from.is_none() && part.to.is_none() {
        return Ok(None);
    }
    let from = place(db, part.from, 0).await?;
    let to = place(db, part.to, u64::MAX).await?;
    ensure!(from < to, "there is nothing from {from} to before {to}");
    Ok(Some(from..to))
}

async fn place(db: &Db, bound: Option<Bound>, otherwise: u64) -> anyhow::Result<u64> {
    Ok(match bound {
        None => otherwise,
        Some(Bound::Place(place)) => place,
        Some(Bound::Moment(at)) => verify::first_place_since(db, at).await?.unwrap_or(u64::MAX),
    })
}

fn given(wish: &Verify) -> anyhow::Result<Vec<(std::sync::Arc<str>, Vec<Note>)>> {
    let read = |path: &PathBuf| {
        let found = second_place::read_file(path).with_context(|| path.display().to_string())?;
        Ok(verify::second_place(&path.display().to_string(), found))
    };
    wish.second_place.iter().map(read).collect()
}

fn tell(found: Result<Verified, Bent>, wish: &Verify, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let verified = match found {
        Ok(verified) => verified,
        Err(bent) => return fault(&bent, out),
    };
    let Verified { events, emptied, checkpoints, second_place, signed, size, root } = verified;
    writeln!(
        out,
        "{events} events are what was written; {emptied} of them say nothing of persons any more."
    )?;
    writeln!(
        out,
        "{checkpoints} checkpoints fit, {second_place} of them in the second place; {signed} of {size} events are signed."
    )?;
    writeln!(out, "root {}", root.base64())?;
    if second_place == 0 && wish.part.from.is_none() && wish.part.to.is_none() {
        writeln!(out, "No second place was looked at: that the end was cut off would not be seen.")?;
    }
    Ok(Outcome::Fine)
}

fn fault(bent: &Bent, out: &mut impl Write) -> anyhow::Result<Outcome> {
    writeln!(out, "BENT: {bent}.")?;
    Ok(Outcome::Faulty)
}

fn tell_of_event(proof: &Inclusion, trust: &Trust, out: &mut impl Write) -> anyhow::Result<Outcome> {
    match proof.verify(trust) {
        Ok(note) => {
            let (event, place) = (&proof.event, proof.place);
            let (size, at) = (note.checkpoint.size, event.at.rfc3339());
            writeln!(
                out,
                "The event {} ({}, {at}) is at place {place} of {size} that were signed.",
                event.id, event.code
            )?;
            Ok(Outcome::Fine)
        }
        Err(unproven) => {
            writeln!(out, "BENT: place {}: {unproven}.", proof.place)?;
            Ok(Outcome::Faulty)
        }
    }
}

fn export_to(
    file: Option<&Path>,
    part: &Part,
    output: Option<&Path>,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    block_on(async {
        let base = open(file).await?;
        let range = range(&base.db, part).await?.unwrap_or(0..u64::MAX);
        let range = export::clamped(&base.db, range).await?;
        // Logged first: what cannot be logged is not handed out.
        let event = AuditEvent::AuditExported { from: range.start, to: range.end };
        base.acts.log(Actor::system(), event).await?;
        if let Some(path) = output {
            let file = File::create_new(path).with_context(|| format!("cannot write {}", path.display()))?;
            let events = export::write(&base.db, range, &mut BufWriter::new(file)).await?;
            writeln!(out, "{events} events are in {}.", path.display())?;
        } else {
            export::write(&base.db, range, out).await?;
        }
        base.db.close().await;
        Ok(Outcome::Fine)
    })?
}

fn prove(file: Option<&Path>, event: EventId, out: &mut impl Write) -> anyhow::Result<Outcome> {
    block_on(async {
        let base = open(file).await?;
        let proof = proof::prove(&mut base.db.read().await?, event).await?;
        serde_json::to_writer_pretty(&mut *out, &proof)?;
        writeln!(out)?;
        base.db.close().await;
        Ok(Outcome::Fine)
    })?
}

fn checkpoint(file: Option<&Path>, out: &mut impl Write) -> anyhow::Result<Outcome> {
    block_on(async {
        let base = open(file).await?;
        let newest = sequence::newest_checkpoint(&mut base.db.read().await?).await?;
        base.db.close().await;
        write!(out, "{}", newest.context("nothing is signed yet")?.note)?;
        Ok(Outcome::Fine)
    })?
}

fn trust(file: Option<&Path>, wish: &Verify) -> anyhow::Result<Trust> {
    if !wish.key.is_empty() {
        return Ok(Trust::keys(wish.key.clone()));
    }
    ensure!(file.is_some(), "give the log's key with --key, or the settings with --config");
    let config = Config::load(file)?;
    let vault = Vault::new(config.vault.key.expose_secret())?;
    Ok(Trust::portal(&config.audit, &vault)?)
}

fn note_of(path: &Path) -> anyhow::Result<Note> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.parse().with_context(|| path.display().to_string())
}

fn opened(path: &Path) -> anyhow::Result<File> {
    File::open(path).with_context(|| path.display().to_string())
}

/// The ground of the portal that `file` configures.
pub(super) async fn open(file: Option<&Path>) -> anyhow::Result<Base> {
    let config = Config::load(file)?;
    let vault = Vault::new(config.vault.key.expose_secret())?;
    let db = store::open(&config.database.url, 1).await?;
    ensure!(
        store::pending_migrations(&db).await? == 0,
        "the database is not up to date: run `parvis migrate` first"
    );
    Ok(Base::new(config, db, Clock::default(), vault, Text::portal()?))
}

/// The line of `parvis keys list` that shows the log's key.
///
/// # Errors
/// When the settings cannot be used.
pub(super) fn key_line(file: Option<&Path>) -> anyhow::Result<String> {
    let config = Config::load(file)?;
    let vault = Vault::new(config.vault.key.expose_secret())?;
    let generation = config.audit.key_generation;
    Ok(format!(
        "{:<9} {}  generation {generation}  signs the audit log",
        "audit",
        sequence::public_key(&config, &vault)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_a_place_a_day_or_a_moment() {
        assert_eq!("1200".parse(), Ok(Bound::Place(1_200)));
        assert_eq!("1970-01-02".parse(), Ok(Bound::Moment(Micros(86_400_000_000))));
        assert_eq!("1970-01-01T00:00:01Z".parse(), Ok(Bound::Moment(Micros(1_000_000))));
        assert!("yesterday".parse::<Bound>().is_err());
    }
}
