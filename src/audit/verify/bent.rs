//! What can be wrong with the log.

use std::fmt;
use std::sync::Arc;

use crate::id::EventId;

/// Where a checkpoint was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// With the events.
    Log,
    /// In the second place, of this name.
    SecondPlace(Arc<str>),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Log => f.write_str("kept with the log"),
            Self::SecondPlace(name) => write!(f, "in {name}"),
        }
    }
}

/// The first thing that is wrong with the log, and where. Places count from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Bent {
    /// A leaf is not there.
    #[error("place {place}: nothing is there, and there was something")]
    Missing {
        /// Where.
        place: u64,
    },
    /// A leaf's event is not there.
    #[error("place {place}: the event {event} is gone")]
    Gone {
        /// Where.
        place: u64,
        /// Which.
        event: EventId,
    },
    /// The event says something else than when it was placed.
    #[error("place {place}: the event {event} is not what was written there")]
    Changed {
        /// Where.
        place: u64,
        /// Which.
        event: EventId,
    },
    /// What the event says of persons is something else.
    #[error("place {place}: what the event {event} says of persons is not what was written")]
    Persons {
        /// Where.
        place: u64,
        /// Which.
        event: EventId,
    },
    /// The personal parts are gone before their time.
    #[error("place {place}: what the event {event} said of persons was emptied before its time")]
    EmptiedEarly {
        /// Where.
        place: u64,
        /// Which.
        event: EventId,
    },
    /// The event has no seal of the portal's.
    #[error("place {place}: the event {event} was not written by the portal")]
    Foreign {
        /// Where.
        place: u64,
        /// Which.
        event: EventId,
    },
    /// The nodes that are kept are not those of the leaves.
    #[error("place {place}: the tree's nodes that are kept there are not those of the events up to it")]
    Nodes {
        /// Where.
        place: u64,
    },
    /// An event is in the log and not in its tree.
    #[error("the event {event} has no place in the log: it was put there, or taken out, by someone else")]
    Unplaced {
        /// Which.
        event: EventId,
    },
    /// A checkpoint cannot be read.
    #[error("the checkpoint of {size} events kept with the log cannot be read")]
    Unreadable {
        /// Of how many events.
        size: u64,
    },
    /// A checkpoint is signed by nobody who is believed.
    #[error(
        "the checkpoint of {size} events {source_of} is not signed by a key that is believed, but by {signers}"
    )]
    Signature {
        /// Of how many events.
        size: u64,
        /// Where it was found.
        source_of: Source,
        /// Who signed it, by their own word.
        signers: String,
    },
    /// Other events were signed.
    #[error(
        "places {good} to {last}: other events were signed there: the checkpoint of {size} events {source_of} does not fit",
        last = size.saturating_sub(1)
    )]
    Root {
        /// Of how many events.
        size: u64,
        /// Where it was found.
        source_of: Source,
        /// How many events the last checkpoint that fits has.
        good: u64,
    },
    /// The end is missing.
    #[error(
        "place {found}: the log ends there, and {size} events were signed: see the checkpoint {source_of}"
    )]
    Short {
        /// How many events there are.
        found: u64,
        /// How many were signed.
        size: u64,
        /// Where it was found.
        source_of: Source,
    },
    /// A line of an export is none.
    #[error("line {line}: this is no line of an export of the log")]
    Line {
        /// Which, from 1.
        line: usize,
    },
}

impl Bent {
    /// What is wrong, as a code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "missing",
            Self::Gone { .. } => "gone",
            Self::Changed { .. } => "changed",
            Self::Persons { .. } => "persons",
            Self::EmptiedEarly { .. } => "emptied_early",
            Self::Foreign { .. } => "foreign",
            Self::Nodes { .. } => "nodes",
            Self::Unplaced { .. } => "unplaced",
            Self::Unreadable { .. } => "unreadable",
            Self::Signature { .. } => "signature",
            Self::Root { .. } => "root",
            Self::Short { .. } => "short",
            Self::Line { .. } => "line",
        }
    }

    /// The first bad place, where one can be named.
    #[must_use]
    pub fn place(&self) -> Option<u64> {
        match self {
            Self::Missing { place }
            | Self::Gone { place, .. }
            | Self::Changed { place, .. }
            | Self::Persons { place, .. }
            | Self::EmptiedEarly { place, .. }
            | Self::Foreign { place, .. }
            | Self::Nodes { place }
            | Self::Root { good: place, .. }
            | Self::Short { found: place, .. } => Some(*place),
            Self::Unplaced { .. } | Self::Unreadable { .. } | Self::Signature { .. } | Self::Line { .. } => {
                None
            }
        }
    }
}
