//! Which room does which kind of promised work.

use std::future::Future;
use std::pin::Pin;

use super::App;
use crate::identity;
use crate::my_data;
use crate::notices::delivery::Person;
use crate::outbox::{Job, Kind, Work};

impl App {
    async fn work(&self, job: Job) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        match job.kind {
            Kind::DeliverRequest => self.requests.deliver(&job).await?,
            Kind::DeliverWithdrawal => self.requests.deliver_withdrawal(&job).await?,
            Kind::CheckAttachment => self.requests.check_attachment(&job).await?,
            Kind::DeliverAttachment => self.requests.deliver_attachment(&job).await?,
            Kind::DestroyAttachment => self.requests.attachments.destroy(&job).await?,
            Kind::DeliverReply => self.requests.deliver_reply(&job).await?,
            Kind::DeliverPart => self.requests.deliver_part(&job).await?,
            Kind::TellOpened => self.requests.tell_opened(&job).await?,
            Kind::TellClosing => my_data::jobs::tell_closing(&self.requests, &job).await?,
            Kind::SendAnnouncement => self.announcements.send_batch(&job).await?,
            Kind::DeliverNotice => self.deliveries.run(&job, self.person(&job).await?).await?,
            Kind::HandleBounce => self.deliveries.handle_bounce(&job, self.person(&job).await?).await?,
            Kind::SendMail => self.deliveries.run_older(&job, self.person(&job).await?).await?,
            Kind::SendCode => self.my_notices.send_code(&job).await?,
            Kind::TellRemoval => self.my_notices.tell_removal(&job).await?,
        }
        Ok(())
    }

    /// Whom a job is for; none when their account is closed.
    async fn person(&self, job: &Job) -> Result<Option<Person>, identity::Error> {
        let Some(account) = job.account else { return Ok(None) };
        let mut db = self.base.db.read().await?;
        let contact = identity::contact(&mut db, &self.base.vault, account).await?;
        Ok(contact.map(|found| Person { key: found.key, email: found.email, locale: found.locale }))
    }
}

impl Work for App {
    fn run(&self, job: Job) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            let (id, kind) = (job.id, job.kind);
            if let Err(error) = self.work(job).await {
                tracing::warn!(job = %id, kind = kind.word(), %error, "outbox.job_failed");
            }
        })
    }
}
