//! What those who look after the portal do: looking, deciding, closing the way to a back-end.

use serde::Serialize;

use super::Event;
use crate::audit::Entry;
use crate::id::AccountId;

/// Something that an administrator or an auditor does; the variant is the event's code.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "code", content = "fields", rename_all = "kebab-case")]
pub enum OversightEvent {
    /// Someone took a citizen's journey along.
    JourneyExported {
        /// The reason that they gave for looking.
        reason: String,
        /// In which role: `admin`, `auditor`.
        role: &'static str,
        /// In which format: `csv`, `ndjson`.
        format: &'static str,
    },
    /// Someone searched the log for events, not for a person.
    LogSearched {
        /// By what, as codes.
        by: Vec<&'static str>,
    },
    /// Someone took lines of the log along.
    LogExported {
        /// By what they were chosen; nothing: the whole log.
        by: Vec<&'static str>,
        /// In which format: `csv`, `ndjson`.
        format: &'static str,
    },
    /// Someone took the change register along.
    ChangesExported {
        /// In which format: `csv`, `ndjson`.
        format: &'static str,
    },
    /// Someone was refused a page or a call, or another person's file, for who they are.
    AccessRefused {
        /// How they asked: the HTTP method.
        method: &'static str,
        /// The route's template.
        route: String,
        /// What would have let them in, as a code.
        wanted: &'static str,
        /// How often, since the same was last told.
        times: u64,
    },
    /// An administrator asked for what takes two.
    ConfirmationAsked {
        /// What, as a code.
        what: &'static str,
        /// On what: a back-end, a job.
        subject: String,
    },
    /// Another administrator confirmed it: it is done.
    ConfirmationGiven {
        /// What, as a code.
        what: &'static str,
        /// On what.
        subject: String,
    },
    /// An administrator refused it, or took it back.
    ConfirmationRefused {
        /// What, as a code.
        what: &'static str,
        /// On what.
        subject: String,
    },
    /// Nothing is sent to a back-end for now.
    MaintenanceBegun {
        /// The back-end.
        backend: String,
    },
    /// The way to it is open again.
    MaintenanceEnded {
        /// The back-end.
        backend: String,
    },
    /// A dead job was destroyed: nobody will try it again.
    JobDestroyed {
        /// The job's kind.
        kind: String,
    },
}

impl OversightEvent {
    /// This event as part of the journey of `account`.
    #[must_use]
    pub fn of(self, account: AccountId) -> Entry {
        Event::from(self).of(account)
    }
}

impl From<OversightEvent> for Event {
    fn from(event: OversightEvent) -> Self {
        Self::Oversight(event)
    }
}

impl From<OversightEvent> for Entry {
    fn from(event: OversightEvent) -> Self {
        Event::from(event).into()
    }
}
