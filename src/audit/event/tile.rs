//! What happens with tiles and the keys of their teams, as the log names it.

use serde::Serialize;

use super::Event;
use crate::audit::Entry;

/// Something with a tile's releases; the variant is the event's code.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "code", content = "fields", rename_all = "kebab-case")]
pub enum TileEvent {
    /// A team's key may sign releases.
    TeamKeyTrusted {
        /// The team.
        team: String,
        /// The key's id.
        key: String,
    },
    /// It may no more.
    TeamKeyWithdrawn {
        /// The team.
        team: String,
        /// The key's id.
        key: String,
    },
    /// A token lets a team talk to the portal.
    TeamTokenMade {
        /// The team.
        team: String,
        /// The token's id.
        token: String,
    },
    /// It does no more.
    TeamTokenRevoked {
        /// The team.
        team: String,
        /// The token's id.
        token: String,
    },
    /// A publisher saved what they write of a service.
    ManuscriptSaved {
        /// The tile.
        tile: String,
        /// How often it was saved.
        version: i64,
    },
    /// They threw it away.
    ManuscriptDiscarded {
        /// The tile.
        tile: String,
    },
    /// They published it.
    ManuscriptPublished {
        /// The tile.
        tile: String,
        /// The version of the release that it became.
        version: String,
    },
    /// A signed release was taken in.
    TilePublished {
        /// The tile.
        tile: String,
        /// Its version.
        version: String,
        /// SHA-256 over its files.
        release: String,
        /// The key that signed it.
        key: String,
    },
    /// A release may do more than the one before: it waits for an administrator.
    TileApprovalAsked {
        /// The tile.
        tile: String,
        /// Its version.
        version: String,
        /// How many things it may do that the one before may not.
        widens: usize,
    },
    /// A release became active.
    TileActivated {
        /// The tile.
        tile: String,
        /// Its version.
        version: String,
        /// SHA-256 over its files.
        release: String,
        /// Whether an administrator approved what it may do more.
        approved: bool,
    },
    /// An administrator refused what waited.
    TileApprovalRefused {
        /// The tile.
        tile: String,
        /// Its version.
        version: String,
    },
    /// A release is shown to some citizens.
    TileCanaryBegun {
        /// The tile.
        tile: String,
        /// Its version.
        version: String,
        /// To how many of a hundred.
        percent: i64,
    },
    /// It is not any more, and did not become active.
    TileCanaryEnded {
        /// The tile.
        tile: String,
        /// Its version.
        version: String,
        /// Whether the portal ended it by itself, since it failed too often.
        by_itself: bool,
    },
    /// The release before became active again.
    TileRolledBack {
        /// The tile.
        tile: String,
        /// The version that was active.
        from: String,
        /// The version that is.
        version: String,
        /// SHA-256 over its files.
        release: String,
    },
}

impl From<TileEvent> for Event {
    fn from(event: TileEvent) -> Self {
        Self::Tile(event)
    }
}

impl From<TileEvent> for Entry {
    fn from(event: TileEvent) -> Self {
        Event::from(event).into()
    }
}
