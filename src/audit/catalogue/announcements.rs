//! What administrators announce.

use super::{Kind, kind};
use crate::audit::retention::Class::Administration;

pub(super) const KINDS: &[Kind] = &[
    kind(
        "announcement-proposed",
        Administration,
        "the portal proposed news for a service that became active for the first time",
        &["announcement (its id)", "tile"],
    ),
    kind(
        "announcement-saved",
        Administration,
        "an administrator saved news that they write",
        &["announcement", "version (how often)"],
    ),
    kind(
        "announcement-discarded",
        Administration,
        "they threw it away before anyone was shown it",
        &["announcement"],
    ),
    kind(
        "announcement-published",
        Administration,
        "they published it",
        &[
            "announcement",
            "audience: `everyone`, `signed-in`, `users`",
            "important (on a banner)",
            "sends (to those who asked)",
        ],
    ),
    kind(
        "announcement-corrected",
        Administration,
        "they published a correction of it",
        &["announcement", "edition (how often it was published)", "audience", "important", "sends"],
    ),
    kind(
        "announcement-withdrawn",
        Administration,
        "they took it back: nobody is shown it, nobody more is sent it",
        &["announcement"],
    ),
    kind(
        "announcement-sending-begun",
        Administration,
        "it began to be sent to those who asked for news",
        &["announcement"],
    ),
    kind(
        "announcement-sent",
        Administration,
        "it was put in the inboxes of some of them",
        &["announcement", "people (how many)"],
    ),
];
