//! What happens with announcements, as the log names it.

use serde::Serialize;

use super::Event;
use crate::audit::Entry;
use crate::id::AnnouncementId;

/// Something with an announcement; the variant is the event's code.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "code", content = "fields", rename_all = "kebab-case")]
pub enum AnnouncementEvent {
    /// The portal proposed one for a new service.
    AnnouncementProposed {
        /// It.
        announcement: AnnouncementId,
        /// The service's tile.
        tile: String,
    },
    /// An administrator saved what they write of one.
    AnnouncementSaved {
        /// It.
        announcement: AnnouncementId,
        /// How often it was saved.
        version: i64,
    },
    /// They threw it away before anyone was shown it.
    AnnouncementDiscarded {
        /// It.
        announcement: AnnouncementId,
    },
    /// They published it.
    AnnouncementPublished {
        /// It.
        announcement: AnnouncementId,
        /// Whom it is for, as a code.
        audience: &'static str,
        /// Whether it is on a banner.
        important: bool,
        /// Whether it is sent to those who asked for news.
        sends: bool,
    },
    /// They published a correction of it.
    AnnouncementCorrected {
        /// It.
        announcement: AnnouncementId,
        /// How often it was published by now.
        edition: i64,
        /// Whom it is for, as a code.
        audience: &'static str,
        /// Whether it is on a banner.
        important: bool,
        /// Whether it is sent to those who asked for news.
        sends: bool,
    },
    /// They took it back.
    AnnouncementWithdrawn {
        /// It.
        announcement: AnnouncementId,
    },
    /// It began to be sent to those who asked for news.
    AnnouncementSendingBegun {
        /// It.
        announcement: AnnouncementId,
    },
    /// It was put in the inboxes of some of them.
    AnnouncementSent {
        /// It.
        announcement: AnnouncementId,
        /// How many.
        people: u64,
    },
}

impl From<AnnouncementEvent> for Event {
    fn from(event: AnnouncementEvent) -> Self {
        Self::Announcement(event)
    }
}

impl From<AnnouncementEvent> for Entry {
    fn from(event: AnnouncementEvent) -> Self {
        Event::from(event).into()
    }
}
