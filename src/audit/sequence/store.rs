//! The rows of the tree: which events wait, which leaf is where, what was signed.

use sqlx::QueryBuilder;

use super::SCHEMA_LOCK;
use crate::audit::tree::{Hash, Peaks, subtrees};
use crate::audit::{Kept, Note};
use crate::clock::Micros;
use crate::id::EventId;
use crate::on;
use crate::store::{Error, Result, Sql, Write};

/// How many leaves are asked for in one query: databases take only so many values.
const AT_ONCE: usize = 500;
/// How long a hash is.
const HASH: usize = 32;

const LOCK: &str = "SELECT pg_try_advisory_xact_lock(hashtextextended($1 || current_schema(), 0))";

/// Becomes the one sequencer until the end of the transaction; `false` when another is. SQLite's writer is the only one
/// anyway.
pub(super) async fn hold(tx: &mut Write) -> Result<bool> {
    match tx {
        Write::Sqlite(_) => Ok(true),
        Write::Postgres(c) => Ok(sqlx::query_scalar(LOCK).bind(SCHEMA_LOCK).fetch_one(&mut **c).await?),
    }
}

const OLDEST: &str = "SELECT e.at FROM audit_pending p JOIN audit_event e ON e.id = p.event_id
    WHERE p.refused_at IS NULL ORDER BY p.event_id LIMIT 1";

/// When the event happened that waits longest for its place.
///
/// # Errors
/// The database's.
pub async fn oldest_waiting(db: &mut impl Sql) -> Result<Option<Micros>> {
    Ok(on!(db, |c| sqlx::query_scalar(OLDEST).fetch_optional(c).await)?)
}

const WAITING: &str =
    "SELECT e.id, e.at, e.code, e.actor, e.actor_account_id, e.session_id, e.account_id, e.request_id,
        e.trace, e.fields, e.salt, e.commitment, e.seal
    FROM audit_pending p JOIN audit_event e ON e.id = p.event_id
    WHERE p.refused_at IS NULL ORDER BY p.event_id LIMIT $1";

/// Events that wait for their place, oldest first.
pub(super) async fn waiting(tx: &mut Write, limit: i64) -> Result<Vec<Kept>> {
    Ok(on!(tx, |c| sqlx::query_as(WAITING).bind(limit).fetch_all(c).await)?)
}

const SIZE: &str = "SELECT COALESCE(MAX(place) + 1, 0) FROM audit_leaf";

/// How many leaves there are.
///
/// # Errors
/// The database's.
pub async fn size(db: &mut impl Sql) -> Result<u64> {
    let size: i64 = on!(db, |c| sqlx::query_scalar(SIZE).fetch_one(c).await)?;
    Ok(unsigned(size))
}

const HAPPENED: &str =
    "SELECT e.at FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id WHERE l.place = $1";

/// When the event at `place` happened.
pub(super) async fn happened_at(db: &mut impl Sql, place: u64) -> Result<Option<Micros>> {
    Ok(on!(db, |c| sqlx::query_scalar(HAPPENED).bind(signed(place)).fetch_optional(c).await)?)
}

/// A leaf as the tree keeps it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::audit) struct LeafRow {
    pub place: i64,
    pub event_id: EventId,
    pub hash: Vec<u8>,
    pub nodes: Vec<u8>,
}

impl LeafRow {
    /// The leaf of an event, and the inner nodes that are complete with it.
    pub fn new(place: u64, event_id: EventId, hash: Hash, nodes: &[Hash]) -> Self {
        let nodes = nodes.iter().flat_map(|node| node.0).collect();
        Self { place: signed(place), event_id, hash: hash.0.to_vec(), nodes }
    }

    /// Its hash and its nodes; `None` when they are damaged.
    pub fn hashes(&self) -> Option<(Hash, Vec<Hash>)> {
        let nodes: Option<Vec<Hash>> = self.nodes.chunks(HASH).map(Hash::of_bytes).collect();
        Some((Hash::of_bytes(&self.hash)?, nodes?))
    }
}

const ADD: &str = "INSERT INTO audit_leaf (place, event_id, hash, nodes) ";

/// Adds leaves to the tree, and takes their events from those that wait.
pub(super) async fn add(tx: &mut Write, leaves: &[LeafRow]) -> Result<()> {
    for leaves in leaves.chunks(AT_ONCE) {
        on!(tx, |c| {
            let mut query = QueryBuilder::new(ADD);
            query.push_values(leaves, |mut row, leaf| {
                row.push_bind(leaf.place)
                    .push_bind(leaf.event_id)
                    .push_bind(&leaf.hash)
                    .push_bind(&leaf.nodes);
            });
            query.build().persistent(false).execute(c).await.map(drop)
        })?;
        on!(tx, |c| {
            let mut query = QueryBuilder::new("DELETE FROM audit_pending WHERE event_id IN (");
            let mut ids = query.separated(", ");
            for leaf in leaves {
                ids.push_bind(leaf.event_id);
            }
            query.push(")");
            query.build().persistent(false).execute(c).await.map(drop)
        })?;
    }
    Ok(())
}

const SEAL: &str = "UPDATE audit_event SET salt = $2, commitment = $3, seal = $4 WHERE id = $1";

