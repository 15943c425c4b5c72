//! A back-end's own database: one SQLite file, one connection.

use std::path::Path;
use std::time::Duration;

use serde::Serialize;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{FromRow, Sqlite, SqlitePool, Transaction};

use super::files::File;
use crate::clock::Micros;

/// A record as it stands.
#[derive(Clone, Debug, FromRow, Serialize)]
pub(super) struct Record {
    pub(super) request: String,
    pub(super) reference: String,
    #[serde(skip)]
    pub(super) citizen: String,
    #[serde(skip)]
    pub(super) content: String,
    pub(super) received_at: Micros,
    pub(super) code: String,
    pub(super) seq: i64,
    #[serde(skip)]
    pub(super) steps: i64,
    pub(super) withdrawal: String,
}

/// What came under one idempotency key, and what was answered.
#[derive(Clone, Debug, FromRow, Serialize)]
pub(super) struct Receipt {
    #[serde(rename = "idempotency_key")]
    pub(super) key: String,
    pub(super) kind: String,
    #[serde(skip)]
    pub(super) digest: String,
    pub(super) request: String,
    pub(super) status: i64,
    #[serde(skip)]
    pub(super) reply: String,
    pub(super) times: i64,
    pub(super) first_at: Micros,
    pub(super) last_at: Micros,
}

/// A callback to the portal, sent or still to send.
#[derive(Clone, Debug, FromRow, Serialize)]
pub(super) struct Callback {
    pub(super) id: String,
    pub(super) request: String,
    pub(super) seq: i64,
    #[serde(skip)]
    pub(super) body: String,
    pub(super) attempts: i64,
    pub(super) outcome: String,
    pub(super) last_answer: String,
}

/// A change under way: nothing of it is kept unless it is committed.
pub(super) type Change = Transaction<'static, Sqlite>;

/// The database.
#[derive(Clone)]
pub(in crate::demo) struct Store(SqlitePool);

impl Store {
    /// Opens the file, made when missing.
    pub(in crate::demo) async fn open(path: &Path) -> Result<Self, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .pragma("cache_size", "-256");
        // One connection: changes queue for it instead of meeting each other's locks.
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::raw_sql(include_str!("schema.sql")).execute(&pool).await?;
        Ok(Self(pool))
    }

    /// Writes everything home and lets the file go.
    pub(in crate::demo) async fn close(&self) {
        self.0.close().await;
    }

    pub(super) fn pool(&self) -> &SqlitePool {
        &self.0
    }

    /// Begins a change.
    pub(super) async fn change(&self) -> Result<Change, sqlx::Error> {
        self.0.begin_with("BEGIN IMMEDIATE").await
    }

    /// Every record, the latest first.
    pub(super) async fn records(&self) -> Result<Vec<Record>, sqlx::Error> {
        sqlx::query_as("SELECT * FROM record ORDER BY number DESC LIMIT 500").fetch_all(&self.0).await
    }

    /// Every file announced, whether it came or not.
    pub(super) async fn files(&self) -> Result<Vec<File>, sqlx::Error> {
        sqlx::query_as("SELECT * FROM attachment ORDER BY request, id LIMIT 2000").fetch_all(&self.0).await
    }

    /// Everything that came, the latest first.
    pub(super) async fn receipts(&self) -> Result<Vec<Receipt>, sqlx::Error> {
        sqlx::query_as("SELECT * FROM receipt ORDER BY first_at DESC, key LIMIT 500").fetch_all(&self.0).await
    }

    /// Every callback, in order.
    pub(super) async fn callbacks(&self) -> Result<Vec<Callback>, sqlx::Error> {
        sqlx::query_as("SELECT * FROM callback ORDER BY request, seq LIMIT 5000").fetch_all(&self.0).await
    }

    /// The callbacks due: of each request only the earliest that waits, so that news comes in its
    /// order.
    pub(super) async fn due_callbacks(&self, now: Micros) -> Result<Vec<Callback>, sqlx::Error> {
        let sql = "SELECT * FROM callback AS one WHERE outcome = 'waiting' AND next_at <= $1 AND NOT EXISTS \
            (SELECT 1 FROM callback AS earlier WHERE earlier.request = one.request \
             AND earlier.seq < one.seq AND earlier.outcome = 'waiting') ORDER BY next_at LIMIT 16";
        sqlx::query_as(sql).bind(now).fetch_all(&self.0).await
    }

    /// When something is next to be done, if anything is.
    pub(super) async fn next_due(&self) -> Result<Option<Micros>, sqlx::Error> {
        let sql = "SELECT MIN(next_at) FROM (SELECT next_at FROM record WHERE next_at IS NOT NULL \
            UNION ALL SELECT next_at FROM callback WHERE outcome = 'waiting')";
        sqlx::query_scalar(sql).fetch_one(&self.0).await
    }

    /// Notes how an attempt to deliver went.
    pub(super) async fn attempted(
        &self,
        callback: &Callback,
        outcome: &str,
        answer: &str,
        next: Micros,
    ) -> Result<(), sqlx::Error> {
        let sql = "UPDATE callback SET outcome = $2, last_answer = $3, next_at = $4, attempts = attempts + 1 \
            WHERE id = $1";
        let mut change = self.change().await?;
        sqlx::query(sql)
            .bind(&callback.id)
            .bind(outcome)
            .bind(answer)
            .bind(next)
            .execute(&mut *change)
            .await?;
        if callback.attempts == 0 {
            super::dealings::mark(&mut change, &callback.request).await?;
        }
        change.commit().await
    }
}

