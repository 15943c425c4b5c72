//! One delivery carried out: is it still asked for, is it time, who takes it, and what came of it.

use std::sync::Arc;
use std::time::Duration;

use super::guard::Guard;
use super::store::{self, Row, State};
use super::{Told, ZONE, add, delivery, hours};
use crate::act::{Act, Actor, Chore};
use crate::audit::{Entry, NoticeEvent};
use crate::base::Base;
use crate::clock::Micros;
use crate::crash;
use crate::id::DeliveryId;
use crate::news::News;
use crate::notices::addresses::{self, Reached};
use crate::notices::channels::words::Says;
use crate::notices::channels::{Channels, Destination, Failure};
use crate::notices::preferences::{self, Channel, Class};
use crate::notices::unsubscribe;
use crate::outbox::{self, Job};
use crate::store::Sql;
use crate::text::Locale;
use crate::vault::DataKey;

/// How long what others tell of waits for them.
const FOR_OTHERS: Duration = Duration::from_mins(1);
/// How long news waits before the guard is asked again.
const FOR_THE_GUARD: Duration = Duration::from_mins(5);

/// Whom a delivery is for.
pub struct Person {
    /// Opens their addresses.
    pub key: DataKey,
    /// The address that their identity provider vouches for.
    pub email: Option<String>,
    /// The language of their account.
    pub locale: Locale,
}

