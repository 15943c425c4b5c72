//! No code of the catalogue is forgotten: each act is tried, or it is said why not.

use std::collections::BTreeSet;

use parvis::audit::catalogue;

use super::{administrators, citizens, elements, parts, reports, system, teams, visitors};

const A_REFUSAL: &str = "nothing is done: a refusal stands, whether it can be logged or not";
const A_JOB: &str = "a job's outcome, as `request-delivered` is: the job waits until it can be logged";
const A_ROUND: &str = "what a round of the portal's does, as `draft-expired` is: the next round does it";
const LEFT: &str =
    "it has left the portal by then: an answer that cannot be logged is not given, as `app-read`";
const A_PROVIDER: &str = "what a provider alone brings about, by a token that it signs";
const A_COMMAND: &str = "a command of an operator's, which says that it failed";
const A_START: &str = "done as the portal starts, which does not start without its log";

/// Codes that are not tried, and why.
const NOT_TRIED: &[(&str, &[&str])] = &[
    (A_REFUSAL, &["access-refused", "identity-alert", "limit-reached", "limit-refusals", "logout-refused"]),
    (
        A_JOB,
        &[
            "address-failed",
            "announcement-sending-begun",
            "announcement-sent",
            "attachment-check-failed",
            "attachment-check-given-up",
            "attachment-checked",
            "attachment-delivered",
            "attachment-destroy-failed",
            "attachment-destroyed",
            "attachment-infected",
            "closing-told",
            "code-failed",
            "code-sent",
            "delivery-failed",
            "delivery-given-up",
            "notice-bounced",
            "notice-given-up",
            "notice-put-off",
            "notice-sent",
            "opening-delivered",
            "part-delivered",
            "removal-told",
            "reply-delivered",
            "task-reopened",
            "withdrawal-delivered",
        ],
    ),
    (
        A_ROUND,
        &[
            "announcement-proposed",
            "attachment-expired",
            "audit-checked",
            "certification-ended",
            "code-understood",
            "draft-destroyed",
            "draft-reminded",
            "key-destroyed",
            "persons-emptied",
            "task-reminded",
            "withdrawal-overdue",
        ],
    ),
    (LEFT, &["app-submitted"]),
    (A_PROVIDER, &["account-joined", "logout-received"]),
    (A_COMMAND, &["audit-exported", "backup-made", "backup-restored", "key-rotated"]),
    (A_START, &["configuration-changed", "keys-created"]),
    ("a document that could not be had: nothing of it is kept", &["document-failed"]),
];

#[test]
fn every_act_is_tried_or_it_is_said_why_not() {
    let parts = [parts::CODES];
    let all = [
        &parts,
        administrators::CODES,
        citizens::CODES,
        elements::CODES,
        reports::CODES,
        system::CODES,
        teams::CODES,
        visitors::CODES,
    ];
    let tried: BTreeSet<&str> = all.into_iter().flatten().copied().flatten().copied().collect();
    let not_tried: BTreeSet<&str> = NOT_TRIED.iter().flat_map(|(_, codes)| *codes).copied().collect();
    let known: BTreeSet<&str> = catalogue::all().map(|kind| kind.code).collect();
    assert_eq!(tried.intersection(&not_tried).count(), 0, "tried after all");
    let said: BTreeSet<&str> = tried.union(&not_tried).copied().collect();
    let (forgotten, unknown) = (known.difference(&said), said.difference(&known));
    assert_eq!((forgotten.collect::<Vec<_>>(), unknown.collect::<Vec<_>>()), (vec![], vec![]));
}
