//! The rows of the log as they are verified and exported: read, never changed.

use crate::audit::Kept;
use crate::audit::sequence::store::{CheckpointRow, LeafRow, signed};
use crate::clock::Micros;
use crate::id::EventId;
use crate::on;
use crate::store::{Result, Sql};

const LEAVES: &str = "SELECT place, event_id, hash, nodes FROM audit_leaf
    WHERE place >= $1 AND place < $2 ORDER BY place LIMIT $3";

/// Leaves from a place on, in order.
pub async fn leaves(db: &mut impl Sql, from: u64, to: u64, limit: i64) -> Result<Vec<LeafRow>> {
    let (from, to) = (signed(from), signed(to));
    Ok(on!(db, |c| sqlx::query_as(LEAVES).bind(from).bind(to).bind(limit).fetch_all(c).await)?)
}

const EVENTS: &str =
    "SELECT e.id, e.at, e.code, e.actor, e.actor_account_id, e.session_id, e.account_id, e.request_id,
        e.trace, e.fields, e.salt, e.commitment, e.seal
    FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id WHERE l.place >= $1 AND l.place <= $2";

/// The events of these leaves, in no order.
pub async fn events(db: &mut impl Sql, leaves: &[LeafRow]) -> Result<Vec<Kept>> {
    let (Some(first), Some(last)) = (leaves.first(), leaves.last()) else { return Ok(Vec::new()) };
    Ok(on!(db, |c| sqlx::query_as(EVENTS).bind(first.place).bind(last.place).fetch_all(c).await)?)
}

const PLACE: &str = "SELECT place FROM audit_leaf WHERE event_id = $1";

/// The place of an event.
pub async fn place_of(db: &mut impl Sql, event: EventId) -> Result<Option<i64>> {
    Ok(on!(db, |c| sqlx::query_scalar(PLACE).bind(event).fetch_optional(c).await)?)
}

const FIRST_SINCE: &str =
    "SELECT MIN(l.place) FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id WHERE e.at >= $1";

/// The first place of an event at that moment or later.
pub async fn first_since(db: &mut impl Sql, at: Micros) -> Result<Option<i64>> {
    Ok(on!(db, |c| sqlx::query_scalar(FIRST_SINCE).bind(at).fetch_one(c).await)?)
}

const CHECKPOINTS: &str = "SELECT size, at, note FROM audit_checkpoint
    WHERE size > $1 AND size <= $2 ORDER BY size";

/// The checkpoints of more than `after` events and at most `until`, the smallest first.
pub async fn checkpoints(db: &mut impl Sql, after: u64, until: u64) -> Result<Vec<CheckpointRow>> {
    let (after, until) = (signed(after), signed(until));
    Ok(on!(db, |c| sqlx::query_as(CHECKPOINTS).bind(after).bind(until).fetch_all(c).await)?)
}

const NEXT: &str = "SELECT size, at, note FROM audit_checkpoint WHERE size >= $1 ORDER BY size LIMIT 1";

/// The first checkpoint of at least so many events.
pub async fn checkpoint_from(db: &mut impl Sql, size: u64) -> Result<Option<CheckpointRow>> {
    Ok(on!(db, |c| sqlx::query_as(NEXT).bind(signed(size)).fetch_optional(c).await)?)
}

// One statement, so that an event that gets its place meanwhile is seen on one side or the other.
const STRAY: &str = "SELECT id FROM audit_event e
        WHERE NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.event_id = e.id)
          AND NOT EXISTS (SELECT 1 FROM audit_pending p WHERE p.event_id = e.id AND p.refused_at IS NULL)
    UNION ALL
    SELECT event_id FROM audit_pending p WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.id = p.event_id)
    LIMIT 1";

/// An event without a place, which does not wait for one either; or one that waits and is gone.
pub async fn stray(db: &mut impl Sql) -> Result<Option<EventId>> {
    Ok(on!(db, |c| sqlx::query_scalar(STRAY).fetch_optional(c).await)?)
}
