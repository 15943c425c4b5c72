//! What can happen with how a person is told, as the log names it.

use serde::Serialize;

use super::Event;
use crate::audit::Entry;
use crate::id::AccountId;

/// Something that happened with a person's inbox, their preferences or their addresses.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "code", content = "fields")]
pub enum NoticeEvent {
    /// An address of a person's was found to reach nobody.
    #[serde(rename = "address-failed")]
    AddressFailed {
        /// Its channel.
        channel: &'static str,
        /// Why, as a code.
        reason: String,
    },
}

impl NoticeEvent {
    /// This event as part of the journey of `account`.
    #[must_use]
    pub fn of(self, account: AccountId) -> Entry {
        Event::from(self).of(account)
    }
}

impl From<NoticeEvent> for Event {
    fn from(event: NoticeEvent) -> Self {
        Self::Notice(event)
    }
}
