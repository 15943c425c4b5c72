//! What the inbox holds about a person, for them to take along or to have destroyed (P17).

use serde::Serialize;

use super::{Content, place, store};
use crate::act::Act;
use crate::clock::Micros;
use crate::id::{AccountId, MessageId, RequestId};
use crate::news::News;
use crate::store::Sql;
use crate::vault::DataKey;

/// One message, in both languages.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MessageRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: MessageId,
    /// The request it is about.
    #[schema(value_type = Option<String>)]
    pub request: Option<RequestId>,
    /// When it came (RFC 3339, UTC).
    #[serde(serialize_with = "Micros::serialize_rfc3339")]
    #[schema(value_type = String)]
    pub came_at: Micros,
    /// When it was opened (RFC 3339, UTC).
    pub opened_at: Option<String>,
    /// What it says.
    #[serde(flatten)]
    pub content: Content,
}

/// Every message of a person, the oldest first.
///
/// # Errors
/// The database's, or the vault's when a message does not open with the person's key.
pub async fn records(
    db: &mut impl Sql,
    key: &DataKey,
    account: AccountId,
) -> Result<Vec<MessageRecord>, super::Error> {
    let rows = store::all(db, account).await?;
    rows.iter().map(|row| record(row, key)).collect()
}

fn record(row: &store::Row, key: &DataKey) -> Result<MessageRecord, super::Error> {
    Ok(MessageRecord {
        id: row.id,
        request: row.request_id,
        came_at: row.created_at,
        opened_at: row.read_at.map(Micros::rfc3339),
        content: key.open_json(place(row.id), &row.content)?,
    })
}

/// Destroys every message of a person, as part of an act.
///
/// # Errors
/// The database's.
pub async fn destroy(act: &mut Act, account: AccountId) -> crate::store::Result<()> {
    act.tell(News::Inbox(account));
    store::delete_all(act.rows(), account).await
}
