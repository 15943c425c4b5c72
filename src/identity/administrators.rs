//! Who has signed in as an administrator of late: those whom another may hand work to (A3).

use std::time::Duration;

use super::arrival::Arriving;
use super::owner::Owner;
use super::sign_in::Stop;
use super::{Error, store};
use crate::act::Act;
use crate::config::Role;
use crate::id::AccountId;
use crate::store::Sql;
use crate::vault::{Place, Vault};

/// How long someone who signs in no more is offered: longer than any holiday.
pub(super) const KEPT: Duration = Duration::from_hours(90 * 24);

/// Someone who acts as an administrator.
#[derive(Clone, Debug)]
pub struct Colleague {
    /// Their account.
    pub account: AccountId,
    /// What the administration knows them by.
    pub pseudonym: String,
    /// Their name, for administrators alone.
    pub name: String,
}

pub(super) fn name_place(account: AccountId) -> Place {
    Place::new("administrator.name", account.0)
}

/// Everyone who signed in as an administrator within three months, by name.
///
/// # Errors
/// The database's, or the vault's when a name does not open.
pub async fn administrators(db: &mut impl Sql, vault: &Vault) -> Result<Vec<Colleague>, Error> {
    let mut colleagues = Vec::new();
    for row in store::administrators::all(db).await? {
        let (Some(wrapped), Some(pseudonym)) = (row.data_key, row.pseudonym) else { continue };
        let key = vault.data_key(row.account_id, &wrapped)?;
        let name = key.open_json(name_place(row.account_id), &row.name)?;
        colleagues.push(Colleague { account: row.account_id, pseudonym, name });
    }
    colleagues.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(colleagues)
}

impl Arriving<'_> {
    /// Keeps whoever signs in as an administrator, and forgets whom the same way in makes one no more.
    pub(super) async fn note_administrator(
        &self,
        act: &mut Act,
        owner: &Owner,
        roles: &[Role],
    ) -> Result<(), Stop> {
        let (account, identity, at) = (owner.account, owner.identity, act.at());
        if !roles.contains(&Role::Admin) {
            return Ok(store::administrators::end(act.rows(), account, identity).await?);
        }
        let name = owner.key.seal_json(name_place(account), &self.claims.display_name())?;
        Ok(store::administrators::see(act.rows(), account, identity, &name, at).await?)
    }
}
