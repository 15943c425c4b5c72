//! Verifying the log in a database, the portal's own or a copy that was put back.

use std::collections::HashMap;

use super::store;
use super::{Bent, Known, Source, Trust, Verified, Verifier};
use crate::audit::sequence::store::{self as tree, LeafRow, unsigned};
use crate::audit::tree::Peaks;
use crate::audit::{Error, Kept, Note};
use crate::clock::Micros;
use crate::id::EventId;
use crate::store::{Db, Read};

/// Leaves read at once.
const PAGE: i64 = 1_000;

/// A part of the log: places from the first on, up to before the second.
pub type Range = std::ops::Range<u64>;

/// Verifies a part of the log in `db`, or all of it.
///
/// # Errors
/// The database's. What is wrong with the log is the answer.
pub async fn database(
    db: &Db,
    trust: &Trust,
    known: Known<'_>,
    range: Option<Range>,
) -> Result<Result<Verified, Bent>, Error> {
    let mut db = db.read().await?;
    match look(&mut db, trust, known, range).await {
        Ok(verified) => Ok(Ok(verified)),
        Err(Stopped::Bent(bent)) => Ok(Err(bent)),
        Err(Stopped::Error(error)) => Err(error),
    }
}

/// Why a look stops.
enum Stopped {
    Bent(Bent),
    Error(Error),
}

impl From<Bent> for Stopped {
    fn from(bent: Bent) -> Self {
        Self::Bent(bent)
    }
}

impl From<crate::store::Error> for Stopped {
    fn from(error: crate::store::Error) -> Self {
        Self::Error(error.into())
    }
}

async fn look(
    db: &mut Read,
    trust: &Trust,
    known: Known<'_>,
    range: Option<Range>,
) -> Result<Verified, Stopped> {
    // What was signed first, then what there is: the log goes on meanwhile, and only ever gets longer.
    let signed = tree::newest_checkpoint(db).await?.map_or(0, |row| unsigned(row.size));
    let size = tree::size(db).await?;
    let Some(range) = range else {
        let mut verifier = Verifier::new(trust, known, Peaks::default())?;
        walk(db, &mut verifier, size).await?;
        if signed > size {
            return Err(Bent::Short { found: size, size: signed, source_of: Source::Log }.into());
        }
        if let Some(event) = store::stray(db).await? {
            return Err(Bent::Unplaced { event }.into());
        }
        return Ok(verifier.finish()?);
    };
    part(db, trust, known, range.start.min(size)..range.end.min(size)).await
}

/// A part, from its leaves up to the first root over all of them that was signed.
async fn part(db: &mut Read, trust: &Trust, known: Known<'_>, range: Range) -> Result<Verified, Stopped> {
    let before = tree::peaks(db, range.start).await?;
    let mut verifier = Verifier::new(trust, known, before)?;
    walk(db, &mut verifier, range.end).await?;
    if let Some(row) = store::checkpoint_from(db, range.end.max(1)).await? {
        let size = unsigned(row.size);
        let rest = range.end..size;
        if !rest.is_empty() {
            for (level, hash) in tree::nodes(db, &[rest]).await?.into_iter().flatten() {
                verifier.skip(level, hash);
            }
            verifier.checkpoint(&note(size, &row.note)?)?;
        }
    }
    Ok(verifier.verified())
}

/// Looks at every place up to `end`.
async fn walk(db: &mut Read, verifier: &mut Verifier<'_>, end: u64) -> Result<(), Stopped> {
    while verifier.place() < end {
        let from = verifier.place();
        let leaves = store::leaves(db, from, end, PAGE).await?;
        let Some(last) = leaves.last() else { return Err(Bent::Missing { place: from }.into()) };
        let rows = store::checkpoints(db, from, unsigned(last.place) + 1).await?;
        let mut notes = rows.into_iter().peekable();
        let events = by_id(store::events(db, &leaves).await?);
        for leaf in &leaves {
            place(verifier, leaf, &events)?;
            while let Some(row) = notes.next_if(|row| unsigned(row.size) <= verifier.place()) {
                verifier.checkpoint(&note(unsigned(row.size), &row.note)?)?;
            }
        }
    }
    Ok(())
}

fn by_id(events: Vec<Kept>) -> HashMap<EventId, Kept> {
    events.into_iter().map(|event| (event.id, event)).collect()
}

fn place(verifier: &mut Verifier<'_>, leaf: &LeafRow, events: &HashMap<EventId, Kept>) -> Result<(), Bent> {
    let (place, event) = (unsigned(leaf.place), leaf.event_id);
    if place != verifier.place() {
        return Err(Bent::Missing { place: verifier.place() });
    }
    let Some(kept) = events.get(&event) else { return Err(Bent::Gone { place, event }) };
    let Some((hash, nodes)) = leaf.hashes() else { return Err(Bent::Nodes { place }) };
    verifier.event(place, kept, hash, Some(&nodes))
}

fn note(size: u64, text: &str) -> Result<Note, Bent> {
    let note: Note = text.parse().map_err(|_| Bent::Unreadable { size })?;
    // The row says of how many events it is; a note of other events in it is none of this size.
    if note.checkpoint.size == size { Ok(note) } else { Err(Bent::Unreadable { size }) }
}

/// The first place of an event at that moment or later; `None` when there is none.
///
/// # Errors
/// The database's.
pub async fn first_place_since(db: &Db, at: Micros) -> Result<Option<u64>, Error> {
    Ok(store::first_since(&mut db.read().await?, at).await?.map(unsigned))
}
