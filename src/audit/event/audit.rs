//! What happens with the log itself and with what the portal runs on.

use serde::Serialize;

use super::Event;
use crate::audit::{BackupKind, Entry};
use crate::clock::Micros;

/// Something with the log itself, or with the settings; the variant is the event's code.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "code", content = "fields", rename_all = "kebab-case")]
pub enum AuditEvent {
    /// The whole log was looked at.
    AuditChecked {
        /// `holds`, or what was found, as a code.
        outcome: &'static str,
        /// How many events there were.
        size: u64,
        /// The first bad place, where there is one.
        place: Option<u64>,
    },
    /// A part of the log was written to a file.
    AuditExported {
        /// Its first place.
        from: u64,
        /// The place after its last.
        to: u64,
    },
    /// Events whose time is over say nothing of persons any more.
    PersonsEmptied {
        /// Of which code.
        emptied: &'static str,
        /// How many.
        events: u64,
    },
    /// The portal was started with other settings than the last time, or as another version.
    ConfigurationChanged {
        /// The version of the program.
        version: &'static str,
        /// SHA-256 over the settings in effect, secrets left out.
        fingerprint: String,
        /// HMAC over the secrets, by a key of the vault's: it tells that one changed, and nothing of it.
        secrets: String,
    },
    /// The operator's own tools made a backup, as their script tells.
    BackupMade {
        /// How much it holds.
        kind: BackupKind,
        /// Its size; none when the script did not say.
        bytes: Option<u64>,
        /// Whether it was read back and found whole.
        verified: bool,
    },
    /// A backup was put back: what happened after it is not in this log.
    BackupRestored {
        /// When the newest event happened that came back.
        #[serde(serialize_with = "Micros::serialize_rfc3339")]
        newest: Micros,
    },
}

impl From<AuditEvent> for Event {
    fn from(event: AuditEvent) -> Self {
        Self::Audit(event)
    }
}

impl From<AuditEvent> for Entry {
    fn from(event: AuditEvent) -> Self {
        Event::from(event).into()
    }
}
