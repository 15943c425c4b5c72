//! What was told a person outside the portal, for them to take along (P17).

use serde::Serialize;

use super::store::{self, State};
use crate::clock::Micros;
use crate::id::{AccountId, DeliveryId, MessageId};
use crate::notices::preferences::Channel;
use crate::store::Sql;

/// One message on one channel.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DeliveryRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: DeliveryId,
    /// The message that it told of.
    #[schema(value_type = String)]
    pub message: MessageId,
    /// The channel: `email`, `sms` or `push`.
    #[schema(value_type = String)]
    pub channel: Channel,
    /// The channel whose place it took.
    #[schema(value_type = Option<String>)]
    pub instead_of: Option<Channel>,
    /// `waiting`, `held`, `sent`, `failed` or `given-up`.
    #[schema(value_type = String)]
    pub state: State,
    /// Why it was not sent, as a code.
    pub reason: Option<String>,
    /// When it was promised (RFC 3339, UTC).
    pub promised_at: String,
    /// When it came to its end (RFC 3339, UTC).
    pub ended_at: Option<String>,
}

/// Every delivery of a person, the oldest first.
pub(in crate::notices) async fn records(
    db: &mut impl Sql,
    account: AccountId,
) -> crate::store::Result<Vec<DeliveryRecord>> {
    let rows = store::of_account(db, account).await?;
    Ok(rows.into_iter().map(record).collect())
}

fn record(row: store::Row) -> DeliveryRecord {
    DeliveryRecord {
        id: row.id,
        message: row.message_id,
        channel: row.channel,
        instead_of: row.instead_of,
        state: row.state,
        reason: row.reason,
        promised_at: row.created_at.rfc3339(),
        ended_at: row.ended_at.map(Micros::rfc3339),
    }
}
