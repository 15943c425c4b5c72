//! The signing keys' rows.

use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Sql, Write};

#[derive(Clone, sqlx::FromRow)]
pub(super) struct KeyRow {
    pub id: Uuid,
    pub purpose: String,
    pub generation: i64,
    /// Sealed: PKCS#8.
    pub private: Vec<u8>,
    pub public_jwk: Json<Value>,
    pub created_at: Micros,
    pub signs_from: Micros,
}

const ALL: &str =
    "SELECT id, purpose, generation, private, public_jwk, created_at, signs_from FROM signing_key
    ORDER BY purpose, generation";

/// All signing keys, by purpose, oldest first.
pub(super) async fn all(db: &mut impl Sql) -> Result<Vec<KeyRow>> {
    Ok(on!(db, |c| sqlx::query_as(ALL).fetch_all(c).await)?)
}

const INSERT: &str =
    "INSERT INTO signing_key (id, purpose, generation, private, public_jwk, created_at, signs_from)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (purpose, generation) DO NOTHING";

/// Adds a key; `false` when another node made that generation meanwhile.
pub(super) async fn insert(tx: &mut Write, key: &KeyRow) -> Result<bool> {
    let done = on!(tx, |c| sqlx::query(INSERT)
        .bind(key.id)
        .bind(&key.purpose)
        .bind(key.generation)
        .bind(&key.private)
        .bind(&key.public_jwk)
        .bind(key.created_at)
        .bind(key.signs_from)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

const DELETE: &str = "DELETE FROM signing_key WHERE id = $1";

/// Destroys a key; `false` when another node did so meanwhile.
pub(super) async fn delete(tx: &mut Write, id: Uuid) -> Result<bool> {
    let done = on!(tx, |c| sqlx::query(DELETE).bind(id).execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}
