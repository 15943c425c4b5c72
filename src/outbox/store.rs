//! The outbox's rows.

use std::sync::LazyLock;

use serde_json::Value;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, QueryBuilder};
use uuid::Uuid;

use super::{Error, Job, Kind, NewJob};
use crate::clock::{Clock, Micros};
use crate::id::{AccountId, JobId, RequestId, random};
use crate::on;
use crate::store::{Result, Sql, Write};

const INSERT: &str = "INSERT INTO job
    (id, kind, key, account_id, request_id, payload, state, attempts, run_at, created_at) ";
const ONCE: &str = " ON CONFLICT (key) DO NOTHING";

/// Promises jobs, each with its moment to run. One with the same key is the same promise.
pub(crate) async fn insert(
    tx: &mut Write,
    clock: &Clock,
    at: Micros,
    jobs: &[(NewJob, Micros)],
) -> Result<()> {
    on!(tx, |c| {
        let mut query = QueryBuilder::new(INSERT);
        query.push_values(jobs, |mut row, (job, run_at)| {
            row.push_bind(JobId::new(clock)).push_bind(job.kind.word()).push_bind(job.key());
            row.push_bind(job.account).push_bind(job.request).push_bind(Json(&job.payload));
            row.push("'waiting'").push("0").push_bind(*run_at).push_bind(at);
        });
        query.push(ONCE).build().execute(c).await.map(drop)
    })?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Leased {
    id: JobId,
    kind: String,
    account_id: Option<AccountId>,
    request_id: Option<RequestId>,
    payload: Json<Value>,
    attempts: i64,
    created_at: Micros,
}

/// The kinds that this release knows, as SQL writes a list: words of the code, nothing from outside.
static KNOWN: LazyLock<String> = LazyLock::new(|| {
    let words: Vec<String> = Kind::ALL.iter().map(|kind| format!("'{}'", kind.word())).collect();
    words.join(", ")
});

// The one query whose text differs: PostgreSQL skips the rows that another worker is taking,
// SQLite has one writer at a time and no such words.
static LEASE_SQLITE: LazyLock<String> = LazyLock::new(|| lease_sql(""));
static LEASE_POSTGRES: LazyLock<String> = LazyLock::new(|| lease_sql(" FOR UPDATE SKIP LOCKED"));

fn lease_sql(locking: &str) -> String {
    let known = &*KNOWN;
    format!(
        "UPDATE job SET state = 'leased', attempts = attempts + 1, lease = $1, lease_until = $2
        WHERE id IN (SELECT id FROM job
                     WHERE ((state = 'waiting' AND run_at <= $3) OR (state = 'leased' AND lease_until <= $3))
                       AND kind IN ({known})
                     ORDER BY run_at LIMIT $4{locking})
        RETURNING id, kind, account_id, request_id, payload, attempts, created_at"
    )
}

/// Takes up to `limit` jobs that are due, or whose last holder went silent, until `until`. Kinds
/// that this release does not know are left to the release that does.
pub(crate) async fn lease(tx: &mut Write, now: Micros, until: Micros, limit: i64) -> Result<Vec<Job>> {
    let lease = Uuid::from_bytes(random());
    let rows: Vec<Leased> = match tx {
        Write::Sqlite(c) => {
            sqlx::query_as(AssertSqlSafe(LEASE_SQLITE.as_str()))
                .bind(lease)
                .bind(until)
                .bind(now)
                .bind(limit)
                .fetch_all(&mut **c)
                .await?
        }
        Write::Postgres(c) => {
            sqlx::query_as(AssertSqlSafe(LEASE_POSTGRES.as_str()))
                .bind(lease)
                .bind(until)
                .bind(now)
                .bind(limit)
                .fetch_all(&mut **c)
                .await?
        }
    };
    let known = rows.into_iter().filter_map(|row| {
        Some(Job {
            id: row.id,
            kind: Kind::of(&row.kind)?,
            account: row.account_id,
            request: row.request_id,
            payload: row.payload.0,
            attempts: row.attempts,
            created_at: row.created_at,
            lease,
        })
    });
    Ok(known.collect())
}

const FINISH: &str =
    "UPDATE job SET state = 'done', done_at = $3, lease = NULL, lease_until = NULL, last_error = NULL
    WHERE id = $1 AND lease = $2 AND state = 'leased'";

pub(crate) async fn finish(tx: &mut Write, job: &Job, at: Micros) -> Result<(), Error> {
    let done = on!(tx, |c| sqlx::query(FINISH)
        .bind(job.id)
        .bind(job.lease)
        .bind(at)
        .execute(c)
        .await
        .map(|r| r.rows_affected()));
    fenced(done)
}

const PUT_OFF: &str =
    "UPDATE job SET state = 'waiting', run_at = $3, lease = NULL, lease_until = NULL, last_error = $4
    WHERE id = $1 AND lease = $2 AND state = 'leased'";
const BURY: &str = "UPDATE job SET state = 'dead', lease = NULL, lease_until = NULL, last_error = $3
    WHERE id = $1 AND lease = $2 AND state = 'leased'";

pub(crate) async fn put_off(
    tx: &mut Write,
    job: &Job,
    run_at: Option<Micros>,
    reason: &str,
) -> Result<(), Error> {
    let done = match run_at {
        Some(run_at) => on!(tx, |c| sqlx::query(PUT_OFF)
            .bind(job.id)
            .bind(job.lease)
            .bind(run_at)
            .bind(reason)
            .execute(c)
            .await
            .map(|r| r.rows_affected())),
        None => on!(tx, |c| sqlx::query(BURY)
            .bind(job.id)
            .bind(job.lease)
            .bind(reason)
            .execute(c)
            .await
            .map(|r| r.rows_affected())),
    };
    fenced(done)
}

fn fenced(changed: sqlx::Result<u64>) -> Result<(), Error> {
    match changed.map_err(crate::store::Error::from)? {
        1 => Ok(()),
        _ => Err(Error::Fenced),
    }
}

const POSTPONE: &str =
    "UPDATE job SET state = 'waiting', run_at = $3, attempts = attempts - 1, lease = NULL, lease_until = NULL
    WHERE id = $1 AND lease = $2 AND state = 'leased'";

/// Gives back a job whose turn has not come: this was no attempt.
pub(crate) async fn postpone(tx: &mut Write, job: &Job, run_at: Micros) -> Result<(), Error> {
    let done = on!(tx, |c| sqlx::query(POSTPONE)
        .bind(job.id)
        .bind(job.lease)
        .bind(run_at)
        .execute(c)
        .await
        .map(|r| r.rows_affected()));
    fenced(done)
}

const HAND_BACK: &str =
    "UPDATE job SET state = 'waiting', attempts = attempts - 1, lease = NULL, lease_until = NULL
    WHERE id = $1 AND lease = $2 AND state = 'leased'";

/// Gives back a job that has not come to its end, as if it had not been taken.
pub(crate) async fn hand_back(tx: &mut Write, job: &Job) -> Result<()> {
    on!(tx, |c| sqlx::query(HAND_BACK).bind(job.id).bind(job.lease).execute(c).await.map(drop))?;
    Ok(())
}

static NEXT_DUE: LazyLock<String> = LazyLock::new(|| {
    let known = &*KNOWN;
    format!(
        "SELECT MIN(due) FROM (
            SELECT MIN(run_at) AS due FROM job WHERE state = 'waiting' AND kind IN ({known})
            UNION ALL SELECT MIN(lease_until) FROM job WHERE state = 'leased' AND kind IN ({known})) AS dues"
    )
});

