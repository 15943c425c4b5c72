//! An announcement goes to those who asked for news: so many people at a time, each of them once.
//!
//! A batch is one act: the messages, who got them, the promise of the next batch and the end of this one. A process
//! that dies half-way leaves nothing of it, and the batch is done anew; one that slept over its lease is fenced.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Announcements, Audience, Published, State, store};
use crate::act::{Act, Actor};
use crate::audit::AnnouncementEvent;
use crate::base::Base;
use crate::crash;
use crate::id::{AccountId, AnnouncementId};
use crate::notices::preferences::{self, Channel, Class};
use crate::notices::{self, Content, Recipient, Words};
use crate::outbox::{self, Job, Kind, NewJob};
use crate::text::{Bilingual, Locale, markdown};
use crate::{identity, requests};

/// The people of one batch: few enough that nobody waits for the act, enough that ten thousand take two hundred.
const BATCH: i64 = 50;

/// Why a batch was not sent; it is done anew.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The job's payload names no announcement.
    #[error("the job names no announcement")]
    Nameless,
    /// The announcement cannot be read.
    #[error(transparent)]
    Announcement(#[from] super::Error),
    /// A person's key cannot be had.
    #[error(transparent)]
    Identity(#[from] identity::Error),
    /// A message could not be written.
    #[error(transparent)]
    Notice(#[from] notices::Error),
    /// Another worker holds the job by now, or the database's.
    #[error(transparent)]
    Outbox(#[from] outbox::Error),
    /// The database's.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

impl Announcements {
    /// Begins to send what is to be sent and whose time has come.
    pub(super) async fn begin_due(&self) -> Result<(), super::Error> {
        let now = self.0.base.clock.now();
        let rows = store::unsent(&mut self.0.base.db.read().await?).await?;
        for row in rows {
            let due = Published::of(&row)?.is_some_and(|one| one.notice.send && one.is_on(now));
            if due {
                let mut act = self.0.base.acts.open(Actor::system()).await?;
                self.begin_if_due(&mut act, row.id).await?;
                act.commit().await?;
            }
        }
        Ok(())
    }

    /// Promises the first batch, as part of `act`, of what is to be sent and whose time has come. Once: a
    /// correction is not sent again.
    pub(super) async fn begin_if_due(&self, act: &mut Act, id: AnnouncementId) -> Result<(), super::Error> {
        let at = act.at();
        let Some(row) = store::one(act.rows(), id).await? else { return Ok(()) };
        let due = Published::of(&row)?.is_some_and(|one| one.notice.send && one.is_on(at));
        if due && store::begin_sending(act.rows(), id, at).await? {
            act.also(AnnouncementEvent::AnnouncementSendingBegun { announcement: id });
            promise(act, id.0, id, AccountId(Uuid::nil())).await?;
        }
        Ok(())
    }

    /// Sends one batch. One that was withdrawn meanwhile goes to nobody more.
    ///
    /// # Errors
    /// When nothing of the batch was sent; the job's lease then runs out and it comes back.
    pub async fn send_batch(&self, job: &Job) -> Result<(), Error> {
        let (id, after) = named(job).ok_or(Error::Nameless)?;
        let base = &self.0.base;
        let mut act = base.acts.open(Actor::system()).await?;
        act.finish(job).await?;
        let row = store::one(act.rows(), id).await?.filter(|row| row.state == State::Published);
        let Some(one) = row.map(|row| Published::of(&row)).transpose()?.flatten() else {
            act.also(AnnouncementEvent::AnnouncementSent { announcement: id, people: 0 });
            return Ok(act.commit().await?);
        };
        let batch = preferences::who_wants(act.rows(), Class::News, Channel::Inbox, after, BATCH).await?;
        let people = self.send_to(&mut act, &one, &batch).await?;
        act.also(AnnouncementEvent::AnnouncementSent { announcement: id, people });
        if let Some(last) = batch.last().filter(|_| i64::try_from(batch.len()) == Ok(BATCH)) {
            promise(&mut act, base.clock.new_uuid(), id, *last).await?;
        }
        crash::point("announcement.before_commit");
        act.commit().await?;
        crash::point("announcement.committed");
        Ok(())
    }

    /// Puts it in the inboxes of those of `people` whom it is for and who do not have it; how many.
    async fn send_to(&self, act: &mut Act, one: &Published, people: &[AccountId]) -> Result<u64, Error> {
        let (base, at) = (&self.0.base, act.at());
        let mut people = people.to_vec();
        if let Audience::Users(tile) = &one.notice.audience {
            people = requests::store::users(act.rows(), &people, tile).await?;
        }
        let keys = identity::data_keys(act.rows(), &base.vault, &people).await?;
        let people: Vec<AccountId> = keys.iter().map(|(account, _)| *account).collect();
        let new = store::note_sent(act.rows(), one.id, &people, at).await?;
        let new = keys.iter().filter(|(account, _)| new.contains(account));
        let to = new.map(|(account, key)| Recipient { account: *account, request: None, key });
        let to: Vec<Recipient<'_>> = to.collect();
        notices::tell_all(base, act, &to, Class::News, &content(base, one)).await?;
        Ok(u64::try_from(to.len()).unwrap_or(u64::MAX))
    }
}

async fn promise(
    act: &mut Act,
    subject: Uuid,
    announcement: AnnouncementId,
    after: AccountId,
) -> crate::store::Result<()> {
    act.promise(NewJob {
        kind: Kind::SendAnnouncement,
        subject,
        account: None,
        request: None,
        payload: json!({ "announcement": announcement, "after": after }),
    })
    .await
}

fn named(job: &Job) -> Option<(AnnouncementId, AccountId)> {
    let word = |name: &str| job.payload.get(name).and_then(Value::as_str);
    Some((word("announcement")?.parse().ok()?, word("after")?.parse().ok()?))
}

/// The message in both languages: the text without its Markdown, and the page where it is read with its links.
fn content(base: &Base, one: &Published) -> Content {
    let words = |locale: Locale| Words {
        from: base.config.portal.name.get(locale).to_owned(),
        subject: one.notice.title.get(locale).to_owned(),
        paragraphs: markdown::to_paragraphs(one.notice.text.get(locale)),
    };
    let href = |locale| super::pages::href(one.id, locale);
    let link = Some(Bilingual { fr: href(Locale::Fr), en: href(Locale::En) });
    Content { fr: words(Locale::Fr), en: words(Locale::En), reference: None, link }
}
