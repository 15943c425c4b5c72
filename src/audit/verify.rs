//! Verifying the log: from the events themselves to what was signed (A5). The same look serves the database and an
//! export of it, far from any portal.

mod bent;
mod database;
pub mod proof;
pub(super) mod store;

use std::collections::BTreeMap;
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;

use super::second_place::Found;
use super::tree::{Hash, Peaks};
use super::{Kept, Note, PublicKey};
use crate::clock::Micros;
use crate::config::{self, Retention};
use crate::vault::Vault;

pub use bent::{Bent, Source};
pub use database::{Range, database, first_place_since};

/// Whose signatures are believed, whatever name they go by.
#[derive(Clone, Debug)]
pub struct Trust(Vec<VerifyingKey>);

impl Trust {
    /// These keys.
    #[must_use]
    pub fn keys(keys: impl IntoIterator<Item = PublicKey>) -> Self {
        Self(keys.into_iter().map(|key| key.key).collect())
    }

    /// The portal's own keys of all generations so far, and those that its settings name.
    ///
    /// # Errors
    /// When one of those is no key.
    pub fn portal(settings: &config::Audit, vault: &Vault) -> Result<Self, super::note::Malformed> {
        let own =
            (1..=settings.key_generation).map(|generation| vault.checkpoint_key(generation).verifying_key());
        let named: Result<Vec<PublicKey>, _> = settings.public_keys.iter().map(|key| key.parse()).collect();
        Ok(Self(own.chain(named?.into_iter().map(|key| key.key)).collect()))
    }

    /// Whether one of them signed it.
    #[must_use]
    pub fn signed(&self, note: &Note) -> bool {
        let named = |key: &VerifyingKey| PublicKey { name: note.checkpoint.origin.clone(), key: *key };
        self.0.iter().any(|key| note.is_signed_by(&named(key)))
    }
}

/// What was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many events.
    pub events: u64,
    /// How many of them say nothing of persons any more.
    pub emptied: u64,
    /// How many checkpoints fit, those of the second place included.
    pub checkpoints: u64,
    /// How many of those are of the second place.
    pub second_place: u64,
    /// How many events the newest of them has.
    pub signed: u64,
    /// How many the log has.
    pub size: u64,
    /// The root of the whole tree, where all of it was looked at.
    pub root: Hash,
}

/// What else is known of the log while it is verified.
#[derive(Clone, Default)]
pub struct Known<'a> {
    /// The key of the seals; without it they are not looked at.
    pub vault: Option<&'a Vault>,
    /// When events are emptied, and what time it is; without it, that is not looked at.
    pub retention: Option<(Retention, Micros)>,
    /// What second places have, by their names.
    pub second_places: Vec<(Arc<str>, Vec<Note>)>,
}

/// What second places have, by name, for [`Known`].
#[must_use]
pub fn second_place(name: &str, found: Found) -> (Arc<str>, Vec<Note>) {
    (name.into(), found.notes)
}

/// A look at the log, place by place.
pub struct Verifier<'a> {
    trust: &'a Trust,
    known: Known<'a>,
    peaks: Peaks,
    /// What second places say of sizes not reached yet.
    awaited: BTreeMap<u64, Vec<(Hash, Arc<str>)>>,
    /// How many events the last checkpoint that fits has.
    good: u64,
    verified: Verified,
}

impl<'a> Verifier<'a> {
    /// A look that begins after `before`.
    ///
    /// # Errors
    /// When a checkpoint of a second place is signed by nobody who is believed.
    pub fn new(trust: &'a Trust, known: Known<'a>, before: Peaks) -> Result<Self, Bent> {
        let mut awaited: BTreeMap<u64, Vec<_>> = BTreeMap::new();
        for (name, notes) in &known.second_places {
            for note in notes {
                let (size, root) = (note.checkpoint.size, note.checkpoint.root);
                if !trust.signed(note) {
                    let source_of = Source::SecondPlace(Arc::clone(name));
                    return Err(Bent::Signature { size, source_of, signers: note.signers() });
                }
                if size >= before.size() {
                    awaited.entry(size).or_default().push((root, Arc::clone(name)));
                }
            }
        }
        let verified = Verified {
            events: 0,
            emptied: 0,
            checkpoints: 0,
            second_place: 0,
            signed: 0,
            size: before.size(),
            root: before.root(),
        };
        let good = before.size();
        Ok(Self { trust, known, peaks: before, awaited, good, verified })
    }

