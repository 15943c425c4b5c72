//! The audit log's rows.

use serde_json::{Map, Value};
use sqlx::QueryBuilder;
use sqlx::types::Json;
use uuid::Uuid;

use super::search::first_id;
use super::{Entry, Kept};
use crate::act::Actor;
use crate::clock::Micros;
use crate::id::{AccountId, EventId, RequestId, SessionId};
use crate::on;
use crate::store::{Error, Result, Sql, Write};
use crate::vault::Vault;

const INSERT: &str = "INSERT INTO audit_event
    (id, at, code, actor, actor_account_id, session_id, account_id, request_id, trace, fields, salt, commitment, seal) ";
/// The most events of one statement: each number of them is a statement that the connection remembers.
pub const AT_ONCE: usize = 16;

/// An event that is to be logged.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    /// Its id.
    pub id: EventId,
    /// When it happens.
    pub at: Micros,
    /// Who acts.
    pub actor: &'a Actor,
    /// What happens, and to whose file.
    pub entry: &'a Entry,
}

/// Adds events to the log, in the transaction of the act they tell of; each gets its place in the tree within a second.
///
/// # Errors
/// The database's; the act must then fail as a whole.
pub async fn insert(tx: &mut Write, vault: &Vault, lines: &[Line<'_>]) -> Result<()> {
    for lines in lines.chunks(AT_ONCE) {
        let events = lines.iter().map(|line| {
            let Line { id, at, actor, entry } = *line;
            Ok(Kept::new(id, at, actor, entry, parts(entry)?).sealed(vault))
        });
        let events = events.collect::<Result<Vec<Kept>>>()?;
        on!(tx, |c| {
            let mut query = QueryBuilder::new(INSERT);
            query.push_values(&events, |mut row, event| {
                row.push_bind(event.id).push_bind(event.at).push_bind(&event.code).push_bind(&event.actor);
                row.push_bind(event.actor_account_id).push_bind(event.session_id);
                row.push_bind(event.account_id).push_bind(event.request_id).push_bind(&event.trace);
                row.push_bind(&event.fields).push_bind(&event.salt).push_bind(&event.commitment);
                row.push_bind(&event.seal);
            });
            query.build().execute(c).await.map(drop)
        })?;
    }
    Ok(())
}

/// The code and the fields of an event, from its one serialised form.
fn parts(entry: &Entry) -> Result<(String, Map<String, Value>)> {
    let mut value =
        serde_json::to_value(&entry.event).map_err(|e| Error::from(sqlx::Error::Encode(e.into())))?;
    let code = value.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    let fields =
        value.get_mut("fields").and_then(Value::as_object_mut).map(std::mem::take).unwrap_or_default();
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
    pub fields: Json<Map<String, Value>>,
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

const NEWEST: &str = "SELECT id, at, code, actor, session_id, request_id, trace, fields
    FROM audit_event WHERE code = $1 ORDER BY id DESC LIMIT 1";

/// The newest event of that code.
///
/// # Errors
/// The database's.
pub async fn newest(db: &mut impl Sql, code: &str) -> Result<Option<Row>> {
    Ok(on!(db, |c| sqlx::query_as(NEWEST).bind(code).fetch_optional(c).await)?)
}

const NEWEST_AT: &str = "SELECT at FROM audit_event WHERE code <> 'backup-restored' ORDER BY id DESC LIMIT 1";

/// When the newest event happened, what was told of a restore aside; `None` in an empty log.
///
/// # Errors
/// The database's.
pub async fn newest_at(db: &mut impl Sql) -> Result<Option<Micros>> {
    Ok(on!(db, |c| sqlx::query_scalar(NEWEST_AT).fetch_optional(c).await)?)
}

const COUNT_SINCE: &str = "SELECT COUNT(*) FROM audit_event WHERE code = $1 AND id >= $2";

/// How often an event of that code happened since `since`.
///
/// # Errors
/// The database's.
pub async fn count_since(db: &mut impl Sql, code: &str, since: Micros) -> Result<i64> {
    let since = first_id(since);
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
