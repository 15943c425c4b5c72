//! Codes and last words leave here, after the act that promised them.

use serde::Deserialize;

use super::MyNotices;
use crate::act::Actor;
use crate::audit::{Entry, NoticeEvent};
use crate::id::{AccountId, AddressId};
use crate::identity;
use crate::notices::addresses::{self, Address, change};
use crate::notices::channels::words::{Code, Says};
use crate::notices::channels::{Destination, Failure};
use crate::notices::preferences::{self, Channel};
use crate::outbox::{self, Job};
use crate::text::Locale;

/// After this many attempts an address that is used no more is forgotten untold.
const MOST_ATTEMPTS: i64 = 6;

/// Why the end of a job cannot be stored; its lease then runs out and it comes back.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The outbox's.
    #[error(transparent)]
    Outbox(#[from] outbox::Error),
    /// The database's.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// Something sealed does not open.
    #[error(transparent)]
    Notices(#[from] crate::notices::Error),
    /// The account cannot be read.
    #[error(transparent)]
    Identity(#[from] identity::Error),
    /// The job does not say what it is for.
    #[error("the job cannot be read: {0}")]
    Payload(#[from] serde_json::Error),
}

/// What a job for an address needs to know; none: the address that the identity provider vouches for.
#[derive(Deserialize)]
struct Payload {
    address: Option<AddressId>,
    channel: Channel,
}

/// A person as they are written to.
struct Reached {
    address: Option<Address>,
    to: String,
    locale: Locale,
}

impl Reached {
    fn destination(&self) -> Destination<'_> {
        let confirms = self.address.as_ref().map(|address| address.id);
        Destination { to: &self.to, locale: self.locale, unsubscribe: None, confirms }
    }
}

impl MyNotices {
    /// Sends the code that confirms an address, as long as it is good.
    ///
    /// # Errors
    /// When the job's end cannot be stored.
    pub async fn send_code(&self, job: &Job) -> Result<(), Error> {
        let (channel, attempts) = (channel(job)?, job.attempts);
        let failed = |reason: &str| NoticeEvent::CodeFailed {
            channel: channel.word(),
            attempts,
            reason: reason.to_owned(),
        };
        let reached = self.reached(job, false).await?;
        let Some((reached, code)) = reached.and_then(|reached| self.with_code(reached)) else {
            return self.end(job, failed("over")).await;
        };
        let carried = self.channels.carry(channel, job.id.0, reached.destination(), &Says::Code(&code)).await;
        let event = match carried {
            Ok(()) => NoticeEvent::CodeSent { channel: channel.word(), attempts },
            Err(failure) => failed(failure.reason()),
        };
        self.tell_of_code(job, &reached, event, carried.err()).await
    }

    /// What became of a code is an event, and for its person to read: what is refused for good is not tried again.
    async fn tell_of_code(
        &self,
        job: &Job,
        reached: &Reached,
        event: NoticeEvent,
        failure: Option<Failure>,
    ) -> Result<(), Error> {
        let mut act = self.base.acts.begin(Actor::system(), about(job, event)).await?;
        if let Some(address) = &reached.address {
            change::note_code(&mut act, address.id, failure.map(Failure::reason)).await?;
        }
        match failure {
            None | Some(Failure::Gone { .. }) => act.finish(job).await?,
            Some(failure) => {
                let next = outbox::next_attempt(&self.base.config.outbox, act.at(), job.attempts);
                act.put_off(job, Some(next), failure.reason()).await?;
            }
        }
        Ok(act.commit().await?)
    }

    /// With the code of its address, as long as it is good.
    fn with_code(&self, reached: Reached) -> Option<(Reached, Code)> {
        let address = reached.address.as_ref()?;
        let code = address.code.as_ref().filter(|code| code.is_good(self.base.clock.now()))?;
        let digits = code.digits(&self.base.vault, address.id);
        Some((reached, Code::new(&digits)?))
    }

    /// Tells an address that it is used no more, and forgets it.
    ///
    /// # Errors
    /// When the job's end cannot be stored.
    pub async fn tell_removal(&self, job: &Job) -> Result<(), Error> {
        let channel = channel(job)?;
        let told = |reason: Option<&str>| NoticeEvent::RemovalTold {
            channel: channel.word(),
            reason: reason.map(str::to_owned),
        };
        let Some(reached) = self.reached(job, true).await? else {
            return self.end(job, told(Some("given_again"))).await;
        };
        let sent = self.channels.carry(channel, job.id.0, reached.destination(), &Says::Removed).await;
        let reason = sent.err().map(Failure::reason);
        if let Some(reason) = reason
            && job.attempts < MOST_ATTEMPTS
        {
            return self.put_off(job, told(Some(reason)), reason).await;
        }
        let told = told(reason);
        let mut act = self.base.acts.begin(Actor::system(), about(job, told)).await?;
        if let Some(address) = reached.address {
            change::forget(&mut act, address.id).await?;
        }
        act.finish(job).await?;
        Ok(act.commit().await?)
    }

    /// Whom the job is for; none when the address was forgotten, given again or removed meanwhile, or the
    /// account closed.
    async fn reached(&self, job: &Job, removed: bool) -> Result<Option<Reached>, Error> {
        let Some(account) = job.account else { return Ok(None) };
        let (mut db, vault) = (self.base.db.read().await?, &self.base.vault);
        let contact = identity::contact(&mut db, vault, account).await?;
        let settings = preferences::settings(&mut db, account).await?;
        let locale = settings.locale.or(contact.as_ref().map(|contact| contact.locale)).unwrap_or_default();
        let Some(id) = payload(job)?.address else {
            let vouched = |to| Reached { address: None, to, locale };
            return Ok(contact.and_then(|contact| contact.email).map(vouched));
        };
        let Some(row) = addresses::store::find(&mut db, account, id).await? else { return Ok(None) };
        if row.removed_at.is_some() != removed {
            return Ok(None);
        }
        let Some(key) = contact.map(|contact| contact.key) else { return Ok(None) };
        let address = Address::open(row, &key)?;
        let to = address.content.to.clone();
        Ok(Some(Reached { to, locale, address: Some(address) }))
    }

    async fn end(&self, job: &Job, event: NoticeEvent) -> Result<(), Error> {
        let mut act = self.base.acts.begin(Actor::system(), about(job, event)).await?;
        act.finish(job).await?;
        Ok(act.commit().await?)
    }

    async fn put_off(&self, job: &Job, event: NoticeEvent, reason: &str) -> Result<(), Error> {
        let mut act = self.base.acts.begin(Actor::system(), about(job, event)).await?;
        let next = outbox::next_attempt(&self.base.config.outbox, act.at(), job.attempts);
        act.put_off(job, Some(next), reason).await?;
        Ok(act.commit().await?)
    }
}

/// The channel that a job is for.
fn channel(job: &Job) -> Result<Channel, Error> {
    Ok(payload(job)?.channel)
}

fn payload(job: &Job) -> Result<Payload, Error> {
    Ok(serde_json::from_value(job.payload.clone())?)
}

fn about(job: &Job, event: NoticeEvent) -> Entry {
    let account: Option<AccountId> = job.account;
    Entry { event: event.into(), account, request: None }
}
