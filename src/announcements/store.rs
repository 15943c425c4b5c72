//! Announcements: a row each, and one for each person who was sent it.

use std::collections::HashSet;

use sqlx::QueryBuilder;

use crate::clock::Micros;
use crate::id::{AccountId, AnnouncementId};
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::tiles::TileId;

/// How far an announcement has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// It is being written.
    Draft,
    /// People are shown it, in its days.
    Published,
    /// They were, and are no more.
    Withdrawn,
    /// It was thrown away before anyone saw it.
    Discarded,
}

/// An announcement as it is kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Row {
    /// Its id.
    pub id: AnnouncementId,
    /// How often it was saved.
    pub version: i64,
    /// How far it has come.
    pub state: State,
    /// What is being written, as JSON.
    pub written: String,
    /// What people are shown, as JSON.
    pub shown: Option<String>,
    /// How often it was published, corrections included.
    pub edition: i64,
    /// The new service that it was proposed for.
    pub tile: Option<TileId>,
    /// When it was last saved.
    pub saved_at: Micros,
    /// When it was first published.
    pub published_at: Option<Micros>,
    /// When it was last corrected.
    pub corrected_at: Option<Micros>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Micros>,
    /// Since when it is sent.
    pub sending_at: Option<Micros>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, state, written, shown, edition, tile, saved_at, published_at, corrected_at,
                withdrawn_at, sending_at
            FROM announcement ",
            $rest
        )
    };
}

const ONE: &str = select!("WHERE id = $1");

/// The announcement of that id.
pub async fn one(db: &mut impl Sql, id: AnnouncementId) -> Result<Option<Row>> {
    Ok(on!(db, |c| sqlx::query_as(ONE).bind(id).fetch_optional(c).await)?)
}

const OF_TILE: &str = select!("WHERE tile = $1");

/// What was proposed for a service, whatever became of it.
pub async fn of_tile(db: &mut impl Sql, tile: &TileId) -> Result<Option<Row>> {
    Ok(on!(db, |c| sqlx::query_as(OF_TILE).bind(tile).fetch_optional(c).await)?)
}

const PUBLISHED: &str = select!("WHERE state = 'published' ORDER BY id DESC");

/// Everything that people are, were or will be shown, and that was not withdrawn.
pub async fn published(db: &mut impl Sql) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(PUBLISHED).fetch_all(c).await)?)
}

const UNSENT: &str = select!("WHERE state = 'published' AND sending_at IS NULL");

/// What was published and not sent.
pub async fn unsent(db: &mut impl Sql) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(UNSENT).fetch_all(c).await)?)
}

const LISTED: &str = select!("WHERE state <> 'discarded' ORDER BY saved_at DESC, id DESC LIMIT $1");

/// The latest that administrators worked on.
pub async fn listed(db: &mut impl Sql, limit: i64) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(LISTED).bind(limit).fetch_all(c).await)?)
}

const INSERT: &str = "INSERT INTO announcement (id, version, state, written, edition, tile, saved_at)
    VALUES ($1, 1, 'draft', $2, 0, $3, $4) ON CONFLICT (tile) DO NOTHING";

/// Keeps what is begun; false when it was proposed for that service before.
pub async fn insert(
    tx: &mut Write,
    id: AnnouncementId,
    written: &str,
    tile: Option<&TileId>,
    at: Micros,
) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(written)
        .bind(tile)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

const SAVE: &str = "UPDATE announcement SET written = $3, saved_at = $4, version = version + 1
    WHERE id = $1 AND version = $2 AND state IN ('draft', 'published')";

/// Keeps new words in the place of those of `version`; false when someone saved meanwhile.
pub async fn save(
    tx: &mut Write,
    id: AnnouncementId,
    version: i64,
    written: &str,
    at: Micros,
) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(SAVE)
        .bind(id)
        .bind(version)
        .bind(written)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

const DISCARD: &str =
    "UPDATE announcement SET state = 'discarded' WHERE id = $1 AND version = $2 AND state = 'draft'";

/// Throws a draft away; false when someone saved or published meanwhile.
pub async fn discard(tx: &mut Write, id: AnnouncementId, version: i64) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(DISCARD)
        .bind(id)
        .bind(version)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

const PUBLISH: &str = "UPDATE announcement SET shown = $3, edition = edition + 1, state = 'published',
        corrected_at = CASE WHEN state = 'published' THEN $4 ELSE corrected_at END,
        published_at = COALESCE(published_at, $4)
    WHERE id = $1 AND version = $2 AND state IN ('draft', 'published')";

/// Shows people what was saved as `version`; false when someone saved meanwhile.
pub async fn publish(
    tx: &mut Write,
    id: AnnouncementId,
    version: i64,
    shown: &str,
    at: Micros,
) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(PUBLISH)
        .bind(id)
        .bind(version)
        .bind(shown)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

const WITHDRAW: &str =
    "UPDATE announcement SET state = 'withdrawn', withdrawn_at = $2 WHERE id = $1 AND state = 'published'";

/// Takes it back; false when nobody is shown it.
pub async fn withdraw(tx: &mut Write, id: AnnouncementId, at: Micros) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(WITHDRAW)
        .bind(id)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

const BEGIN_SENDING: &str = "UPDATE announcement SET sending_at = $2
    WHERE id = $1 AND sending_at IS NULL AND state = 'published'";

/// Begins to send it; false when that was begun before.
pub async fn begin_sending(tx: &mut Write, id: AnnouncementId, at: Micros) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(BEGIN_SENDING)
        .bind(id)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

const NOTE_SENT: &str = "INSERT INTO announcement_sent (announcement_id, account_id, sent_at) ";
const ONCE: &str = " ON CONFLICT (announcement_id, account_id) DO NOTHING RETURNING account_id";

/// Notes that people are sent it; which of them were not before.
pub async fn note_sent(
    tx: &mut Write,
    id: AnnouncementId,
    people: &[AccountId],
    at: Micros,
) -> Result<HashSet<AccountId>> {
    if people.is_empty() {
        return Ok(HashSet::new());
    }
    let new: Vec<AccountId> = on!(tx, |c| {
        let mut query = QueryBuilder::new(NOTE_SENT);
        query.push_values(people, |mut row, account| {
            row.push_bind(id).push_bind(*account).push_bind(at);
        });
        query.push(ONCE).build_query_scalar().fetch_all(c).await
    })?;
    Ok(new.into_iter().collect())
}

const SENT: &str = "SELECT COUNT(*) FROM announcement_sent WHERE announcement_id = $1";

/// To how many it was sent so far.
pub async fn sent(db: &mut impl Sql, id: AnnouncementId) -> Result<i64> {
    Ok(on!(db, |c| sqlx::query_scalar(SENT).bind(id).fetch_one(c).await)?)
}

const FORGET: &str = "DELETE FROM announcement_sent WHERE account_id = $1";

/// Forgets what a person was sent.
pub async fn forget(tx: &mut Write, account: AccountId) -> Result<()> {
    on!(tx, |c| sqlx::query(FORGET).bind(account).execute(c).await.map(drop))?;
    Ok(())
}
