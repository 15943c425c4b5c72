//! Events that change nothing else, written down together: those that wait at the same time share one transaction, so
//! that making them durable costs once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::{Actor, Acts};
use crate::audit::store::{AT_ONCE, Line};
use crate::audit::{self, Entry};
use crate::clock::{Clock, Micros};
use crate::id::EventId;
use crate::store::{Error, Result};

/// The events that wait to be written down. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Together(Arc<Mutex<Queue>>);

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    /// Whether somebody writes, who takes what waits when they are done.
    writing: bool,
}

/// One event, and who waits until it is durable.
struct Waiting {
    at: Micros,
    actor: Actor,
    entry: Entry,
    told: oneshot::Sender<Result<()>>,
}

impl Together {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets an event wait; the turn to write, when nobody writes.
    fn enter(&self, waiting: Waiting) -> Option<Turn> {
        let mut queue = self.queue();
        queue.waiting.push(waiting);
        let nobody = !std::mem::replace(&mut queue.writing, true);
        nobody.then(|| Turn { together: self.clone(), is_over: false })
    }
}

/// The turn to write. When it breaks off, whoever waits is let go: what they wait for did not happen.
struct Turn {
    together: Together,
    is_over: bool,
}

impl Turn {
    /// The next that wait; with `None` the turn is over.
    fn next(&mut self) -> Option<Vec<Waiting>> {
        let mut queue = self.together.queue();
        let many = queue.waiting.len().min(AT_ONCE);
        self.is_over = many == 0;
        queue.writing = !self.is_over;
        queue.writing.then(|| queue.waiting.drain(..many).collect())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.is_over {
            let mut queue = self.together.queue();
            queue.writing = false;
            queue.waiting.clear();
        }
    }
}

impl Acts {
    /// Logs what changes nothing else, durably once this returns: a call, a look. Whether or not the one who waits for
    /// it is still there then, it is logged.
    ///
    /// # Errors
    /// When the event cannot be logged; it must then count as not having happened.
    pub async fn log(&self, actor: Actor, entry: impl Into<Entry>) -> Result<()> {
        let (told, durable) = oneshot::channel();
        let waiting = Waiting { at: self.clock.now(), actor, entry: entry.into(), told };
        if let Some(turn) = self.together.enter(waiting) {
            tokio::spawn(self.clone().write_together(turn));
        }
        durable.await.unwrap_or_else(|_| Err(sqlx::Error::WorkerCrashed.into()))
    }

    async fn write_together(self, mut turn: Turn) {
        while let Some(events) = turn.next() {
            match self.write_down(&events).await {
                // One of them may be at fault: the others do not suffer for it.
                Err(Error::Refused(_) | Error::Duplicate(_)) if events.len() > 1 => {
                    for event in events {
                        let alone = self.write_down(std::slice::from_ref(&event)).await;
                        event.tell(alone);
                    }
                }
                written => events.into_iter().for_each(|event| event.tell(written.clone())),
            }
        }
    }

    async fn write_down(&self, events: &[Waiting]) -> Result<()> {
        let lines: Vec<Line<'_>> = events.iter().map(|event| event.line(&self.clock)).collect();
        let mut write = self.db.write().await?;
        audit::store::insert(&mut write, &self.vault, &lines).await?;
        write.commit().await?;
        for event in events {
            audit::figures::count(&self.tally, &event.entry);
        }
        Ok(())
    }
}

impl Waiting {
    fn line(&self, clock: &Clock) -> Line<'_> {
        Line { id: EventId::new(clock), at: self.at, actor: &self.actor, entry: &self.entry }
    }

    /// Says how it went. Whoever asked may be gone.
    fn tell(self, written: Result<()>) {
        drop(self.told.send(written));
    }
}

#[cfg(test)]
mod tests;
