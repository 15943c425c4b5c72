//! What events say of persons, emptied.

use std::collections::HashMap;

use sqlx::types::Json;

use crate::audit::Kept;
use crate::audit::search::first_id;
use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Sql, Write};

const UNTIL: &str = "SELECT code, until FROM audit_emptied";

/// Up to when events are emptied, by their codes.
pub async fn emptied(db: &mut impl Sql) -> Result<HashMap<String, Micros>> {
    let rows: Vec<(String, Micros)> = on!(db, |c| sqlx::query_as(UNTIL).fetch_all(c).await)?;
    Ok(rows.into_iter().collect())
}

const DUE: &str =
    "SELECT id, at, code, actor, actor_account_id, session_id, account_id, request_id, trace, fields,
        salt, commitment, seal
    FROM audit_event WHERE code = $1 AND id >= $2 AND id < $3 AND salt IS NOT NULL ORDER BY id LIMIT $4";

/// Events of a code from a moment on, and before another, that still say something of persons.
pub async fn due(
    db: &mut impl Sql,
    code: &str,
    from: Micros,
    before: Micros,
    limit: i64,
) -> Result<Vec<Kept>> {
    let (from, before) = (first_id(from), first_id(before));
    Ok(on!(db, |c| sqlx::query_as(DUE).bind(code).bind(from).bind(before).bind(limit).fetch_all(c).await)?)
}

const EMPTY: &str =
    "UPDATE audit_event SET salt = NULL, actor_account_id = NULL, session_id = NULL, account_id = NULL,
    request_id = NULL, trace = NULL, fields = $2 WHERE id = $1 AND salt IS NOT NULL";

/// Empties what an event says of persons; `false` when another node did.
pub async fn empty(tx: &mut Write, event: &Kept) -> Result<bool> {
    let fields = Json(event.public_fields());
    let done = on!(tx, |c| sqlx::query(EMPTY)
        .bind(event.id)
        .bind(&fields)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

const NOTE: &str = "INSERT INTO audit_emptied (code, until) VALUES ($1, $2)
    ON CONFLICT (code) DO UPDATE SET until = excluded.until WHERE audit_emptied.until < excluded.until";

/// Notes how far the events of a code are emptied.
pub async fn note(tx: &mut Write, code: &str, until: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(NOTE).bind(code).bind(until).execute(c).await.map(drop))?;
    Ok(())
}
