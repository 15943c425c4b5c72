//! Where a person is reached outside the portal. An address that they give is used once a code that was sent
//! there came back; the e-mail address that their identity provider vouches for is used as long as they gave
//! no other and it did not fail.

pub mod change;
pub mod codes;
pub mod form;
pub mod store;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::preferences::Channel;
use crate::act::{Act, Chore};
use crate::audit::NoticeEvent;
use crate::base::Base;
use crate::clock::Micros;
use crate::id::{AccountId, AddressId};
use crate::store::Sql;
use crate::vault::{DataKey, Place};

pub use super::Error;

/// How long an address that was never confirmed is kept after the end of its last code.
const UNCONFIRMED_FOR: Duration = Duration::from_hours(24 * 7);

/// What is known of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum State {
    /// Its code has not come back.
    Unconfirmed,
    /// It is its person's.
    Confirmed,
    /// It reaches nobody.
    Failed,
}

impl State {
    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Confirmed => "confirmed",
            Self::Failed => "failed",
        }
    }
}

/// An address as it is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// As its channel writes it: an e-mail address, a number in the form of E.164, a browser's subscription as
    /// JSON (`PushSubscription.toJSON`).
    pub to: String,
    /// The browser, as its person knows it.
    pub browser: Option<String>,
}

/// An address of a person's.
#[derive(Clone, Debug)]
pub struct Address {
    /// Its id.
    pub id: AddressId,
    /// Its channel.
    pub channel: Channel,
    /// What is known of it.
    pub state: State,
    /// The address.
    pub content: Content,
    /// Why it failed, as a code.
    pub reason: Option<String>,
    /// When it was given.
    pub created_at: Micros,
    /// When its code came back.
    pub confirmed_at: Option<Micros>,
    /// When it was found to reach nobody.
    pub failed_at: Option<Micros>,
    /// The code that was sent to it.
    pub code: Option<codes::Sent>,
    /// Why it could not be sent, as a code.
    pub code_fault: Option<String>,
}

/// An address that may be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// As its channel writes it.
    pub to: String,
}

fn place(address: AddressId) -> Place {
    Place::new("address.content", address.0)
}

/// The fingerprint of an address, by its person's key.
fn fingerprint(key: &DataKey, channel: Channel, to: &str) -> Vec<u8> {
    key.fingerprint("address", format!("{} {to}", channel.word()).as_bytes())
}

impl Address {
    /// Whether it is told when it is used no more: one that was in use, where that can be read.
    #[must_use]
    pub fn is_told_of_its_end(&self) -> bool {
        self.state == State::Confirmed && self.channel != Channel::Push
    }

    /// Opens an address.
    ///
    /// # Errors
    /// The vault's, when it does not open with the person's key.
    pub fn open(row: store::Row, key: &DataKey) -> Result<Self, Error> {
        Ok(Self {
            content: key.open_json(place(row.id), &row.content)?,
            code: codes::Sent::of(&row),
            code_fault: row.code_fault,
            id: row.id,
            channel: row.channel,
            state: row.state,
            reason: row.reason,
            created_at: row.created_at,
            confirmed_at: row.confirmed_at,
            failed_at: row.failed_at,
        })
    }
}

/// The addresses that a person gave, the oldest first.
///
/// # Errors
/// The database's, or the vault's when one does not open with the person's key.
pub async fn of(db: &mut impl Sql, key: &DataKey, account: AccountId) -> Result<Vec<Address>, Error> {
    store::of(db, account).await?.into_iter().map(|row| Address::open(row, key)).collect()
}

/// Where a channel reaches a person now: of browsers there may be several. `vouched` is the e-mail address
/// that their identity provider vouches for.
///
/// # Errors
/// The database's, or the vault's when one does not open with the person's key.
pub async fn reached(
    db: &mut impl Sql,
    key: &DataKey,
    (account, channel): (AccountId, Channel),
    vouched: Option<&str>,
) -> Result<Vec<Reached>, Error> {
    let mut own = of(db, key, account).await?;
    own.retain(|address| address.channel == channel);
    let confirmed = own.iter().filter(|address| address.state == State::Confirmed);
    let mut reached: Vec<Reached> =
        confirmed.map(|address| Reached { to: address.content.to.clone() }).collect();
    if channel == Channel::Email && reached.is_empty() {
        let failed =
            |to: &str| own.iter().any(|address| address.state == State::Failed && address.content.to == to);
        reached.extend(vouched.filter(|to| !failed(to)).map(|to| Reached { to: to.to_owned() }));
    }
    Ok(reached)
}

/// Marks an address as one that reaches nobody, as part of `act`: the portal says so above the inbox. A
/// browser that takes no more notifications has ended them itself, and is forgotten.
///
/// # Errors
/// The database's, or the vault's.
pub async fn fail(
    base: &Base,
    act: &mut Act,
    (account, key): (AccountId, &DataKey),
    (channel, to): (Channel, &str),
    reason: &str,
) -> Result<(), Error> {
    let fingerprint = fingerprint(key, channel, to);
    let failed = NoticeEvent::AddressFailed { channel: channel.word(), reason: reason.to_owned() };
    act.also(failed.of(account));
    if channel == Channel::Push {
        return Ok(store::delete(act.rows(), account, channel, &fingerprint).await?);
    }
    let (id, at) = (AddressId::new(&base.clock), act.at());
    let content = key.seal_json(place(id), &Content { to: to.to_owned(), browser: None })?;
    let address = store::New { id, account, channel, fingerprint: &fingerprint, content: &content, at };
    Ok(store::fail(act.rows(), &address, reason).await?)
}

/// Clears addresses that were never confirmed, seven days after the end of their last code: nobody waits for them.
///
/// # Errors
/// The database's.
pub async fn clear_unconfirmed(base: &Base) -> crate::store::Result<()> {
    let mut chore = base.acts.chore(Chore::ClearExpired).await?;
    store::clear_unconfirmed(chore.rows(), base.clock.now().before(UNCONFIRMED_FOR)).await?;
    chore.commit().await
}