/// What was answered to that key before, counting this time as well.
pub(super) async fn recall(
    change: &mut Change,
    key: &str,
    now: Micros,
) -> Result<Option<Receipt>, sqlx::Error> {
    let sql = "UPDATE receipt SET times = times + 1, last_at = $2 WHERE key = $1 RETURNING *";
    sqlx::query_as(sql).bind(key).bind(now).fetch_optional(&mut **change).await
}

/// Keeps what was answered.
pub(super) async fn remember(change: &mut Change, receipt: &Receipt) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO receipt (key, kind, digest, request, status, reply, times, first_at, last_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    sqlx::query(sql)
        .bind(&receipt.key)
        .bind(&receipt.kind)
        .bind(&receipt.digest)
        .bind(&receipt.request)
        .bind(receipt.status)
        .bind(&receipt.reply)
        .bind(receipt.times)
        .bind(receipt.first_at)
        .bind(receipt.last_at)
        .execute(&mut **change)
        .await?;
    Ok(())
}

/// The record of that request.
pub(super) async fn record(change: &mut Change, request: &str) -> Result<Option<Record>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM record WHERE request = $1")
        .bind(request)
        .fetch_optional(&mut **change)
        .await
}

/// Files a new record; gives its reference.
pub(super) async fn file(
    change: &mut Change,
    prefix: &str,
    (request, citizen): (&str, &str),
    content: &str,
    (now, next): (Micros, Micros),
) -> Result<String, sqlx::Error> {
    let latest = sqlx::query_scalar("SELECT COALESCE(MAX(number), 0) FROM record");
    let number: i64 = latest.fetch_one(&mut **change).await?;
    let number = number + 1;
    let reference = format!("{prefix}-{}-{number:06}", now.timestamp().strftime("%Y"));
    let sql = "INSERT INTO record (request, number, reference, citizen, content, received_at, code, seq, steps, \
        next_at, withdrawal) VALUES ($1, $2, $3, $4, $5, $6, '', 0, 0, $7, 'none')";
    sqlx::query(sql)
        .bind(request)
        .bind(number)
        .bind(&reference)
        .bind(citizen)
        .bind(content)
        .bind(now)
        .bind(next)
        .execute(&mut **change)
        .await?;
    Ok(reference)
}

/// The records whose next status is due.
pub(super) async fn due_records(change: &mut Change, now: Micros) -> Result<Vec<Record>, sqlx::Error> {
    let sql = "SELECT * FROM record WHERE next_at <= $1 ORDER BY next_at LIMIT 64";
    sqlx::query_as(sql).bind(now).fetch_all(&mut **change).await
}

/// Writes where a record stands now, and when it goes on.
pub(super) async fn advance(
    change: &mut Change,
    record: &Record,
    next: Option<Micros>,
) -> Result<(), sqlx::Error> {
    let sql =
        "UPDATE record SET code = $2, seq = $3, steps = $4, withdrawal = $5, next_at = $6 WHERE request = $1";
    sqlx::query(sql)
        .bind(&record.request)
        .bind(&record.code)
        .bind(record.seq)
        .bind(record.steps)
        .bind(&record.withdrawal)
        .bind(next)
        .execute(&mut **change)
        .await?;
    Ok(())
}

/// Writes the number of the last news, and leaves when the record goes on as it is.
pub(super) async fn keep_seq(change: &mut Change, record: &Record) -> Result<(), sqlx::Error> {
    let sql = "UPDATE record SET seq = $2 WHERE request = $1";
    sqlx::query(sql).bind(&record.request).bind(record.seq).execute(&mut **change).await?;
    Ok(())
}

/// Puts a callback in the queue, to leave at `at`.
pub(super) async fn queue(
    change: &mut Change,
    id: &str,
    record: &Record,
    body: &str,
    at: Micros,
) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO callback (id, request, seq, body, attempts, next_at, outcome, last_answer) \
        VALUES ($1, $2, $3, $4, 0, $5, 'waiting', '')";
    sqlx::query(sql)
        .bind(id)
        .bind(&record.request)
        .bind(record.seq)
        .bind(body)
        .bind(at)
        .execute(&mut **change)
        .await?;
    Ok(())
}
