//! The audit log: who signs it, where its checkpoints go, how long it says of whom an event was.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Bucket;

/// The audit log.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// The log's name in its checkpoints; none: the host of `portal.public_url`, then `/audit`.
    pub origin: Option<String>,
    /// The generation of the key that signs: one more makes a new key.
    pub key_generation: u32,
    /// Public keys of checkpoints that `audit verify` believes beside the portal's own.
    pub public_keys: Vec<String>,
    /// Seconds after which new events are signed…
    pub checkpoint_s: u64,
    /// …and how many of them do not wait for that.
    pub checkpoint_events: u64,
    /// The second place where checkpoints are written; none: the database alone has them.
    pub checkpoints: Option<SecondPlace>,
    /// Days after which events say nothing of persons any more, by class.
    pub retention: Retention,
}

/// Where checkpoints are written besides: a place that whoever holds the database does not hold.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
pub enum SecondPlace {
    /// A file that is added to: one line of JSON for each.
    File(PathBuf),
    /// The system's log, by its socket.
    Syslog(PathBuf),
    /// A bucket of an S3-compatible storage: one object for each.
    Bucket(Bucket),
}

/// Days after which events say nothing of persons any more; 0: never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Sign-ins, sessions, what was refused.
    pub security_days: u32,
    /// What people did with their requests.
    pub journey_days: u32,
    /// What staff and the portal itself did.
    pub administration_days: u32,
}
