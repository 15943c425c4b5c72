//! Access refused is an event (ASVS 5.0 16.3.2): a page or a call that someone's role does not permit, and another
//! person's file that someone asked for by its number. The first is written down at once; what the same person is
//! refused on the same route within a minute is counted: a line for each would let anyone write the log.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use super::trace::Trace;
use super::viewer::Viewer;
use crate::act::{Actor, Acts};
use crate::audit::{Entry, OversightEvent};
use crate::clock::{Clock, Micros};
use crate::id::{AccountId, RequestId, SessionId};

/// The same refusal is news again after so long.
const NEWS: Duration = Duration::from_mins(1);
/// So many are told apart at once; the others are counted by their routes, whoever they were.
const MOST_KNOWN: usize = 1000;

/// What would have let someone in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// An administrator's role.
    Administrator,
    /// An auditor's role, or an administrator's.
    Auditor,
    /// A publisher's role.
    Publisher,
    /// To be of the team whose tile it is.
    Team,
    /// A key that signs for the team.
    Key,
    /// A token that holds.
    Token,
    /// The capability of a page of the tile, in this session.
    Capability,
    /// What the service asks of whoever uses it: an age.
    Admission,
    /// To be the person whose file it is.
    Owner,
}

impl Wanted {
    /// The word that is logged.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Administrator => "admin",
            Self::Auditor => "auditor",
            Self::Publisher => "publisher",
            Self::Team => "team",
            Self::Key => "key",
            Self::Token => "token",
            Self::Capability => "capability",
            Self::Admission => "admission",
            Self::Owner => "owner",
        }
    }
}

/// Says on an answer that it is a refusal of access, for [`layer`] to write down.
#[derive(Clone, Copy, Debug)]
pub struct Denied {
    /// What would have let them in.
    pub wanted: Wanted,
    /// The request that it is about, where it is one.
    pub request: Option<RequestId>,
}

impl From<Wanted> for Denied {
    fn from(wanted: Wanted) -> Self {
        Self { wanted, request: None }
    }
}

/// What was refused, and to whom; nobody: no person who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Refusal {
    person: Option<(AccountId, SessionId)>,
    method: &'static str,
    route: Arc<str>,
    wanted: Wanted,
}

/// When the same was last told, and what came since.
struct Since {
    told: Micros,
    times: u64,
    last: (Option<RequestId>, Trace),
}

/// Writes refusals of access down. Cheap to clone.
#[derive(Clone)]
pub struct AccessRefusals(Arc<Inner>);

struct Inner {
    acts: Acts,
    clock: Clock,
    counts: Counts,
}

/// What was refused lately.
#[derive(Default)]
struct Counts(Mutex<HashMap<Refusal, Since>>);

impl Counts {
    /// Counts one; how many there are to be told of now.
    fn count(&self, now: Micros, mut refusal: Refusal, last: (Option<RequestId>, Trace)) -> Option<u64> {
        let mut known = self.lock();
        if known.len() >= MOST_KNOWN && !known.contains_key(&refusal) {
            refusal.person = None;
        }
        let crowded = known.len() >= MOST_KNOWN;
        let since = known.entry(refusal).or_insert(Since { told: Micros(0), times: 0, last: last.clone() });
        since.times += 1;
        since.last = last;
        if crowded || now.since(since.told) < NEWS {
            return None;
        }
        since.told = now;
        Some(std::mem::take(&mut since.times))
    }

