//! News stops by itself when too many addresses reach nobody: a mail server that is thought to send to
//! anyone is soon heard by no one.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::store;
use crate::base::Base;
use crate::clock::Micros;
use crate::notices::preferences::Channel;

/// How far back is counted.
pub const SPAN: Duration = Duration::from_hours(1);
/// Fewer say nothing.
const FEWEST: i64 = 20;
/// One in so many may fail.
const ONE_IN: i64 = 20;
/// How long a count is believed.
const BELIEVED: Duration = Duration::from_secs(10);

/// Whether so many failures among so many are too many.
#[must_use]
pub fn is_too_many((ended, failed): (i64, i64)) -> bool {
    ended >= FEWEST && failed.saturating_mul(ONE_IN) > ended
}

/// What was last counted of each channel.
#[derive(Default)]
pub(super) struct Guard(Mutex<HashMap<&'static str, (Micros, bool)>>);

impl Guard {
    /// Whether news may leave on this channel now.
    pub async fn lets_news_out(&self, base: &Base, channel: Channel) -> crate::store::Result<bool> {
        let now = base.clock.now();
        if let Some((at, open)) = self.counted(channel)
            && now.since(at) < BELIEVED
            && at <= now
        {
            return Ok(open);
        }
        let counts = store::ended_since(&mut base.db.read().await?, channel, now.before(SPAN)).await?;
        let open = !is_too_many(counts);
        if !open {
            tracing::error!(
                channel = channel.word(),
                failed = counts.1,
                of = counts.0,
                "notices.news_stopped"
            );
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(channel.word(), (now, open));
        Ok(open)
    }

    fn counted(&self, channel: Channel) -> Option<(Micros, bool)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(channel.word()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::is_too_many;

    #[test]
    fn more_than_one_in_twenty_is_too_many() {
        assert!(!is_too_many((100, 5)));
        assert!(is_too_many((100, 6)));
        assert!(!is_too_many((19, 19)), "too few to say");
    }
}
