//! What is spent, as all nodes count it.

use std::time::Duration;

use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Sql, Write};

/// One more, of what a key stands for.
pub struct Spend<'a> {
    pub key: &'a [u8],
    pub now: Micros,
    /// The time in which one grows back.
    pub share: Duration,
    /// One more is allowed if all that was spent has grown back by then.
    pub latest: Micros,
}

const SPEND: &str = "INSERT INTO allowance (key_hash, spent_until) VALUES ($1, $2)
    ON CONFLICT (key_hash) DO UPDATE SET spent_until =
        CASE WHEN allowance.spent_until > $3 THEN allowance.spent_until + $4 ELSE $2 END
    WHERE allowance.spent_until <= $5";
const SPENT_UNTIL: &str = "SELECT spent_until FROM allowance WHERE key_hash = $1";

/// Counts one more; tells until when all is spent if it is one too many.
pub async fn spend(tx: &mut Write, spend: &Spend<'_>) -> Result<Option<Micros>> {
    let share = i64::try_from(spend.share.as_micros()).unwrap_or(i64::MAX);
    let counted = on!(tx, |c| sqlx::query(SPEND)
        .bind(spend.key)
        .bind(spend.now.after(spend.share))
        .bind(spend.now)
        .bind(share)
        .bind(spend.latest)
        .execute(c)
        .await
        .map(|result| result.rows_affected()))?;
    if counted > 0 {
        return Ok(None);
    }
    Ok(Some(on!(tx, |c| sqlx::query_scalar(SPENT_UNTIL).bind(spend.key).fetch_one(c).await)?))
}

const ANY_OVER: &str =
    "SELECT COUNT(*) FROM (SELECT 1 FROM allowance WHERE spent_until <= $1 LIMIT 1) AS one";

/// Whether anything has grown back.
pub async fn any_over(db: &mut impl Sql, now: Micros) -> Result<bool> {
    let count: i64 = on!(db, |c| sqlx::query_scalar(ANY_OVER).bind(now).fetch_one(c).await)?;
    Ok(count > 0)
}

const CLEAR: &str = "DELETE FROM allowance WHERE spent_until <= $1";

/// Forgets what has grown back.
pub async fn clear(tx: &mut Write, now: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR).bind(now).execute(c).await.map(drop))?;
    Ok(())
}
