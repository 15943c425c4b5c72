//! What can happen with how a person is told, as the log names it.

use serde::Serialize;

use super::Event;
use crate::audit::Entry;
use crate::id::AccountId;

/// Something that happened with a person's inbox, their preferences or their addresses.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "code", content = "fields")]
pub enum NoticeEvent {
    /// A notice left the portal.
    #[serde(rename = "notice-sent")]
    NoticeSent {
        /// The channel: `email`, `sms` or `push`.
        channel: &'static str,
        /// The number of attempts it took.
        attempts: i64,
    },
    /// A notice could not leave and will be tried again.
    #[serde(rename = "notice-put-off")]
    NoticePutOff {
        /// The channel.
        channel: &'static str,
        /// The number of attempts so far.
        attempts: i64,
        /// Why, as a code.
        reason: String,
    },
    /// A notice will not leave on this channel: the person's next one takes its place.
    #[serde(rename = "notice-given-up")]
    NoticeGivenUp {
        /// The channel.
        channel: &'static str,
        /// The number of attempts made.
        attempts: i64,
        /// Why, as a code.
        reason: String,
    },
    /// A notice that had left came back: its address reaches nobody.
    #[serde(rename = "notice-bounced")]
    NoticeBounced {
        /// The channel.
        channel: &'static str,
    },
    /// Someone ended news with one press in an e-mail.
    #[serde(rename = "news-ended")]
    NewsEnded,
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
