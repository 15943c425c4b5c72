//! What happens with problems and ideas that people tell, as the log names it.

use serde::Serialize;

use super::Event;
use crate::audit::Entry;
use crate::id::AccountId;

/// Something that happened with a problem or an idea; the variant is the event's code.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "code", content = "fields", rename_all = "kebab-case")]
pub enum FeedbackEvent {
    /// Someone told of a problem, or an idea.
    ReportSent {
        /// `problem` or `idea`.
        kind: &'static str,
        /// Its reference.
        reference: String,
        /// The tile it is about.
        tile: Option<String>,
    },
    /// An administrator said where it stands.
    ReportStatusSet {
        /// Its reference.
        reference: String,
        /// Where it stands, as a code.
        status: &'static str,
    },
    /// An administrator answered it.
    ReportAnswered {
        /// Its reference.
        reference: String,
    },
    /// An administrator takes care of it from now on: by themselves, or handed it by another.
    ReportAssigned {
        /// Its reference.
        reference: String,
        /// The administrator's pseudonym.
        to: String,
    },
    /// Nobody takes care of it any more.
    ReportReleased {
        /// Its reference.
        reference: String,
    },
    /// It says the same as another, which is worked on in its place.
    ReportMerged {
        /// Its reference.
        reference: String,
        /// The other's reference.
        into: String,
    },
    /// It stands for itself again.
    ReportSeparated {
        /// Its reference.
        reference: String,
    },
    /// A version of a service came of it.
    ReportFixed {
        /// Its reference.
        reference: String,
        /// The tile.
        tile: String,
        /// The tile's version.
        version: String,
    },
    /// An idea was published, in a moderator's wording.
    IdeaPublished {
        /// Its reference.
        reference: String,
    },
    /// A published idea is private again.
    IdeaWithdrawn {
        /// Its reference.
        reference: String,
    },
    /// Someone supports a published idea.
    IdeaSupported {
        /// Its reference.
        reference: String,
    },
    /// They do so no more.
    IdeaSupportEnded {
        /// Its reference.
        reference: String,
    },
    /// An administrator took problems and ideas along.
    ReportsExported {
        /// `csv` or `ndjson`.
        format: &'static str,
    },
}

impl FeedbackEvent {
    /// This event as part of the journey of `account`, where it is somebody's.
    #[must_use]
    pub fn of(self, account: Option<AccountId>) -> Entry {
        Entry { event: self.into(), account, request: None }
    }
}

impl From<FeedbackEvent> for Event {
    fn from(event: FeedbackEvent) -> Self {
        Self::Feedback(event)
    }
}
