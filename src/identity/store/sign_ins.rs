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

const INSERT_SIGN_IN: &str =
    "INSERT INTO sign_in (handle_hash, issuer, secrets, expires_at) VALUES ($1, $2, $3, $4)";

pub(in crate::identity) async fn insert(tx: &mut Write, handle_hash: &[u8], row: &SignInRow) -> Result<()> {
    on!(tx, |c| sqlx::query(INSERT_SIGN_IN)
        .bind(handle_hash)
        .bind(&row.issuer)
        .bind(&row.secrets)
        .bind(row.expires_at)
        .execute(c)
        .await
        .map(drop))?;
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
