//! The log as a file: one line of JSON for each event and each checkpoint, verified far from any portal by what is in it
//! and the log's key.

use std::io::{self, BufRead, Write};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::note::Note;
use super::sequence::store::{self as tree, unsigned};
use super::tree::{Hash, Peaks, subtrees};
use super::verify::{Bent, Known, Trust, Verified, Verifier, store};
use super::{Error, Kept};
use crate::store::{Db, Read};

/// The version of the format.
const FORMAT: u32 = 1;
/// Leaves read at once.
const PAGE: i64 = 1_000;

/// A line of an export.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "lowercase", deny_unknown_fields)]
pub enum Line {
    /// The first one: what follows.
    Log {
        /// The version of the format.
        format: u32,
        /// The place of the first event.
        from: u64,
        /// The place after the last one.
        to: u64,
        /// How many events the log had.
        size: u64,
        /// The hashes of the perfect subtrees before the first event, from the left.
        before: Vec<Hash>,
    },
    /// An event, in the order of places.
    Event {
        /// Its place.
        place: u64,
        /// The hash of its leaf.
        hash: Hash,
        /// What it says.
        event: Box<Kept>,
    },
    /// A checkpoint of all events before it.
    Checkpoint {
        /// The signed note.
        checkpoint: String,
        /// At the end of a part: the hashes of the perfect subtrees between its last event and the checkpoint.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        after: Vec<Hash>,
    },
}

/// Why an export breaks off.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] Error),
    /// The file cannot be written or read.
    #[error(transparent)]
    File(#[from] io::Error),
}

impl From<crate::store::Error> for Broken {
    fn from(error: crate::store::Error) -> Self {
        Self::Log(error.into())
    }
}

/// As much of a part as there is.
///
/// # Errors
/// The database's.
pub async fn clamped(db: &Db, range: Range<u64>) -> Result<Range<u64>, Error> {
    let size = tree::size(&mut db.read().await?).await?;
    Ok(range.start.min(size)..range.end.min(size))
}

/// Writes a part of the log, or all of it, as it is read; tells how many events.
///
/// # Errors
/// The database's or the file's.
pub async fn write(db: &Db, range: Range<u64>, out: &mut impl Write) -> Result<u64, Broken> {
    let mut db = db.read().await?;
    let size = tree::size(&mut db).await?;
    let range = range.start.min(size)..range.end.min(size);
    let before = hashes(&mut db, 0..range.start).await?;
    line(out, &Line::Log { format: FORMAT, from: range.start, to: range.end, size, before })?;
    let mut from = range.start;
    while from < range.end {
        let leaves = store::leaves(&mut db, from, range.end, PAGE).await?;
        let Some(last) = leaves.last() else { break };
        let events = store::events(&mut db, &leaves).await?;
        let end = unsigned(last.place) + 1;
        let mut notes = store::checkpoints(&mut db, from, end).await?.into_iter().peekable();
        for leaf in &leaves {
            let found = events.iter().find(|event| event.id == leaf.event_id).zip(Hash::of_bytes(&leaf.hash));
            if let Some((event, hash)) = found {
                let place = unsigned(leaf.place);
                line(out, &Line::Event { place, hash, event: Box::new(event.clone()) })?;
            }
            while let Some(row) = notes.next_if(|row| row.size <= leaf.place + 1) {
                line(out, &Line::Checkpoint { checkpoint: row.note, after: Vec::new() })?;
            }
        }
        from = end;
    }
    if let Some(row) = store::checkpoint_from(&mut db, range.end + 1).await? {
        let after = hashes(&mut db, range.end..unsigned(row.size)).await?;
        line(out, &Line::Checkpoint { checkpoint: row.note, after })?;
    }
    out.flush()?;
    Ok(range.end - range.start)
}

async fn hashes(db: &mut Read, part: Range<u64>) -> Result<Vec<Hash>, Broken> {
    let nodes = tree::nodes(db, &[part]).await?;
    Ok(nodes.into_iter().flatten().map(|(_, hash)| hash).collect())
}

fn line(out: &mut impl Write, line: &Line) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// Verifies an export, line by line.
///
/// # Errors
/// The file's. What is wrong with the log is the answer.
pub fn verify(lines: impl BufRead, trust: &Trust, known: Known<'_>) -> io::Result<Result<Verified, Bent>> {
    let mut lines = lines.lines().zip(1..);
    let Some((head, number)) = lines.next() else { return Ok(Err(Bent::Line { line: 1 })) };
    let mut export = match parsed(&head?, number).and_then(|head| Export::begin(&head, trust, known)) {
        Ok(export) => export,
        Err(bent) => return Ok(Err(bent)),
    };
    for (text, number) in lines {
        if let Err(bent) = parsed(&text?, number).and_then(|line| export.take(line, number)) {
            return Ok(Err(bent));
        }
    }
    Ok(export.finish())
}

fn parsed(text: &str, line: usize) -> Result<Line, Bent> {
    serde_json::from_str(text).map_err(|_| Bent::Line { line })
}

/// An export under way.
struct Export<'a> {
    verifier: Verifier<'a>,
    to: u64,
    is_whole: bool,
}

impl<'a> Export<'a> {
    fn begin(head: &Line, trust: &'a Trust, known: Known<'a>) -> Result<Self, Bent> {
        let Line::Log { format: FORMAT, from, to, size, before } = head else {
            return Err(Bent::Line { line: 1 });
        };
        let parts = subtrees(0..*from);
        if parts.len() != before.len() {
            return Err(Bent::Line { line: 1 });
        }
        let mut peaks = Peaks::default();
        for (subtree, hash) in parts.iter().zip(before) {
            peaks.push_subtree(subtree.level, *hash);
        }
        let verifier = Verifier::new(trust, known, peaks)?;
        Ok(Self { verifier, to: *to, is_whole: *from == 0 && to == size })
    }

    fn take(&mut self, line: Line, number: usize) -> Result<(), Bent> {
        match line {
            Line::Log { .. } => Err(Bent::Line { line: number }),
            Line::Event { place, hash, event } => self.verifier.event(place, &event, hash, None),
            Line::Checkpoint { checkpoint, after } => {
                let note: Note = checkpoint.parse().map_err(|_| Bent::Line { line: number })?;
                let rest = subtrees(self.verifier.place()..note.checkpoint.size.max(self.verifier.place()));
                if !after.is_empty() && after.len() != rest.len() {
                    return Err(Bent::Line { line: number });
                }
                if !after.is_empty() {
                    self.ends()?;
                }
                for (subtree, hash) in rest.iter().zip(after) {
                    self.verifier.skip(subtree.level, hash);
                }
                self.verifier.checkpoint(&note)
            }
        }
    }

    /// Whether all events came that were announced.
    fn ends(&self) -> Result<(), Bent> {
        if self.verifier.place() < self.to {
            Err(Bent::Missing { place: self.verifier.place() })
        } else {
            Ok(())
        }
    }

    fn finish(self) -> Result<Verified, Bent> {
        self.ends()?;
        if self.is_whole { self.verifier.finish() } else { Ok(self.verifier.verified()) }
    }
}