    /// The next place that is looked at.
    #[must_use]
    pub fn place(&self) -> u64 {
        self.peaks.size()
    }

    /// Looks at the event that is said to be at the next place.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn event(
        &mut self,
        place: u64,
        event: &Kept,
        hash: Hash,
        nodes: Option<&[Hash]>,
    ) -> Result<(), Bent> {
        let id = event.id;
        if place != self.place() {
            return Err(Bent::Missing { place: self.place() });
        }
        if self.known.vault.is_some_and(|vault| !event.is_sealed(vault)) {
            // A seal that is wrong and a leaf that is right: someone else wrote both.
            let known = event.hash(place) == hash;
            return Err(if known {
                Bent::Foreign { place, event: id }
            } else {
                Bent::Changed { place, event: id }
            });
        }
        if event.hash(place) != hash {
            return Err(Bent::Changed { place, event: id });
        }
        if !event.keeps_its_word() {
            return Err(Bent::Persons { place, event: id });
        }
        if event.is_emptied() {
            self.verified.emptied += 1;
            let due = |(retention, now)| super::retention::is_due(retention, now, &event.code, event.at);
            if self.known.retention.is_some_and(|known| !due(known)) {
                return Err(Bent::EmptiedEarly { place, event: id });
            }
        }
        let made = self.peaks.push(hash);
        if nodes.is_some_and(|kept| *kept != made) {
            return Err(Bent::Nodes { place });
        }
        self.verified.events += 1;
        self.look_at_second_places()
    }

    /// Goes on over parts of the tree that are not looked at, to what was signed after them.
    pub(super) fn skip(&mut self, level: u32, hash: Hash) {
        self.peaks.push_subtree(level, hash);
    }

    /// Looks at a checkpoint of the log as far as it was looked at.
    ///
    /// # Errors
    /// When it is not one of this log at this moment, or nobody who is believed signed it.
    pub fn checkpoint(&mut self, note: &Note) -> Result<(), Bent> {
        let (size, source_of) = (note.checkpoint.size, Source::Log);
        if !self.trust.signed(note) {
            return Err(Bent::Signature { size, source_of, signers: note.signers() });
        }
        self.holds(size, note.checkpoint.root, source_of)
    }

    fn holds(&mut self, size: u64, root: Hash, source_of: Source) -> Result<(), Bent> {
        if size != self.place() || root != self.peaks.root() {
            return Err(Bent::Root { size, source_of, good: self.good });
        }
        self.good = size;
        self.verified.signed = size;
        self.verified.checkpoints += 1;
        Ok(())
    }

    fn look_at_second_places(&mut self) -> Result<(), Bent> {
        for (root, name) in self.awaited.remove(&self.place()).unwrap_or_default() {
            self.holds(self.place(), root, Source::SecondPlace(name))?;
            self.verified.second_place += 1;
        }
        Ok(())
    }

    /// Ends a look at a whole log, which ends here.
    ///
    /// # Errors
    /// When a second place has a checkpoint of more.
    pub fn finish(mut self) -> Result<Verified, Bent> {
        self.awaited.remove(&0);
        if let Some((size, names)) = self.awaited.last_key_value() {
            let name = names.first().map(|(_, name)| Arc::clone(name)).unwrap_or_default();
            return Err(Bent::Short {
                found: self.place(),
                size: *size,
                source_of: Source::SecondPlace(name),
            });
        }
        Ok(self.verified())
    }

    /// Ends a look at a part of a log.
    #[must_use]
    pub fn verified(self) -> Verified {
        Verified { size: self.place(), root: self.peaks.root(), ..self.verified }
    }
}