/// When the next job that this release can do is due, if there is one.
pub(crate) async fn next_due(db: &mut impl Sql) -> Result<Option<Micros>> {
    Ok(on!(db, |c| sqlx::query_scalar(AssertSqlSafe(NEXT_DUE.as_str())).fetch_one(c).await)?)
}

static PROMISED: LazyLock<String> = LazyLock::new(|| {
    let kinds = Kind::ALL.iter().filter(|kind| kind.is_promised_to_a_backend());
    let words: Vec<String> = kinds.map(|kind| format!("'{}'", kind.word())).collect();
    format!(
        "SELECT DISTINCT request_id FROM job WHERE account_id = $1 AND state IN ('waiting', 'leased')
            AND request_id IS NOT NULL AND kind IN ({})",
        words.join(", ")
    )
});

/// The requests of a person of which something is still on its way to a back-end.
///
/// # Errors
/// The database's.
pub async fn promised_to_backends(db: &mut impl Sql, account: AccountId) -> Result<Vec<RequestId>> {
    let sql = || AssertSqlSafe(PROMISED.as_str());
    Ok(on!(db, |c| sqlx::query_scalar(sql()).bind(account).fetch_all(c).await)?)
}

/// A job as the person whose file it concerns may see it.
#[derive(Debug, sqlx::FromRow)]
pub struct Own {
    /// Its id.
    pub id: JobId,
    /// Its kind's word.
    pub kind: String,
    /// Which request it concerns.
    pub request_id: Option<RequestId>,
    /// `waiting`, `leased`, `done` or `dead`.
    pub state: String,
    /// The attempts made.
    pub attempts: i64,
    /// Why the last one failed, as a code.
    pub last_error: Option<String>,
    /// When it was promised.
    pub created_at: Micros,
    /// When it is, or was, to be done next.
    pub run_at: Micros,
    /// When it was done.
    pub done_at: Option<Micros>,
}

const OF_ACCOUNT: &str =
    "SELECT id, kind, request_id, state, attempts, last_error, created_at, run_at, done_at
    FROM job WHERE account_id = $1 ORDER BY id";

