//! Whose account a sign-in leads to (P1): that of the identity, if it is known; that of the subject
//! it had at the issuer which this one succeeds, if this one vouches for it; else a new one. Never
//! a guess, and never by an e-mail address.

use super::arrival::Arriving;
use super::federation::Refusal;
use super::sign_in::{Purpose, Stop};
use super::store;
use super::store::accounts::IdentityRow;
use crate::config::IssuerState;
use crate::id::{AccountId, IdentityId};
use crate::vault::DataKey;

/// Whose account it is.
pub(super) struct Owner {
    pub account: AccountId,
    pub identity: IdentityId,
    pub key: DataKey,
    pub tie: Tie,
}

/// How the identity comes to the account.
pub(super) enum Tie {
    /// It was there.
    Known,
    /// With the account, to be made with this wrapped key.
    First(Vec<u8>),
    /// The issuer vouches that it is that other, older identity.
    Continues(IdentityId),
    /// Its person proved both in one sitting.
    SignedIn,
}

impl Tie {
    /// The word that is stored and logged.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Known | Self::First(_) => "first",
            Self::Continues(_) => "continued",
            Self::SignedIn => "signed_in",
        }
    }
}

impl Arriving<'_> {
    pub async fn owner(&self) -> Result<Owner, Stop> {
        let base = &self.identity.0.base;
        if let Some(row) = self.find(&self.issuer.slug, &self.subject_hash).await? {
            let key = self.check_known(&row)?;
            return Ok(Owner { account: row.account_id, identity: row.id, key, tie: Tie::Known });
        }
        let identity = IdentityId::new(&base.clock);
        if let Some((before, key)) = self.before().await? {
            let tie = Tie::Continues(before.id);
            return Ok(Owner { account: before.account_id, identity, key, tie });
        }
        if let (Purpose::Link(account), Some(session)) = (self.purpose, self.session) {
            return Ok(Owner { account, identity, key: session.key.clone(), tie: Tie::SignedIn });
        }
        if matches!(self.purpose, Purpose::StepUp(_)) {
            return Err(Refusal::OtherPerson.into());
        }
        if self.issuer.settings.state == IssuerState::Sunset {
            return Err(Refusal::IssuerSunset.into());
        }
        let account = AccountId::new(&base.clock);
        let (key, wrapped) = base.vault.new_data_key(account)?;
        Ok(Owner { account, identity, key, tie: Tie::First(wrapped) })
    }

    async fn find(&self, issuer: &str, subject_hash: &[u8]) -> Result<Option<IdentityRow>, Stop> {
        let mut db = self.identity.0.base.db.read().await?;
        Ok(store::accounts::find_identity(&mut db, issuer, subject_hash).await?)
    }

    /// Opens the account's key, once it is sure that the subject is still the same person: an issuer
    /// may one day give the subject of someone who left to another.
    fn check_known(&self, row: &IdentityRow) -> Result<DataKey, Stop> {
        let key = row.data_key.as_ref().ok_or(Refusal::AccountErased)?;
        let told = self.birth_hash(row.id);
        match (&row.birth_hash, told) {
            (Some(known), Some(told)) if *known != told => {
                Err(Stop::Alert(Refusal::SubjectRecycled, row.account_id))
            }
            _ => Ok(self.identity.0.base.vault.data_key(row.account_id, key)?),
        }
    }

    /// The fingerprint of the birth date as one of that identity: equal dates of two people do not
    /// show.
    pub fn birth_hash(&self, identity: IdentityId) -> Option<Vec<u8>> {
        let born = self.claims.birthdate.as_deref()?;
        let value = [identity.0.as_bytes(), born.as_bytes()].concat();
        Some(self.identity.0.base.vault.fingerprint("birth date", &value))
    }

    /// The identity that this one continues, as its signed ID token says: once only, and no less
    /// surely than the account was ever used.
    async fn before(&self) -> Result<Option<(IdentityRow, DataKey)>, Stop> {
        let signed = self.signed_claims();
        let federation = &self.identity.0.federation;
        let rules: Vec<_> = match &self.issuer.settings.continues {
            Some(rule) => vec![rule],
            // Another issuer's word: known only to be refused.
            None => federation.issuers().filter_map(|issuer| issuer.settings.continues.as_ref()).collect(),
        };
        for rule in rules {
            let Some(subject) = signed.get(&rule.claim).and_then(|claim| claim.as_str()) else { continue };
            let hash = self.identity.subject_hash(&rule.issuer, subject);
            let Some(row) = self.find(&rule.issuer, &hash).await? else { continue };
            if self.issuer.settings.continues.is_none() {
                return Err(Stop::Alert(Refusal::NotSuccessor, row.account_id));
            }
            return self.continuing(row).await;
        }
        Ok(None)
    }

    async fn continuing(&self, row: IdentityRow) -> Result<Option<(IdentityRow, DataKey)>, Stop> {
        match &row.continued_by {
            None => {}
            // It was unlinked by its person since then: that holds.
            Some(by) if *by == self.subject_hash => return Ok(None),
            Some(_) => return Err(Stop::Alert(Refusal::ContinuedTwice, row.account_id)),
        }
        let key = self.check_known(&row)?;
        let mut db = self.identity.0.base.db.read().await?;
        let highest = store::accounts::highest_level(&mut db, row.account_id).await?;
        if i64::from(self.person.level) < highest {
            return Err(Stop::Lower(u8::try_from(highest).unwrap_or(1)));
        }
        Ok(Some((row, key)))
    }
}
