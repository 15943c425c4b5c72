//! Tasks: what back-ends ask of citizens. What was asked and what became of it may come in any order.

use crate::clock::Micros;
use crate::id::{AccountId, Reference, RequestId, TaskId};
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::tiles::TileId;
use crate::tiles::manifest::TaskKind;

/// A task.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// The back-end's own name for it.
    pub name: String,
    /// The number of the latest asking; 0 while only its end was told.
    pub asked_seq: i64,
    /// When it was asked.
    pub asked_at: Option<Micros>,
    /// The back-end's code.
    pub code: String,
    /// What is to be done; none when the tile does not know the code.
    pub kind: Option<TaskKind>,
    /// The end of the last day to do it.
    pub due_at: Option<Micros>,
    /// Sealed: the parameters of its words, the document to read.
    pub details: Option<Vec<u8>>,
    /// The number of the latest end.
    pub ended_seq: i64,
    /// How it ended: `processed` or `withdrawn`.
    pub ended: Option<String>,
    /// Which asking the citizen has answered.
    pub answered_seq: i64,
    /// When they did.
    pub answered_at: Option<Micros>,
}

impl Task {
    /// Whether it was asked and the back-end is not done with it.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.asked_seq > self.ended_seq
    }

    /// Whether the citizen has answered what was asked last.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.asked_seq > 0 && self.answered_seq >= self.asked_seq
    }

    /// Whether it waits for the citizen.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_in_force() && !self.is_done() && self.kind.is_some()
    }

    /// Whether it waits for the back-end: done by the citizen, not processed.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.is_in_force() && self.is_done()
    }
}

/// Something asked.
pub struct Asked<'a> {
    /// The task's id, if it is new.
    pub id: TaskId,
    /// The request.
    pub request: RequestId,
    /// The back-end's own name for it.
    pub name: &'a str,
    /// The back-end's number of this asking.
    pub seq: i64,
    /// When it was asked.
    pub at: Micros,
    /// The back-end's code.
    pub code: &'a str,
    /// What is to be done.
    pub kind: Option<TaskKind>,
    /// The end of the last day to do it.
    pub due_at: Option<Micros>,
    /// Sealed, in the place of the task of that name.
    pub details: &'a [u8],
}

const ASK: &str = "INSERT INTO task (id, request_id, name, asked_seq, asked_at, code, kind, due_at, details,
        ended_seq, answered_seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0)
    ON CONFLICT (request_id, name) DO UPDATE SET asked_seq = excluded.asked_seq, asked_at = excluded.asked_at,
        code = excluded.code, kind = excluded.kind, due_at = excluded.due_at, details = excluded.details,
        reminded_at = NULL
    WHERE task.asked_seq < excluded.asked_seq";