/// The work that was promised about a person, the oldest first.
///
/// # Errors
/// The database's.
pub async fn of_account(db: &mut impl Sql, account: AccountId) -> Result<Vec<Own>> {
    Ok(on!(db, |c| sqlx::query_as(OF_ACCOUNT).bind(account).fetch_all(c).await)?)
}

/// A buried job, for the administrator.
#[derive(Debug, sqlx::FromRow)]
pub struct DeadJob {
    /// Its id.
    pub id: JobId,
    /// Its kind's word.
    pub kind: String,
    /// Whose file it concerns.
    pub account_id: Option<AccountId>,
    /// Which request it concerns.
    pub request_id: Option<RequestId>,
    /// The attempts made.
    pub attempts: i64,
    /// Why the last one failed, as a code.
    pub last_error: Option<String>,
    /// When it was promised.
    pub created_at: Micros,
}

const DEAD: &str = "SELECT id, kind, account_id, request_id, attempts, last_error, created_at
    FROM job WHERE state = 'dead' ORDER BY id DESC LIMIT $1";

/// The buried jobs, newest first.
///
/// # Errors
/// The database's.
pub async fn dead(db: &mut impl Sql, limit: i64) -> Result<Vec<DeadJob>> {
    Ok(on!(db, |c| sqlx::query_as(DEAD).bind(limit).fetch_all(c).await)?)
}

const COUNT: &str = "SELECT state, COUNT(*) FROM job WHERE state <> 'done' GROUP BY state";

/// How many jobs are in each state, those done left out.
///
/// # Errors
/// The database's.
pub async fn count_by_state(db: &mut impl Sql) -> Result<Vec<(String, i64)>> {
    Ok(on!(db, |c| sqlx::query_as(COUNT).fetch_all(c).await)?)
}

const OLDEST_WAITING: &str = "SELECT MIN(created_at) FROM job WHERE state IN ('waiting', 'leased')";

/// Since when the oldest job that is not done waits.
///
/// # Errors
/// The database's.
pub async fn oldest_waiting(db: &mut impl Sql) -> Result<Option<Micros>> {
    Ok(on!(db, |c| sqlx::query_scalar(OLDEST_WAITING).fetch_one(c).await)?)
}

const REPLAY: &str = "UPDATE job SET state = 'waiting', attempts = 0, run_at = $2
    WHERE id = $1 AND state = 'dead' RETURNING kind, account_id, request_id, payload";

/// A job that was set to run again, and what it concerns.
#[derive(Debug, sqlx::FromRow)]
pub struct Replayed {
    /// Its kind's word.
    pub kind: String,
    /// Whose file it concerns.
    pub account_id: Option<AccountId>,
    /// Which request it concerns.
    pub request_id: Option<RequestId>,
    /// What the work needs to know.
    #[sqlx(json)]
    pub payload: Value,
}

/// Sets a buried job to run again; tells what it concerns, or `None` when it is not buried.
///
/// # Errors
/// The database's.
pub async fn replay(tx: &mut Write, id: JobId, now: Micros) -> Result<Option<Replayed>> {
    Ok(on!(tx, |c| sqlx::query_as(REPLAY).bind(id).bind(now).fetch_optional(c).await)?)
}

const DESTROY: &str = "DELETE FROM job WHERE id = $1 AND state = 'dead'
    RETURNING kind, account_id, request_id, payload";

/// Destroys a buried job; tells what it concerned, or `None` when it is not buried.
///
/// # Errors
/// The database's.
pub async fn destroy(tx: &mut Write, id: JobId) -> Result<Option<Replayed>> {
    Ok(on!(tx, |c| sqlx::query_as(DESTROY).bind(id).fetch_optional(c).await)?)
}

/// How much of one kind of work there is.
#[derive(Debug, sqlx::FromRow)]
pub struct Queue {
    /// The kind's word.
    pub kind: String,
    /// Jobs that wait for their turn, or for another try.
    pub waiting: i64,
    /// Jobs that are buried.
    pub dead: i64,
    /// When the oldest that waits was promised.
    pub oldest: Option<Micros>,
}

const QUEUES: &str = "SELECT kind, COUNT(CASE WHEN state <> 'dead' THEN 1 END) AS waiting,
        COUNT(CASE WHEN state = 'dead' THEN 1 END) AS dead,
        MIN(CASE WHEN state <> 'dead' THEN created_at END) AS oldest
    FROM job WHERE state IN ('waiting', 'leased', 'dead') GROUP BY kind ORDER BY kind";

/// The work that is not done, by kind.
///
/// # Errors
/// The database's.
pub async fn queues(db: &mut impl Sql) -> Result<Vec<Queue>> {
    Ok(on!(db, |c| sqlx::query_as(QUEUES).fetch_all(c).await)?)
}
