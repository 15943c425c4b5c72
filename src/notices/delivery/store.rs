//! The rows of deliveries.

use std::collections::HashSet;

use serde::Serialize;
use sqlx::QueryBuilder;

use super::Told;
use crate::clock::Micros;
use crate::id::{AccountId, DeliveryId, MessageId};
use crate::notices::preferences::{Channel, Class};
use crate::on;
use crate::store::{Result, Sql, Write};

/// A day in microseconds.
const DAY: i64 = 86_400_000_000;

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, sqlx::Type)]
#[serde(rename_all = "kebab-case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// It waits for its turn, or for another try.
    Waiting,
    /// It waits for the end of quiet hours, or for the next digest.
    Held,
    /// It was taken over by whoever carries it on.
    Sent,
    /// The address reaches nobody.
    Failed,
    /// It was tried for as long as there was hope, or nobody wants it any more.
    GivenUp,
}

/// A delivery about to be promised.
pub(super) struct New {
    pub id: DeliveryId,
    pub told: Told,
    pub channel: Channel,
    pub instead_of: Option<Channel>,
    /// Whether it waits for the end of quiet hours, or for a digest.
    pub held: bool,
    pub at: Micros,
    pub due: Micros,
}

const INSERT: &str = "INSERT INTO delivery
    (id, message_id, account_id, channel, instead_of, class, state, created_at, due_at) ";
const ONCE: &str = " ON CONFLICT (message_id, channel) DO NOTHING RETURNING id";

/// Promises deliveries, but for those whose message has one on their channel; which.
pub(super) async fn insert(tx: &mut Write, new: &[New]) -> Result<HashSet<DeliveryId>> {
    let inserted: Vec<DeliveryId> = on!(tx, |c| {
        let mut query = QueryBuilder::new(INSERT);
        query.push_values(new, |mut row, one| {
            let (told, state) = (one.told, if one.held { State::Held } else { State::Waiting });
            row.push_bind(one.id).push_bind(told.message).push_bind(told.account).push_bind(one.channel);
            row.push_bind(one.instead_of).push_bind(told.class).push_bind(state);
            row.push_bind(one.at).push_bind(one.due);
        });
        query.push(ONCE).build_query_scalar().fetch_all(c).await
    })?;
    Ok(inserted.into_iter().collect())
}

/// A delivery as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Row {
    /// Its id.
    pub id: DeliveryId,
    /// The message it tells of.
    pub message_id: MessageId,
    /// Whose it is.
    pub account_id: AccountId,
    /// Its channel.
    pub channel: Channel,
    /// The channel whose place it takes.
    pub instead_of: Option<Channel>,
    /// Why there is something to tell.
    pub class: Class,
    /// Where it stands.
    pub state: State,
    /// Why it is not sent, as a code.
    pub reason: Option<String>,
    /// When it was promised.
    pub created_at: Micros,
    /// Not before.
    pub due_at: Micros,
    /// When it was first tried.
    pub tried_at: Option<Micros>,
    /// When it came to its end.
    pub ended_at: Option<Micros>,
}

impl Row {
    /// What its person is told of it: the words are `delivery-{word}`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match (self.state, self.reason.as_deref()) {
            (State::Waiting, Some(_)) => "retried",
            (State::Waiting, None) => "waiting",
            (State::Held, _) => "held",
            (State::Sent, _) => "sent",
            (State::Failed, _) => "failed",
            (State::GivenUp, Some("not_wanted")) => "not-wanted",
            (State::GivenUp, Some("no_address")) => "no-address",
            (State::GivenUp, _) => "given-up",
        }
    }
}

const FIND: &str = "SELECT id, message_id, account_id, channel, instead_of, class, state, reason,
    created_at, due_at, tried_at, ended_at FROM delivery WHERE id = $1";

pub(super) async fn find(db: &mut impl Sql, id: DeliveryId) -> Result<Option<Row>> {
    Ok(on!(db, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)?)
}

const OF_MESSAGE: &str = "SELECT id, message_id, account_id, channel, instead_of, class, state, reason,
    created_at, due_at, tried_at, ended_at FROM delivery WHERE message_id = $1 ORDER BY id";

