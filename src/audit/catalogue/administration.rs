//! What staff, teams and the portal itself do.

use super::{Kind, kind};
use crate::audit::retention::Class::Administration;

pub(super) const KINDS: &[Kind] = &[
    kind(
        "journey-viewed",
        Administration,
        "an administrator or an auditor looked at this journey; its person reads it under *who looked at my file*",
        &[
            "by (how it was found: `reference`, `email`, `pseudonym`)",
            "reference",
            "reason: `question`, `complaint`, `incident`, `audit`",
            "role: `admin`, `auditor`",
        ],
    ),
    kind(
        "journey-exported",
        Administration,
        "they took it along",
        &["reason", "role", "format: `csv`, `ndjson`"],
    ),
    kind(
        "log-searched",
        Administration,
        "one of them searched the log for events, not for a person",
        &["by (the inputs that were used)"],
    ),
    kind(
        "log-exported",
        Administration,
        "they took lines of the log along",
        &["by (none: the whole log, which another had to confirm)", "format"],
    ),
    kind("changes-exported", Administration, "they took the change register along", &["format"]),
    kind(
        "confirmation-asked",
        Administration,
        "an administrator asked for what takes two",
        &["what: `maintenance`, `destroy-job`, `export-log`", "subject (a back-end, a job)"],
    ),
    kind(
        "confirmation-given",
        Administration,
        "another administrator confirmed it: it is done",
        &["what", "subject"],
    ),
    kind(
        "confirmation-refused",
        Administration,
        "one of them refused it or took it back",
        &["what", "subject"],
    ),
    kind("maintenance-begun", Administration, "nothing is sent to a back-end for now", &["backend"]),
    kind("maintenance-ended", Administration, "the way to it is open again", &["backend"]),
    kind("job-destroyed", Administration, "a dead job was destroyed", &["kind"]),
    kind("job-replayed", Administration, "an administrator set a dead job to run again", &["kind"]),
    kind("team-key-trusted", Administration, "a team's key may sign releases", &["team", "key (its id)"]),
    kind(
        "team-key-withdrawn",
        Administration,
        "it may no more; what it signed before stays",
        &["team", "key"],
    ),
    kind(
        "manuscript-saved",
        Administration,
        "a publisher saved what they write of a service to read",
        &["tile", "version (how often)"],
    ),
    kind("manuscript-discarded", Administration, "they threw it away", &["tile"]),
    kind(
        "manuscript-published",
        Administration,
        "they published it: `tile-published` and what follows are of the same moment",
        &["tile", "version"],
    ),
    kind(
        "team-token-made",
        Administration,
        "a token lets a team talk to the portal",
        &["team", "token (its id)"],
    ),
    kind("team-token-revoked", Administration, "it does no more", &["team", "token (its id)"]),
    kind(
        "tile-published",
        Administration,
        "a signed release was taken in",
        &["tile", "version", "release (its digest)", "key"],
    ),
    kind(
        "tile-approval-asked",
        Administration,
        "a release may do more than the one before: it waits for an administrator",
        &["tile", "version", "widens (in how many things)"],
    ),
    kind(
        "tile-activated",
        Administration,
        "a release became active",
        &["tile", "version", "release", "approved (by an administrator)"],
    ),
    kind(
        "tile-approval-refused",
        Administration,
        "an administrator refused a release that waited",
        &["tile", "version"],
    ),
    kind(
        "tile-canary-begun",
        Administration,
        "a release is shown to some citizens",
        &["tile", "version", "percent (of a hundred)"],
    ),
    kind(
        "tile-canary-ended",
        Administration,
        "a release on trial was taken back",
        &["tile", "version", "by_itself (it failed too often)"],
    ),
    kind(
        "tile-rolled-back",
        Administration,
        "the release before became active again",
        &["tile", "from (the version that was active)", "version", "release"],
    ),
    kind(
        "certification-ended",
        Administration,
        "a back-end's certification ended: nothing is sent to it; told once",
        &["backend", "number"],
    ),
    kind(
        "audit-checked",
        Administration,
        "the whole log was looked at, as every night",
        &[
            "outcome: `holds`, `unseen` (the second place was missing), or what was found ([audit-log.md](audit-log.md))",
            "size (how many events)",
            "place (the first bad one)",
        ],
    ),
    kind(
        "audit-exported",
        Administration,
        "a part of the log was written to a file",
        &["from (the first place)", "to (the one after the last)"],
    ),
    kind(
        "persons-emptied",
        Administration,
        "events whose time is over say nothing of persons any more",
        &["emptied (their code)", "events (how many)"],
    ),
    kind(
        "configuration-changed",
        Administration,
        "the portal was started with other settings than the last time, or as another version",
        &[
            "version",
            "fingerprint (SHA-256 over the settings in effect, secrets left out)",
            "secrets (HMAC over the secrets by a key of the vault's: that one changed, and nothing of it)",
        ],
    ),
    kind("keys-created", Administration, "the portal made its first signing keys", &[]),
    kind(
        "key-rotated",
        Administration,
        "a new signing key was made, to take the place of the one before",
        &["purpose: `backends`, `issuers`", "key (its `kid`)", "how: `scheduled`, `asked`, `compromised`"],
    ),
    kind("key-destroyed", Administration, "an old signing key was destroyed", &["purpose", "key"]),
];
