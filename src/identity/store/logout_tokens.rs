//! Logout tokens that were taken.

use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Write};

const TAKE: &str = "INSERT INTO logout_token (issuer, token_hash, expires_at) VALUES ($1, $2, $3)
    ON CONFLICT (issuer, token_hash) DO NOTHING";

/// Notes a token; `false` when it was taken before.
pub(in crate::identity) async fn take(
    tx: &mut Write,
    issuer: &str,
    token_hash: &[u8],
    expires_at: Micros,
) -> Result<bool> {
    let rows = on!(tx, |c| sqlx::query(TAKE)
        .bind(issuer)
        .bind(token_hash)
        .bind(expires_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const CLEAR: &str = "DELETE FROM logout_token WHERE expires_at <= $1";

pub(in crate::identity) async fn clear(tx: &mut Write, now: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR).bind(now).execute(c).await.map(drop))?;
    Ok(())
}
