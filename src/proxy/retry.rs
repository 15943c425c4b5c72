//! When a call is made a second time: soon, at a moment that no other call has in common with it.

use std::time::Duration;

use crate::exchange::Failure;
use crate::id::random;

/// The shortest wait before the second try, in milliseconds, and how much may be added.
const WAIT_MS: (u64, u64) = (50, 150);

/// Whether a call that ended so may go better at once: no connection, or a gateway's word for it.
pub fn is_worth_it(failure: Failure) -> bool {
    matches!(failure, Failure::Unreachable | Failure::Status(502..=504))
}

/// How long to wait before it.
pub fn wait() -> Duration {
    let (least, more) = WAIT_MS;
    Duration::from_millis(least + u64::from(u16::from_be_bytes(random())) % more)
}
