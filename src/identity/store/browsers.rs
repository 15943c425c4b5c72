//! The kinds of browser that accounts are used with.

use crate::clock::Micros;
use crate::id::AccountId;
use crate::on;
use crate::store::{Result, Sql, Write};

const ANY: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM known_browser WHERE account_id = $1 LIMIT 1) AS known";

/// Whether an account is known to be used with any.
pub(in crate::identity) async fn any(db: &mut impl Sql, account: AccountId) -> Result<bool> {
    let count: i64 = on!(db, |c| sqlx::query_scalar(ANY).bind(account).fetch_one(c).await)?;
    Ok(count > 0)
}

const SEE: &str = "UPDATE known_browser SET seen_at = $3 WHERE account_id = $1 AND browser_hash = $2";
const INSERT: &str = "INSERT INTO known_browser (account_id, browser_hash, seen_at) VALUES ($1, $2, $3)
    ON CONFLICT (account_id, browser_hash) DO NOTHING";

/// Notes that an account is used with one; whether it is new.
pub(in crate::identity) async fn note(
    tx: &mut Write,
    account: AccountId,
    browser_hash: &[u8],
    at: Micros,
) -> Result<bool> {
    for (sql, is_new) in [(SEE, false), (INSERT, true)] {
        let rows = on!(tx, |c| sqlx::query(sql)
            .bind(account)
            .bind(browser_hash)
            .bind(at)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if rows == 1 {
            return Ok(is_new);
        }
    }
    Ok(false)
}
