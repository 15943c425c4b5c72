//! Sign-ins under way.

use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Write};

/// A sign-in under way.
#[derive(sqlx::FromRow)]
pub(in crate::identity) struct SignInRow {
    pub issuer: String,
    /// Sealed.
    pub secrets: Vec<u8>,
    pub expires_at: Micros,
}

const INSERT_SIGN_IN: &str = "INSERT INTO sign_in (handle_hash, issuer, secrets, expires_at, browser_hash) VALUES ($1, $2, $3, $4, $5)";

pub(in crate::identity) async fn insert(
    tx: &mut Write,
    handle_hash: &[u8],
    browser_hash: &[u8],
    row: &SignInRow,
) -> Result<()> {
    on!(tx, |c| sqlx::query(INSERT_SIGN_IN)
        .bind(handle_hash)
        .bind(&row.issuer)
        .bind(&row.secrets)
        .bind(row.expires_at)
        .bind(browser_hash)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const KEEP_LATEST: &str = "DELETE FROM sign_in WHERE browser_hash = $1 AND handle_hash NOT IN
    (SELECT handle_hash FROM sign_in WHERE browser_hash = $1 ORDER BY expires_at DESC LIMIT $2)";

/// Ends all sign-ins of a browser but the `count` that began last.
pub(in crate::identity) async fn keep_latest(tx: &mut Write, browser_hash: &[u8], count: i64) -> Result<()> {
    on!(tx, |c| sqlx::query(KEEP_LATEST).bind(browser_hash).bind(count).execute(c).await.map(drop))?;
    Ok(())
}

const TAKE_SIGN_IN: &str = "DELETE FROM sign_in WHERE handle_hash = $1 RETURNING issuer, secrets, expires_at";

/// Takes a sign-in up: one answer gets it, whatever comes twice finds nothing.
pub(in crate::identity) async fn take(tx: &mut Write, handle_hash: &[u8]) -> Result<Option<SignInRow>> {
    Ok(on!(tx, |c| sqlx::query_as(TAKE_SIGN_IN).bind(handle_hash).fetch_optional(c).await)?)
}

const CLEAR_SIGN_INS: &str = "DELETE FROM sign_in WHERE expires_at <= $1";

pub(in crate::identity) async fn clear(tx: &mut Write, now: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR_SIGN_INS).bind(now).execute(c).await.map(drop))?;
    Ok(())
}
