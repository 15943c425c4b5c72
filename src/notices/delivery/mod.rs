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

use std::collections::HashMap;
use std::sync::LazyLock;
use std::time::Duration;

use jiff::tz::TimeZone;
use serde_json::json;

use super::preferences::{self, Channel, Class, Settings};
use super::store::NewMessage;
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

/// Promises what people asked to be told of messages of one class, in the act that writes them.
pub(super) async fn promise(
    base: &Base,
    act: &mut Act,
    messages: &[NewMessage],
    class: Class,
) -> crate::store::Result<()> {
    let accounts: Vec<AccountId> = messages.iter().map(|message| message.account).collect();
    let wanted = preferences::wanted(act.rows(), &accounts, class).await?;
    if wanted.is_empty() {
        return Ok(());
    }
    let settings = preferences::store::settings(act.rows(), &accounts).await?;
    let (mut turns, mut new) = (HashMap::new(), Vec::new());
    for message in messages {
        let settings = settings.get(&message.account).copied().unwrap_or_default();
        let told = Told { message: message.id, account: message.account, request: message.request, class };
        for channel in wanted.get(&message.account).into_iter().flatten().copied() {
            let now =
                if class == Class::News { turn(base, act, &mut turns, channel).await? } else { act.at() };
            let due = release(base, &settings, class, now);
            new.push(delivery(base, act, told, (channel, None), (due, due > now)));
        }
    }
    add(act, &new).await?;
    Ok(())
}

/// When it is the turn of one more piece of news on a channel, after those in `turns`. News comes for thousands of
/// people at once: each has a moment of its own, at the channel's pace, so that whatever else is promised never waits
/// behind all of it.
async fn turn(
    base: &Base,
    act: &mut Act,
    turns: &mut HashMap<Channel, Micros>,
    channel: Channel,
) -> crate::store::Result<Micros> {
    let config = &base.config;
    let per_minute = match channel {
        Channel::Push => config.push.per_minute,
        Channel::Email if config.mail.server.is_some() => config.mail.per_minute,
        Channel::Email | Channel::Sms | Channel::Inbox => config.notify.per_minute,
    };
    let step = Duration::from_mins(1) / per_minute.max(1);
    let last = match turns.get(&channel) {
        Some(last) => Some(*last),
        None => store::last_news(act.rows(), channel).await?,
    };
    let turn = last.map_or(act.at(), |last| last.after(step).max(act.at()));
    turns.insert(channel, turn);
    Ok(turn)
}

/// A delivery on a channel, in another's place or not, that may leave at `due` and is held until then or not.
fn delivery(
    base: &Base,
    act: &Act,
    told: Told,
    (channel, instead_of): (Channel, Option<Channel>),
    (due, held): (Micros, bool),
) -> store::New {
    store::New { id: DeliveryId::new(&base.clock), told, channel, instead_of, held, at: act.at(), due }
}

/// Adds deliveries, but for those whose message has one on their channel; how many were added.
async fn add(act: &mut Act, new: &[store::New]) -> crate::store::Result<usize> {
    let added = store::insert(act.rows(), new).await?;
    let job = |one: &store::New| NewJob {
        kind: Kind::DeliverNotice,
        subject: one.id.0,
        account: Some(one.told.account),
        request: one.told.request,
        payload: json!({ "delivery": one.id }),
    };
    let jobs: Vec<_> =
        new.iter().filter(|one| added.contains(&one.id)).map(|one| (job(one), one.due)).collect();
    act.promise_all(&jobs).await?;
    Ok(jobs.len())
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
