//! The address that an e-mail comes back to: its envelope sender (RFC 5321 §4.5.5), `bounces+TOKEN@…`. The token names
//! the delivery and the address it went to, and is signed: nobody has another's address marked by guessing.

use data_encoding::BASE32_NOPAD;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::vault::Vault;

/// A token's bytes: a delivery's id, an address's print, a signature. In base 32 they need no padding.
const ID: usize = 16;
const PRINT: usize = 4;
const SIGNATURE: usize = 10;
/// A token's letters.
const TOKEN: usize = (ID + PRINT + SIGNATURE) * 8 / 5;

/// What an address is known by between a delivery and what becomes of it: addresses themselves stay in the vault. It
/// tells the few addresses of one person apart, and is no use to look one up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Print([u8; PRINT]);

impl Print {
    /// The print of an address.
    #[must_use]
    pub fn of(vault: &Vault, to: &str) -> Self {
        Self(first(&vault.fingerprint("bounced address", to.as_bytes())))
    }

    /// As it stands in a job.
    #[must_use]
    pub fn word(self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }
}

/// What came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Returned {
    /// The id of the delivery, or of the address whose code the e-mail held.
    pub id: Uuid,
    /// The address that it went to.
    pub address: Print,
}

/// Where the e-mail `id` to the address `to` comes back to, when the mailbox of what comes back is `bounces`.
pub(super) fn sender(vault: &Vault, bounces: &str, id: Uuid, to: &str) -> Option<String> {
    let (mailbox, host) = bounces.rsplit_once('@')?;
    let named = [id.as_bytes().as_slice(), &Print::of(vault, to).0].concat();
    let token = BASE32_NOPAD.encode(&[named.as_slice(), &signature(vault, &named)].concat()).to_lowercase();
    Some(format!("{mailbox}+{token}@{host}"))
}

/// What came back to `recipient`: the whole address, or what follows its `+`, in any case: servers on the way may change
/// that. None when it is none that the portal made.
#[must_use]
pub fn read(vault: &Vault, recipient: &str) -> Option<Returned> {
    let mailbox = recipient.split_once('@').map_or(recipient, |(mailbox, _)| mailbox);
    let token = mailbox.rsplit_once('+').map_or(mailbox, |(_, token)| token);
    if token.len() != TOKEN {
        return None;
    }
    let bytes = BASE32_NOPAD.decode(token.to_ascii_uppercase().as_bytes()).ok()?;
    let (named, signed) = bytes.split_at_checked(ID + PRINT)?;
    let (id, print) = named.split_at_checked(ID)?;
    let returned = Returned { id: Uuid::from_slice(id).ok()?, address: Print(print.try_into().ok()?) };
    bool::from(signature(vault, named).ct_eq(signed)).then_some(returned)
}

fn signature(vault: &Vault, named: &[u8]) -> [u8; SIGNATURE] {
    first(&vault.fingerprint("return path", named))
}

fn first<const N: usize>(digest: &[u8]) -> [u8; N] {
    digest.first_chunk().copied().unwrap_or([0; N])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LONGEST_BOUNCES_MAILBOX;

    fn vault() -> Vault {
        Vault::new(&Vault::new_master_key()).unwrap()
    }

    #[test]
    fn what_comes_back_is_known_in_any_case_by_this_portal_alone() {
        let (other, vault, id, to) = (vault(), vault(), Uuid::from_u128(7), "amelie@exemple.test");
        let sender = sender(&vault, "bounces@portail.exemple.test", id, to).unwrap();
        let (mailbox, host) = sender.split_once('@').unwrap();
        assert_eq!((mailbox.len(), host), ("bounces+".len() + TOKEN, "portail.exemple.test"));
        let returned = Returned { id, address: Print::of(&vault, to) };
        let token = mailbox.strip_prefix("bounces+").unwrap();
        for told in [&sender, &sender.to_uppercase(), mailbox, token, &format!("+{token}")] {
            assert_eq!(read(&vault, told), Some(returned), "{told}");
        }
        assert_eq!(read(&other, &sender), None, "another portal's");
        assert_ne!(Print::of(&vault, "connor@exemple.test"), returned.address);
    }

    #[test]
    fn a_token_with_any_letter_changed_is_none() {
        let vault = vault();
        let sender = sender(&vault, "b@c.ca", Uuid::from_u128(7), "amelie@exemple.test").unwrap();
        for place in 2..2 + TOKEN {
            let mut changed = sender.clone().into_bytes();
            changed[place] = if changed[place] == b'a' { b'b' } else { b'a' };
            assert_eq!(read(&vault, std::str::from_utf8(&changed).unwrap()), None, "{place}");
        }
        for wrong in ["", "b@c.ca", "b+@c.ca", "+", "b+amelie@c.ca", &"é".repeat(24), &"a".repeat(48)] {
            assert_eq!(read(&vault, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_longest_mailbox_leaves_room_for_a_token() {
        let mailbox = "b".repeat(LONGEST_BOUNCES_MAILBOX);
        let sender = sender(&vault(), &format!("{mailbox}@c.ca"), Uuid::nil(), "a@b.ca").unwrap();
        assert_eq!(sender.split_once('@').unwrap().0.len(), 64, "RFC 5321 §4.5.3.1.1");
        assert!(sender.parse::<lettre::Address>().is_ok());
    }
}
