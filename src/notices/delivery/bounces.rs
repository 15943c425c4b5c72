//! What was sent and came back: its address reaches nobody after all, or did not this time.

use std::time::Duration;

use serde_json::json;

use super::Told;
use super::report::{self, Report, Unreadable};
use super::run::{Deliveries, Error, Person};
use super::store::{self, Row, State};
use crate::act::{Act, Actor};
use crate::audit::{Entry, NoticeEvent};
use crate::base::Base;
use crate::id::{AddressId, DeliveryId};
use crate::news::News;
use crate::notices::addresses::{self, Reached, change};
use crate::notices::channels::return_path::{Print, Returned};
use crate::notices::channels::status::Failing;
use crate::outbox::{Job, Kind, NewJob};

/// A mailbox that is full on so many days of [`FULL_SPAN`] is one that nobody looks into.
const MOST_DAYS_FULL: i64 = 3;
/// How far back full mailboxes are counted.
const FULL_SPAN: Duration = Duration::from_hours(24 * 30);

/// Why a delivery came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::notices) enum Why {
    /// The address reaches nobody.
    Bounced,
    /// The mailbox is full.
    MailboxFull,
    /// The other side did not want it, or could not be reached: the address may be good.
    Returned,
}

impl Why {
    /// Its word in rows and events.
    fn word(self) -> &'static str {
        match self {
            Self::Bounced => "bounced",
            Self::MailboxFull => "mailbox_full",
            Self::Returned => "returned",
        }
    }

    /// Why, by what the row says; jobs of an earlier version have said nothing there.
    fn of(row: &Row) -> Self {
        let said = [Self::MailboxFull, Self::Returned];
        said.into_iter().find(|why| row.reason.as_deref() == Some(why.word())).unwrap_or(Self::Bounced)
    }
}

impl From<Failing> for Why {
    fn from(failing: Failing) -> Self {
        match failing {
            Failing::Address => Self::Bounced,
            Failing::FullMailbox => Self::MailboxFull,
            Failing::Other => Self::Returned,
        }
    }
}

/// What a mail that came back changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The delivery is taken back: why, as a code.
    Back(&'static str),
    /// The mail says nothing that changes anything.
    SaysNothing,
    /// The delivery is none that could come back: it did before, its account is closed, or it never was one.
    KnownOrGone,
}

/// Why a mail that came back was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// It cannot be read.
    #[error("the mail cannot be read: {0}")]
    Unreadable(#[from] Unreadable),
    /// The database's.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

/// Reads a mail that came back to the address that `returned` was read from, and promises what follows from it.
///
/// # Errors
/// When the mail cannot be read, or the database cannot be used.
pub async fn take_back(base: &Base, returned: Returned, mail: &[u8]) -> Result<Taken, NotTaken> {
    let Report::Failed(failing) = report::read(mail)? else { return Ok(Taken::SaysNothing) };
    let (id, why) = (DeliveryId(returned.id), Why::from(failing));
    let noted = note_bounce(base, Actor::system(), id, (returned.address, why)).await?;
    Ok(if noted { Taken::Back(why.word()) } else { Taken::KnownOrGone })
}

/// Notes that a delivery came back from an address, and promises what follows from it; of a code, that it did. `false`
/// when it is not known, or came back before: that changes nothing.
pub(in crate::notices) async fn note_bounce(
    base: &Base,
    actor: Actor,
    id: DeliveryId,
    (address, why): (Print, Why),
) -> crate::store::Result<bool> {
    let Some(row) = store::find(&mut base.db.read().await?, id).await? else {
        return change::code_came_back(base, actor, AddressId(id.0), why.word()).await;
    };
    if row.state != State::Sent {
        return Ok(false);
    }
    let event = NoticeEvent::NoticeBounced { channel: row.channel.word() };
    let mut act = base.acts.begin(actor, event.of(row.account_id)).await?;
    if !store::begin_return(act.rows(), id, why.word()).await? {
        return Ok(false);
    }
    act.promise(NewJob {
        kind: Kind::HandleBounce,
        subject: id.0,
        account: Some(row.account_id),
        request: None,
        payload: json!({ "delivery": id, "address": address.word() }),
    })
    .await?;
    act.commit().await?;
    Ok(true)
}

impl Deliveries {
    /// Does the job of a delivery that came back: marks the address, where it is still its person's, and has
    /// the next channel take its place.
    ///
    /// # Errors
    /// When its end cannot be stored; its lease then runs out and it comes back.
    pub async fn handle_bounce(&self, job: &Job, person: Option<Person>) -> Result<(), Error> {
        let text = |name: &str| job.payload.get(name).and_then(|value| value.as_str());
        let id = text("delivery").and_then(|id| id.parse().ok());
        let mut db = self.base().db.read().await?;
        let row = match id {
            Some(id) => store::find(&mut db, id).await?.filter(|row| row.state == State::Sent),
            None => None,
        };
        let (Some(row), Some(person)) = (row, person) else {
            drop(db);
            return self.close(job).await;
        };
        let whose = (row.account_id, row.channel);
        let reached = addresses::reached(&mut db, &person.key, whose, person.email.as_deref()).await?;
        drop(db);
        let vault = &self.base().vault;
        let its = |address: &Reached| text("address") == Some(Print::of(vault, &address.to).word().as_str());
        let from: Vec<Reached> = reached.into_iter().filter(its).collect();
        self.came_back(job, &person, &row, &from).await
    }

    async fn came_back(&self, job: &Job, person: &Person, row: &Row, from: &[Reached]) -> Result<(), Error> {
        let (channel, reason) = (row.channel.word(), Why::of(row).word());
        let event = NoticeEvent::NoticeGivenUp { channel, attempts: job.attempts, reason: reason.to_owned() };
        let entry = Entry { event: event.into(), account: Some(row.account_id), request: None };
        let mut act: Act = self.base().acts.begin(Actor::system(), entry).await?;
        let at = act.at();
        store::came_back(act.rows(), row.id, reason, at).await?;
        if is_dead(&mut act, row).await? {
            for address in from {
                let whose = (row.account_id, &person.key);
                addresses::fail(self.base(), &mut act, whose, (row.channel, &address.to), reason).await?;
            }
        }
        let told = Told { message: row.message_id, account: row.account_id, request: None, class: row.class };
        self.move_on(&mut act, told, row.channel).await?;
        act.tell(News::Inbox(row.account_id));
        act.finish(job).await?;
        Ok(act.commit().await?)
    }
}

/// Whether the address that a delivery came back from is to be left alone from now on.
async fn is_dead(act: &mut Act, row: &Row) -> crate::store::Result<bool> {
    let since = act.at().before(FULL_SPAN);
    Ok(match Why::of(row) {
        Why::Bounced => true,
        Why::Returned => false,
        Why::MailboxFull => {
            store::days_full(act.rows(), (row.account_id, row.channel), since).await? >= MOST_DAYS_FULL
        }
    })
}
