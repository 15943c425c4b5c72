//! Problems and ideas that people tell of.

use super::{Kind, kind};
use crate::audit::retention::Class::{Administration, Journey};

pub(super) const KINDS: &[Kind] = &[
    kind(
        "report-sent",
        Journey,
        "someone told of a problem or an idea; without their account it is in nobody's journey",
        &["kind: `problem`, `idea`", "reference", "tile"],
    ),
    kind(
        "report-status-set",
        Journey,
        "an administrator said where it stands; its reporter was told",
        &["reference", "status"],
    ),
    kind("report-answered", Journey, "an administrator answered it; its reporter was told", &["reference"]),
    kind(
        "report-assigned",
        Journey,
        "an administrator takes care of it from now on; one whom another chose was told",
        &["reference", "to (the administrator's pseudonym)"],
    ),
    kind("report-released", Journey, "nobody takes care of it any more", &["reference"]),
    kind(
        "report-merged",
        Journey,
        "it says the same as another, which is worked on in its place",
        &["reference", "into (the other's reference)"],
    ),
    kind("report-separated", Journey, "it stands for itself again", &["reference"]),
    kind(
        "report-fixed",
        Journey,
        "a version of a service came of it; its reporter was told",
        &["reference", "tile", "version"],
    ),
    kind("idea-published", Journey, "an idea was published in a moderator's wording", &["reference"]),
    kind("idea-withdrawn", Journey, "it is private again", &["reference"]),
    kind("idea-supported", Journey, "someone supports a published idea", &["reference"]),
    kind("idea-support-ended", Journey, "they support it no more", &["reference"]),
    kind(
        "reports-exported",
        Administration,
        "an administrator took problems and ideas along",
        &["format: `csv`, `ndjson`"],
    ),
];