/// Seals an event that is older than the tree.
pub(super) async fn seal(tx: &mut Write, event: &Kept) -> Result<()> {
    on!(tx, |c| sqlx::query(SEAL)
        .bind(event.id)
        .bind(&event.salt)
        .bind(&event.commitment)
        .bind(&event.seal)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const REFUSE: &str = "UPDATE audit_pending SET refused_at = $2 WHERE event_id = $1";

/// Marks an event that the portal did not write: it gets no place.
pub(super) async fn refuse(tx: &mut Write, event: EventId, at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(REFUSE).bind(event).bind(at).execute(c).await.map(drop))?;
    Ok(())
}

/// The leaves at these places, in no order.
pub(in crate::audit) async fn leaves_at(db: &mut impl Sql, places: &[u64]) -> Result<Vec<LeafRow>> {
    let mut found = Vec::new();
    for places in places.chunks(AT_ONCE) {
        let rows: Vec<LeafRow> = on!(db, |c| {
            let mut query =
                QueryBuilder::new("SELECT place, event_id, hash, nodes FROM audit_leaf WHERE place IN (");
            let mut list = query.separated(", ");
            for place in places {
                list.push_bind(signed(*place));
            }
            query.push(")");
            query.build_query_as().persistent(false).fetch_all(c).await
        })?;
        found.extend(rows);
    }
    Ok(found)
}

/// The tree as it stands at `size`.
///
/// # Errors
/// The database's; [`Error::Unreadable`] when a node is missing or damaged.
pub async fn peaks(db: &mut impl Sql, size: u64) -> Result<Peaks> {
    let mut peaks = Peaks::default();
    for (level, hash) in nodes(db, std::slice::from_ref(&(0..size))).await?.into_iter().flatten() {
        peaks.push_subtree(level, hash);
    }
    Ok(peaks)
}

/// The perfect subtrees of each of these parts of the tree, from the left: their heights and hashes.
pub(in crate::audit) async fn nodes(
    db: &mut impl Sql,
    parts: &[std::ops::Range<u64>],
) -> Result<Vec<Vec<(u32, Hash)>>> {
    let parts: Vec<_> = parts.iter().map(|part| subtrees(part.clone())).collect();
    let places: Vec<u64> = parts.iter().flatten().map(|subtree| subtree.kept_at()).collect();
    let rows = leaves_at(db, &places).await?;
    let hash_of = |subtree: &crate::audit::tree::Subtree| {
        let row = rows.iter().find(|row| unsigned(row.place) == subtree.kept_at())?;
        let (leaf, nodes) = row.hashes()?;
        Some((subtree.level, subtree.among(leaf, &nodes)?))
    };
    let found: Option<Vec<Vec<_>>> =
        parts.iter().map(|subtrees| subtrees.iter().map(hash_of).collect()).collect();
    found.ok_or_else(damaged)
}

/// A tree with a hole in it: verification says where.
fn damaged() -> Error {
    Error::from(sqlx::Error::Decode("a node of the audit log's tree is missing".into()))
}

/// What was signed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CheckpointRow {
    /// How many events.
    pub size: i64,
    /// When.
    pub at: Micros,
    /// The signed note.
    pub note: String,
}

const NEWEST: &str = "SELECT size, at, note FROM audit_checkpoint ORDER BY size DESC LIMIT 1";

/// The newest checkpoint.
///
/// # Errors
/// The database's.
pub async fn newest_checkpoint(db: &mut impl Sql) -> Result<Option<CheckpointRow>> {
    Ok(on!(db, |c| sqlx::query_as(NEWEST).fetch_optional(c).await)?)
}

const FIRST: &str = "SELECT at FROM audit_checkpoint ORDER BY size LIMIT 1";

/// When the first checkpoint was signed.
pub(super) async fn first_signed_at(tx: &mut Write) -> Result<Option<Micros>> {
    Ok(on!(tx, |c| sqlx::query_scalar(FIRST).fetch_optional(c).await)?)
}

const SIGN: &str =
    "INSERT INTO audit_checkpoint (size, at, note) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING";

/// Keeps a checkpoint.
pub(super) async fn keep_checkpoint(tx: &mut Write, at: Micros, note: &Note) -> Result<()> {
    let size = signed(note.checkpoint.size);
    on!(tx, |c| sqlx::query(SIGN).bind(size).bind(at).bind(note.to_string()).execute(c).await.map(drop))?;
    Ok(())
}

const UNPLACED: &str =
    "SELECT size, at, note FROM audit_checkpoint WHERE placed_at IS NULL ORDER BY size LIMIT $1";

/// Checkpoints that are not in the second place yet, oldest first.
///
/// # Errors
/// The database's.
pub async fn unplaced(db: &mut impl Sql, limit: i64) -> Result<Vec<CheckpointRow>> {
    Ok(on!(db, |c| sqlx::query_as(UNPLACED).bind(limit).fetch_all(c).await)?)
}

const PLACED: &str = "UPDATE audit_checkpoint SET placed_at = $2 WHERE size = $1";

/// Notes that a checkpoint is in the second place.
pub(super) async fn placed(tx: &mut Write, size: i64, at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(PLACED).bind(size).bind(at).execute(c).await.map(drop))?;
    Ok(())
}

/// A place or a size as the databases keep it.
pub(in crate::audit) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A place or a size as the databases give it.
pub(in crate::audit) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
