//! How long events say of whom they were. After that their personal parts are emptied, and the log still verifies.

use std::time::Duration;

use crate::clock::Micros;
use crate::config::Retention;

const A_DAY: Duration = Duration::from_hours(24);

/// What an event is about: how long it says of whom it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Sign-ins, sessions, what was refused.
    Security,
    /// What people did with their requests, and what became of it.
    Journey,
    /// What staff and the portal itself did.
    Administration,
}

impl Class {
    /// The class of an event.
    #[must_use]
    pub fn of(code: &str) -> Self {
        let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| code.starts_with(prefix));
        if begins(&["signin-", "session-", "identity-", "logout-", "limit-", "form-kept"]) {
            Self::Security
        } else if begins(&[
            "team-",
            "tile-",
            "manuscript-",
            "key",
            "journey-viewed",
            "job-",
            "certification-",
            "audit-",
        ]) {
            Self::Administration
        } else {
            Self::Journey
        }
    }

    /// After how long its events are emptied; `None`: never.
    #[must_use]
    pub fn kept_for(self, retention: Retention) -> Option<Duration> {
        let days = match self {
            Self::Security => retention.security_days,
            Self::Journey => retention.journey_days,
            Self::Administration => retention.administration_days,
        };
        (days > 0).then(|| A_DAY * days)
    }
}

/// Whether an event must say nothing of persons any more.
#[must_use]
pub fn is_due(retention: Retention, now: Micros, code: &str, at: Micros) -> bool {
    Class::of(code).kept_for(retention).is_some_and(|span| now.since(at) >= span)
}
