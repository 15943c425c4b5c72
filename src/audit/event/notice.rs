//! What can happen with how a person is told, as the log names it.

use serde::Serialize;

use super::Event;
use crate::audit::Entry;
use crate::id::AccountId;

/// Something that happened with a person's inbox, their preferences or their addresses.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "code", content = "fields")]
pub enum NoticeEvent {
    /// A person put a message away.
    #[serde(rename = "message-archived")]
    MessageArchived,
    /// A person took a message out again.
    #[serde(rename = "message-restored")]
    MessageRestored,
    /// A person chose what they are told, where, and when.
    #[serde(rename = "notices-chosen")]
    NoticesChosen,
    /// A person gave an address, and a code is sent to it.
    #[serde(rename = "address-given")]
    AddressGiven {
        /// Its channel.
        channel: &'static str,
    },
    /// The code that confirms an address has left.
    #[serde(rename = "code-sent")]
    CodeSent {
        /// The address's channel.
        channel: &'static str,
        /// The number of attempts it took.
        attempts: i64,
    },
    /// It could not be sent.
    #[serde(rename = "code-failed")]
    CodeFailed {
        /// The address's channel.
        channel: &'static str,
        /// The number of attempts so far.
        attempts: i64,
        /// Why, as a code.
        reason: String,
    },
    /// A person gave a code that is not the one that was sent.
    #[serde(rename = "code-refused")]
    CodeRefused {
        /// The address's channel.
        channel: &'static str,
        /// Why, as a code: `wrong`, `over`.
        reason: &'static str,
    },
    /// The code came back: the address is the person's.
    #[serde(rename = "address-confirmed")]
    AddressConfirmed {
        /// Its channel.
        channel: &'static str,
    },
    /// Nothing more is sent to an address.
    #[serde(rename = "address-removed")]
    AddressRemoved {
        /// Its channel.
        channel: &'static str,
        /// How, as a code: `asked`, `replaced`.
        how: &'static str,
    },
    /// The address that was removed was told so, or could not be told.
    #[serde(rename = "removal-told")]
    RemovalTold {
        /// Its channel.
        channel: &'static str,
        /// Why it could not, as a code.
        reason: Option<String>,
    },
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
