//! What keeps robots out without asking anybody to read crooked letters: every form carries a sealed ticket
//! that says when it was asked for and serves once, and a field that people do not see.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::base::Base;
use crate::clock::Micros;
use crate::id::random;
use crate::vault::{Place, Vault};
use crate::web::Result;

/// The name of the field that people do not see: whoever fills it in is none.
pub const TRAP: &str = "more";
/// Nobody reads the page, types and checks in less.
const HASTY: Duration = Duration::from_secs(3);
/// A form older than that is given a new ticket.
const STALE: Duration = Duration::from_hours(12);

/// A form's ticket.
#[derive(Serialize, Deserialize)]
pub struct Ticket {
    at: i64,
    /// What finds the report again: known to its author alone, once it is sent.
    secret: [u8; 24],
}

/// What a ticket is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// It is taken.
    Good,
    /// Not yet.
    Hasty,
    /// No more.
    Stale,
}

impl Ticket {
    fn place() -> Place {
        Place::new("report.ticket", Uuid::nil())
    }

    /// A new one, sealed.
    pub fn issue(base: &Base) -> Result<String> {
        let ticket = Self { at: base.clock.now().0, secret: random() };
        Ok(URL_SAFE_NO_PAD.encode(base.vault.own_key().seal_json(Self::place(), &ticket)?))
    }

    /// Opens one; none when it is not ours.
    pub fn open(base: &Base, sealed: &str) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        base.vault.own_key().open_json(Self::place(), &sealed).ok()
    }

    /// What it is worth now.
    pub fn worth(&self, now: Micros) -> Worth {
        match now.since(Micros(self.at)) {
            age if age < HASTY => Worth::Hasty,
            age if age > STALE => Worth::Stale,
            _ => Worth::Good,
        }
    }

    /// The secret as it stands in a link.
    pub fn link(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.secret)
    }

    /// The fingerprint by which the database knows the report.
    pub fn hash(&self, vault: &Vault) -> Vec<u8> {
        hash(vault, &self.secret)
    }
}

/// The fingerprint of what a link holds; none when it cannot be one of ours.
pub fn hash_of_link(vault: &Vault, link: &str) -> Option<Vec<u8>> {
    let secret: [u8; 24] = URL_SAFE_NO_PAD.decode(link).ok()?.try_into().ok()?;
    Some(hash(vault, &secret))
}

fn hash(vault: &Vault, secret: &[u8]) -> Vec<u8> {
    vault.fingerprint("report ticket", secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_good_for_a_day_of_thought_and_not_for_a_machine() {
        let ticket = Ticket { at: 0, secret: [7; 24] };
        let worth = |age: Duration| ticket.worth(Micros(0).after(age));
        assert_eq!(worth(Duration::from_secs(1)), Worth::Hasty);
        assert_eq!(worth(Duration::from_secs(4)), Worth::Good);
        assert_eq!(worth(Duration::from_hours(13)), Worth::Stale);
    }

    #[test]
    fn a_link_leads_to_its_report_alone() {
        let vault = Vault::new(&Vault::new_master_key()).unwrap();
        let ticket = Ticket { at: 0, secret: [7; 24] };
        assert_eq!(hash_of_link(&vault, &ticket.link()), Some(ticket.hash(&vault)));
        assert_eq!(hash_of_link(&vault, "7K3M-9QXD-4FT"), None);
        assert_eq!(hash_of_link(&vault, ""), None);
    }
}
