//! What can happen with a file, as the log names it.

use serde::Serialize;

use super::Event;

/// Something that happened with a file.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "code", content = "fields")]
pub enum AttachmentEvent {
    /// A citizen added a file to a draft, for a task or to a message.
    #[serde(rename = "attachment-added")]
    Added {
        /// The field of the form; `task`, or `message`.
        field: String,
        /// What it is.
        media_type: &'static str,
        /// Its size in bytes.
        size: u64,
    },
    /// A citizen removed a file again, before it was sent.
    #[serde(rename = "attachment-removed")]
    Removed,
    /// A file that was added for a task or to a message was not sent in time, and is destroyed.
    #[serde(rename = "attachment-expired")]
    Expired,
    /// A citizen downloaded a file of theirs.
    #[serde(rename = "attachment-downloaded")]
    Downloaded,
    /// The scanner found nothing in a file.
    #[serde(rename = "attachment-checked")]
    Checked {
        /// The number of attempts it took.
        attempts: i64,
    },
    /// The scanner found malware in a file, which is destroyed.
    #[serde(rename = "attachment-infected")]
    Infected {
        /// The number of attempts it took.
        attempts: i64,
    },
    /// A file could not be checked and will be tried again.
    #[serde(rename = "attachment-check-failed")]
    CheckFailed {
        /// The number of attempts so far.
        attempts: i64,
        /// Why, as a code.
        reason: String,
    },
    /// The portal stopped trying to have a file checked.
    #[serde(rename = "attachment-check-given-up")]
    CheckGivenUp {
        /// The number of attempts made.
        attempts: i64,
        /// Why, as a code.
        reason: String,
    },
    /// The back-end took a file in.
    #[serde(rename = "attachment-delivered")]
    Delivered {
        /// The back-end.
        backend: String,
        /// The number of attempts it took.
        attempts: i64,
    },
    /// The content of a file that is no longer one was destroyed.
    #[serde(rename = "attachment-destroyed")]
    Destroyed,
    /// It could not be destroyed yet, and will be tried again.
    #[serde(rename = "attachment-destroy-failed")]
    DestroyFailed {
        /// The number of attempts so far.
        attempts: i64,
    },
}

impl From<AttachmentEvent> for Event {
    fn from(event: AttachmentEvent) -> Self {
        Self::Attachment(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_event_looks_like_any_other() {
        let event = Event::from(AttachmentEvent::Checked { attempts: 2 });
        let expected = serde_json::json!({ "code": "attachment-checked", "fields": { "attempts": 2 } });
        assert_eq!(serde_json::to_value(event).unwrap(), expected);
        let event = serde_json::to_value(Event::from(AttachmentEvent::Removed)).unwrap();
        assert_eq!(event, serde_json::json!({ "code": "attachment-removed" }));
    }
}
