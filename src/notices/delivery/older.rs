//! E-mails that an older release promised, with no delivery: the job is all that there is of them.

use super::run::{Deliveries, Error, Person};
use crate::act::Actor;
use crate::audit::{Entry, NoticeEvent};
use crate::notices::channels::Destination;
use crate::notices::channels::words::Says;
use crate::notices::preferences::Channel;
use crate::outbox::{self, Job};

/// After this many attempts it is given up; the inbox has had its message all along.
const MOST_ATTEMPTS: i64 = 12;
const CHANNEL: Channel = Channel::Email;

impl Deliveries {
    /// Does one job of an older release.
    ///
    /// # Errors
    /// When its end cannot be stored; its lease then runs out and it comes back.
    pub async fn run_older(&self, job: &Job, person: Option<Person>) -> Result<(), Error> {
        let (channel, attempts) = (CHANNEL.word(), job.attempts);
        let to = person.as_ref().and_then(|person| Some((person.email.as_deref()?, person.locale)));
        let reason = match to {
            Some((to, locale)) => {
                let to = Destination { to, locale, unsubscribe: None, confirms: None };
                self.channels().carry(CHANNEL, job.id.0, to, &Says::Changed).await.err()
            }
            None => None,
        };
        let reason = reason.map_or(to.is_none().then_some("no_address"), |failure| Some(failure.reason()));
        let over = to.is_none() || attempts >= MOST_ATTEMPTS;
        let event = match reason {
            None => NoticeEvent::NoticeSent { channel, attempts },
            Some(reason) if over => {
                NoticeEvent::NoticeGivenUp { channel, attempts, reason: reason.to_owned() }
            }
            Some(reason) => NoticeEvent::NoticePutOff { channel, attempts, reason: reason.to_owned() },
        };
        let entry = Entry { event: event.into(), account: job.account, request: job.request };
        let mut act = self.base().acts.begin(Actor::system(), entry).await?;
        match reason {
            Some(reason) if !over => {
                let next = outbox::next_attempt(&self.base().config.outbox, act.at(), attempts);
                act.put_off(job, Some(next), reason).await?;
            }
            _ => act.finish(job).await?,
        }
        Ok(act.commit().await?)
    }
}
