//! What happens with everything that the portal holds about a person.

use serde::Serialize;

use super::Event;
use crate::audit::Entry;
use crate::id::AccountId;

/// Something with a whole account; the variant is the event's code.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "code", content = "fields", rename_all = "kebab-case")]
pub enum AccountEvent {
    /// A person took along what the portal holds about them.
    DataExported {
        /// In which format: `json` or `pdf`.
        format: &'static str,
    },
    /// A person closed their account: what the portal held about them was destroyed.
    AccountClosed,
    /// A back-end was told that a person has closed their account.
    ClosingTold {
        /// The back-end.
        backend: String,
        /// The number of attempts it took.
        attempts: i64,
    },
}

impl AccountEvent {
    /// This event as part of the journey of `account`.
    #[must_use]
    pub fn of(self, account: AccountId) -> Entry {
        Event::from(self).of(account)
    }
}

impl From<AccountEvent> for Event {
    fn from(event: AccountEvent) -> Self {
        Self::Account(event)
    }
}
