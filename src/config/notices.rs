//! How people are told outside the portal: the ways beside the mail server.

use std::path::PathBuf;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;

use super::sections::hidden;
use crate::text::Bilingual;

/// The longest mailbox of `mail.bounces`, in letters: a token follows it, and 64 are the most (RFC 5321 §4.5.3.1.1).
pub const LONGEST_BOUNCES_MAILBOX: usize = 15;

/// What holds for every channel.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    /// Where channels that have no other way write what they would send, for development.
    pub folder: Option<PathBuf>,
    /// Hours after the first attempt until a channel is given up.
    pub give_up_hours: u64,
    /// The hour, in Québec, at which digests leave.
    pub digest_hour: i8,
}

/// A service with GC Notify's interface.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Notify {
    /// Its address; none: it is not used.
    pub url: Option<Url>,
    /// The key that it gave the portal.
    #[serde(default, serialize_with = "hidden", skip_serializing_if = "Option::is_none")]
    pub api_key: Option<SecretString>,
    /// The token by which it proves who it is when it tells what became of a notification.
    #[serde(default, serialize_with = "hidden", skip_serializing_if = "Option::is_none")]
    pub callback_token: Option<SecretString>,
    /// Calls a minute at most, of each node.
    pub per_minute: u32,
    /// The templates of e-mails; none: e-mail goes by the mail server.
    #[serde(default)]
    pub email: Option<Templates>,
    /// The templates of text messages; none: none are sent.
    #[serde(default)]
    pub sms: Option<Templates>,
}

/// The ids of the templates that a service with GC Notify's interface keeps, for each text.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Templates {
    /// That something changed.
    pub changed: Bilingual,
    /// That there is news.
    pub news: Bilingual,
    /// The code that confirms an address.
    pub code: Bilingual,
}

/// Web push (RFC 8030).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Push {
    /// The portal's key toward push services (VAPID, RFC 8292): EC P-256, PKCS #8 in PEM.
    #[serde(default, serialize_with = "hidden", skip_serializing_if = "Option::is_none")]
    pub key: Option<SecretString>,
    /// Whom push services write to: `mailto:…` or `https://…`.
    pub contact: Option<String>,
    /// The hosts of push services, with those below them: a browser says where to send, and nothing
    /// leaves for elsewhere.
    pub services: Vec<String>,
    /// Messages a minute at most, of each node.
    pub per_minute: u32,
}
