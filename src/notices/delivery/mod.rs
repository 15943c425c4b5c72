//! What is told outside the portal: one delivery for each message and channel that its person asked for,
//! promised in the act that wrote the message, and carried out after it (P10).
//!
//! A delivery is `waiting` or `held` until it is `sent`; `failed`, when the address reaches nobody; or
//! `given_up`. The last two move on to the person's next channel, and after the last one the portal itself
//! says so above the inbox. What is held for quiet hours or for a digest leaves as one notice.

mod bounces;
mod guard;
mod hours;
mod older;
pub(super) mod personal;
pub mod report;
mod run;
pub mod store;

use std::sync::LazyLock;
use std::time::Duration;

use jiff::tz::TimeZone;
use serde_json::json;

use super::Recipient;
use super::preferences::{self, Channel, Class, Settings};
use crate::act::Act;
use crate::base::Base;
use crate::clock::Micros;
use crate::id::{AccountId, DeliveryId, MessageId, RequestId};
use crate::outbox::{Kind, NewJob};
use crate::store::Sql;

pub use bounces::{NotTaken, Taken, take_back};
pub(super) use bounces::{Why, note_bounce};
pub use run::{Deliveries, Error, Person};

/// The zone of the people of Québec, by whose clock nights are quiet and digests leave.
static ZONE: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("America/Toronto").unwrap_or(TimeZone::UTC));

/// A message of which something is to be told.
#[derive(Clone, Copy)]
struct Told {
    message: MessageId,
    account: AccountId,
    request: Option<RequestId>,
    class: Class,
}

/// Promises what a person asked to be told of a message, in the act that writes it.
pub(super) async fn promise(
    base: &Base,
    act: &mut Act,
    message: MessageId,
    to: &Recipient<'_>,
    class: Class,
) -> crate::store::Result<()> {
    let told = Told { message, account: to.account, request: to.request, class };
    let wanted = preferences::wanted(act.rows(), to.account, class).await?;
    if wanted.is_empty() {
        return Ok(());
    }
    let settings = preferences::settings(act.rows(), to.account).await?;
    for channel in wanted {
        let now = if class == Class::News { turn(base, act, channel).await? } else { act.at() };
        let due = release(base, &settings, class, now);
        add(base, act, told, (channel, None), (due, due > now)).await?;
    }
    Ok(())
}

/// When it is the turn of one more piece of news on a channel. News comes for thousands of people at once: each
/// has a moment of its own, at the channel's pace, so that whatever else is promised never waits behind all of it.
async fn turn(base: &Base, act: &mut Act, channel: Channel) -> crate::store::Result<Micros> {
    let config = &base.config;
    let per_minute = match channel {
        Channel::Push => config.push.per_minute,
        Channel::Email if config.mail.server.is_some() => config.mail.per_minute,
        Channel::Email | Channel::Sms | Channel::Inbox => config.notify.per_minute,
    };
    let step = Duration::from_mins(1) / per_minute.max(1);
    let last = store::last_news(act.rows(), channel).await?;
    Ok(last.map_or(act.at(), |last| last.after(step).max(act.at())))
}

/// Adds a delivery on a channel, in another's place or not, that may leave at `due` and is held until then or
/// not; `false` when the message has one there.
async fn add(
    base: &Base,
    act: &mut Act,
    told: Told,
    (channel, instead_of): (Channel, Option<Channel>),
    (due, held): (Micros, bool),
) -> crate::store::Result<bool> {
    let (id, at) = (DeliveryId::new(&base.clock), act.at());
    let Told { message, account, request, class } = told;
    let new = store::New { id, message, account, channel, instead_of, class, held, at, due };
    if !store::insert(act.rows(), &new).await? {
        return Ok(false);
    }
    let job = NewJob {
        kind: Kind::DeliverNotice,
        subject: id.0,
        account: Some(account),
        request,
        payload: json!({ "delivery": id }),
    };
    act.promise_for(job, due).await?;
    Ok(true)
}

/// Whether news waits on a channel, because too many of its addresses reach nobody.
///
/// # Errors
/// The database's.
pub async fn is_news_stopped(db: &mut impl Sql, channel: Channel, now: Micros) -> crate::store::Result<bool> {
    Ok(guard::is_too_many(store::ended_since(db, channel, now.before(guard::SPAN)).await?))
}

/// When something of `class` that comes at `now` may leave: with the next digest, and not in quiet hours.
/// What concerns security waits for nothing.
fn release(base: &Base, settings: &Settings, class: Class, now: Micros) -> Micros {
    if class == Class::Security {
        return now;
    }
    let hour = base.config.notices.digest_hour;
    let digest = hours::next_digest(settings.digest, hour, &ZONE, now).unwrap_or(now);
    hours::quiet_until(settings.quiet, &ZONE, digest).unwrap_or(digest)
}