/// What became of a message outside the inbox.
///
/// # Errors
/// The database's.
pub async fn of_message(db: &mut impl Sql, message: MessageId) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(OF_MESSAGE).bind(message).fetch_all(c).await)?)
}

const OF_ACCOUNT: &str = "SELECT id, message_id, account_id, channel, instead_of, class, state, reason,
    created_at, due_at, tried_at, ended_at FROM delivery WHERE account_id = $1 ORDER BY id";

/// All deliveries of a person, the oldest first.
///
/// # Errors
/// The database's.
pub async fn of_account(db: &mut impl Sql, account: AccountId) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(OF_ACCOUNT).bind(account).fetch_all(c).await)?)
}

const MISSING: &str = "SELECT id, message_id, account_id, channel, instead_of, class, state, reason,
    created_at, due_at, tried_at, ended_at FROM delivery
    WHERE account_id = $1 AND created_at >= $2 AND created_at <= $3 AND state <> 'sent' AND due_at < $4
        AND (reason IS NULL OR reason <> 'not_wanted')
    ORDER BY id LIMIT $5";

/// What was promised a person between those two moments, could have left before `due` and did not, the oldest
/// first. What nobody wanted any more is not among it.
///
/// # Errors
/// The database's.
pub async fn missing(
    db: &mut impl Sql,
    account: AccountId,
    (from, to): (Micros, Micros),
    due: Micros,
    limit: i64,
) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(MISSING)
        .bind(account)
        .bind(from)
        .bind(to)
        .bind(due)
        .bind(limit)
        .fetch_all(c)
        .await)?)
}

const LAST_NEWS: &str =
    "SELECT MAX(due_at) FROM delivery WHERE channel = $1 AND class = 'news' AND state = 'waiting'";

/// The moment of the last piece of news that waits for its turn on a channel.
pub(super) async fn last_news(db: &mut impl Sql, channel: Channel) -> Result<Option<Micros>> {
    Ok(on!(db, |c| sqlx::query_scalar(LAST_NEWS).bind(channel).fetch_one(c).await)?)
}

const HELD: &str = "SELECT id FROM delivery WHERE account_id = $1 AND channel = $2 AND state = 'held'
    AND due_at <= $3 ORDER BY id";

/// What is held for one person on one channel and may leave now, in the order in which it came: one notice
/// tells of all of it, and the first of them sends it.
pub(super) async fn held(
    db: &mut impl Sql,
    account: AccountId,
    channel: Channel,
    now: Micros,
) -> Result<Vec<DeliveryId>> {
    Ok(on!(db, |c| sqlx::query_scalar(HELD).bind(account).bind(channel).bind(now).fetch_all(c).await)?)
}

const HOLD: &str = "UPDATE delivery SET state = 'held', due_at = $2 WHERE id = $1 AND ended_at IS NULL";

/// Has it wait for the end of quiet hours.
pub(super) async fn hold(tx: &mut Write, id: DeliveryId, until: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(HOLD).bind(id).bind(until).execute(c).await.map(drop))?;
    Ok(())
}

const TRY: &str = "UPDATE delivery SET tried_at = $2, reason = $3 WHERE id = $1 AND tried_at IS NULL";
const TRY_AGAIN: &str = "UPDATE delivery SET reason = $2 WHERE id = $1 AND ended_at IS NULL";

/// Notes that it was tried and why it did not leave.
pub(super) async fn note(tx: &mut Write, id: DeliveryId, at: Micros, reason: &str) -> Result<()> {
    on!(tx, |c| sqlx::query(TRY).bind(id).bind(at).bind(reason).execute(c).await.map(drop))?;
    on!(tx, |c| sqlx::query(TRY_AGAIN).bind(id).bind(reason).execute(c).await.map(drop))?;
    Ok(())
}

const END: &str =
    "UPDATE delivery SET state = $2, reason = $3, ended_at = $4 WHERE id = $1 AND ended_at IS NULL";

