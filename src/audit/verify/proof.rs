//! Proofs that stand for themselves: that one event is in the log, without showing the rest; that a log goes on from an
//! older checkpoint.

use serde::{Deserialize, Serialize};

use super::store;
use super::{Bent, Source, Trust};
use crate::audit::sequence::store::{self as tree, unsigned};
use crate::audit::tree::{Hash, Peaks, consistency, inclusion, proves_consistency, proves_inclusion};
use crate::audit::{Error, Kept, Note};
use crate::id::EventId;
use crate::store::{Read, Result};

/// Why there is no proof.
#[derive(Debug, thiserror::Error)]
pub enum NoProof {
    /// The log has no such event.
    #[error("the log has no event {0}")]
    NoEvent(EventId),
    /// Nothing that has it was signed yet.
    #[error("the event {0} is not signed yet: checkpoints come every minute")]
    NotSigned(EventId),
    /// The checkpoint kept with the log cannot be read.
    #[error(transparent)]
    Bent(#[from] Bent),
    /// The database.
    #[error(transparent)]
    Error(#[from] Error),
}

impl From<crate::store::Error> for NoProof {
    fn from(error: crate::store::Error) -> Self {
        Self::Error(error.into())
    }
}

/// Proof that an event is in a log: whoever has it needs the log's key and nothing else.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inclusion {
    /// Its place in the log.
    pub place: u64,
    /// The event.
    pub event: Kept,
    /// The hashes beside its way up to the root, from below.
    pub path: Vec<Hash>,
    /// The signed checkpoint whose root that is.
    pub checkpoint: String,
}

/// What is wrong with a proof.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// Its checkpoint is none.
    #[error("its checkpoint cannot be read")]
    Unreadable,
    /// Its checkpoint is signed by nobody who is believed.
    #[error("its checkpoint is not signed by a key that is believed, but by {0}")]
    Signature(String),
    /// What the event says of persons is not what was committed to.
    #[error("what the event says of persons is not what was written")]
    Persons,
    /// The hashes do not lead to the root.
    #[error("the event is not what was written at place {0}")]
    Path(u64),
}

impl Inclusion {
    /// Verifies it: the checkpoint that has the event.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn verify(&self, trust: &Trust) -> std::result::Result<Note, Unproven> {
        let note: Note = self.checkpoint.parse().map_err(|_| Unproven::Unreadable)?;
        if !trust.signed(&note) {
            return Err(Unproven::Signature(note.signers()));
        }
        if !self.event.keeps_its_word() {
            return Err(Unproven::Persons);
        }
        let (leaf, signed) = (self.event.hash(self.place), &note.checkpoint);
        let proven = proves_inclusion(&self.path, leaf, self.place, signed.size, signed.root);
        if proven { Ok(note) } else { Err(Unproven::Path(self.place)) }
    }
}

/// The hashes of these parts of the tree.
async fn hashes(db: &mut Read, parts: &[std::ops::Range<u64>]) -> Result<Vec<Hash>> {
    let whole = |subtrees: Vec<(u32, Hash)>| {
        let mut peaks = Peaks::default();
        for (level, hash) in subtrees {
            peaks.push_subtree(level, hash);
        }
        peaks.root()
    };
    Ok(tree::nodes(db, parts).await?.into_iter().map(whole).collect())
}

/// Makes the proof that an event is in the log, under the newest checkpoint.
///
/// # Errors
/// When there is none yet; the database's.
pub async fn prove(db: &mut Read, event: EventId) -> std::result::Result<Inclusion, NoProof> {
    let place = store::place_of(db, event).await?.map(unsigned).ok_or(NoProof::NoEvent(event))?;
    let newest = tree::newest_checkpoint(db).await?.filter(|row| unsigned(row.size) > place);
    let checkpoint = newest.ok_or(NoProof::NotSigned(event))?;
    let path = hashes(db, &inclusion(place, unsigned(checkpoint.size))).await?;
    let leaves = store::leaves(db, place, place + 1, 1).await?;
    let kept = store::events(db, &leaves).await?.into_iter().next().ok_or(Bent::Gone { place, event })?;
    Ok(Inclusion { place, event: kept, path, checkpoint: checkpoint.note })
}

/// Whether the log went on from `older` to `newer`, two checkpoints that someone kept.
///
/// # Errors
/// The database's. What is wrong is the answer.
pub async fn between(
    db: &mut Read,
    trust: &Trust,
    older: &Note,
    newer: &Note,
) -> std::result::Result<std::result::Result<(), Bent>, Error> {
    for note in [older, newer] {
        if !trust.signed(note) {
            let (size, signers) = (note.checkpoint.size, note.signers());
            return Ok(Err(Bent::Signature { size, source_of: given(), signers }));
        }
    }
    let sized = |note: &Note| (note.checkpoint.size, note.checkpoint.root);
    let (found, (first, second)) = (tree::size(db).await?, (sized(older), sized(newer)));
    if second.0 > found {
        return Ok(Err(Bent::Short { found, size: second.0, source_of: given() }));
    }
    let proof = hashes(db, &consistency(first.0, second.0)).await?;
    if proves_consistency(&proof, first, second) {
        return Ok(Ok(()));
    }
    // Which of the two does not fit the log as it is?
    let now = tree::peaks(db, first.0).await?.root();
    let (size, good) = if now == first.1 { (second.0, first.0) } else { (first.0, 0) };
    Ok(Err(Bent::Root { size, source_of: given(), good }))
}

fn given() -> Source {
    Source::SecondPlace("what was given".into())
}
