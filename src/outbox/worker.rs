//! The workers: they take what is due, a few at a time, and hand it to the features.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{Job, Wake, store};
use crate::act::{Acts, Chore};
use crate::clock::Clock;
use crate::crash;
use crate::store::{Db, Result};

/// Does jobs. Ending a job (done, put off, buried) is the work's own act; a job left unfinished
/// comes back when its lease runs out.
pub trait Work: Send + Sync + 'static {
    /// Does one job.
    fn run(&self, job: Job) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// The workers of this process.
pub struct Workers {
    /// The database to look for jobs in.
    pub db: Db,
    /// Opens the chores of leasing.
    pub acts: Acts,
    /// Tells the time.
    pub clock: Clock,
    /// Rouses the workers after an act.
    pub wake: Wake,
    /// How many jobs may run at once.
    pub at_once: usize,
    /// How long a job may take before another worker takes it over.
    pub lease: Duration,
    /// How often to look for jobs that another node promised.
    pub poll: Duration,
    /// How long jobs under way may take once the portal stops.
    pub drain: Duration,
}

/// What the jobs under way have in common.
struct Shift {
    work: Arc<dyn Work>,
    slots: Arc<Semaphore>,
    under_way: TaskTracker,
    /// Ends what the drain did not see the end of.
    cut: CancellationToken,
}

impl Workers {
    /// Runs until `stop`, then gives the jobs under way the time of `drain` and hands back the
    /// others.
    pub async fn run(self, work: Arc<dyn Work>, stop: CancellationToken) {
        let shift = Shift {
            work,
            slots: Arc::new(Semaphore::new(self.at_once)),
            under_way: TaskTracker::new(),
            cut: CancellationToken::new(),
        };
        while !stop.is_cancelled() {
            match self.take(shift.slots.available_permits()).await {
                Ok(jobs) if !jobs.is_empty() => self.start(jobs, &shift, &stop).await,
                Ok(_) => self.rest(&shift.slots, &stop).await,
                Err(error) => {
                    tracing::warn!(%error, "outbox.lease_failed");
                    self.rest(&shift.slots, &stop).await;
                }
            }
        }
        shift.under_way.close();
        if tokio::time::timeout(self.drain, shift.under_way.wait()).await.is_err() {
            tracing::warn!(jobs = shift.under_way.len(), "outbox.drain_cut_short");
            shift.cut.cancel();
            shift.under_way.wait().await;
        }
    }

    async fn take(&self, free: usize) -> Result<Vec<Job>> {
        let now = self.clock.now();
        // Looking first keeps an idle portal from writing at all.
        let due = store::next_due(&mut self.db.read().await?).await?;
        if free == 0 || due.is_none_or(|due| due > now) {
            return Ok(Vec::new());
        }
        let mut chore = self.acts.chore(Chore::LeaseJobs).await?;
        let limit = i64::try_from(free).unwrap_or(i64::MAX);
        let jobs = store::lease(chore.rows(), now, now.after(self.lease), limit).await?;
        chore.commit().await?;
        crash::point("outbox.leased");
        Ok(jobs)
    }

    async fn start(&self, jobs: Vec<Job>, shift: &Shift, stop: &CancellationToken) {
        for job in jobs {
            if stop.is_cancelled() {
                hand_back(&self.acts, &job).await;
                continue;
            }
            let Ok(slot) = shift.slots.clone().acquire_owned().await else { return };
            let (work, cut) = (shift.work.clone(), shift.cut.clone());
            let (acts, wake) = (self.acts.clone(), self.wake.clone());
            shift.under_way.spawn(async move {
                if cut.run_until_cancelled(work.run(job.clone())).await.is_none() {
                    hand_back(&acts, &job).await;
                }
                drop(slot);
                wake.now();
            });
        }
    }

    /// Waits until an act promises something, a job falls due, or another node may have promised.
    async fn rest(&self, slots: &Semaphore, stop: &CancellationToken) {
        let pause = if slots.available_permits() == 0 { self.lease } else { self.poll };
        tokio::select! {
            () = self.wake.called() => {}
            () = stop.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Lets another worker begin the job at once.
async fn hand_back(acts: &Acts, job: &Job) {
    let handed_back = async {
        let mut chore = acts.chore(Chore::ReturnJobs).await?;
        store::hand_back(chore.rows(), job).await?;
        chore.commit().await
    };
    if let Err(error) = handed_back.await {
        // The lease runs out by itself.
        tracing::warn!(%error, job = %job.id, "outbox.hand_back_failed");
    }
}
