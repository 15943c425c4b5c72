//! How a person is told: their inbox, their choices, their addresses.

use super::{Kind, kind};
use crate::audit::retention::Class::{Journey, Security};

pub(super) const KINDS: &[Kind] = &[
    kind("message-archived", Journey, "the citizen put a message away", &[]),
    kind("message-restored", Journey, "they took it out again", &[]),
    kind("notices-chosen", Journey, "they chose what they are told outside the portal, where, and when", &[]),
    kind(
        "address-given",
        Security,
        "they gave an address, or asked for another code: one is sent there",
        &["channel: `email`, `sms`"],
    ),
    kind("code-sent", Security, "the code that confirms an address has left", &["channel", "attempts"]),
    kind("code-failed", Security, "it could not", &["channel", "attempts", "reason"]),
    kind(
        "code-refused",
        Security,
        "another code was given than the one that was sent",
        &["channel", "reason: `wrong`, `over` (too late, or too many wrong ones)"],
    ),
    kind(
        "address-confirmed",
        Security,
        "the code came back, or a browser subscribed: the address is used",
        &["channel: `email`, `sms`, `push`"],
    ),
    kind(
        "address-removed",
        Security,
        "an address is used no more",
        &["channel", "how: `asked`, `replaced` (by another)"],
    ),
    kind(
        "removal-told",
        Security,
        "the address that is used no more was told so",
        &["channel", "reason (why it could not be)"],
    ),
];
