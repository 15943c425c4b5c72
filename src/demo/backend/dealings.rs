//! What the office and a citizen exchange along the way: tasks and their answers, messages,
//! documents. The rows of it.

use serde::Serialize;
use sqlx::FromRow;

use super::store::{Change, Store};
use crate::clock::Micros;

/// Something asked of a citizen.
#[derive(Clone, Debug, FromRow, Serialize)]
pub(super) struct Task {
    pub(super) request: String,
    pub(super) name: String,
    pub(super) code: String,
    pub(super) state: String,
}

/// Something handed to a citizen.
#[derive(Clone, Debug, FromRow, Serialize)]
pub(super) struct Document {
    pub(super) request: String,
    pub(super) name: String,
    pub(super) code: String,
    pub(super) opened_at: Option<Micros>,
}

/// Something that a citizen sent.
#[derive(Clone, Debug, FromRow, Serialize)]
pub(super) struct Letter {
    pub(super) reply: String,
    pub(super) request: String,
    pub(super) task: String,
    #[serde(skip)]
    pub(super) content: String,
    pub(super) received_at: Micros,
}

/// A record as a portal that pulls is told of it.
#[derive(Debug, FromRow)]
pub(super) struct Listed {
    pub(super) request: String,
    pub(super) number: i64,
}

impl Store {
    /// Every task, in the order asked.
    pub(super) async fn tasks(&self) -> Result<Vec<Task>, sqlx::Error> {
        sqlx::query_as("SELECT * FROM task ORDER BY rowid LIMIT 5000").fetch_all(self.pool()).await
    }

    /// Every document, in the order offered.
    pub(super) async fn documents(&self) -> Result<Vec<Document>, sqlx::Error> {
        sqlx::query_as("SELECT * FROM document ORDER BY rowid LIMIT 5000").fetch_all(self.pool()).await
    }

    /// Everything that citizens sent along the way, in order.
    pub(super) async fn letters(&self) -> Result<Vec<Letter>, sqlx::Error> {
        sqlx::query_as("SELECT * FROM letter ORDER BY rowid LIMIT 5000").fetch_all(self.pool()).await
    }

    /// A document of that citizen's.
    pub(super) async fn document(
        &self,
        citizen: &str,
        request: &str,
        name: &str,
    ) -> Result<Option<Document>, sqlx::Error> {
        let sql = "SELECT d.* FROM document d JOIN record c ON c.request = d.request \
            WHERE d.request = $1 AND d.name = $2 AND c.citizen = $3";
        sqlx::query_as(sql).bind(request).bind(name).bind(citizen).fetch_optional(self.pool()).await
    }

    /// Some of the records of which something was told after `since`, in that order.
    pub(super) async fn told_since(&self, since: i64, limit: i64) -> Result<Vec<Listed>, sqlx::Error> {
        let sql = "SELECT c.request, COALESCE(m.number, 0) AS number FROM record c \
            LEFT JOIN mark m ON m.request = c.request WHERE COALESCE(m.number, 0) > $1 ORDER BY 2 LIMIT $2";
        sqlx::query_as(sql).bind(since).bind(limit).fetch_all(self.pool()).await
    }

    /// The bodies of all that has been told of a record, or is due to be.
    pub(super) async fn told_of(&self, request: &str, now: Micros) -> Result<Vec<String>, sqlx::Error> {
        let sql =
            "SELECT body FROM callback WHERE request = $1 AND (attempts > 0 OR next_at <= $2) ORDER BY seq";
        sqlx::query_scalar(sql).bind(request).bind(now).fetch_all(self.pool()).await
    }
}

/// Notes that something is told of a record.
pub(super) async fn mark(change: &mut Change, request: &str) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO mark (request, number) SELECT $1, COALESCE(MAX(number), 0) + 1 FROM mark WHERE TRUE \
        ON CONFLICT (request) DO UPDATE SET number = excluded.number";
    sqlx::query(sql).bind(request).execute(&mut **change).await?;
    Ok(())
}

/// Notes that something is asked.
pub(super) async fn ask(
    change: &mut Change,
    request: &str,
    name: &str,
    code: &str,
) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO task (request, name, code, state) VALUES ($1, $2, $3, 'asked') \
        ON CONFLICT (request, name) DO UPDATE SET state = 'asked'";
    sqlx::query(sql).bind(request).bind(name).bind(code).execute(&mut **change).await?;
    Ok(())
}

/// Notes that a task's answer is taken into account; gives its code unless that was done before.
pub(super) async fn process(
    change: &mut Change,
    request: &str,
    name: &str,
) -> Result<Option<String>, sqlx::Error> {
    let sql = "UPDATE task SET state = 'processed' WHERE request = $1 AND name = $2 AND state = 'asked' \
        RETURNING code";
    sqlx::query_scalar(sql).bind(request).bind(name).fetch_optional(&mut **change).await
}

/// Notes that a document is there.
pub(super) async fn offer(change: &mut Change, request: &str, code: &str) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO document (request, name, code) VALUES ($1, $2, $2) ON CONFLICT DO NOTHING";
    sqlx::query(sql).bind(request).bind(code).execute(&mut **change).await?;
    Ok(())
}

/// Notes that a document was opened.
pub(super) async fn opened(
    change: &mut Change,
    request: &str,
    name: &str,
    now: Micros,
) -> Result<(), sqlx::Error> {
    let sql = "UPDATE document SET opened_at = COALESCE(opened_at, $3) WHERE request = $1 AND name = $2";
    sqlx::query(sql).bind(request).bind(name).bind(now).execute(&mut **change).await?;
    Ok(())
}

/// Keeps what a citizen sent.
pub(super) async fn keep(change: &mut Change, letter: &Letter) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO letter (reply, request, task, content, received_at) VALUES ($1, $2, $3, $4, $5)";
    sqlx::query(sql)
        .bind(&letter.reply)
        .bind(&letter.request)
        .bind(&letter.task)
        .bind(&letter.content)
        .bind(letter.received_at)
        .execute(&mut **change)
        .await?;
    Ok(())
}
