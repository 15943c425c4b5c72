//! The act: the only way to change anything.
//!
//! Who (an [`Actor`]), what (an audit [`Event`](crate::audit::Event)), and the rows it changes, in
//! one transaction with the jobs it promises. So nothing happens unlogged, nothing is logged that
//! did not happen, and nothing is promised and forgotten. An act that cannot be logged is refused.
//!
//! Work that changes nothing a person could notice (leasing a job, a session's last use, clearing
//! what has expired) is a [`Chore`]: it has a name and a count, but no line in the audit log.

mod chore;
mod together;

use std::sync::Arc;

pub use chore::Chore;

use crate::audit::store::Line;
use crate::audit::{self, Entry};
use crate::clock::{Clock, Micros};
use crate::id::{AccountId, EventId, SessionId};
use crate::news::{self, News, Newsroom};
use crate::outbox::{self, Job, NewJob, Wake};
use crate::statistics::{self, Counted, Tally};
use crate::store::{Db, Error, Result, Write};
use crate::vault::Vault;
use together::Together;

/// Who acts, and the trace id of the HTTP request they act through.
#[derive(Clone, Debug)]
pub struct Actor {
    who: Who,
    trace: Option<Arc<str>>,
}

#[derive(Clone, Copy, Debug)]
enum Who {
    Visitor,
    Citizen(AccountId, SessionId),
    Staff(AccountId, SessionId),
    Backend,
    System,
}

impl Actor {
    /// Someone who is not signed in.
    #[must_use]
    pub fn visitor(trace: Arc<str>) -> Self {
        Self { who: Who::Visitor, trace: Some(trace) }
    }

    /// A signed-in citizen.
    #[must_use]
    pub fn citizen(account: AccountId, session: SessionId, trace: Arc<str>) -> Self {
        Self { who: Who::Citizen(account, session), trace: Some(trace) }
    }

    /// A signed-in administrator, acting as one.
    #[must_use]
    pub fn staff(account: AccountId, session: SessionId, trace: Arc<str>) -> Self {
        Self { who: Who::Staff(account, session), trace: Some(trace) }
    }

    /// A back-end that calls the portal.
    #[must_use]
    pub fn backend(trace: Arc<str>) -> Self {
        Self { who: Who::Backend, trace: Some(trace) }
    }

    /// The portal itself.
    #[must_use]
    pub fn system() -> Self {
        Self { who: Who::System, trace: None }
    }

    /// The kind of actor, as the audit log names it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.who {
            Who::Visitor => "visitor",
            Who::Citizen(..) => "citizen",
            Who::Staff(..) => "staff",
            Who::Backend => "backend",
            Who::System => "system",
        }
    }

    /// The account that acts, where a person does.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self.who {
            Who::Citizen(account, _) | Who::Staff(account, _) => Some(account),
            Who::Visitor | Who::Backend | Who::System => None,
        }
    }

    /// The session it acts in, where a person does.
    #[must_use]
    pub fn session(&self) -> Option<SessionId> {
        match self.who {
            Who::Citizen(_, session) | Who::Staff(_, session) => Some(session),
            Who::Visitor | Who::Backend | Who::System => None,
        }
    }

    /// The trace id of the HTTP request, where there is one.
    #[must_use]
    pub fn trace(&self) -> Option<&str> {
        self.trace.as_deref()
    }
}

/// Opens acts. Cheap to clone.
#[derive(Clone)]
pub struct Acts {
    db: Db,
    clock: Clock,
    wake: Wake,
    newsroom: Newsroom,
    vault: Arc<Vault>,
    tally: Tally,
    together: Together,
}

impl Acts {
    /// Acts on `db`; `wake` rouses the outbox when an act promised something, `newsroom` hears what
    /// it tells, `vault` seals its events.
    #[must_use]
    pub fn new(db: Db, clock: Clock, wake: Wake, newsroom: Newsroom, vault: Arc<Vault>) -> Self {
        let tally = Tally::new(clock.clone());
        Self { db, clock, wake, newsroom, vault, tally, together: Together::default() }
    }

    /// Where what happens is counted for the statistics.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Adds to the statistics what was counted on this node.
    ///
    /// # Errors
    /// The database's; it is then added the next time.
    pub async fn add_up_statistics(&self) -> Result<()> {
        let counted = self.tally.take();
        if counted.is_empty() {
            return Ok(());
        }
        let added = self.add_up(counted.clone()).await;
        if added.is_err() {
            self.tally.give_back(counted);
        }
        added
    }

    async fn add_up(&self, counted: Counted) -> Result<()> {
        let mut chore = self.chore(Chore::AddUpStatistics).await?;
        statistics::store::add_up(chore.rows(), counted).await?;
        chore.commit().await
    }

    /// Begins an act. Its changes exist only once [`Act::commit`] has returned.
    ///
    /// # Errors
    /// [`Error::Unreachable`] when the database does not answer.
    pub async fn begin(&self, actor: Actor, entry: impl Into<Entry>) -> Result<Act> {
        let mut act = self.open(actor).await?;
        act.also(entry);
        Ok(act)
    }

    /// Begins an act whose events show only as its rows change: each is added by [`Act::also`].
    ///
    /// # Errors
    /// [`Error::Unreachable`] when the database does not answer.
    pub async fn open(&self, actor: Actor) -> Result<Act> {
        let write = self.db.write().await?;
        let act = Act {
            write,
            actor,
            entries: Vec::new(),
            at: self.clock.now(),
            promised: false,
            news: Vec::new(),
            acts: self.clone(),
        };
        Ok(act)
    }

