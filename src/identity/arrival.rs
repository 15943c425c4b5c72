//! Coming back from the issuer: whose account it is, and the session that comes of it.

use axum::http::HeaderMap;

use super::account::email_place;
use super::claims::{self, Claims};
use super::cookies::{Kind, Token};
use super::federation::{Issuer, Person, Refusal};
use super::session::{Client, Session, SignedIn};
use super::sign_in::{Answer, Flow, Purpose, Stop};
use super::store::accounts::{IdentityRow, NewIdentity};
use super::{Identity, store};
use crate::act::{Act, Actor};
use crate::audit::Event;
use crate::config::IssuerState;
use crate::id::{AccountId, IdentityId, SessionId};
use crate::text::Locale;
use crate::vault::{DataKey, Place};
use crate::web::Trace;

/// The cookie of the session of someone who came in.
pub(super) struct Arrival {
    pub cookie: String,
}

impl Identity {
    /// Takes in the answer to `flow`: asks the issuer who came, and opens their session.
    pub(super) async fn arrive(
        &self,
        issuer: &Issuer,
        flow: &Flow,
        answer: Answer,
        headers: &HeaderMap,
        session: Option<&Session>,
        trace: &Trace,
    ) -> Result<Arrival, Stop> {
        issuer.check_answer_issuer(answer.issuer.as_deref()).await?;
        let person = issuer.redeem(answer.outcome?, &flow.ties(&answer.state), &flow.demand).await?;
        let arriving = Arriving {
            identity: self,
            issuer,
            claims: Claims::from_released(&person.released),
            subject_hash: self.subject_hash(issuer, &person.subject),
            replaces: self.0.cookies.read(headers, Kind::Session),
            client: Client::of(headers),
            purpose: flow.purpose,
            session,
            locale: flow.locale,
            person,
            trace,
        };
        // The same person may come in for the first time through two doors at once: the second
        // then finds the account that the first made.
        let cookie = match arriving.admit().await? {
            Some(cookie) => cookie,
            None => arriving.admit().await?.ok_or(Refusal::AccountErased)?,
        };
        Ok(Arrival { cookie })
    }

    fn subject_hash(&self, issuer: &Issuer, subject: &str) -> Vec<u8> {
        let value = [issuer.slug.as_bytes(), &[0], subject.as_bytes()].concat();
        self.0.base.vault.fingerprint("subject", &value)
    }

    /// The fingerprint of an issuer's own name for its session.
    fn issuer_session_hash(&self, issuer: &Issuer, sid: &str) -> Vec<u8> {
        let value = [issuer.slug.as_bytes(), &[0], sid.as_bytes()].concat();
        self.0.base.vault.fingerprint("issuer session", &value)
    }
}

/// A person at the door, whose issuer vouches for them.
struct Arriving<'a> {
    identity: &'a Identity,
    issuer: &'a Issuer,
    person: Person,
    claims: Claims,
    subject_hash: Vec<u8>,
    /// The browser's session until now.
    replaces: Option<Token>,
    client: Client,
    session: Option<&'a Session>,
    purpose: Purpose,
    /// The language of the page they signed in from.
    locale: Locale,
    trace: &'a Trace,
}

/// Whose account it is, and whether it is made now.
struct Owner {
    account: AccountId,
    identity: IdentityId,
    key: DataKey,
    /// The wrapped key of an account to be made.
    new: Option<Vec<u8>>,
}

