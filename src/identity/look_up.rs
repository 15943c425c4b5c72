//! Finding a person without their name: by the pseudonym that administrators know them by, or by the
//! keyed fingerprint of the address that an identity provider vouches for (A1).

use super::account::email_place;
use super::{Error, Identity, store};
use crate::act::Chore;
use crate::id::AccountId;
use crate::store::Sql;
use crate::vault::Vault;

/// How many bytes of the fingerprint a pseudonym shows: enough for no two of a million million.
const PSEUDONYM_BYTES: usize = 10;
/// How many accounts are given what they are found by in one round.
const AT_ONCE: i64 = 200;

/// What administrators know a person by, such as `p-6f1e0c9a44b27d0835c1`: the same everywhere in the
/// administration, and leading back to nobody outside of it.
#[must_use]
pub fn pseudonym(vault: &Vault, account: AccountId) -> String {
    let fingerprint = vault.fingerprint("pseudonym", account.0.as_bytes());
    let letters: Vec<String> =
        fingerprint.iter().take(PSEUDONYM_BYTES).map(|byte| format!("{byte:02x}")).collect();
    format!("p-{}", letters.concat())
}

pub(super) fn email_hash(vault: &Vault, email: &str) -> Vec<u8> {
    vault.fingerprint("account.email", email.trim().to_lowercase().as_bytes())
}

/// The account of that pseudonym.
///
/// # Errors
/// The database's.
pub async fn by_pseudonym(db: &mut impl Sql, pseudonym: &str) -> Result<Option<AccountId>, Error> {
    Ok(store::look_up::by_pseudonym(db, pseudonym).await?)
}

/// The accounts whose vouched-for address that is, the latest first.
///
/// # Errors
/// The database's.
pub async fn by_email(db: &mut impl Sql, vault: &Vault, email: &str) -> Result<Vec<AccountId>, Error> {
    Ok(store::look_up::by_email(db, &email_hash(vault, email)).await?)
}

/// Gives accounts made by an earlier version what they are found by.
///
/// # Errors
/// The database's, or the vault's.
pub async fn index_people(identity: &Identity) -> Result<(), Error> {
    let base = &identity.0.base;
    let rows = store::look_up::unindexed(&mut base.db.read().await?, AT_ONCE).await?;
    if rows.is_empty() {
        return Ok(());
    }
    let mut chore = base.acts.chore(Chore::IndexPeople).await?;
    for row in rows {
        let email = match (&row.data_key, &row.email) {
            (Some(key), Some(sealed)) => {
                let key = base.vault.data_key(row.id, key)?;
                Some(key.open_json::<String>(email_place(row.id), sealed)?)
            }
            _ => None,
        };
        let email_hash = email.map(|email| email_hash(&base.vault, &email));
        let pseudonym = pseudonym(&base.vault, row.id);
        store::look_up::index(chore.rows(), row.id, &pseudonym, email_hash.as_deref()).await?;
    }
    Ok(chore.commit().await?)
}
