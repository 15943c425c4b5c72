//! What the audit log learns of limits: when one is first reached by someone, and then how often. A
//! line for each refusal would let an attacker write the log.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Limit, Of};
use crate::act::{Actor, Acts};
use crate::audit::{Entry, Event};
use crate::clock::{Clock, Micros};

/// Whoever reached a limit is news again after so long.
const NEWS: Duration = Duration::from_hours(1);
/// So many are told apart at once; the others are only counted.
const MOST_KNOWN: usize = 200;

pub struct Refusals {
    acts: Acts,
    clock: Clock,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Who reached which limit, and when that was told.
    told: HashMap<(Limit, Of), Micros>,
    /// How many were refused since the last time.
    count: HashMap<Limit, u64>,
}

impl Refusals {
    pub fn new(acts: Acts, clock: Clock) -> Self {
        Self { acts, clock, state: Mutex::default() }
    }

    /// Notes a refusal; the first of someone is told at once, by a task of its own: whoever is refused
    /// may hold the database's one writer.
    pub fn note(&self, limit: Limit, of: &Of) {
        if self.is_news(limit, of) {
            let event = Event::LimitReached { limit: limit.word() };
            let entry =
                of.account().map_or_else(|| event.clone().into(), |account| event.clone().of(account));
            let acts = self.acts.clone();
            tokio::spawn(async move {
                if let Err(error) = write(&acts, vec![entry]).await {
                    tracing::warn!(%error, "limits.not_written_down");
                }
            });
        }
    }

    fn is_news(&self, limit: Limit, of: &Of) -> bool {
        let now = self.clock.now();
        let mut state = self.lock();
        *state.count.entry(limit).or_default() += 1;
        let key = (limit, of.clone());
        let known = state.told.get(&key).is_some_and(|told| now.since(*told) < NEWS);
        if known || state.told.len() >= MOST_KNOWN {
            return false;
        }
        state.told.insert(key, now);
        true
    }

    /// Writes down how many were refused since the last time.
    pub async fn write_down(&self) -> Result<(), crate::store::Error> {
        let entries = self.counted();
        if entries.is_empty() { Ok(()) } else { write(&self.acts, entries).await }
    }

    fn counted(&self) -> Vec<Entry> {
        let now = self.clock.now();
        let mut state = self.lock();
        state.told.retain(|_, told| now.since(*told) < NEWS);
        let counted = state.count.drain();
        let event =
            |(limit, refusals): (Limit, u64)| Event::LimitRefusals { limit: limit.word(), refusals }.into();
        counted.map(event).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn write(acts: &Acts, entries: Vec<Entry>) -> Result<(), crate::store::Error> {
    let mut entries = entries.into_iter();
    let Some(first) = entries.next() else { return Ok(()) };
    let mut act = acts.begin(Actor::system(), first).await?;
    entries.for_each(|entry| act.also(entry));
    act.commit().await
}