/// Brings it to its end, `state` with a reason; `false` when it had come to one before.
pub(super) async fn end(
    tx: &mut Write,
    id: DeliveryId,
    (state, reason): (State, Option<&str>),
    at: Micros,
) -> Result<bool> {
    let ended = on!(tx, |c| sqlx::query(END)
        .bind(id)
        .bind(state)
        .bind(reason)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(ended == 1)
}

const BEGIN_RETURN: &str =
    "UPDATE delivery SET reason = $2 WHERE id = $1 AND state = 'sent' AND reason IS NULL";

/// Notes that what was sent came back and why; `false` when that was told before, or it was never sent.
pub(super) async fn begin_return(tx: &mut Write, id: DeliveryId, reason: &str) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(BEGIN_RETURN)
        .bind(id)
        .bind(reason)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const COME_BACK: &str =
    "UPDATE delivery SET state = 'failed', reason = $2, ended_at = $3 WHERE id = $1 AND state = 'sent'";

/// What was sent came back.
pub(super) async fn came_back(tx: &mut Write, id: DeliveryId, reason: &str, at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(COME_BACK).bind(id).bind(reason).bind(at).execute(c).await.map(drop))?;
    Ok(())
}

const DAYS_FULL: &str = "SELECT COUNT(DISTINCT ended_at / $4) FROM delivery
    WHERE account_id = $1 AND channel = $2 AND reason = 'mailbox_full' AND ended_at > $3";

/// On how many days since then what was sent to a person on a channel came back because the mailbox was full.
pub(super) async fn days_full(
    db: &mut impl Sql,
    (account, channel): (AccountId, Channel),
    since: Micros,
) -> Result<i64> {
    Ok(on!(db, |c| sqlx::query_scalar(DAYS_FULL)
        .bind(account)
        .bind(channel)
        .bind(since)
        .bind(DAY)
        .fetch_one(c)
        .await)?)
}

const DELETE_ALL: &str = "DELETE FROM delivery WHERE account_id = $1";

pub(in crate::notices) async fn delete_all(tx: &mut Write, account: AccountId) -> Result<()> {
    on!(tx, |c| sqlx::query(DELETE_ALL).bind(account).execute(c).await.map(drop))?;
    Ok(())
}

const ENDED_SINCE: &str = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0)
    FROM delivery WHERE channel = $1 AND ended_at > $2 AND state IN ('sent', 'failed')";

/// How many came to an end on a channel since then, and how many of them because the address reaches nobody.
pub(super) async fn ended_since(db: &mut impl Sql, channel: Channel, since: Micros) -> Result<(i64, i64)> {
    Ok(on!(db, |c| sqlx::query_as(ENDED_SINCE).bind(channel).bind(since).fetch_one(c).await)?)
}

const COUNT: &str = "SELECT channel, state, COUNT(*) FROM delivery
    WHERE ended_at IS NULL OR ended_at > $1 GROUP BY channel, state";

/// How many are in each state on each channel: those open, and those that ended since then.
///
/// # Errors
/// The database's.
pub async fn count(db: &mut impl Sql, since: Micros) -> Result<Vec<(Channel, State, i64)>> {
    Ok(on!(db, |c| sqlx::query_as(COUNT).bind(since).fetch_all(c).await)?)
}

const REASONS: &str = "SELECT channel, reason, COUNT(*) FROM delivery
    WHERE reason IS NOT NULL AND state <> 'sent' AND (ended_at IS NULL OR ended_at > $1)
    GROUP BY channel, reason ORDER BY 3 DESC, 1, 2";

/// Why what has not left has not, on each channel.
///
/// # Errors
/// The database's.
pub async fn reasons(db: &mut impl Sql, since: Micros) -> Result<Vec<(Channel, String, i64)>> {
    Ok(on!(db, |c| sqlx::query_as(REASONS).bind(since).fetch_all(c).await)?)
}

const NOT_REACHED: &str = "SELECT COUNT(DISTINCT account_id) FROM delivery lost
    WHERE lost.state IN ('failed', 'given_up') AND lost.ended_at > $1
      AND NOT EXISTS (SELECT 1 FROM delivery other WHERE other.message_id = lost.message_id
                      AND other.state IN ('waiting', 'held', 'sent'))";

/// How many people were not reached by a message on any of the channels that they asked for since then.
/// Their inbox has it.
///
/// # Errors
/// The database's.
pub async fn not_reached(db: &mut impl Sql, since: Micros) -> Result<i64> {
    Ok(on!(db, |c| sqlx::query_scalar(NOT_REACHED).bind(since).fetch_one(c).await)?)
}
