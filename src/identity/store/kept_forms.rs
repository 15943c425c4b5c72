//! What someone was typing when their session ended.

use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Sql, Write};

const KEEP_FORM: &str = "INSERT INTO kept_form (handle_hash, content, expires_at) VALUES ($1, $2, $3)
    ON CONFLICT (handle_hash) DO UPDATE SET content = excluded.content, expires_at = excluded.expires_at";

/// Keeps a form, in place of the one kept before under the same handle.
pub(in crate::identity) async fn keep(
    tx: &mut Write,
    handle_hash: &[u8],
    content: &[u8],
    expires_at: Micros,
) -> Result<()> {
    on!(tx, |c| sqlx::query(KEEP_FORM)
        .bind(handle_hash)
        .bind(content)
        .bind(expires_at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const FORM_KEPT: &str = "SELECT COUNT(*) FROM kept_form WHERE handle_hash = $1 AND expires_at > $2";

/// Whether there is a form to take.
pub(in crate::identity) async fn exists(db: &mut impl Sql, handle_hash: &[u8], now: Micros) -> Result<bool> {
    let count: i64 =
        on!(db, |c| sqlx::query_scalar(FORM_KEPT).bind(handle_hash).bind(now).fetch_one(c).await)?;
    Ok(count > 0)
}

const TAKE_FORM: &str = "DELETE FROM kept_form WHERE handle_hash = $1 AND expires_at > $2 RETURNING content";

/// Takes a kept form: it is given back once.
pub(in crate::identity) async fn take(
    tx: &mut Write,
    handle_hash: &[u8],
    now: Micros,
) -> Result<Option<Vec<u8>>> {
    Ok(on!(tx, |c| sqlx::query_scalar(TAKE_FORM).bind(handle_hash).bind(now).fetch_optional(c).await)?)
}

const CLEAR_KEPT_FORMS: &str = "DELETE FROM kept_form WHERE expires_at <= $1";

pub(in crate::identity) async fn clear(tx: &mut Write, now: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR_KEPT_FORMS).bind(now).execute(c).await.map(drop))?;
    Ok(())
}
