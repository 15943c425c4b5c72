//! The signing keys' rows.

use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Sql, Write};

#[derive(sqlx::FromRow)]
pub(super) struct SigningKeyRow {
    pub id: Uuid,
    pub private: Vec<u8>,
    pub public_jwk: Json<Value>,
}

const SIGNING_KEYS: &str = "SELECT id, private, public_jwk FROM signing_key ORDER BY id";

/// All signing keys, oldest first.
pub(super) async fn signing_keys(db: &mut impl Sql) -> Result<Vec<SigningKeyRow>> {
    Ok(on!(db, |c| sqlx::query_as(SIGNING_KEYS).fetch_all(c).await)?)
}

const INSERT: &str = "INSERT INTO signing_key (id, private, public_jwk, created_at) VALUES ($1, $2, $3, $4)";

pub(super) async fn insert_signing_key(
    tx: &mut Write,
    id: Uuid,
    private: &[u8],
    public_jwk: &Value,
    at: Micros,
) -> Result<()> {
    on!(tx, |c| sqlx::query(INSERT)
        .bind(id)
        .bind(private)
        .bind(Json(public_jwk))
        .bind(at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}