    /// Begins a chore.
    ///
    /// # Errors
    /// [`Error::Unreachable`] when the database does not answer.
    pub async fn chore(&self, chore: Chore) -> Result<ChoreAct> {
        metrics::counter!("parvis_chores_total", "chore" => chore.name()).increment(1);
        let (write, newsroom) = (self.db.write().await?, self.newsroom.clone());
        Ok(ChoreAct { write, news: Vec::new(), newsroom })
    }
}

/// An act under way. Dropped without [`commit`](Act::commit), it leaves nothing behind.
pub struct Act {
    write: Write,
    actor: Actor,
    entries: Vec<Entry>,
    at: Micros,
    promised: bool,
    news: Vec<News>,
    acts: Acts,
}

impl Act {
    /// The rows to change.
    pub fn rows(&mut self) -> &mut Write {
        &mut self.write
    }

    /// When the act happens: one moment for all its rows.
    #[must_use]
    pub fn at(&self) -> Micros {
        self.at
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Says what happens more precisely than could be known when the act began.
    pub fn becomes(&mut self, entry: impl Into<Entry>) {
        self.entries = vec![entry.into()];
    }

    /// Logs something else that happens in the same act.
    pub fn also(&mut self, entry: impl Into<Entry>) {
        self.entries.push(entry.into());
    }

    /// Tells every node that this changed, once it has.
    pub fn tell(&mut self, news: News) {
        self.news.push(news);
    }

    /// Promises work to be done after the act, at least once. A job whose key was promised before
    /// is the same promise.
    ///
    /// # Errors
    /// The database's.
    pub async fn promise(&mut self, job: NewJob) -> Result<()> {
        self.promise_for(job, self.at).await
    }

    /// Promises work to be done at `run_at`, or as soon after it as may be.
    ///
    /// # Errors
    /// The database's.
    pub async fn promise_for(&mut self, job: NewJob, run_at: Micros) -> Result<()> {
        self.promise_all(&[(job, run_at)]).await
    }

    /// Promises works, each to be done at its moment.
    ///
    /// # Errors
    /// The database's.
    pub async fn promise_all(&mut self, jobs: &[(NewJob, Micros)]) -> Result<()> {
        if jobs.is_empty() {
            return Ok(());
        }
        outbox::store::insert(&mut self.write, &self.acts.clock, self.at, jobs).await?;
        self.promised |= jobs.iter().any(|(_, run_at)| *run_at <= self.at);
        Ok(())
    }

    /// Marks `job` as done, with the effects of this act.
    ///
    /// # Errors
    /// [`outbox::Error::Fenced`] when another worker holds the job by now: the act must be dropped.
    pub async fn finish(&mut self, job: &Job) -> Result<(), outbox::Error> {
        outbox::store::finish(&mut self.write, job, self.at).await
    }

    /// Sets `job` to run again at `run_at`, or buries it when that is `None`.
    ///
    /// # Errors
    /// [`outbox::Error::Fenced`] when another worker holds the job by now: the act must be dropped.
    pub async fn put_off(
        &mut self,
        job: &Job,
        run_at: Option<Micros>,
        reason: &str,
    ) -> Result<(), outbox::Error> {
        outbox::store::put_off(&mut self.write, job, run_at, reason).await
    }

    /// Writes the audit events and makes the act durable. An act without an event did nothing: it
    /// leaves nothing.
    ///
    /// # Errors
    /// When an event cannot be logged or the database refuses; nothing of the act remains then.
    pub async fn commit(mut self) -> Result<()> {
        if self.entries.is_empty() {
            return Ok(());
        }
        let (clock, at, actor) = (&self.acts.clock, self.at, &self.actor);
        let lines = self.entries.iter().map(|entry| Line { id: EventId::new(clock), at, actor, entry });
        audit::store::insert(&mut self.write, &self.acts.vault, &lines.collect::<Vec<_>>()).await?;
        commit(self.write, &self.news, &self.acts.newsroom).await?;
        for entry in &self.entries {
            audit::figures::count(&self.acts.tally, entry);
        }
        if self.promised {
            self.acts.wake.now();
        }
        Ok(())
    }
}

/// A chore under way.
pub struct ChoreAct {
    write: Write,
    news: Vec<News>,
    newsroom: Newsroom,
}

impl ChoreAct {
    /// The rows to change.
    pub fn rows(&mut self) -> &mut Write {
        &mut self.write
    }

    /// Tells every node that this changed, once it has.
    pub fn tell(&mut self, news: News) {
        self.news.push(news);
    }

    /// Ends a job of which nothing is left to do.
    ///
    /// # Errors
    /// [`outbox::Error::Fenced`] when another worker holds the job by now: the chore must be dropped.
    pub async fn finish(&mut self, job: &Job, at: Micros) -> Result<(), outbox::Error> {
        outbox::store::finish(&mut self.write, job, at).await
    }

    /// Gives back a job whose turn comes at `run_at`. What waits for its turn has not been tried.
    ///
    /// # Errors
    /// [`outbox::Error::Fenced`] when another worker holds the job by now: the chore must be dropped.
    pub async fn postpone(&mut self, job: &Job, run_at: Micros) -> Result<(), outbox::Error> {
        outbox::store::postpone(&mut self.write, job, run_at).await
    }

    /// Makes the chore durable.
    ///
    /// # Errors
    /// When the database refuses; nothing of the chore remains then.
    pub async fn commit(self) -> Result<(), Error> {
        commit(self.write, &self.news, &self.newsroom).await
    }
}

async fn commit(mut write: Write, news: &[News], newsroom: &Newsroom) -> Result<()> {
    news::announce(&mut write, news).await?;
    let committed = write.commit().await;
    // Even when it failed: the answer may have been lost on the way, and forgetting does no harm.
    newsroom.tell(news);
    committed
}
