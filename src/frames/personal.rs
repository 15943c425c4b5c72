//! What elements keep of what a person is doing in them, for that person to take along or to have
//! destroyed (P17).

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::drafts::place;
use super::store;
use crate::id::AccountId;
use crate::store::{Sql, Write};
use crate::tiles::TileId;
use crate::vault::DataKey;
use crate::web::Result;

/// What a service's element keeps.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AppDraftRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The service's id.
    #[schema(value_type = String)]
    pub service: TileId,
    /// When it was saved (RFC 3339, UTC).
    pub saved_at: String,
    /// When the portal destroys it (RFC 3339, UTC).
    pub kept_until: String,
    /// What is kept, as the service's element wrote it.
    #[schema(value_type = Object)]
    pub content: Value,
}

/// All that elements keep of a person, the oldest first.
///
/// # Errors
/// The database's, or the vault's when something does not open with the person's key.
pub async fn records(db: &mut impl Sql, key: &DataKey, account: AccountId) -> Result<Vec<AppDraftRecord>> {
    let rows = store::all(db, account).await?.into_iter();
    let record = |row: store::Kept| {
        let content = key.open_json(place(row.id), &row.content)?;
        Ok(AppDraftRecord {
            id: row.id,
            service: row.tile,
            saved_at: row.saved_at.rfc3339(),
            kept_until: row.expires_at.rfc3339(),
            content,
        })
    };
    rows.map(record).collect()
}

/// Destroys all that elements keep of a person, as part of an act.
///
/// # Errors
/// The database's.
pub async fn destroy(tx: &mut Write, account: AccountId) -> crate::store::Result<()> {
    store::delete_all(tx, account).await
}
