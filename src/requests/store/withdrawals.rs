//! Wishes to withdraw, and those that no answer came to.

use crate::clock::Micros;
use crate::id::{AccountId, RequestId};
use crate::on;
use crate::store::{Result, Sql, Write};

const ASK: &str = "UPDATE request SET withdrawal = 'asked', withdrawal_asked_at = $2, withdrawal_due_at = $3,
    updated_at = $2 WHERE id = $1 AND withdrawal = 'none' AND state NOT IN ('draft', 'closed')";

/// Asks for a withdrawal, to be answered until `due_at`; `false` when it was asked before or the
/// request has ended.
///
/// # Errors
/// The database's.
pub async fn ask_withdrawal(
    tx: &mut Write,
    id: RequestId,
    at: Micros,
    due_at: Option<Micros>,
) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(ASK)
        .bind(id)
        .bind(at)
        .bind(due_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const OVERDUE: &str = "SELECT id, account_id FROM request
    WHERE withdrawal = 'asked' AND withdrawal_due_at <= $1 AND withdrawal_reminded_at IS NULL LIMIT 100";

/// Some of the requests whose back-end has not answered a withdrawal in time, and whose citizen was
/// not told so.
///
/// # Errors
/// The database's.
pub async fn overdue(db: &mut impl Sql, now: Micros) -> Result<Vec<(RequestId, AccountId)>> {
    Ok(on!(db, |c| sqlx::query_as(OVERDUE).bind(now).fetch_all(c).await)?)
}

const REMINDED: &str = "UPDATE request SET withdrawal_reminded_at = $2
    WHERE id = $1 AND withdrawal = 'asked' AND withdrawal_reminded_at IS NULL";

/// Notes that the citizen is told that no answer came; `false` when they were, or one came.
///
/// # Errors
/// The database's.
pub async fn reminded(tx: &mut Write, id: RequestId, at: Micros) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(REMINDED)
        .bind(id)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const COUNT_OVERDUE: &str =
    "SELECT COUNT(*) FROM request WHERE withdrawal = 'asked' AND withdrawal_due_at <= $1";

/// How many withdrawals have waited longer for their answer than the back-end promised.
///
/// # Errors
/// The database's.
pub async fn count_overdue(db: &mut impl Sql, now: Micros) -> Result<i64> {
    Ok(on!(db, |c| sqlx::query_scalar(COUNT_OVERDUE).bind(now).fetch_one(c).await)?)
}
