//! Of which ends of certifications someone was told.

use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Sql, Write};

/// The end of one certification.
pub struct End<'a> {
    /// The back-end's name in the operator's registry.
    pub backend: &'a str,
    /// The certification's number.
    pub number: &'a str,
    /// Its last day, as `2027-03-31`: a renewed one may keep the number.
    pub valid_until: &'a str,
}

const IS_TOLD: &str = "SELECT COUNT(*) FROM certification_end
    WHERE backend = $1 AND number = $2 AND valid_until = $3";

/// Whether someone was told.
pub async fn is_told(db: &mut impl Sql, end: &End<'_>) -> Result<bool> {
    let count: i64 = on!(db, |c| sqlx::query_scalar(IS_TOLD)
        .bind(end.backend)
        .bind(end.number)
        .bind(end.valid_until)
        .fetch_one(c)
        .await)?;
    Ok(count > 0)
}

const TELL: &str = "INSERT INTO certification_end (backend, number, valid_until, told_at)
    VALUES ($1, $2, $3, $4) ON CONFLICT (backend, number, valid_until) DO NOTHING";

/// Notes that someone is told; false when another node was faster.
pub async fn tell(tx: &mut Write, end: &End<'_>, at: Micros) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(TELL)
        .bind(end.backend)
        .bind(end.number)
        .bind(end.valid_until)
        .bind(at)
        .execute(c)
        .await
        .map(|result| result.rows_affected()))?;
    Ok(rows > 0)
}
