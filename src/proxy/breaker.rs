//! The circuit breaker of each tile and back-end: one that keeps failing is left alone for a while, so that
//! nobody waits for it in vain and it can recover. It is tried again by a few calls before all go through.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::clock::{Clock, Micros};
use crate::exchange::Failure;
use crate::tiles::TileId;

/// Over such a time calls are looked at.
const WINDOW: Duration = Duration::from_secs(30);
/// From so many on, a share of failures says something.
const ENOUGH: usize = 10;
/// So long it stays open at first; twice as long each time the back-end fails its trial.
const FIRST_SPAN: Duration = Duration::from_secs(20);
/// The longest that it stays open.
const LONGEST_SPAN: Duration = Duration::from_mins(5);
/// So many calls try a back-end before all go through.
const PROBES: usize = 3;
/// Each call earns this share of a second try, in percent.
const RETRY_PERCENT: u32 = 10;
/// The most second tries that are saved up.
const MOST_RETRIES: u32 = 10;

/// A back-end is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// After so long it is tried again.
    pub retry_after: Duration,
}

type Way = (TileId, String);

/// The breakers of all tiles and their back-ends, on this node. Cheap to clone.
#[derive(Clone)]
pub struct Breakers(Arc<Inner>);

struct Inner {
    clock: Clock,
    ways: Mutex<HashMap<Way, Breaker>>,
}

struct Breaker {
    state: State,
    /// For how long it opens the next time.
    span: Duration,
    /// What became of the calls of the last [`WINDOW`]: when, and whether they failed.
    calls: VecDeque<(Micros, bool)>,
    /// How many of them failed: counted as they come and go, whatever their number.
    failures: usize,
    /// What may be spent on second tries, in percent of one.
    budget: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Closed,
    Open {
        until: Micros,
    },
    /// Tried by so many calls, of which so many went well.
    HalfOpen {
        tried: usize,
        well: usize,
    },
}

impl Breakers {
    /// All closed.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self(Arc::new(Inner { clock, ways: Mutex::default() }))
    }

    /// Lets one call of `tile` to `backend` through. Whoever made it says how it went.
    ///
    /// # Errors
    /// [`Open`] while the back-end is left alone.
    pub fn admit(&self, tile: &TileId, backend: &str) -> Result<Pass, Open> {
        let now = self.0.clock.now();
        let way = (tile.clone(), backend.to_owned());
        let probe = self.with(&way, |breaker| breaker.admit(now))?;
        Ok(Pass { breakers: self.clone(), way, probe, told: false })
    }

    /// Every way that was ever gone on this node: the tile, the back-end, and how it stands now: `closed`
    /// (calls go through), `open` (left alone), `half-open` (tried again).
    #[must_use]
    pub fn standing(&self) -> Vec<(TileId, String, &'static str)> {
        let now = self.0.clock.now();
        let ways = self.0.ways.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> = ways
            .iter()
            .map(|((tile, backend), breaker)| (tile.clone(), backend.clone(), breaker.word(now)))
            .collect();
        all.sort_by(|one, next| (&one.1, one.0.as_str()).cmp(&(&next.1, next.0.as_str())));
        all
    }

    /// Closes all, as if nothing had failed: for `parvis tile dev`, where a switch makes calls fail.
    pub fn forget_all(&self) {
        self.0.ways.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn with<T>(&self, way: &Way, change: impl FnOnce(&mut Breaker) -> T) -> T {
        let mut ways = self.0.ways.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(breaker) = ways.get_mut(way) {
            return change(breaker);
        }
        change(ways.entry(way.clone()).or_insert_with(Breaker::new))
    }
}

impl Breaker {
    fn new() -> Self {
        Self { state: State::Closed, span: FIRST_SPAN, calls: VecDeque::new(), failures: 0, budget: 100 }
    }

    fn word(&self, now: Micros) -> &'static str {
        match self.state {
            State::Closed => "closed",
            State::Open { until } if now < until => "open",
            State::Open { .. } | State::HalfOpen { .. } => "half-open",
        }
    }

    /// Whether the call that is let through is a probe.
    fn admit(&mut self, now: Micros) -> Result<bool, Open> {
        if let State::Open { until } = self.state {
            if now < until {
                return Err(Open { retry_after: until.since(now) });
            }
            self.state = State::HalfOpen { tried: 0, well: 0 };
        }
        self.budget = (self.budget + RETRY_PERCENT).min(MOST_RETRIES * 100);
        match &mut self.state {
            State::HalfOpen { tried, .. } if *tried >= PROBES => {
                Err(Open { retry_after: Duration::from_secs(1) })
            }
            State::HalfOpen { tried, .. } => {
                *tried += 1;
                Ok(true)
            }
            State::Closed | State::Open { .. } => Ok(false),
        }
    }

    /// Notes how a call went; whether the breaker opened by it.
    fn note(&mut self, now: Micros, probe: bool, failed: bool) -> bool {
        match &mut self.state {
            State::HalfOpen { well, .. } if probe && !failed => {
                *well += 1;
                if *well >= PROBES {
                    *self = Self { budget: self.budget, ..Self::new() };
                }
                false
            }
            State::HalfOpen { .. } if probe => {
                self.open(now);
                true
            }
            State::Closed => {
                let since = now.before(WINDOW);
                self.calls.push_back((now, failed));
                self.failures += usize::from(failed);
                while let Some((_, failed)) = self.calls.pop_front_if(|(at, _)| *at < since) {
                    self.failures -= usize::from(failed);
                }
                let opens = self.calls.len() >= ENOUGH && self.failures * 2 >= self.calls.len();
                if opens {
                    self.open(now);
                }
                opens
            }
            // A call from before it opened says nothing new.
            State::HalfOpen { .. } | State::Open { .. } => false,
        }
    }

    fn open(&mut self, now: Micros) {
        self.state = State::Open { until: now.after(self.span) };
        self.span = (self.span * 2).min(LONGEST_SPAN);
        self.calls.clear();
        self.failures = 0;
    }

    fn forget(&mut self, probe: bool) {
        if let State::HalfOpen { tried, .. } = &mut self.state
            && probe
        {
            *tried = tried.saturating_sub(1);
        }
    }

    fn retry(&mut self) -> bool {
        let may = self.state == State::Closed && self.budget >= 100;
        if may {
            self.budget -= 100;
        }
        may
    }
}

