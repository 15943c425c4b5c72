//! The ids of things, each a type of its own so that one cannot be taken for another, and the
//! references that people read aloud.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Clock;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id, later than every id this clock made before.
            #[must_use]
            pub fn new(clock: &Clock) -> Self {
                Self(clock.new_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )* };
}

id! {
    /// A person's account, ours and random: no issuer's subject is known outside `identity`.
    AccountId,
    /// The tie between an account and one subject of one issuer.
    IdentityId,
    /// One signed-in browser.
    SessionId,
    /// A request (démarche), from the first answer of its draft to its end.
    RequestId,
    /// A file that a person added to a request.
    AttachmentId,
    /// One line of a request's timeline.
    StepId,
    /// Something that a back-end asks of a citizen.
    TaskId,
    /// A document that a back-end has for a citizen.
    DocumentId,
    /// A message on a channel that leads out of the portal.
    DeliveryId,
    /// Another person's part of a request.
    PartId,
    /// What a citizen sends about a request: the answer to a task, or a message.
    ReplyId,
    /// What someone told of the portal: a problem or an idea.
    ReportId,
    /// One message in a person's inbox.
    MessageId,
    /// Where a channel reaches a person outside the portal.
    AddressId,
    /// One piece of work in the outbox.
    JobId,
    /// One event of the audit log.
    EventId,
    /// What administrators announce.
    AnnouncementId,
}

/// Fills an array with random bytes from the operating system.
///
/// # Panics
/// When the operating system has no randomness to give: nothing safe can be done without it.
#[must_use]
#[expect(clippy::expect_used, reason = "without randomness every secret would be guessable")]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// What a citizen quotes to name a request, such as `7K3M-9QXD-4FT`: ten random characters and a
/// check character of Crockford's base 32 (no I, L, O, U), so that a slip in reading is caught
/// and a neighbour's reference cannot be guessed (50 bits).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct Reference(String);

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_CHARACTERS: usize = 10;

impl Reference {
    /// A new random reference.
    #[must_use]
    pub fn random() -> Self {
        let symbols = random::<RANDOM_CHARACTERS>().map(|byte| byte & 31);
        Self::from_symbols(&symbols)
    }

    fn from_symbols(symbols: &[u8]) -> Self {
        let all = symbols.iter().copied().chain([check_symbol(symbols)]);
        let letters: String = all.map(letter).collect();
        let groups: Vec<&str> =
            [0..4, 4..8, 8..11].into_iter().filter_map(|range| letters.get(range)).collect();
        Self(groups.join("-"))
    }

    /// The reference as it is shown and stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A weighted sum modulo 31 (a prime below the alphabet's size): finds every single wrong
/// character but 0 for Z, and every swap of neighbours but of those two.
fn check_symbol(symbols: &[u8]) -> u8 {
    let sum: usize =
        symbols.iter().enumerate().map(|(place, symbol)| (place + 1) * usize::from(*symbol)).sum();
    u8::try_from(sum % 31).unwrap_or(0)
}

fn letter(symbol: u8) -> char {
    ALPHABET.get(usize::from(symbol)).map_or('0', |byte| char::from(*byte))
}

/// The text is no reference: wrong length, a character outside the alphabet, or a check character
/// that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a reference")]
pub struct NotAReference;

impl FromStr for Reference {
    type Err = NotAReference;

    /// Reads a reference as people type it: any case, with or without hyphens and spaces, and O
    /// for 0, I or L for 1.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let typed = text.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{a0}'));
        let symbols: Option<Vec<u8>> = typed.take(RANDOM_CHARACTERS + 2).map(symbol).collect();
        let symbols = symbols.ok_or(NotAReference)?;
        let (check, random) = symbols.split_last().ok_or(NotAReference)?;
        if random.len() != RANDOM_CHARACTERS || check_symbol(random) != *check {
            return Err(NotAReference);
        }
        Ok(Self::from_symbols(random))
    }
}

fn symbol(typed: char) -> Option<u8> {
    let plain = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET.iter().position(|letter| char::from(*letter) == plain)?;
    u8::try_from(place).ok()
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_survives_being_typed_by_hand() {
        let reference = Reference::from_symbols(&[0, 1, 10, 11, 31, 2, 3, 4, 5, 1]);
        let typed = reference.as_str().to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(typed.parse(), Ok(reference));
    }

    #[test]
    fn a_slip_is_caught() {
        let reference = Reference::random();
        let mut letters: Vec<char> = reference.as_str().chars().collect();
        letters[2] = if letters[2] == '7' { '8' } else { '7' };
        let slipped: String = letters.into_iter().collect();
        assert_eq!(slipped.parse::<Reference>(), Err(NotAReference));
        assert_eq!("".parse::<Reference>(), Err(NotAReference));
        assert_eq!("ÉÉÉÉ-ÉÉÉÉ-ÉÉÉ".parse::<Reference>(), Err(NotAReference));
    }
}
