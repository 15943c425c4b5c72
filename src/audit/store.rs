//! The audit log's rows.

use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::Entry;
use crate::act::Actor;
use crate::clock::Micros;
use crate::id::{AccountId, EventId, RequestId, SessionId};
use crate::on;
use crate::store::{Error, Result, Sql, Write};

const INSERT: &str = "INSERT INTO audit_event
    (id, at, code, actor, actor_account_id, session_id, account_id, request_id, trace, fields)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Adds one event to the log, in the transaction of the act it tells of.
///
/// # Errors
/// The database's; the act must then fail as a whole.
pub async fn insert(tx: &mut Write, id: EventId, at: Micros, actor: &Actor, entry: &Entry) -> Result<()> {
    let (code, fields) = parts(entry)?;
    on!(tx, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(at)
        .bind(code)
        .bind(actor.kind())
        .bind(actor.account())
        .bind(actor.session())
        .bind(entry.account)
        .bind(entry.request)
        .bind(actor.trace())
        .bind(Json(fields))
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// The code and the fields of an event, from its one serialised form.
fn parts(entry: &Entry) -> Result<(String, Value)> {
    let value =
        serde_json::to_value(&entry.event).map_err(|e| Error::Refused(sqlx::Error::Encode(e.into())))?;
    let code = value.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    let fields = value.get("fields").cloned().unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    Ok((code, fields))
}

/// One event as the log keeps it.
#[derive(Debug, sqlx::FromRow)]
pub struct Row {
    /// Its id, in time order.
    pub id: EventId,
    /// When.
    pub at: Micros,
    /// What, as a code.
    pub code: String,
    /// Who, as a kind: visitor, citizen, staff, backend or system.
    pub actor: String,
    /// In which session.
    pub session_id: Option<Uuid>,
    /// About which request.
    pub request_id: Option<Uuid>,
    /// Caused by which HTTP request.
    pub trace: Option<String>,
    /// The event's fields.
    pub fields: Json<serde_json::Map<String, Value>>,
}

impl Row {
    /// The session, if there was one.
    #[must_use]
    pub fn session(&self) -> Option<SessionId> {
        self.session_id.map(SessionId)
    }

    /// The request, if there was one.
    #[must_use]
    pub fn request(&self) -> Option<RequestId> {
        self.request_id.map(RequestId)
    }
}

const JOURNEY: &str = "SELECT id, at, code, actor, session_id, request_id, trace, fields
    FROM audit_event WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3";

/// The events of one person's journey, oldest first, from just after `after` (the nil id begins
/// at the beginning), at most `limit`.
///
/// # Errors
/// The database's.
pub async fn journey(db: &mut impl Sql, account: AccountId, after: EventId, limit: i64) -> Result<Vec<Row>> {
    let rows = on!(db, |c| sqlx::query_as(JOURNEY).bind(account).bind(after).bind(limit).fetch_all(c).await)?;
    Ok(rows)
}

const COUNT_SINCE: &str = "SELECT COUNT(*) FROM audit_event WHERE code = $1 AND at >= $2";

/// How often an event of that code happened since `since`.
///
/// # Errors
/// The database's.
pub async fn count_since(db: &mut impl Sql, code: &str, since: Micros) -> Result<i64> {
    Ok(on!(db, |c| sqlx::query_scalar(COUNT_SINCE).bind(code).bind(since).fetch_one(c).await)?)
}

const WAS_USED: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM audit_event WHERE account_id = $1
    AND code NOT LIKE 'signin-%' AND code NOT LIKE 'session-%' AND code NOT LIKE 'message-%'
    AND code NOT LIKE 'mail-%' LIMIT 1) AS used";

/// Whether anything was ever done on an account but to sign in to it.
///
/// # Errors
/// The database's.
pub async fn was_used(db: &mut impl Sql, account: AccountId) -> Result<bool> {
    let count: i64 = on!(db, |c| sqlx::query_scalar(WAS_USED).bind(account).fetch_one(c).await)?;
    Ok(count > 0)
}
