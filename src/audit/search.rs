//! Looking things up in the log (A1): its newest lines first, by whatever is known of them. Ids sort by
//! time, so that a range of time is a range of ids and a page of lines ends where the next begins.

use serde_json::{Map, Value};
use sqlx::AssertSqlSafe;
use sqlx::types::Json;
use uuid::Uuid;

use crate::clock::Micros;
use crate::id::{AccountId, EventId, RequestId, SessionId};
use crate::on;
use crate::store::{Result, Sql};

/// What is known of the lines to find; all of it must hold.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Whose journey they belong to.
    pub account: Option<AccountId>,
    /// Which request they are about.
    pub request: Option<RequestId>,
    /// In which session.
    pub session: Option<SessionId>,
    /// Of which tile.
    pub tile: Option<String>,
    /// The event's code.
    pub code: Option<String>,
    /// Caused by which HTTP request.
    pub trace: Option<String>,
    /// From then on.
    pub from: Option<Micros>,
    /// Before then.
    pub until: Option<Micros>,
}

/// A line of the log, with whose it is and who acted.
#[derive(Debug, sqlx::FromRow)]
pub struct Line {
    /// Its id, in time order.
    pub id: EventId,
    /// When.
    pub at: Micros,
    /// What, as a code.
    pub code: String,
    /// Who, as a kind: visitor, citizen, staff, backend or system.
    pub actor: String,
    /// Who acted, where that is a person.
    pub actor_account_id: Option<AccountId>,
    /// In which session.
    pub session_id: Option<SessionId>,
    /// Whose journey it belongs to.
    pub account_id: Option<AccountId>,
    /// About which request.
    pub request_id: Option<RequestId>,
    /// Caused by which HTTP request.
    pub trace: Option<String>,
    /// The event's fields.
    pub fields: Json<Map<String, Value>>,
}

const LINE: &str = "SELECT id, at, code, actor, actor_account_id, session_id, account_id, request_id, trace,
    fields FROM audit_event WHERE id < $1";

/// The least id of a moment: whatever happened from then on has a greater one.
#[must_use]
pub fn first_id(at: Micros) -> EventId {
    let milliseconds = u128::try_from(at.0.max(0) / 1_000).unwrap_or_default();
    EventId(Uuid::from_u128(milliseconds << 80))
}

/// The greatest id of all: a search from there begins at the newest line.
#[must_use]
pub fn newest() -> EventId {
    EventId(Uuid::max())
}

/// The lines that were asked for and came before `before`, the newest first, at most `limit`.
///
/// # Errors
/// The database's.
pub async fn find(db: &mut impl Sql, search: &Search, before: EventId, limit: i64) -> Result<Vec<Line>> {
    let before = search.until.map_or(before, |until| before.min(first_id(until)));
    let sql = sql_of(search);
    Ok(on!(db, |c| {
        let mut query = sqlx::query_as(AssertSqlSafe(sql)).bind(before).bind(limit);
        if let Some(account) = search.account {
            query = query.bind(account);
        }
        if let Some(request) = search.request {
            query = query.bind(request);
        }
        if let Some(session) = search.session {
            query = query.bind(session);
        }
        if let Some(tile) = &search.tile {
            query = query.bind(tile);
        }
        if let Some(code) = &search.code {
            query = query.bind(code);
        }
        if let Some(trace) = &search.trace {
            query = query.bind(trace);
        }
        if let Some(from) = search.from {
            query = query.bind(first_id(from));
        }
        // Planned for its own values: a plan for any code would walk the whole log for a rare one.
        query.persistent(false).fetch_all(c).await
    })?)
}

/// Only what is asked is in the text, so that each question has its own plan. A person, a request, a session or a
/// trace has few lines, a code or a tile may have most of them: beside the former, the latter two are no way in, which
/// `|| ''` tells the database.
fn sql_of(search: &Search) -> String {
    let few = search.account.is_some()
        || search.request.is_some()
        || search.session.is_some()
        || search.trace.is_some();
    let tile =
        if few || search.code.is_some() { "(fields ->> 'tile') || '' = " } else { "fields ->> 'tile' = " };
    let asked = [
        (search.account.is_some(), "account_id = "),
        (search.request.is_some(), "request_id = "),
        (search.session.is_some(), "session_id = "),
        (search.tile.is_some(), tile),
        (search.code.is_some(), if few { "code || '' = " } else { "code = " }),
        (search.trace.is_some(), "trace = "),
        (search.from.is_some(), "id >= "),
    ];
    let asked = asked.into_iter().filter_map(|(asked, words)| asked.then_some(words));
    let conditions: Vec<String> =
        (3..).zip(asked).map(|(place, words)| format!(" AND {words}${place}")).collect();
    format!("{LINE}{} ORDER BY id DESC LIMIT $2", conditions.concat())
}

