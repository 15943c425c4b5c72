//! Sign-ins, sessions, what was refused.

use super::{Kind, kind};
use crate::audit::retention::Class::Security;

pub(super) const KINDS: &[Kind] = &[
    kind("signin-started", Security, "a person was sent to an identity provider", &["issuer"]),
    kind(
        "signin-succeeded",
        Security,
        "they came back and are signed in",
        &["issuer", "acr", "first (first visit)"],
    ),
    kind(
        "signin-refused",
        Security,
        "the provider refused, or its answer was refused",
        &["issuer", "reason"],
    ),
    kind(
        "identity-alert",
        Security,
        "a sign-in was refused, and someone must look into it",
        &[
            "issuer",
            "reason: `subject-recycled` (the subject came with another birth date), `continued-twice` (two subjects are said to be one older one), `not-successor` (an issuer that takes no other's place speaks for its subjects)",
        ],
    ),
    kind(
        "session-raised",
        Security,
        "someone signed in proved more, or anew, who they are",
        &["issuer", "acr"],
    ),
    kind(
        "identity-linked",
        Security,
        "another way to sign in leads to the account",
        &["issuer", "how: `signed_in` (two fresh sign-ins), `continued` (the issuer's word)"],
    ),
    kind("identity-unlinked", Security, "a way to sign in was taken away", &["issuer"]),
    kind(
        "account-joined",
        Security,
        "the account, on which nothing was ever done, gave its way to sign in up to another",
        &[],
    ),
    kind("logout-received", Security, "an identity provider ended sessions", &["issuer"]),
    kind("logout-refused", Security, "its word for it was refused", &["issuer (or `unknown`)", "reason"]),
    kind(
        "session-ended",
        Security,
        "a session ended",
        &[
            "session (its id)",
            "how: `signed_out`, `quick_exit` (someone came near), `idle`, `expired` (its longest time), `replaced` (by a sign-in in the same browser), `too_many` (the oldest of more than ten), `revoked` (by its person, from another), `linked`, `unlinked` (ways to sign in changed), `account_closed`, `issuer` (by the identity provider), `stolen` (a copy of its cookie was used)",
        ],
    ),
    kind(
        "form-kept",
        Security,
        "what was typed after the session ended was kept for their return",
        &["page (path without query)"],
    ),
    kind(
        "invitation-refused",
        Security,
        "a code opened nothing",
        &["reason: `unknown`, `own`, `expired`, `used` (by someone, or taken back), `ended` (the request)"],
    ),
    kind("callback-refused", Security, "a callback was refused", &["backend (or `unknown`)", "reason"]),
    kind(
        "access-refused",
        Security,
        "someone was refused a page or a call for who they are, or asked for another person's file by its number; at most one a minute for each session and route",
        &[
            "method",
            "route (its template)",
            "wanted: `admin`, `auditor`, `publisher` (a role), `team`, `key`, `token` (of those who publish), `capability` (of a tile's page), `admission` (an age), `owner` (another person's)",
            "times (since the last one)",
        ],
    ),
    kind(
        "limit-reached",
        Security,
        "someone reached a limit (`[limits]`), for the first time in an hour; on a person's journey where one is known",
        &["limit"],
    ),
    kind(
        "limit-refusals",
        Security,
        "so many were refused over a limit in the last minute, whoever they were, on one node",
        &["limit", "refusals"],
    ),
];
