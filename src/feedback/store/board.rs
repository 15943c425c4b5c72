//! What administrators do with reports, and how they find them.

use super::Report;
use crate::clock::Micros;
use crate::feedback::{Kind, Status};
use crate::id::{AccountId, ReportId};
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::text::Locale;
use crate::tiles::TileId;

/// How many words are searched for at once.
pub const SEARCHED: usize = 3;

/// Which reports are asked for. What is none does not matter.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Problems or ideas.
    pub kind: Option<Kind>,
    /// Where they stand.
    pub status: Option<Status>,
    /// About which service.
    pub tile: Option<TileId>,
    /// Told in which language.
    pub locale: Option<Locale>,
    /// Who takes care of them.
    pub assignee: Option<AccountId>,
    /// Whether only those that nobody takes care of.
    pub unassigned: bool,
    /// Fingerprints of words, all of which were typed.
    pub words: [Option<i64>; SEARCHED],
}

/// The order of reports to begin with, and what every search asks beside what its index finds.
const BY_STATUS: &str = "SELECT r.* FROM report r
    WHERE r.status = $1 AND r.merged_into IS NULL AND r.id < $6
        AND ($2 IS NULL OR r.kind = $2) AND ($3 IS NULL OR r.tile = $3)
        AND ($4 IS NULL OR r.locale = $4) AND ($5 IS NULL OR r.assignee_id = $5)
        AND (NOT $8 OR r.assignee_id IS NULL)
    ORDER BY r.id DESC LIMIT $7";
const BY_TILE: &str = "SELECT r.* FROM report r
    WHERE r.tile = $3 AND r.merged_into IS NULL AND r.id < $6
        AND ($1 IS NULL OR r.status = $1) AND ($2 IS NULL OR r.kind = $2)
        AND ($4 IS NULL OR r.locale = $4) AND ($5 IS NULL OR r.assignee_id = $5)
        AND (NOT $8 OR r.assignee_id IS NULL)
    ORDER BY r.id DESC LIMIT $7";
const ALL: &str = "SELECT r.* FROM report r
    WHERE r.merged_into IS NULL AND r.id < $6
        AND ($1 IS NULL OR r.status = $1) AND ($2 IS NULL OR r.kind = $2) AND ($3 IS NULL OR r.tile = $3)
        AND ($4 IS NULL OR r.locale = $4) AND ($5 IS NULL OR r.assignee_id = $5)
        AND (NOT $8 OR r.assignee_id IS NULL)
    ORDER BY r.id DESC LIMIT $7";
const BY_WORD: &str = "SELECT r.* FROM report_word w JOIN report r ON r.id = w.report_id
    WHERE w.word = $9 AND w.report_id < $6
        AND ($10 IS NULL OR EXISTS (SELECT 1 FROM report_word o WHERE o.word = $10 AND o.report_id = w.report_id))
        AND ($11 IS NULL OR EXISTS (SELECT 1 FROM report_word o WHERE o.word = $11 AND o.report_id = w.report_id))
        AND ($1 IS NULL OR r.status = $1) AND ($2 IS NULL OR r.kind = $2) AND ($3 IS NULL OR r.tile = $3)
        AND ($4 IS NULL OR r.locale = $4) AND ($5 IS NULL OR r.assignee_id = $5)
        AND (NOT $8 OR r.assignee_id IS NULL)
    ORDER BY w.report_id DESC LIMIT $7";

/// The reports that fit, the latest first, from just before `before`. Merged ones show only to whoever
/// searches for their words.
pub async fn list(db: &mut impl Sql, filter: &Filter, before: ReportId, limit: i64) -> Result<Vec<Report>> {
    let [word, others @ ..] = &filter.words;
    if word.is_some() {
        return Ok(on!(db, |c| sqlx::query_as(BY_WORD)
            .bind(filter.status)
            .bind(filter.kind)
            .bind(&filter.tile)
            .bind(filter.locale)
            .bind(filter.assignee)
            .bind(before)
            .bind(limit)
            .bind(filter.unassigned)
            .bind(word)
            .bind(others[0])
            .bind(others[1])
            .fetch_all(c)
            .await)?);
    }
    let by = match (filter.status, &filter.tile) {
        (Some(_), _) => BY_STATUS,
        (None, Some(_)) => BY_TILE,
        (None, None) => ALL,
    };
    Ok(on!(db, |c| sqlx::query_as(by)
        .bind(filter.status)
        .bind(filter.kind)
        .bind(&filter.tile)
        .bind(filter.locale)
        .bind(filter.assignee)
        .bind(before)
        .bind(limit)
        .bind(filter.unassigned)
        .fetch_all(c)
        .await)?)
}

