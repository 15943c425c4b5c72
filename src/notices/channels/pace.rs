//! How fast a channel goes, and when it rests. Kept by each node in memory: what waits is in the database.
//!
//! Whoever comes too early is told when to come back, and has a place for that moment: it is put back once
//! and not again and again (P10). A channel that nobody answers rests, longer each time, so that a mail
//! server that hangs does not keep the workers from everything else.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use uuid::Uuid;

use crate::clock::Micros;

/// The first rest of a channel that does not answer; it doubles from there.
const FIRST_REST: Duration = Duration::from_secs(2);
const LONGEST_REST: Duration = Duration::from_mins(5);
/// Places kept at most; whoever comes when all are taken is told to come back, without one.
const PLACES: usize = 100_000;
/// Callers may come a little out of order.
const MOST_SKEW: Duration = Duration::from_mins(1);

/// The pace of one channel.
pub(in crate::notices) struct Pace {
    /// Between two notices.
    step: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// When the next one may go.
    next: Micros,
    /// Who may go when.
    places: HashMap<Uuid, Micros>,
    /// Nobody goes before.
    rests_until: Micros,
    /// Rests in a row.
    rests: u32,
    /// The last moment that was seen.
    seen: Micros,
}

impl Pace {
    /// So many a minute, evenly.
    pub fn new(per_minute: u32) -> Self {
        Self { step: Duration::from_mins(1) / per_minute.max(1), state: Mutex::default() }
    }

    /// The state at `now`. A clock that was set back must not keep everyone waiting for what lay ahead.
    fn state(&self, now: Micros) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if now < state.seen.before(MOST_SKEW) {
            *state = State::default();
        }
        state.seen = state.seen.max(now);
        state
    }

    /// Whether `who` may go at `now`, or else when.
    pub fn ask(&self, who: Uuid, now: Micros) -> Result<(), Micros> {
        let mut state = self.state(now);
        if now < state.rests_until {
            return Err(state.rests_until);
        }
        if let Some(place) = state.places.get(&who).copied() {
            if place <= now {
                state.places.remove(&who);
                return Ok(());
            }
            return Err(place);
        }
        let slot = state.next.max(now);
        state.next = slot.after(self.step);
        // Up to a second ahead: so short a wait is not worth a place.
        if slot <= now.after(Duration::from_secs(1)) {
            return Ok(());
        }
        if state.places.len() < PLACES {
            state.places.insert(who, slot);
        }
        Err(slot)
    }

    /// Nobody takes anything: the channel rests. Tells until when.
    pub fn rest(&self, now: Micros, asked: Option<Duration>) -> Micros {
        let mut state = self.state(now);
        let doubled = FIRST_REST.saturating_mul(1 << state.rests.min(16));
        state.rests += 1;
        let rest = asked.unwrap_or_default().max(doubled.min(LONGEST_REST));
        state.rests_until = now.after(rest);
        state.rests_until
    }

    /// Something was taken: the channel is well.
    pub fn is_well(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.rests = 0;
        state.rests_until = Micros::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> Uuid {
        Uuid::from_bytes([number; 16])
    }

    #[test]
    fn each_is_put_back_once() {
        let pace = Pace::new(6);
        let now = Micros::from_seconds(1_000);
        let at = |seconds| now.after(Duration::from_secs(seconds));
        assert_eq!(pace.ask(id(1), now), Ok(()));
        assert_eq!(pace.ask(id(2), now), Err(at(10)));
        assert_eq!(pace.ask(id(3), now), Err(at(20)));
        assert_eq!(pace.ask(id(2), at(5)), Err(at(10)), "its place is kept");
        assert_eq!(pace.ask(id(3), at(20)), Ok(()));
        assert_eq!(pace.ask(id(2), at(25)), Ok(()));
        assert_eq!(pace.ask(id(4), at(26)), Err(at(30)));
    }

    #[test]
    fn a_channel_that_is_closed_rests_longer_each_time() {
        let pace = Pace::new(600);
        let now = Micros::from_seconds(1_000);
        let after = |span| now.after(span);
        assert_eq!(pace.rest(now, None), after(FIRST_REST));
        assert_eq!(pace.ask(id(1), now), Err(after(FIRST_REST)));
        assert_eq!(pace.rest(now, None), after(FIRST_REST * 2));
        assert_eq!(pace.rest(now, Some(Duration::from_mins(20))), after(Duration::from_mins(20)), "as asked");
        for _ in 0..40 {
            pace.rest(now, None);
        }
        assert_eq!(pace.rest(now, None), after(LONGEST_REST));
        pace.is_well();
        assert_eq!(pace.ask(id(1), now), Ok(()));
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_waiting() {
        let pace = Pace::new(600);
        let now = Micros::from_seconds(100_000);
        pace.rest(now, Some(Duration::from_hours(1)));
        assert_eq!(pace.ask(id(1), now.before(Duration::from_hours(2))), Ok(()));
    }
}
