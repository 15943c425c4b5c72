//! What the inbox holds about a person, and how they are told: for them to take along or to have destroyed (P17).

use serde::Serialize;

use super::delivery::personal::DeliveryRecord;
use super::preferences::{self, Channel, Class, Digest, Settings};
use super::{Content, addresses, delivery, place, store};
use crate::act::Act;
use crate::clock::Micros;
use crate::id::{AccountId, AddressId, MessageId, RequestId};
use crate::news::News;
use crate::store::Sql;
use crate::text::Locale;
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
    /// Why it was written: `requests`, `reminders`, `news` or `security`.
    #[schema(value_type = String)]
    pub class: Class,
    /// When it came (RFC 3339, UTC).
    #[serde(serialize_with = "Micros::serialize_rfc3339")]
    #[schema(value_type = String)]
    pub came_at: Micros,
    /// When it was opened (RFC 3339, UTC).
    pub opened_at: Option<String>,
    /// When it was put away (RFC 3339, UTC).
    pub archived_at: Option<String>,
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
        class: row.class,
        came_at: row.created_at,
        opened_at: row.read_at.map(Micros::rfc3339),
        archived_at: row.archived_at.map(Micros::rfc3339),
        content: key.open_json(place(row.id), &row.content)?,
    })
}

/// How a person is told.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NoticesRecord {
    /// What they chose; of the rest, what concerns them comes by itself and news does not.
    pub choices: Vec<ChoiceRecord>,
    /// How they are told, once they said so.
    pub settings: Option<SettingsRecord>,
    /// The addresses that they gave, and what is known of them.
    pub addresses: Vec<AddressRecord>,
    /// What was sent outside the portal, or is to be, the oldest first.
    pub deliveries: Vec<DeliveryRecord>,
}

/// What a person chose for one class of messages on one channel.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ChoiceRecord {
    /// The class: `requests`, `reminders` or `news`.
    #[schema(value_type = String)]
    pub class: Class,
    /// The channel: `inbox`, `email`, `sms` or `push`.
    #[schema(value_type = String)]
    pub channel: Channel,
    /// Whether they want to be told there.
    pub wanted: bool,
    /// When they chose it (RFC 3339, UTC).
    pub chosen_at: String,
}

/// How a person is told, as they set it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SettingsRecord {
    /// The language they are written to in; none: that of the account.
    #[schema(value_type = Option<String>)]
    pub language: Option<Locale>,
    /// From when nothing is sent (hours and minutes, in Québec).
    pub quiet_from: Option<String>,
    /// Until when.
    pub quiet_until: Option<String>,
    /// How often what is new is told together: `none` (each thing at once), `daily`, `weekly`.
    #[schema(value_type = String)]
    pub digest: Digest,
    /// When they set it (RFC 3339, UTC).
    pub set_at: String,
}

/// One address.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AddressRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: AddressId,
    /// Its channel: `email`, `sms` or `push`.
    #[schema(value_type = String)]
    pub channel: Channel,
    /// The address; of a browser, where its notifications are taken.
    pub address: String,
    /// The browser.
    pub browser: Option<String>,
    /// `unconfirmed`, `confirmed` or `failed`.
    #[schema(value_type = String)]
    pub state: addresses::State,
    /// Why it failed, as a code.
    pub reason: Option<String>,
    /// When it was given (RFC 3339, UTC).
    pub given_at: String,
    /// When its code came back (RFC 3339, UTC).
    pub confirmed_at: Option<String>,
    /// When it was found to reach nobody (RFC 3339, UTC).
    pub failed_at: Option<String>,
    /// When it was removed; its last notice has not left yet (RFC 3339, UTC).
    pub removed_at: Option<String>,
}

/// How a person is told.
///
/// # Errors
/// The database's, or the vault's when an address does not open with the person's key.
pub async fn preferences(
    db: &mut impl Sql,
    key: &DataKey,
    account: AccountId,
) -> Result<NoticesRecord, super::Error> {
    let choices = preferences::store::dated(db, account).await?;
    let set_at = preferences::store::set_at(db, account).await?;
    let settings = preferences::settings(db, account).await?;
    let addresses = addresses::store::all(db, account).await?;
    Ok(NoticesRecord {
        choices: choices.into_iter().map(choice).collect(),
        settings: set_at.map(|at| settings_record(settings, at)),
        addresses: addresses.into_iter().map(|row| address(row, key)).collect::<Result<_, _>>()?,
        deliveries: delivery::personal::records(db, account).await?,
    })
}

fn choice(dated: preferences::store::Dated) -> ChoiceRecord {
    let preferences::store::Dated { class, channel, wanted, changed_at } = dated;
    ChoiceRecord { class, channel, wanted, chosen_at: changed_at.rfc3339() }
}

fn settings_record(settings: Settings, at: Micros) -> SettingsRecord {
    let time = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    SettingsRecord {
        language: settings.locale,
        quiet_from: settings.quiet.map(|quiet| time(quiet.from)),
        quiet_until: settings.quiet.map(|quiet| time(quiet.until)),
        digest: settings.digest,
        set_at: at.rfc3339(),
    }
}

fn address(row: addresses::store::Row, key: &DataKey) -> Result<AddressRecord, super::Error> {
    let removed_at = row.removed_at.map(Micros::rfc3339);
    let address = addresses::Address::open(row, key)?;
    Ok(AddressRecord {
        id: address.id,
        channel: address.channel,
        address: address.content.to,
        browser: address.content.browser,
        state: address.state,
        reason: address.reason,
        given_at: address.created_at.rfc3339(),
        confirmed_at: address.confirmed_at.map(Micros::rfc3339),
        failed_at: address.failed_at.map(Micros::rfc3339),
        removed_at,
    })
}

/// Destroys every message of a person and all that says how they are told, as part of an act.
///
/// # Errors
/// The database's.
pub async fn destroy(act: &mut Act, account: AccountId) -> crate::store::Result<()> {
    act.tell(News::Inbox(account));
    delivery::store::delete_all(act.rows(), account).await?;
    preferences::store::delete_all(act.rows(), account).await?;
    addresses::store::delete_all(act.rows(), account).await?;
    store::delete_all(act.rows(), account).await
}