/// Notes what is asked; an earlier asking of the same task changes nothing.
///
/// # Errors
/// The database's.
pub async fn ask(tx: &mut Write, asked: &Asked<'_>) -> Result<()> {
    on!(tx, |c| sqlx::query(ASK)
        .bind(asked.id)
        .bind(asked.request)
        .bind(asked.name)
        .bind(asked.seq)
        .bind(asked.at)
        .bind(asked.code)
        .bind(asked.kind)
        .bind(asked.due_at)
        .bind(asked.details)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const END: &str = "INSERT INTO task (id, request_id, name, asked_seq, code, ended_seq, ended, answered_seq)
    VALUES ($1, $2, $3, 0, $4, $5, $6, 0)
    ON CONFLICT (request_id, name) DO UPDATE SET ended_seq = excluded.ended_seq, ended = excluded.ended
    WHERE task.ended_seq < excluded.ended_seq";

/// Notes how a task ended, even one whose asking has not come yet.
///
/// # Errors
/// The database's.
pub async fn end(
    tx: &mut Write,
    id: TaskId,
    request: RequestId,
    (name, code): (&str, &str),
    (seq, ended): (i64, &str),
) -> Result<()> {
    on!(tx, |c| sqlx::query(END)
        .bind(id)
        .bind(request)
        .bind(name)
        .bind(code)
        .bind(seq)
        .bind(ended)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const OF_REQUEST: &str =
    "SELECT id, name, asked_seq, asked_at, code, kind, due_at, details, ended_seq, ended,
    answered_seq, answered_at FROM task WHERE request_id = $1 AND asked_seq > 0 ORDER BY asked_seq";

/// The tasks of a request, in the order in which they were asked.
///
/// # Errors
/// The database's.
pub async fn of_request(db: &mut impl Sql, request: RequestId) -> Result<Vec<Task>> {
    Ok(on!(db, |c| sqlx::query_as(OF_REQUEST).bind(request).fetch_all(c).await)?)
}

const ANSWERED: &str = "UPDATE task SET answered_seq = $2, answered_at = $3
    WHERE id = $1 AND asked_seq = $2 AND answered_seq < $2 AND ended_seq < $2";

/// Notes that the citizen answered that asking; `false` when they had, or it is no longer asked.
///
/// # Errors
/// The database's.
pub async fn answered(tx: &mut Write, id: TaskId, asked_seq: i64, at: Micros) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(ANSWERED)
        .bind(id)
        .bind(asked_seq)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const REOPEN: &str = "UPDATE task SET answered_seq = 0, answered_at = NULL
    WHERE id = $1 AND answered_seq = $2 AND asked_seq = $2 AND ended_seq < $2";

/// Has that asking answered no more; `false` when something else was said of the task since.
///
/// # Errors
/// The database's.
pub async fn reopen(tx: &mut Write, id: TaskId, asked_seq: Option<i64>) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(REOPEN)
        .bind(id)
        .bind(asked_seq)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

/// An open task with its request.
#[derive(Debug, sqlx::FromRow)]
pub struct OpenTask {
    /// Its id.
    pub id: TaskId,
    /// The request.
    pub request_id: RequestId,
    /// Whose request it is.
    pub account_id: AccountId,
    /// For which service.
    pub tile: TileId,
    /// The request's reference.
    pub reference: Reference,
    /// The back-end's code.
    pub code: String,
    /// When it was asked.
    pub asked_at: Option<Micros>,
    /// The end of the last day to do it.
    pub due_at: Option<Micros>,
    /// The back-end's own name for it.
    pub name: String,
    /// Sealed: the parameters of its words.
    pub details: Option<Vec<u8>>,
}

const OPEN_OF: &str = "SELECT t.id, t.request_id, r.account_id, r.tile, r.reference, t.code, t.asked_at,
        t.due_at, t.name, t.details
    FROM request r JOIN task t ON t.request_id = r.id
    WHERE r.account_id = $1 AND r.needs_me AND r.state <> 'closed' AND t.kind IS NOT NULL
        AND t.asked_seq > t.ended_seq AND t.answered_seq < t.asked_seq
    ORDER BY COALESCE(t.due_at, 9223372036854775807), t.asked_at LIMIT $2";

/// What a person has to do, the most pressing first.
///
/// # Errors
/// The database's.
pub async fn open_of(db: &mut impl Sql, account: AccountId, limit: i64) -> Result<Vec<OpenTask>> {
    Ok(on!(db, |c| sqlx::query_as(OPEN_OF).bind(account).bind(limit).fetch_all(c).await)?)
}

const TO_REMIND: &str = "SELECT t.id, t.request_id, r.account_id, r.tile, r.reference, t.code, t.asked_at,
        t.due_at, t.name, t.details
    FROM task t JOIN request r ON r.id = t.request_id
    WHERE t.due_at BETWEEN $1 AND $2 AND t.reminded_at IS NULL AND t.kind IS NOT NULL
        AND t.asked_seq > t.ended_seq AND t.answered_seq < t.asked_seq AND r.state <> 'closed'
        AND r.tile = $3
    ORDER BY t.due_at LIMIT 100";

/// Some of a tile's open tasks that are due between the two moments and whose citizens were not
/// reminded.
///
/// # Errors
/// The database's.
pub async fn to_remind(
    db: &mut impl Sql,
    tile: &TileId,
    from: Micros,
    until: Micros,
) -> Result<Vec<OpenTask>> {
    Ok(on!(db, |c| sqlx::query_as(TO_REMIND).bind(from).bind(until).bind(tile).fetch_all(c).await)?)
}

const REMINDED: &str = "UPDATE task SET reminded_at = $2 WHERE id = $1 AND reminded_at IS NULL
    AND answered_seq < asked_seq AND ended_seq < asked_seq";

/// Notes that the citizen is reminded; `false` when they were, or have done it meanwhile.
///
/// # Errors
/// The database's.
pub async fn reminded(tx: &mut Write, id: TaskId, at: Micros) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(REMINDED)
        .bind(id)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}