impl Arriving<'_> {
    /// Opens a session, in one act with the account if this is the first visit; its cookie. `None`
    /// when someone else made the account meanwhile.
    async fn admit(&self) -> Result<Option<String>, Stop> {
        let base = &self.identity.0.base;
        let (session, owner) = (SessionId::new(&base.clock), self.owner().await?);
        self.check_purpose(&owner)?;
        let actor = Actor::citizen(owner.account, session, self.trace.0.clone());
        let succeeded = Event::SigninSucceeded {
            issuer: self.issuer.slug.clone(),
            acr: self.person.acr.clone(),
            first: owner.new.is_some(),
        };
        let mut act = base.acts.begin(actor, succeeded.of(owner.account)).await?;
        if !self.settle(&mut act, &owner).await? {
            return Ok(None);
        }
        let cookie = self.open_session(&mut act, session, &owner).await?;
        act.commit().await?;
        Ok(Some(cookie))
    }

    /// Who proves more than before must be the one who was there before: anyone else leaves the
    /// session, and what it kept, as they are.
    fn check_purpose(&self, owner: &Owner) -> Result<(), Refusal> {
        let Purpose::StepUp(account) = self.purpose else { return Ok(()) };
        let same = owner.new.is_none() && owner.account == account;
        let there = self.session.is_none_or(|session| session.account == account);
        (same && there).then_some(()).ok_or(Refusal::OtherPerson)
    }

    async fn owner(&self) -> Result<Owner, Stop> {
        let base = &self.identity.0.base;
        let known =
            store::accounts::find_identity(&mut base.db.read().await?, &self.issuer.slug, &self.subject_hash)
                .await?;
        if let Some(IdentityRow { id, account_id, data_key }) = known {
            let key = base.vault.data_key(account_id, &data_key.ok_or(Refusal::AccountErased)?)?;
            return Ok(Owner { account: account_id, identity: id, key, new: None });
        }
        if self.issuer.settings.state == IssuerState::Sunset {
            return Err(Refusal::IssuerSunset.into());
        }
        let account = AccountId::new(&base.clock);
        let (key, wrapped) = base.vault.new_data_key(account)?;
        Ok(Owner { account, identity: IdentityId::new(&base.clock), key, new: Some(wrapped) })
    }

    /// Makes or updates the account and the identity; `false` when another made them meanwhile.
    async fn settle(&self, act: &mut Act, owner: &Owner) -> Result<bool, Stop> {
        let at = act.at();
        let locale = self.claims.locale.unwrap_or(self.locale);
        if let Some(data_key) = &owner.new {
            store::accounts::insert(act.rows(), owner.account, at, data_key, locale).await?;
            let place = Place::new("identity.subject", owner.identity.0);
            let new = NewIdentity {
                id: owner.identity,
                account: owner.account,
                issuer: &self.issuer.slug,
                subject_hash: &self.subject_hash,
                subject: &owner.key.seal(place, self.person.subject.as_bytes())?,
            };
            if !store::accounts::insert_identity(act.rows(), at, &new).await? {
                return Ok(false);
            }
        } else {
            store::accounts::see_identity(act.rows(), owner.identity, at).await?;
        }
        let email = self.claims.verified_email();
        let email = email.map(|email| owner.key.seal_json(email_place(owner.account), &email)).transpose()?;
        store::accounts::update(act.rows(), owner.account, locale, email.as_deref()).await?;
        Ok(true)
    }

    async fn open_session(&self, act: &mut Act, id: SessionId, owner: &Owner) -> Result<String, Stop> {
        let issuer_session = self.person.issuer_session.as_deref();
        let issuer_session = issuer_session.map(|sid| self.identity.issuer_session_hash(self.issuer, sid));
        let signed_in = SignedIn {
            account: owner.account,
            key: &owner.key,
            identity: owner.identity,
            issuer: &self.issuer.slug,
            roles: &claims::roles(&self.issuer.settings.roles, &self.person.released),
            acr: self.person.acr.as_deref(),
            level: self.person.level,
            issuer_session_hash: issuer_session.as_deref(),
            at: self.person.authenticated_at,
            claims: &self.claims,
            id_token: &self.person.id_token,
        };
        let replaces = self.replaces.as_ref();
        Ok(self.identity.begin_session(act, id, &signed_in, &self.client, replaces).await?)
    }
}
