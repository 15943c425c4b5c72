//! What the outbox and the clearing do for files: destroy their contents, and clear what broke off.

use std::time::Duration;

use super::{Attachment, Attachments, store};
use crate::act::{Actor, Chore};
use crate::audit::{AttachmentEvent, Entry, Event};
use crate::crash;
use crate::id::AttachmentId;
use crate::outbox::{self, Job};

/// After this long, an upload that is still on its way has broken off.
const STRANDED: Duration = Duration::from_hours(2);

/// After this long, files that were added for a task or to a message, and not sent, are destroyed.
const UNSENT: Duration = Duration::from_hours(24 * 30);

/// The file that a job is about.
#[must_use]
pub fn subject(job: &Job) -> Option<AttachmentId> {
    job.payload.get("attachment")?.as_str()?.parse().ok()
}

impl Attachments {
    /// Destroys the content of a file whose row is gone.
    ///
    /// # Errors
    /// When the job's end cannot be stored; its lease then runs out and it comes back.
    pub async fn destroy(&self, job: &Job) -> Result<(), outbox::Error> {
        let about = |event| Entry { event: Event::from(event), account: job.account, request: job.request };
        let destroyed = match subject(job) {
            Some(id) => self.storage.destroy(id).await,
            None => Ok(()),
        };
        crash::point("attachment.destroyed");
        let event = match &destroyed {
            Ok(()) => AttachmentEvent::Destroyed,
            Err(_) => AttachmentEvent::DestroyFailed { attempts: job.attempts },
        };
        let mut act = self.base.acts.begin(Actor::system(), about(event)).await?;
        match destroyed {
            Ok(()) => act.finish(job).await?,
            Err(error) => {
                tracing::warn!(%error, job = %job.id, "attachments.destroy_failed");
                let next = outbox::next_attempt(&self.base.config.outbox, act.at(), job.attempts);
                act.put_off(job, Some(next), "storage").await?;
            }
        }
        Ok(act.commit().await?)
    }

    /// Clears uploads that broke off, files that were never sent, and the counts of days gone by.
    ///
    /// # Errors
    /// The database's or the storage's; the rest is cleared the next time.
    pub async fn clear_stranded(&self) -> crate::web::Result<()> {
        let now = self.base.clock.now();
        let stranded = store::stranded(&mut self.base.db.read().await?, now.before(STRANDED)).await?;
        for id in stranded {
            self.discard(id).await?;
        }
        for file in store::unsent(&mut self.base.db.read().await?, now.before(UNSENT)).await? {
            self.expire(&file).await?;
        }
        let mut chore = self.base.acts.chore(Chore::ClearExpired).await?;
        store::clear_quotas(chore.rows(), now).await?;
        Ok(chore.commit().await?)
    }

    async fn expire(&self, file: &Attachment) -> crate::web::Result<()> {
        let (account, request) = (file.account_id, file.request_id);
        let entry = Event::from(AttachmentEvent::Expired).of(account).on(request);
        let mut act = self.base.acts.begin(Actor::system(), entry).await?;
        if super::forget(&mut act, (account, request), Some((file.comes_with, file.id))).await? > 0 {
            act.commit().await?;
        }
        Ok(())
    }
}
