//! What citizens send about a request after it was sent: answers to tasks, and messages.

use crate::clock::Micros;
use crate::id::{ReplyId, RequestId, TaskId};
use crate::on;
use crate::store::{Result, Sql, Write};

/// A reply.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Reply {
    /// Its id: what the back-end knows it by, and the key that makes its delivery one.
    pub id: ReplyId,
    /// The task it answers; none for a message.
    pub task_id: Option<TaskId>,
    /// Which asking of it.
    pub asked_seq: Option<i64>,
    /// Sealed: what is sent.
    pub content: Vec<u8>,
    /// When the citizen sent it.
    pub at: Micros,
    /// `waiting`, `delivered` or `given_up`.
    pub delivery: String,
    /// When the back-end took it.
    pub delivered_at: Option<Micros>,
}

const INSERT: &str = "INSERT INTO reply (id, request_id, task_id, asked_seq, content, at, delivery)
    VALUES ($1, $2, $3, $4, $5, $6, 'waiting')";

/// Keeps what a citizen sends, until it is delivered and after.
///
/// # Errors
/// The database's.
pub async fn insert(
    tx: &mut Write,
    id: ReplyId,
    request: RequestId,
    task: Option<(TaskId, i64)>,
    content: &[u8],
    at: Micros,
) -> Result<()> {
    on!(tx, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(request)
        .bind(task.map(|(task, _)| task))
        .bind(task.map(|(_, seq)| seq))
        .bind(content)
        .bind(at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const FIND: &str =
    "SELECT id, task_id, asked_seq, content, at, delivery, delivered_at FROM reply WHERE id = $1";

/// The reply of that id.
///
/// # Errors
/// The database's.
pub async fn find(db: &mut impl Sql, id: ReplyId) -> Result<Option<Reply>> {
    Ok(on!(db, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)?)
}

const OF_REQUEST: &str = "SELECT id, task_id, asked_seq, content, at, delivery, delivered_at FROM reply
    WHERE request_id = $1 ORDER BY id LIMIT 500";

/// What was sent about a request, in order.
///
/// # Errors
/// The database's.
pub async fn of_request(db: &mut impl Sql, request: RequestId) -> Result<Vec<Reply>> {
    Ok(on!(db, |c| sqlx::query_as(OF_REQUEST).bind(request).fetch_all(c).await)?)
}

const DELIVERED: &str = "UPDATE reply SET delivery = 'delivered', delivered_at = $2 WHERE id = $1";

/// Notes that the back-end took a reply.
///
/// # Errors
/// The database's.
pub async fn delivered(tx: &mut Write, id: ReplyId, at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(DELIVERED).bind(id).bind(at).execute(c).await.map(drop))?;
    Ok(())
}

const GIVEN_UP: &str = "UPDATE reply SET delivery = 'given_up' WHERE id = $1 AND delivery = 'waiting'";

/// Notes that the portal stopped trying to hand a reply over.
///
/// # Errors
/// The database's.
pub async fn given_up(tx: &mut Write, id: ReplyId) -> Result<()> {
    on!(tx, |c| sqlx::query(GIVEN_UP).bind(id).execute(c).await.map(drop))?;
    Ok(())
}

const TAKE_BACK: &str = "DELETE FROM reply WHERE id = $1 AND delivery <> 'delivered'";

/// Takes back a reply that the back-end will not get.
///
/// # Errors
/// The database's.
pub async fn take_back(tx: &mut Write, id: ReplyId) -> Result<()> {
    on!(tx, |c| sqlx::query(TAKE_BACK).bind(id).execute(c).await.map(drop))?;
    Ok(())
}

const TRIED_AGAIN: &str = "UPDATE reply SET delivery = 'waiting' WHERE id = $1 AND delivery = 'given_up'";

/// Notes that the portal tries again to hand a reply over.
///
/// # Errors
/// The database's.
pub async fn tried_again(tx: &mut Write, id: ReplyId) -> Result<()> {
    on!(tx, |c| sqlx::query(TRIED_AGAIN).bind(id).execute(c).await.map(drop))?;
    Ok(())
}