    /// What there is to be told of by now, which is forgotten.
    fn due(&self, now: Micros, stops: bool) -> Vec<(Refusal, (Option<RequestId>, Trace), u64)> {
        let mut due = Vec::new();
        self.lock().retain(|refusal, since| {
            let over = stops || now.since(since.told) >= NEWS;
            if over && since.times > 0 {
                due.push((refusal.clone(), since.last.clone(), since.times));
            }
            !over
        });
        due
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Refusal, Since>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AccessRefusals {
    /// None yet.
    #[must_use]
    pub fn new(acts: Acts, clock: Clock) -> Self {
        Self(Arc::new(Inner { acts, clock, counts: Counts::default() }))
    }

    /// Writes down what was counted since it was last told of, if that is a minute ago or the portal stops, and
    /// forgets what came no more. For a timer.
    ///
    /// # Errors
    /// The database's.
    pub async fn write_down(&self, stops: bool) -> Result<(), crate::store::Error> {
        for (refusal, last, times) in self.0.counts.due(self.0.clock.now(), stops) {
            self.write(&refusal, last, times).await?;
        }
        Ok(())
    }

    async fn write(
        &self,
        refusal: &Refusal,
        (request, trace): (Option<RequestId>, Trace),
        times: u64,
    ) -> Result<(), crate::store::Error> {
        let event = OversightEvent::AccessRefused {
            method: refusal.method,
            route: refusal.route.to_string(),
            wanted: refusal.wanted.word(),
            times,
        };
        let (actor, entry): (Actor, Entry) = match refusal.person {
            Some((account, session)) => (Actor::citizen(account, session, trace.0), event.of(account)),
            None => (Actor::visitor(trace.0), event.into()),
        };
        self.0.acts.log(actor, Entry { request, ..entry }).await
    }

    /// Notes a refusal. Of another person's file it is written by a task of its own: how long the answer takes
    /// must not tell that there is such a file.
    async fn note(&self, refusal: Refusal, last: (Option<RequestId>, Trace)) {
        let now = self.0.clock.now();
        let Some(times) = self.0.counts.count(now, refusal.clone(), last.clone()) else { return };
        let (own, unseen) = (self.clone(), refusal.wanted == Wanted::Owner);
        let writing = tokio::spawn(async move {
            if let Err(error) = own.write(&refusal, last, times).await {
                tracing::warn!(%error, "access.refusal_not_written_down");
            }
        });
        if !unseen && let Err(error) = writing.await {
            tracing::error!(%error, "access.refusal_not_written_down");
        }
    }
}

/// The method, as the log names it: of a route's own, there are no others.
fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

/// Writes down whatever answer says that access was refused; sits inside the router, where the route is known.
pub async fn layer(State(refusals): State<AccessRefusals>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|route| Arc::from(route.as_str()));
    let method = word(request.method());
    let trace = request.extensions().get::<Trace>().cloned().unwrap_or_else(|| Trace("".into()));
    let mut response = next.run(request).await;
    if let (Some(denied), Some(route)) = (response.extensions_mut().remove::<Denied>(), route) {
        let viewer = response.extensions().get::<Viewer>();
        let person = viewer.map(|viewer| (viewer.account, viewer.session));
        let refusal = Refusal { person, method, route, wanted: denied.wanted };
        refusals.note(refusal, (denied.request, trace)).await;
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_counted_and_not_written() {
        let (counts, clock) = (Counts::default(), Clock::default());
        let count =
            |refusal: &Refusal| counts.count(clock.now(), refusal.clone(), (None, Trace("trace".into())));
        let someone = || Refusal {
            person: Some((AccountId::new(&clock), SessionId::new(&clock))),
            method: "GET",
            route: "/fr/admin".into(),
            wanted: Wanted::Auditor,
        };
        let same = someone();
        assert_eq!(count(&same), Some(1));
        assert_eq!([count(&same), count(&same)], [None, None]);
        assert!(counts.due(clock.now(), false).is_empty());
        clock.advance(NEWS);
        assert_eq!(count(&same), Some(3), "with those before it");
        for _ in 0..2 * MOST_KNOWN {
            count(&someone());
        }
        assert_eq!(counts.lock().len(), MOST_KNOWN + 1, "the others are one");
        clock.advance(NEWS);
        let due = counts.due(clock.now(), false);
        let told: Vec<_> = due.iter().map(|(refusal, _, times)| (refusal.person, *times)).collect();
        assert_eq!(told, [(None, MOST_KNOWN as u64 + 1)], "and one line");
        assert!(counts.lock().is_empty());
        count(&same);
        count(&same);
        assert_eq!(counts.due(clock.now(), true).len(), 1, "nothing is lost when the portal stops");
    }
}
