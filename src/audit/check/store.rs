//! The rows of the nightly looks.

use crate::audit::sequence::store::signed;
use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Sql, Write};

/// A night's look at the whole log.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Check {
    /// The day, as `2026-11-25`.
    pub day: String,
    /// When it began.
    pub begun_at: Micros,
    /// When it ended; none while it goes on, or when it was cut short.
    pub ended_at: Option<Micros>,
    /// How many events were looked at, where all was well.
    pub size: Option<i64>,
    /// What was found, in the words of `docs/audit-log.md`; none when all was well. With a size: the events are well,
    /// and the second place is missing.
    pub finding: Option<String>,
}

const LAST: &str = "SELECT day, begun_at, ended_at, size, finding FROM audit_check ORDER BY day DESC LIMIT 1";

/// The last night's look; `None` before the first one.
///
/// # Errors
/// The database's.
pub async fn last_check(db: &mut impl Sql) -> Result<Option<Check>> {
    Ok(on!(db, |c| sqlx::query_as(LAST).fetch_optional(c).await)?)
}

const FIRST_SIGNED: &str = "SELECT at FROM audit_checkpoint ORDER BY size LIMIT 1";

/// When the log was signed for the first time.
pub async fn first_signed_at(db: &mut impl Sql) -> Result<Option<Micros>> {
    Ok(on!(db, |c| sqlx::query_scalar(FIRST_SIGNED).fetch_optional(c).await)?)
}

const TAKE: &str = "INSERT INTO audit_check (day, begun_at) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING";

/// Takes a night's look; `false` when another node has it.
pub async fn take(tx: &mut Write, day: &str, at: Micros) -> Result<bool> {
    let taken =
        on!(tx, |c| sqlx::query(TAKE).bind(day).bind(at).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(taken == 1)
}

const END: &str = "UPDATE audit_check SET ended_at = $2, size = $3, finding = $4 WHERE day = $1";

/// Writes down what was found.
pub async fn end(tx: &mut Write, day: &str, at: Micros, size: u64, finding: Option<&str>) -> Result<()> {
    let size = signed(size);
    on!(tx, |c| sqlx::query(END).bind(day).bind(at).bind(size).bind(finding).execute(c).await.map(drop))?;
    Ok(())
}