const EVERY: &str = "SELECT * FROM report WHERE id > $1 ORDER BY id LIMIT $2";

/// Every report, the oldest first, from just after `after`.
pub async fn every(db: &mut impl Sql, after: ReportId, limit: i64) -> Result<Vec<Report>> {
    Ok(on!(db, |c| sqlx::query_as(EVERY).bind(after).bind(limit).fetch_all(c).await)?)
}

const COUNT: &str = "SELECT COUNT(*) FROM report WHERE status = $1 AND merged_into IS NULL";

/// How many reports stand there.
pub async fn count(db: &mut impl Sql, status: Status) -> Result<i64> {
    Ok(on!(db, |c| sqlx::query_scalar(COUNT).bind(status).fetch_one(c).await)?)
}

const TOUCH: &str = "UPDATE report SET version = version + 1, changed_at = $3 WHERE id = $1 AND version = $2";

/// Takes a report up as it was at `version`; false when someone acted on it meanwhile.
pub async fn touch(tx: &mut Write, id: ReportId, version: i64, at: Micros) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(TOUCH)
        .bind(id)
        .bind(version)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

const SET_STATUS: &str = "UPDATE report SET status = $2, changed_at = $3 WHERE id = $1 OR merged_into = $1";

/// Says where a report stands, and all that were merged into it.
pub async fn set_status(tx: &mut Write, id: ReportId, status: Status, at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(SET_STATUS).bind(id).bind(status).bind(at).execute(c).await.map(drop))?;
    Ok(())
}

const SET_ANSWER: &str = "UPDATE report SET answer = $2, changed_at = $3 WHERE id = $1";

/// Keeps the answer to one report.
pub async fn set_answer(tx: &mut Write, id: ReportId, answer: &[u8], at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(SET_ANSWER).bind(id).bind(answer).bind(at).execute(c).await.map(drop))?;
    Ok(())
}

const SET_ASSIGNEE: &str = "UPDATE report SET assignee_id = $2, assignee_name = $3 WHERE id = $1";

/// Says who takes care of a report: an account, and its name, sealed.
pub async fn set_assignee(tx: &mut Write, id: ReportId, assignee: Option<(AccountId, &[u8])>) -> Result<()> {
    on!(tx, |c| sqlx::query(SET_ASSIGNEE)
        .bind(id)
        .bind(assignee.map(|(account, _)| account))
        .bind(assignee.map(|(_, name)| name))
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const SET_FIXED: &str =
    "UPDATE report SET fixed_tile = $2, fixed_release = $3 WHERE id = $1 OR merged_into = $1";

/// Says which version of a service came of a report, and of all that were merged into it.
pub async fn set_fixed(tx: &mut Write, id: ReportId, tile: &TileId, version: &str) -> Result<()> {
    on!(tx, |c| sqlx::query(SET_FIXED).bind(id).bind(tile).bind(version).execute(c).await.map(drop))?;
    Ok(())
}

const MERGE: &str = "UPDATE report SET merged_into = $2, status = $3 WHERE id = $1 OR merged_into = $1";

/// Merges a report into another, with all that were merged into it before.
pub async fn merge(tx: &mut Write, id: ReportId, into: ReportId, status: Status) -> Result<()> {
    on!(tx, |c| sqlx::query(MERGE).bind(id).bind(into).bind(status).execute(c).await.map(drop))?;
    Ok(())
}

const SEPARATE: &str = "UPDATE report SET merged_into = NULL WHERE id = $1";

/// Lets a report stand for itself again.
pub async fn separate(tx: &mut Write, id: ReportId) -> Result<()> {
    on!(tx, |c| sqlx::query(SEPARATE).bind(id).execute(c).await.map(drop))?;
    Ok(())
}
