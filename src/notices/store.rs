//! The inbox's rows.

use sqlx::QueryBuilder;

use super::preferences::Class;
use crate::clock::Micros;
use crate::id::{AccountId, MessageId, RequestId};
use crate::on;
use crate::store::{Result, Sql, Write};

/// A message about to be stored.
pub struct NewMessage {
    /// Its id.
    pub id: MessageId,
    /// Whose inbox.
    pub account: AccountId,
    /// The request it is about.
    pub request: Option<RequestId>,
    /// Why it is written.
    pub class: Class,
    /// Sealed.
    pub content: Vec<u8>,
    /// When.
    pub at: Micros,
}

const INSERT: &str = "INSERT INTO message (id, account_id, request_id, class, content, created_at) ";

pub(super) async fn insert(tx: &mut Write, messages: &[NewMessage]) -> Result<()> {
    on!(tx, |c| {
        let mut query = QueryBuilder::new(INSERT);
        query.push_values(messages, |mut row, message| {
            row.push_bind(message.id).push_bind(message.account).push_bind(message.request);
            row.push_bind(message.class).push_bind(&message.content).push_bind(message.at);
        });
        query.build().execute(c).await.map(drop)
    })?;
    Ok(())
}

/// A message as it is stored.
#[derive(Debug, sqlx::FromRow)]
pub struct Row {
    /// Its id.
    pub id: MessageId,
    /// The request it is about.
    pub request_id: Option<RequestId>,
    /// Why it was written.
    pub class: Class,
    /// Sealed.
    pub content: Vec<u8>,
    /// When it came.
    pub created_at: Micros,
    /// When it was opened.
    pub read_at: Option<Micros>,
    /// When it was put away.
    pub archived_at: Option<Micros>,
}

/// Which of a person's messages are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Shelf {
    /// Those put away, or those that are not.
    pub archived: bool,
    /// Those about one request; none: all.
    pub request: Option<RequestId>,
}

const LIST: &str = "SELECT id, request_id, class, content, created_at, read_at, archived_at FROM message
    WHERE account_id = $1 AND (archived_at IS NOT NULL) = $2 AND ($3 IS NULL OR request_id = $3)
    ORDER BY (read_at IS NOT NULL), id DESC LIMIT $4 OFFSET $5";

/// A person's messages: those not opened first, the latest first.
///
/// # Errors
/// The database's.
pub async fn list(
    db: &mut impl Sql,
    account: AccountId,
    shelf: Shelf,
    (limit, skipped): (i64, i64),
) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(LIST)
        .bind(account)
        .bind(shelf.archived)
        .bind(shelf.request)
        .bind(limit)
        .bind(skipped)
        .fetch_all(c)
        .await)?)
}

const LATEST_OF_REQUESTS: &str =
    "SELECT id, request_id, class, content, created_at, read_at, archived_at FROM message
    WHERE account_id = $1 AND request_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM message later WHERE later.request_id = message.request_id
            AND later.account_id = message.account_id AND later.id > message.id)
    ORDER BY id DESC LIMIT $2";

/// The latest message about each of a person's requests, the latest first.
///
/// # Errors
/// The database's.
pub async fn latest_of_requests(db: &mut impl Sql, account: AccountId, limit: i64) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(LATEST_OF_REQUESTS).bind(account).bind(limit).fetch_all(c).await)?)
}

const ALL: &str = "SELECT id, request_id, class, content, created_at, read_at, archived_at
    FROM message WHERE account_id = $1 ORDER BY id";

/// All of a person's messages, the oldest first.
pub(super) async fn all(db: &mut impl Sql, account: AccountId) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(ALL).bind(account).fetch_all(c).await)?)
}

const DELETE_ALL: &str = "DELETE FROM message WHERE account_id = $1";

pub(super) async fn delete_all(tx: &mut Write, account: AccountId) -> Result<()> {
    on!(tx, |c| sqlx::query(DELETE_ALL).bind(account).execute(c).await.map(drop))?;
    Ok(())
}

const OF_REQUEST: &str = "SELECT id, request_id, class, content, created_at, read_at, archived_at
    FROM message WHERE request_id = $1 ORDER BY id DESC LIMIT 50";

/// The messages about a request, the latest first.
///
/// # Errors
/// The database's.
pub async fn of_request(db: &mut impl Sql, request: RequestId) -> Result<Vec<Row>> {
    Ok(on!(db, |c| sqlx::query_as(OF_REQUEST).bind(request).fetch_all(c).await)?)
}

const FIND: &str = "SELECT id, request_id, class, content, created_at, read_at, archived_at
    FROM message WHERE id = $1 AND account_id = $2";

/// The message of that id, if it is this person's.
///
/// # Errors
/// The database's.
pub async fn find(db: &mut impl Sql, account: AccountId, id: MessageId) -> Result<Option<Row>> {
    Ok(on!(db, |c| sqlx::query_as(FIND).bind(id).bind(account).fetch_optional(c).await)?)
}

const EXISTS: &str = "SELECT COUNT(*) FROM message WHERE id = $1";

/// Whether there is a message of that id, whoever's it is.
///
/// # Errors
/// The database's.
pub async fn exists(db: &mut impl Sql, id: MessageId) -> Result<bool> {
    let count: i64 = on!(db, |c| sqlx::query_scalar(EXISTS).bind(id).fetch_one(c).await)?;
    Ok(count > 0)
}

const LATEST_UNREAD: &str = "SELECT id, request_id, class, content, created_at, read_at, archived_at
    FROM message WHERE account_id = $1 AND read_at IS NULL AND archived_at IS NULL ORDER BY id DESC LIMIT 1";

/// The latest message that a person has not opened.
///
/// # Errors
/// The database's.
pub async fn latest_unread(db: &mut impl Sql, account: AccountId) -> Result<Option<Row>> {
    Ok(on!(db, |c| sqlx::query_as(LATEST_UNREAD).bind(account).fetch_optional(c).await)?)
}

const UNREAD: &str =
    "SELECT COUNT(*) FROM message WHERE account_id = $1 AND read_at IS NULL AND archived_at IS NULL";

/// How many messages a person has not opened.
///
/// # Errors
/// The database's.
pub async fn unread(db: &mut impl Sql, account: AccountId) -> Result<i64> {
    Ok(on!(db, |c| sqlx::query_scalar(UNREAD).bind(account).fetch_one(c).await)?)
}

const MARK_READ: &str = "UPDATE message SET read_at = $2 WHERE id = $1 AND read_at IS NULL";

/// Marks a message as opened; `false` when it was before.
///
/// # Errors
/// The database's.
pub async fn mark_read(tx: &mut Write, id: MessageId, at: Micros) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(MARK_READ)
        .bind(id)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const ARCHIVE: &str =
    "UPDATE message SET archived_at = $3 WHERE id = $1 AND account_id = $2 AND archived_at IS NULL";
const RESTORE: &str =
    "UPDATE message SET archived_at = NULL WHERE id = $1 AND account_id = $2 AND archived_at IS NOT NULL";

/// Puts a message away; `false` when it was before, or is not this person's.
///
/// # Errors
/// The database's.
pub async fn archive(tx: &mut Write, account: AccountId, id: MessageId, at: Micros) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(ARCHIVE)
        .bind(id)
        .bind(account)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

/// Takes a message out again; `false` when it was, or is not this person's.
///
/// # Errors
/// The database's.
pub async fn restore(tx: &mut Write, account: AccountId, id: MessageId) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(RESTORE)
        .bind(id)
        .bind(account)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}
