//! The callbacks taken, so that one sent twice is applied once.

use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Write};

/// Whether a callback is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was not seen before.
    New,
    /// The same id with the same body was taken before.
    Again,
    /// The same id with another body was taken before.
    Differs,
}

const TAKE_CALLBACK: &str = "INSERT INTO callback (backend, webhook_id, body_hash, received_at)
    VALUES ($1, $2, $3, $4) ON CONFLICT (backend, webhook_id) DO NOTHING";
const CALLBACK_HASH: &str = "SELECT body_hash FROM callback WHERE backend = $1 AND webhook_id = $2";

/// Notes a callback, once.
///
/// # Errors
/// The database's.
pub async fn take_callback(
    tx: &mut Write,
    backend: &str,
    webhook_id: &str,
    body_hash: &[u8],
    at: Micros,
) -> Result<Taken> {
    let inserted = on!(tx, |c| sqlx::query(TAKE_CALLBACK)
        .bind(backend)
        .bind(webhook_id)
        .bind(body_hash)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if inserted == 1 {
        return Ok(Taken::New);
    }
    let before: Vec<u8> =
        on!(tx, |c| sqlx::query_scalar(CALLBACK_HASH).bind(backend).bind(webhook_id).fetch_one(c).await)?;
    Ok(if before == body_hash { Taken::Again } else { Taken::Differs })
}
