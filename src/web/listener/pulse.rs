//! What the two ends of a connection know of each other: the wire reads bytes, the service answers
//! requests, and either must sometimes stop the other.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::framing::Refusal;

/// So many requests may be given up by their client before the connection is: browsers do it when
/// a person leaves a page, attackers do it all day (rapid reset, CVE-2023-44487).
const MOST_GIVEN_UP: usize = 100;

/// The state of one connection.
#[derive(Debug)]
pub struct Pulse {
    opened: Instant,
    /// Requests whose answer is not yet handed over.
    under_way: AtomicUsize,
    /// Milliseconds after `opened` at which the last answer was.
    rested: AtomicU64,
    /// Requests that came so far.
    begun: AtomicU64,
    given_up: AtomicUsize,
    /// The request that was refused while it was read, by its number, and why.
    refused: OnceLock<(u64, Refusal)>,
    cut: CancellationToken,
}

impl Pulse {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            opened: Instant::now(),
            under_way: AtomicUsize::new(0),
            rested: AtomicU64::new(0),
            begun: AtomicU64::new(0),
            given_up: AtomicUsize::new(0),
            refused: OnceLock::new(),
            cut: CancellationToken::new(),
        })
    }

    /// Whether any request came yet.
    pub fn has_begun(&self) -> bool {
        self.begun.load(Ordering::Relaxed) > 0
    }

    /// Since when nothing is under way; none while something is.
    pub fn idle_since(&self) -> Option<Instant> {
        let rested = Duration::from_millis(self.rested.load(Ordering::Relaxed));
        (self.under_way.load(Ordering::Relaxed) == 0).then(|| self.opened + rested)
    }

    /// Ends the connection at once.
    pub fn cut(&self) {
        self.cut.cancel();
    }

    /// Resolves when the connection is to end at once.
    pub async fn cut_off(&self) {
        self.cut.cancelled().await;
    }

    /// Notes that the request number `of` was refused while it was read.
    pub fn refuse(&self, of: u64, refusal: Refusal) {
        // The first refusal stands: nothing is read after it.
        let _ = self.refused.set((of, refusal));
    }

    pub fn was_refused(&self) -> bool {
        self.refused.get().is_some()
    }

    /// A request comes in.
    pub fn begin(self: &Arc<Self>) -> Intake {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        let number = self.begun.fetch_add(1, Ordering::Relaxed) + 1;
        Intake(Arc::new(Request {
            pulse: self.clone(),
            number,
            late: AtomicBool::new(false),
            answered: AtomicBool::new(false),
        }))
    }
}

/// How the reading of one request goes. The request is under way for as long as one of its clones lives.
#[derive(Clone, Debug)]
pub struct Intake(Arc<Request>);

#[derive(Debug)]
struct Request {
    pulse: Arc<Pulse>,
    number: u64,
    late: AtomicBool,
    answered: AtomicBool,
}

impl Intake {
    /// Why this request must not be believed, if it must not.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        let late = self.0.late.load(Ordering::Relaxed).then_some(Refusal::Late);
        let refused = self.0.pulse.refused.get().filter(|(number, _)| *number == self.0.number);
        late.or(refused.map(|(_, refusal)| *refusal))
    }

    /// The body did not come in time.
    pub(super) fn is_late(&self) {
        self.0.late.store(true, Ordering::Relaxed);
    }

    /// The answer is made; what is left is to hand it over.
    pub(super) fn is_answered(&self) {
        self.0.answered.store(true, Ordering::Relaxed);
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        let pulse = &self.pulse;
        let rested = u64::try_from(pulse.opened.elapsed().as_millis()).unwrap_or(u64::MAX);
        pulse.rested.store(rested, Ordering::Relaxed);
        pulse.under_way.fetch_sub(1, Ordering::Relaxed);
        if !self.answered.load(Ordering::Relaxed)
            && pulse.given_up.fetch_add(1, Ordering::Relaxed) >= MOST_GIVEN_UP
        {
            metrics::counter!("parvis_connections_cut_total", "reason" => "reset_flood").increment(1);
            pulse.cut();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_is_idle_between_requests_only() {
        let pulse = Pulse::new();
        assert!(pulse.idle_since().is_some() && !pulse.has_begun());
        let request = pulse.begin();
        let body = request.clone();
        drop(request);
        assert!(pulse.idle_since().is_none() && pulse.has_begun(), "its body is still read");
        drop(body);
        assert!(pulse.idle_since().is_some());
    }

    #[tokio::test]
    async fn a_refusal_is_of_one_request() {
        let pulse = Pulse::new();
        let first = pulse.begin();
        pulse.refuse(2, Refusal::Malformed);
        assert_eq!(first.refusal(), None);
        assert_eq!(pulse.begin().refusal(), Some(Refusal::Malformed));
    }

    #[tokio::test]
    async fn who_gives_up_everything_is_cut_off() {
        let pulse = Pulse::new();
        for _ in 0..1_000 {
            pulse.begin().is_answered();
        }
        assert!(!pulse.cut.is_cancelled());
        (0..=MOST_GIVEN_UP).for_each(|_| drop(pulse.begin()));
        assert!(pulse.cut.is_cancelled());
    }
}