const CHANGES: &str =
    "SELECT id, at, code, actor, actor_account_id, session_id, account_id, request_id, trace,
    fields FROM audit_event WHERE id < $1 AND code IN (";

/// The lines of any of `codes`, words of our own, that came before `before`: the newest first.
///
/// # Errors
/// The database's.
pub async fn of_codes(
    db: &mut impl Sql,
    codes: &[&'static str],
    before: EventId,
    limit: i64,
) -> Result<Vec<Line>> {
    let list: Vec<String> = codes.iter().map(|code| format!("'{code}'")).collect();
    let sql = format!("{CHANGES}{}) ORDER BY id DESC LIMIT $2", list.join(", "));
    Ok(on!(db, |c| sqlx::query_as(AssertSqlSafe(sql)).bind(before).bind(limit).fetch_all(c).await)?)
}

const OF_CODE: &str =
    "SELECT id, at, code, actor, actor_account_id, session_id, account_id, request_id, trace,
    fields FROM audit_event WHERE account_id = $1 AND code IN ('journey-viewed', 'journey-exported')
    AND id < $2 ORDER BY id DESC LIMIT $3";

/// Who looked at the journey of a person: the latest looks first.
///
/// # Errors
/// The database's.
pub async fn looks(db: &mut impl Sql, account: AccountId, before: EventId, limit: i64) -> Result<Vec<Line>> {
    Ok(on!(db, |c| sqlx::query_as(OF_CODE).bind(account).bind(before).bind(limit).fetch_all(c).await)?)
}

const REASON: &str = "SELECT fields ->> 'reason' FROM audit_event WHERE account_id = $1 AND session_id = $2
    AND code = 'journey-viewed' AND id >= $3 ORDER BY id DESC LIMIT 1";

/// The reason that was given in `session`, since then, for looking at the journey of `account`.
///
/// # Errors
/// The database's.
pub async fn reason_given(
    db: &mut impl Sql,
    account: AccountId,
    session: SessionId,
    since: Micros,
) -> Result<Option<String>> {
    let since = first_id(since);
    let sql = REASON;
    Ok(on!(db, |c| sqlx::query_scalar(sql).bind(account).bind(session).bind(since).fetch_optional(c).await)?)
}

const WHOSE: &str = "SELECT account_id FROM audit_event WHERE session_id = $1 AND account_id IS NOT NULL
    ORDER BY id LIMIT 1";

/// Whose journey the events of a session belong to.
///
/// # Errors
/// The database's.
pub async fn whose(db: &mut impl Sql, session: SessionId) -> Result<Option<AccountId>> {
    Ok(on!(db, |c| sqlx::query_scalar(WHOSE).bind(session).fetch_optional(c).await)?)
}

const FOLLOWED: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM audit_event WHERE request_id = $1 AND id > $2
    AND code IN (";

/// Whether any of `codes`, words of our own, came after an event of a request.
///
/// # Errors
/// The database's.
pub async fn followed(
    db: &mut impl Sql,
    request: RequestId,
    after: EventId,
    codes: &[&'static str],
) -> Result<bool> {
    let list: Vec<String> = codes.iter().map(|code| format!("'{code}'")).collect();
    let sql = format!("{FOLLOWED}{}) LIMIT 1) AS found", list.join(", "));
    let count: i64 =
        on!(db, |c| sqlx::query_scalar(AssertSqlSafe(sql)).bind(request).bind(after).fetch_one(c).await)?;
    Ok(count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    #[test]
    fn the_text_asks_for_what_is_known_and_for_nothing_else() {
        assert!(sql_of(&Search::default()).ends_with("WHERE id < $1 ORDER BY id DESC LIMIT $2"));
        let known = Search { code: Some("x".into()), from: Some(Micros(0)), ..Search::default() };
        assert!(sql_of(&known).ends_with("id < $1 AND code = $3 AND id >= $4 ORDER BY id DESC LIMIT $2"));
    }

    #[test]
    fn a_code_is_no_way_to_the_lines_of_one_session() {
        let session = Some(SessionId(Uuid::nil()));
        let known = Search { session, code: Some("x".into()), tile: Some("y".into()), ..Search::default() };
        let sql = sql_of(&known);
        assert!(
            sql.contains("session_id = $3 AND (fields ->> 'tile') || '' = $4 AND code || '' = $5"),
            "{sql}"
        );
    }

    #[test]
    fn ids_of_a_moment_lie_after_its_first() {
        let clock = Clock::default();
        let before = clock.now();
        let id = EventId::new(&clock);
        assert!(first_id(before) <= id && id < newest());
        assert!(id < first_id(Micros(before.0 + 60_000_000)));
    }
}