/// A call that was let through. Dropped without a word, it says nothing of the back-end.
pub struct Pass {
    breakers: Breakers,
    way: Way,
    probe: bool,
    told: bool,
}

impl Pass {
    /// The back-end answered as it should, whatever it answered.
    pub fn went_well(mut self) {
        self.tell(false);
    }

    /// It did not.
    pub fn failed(mut self) {
        self.tell(true);
    }

    /// How it ended: only the back-end's own failing counts against it.
    pub fn ended(self, how: Result<(), Failure>) {
        match how {
            Err(
                Failure::NotCertified | Failure::InMaintenance | Failure::AddressRefused | Failure::LeftAlone,
            ) => drop(self),
            Err(failure) if failure.is_silence() => self.failed(),
            Ok(()) | Err(_) => self.went_well(),
        }
    }

    /// Whether the call may be made a second time: at most one in ten is.
    #[must_use]
    pub fn may_retry(&self) -> bool {
        self.breakers.with(&self.way, Breaker::retry)
    }

    fn tell(&mut self, failed: bool) {
        self.told = true;
        let now = self.breakers.0.clock.now();
        let opened = self.breakers.with(&self.way, |breaker| breaker.note(now, self.probe, failed));
        if opened {
            let (tile, backend) = &self.way;
            tracing::warn!(%tile, backend, "proxy.breaker_opened");
            let labels = [("tile", tile.to_string()), ("backend", backend.clone())];
            metrics::counter!("parvis_breaker_openings_total", &labels).increment(1);
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if !self.told {
            self.breakers.with(&self.way, |breaker| breaker.forget(self.probe));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Tried {
        clock: Clock,
        breakers: Breakers,
        tile: TileId,
    }

    impl Tried {
        fn new() -> Self {
            let clock = Clock::default();
            Self { breakers: Breakers::new(clock.clone()), clock, tile: "visits".parse().unwrap() }
        }

        fn admit(&self) -> Result<Pass, Open> {
            self.breakers.admit(&self.tile, "records")
        }

        fn calls(&self, times: usize, failed: bool) {
            for _ in 0..times {
                let pass = self.admit().ok().unwrap();
                if failed { pass.failed() } else { pass.went_well() }
            }
        }

        fn is_open_for(&self, seconds: u64) {
            let open = self.admit().err().expect("open");
            let told = open.retry_after.as_secs_f64();
            assert!((told - f64::from(u32::try_from(seconds).unwrap())).abs() < 1.0, "{told}");
        }

        fn later(&self, seconds: u64) {
            self.clock.advance(Duration::from_secs(seconds));
        }
    }

    #[test]
    fn half_of_ten_failures_open_it_and_it_stays_open_longer_each_time() {
        let tried = Tried::new();
        tried.calls(4, true);
        tried.calls(5, false);
        tried.calls(1, true);
        tried.is_open_for(20);
        assert_eq!(tried.breakers.standing().first().map(|(.., word)| *word), Some("open"));
        assert!(tried.breakers.admit(&tried.tile, "letters").is_ok(), "another back-end");
        assert!(tried.breakers.admit(&"other".parse().unwrap(), "records").is_ok(), "another tile");
        for span in [40, 80, 160, 300, 300] {
            tried.later(span.min(300) + 1);
            tried.calls(1, true);
            tried.is_open_for(span);
        }
    }

    #[test]
    fn three_good_probes_close_it() {
        let tried = Tried::new();
        tried.calls(10, true);
        tried.later(21);
        let probes: Vec<Pass> = (0..3).map(|_| tried.admit().ok().unwrap()).collect();
        tried.is_open_for(1);
        for probe in probes {
            probe.went_well();
        }
        tried.calls(20, false);
        tried.calls(19, true);
        tried.calls(1, true);
        tried.is_open_for(20);
    }

    #[test]
    fn a_probe_that_is_given_up_leaves_its_place() {
        let tried = Tried::new();
        tried.calls(10, true);
        tried.later(21);
        for _ in 0..10 {
            drop(tried.admit().ok().unwrap());
        }
        tried.calls(3, false);
        tried.calls(9, true);
    }

    #[test]
    fn old_failures_are_forgotten() {
        let tried = Tried::new();
        tried.calls(9, true);
        tried.later(31);
        tried.calls(9, true);
        tried.calls(1, true);
        tried.is_open_for(20);
    }

    #[test]
    fn one_call_in_ten_is_made_again() {
        let tried = Tried::new();
        let again = (0..100).filter(|_| {
            let pass = tried.admit().ok().unwrap();
            let again = pass.may_retry();
            pass.went_well();
            again
        });
        assert_eq!(again.count(), 11, "one to begin with, and one for every ten");
    }
}
