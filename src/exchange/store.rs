//! Of which ends of certifications someone was told, and which back-ends are in maintenance.

use std::collections::BTreeMap;

use super::Maintenance;
use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::text::Bilingual;

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

const IN_MAINTENANCE: &str = "SELECT backend, fr, en, since FROM maintenance";

/// The back-ends in maintenance.
pub async fn in_maintenance(db: &mut impl Sql) -> Result<BTreeMap<String, Maintenance>> {
    let rows: Vec<(String, String, String, Micros)> =
        on!(db, |c| sqlx::query_as(IN_MAINTENANCE).fetch_all(c).await)?;
    let one = |(backend, fr, en, since)| (backend, Maintenance { message: Bilingual { fr, en }, since });
    Ok(rows.into_iter().map(one).collect())
}

const BEGIN_MAINTENANCE: &str = "INSERT INTO maintenance (backend, fr, en, since) VALUES ($1, $2, $3, $4)
    ON CONFLICT (backend) DO UPDATE SET fr = excluded.fr, en = excluded.en";

/// Puts a back-end into maintenance, or changes what is said of it.
pub async fn begin_maintenance(tx: &mut Write, backend: &str, message: &Bilingual, at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(BEGIN_MAINTENANCE)
        .bind(backend)
        .bind(&message.fr)
        .bind(&message.en)
        .bind(at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const END_MAINTENANCE: &str = "DELETE FROM maintenance WHERE backend = $1";

/// Ends it; `false` when it was over.
pub async fn end_maintenance(tx: &mut Write, backend: &str) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(END_MAINTENANCE)
        .bind(backend)
        .execute(c)
        .await
        .map(|result| result.rows_affected()))?;
    Ok(rows > 0)
}
