//! Requests: drafts, submissions, what back-ends tell, withdrawals.

use super::{Kind, kind};
use crate::audit::retention::Class::Journey;

pub(super) const KINDS: &[Kind] = &[
    kind("draft-begun", Journey, "the first answer of a request was saved", &["tile", "release"]),
    kind("draft-saved", Journey, "answers were saved", &["page", "version"]),
    kind("draft-kept", Journey, "its owner has a draft kept longer", &["days"]),
    kind("draft-reminded", Journey, "its owner was told that a draft will be deleted soon", &["tile"]),
    kind("draft-deleted", Journey, "its owner deleted a draft; it can be restored for a week", &["tile"]),
    kind("draft-restored", Journey, "its owner restored it", &["tile"]),
    kind(
        "draft-expired",
        Journey,
        "a draft passed its tile's limit and was deleted; it can be restored for a week",
        &["tile"],
    ),
    kind("draft-destroyed", Journey, "a draft deleted a week ago was destroyed, with its files", &["tile"]),
    kind("request-submitted", Journey, "a citizen sent a request", &["tile", "release", "reference"]),
    kind("request-delivered", Journey, "the back-end took it", &["backend", "attempts"]),
    kind(
        "delivery-failed",
        Journey,
        "an attempt failed and will be made again",
        &["backend", "attempts", "reason"],
    ),
    kind(
        "delivery-given-up",
        Journey,
        "the portal stopped trying; the job is dead",
        &["backend", "attempts", "reason"],
    ),
    kind(
        "status-received",
        Journey,
        "the back-end told where a request stands",
        &["backend", "seq", "status (its code)", "state (absent: the tile does not know the code)"],
    ),
    kind(
        "task-received",
        Journey,
        "it asked something of the citizen, or told what became of it",
        &["backend", "seq", "task (its code)", "state: `asked`, `processed`, `withdrawn`"],
    ),
    kind(
        "document-received",
        Journey,
        "it has a document for the citizen, or no longer",
        &["backend", "seq", "document (its code)", "state: `offered`, `withdrawn`"],
    ),
    kind(
        "code-unknown",
        Journey,
        "it used a code that the tile has no words for: the citizen sees a neutral line",
        &["backend", "kind (of line)", "unknown (the code)"],
    ),
    kind(
        "code-understood",
        Journey,
        "a newer release of the tile knows the code of a status",
        &["understood (the code)", "state"],
    ),
    kind("task-answered", Journey, "the citizen did what was asked", &["task (its code)"]),
    kind(
        "task-reopened",
        Journey,
        "none of the files that they sent for it was safe: they are asked again",
        &["task (its code)"],
    ),
    kind("task-reminded", Journey, "they were reminded of what is due soon", &["task (its code)"]),
    kind("reply-delivered", Journey, "the back-end took an answer or a message", &["backend", "attempts"]),
    kind("document-opened", Journey, "they opened a document, for the first time", &["document (its code)"]),
    kind("document-failed", Journey, "a document could not be had", &["backend", "reason"]),
    kind(
        "opening-delivered",
        Journey,
        "the back-end was told that a document was opened",
        &["backend", "attempts"],
    ),
    kind(
        "callback-ignored",
        Journey,
        "that number of the request was told before: nothing changed",
        &["backend", "seq"],
    ),
    kind("withdrawal-asked", Journey, "a citizen asked to withdraw", &[]),
    kind("withdrawal-delivered", Journey, "the back-end was told", &["backend", "attempts"]),
    kind("withdrawal-answered", Journey, "it answered", &["backend", "outcome: `accepted`, `too_late`"]),
    kind(
        "withdrawal-overdue",
        Journey,
        "it has not answered in the time that its tile promises; the citizen was told",
        &[],
    ),
];
