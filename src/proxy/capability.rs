//! A page's right to call for its tile: bound to the session, the tile and the release that the page was made
//! from (contract §2). Nothing is kept of it: the portal knows its own seal again.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;

use crate::base::Base;
use crate::clock::{Clock, Micros};
use crate::id::{AccountId, SessionId};
use crate::tiles::TileId;
use crate::vault::Vault;

/// The header that brings it: no form, and no page of another site, can send one.
pub const HEADER: &str = "parvis-capability";

/// So long it holds; a page renews it by itself.
const LIFETIME: Duration = Duration::from_mins(15);
/// The longest one that is looked at, in bytes.
const LONGEST: usize = 200;

/// Issues capabilities and knows them again. Cheap to clone.
#[derive(Clone)]
pub struct Capabilities {
    vault: Arc<Vault>,
    clock: Clock,
}

impl Capabilities {
    /// Capabilities sealed by the portal's vault: every node knows those of the others.
    #[must_use]
    pub fn new(base: &Base) -> Self {
        Self { vault: base.vault.clone(), clock: base.clock.clone() }
    }

    /// A capability for the page of `tile` in `session`, made from the release of that digest.
    #[must_use]
    pub fn issue(&self, session: SessionId, tile: &TileId, release: &str) -> String {
        let until = self.clock.now().after(LIFETIME).seconds();
        let seal = self.seal(session, tile, release, until);
        format!("{until}.{release}.{}", URL_SAFE_NO_PAD.encode(seal))
    }

    /// The digest of the release for which `capability` was issued to this session and tile; none when it
    /// was not, or holds no more.
    #[must_use]
    pub fn check<'c>(&self, session: SessionId, tile: &TileId, capability: &'c str) -> Option<&'c str> {
        let mut parts = Some(capability).filter(|text| text.len() <= LONGEST)?.split('.');
        let (until, release, seal) = (parts.next()?, parts.next()?, parts.next()?);
        let until: i64 = until.parse().ok()?;
        let seal = URL_SAFE_NO_PAD.decode(seal).ok()?;
        let known: bool = self.seal(session, tile, release, until).ct_eq(&seal).into();
        let holds = Micros::from_seconds(until) > self.clock.now();
        (known && holds && parts.next().is_none()).then_some(release)
    }

    /// A mark of whose page it is, the same at every sign-in: nothing about the person can be read from it.
    #[must_use]
    pub fn owner(&self, account: AccountId) -> String {
        URL_SAFE_NO_PAD.encode(self.vault.fingerprint("app owner", account.0.as_bytes()))
    }

    /// HMAC-SHA-256 with a key of the vault's for this purpose alone. No part can hold the separator.
    fn seal(&self, session: SessionId, tile: &TileId, release: &str, until: i64) -> Vec<u8> {
        let bound = format!("{session}\0{tile}\0{release}\0{until}");
        self.vault.fingerprint("app capability", bound.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn capabilities(vault: Vault) -> Capabilities {
        Capabilities { vault: Arc::new(vault), clock: Clock::default() }
    }

    fn any() -> Capabilities {
        capabilities(Vault::new(&Vault::new_master_key()).unwrap())
    }

    fn session(clock: &Clock) -> SessionId {
        SessionId(clock.new_uuid())
    }

    #[test]
    fn it_is_good_for_what_it_was_issued_for_and_nothing_else() {
        let ours = any();
        let (mine, other) = (session(&ours.clock), session(&ours.clock));
        let (visits, letters): (TileId, TileId) = ("visits".parse().unwrap(), "letters".parse().unwrap());
        let capability = ours.issue(mine, &visits, "0a1b");
        assert_eq!(ours.check(mine, &visits, &capability), Some("0a1b"));
        assert_eq!(ours.check(other, &visits, &capability), None, "another session");
        assert_eq!(ours.check(mine, &letters, &capability), None, "another tile");
        assert_eq!(ours.check(mine, &visits, &capability.replace("0a1b", "0a1c")), None, "another release");
        let stranger = Capabilities { clock: ours.clock.clone(), ..any() };
        assert_eq!(stranger.check(mine, &visits, &capability), None, "another portal's");
        ours.clock.advance(LIFETIME.saturating_sub(Duration::from_secs(2)));
        assert!(ours.check(mine, &visits, &capability).is_some());
        ours.clock.advance(Duration::from_secs(2));
        assert_eq!(ours.check(mine, &visits, &capability), None, "it is over");
        let (until, rest) = capability.split_once('.').unwrap();
        let longer = format!("{}.{rest}", until.parse::<i64>().unwrap() + 900);
        assert_eq!(ours.check(mine, &visits, &longer), None, "made to last");
        assert_eq!(ours.check(mine, &visits, &format!("{capability}.")), None);
    }

    proptest! {
        #[test]
        fn nothing_else_is_one(text in "\\PC{0,80}|[0-9]{1,20}\\.[0-9a-f]{0,64}\\.[A-Za-z0-9_-]{0,44}") {
            let ours = any();
            let tile: TileId = "visits".parse().unwrap();
            prop_assert_eq!(ours.check(session(&ours.clock), &tile, &text), None);
        }
    }
}
