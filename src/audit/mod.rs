//! The audit log: what happened, to whose file, by whom (A1, ASVS V7). Codes and fields, never
//! free text; durable with the act it tells of (`act.rs`).

mod backups;
pub mod catalogue;
mod check;
mod content;
mod event;
pub mod export;
pub(crate) mod figures;
pub mod note;
pub mod retention;
pub mod search;
pub mod second_place;
pub mod sequence;
pub mod store;
pub mod tree;
pub mod verify;

pub use backups::{Backup, BackupKind, Restore, is_late, last_backup, last_restore};
pub use check::{Check, last_check};
pub use content::Kept;
pub use note::{Note, PublicKey};
pub use sequence::Sequencer;

pub use event::{
    AccountEvent, AnnouncementEvent, AttachmentEvent, AuditEvent, DraftEvent, Event, FeedbackEvent,
    NoticeEvent, OversightEvent, ServiceEvent, TileEvent,
};

use crate::id::{AccountId, RequestId};

/// Why the log cannot be sequenced or verified.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// The second place of checkpoints.
    #[error(transparent)]
    SecondPlace(second_place::Error),
    /// A key that the settings name.
    #[error("audit.public_keys: {0}")]
    Key(#[from] note::Malformed),
}

/// An event, and whose file and which request it belongs to.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What happened.
    pub event: Event,
    /// Whose journey it belongs to.
    pub account: Option<AccountId>,
    /// The request it is about.
    pub request: Option<RequestId>,
}

impl Entry {
    /// This entry as one about `request`.
    #[must_use]
    pub fn on(self, request: RequestId) -> Self {
        Self { request: Some(request), ..self }
    }
}

impl From<Event> for Entry {
    fn from(event: Event) -> Self {
        Self { event, account: None, request: None }
    }
}
