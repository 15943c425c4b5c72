//! The one source of time and of time-ordered ids. Tests move it; nothing else in the crate reads
//! the machine's clock (`clippy.toml` forbids it).

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::{ContextV7, Timestamp, Uuid};

/// A moment: microseconds since 1970-01-01T00:00:00Z. The only form in which times are stored.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct Micros(pub i64);

impl Micros {
    /// The moment `span` later.
    #[must_use]
    pub fn after(self, span: Duration) -> Self {
        Self(self.0.saturating_add(span_in_micros(span)))
    }

    /// The moment `span` earlier.
    #[must_use]
    pub fn before(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(span_in_micros(span)))
    }

    /// Time elapsed since `earlier`; zero when `earlier` lies in the future.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// Whole seconds since the epoch, as JOSE and HTTP use them.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// The moment `seconds` after the epoch.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }

    /// The same for serde: a field of an export, which pages and documents tell in words.
    ///
    /// # Errors
    /// The serializer's.
    pub fn serialize_rfc3339<S: serde::Serializer>(at: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&at.timestamp())
    }

    /// As other programs read it: RFC 3339, in UTC.
    #[must_use]
    pub fn rfc3339(self) -> String {
        self.timestamp().to_string()
    }

    /// The same moment for calendar arithmetic and formatting. Moments outside jiff's range
    /// (years −9999 to 9999) become the epoch: they can only come from a damaged row.
    #[must_use]
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or_default()
    }
}

fn span_in_micros(span: Duration) -> i64 {
    i64::try_from(span.as_micros()).unwrap_or(i64::MAX)
}

/// Tells the time and makes ids in time order.
#[derive(Clone)]
pub struct Clock(Arc<Inner>);

struct Inner {
    /// Microseconds added to the machine's clock: zero outside tests.
    shift: AtomicI64,
    ids: Mutex<ContextV7>,
}

impl Default for Clock {
    fn default() -> Self {
        Self(Arc::new(Inner { shift: AtomicI64::new(0), ids: Mutex::new(ContextV7::new()) }))
    }
}

impl Clock {
    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Micros {
        Micros(machine_time().saturating_add(self.0.shift.load(Ordering::Relaxed)))
    }

    /// A new UUID version 7 (RFC 9562): rising within this process, even within one millisecond.
    #[must_use]
    pub fn new_uuid(&self) -> Uuid {
        let now = self.now().0.max(0).unsigned_abs();
        let context = self.0.ids.lock().unwrap_or_else(PoisonError::into_inner);
        let nanos = u32::try_from(now % 1_000_000 * 1_000).unwrap_or(0);
        Uuid::new_v7(Timestamp::from_unix(&*context, now / 1_000_000, nanos))
    }

    /// Moves this clock, and every clone of it, forward. For tests.
    pub fn advance(&self, span: Duration) {
        self.0.shift.fetch_add(span_in_micros(span), Ordering::Relaxed);
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn machine_time() -> i64 {
    jiff::Timestamp::now().as_microsecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_within_one_microsecond() {
        let clock = Clock::default();
        let ids: Vec<Uuid> = (0..1_000).map(|_| clock.new_uuid()).collect();
        assert!(ids.is_sorted());
    }

    #[test]
    fn moving_the_clock_moves_its_clones() {
        let clock = Clock::default();
        let before = clock.now();
        clock.clone().advance(Duration::from_hours(1));
        assert!(clock.now().since(before) >= Duration::from_hours(1));
    }
}
