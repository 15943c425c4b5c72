//! Accounts, for the rooms that act on a person's behalf when nobody is there.

use super::{Error, store};
use crate::id::AccountId;
use crate::store::Sql;
use crate::text::Locale;
use crate::vault::{DataKey, Place, Vault};

/// How a person is reached outside the portal.
#[derive(Debug)]
pub struct Contact {
    /// Opens the addresses that they gave.
    pub key: DataKey,
    /// The e-mail address that their issuer vouches for.
    pub email: Option<String>,
    /// The language of their account.
    pub locale: Locale,
}

pub(super) fn email_place(account: AccountId) -> Place {
    Place::new("account.email", account.0)
}

/// How to reach the person of `account`; none when the person was erased.
///
/// # Errors
/// The database's; [`Error::Vault`] when the address does not open.
pub async fn contact(db: &mut impl Sql, vault: &Vault, account: AccountId) -> Result<Option<Contact>, Error> {
    let Some(row) = store::accounts::find(db, account).await? else { return Ok(None) };
    let Some(wrapped) = row.data_key else { return Ok(None) };
    let key = vault.data_key(account, &wrapped)?;
    let email = row.email.map(|sealed| key.open_json(email_place(account), &sealed)).transpose()?;
    Ok(Some(Contact { key, email, locale: row.locale }))
}

/// The key that seals what belongs to `account`; none when the person was erased.
///
/// # Errors
/// The database's; [`Error::Vault`] when the key was wrapped by another master key.
pub async fn data_key(
    db: &mut impl Sql,
    vault: &Vault,
    account: AccountId,
) -> Result<Option<DataKey>, Error> {
    let row = store::accounts::find(db, account).await?;
    let wrapped = row.and_then(|row| row.data_key);
    Ok(wrapped.map(|wrapped| vault.data_key(account, &wrapped)).transpose()?)
}

/// The keys that seal what belongs to those of `accounts` whose people were not erased, in the order of their ids.
///
/// # Errors
/// As for [`data_key`].
pub async fn data_keys(
    db: &mut impl Sql,
    vault: &Vault,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, DataKey)>, Error> {
    let rows = store::accounts::data_keys(db, accounts).await?;
    let open = |(account, wrapped): (AccountId, Vec<u8>)| Ok((account, vault.data_key(account, &wrapped)?));
    rows.into_iter().map(open).collect()
}
