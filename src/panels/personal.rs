//! What the portal holds of what back-ends told about a person, for them to take along or to have
//! destroyed (P17).

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::read::{Sealed, place};
use super::{Error, store};
use crate::id::AccountId;
use crate::store::{Sql, Write};
use crate::text::Locale;
use crate::tiles::TileId;
use crate::vault::DataKey;

/// The last answer of a service for one panel of its page.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PanelRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The service's id.
    #[schema(value_type = String)]
    pub service: TileId,
    /// The service's name of the panel.
    pub panel: String,
    /// When the service told it (RFC 3339, UTC).
    pub told_at: String,
    /// When the portal destroys it (RFC 3339, UTC).
    pub kept_until: String,
    /// The language in which it was asked for: `fr` or `en`.
    #[schema(value_type = String)]
    pub language: Locale,
    /// What was told.
    #[schema(value_type = Object)]
    pub told: Value,
}

/// Every answer that is kept of a person, the oldest first.
///
/// # Errors
/// The database's, or the vault's when one does not open with the person's key.
pub async fn records(
    db: &mut impl Sql,
    key: &DataKey,
    account: AccountId,
) -> Result<Vec<PanelRecord>, Error> {
    let rows = store::all(db, account).await?;
    rows.into_iter().map(|row| record(row, key)).collect()
}

fn record(row: store::Own, key: &DataKey) -> Result<PanelRecord, Error> {
    let Sealed { reply, locale } = key.open_json(place(row.id), &row.content)?;
    Ok(PanelRecord {
        id: row.id,
        service: row.tile,
        panel: row.panel,
        told_at: row.at.rfc3339(),
        kept_until: row.expires_at.rfc3339(),
        language: locale,
        told: serde_json::to_value(reply).unwrap_or_default(),
    })
}

/// Destroys every answer that is kept of a person, as part of an act.
///
/// # Errors
/// The database's.
pub async fn destroy(tx: &mut Write, account: AccountId) -> crate::store::Result<()> {
    store::delete_all(tx, account).await
}
