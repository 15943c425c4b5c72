//! Accounts, for the rooms that act on a person's behalf when nobody is there.

use super::{Error, store};
use crate::id::AccountId;
use crate::store::Sql;
use crate::text::Locale;
use crate::vault::{DataKey, Place, Vault};

/// Where and in which language a person is reached outside the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The e-mail address that their issuer vouches for.
    pub email: String,
    /// The language to write in.
    pub locale: Locale,
}

pub(super) fn email_place(account: AccountId) -> Place {
    Place::new("account.email", account.0)
}

/// How to reach the person of `account`; none when no address is known, or the person was erased.
///
/// # Errors
/// The database's; [`Error::Vault`] when the address does not open.
pub async fn contact(db: &mut impl Sql, vault: &Vault, account: AccountId) -> Result<Option<Contact>, Error> {
    let Some(row) = store::accounts::find(db, account).await? else { return Ok(None) };
    let (Some(key), Some(email)) = (row.data_key, row.email) else { return Ok(None) };
    let email = vault.data_key(account, &key)?.open_json(email_place(account), &email)?;
    Ok(Some(Contact { email, locale: row.locale }))
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
