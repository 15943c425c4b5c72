//! The codes that confirm addresses. A code is derived from a random seed by the vault: it is stored nowhere,
//! and a job that is done twice sends the same one.

use std::time::Duration;

use subtle::ConstantTimeEq as _;

use super::store::Row;
use crate::clock::Micros;
use crate::id::AddressId;
use crate::vault::Vault;

/// How long a code is good.
pub const GOOD_FOR: Duration = Duration::from_mins(15);
/// So many wrong ones end a code.
pub const MOST_MISSES: i64 = 5;
/// A seed's bytes.
pub const SEED: usize = 32;
/// Six digits.
const CODES: u64 = 1_000_000;

/// A code that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// What it comes from.
    seed: Vec<u8>,
    /// Until when it is good.
    pub until: Micros,
    /// How often a wrong one was given.
    pub misses: i64,
}

impl Sent {
    pub(super) fn of(row: &Row) -> Option<Self> {
        Some(Self { seed: row.code_seed.clone()?, until: row.code_until?, misses: row.code_misses })
    }

    /// Whether it can still confirm its address at `now`.
    #[must_use]
    pub fn is_good(&self, now: Micros) -> bool {
        now < self.until && self.misses < MOST_MISSES
    }

    pub(super) fn seed(&self) -> &[u8] {
        &self.seed
    }

    /// Whether `given` is this code. Takes as long for a wrong one as for the right one.
    pub(super) fn is(&self, vault: &Vault, address: AddressId, given: &str) -> bool {
        bool::from(self.digits(vault, address).as_bytes().ct_eq(given.as_bytes()))
    }

    /// Its six digits.
    #[must_use]
    pub fn digits(&self, vault: &Vault, address: AddressId) -> String {
        let value = [address.0.as_bytes().as_slice(), &self.seed].concat();
        let derived = vault.fingerprint("address code", &value);
        let number = derived.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("{:06}", number % CODES)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_code_is_six_digits_that_only_its_seed_and_address_give() {
        let vault = Vault::new(&Vault::new_master_key()).unwrap();
        let sent = |seed: u8| Sent { seed: vec![seed; SEED], until: Micros(1), misses: 0 };
        let (one, other) = (AddressId(Uuid::from_u128(1)), AddressId(Uuid::from_u128(2)));
        let code = sent(1).digits(&vault, one);
        assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()), "{code}");
        assert_eq!(sent(1).digits(&vault, one), code);
        assert!((2..12).any(|seed| sent(seed).digits(&vault, one) != code));
        assert!((1..12).any(|seed| sent(seed).digits(&vault, one) != sent(seed).digits(&vault, other)));
    }

    #[test]
    fn a_code_ends_with_time_and_with_wrong_ones() {
        let sent = |misses| Sent { seed: vec![0; SEED], until: Micros(10), misses };
        assert!(sent(4).is_good(Micros(9)));
        assert!(!sent(5).is_good(Micros(9)));
        assert!(!sent(0).is_good(Micros(10)));
    }
}
