//! What can happen with a draft, as the log names it.

use serde::Serialize;

use super::Event;

/// Something that happened with a draft.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "code", content = "fields")]
pub enum DraftEvent {
    /// The first answer of a request was saved.
    #[serde(rename = "draft-begun")]
    Begun {
        /// The tile.
        tile: String,
        /// The tile's release.
        release: String,
    },
    /// Answers were saved.
    #[serde(rename = "draft-saved")]
    Saved {
        /// The page of the form.
        page: String,
        /// The draft's version after it.
        version: i64,
    },
    /// A citizen has a draft kept longer.
    #[serde(rename = "draft-kept")]
    Kept {
        /// For so many days from now.
        days: u16,
    },
    /// A citizen was told that their draft will be deleted soon.
    #[serde(rename = "draft-reminded")]
    Reminded {
        /// The tile.
        tile: String,
    },
    /// A citizen deleted a draft; it can be restored for a week.
    #[serde(rename = "draft-deleted")]
    Deleted {
        /// The tile.
        tile: String,
    },
    /// A citizen restored a deleted draft.
    #[serde(rename = "draft-restored")]
    Restored {
        /// The tile.
        tile: String,
    },
    /// A draft passed its tile's limit without being sent, and was deleted; it can be restored for a week.
    #[serde(rename = "draft-expired")]
    Expired {
        /// The tile.
        tile: String,
    },
    /// The element of a service kept what its person was doing.
    #[serde(rename = "app-draft-saved")]
    AppSaved {
        /// The tile.
        tile: String,
    },
    /// The element of a service destroyed what it kept.
    #[serde(rename = "app-draft-deleted")]
    AppDeleted {
        /// The tile.
        tile: String,
    },
    /// A draft that was deleted a week ago was destroyed, with its files.
    #[serde(rename = "draft-destroyed")]
    Destroyed {
        /// The tile.
        tile: String,
    },
}

impl From<DraftEvent> for Event {
    fn from(event: DraftEvent) -> Self {
        Self::Draft(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drafts_event_looks_like_any_other() {
        let event = Event::from(DraftEvent::Saved { page: "event".into(), version: 2 });
        let expected =
            serde_json::json!({ "code": "draft-saved", "fields": { "page": "event", "version": 2 } });
        assert_eq!(serde_json::to_value(event).unwrap(), expected);
    }
}