/// Why a delivery could not be brought further; its job comes back when its lease runs out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Its job could not be ended.
    #[error(transparent)]
    Outbox(#[from] outbox::Error),
    /// The database's.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// What is sealed does not open.
    #[error(transparent)]
    Vault(#[from] crate::vault::Error),
    /// The addresses of its person cannot be had.
    #[error(transparent)]
    Addresses(#[from] addresses::Error),
}

/// Carries deliveries out. Cheap to clone.
#[derive(Clone)]
pub struct Deliveries {
    base: Base,
    channels: Channels,
    guard: Arc<Guard>,
}

/// A delivery that may leave.
struct Ready<'a> {
    job: &'a Job,
    told: Told,
    row: Row,
    /// All that this one notice tells of: itself, and what was held with it.
    all: Vec<DeliveryId>,
}

/// What a look at a delivery says.
enum Look<'a> {
    /// It may leave.
    Ready(Box<Ready<'a>>),
    /// Not before then.
    Later(Micros),
    /// The night is quiet until then.
    Quiet(DeliveryId, Micros),
    /// It came to its end before.
    Over,
}

/// An address that reaches nobody.
struct Dead {
    to: String,
    reason: &'static str,
}

/// How a delivery ends that did not leave.
struct End {
    state: State,
    reason: &'static str,
    dead: Vec<Dead>,
}

/// What came of carrying it to all the addresses of its person on this channel.
enum Outcome {
    /// One at least has taken it.
    Sent,
    /// They reach nobody.
    Gone(&'static str),
    /// Something else is in the way.
    Failed(Failure),
}

impl Deliveries {
    /// Deliveries by these channels.
    #[must_use]
    pub fn new(base: Base, channels: Channels) -> Self {
        Self { base, channels, guard: Arc::default() }
    }

    pub(super) fn base(&self) -> &Base {
        &self.base
    }

    /// The channels.
    #[must_use]
    pub fn channels(&self) -> &Channels {
        &self.channels
    }

    /// Does one job, for the person whose it is; none when their account is closed.
    ///
    /// # Errors
    /// When its end cannot be stored; its lease then runs out and it comes back.
    pub async fn run(&self, job: &Job, person: Option<Person>) -> Result<(), Error> {
        let (mut ready, person) = match (self.look(job).await?, person) {
            (Look::Over, _) | (_, None) => return self.close(job).await,
            (Look::Later(at), _) => return self.postpone(job, at, None).await,
            (Look::Quiet(id, until), _) => return self.postpone(job, until, Some(id)).await,
            (Look::Ready(ready), Some(person)) => (ready, person),
        };
        let reached = self.reached(&ready, &person).await?;
        let end = |reason| End { state: State::GivenUp, reason, dead: Vec::new() };
        if !self.is_wanted(&ready.row).await? {
            // What was held with it may be of another class.
            ready.all = vec![ready.row.id];
            return self.over(&ready, &person, end("not_wanted")).await;
        }
        if reached.is_empty() || !self.channels.has(ready.row.channel) {
            return self.over(&ready, &person, end("no_address")).await;
        }
        let _place = match self.channels.turn(ready.row.channel, job.id.0, self.base.clock.now()) {
            Ok(place) => place,
            Err(at) => return self.postpone(job, at, None).await,
        };
        let (outcome, dead) = self.carry(&ready, reached, &person).await?;
        match outcome {
            Outcome::Sent => self.sent(&ready, &person, dead).await,
            Outcome::Gone(reason) => {
                self.over(&ready, &person, End { state: State::Failed, reason, dead }).await
            }
            Outcome::Failed(failure) => self.failed(&ready, &person, dead, failure).await,
        }
    }

    /// Looks at where a delivery stands.
    async fn look<'a>(&self, job: &'a Job) -> Result<Look<'a>, Error> {
        let mut db = self.base.db.read().await?;
        let Some(row) = self.open_row(&mut db, job).await? else { return Ok(Look::Over) };
        let (channel, class) = (row.channel, row.class);
        let now = self.base.clock.now();
        if row.due_at > now {
            return Ok(Look::Later(row.due_at));
        }
        if class != Class::Security {
            let quiet = preferences::settings(&mut db, row.account_id).await?.quiet;
            if let Some(until) = hours::quiet_until(quiet, &ZONE, now) {
                return Ok(Look::Quiet(row.id, until));
            }
        }
        let all = match row.state {
            State::Held => store::held(&mut db, row.account_id, channel, now).await?,
            _ => vec![row.id],
        };
        if all.first() != Some(&row.id) {
            return Ok(Look::Later(now.after(FOR_OTHERS)));
        }
        drop(db);
        if class == Class::News && !self.guard.lets_news_out(&self.base, channel).await? {
            return Ok(Look::Later(now.after(FOR_THE_GUARD)));
        }
        let told = Told { message: row.message_id, account: row.account_id, request: job.request, class };
        Ok(Look::Ready(Box::new(Ready { job, told, row, all })))
    }

    async fn open_row(&self, db: &mut impl Sql, job: &Job) -> Result<Option<Row>, Error> {
        let id = job.payload.get("delivery").and_then(|id| id.as_str()).and_then(|id| id.parse().ok());
        let Some(id) = id else { return Ok(None) };
        Ok(store::find(db, id).await?.filter(|row| row.ended_at.is_none()))
    }

    /// Whether the person still asks for it. What takes another channel's place was not asked for.
    async fn is_wanted(&self, row: &Row) -> Result<bool, Error> {
        let mut db = self.base.db.read().await?;
        let preferences = preferences::of(&mut db, row.account_id).await?;
        Ok(row.instead_of.is_some() || preferences.wants(row.class, row.channel))
    }

    /// Where the channel reaches the person now: of browsers there may be several.
    async fn reached(&self, ready: &Ready<'_>, person: &Person) -> Result<Vec<Reached>, Error> {
        let mut db = self.base.db.read().await?;
        let whose = (ready.told.account, ready.row.channel);
        Ok(addresses::reached(&mut db, &person.key, whose, person.email.as_deref()).await?)
    }

    async fn carry(
        &self,
        ready: &Ready<'_>,
        reached: Vec<Reached>,
        person: &Person,
    ) -> Result<(Outcome, Vec<Dead>), Error> {
        let news = ready.told.class == Class::News;
        let says = if news { Says::News } else { Says::Changed };
        let locale = self.locale(ready, person).await?;
        let link = || unsubscribe::links(&self.base, ready.told.account, locale);
        let unsubscribe = news.then(link).transpose()?;
        let (mut outcome, mut dead) = (Outcome::Gone("no_address"), Vec::new());
        for address in reached {
            let unsubscribe = unsubscribe.clone();
            let to = Destination { to: &address.to, locale, unsubscribe, confirms: None };
            match self.channels.carry(ready.row.channel, ready.row.id.0, to, &says).await {
                Ok(()) => outcome = Outcome::Sent,
                Err(Failure::Gone { reason }) => {
                    if let Outcome::Gone(_) = outcome {
                        outcome = Outcome::Gone(reason);
                    }
                    dead.push(Dead { to: address.to, reason });
                }
                Err(failure) if !matches!(outcome, Outcome::Sent) => outcome = Outcome::Failed(failure),
                Err(_) => {}
            }
        }
        Ok((outcome, dead))
    }

    /// The language that the person chose for notices, or that of their account.
    async fn locale(&self, ready: &Ready<'_>, person: &Person) -> Result<Locale, Error> {
        let mut db = self.base.db.read().await?;
        let chosen = preferences::settings(&mut db, ready.told.account).await?.locale;
        Ok(chosen.unwrap_or(person.locale))
    }

    /// One of the addresses has taken it: it is sent, with all that it tells of.
    async fn sent(&self, ready: &Ready<'_>, person: &Person, dead: Vec<Dead>) -> Result<(), Error> {
        crash::point("notice.sent");
        self.channels.is_well(ready.row.channel);
        let event =
            NoticeEvent::NoticeSent { channel: ready.row.channel.word(), attempts: ready.job.attempts };
        let mut act = self.base.acts.begin(Actor::system(), about(ready, event)).await?;
        let at = act.at();
        for id in &ready.all {
            store::end(act.rows(), *id, (State::Sent, None), at).await?;
        }
        self.bury(&mut act, ready, person, &dead).await?;
        act.finish(ready.job).await?;
        Ok(act.commit().await?)
    }

    /// It will not leave on this channel: the next one takes its place.
    async fn over(&self, ready: &Ready<'_>, person: &Person, end: End) -> Result<(), Error> {
        let (channel, attempts) = (ready.row.channel.word(), ready.job.attempts);
        let reason = end.reason.to_owned();
        let event = NoticeEvent::NoticeGivenUp { channel, attempts, reason };
        let mut act = self.base.acts.begin(Actor::system(), about(ready, event)).await?;
        let at = act.at();
        self.bury(&mut act, ready, person, &end.dead).await?;
        for id in &ready.all {
            let message = store::find(act.rows(), *id).await?.map(|row| row.message_id);
            store::end(act.rows(), *id, (end.state, Some(end.reason)), at).await?;
            if let Some(message) = message.filter(|_| end.reason != "not_wanted") {
                self.move_on(&mut act, Told { message, ..ready.told }, ready.row.channel).await?;
            }
        }
        act.tell(News::Inbox(ready.told.account));
        act.finish(ready.job).await?;
        Ok(act.commit().await?)
    }

    /// Has the next channel that reaches the person take the place of one that does not, unless another has
    /// told them or still may. News goes where it was asked for and nowhere else.
    pub(super) async fn move_on(&self, act: &mut Act, told: Told, from: Channel) -> Result<(), Error> {
        let others = store::of_message(act.rows(), told.message).await?;
        let in_hand =
            others.iter().any(|row| matches!(row.state, State::Waiting | State::Held | State::Sent));
        if told.class == Class::News || in_hand {
            return Ok(());
        }
        let channels = preferences::reachable(act.rows(), told.account).await?;
        for channel in channels.into_iter().filter(|channel| self.channels.has(*channel)) {
            let now = act.at();
            let new = delivery(&self.base, act, told, (channel, Some(from)), (now, false));
            if add(act, &[new]).await? > 0 {
                break;
            }
        }
        Ok(())
    }

    /// Marks addresses that reach nobody.
    async fn bury(
        &self,
        act: &mut Act,
        ready: &Ready<'_>,
        person: &Person,
        dead: &[Dead],
    ) -> Result<(), Error> {
        let (whose, channel) = ((ready.told.account, &person.key), ready.row.channel);
        for Dead { to, reason } in dead {
            addresses::fail(&self.base, act, whose, (channel, to), reason).await?;
        }
        Ok(())
    }

    async fn failed(
        &self,
        ready: &Ready<'_>,
        person: &Person,
        dead: Vec<Dead>,
        failure: Failure,
    ) -> Result<(), Error> {
        let now = self.base.clock.now();
        let patience = Duration::from_secs(self.base.config.notices.give_up_hours.saturating_mul(3_600));
        let given_up = ready.row.tried_at.is_some_and(|tried| now.since(tried) >= patience);
        let reason = failure.reason();
        if given_up {
            return self.over(ready, person, End { state: State::GivenUp, reason, dead }).await;
        }
        match failure {
            Failure::Closed { rest, .. } => {
                let until = self.channels.rest(ready.row.channel, now, rest);
                tracing::warn!(channel = ready.row.channel.word(), reason, "notices.channel_rests");
                self.note_and_postpone(ready, until, reason).await
            }
            Failure::Refused { .. } | Failure::Gone { .. } => {
                self.put_off(ready, person, &dead, reason).await
            }
        }
    }

    /// The channel was closed: this says nothing of the notice, and was no attempt.
    async fn note_and_postpone(&self, ready: &Ready<'_>, until: Micros, reason: &str) -> Result<(), Error> {
        let mut chore = self.base.acts.chore(Chore::AwaitTurn).await?;
        store::note(chore.rows(), ready.row.id, self.base.clock.now(), reason).await?;
        chore.postpone(ready.job, until).await?;
        Ok(chore.commit().await?)
    }

    async fn put_off(
        &self,
        ready: &Ready<'_>,
        person: &Person,
        dead: &[Dead],
        reason: &str,
    ) -> Result<(), Error> {
        let (channel, attempts) = (ready.row.channel.word(), ready.job.attempts);
        let event = NoticeEvent::NoticePutOff { channel, attempts, reason: reason.to_owned() };
        let mut act = self.base.acts.begin(Actor::system(), about(ready, event)).await?;
        let at = act.at();
        self.bury(&mut act, ready, person, dead).await?;
        store::note(act.rows(), ready.row.id, at, reason).await?;
        let next = outbox::next_attempt(&self.base.config.outbox, at, attempts);
        act.put_off(ready.job, Some(next), reason).await?;
        Ok(act.commit().await?)
    }

    /// Has a job come back at `at`; the delivery `held`, where it waits for the morning.
    async fn postpone(&self, job: &Job, at: Micros, held: Option<DeliveryId>) -> Result<(), Error> {
        let mut chore = self.base.acts.chore(Chore::AwaitTurn).await?;
        if let Some(id) = held {
            store::hold(chore.rows(), id, at).await?;
        }
        chore.postpone(job, at).await?;
        Ok(chore.commit().await?)
    }

    /// Ends a job that has nothing to do any more.
    pub(super) async fn close(&self, job: &Job) -> Result<(), Error> {
        let mut chore = self.base.acts.chore(Chore::EndNotice).await?;
        chore.finish(job, self.base.clock.now()).await?;
        Ok(chore.commit().await?)
    }
}

fn about(ready: &Ready<'_>, event: NoticeEvent) -> Entry {
    Entry { event: event.into(), account: Some(ready.told.account), request: ready.told.request }
}
