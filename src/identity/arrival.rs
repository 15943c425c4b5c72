//! Coming back from the issuer: what a sign-in leads to, once it is known whose it is (`owner.rs`).

use serde_json::{Map, Value};

use super::account::email_place;
use super::claims::{self, Claims};
use super::cookies::{Kind, Token};
use super::federation::{Issuer, Person, Refusal};
use super::look_up;
use super::owner::{Owner, Tie};
use super::session::{Client, Session, SignedIn, Visit};
use super::sign_in::{Answer, Flow, Purpose, Stop};
use super::store::accounts::{NewIdentity, Seen};
use super::store::sessions::Which;
use super::{Identity, store};
use crate::act::{Act, Actor};
use crate::audit::Event;
use crate::id::SessionId;
use crate::text::Locale;
use crate::vault::Place;
use crate::web::Trace;

/// Someone who came in, or proved more.
pub(super) struct Arrival {
    /// The session's new cookie; none when nothing changed.
    pub cookie: Option<String>,
    /// A page of ours that comes before the one they wanted.
    pub first: Option<&'static str>,
}

impl Identity {
    /// Takes in the answer to `flow`: asks the issuer who came, and does what the sign-in was for.
    pub(super) async fn arrive(
        &self,
        issuer: &Issuer,
        flow: &Flow,
        answer: Answer,
        visit: Visit<'_>,
        session: Option<&Session>,
        trace: &Trace,
    ) -> Result<Arrival, Stop> {
        issuer.check_answer_issuer(answer.issuer.as_deref()).await?;
        let person = issuer.redeem(answer.outcome?, &flow.ties(&answer.state), &flow.demand).await?;
        let arriving = Arriving {
            identity: self,
            issuer,
            claims: person.claims.clone(),
            subject_hash: self.subject_hash(&issuer.slug, &person.subject),
            replaces: self.0.cookies.read(visit.headers, Kind::Session),
            client: Client::of(visit),
            purpose: flow.purpose,
            session,
            locale: flow.locale,
            person,
            trace,
        };
        // The same person may come in for the first time through two doors at once: the second
        // then finds the account that the first made.
        match arriving.admit().await? {
            Some(arrival) => Ok(arrival),
            None => Ok(arriving.admit().await?.ok_or(Refusal::AccountErased)?),
        }
    }

    pub(super) fn subject_hash(&self, issuer: &str, subject: &str) -> Vec<u8> {
        let value = [issuer.as_bytes(), &[0], subject.as_bytes()].concat();
        self.0.base.vault.fingerprint("subject", &value)
    }

    /// The fingerprint of an issuer's own name for its session.
    pub(super) fn issuer_session_hash(&self, issuer: &Issuer, sid: &str) -> Vec<u8> {
        let value = [issuer.slug.as_bytes(), &[0], sid.as_bytes()].concat();
        self.0.base.vault.fingerprint("issuer session", &value)
    }
}

/// A person at the door, whose issuer vouches for them.
pub(super) struct Arriving<'a> {
    pub identity: &'a Identity,
    pub issuer: &'a Issuer,
    pub person: Person,
    pub claims: Claims,
    pub subject_hash: Vec<u8>,
    /// The token of the browser's session until now.
    replaces: Option<Token>,
    client: Client,
    pub purpose: Purpose,
    /// The browser's session until now, if it lives.
    pub session: Option<&'a Session>,
    /// The language of the page they signed in from.
    locale: Locale,
    pub trace: &'a Trace,
}

impl Arriving<'_> {
    /// Does what the sign-in was for; `None` when someone else made the account meanwhile.
    async fn admit(&self) -> Result<Option<Arrival>, Stop> {
        let owner = self.owner().await?;
        match (self.purpose, self.session) {
            (Purpose::Session, _) => self.open(&owner).await,
            (Purpose::StepUp(account), session) => {
                // Who proves more than before must be the one who was there before: anyone else
                // leaves the session, and what it kept, as they are.
                let there = session.is_none_or(|session| session.account == account);
                if owner.account != account || !there {
                    return Err(Refusal::OtherPerson.into());
                }
                match session {
                    Some(session) => self.raise(session, &owner).await,
                    None => self.open(&owner).await,
                }
            }
            (Purpose::Link(account), Some(session)) if session.account == account => {
                self.link(session, &owner).await
            }
            (Purpose::Link(_), _) => Err(Refusal::FlowExpired.into()),
        }
    }

    /// Opens a session, in one act with the account if this is the first visit.
    async fn open(&self, owner: &Owner) -> Result<Option<Arrival>, Stop> {
        let (base, id) = (&self.identity.0.base, SessionId::new(&self.identity.0.base.clock));
        let actor = Actor::citizen(owner.account, id, self.trace.0.clone());
        let succeeded = Event::SigninSucceeded {
            issuer: self.issuer.slug.clone(),
            acr: self.person.acr.clone(),
            first: matches!(owner.tie, Tie::First(_)),
        };
        let mut act = base.acts.begin(actor, succeeded.of(owner.account)).await?;
        if !self.settle(&mut act, owner).await? {
            return Ok(None);
        }
        let (roles, issuer_session) = (self.roles(), self.issuer_session());
        self.note_administrator(&mut act, owner, &roles).await?;
        let signed_in = self.signed_in(owner, &roles, issuer_session.as_deref());
        let replaces = self.replaces.as_ref();
        let cookie = self.identity.begin_session(&mut act, id, &signed_in, &self.client, replaces).await?;
        if matches!(owner.tie, Tie::Continues(_)) {
            self.identity.end_sessions(&mut act, Which::Others(owner.account, id), "linked").await?;
        }
        act.commit().await?;
        Ok(Some(Arrival { cookie: Some(cookie), first: self.link_page(owner).await? }))
    }

    /// Raises the session to what was proven now.
    async fn raise(&self, session: &Session, owner: &Owner) -> Result<Option<Arrival>, Stop> {
        let actor = Actor::citizen(session.account, session.id, self.trace.0.clone());
        let raised = Event::SessionRaised { issuer: self.issuer.slug.clone(), acr: self.person.acr.clone() };
        let mut act = self.identity.0.base.acts.begin(actor, raised.of(session.account)).await?;
        if !self.settle(&mut act, owner).await? {
            return Ok(None);
        }
        let (roles, issuer_session) = (self.roles(), self.issuer_session());
        self.note_administrator(&mut act, owner, &roles).await?;
        let signed_in = self.signed_in(owner, &roles, issuer_session.as_deref());
        let Some(cookie) = self.identity.raise_session(&mut act, session.id, &signed_in).await? else {
            // It ended meanwhile, elsewhere: the person opens another.
            drop(act);
            return Box::pin(self.open(owner)).await;
        };
        act.commit().await?;
        Ok(Some(Arrival { cookie: Some(cookie), first: None }))
    }

    fn roles(&self) -> Vec<crate::config::Role> {
        claims::roles(&self.issuer.settings.roles, &self.person.released)
    }

    fn issuer_session(&self) -> Option<Vec<u8>> {
        let sid = self.person.issuer_session.as_deref();
        sid.map(|sid| self.identity.issuer_session_hash(self.issuer, sid))
    }

    fn signed_in<'s>(
        &'s self,
        owner: &'s Owner,
        roles: &'s [crate::config::Role],
        issuer_session_hash: Option<&'s [u8]>,
    ) -> SignedIn<'s> {
        SignedIn {
            account: owner.account,
            key: &owner.key,
            identity: owner.identity,
            issuer: &self.issuer.slug,
            roles,
            acr: self.person.acr.as_deref(),
            level: self.person.level,
            issuer_session_hash,
            at: self.person.authenticated_at,
            claims: &self.claims,
            id_token: &self.person.id_token,
        }
    }

    /// Makes or updates the account and the identity; `false` when another made them meanwhile.
    pub async fn settle(&self, act: &mut Act, owner: &Owner) -> Result<bool, Stop> {
        let at = act.at();
        let locale = self.claims.locale.unwrap_or(self.locale);
        if let Tie::First(data_key) = &owner.tie {
            store::accounts::insert(act.rows(), owner.account, at, data_key, locale).await?;
        }
        let birth_hash = self.birth_hash(owner.identity);
        let seen = Seen { at, level: self.person.level, birth_hash: birth_hash.as_deref() };
        if matches!(owner.tie, Tie::Known) {
            store::accounts::see_identity(act.rows(), owner.identity, &seen).await?;
        } else if !self.insert(act, owner, &seen).await? {
            return Ok(false);
        }
        let vouched = self.claims.verified_email();
        let email =
            vouched.map(|email| owner.key.seal_json(email_place(owner.account), &email)).transpose()?;
        store::accounts::update(act.rows(), owner.account, locale, email.as_deref()).await?;
        let vault = &self.identity.0.base.vault;
        let email_hash = vouched.map(|email| look_up::email_hash(vault, email));
        let pseudonym = look_up::pseudonym(vault, owner.account);
        store::look_up::index(act.rows(), owner.account, &pseudonym, email_hash.as_deref()).await?;
        Ok(true)
    }

    async fn insert(&self, act: &mut Act, owner: &Owner, seen: &Seen<'_>) -> Result<bool, Stop> {
        let place = Place::new("identity.subject", owner.identity.0);
        let new = NewIdentity {
            id: owner.identity,
            account: owner.account,
            issuer: &self.issuer.slug,
            subject_hash: &self.subject_hash,
            subject: &owner.key.seal(place, self.person.subject.as_bytes())?,
            linked_by: owner.tie.word(),
        };
        if !store::accounts::insert_identity(act.rows(), &new, seen).await? {
            return Ok(false);
        }
        if let Tie::Continues(before) = owner.tie {
            if !store::accounts::continue_identity(act.rows(), before, &self.subject_hash).await? {
                return Ok(false);
            }
            self.note_link(act, owner).await?;
        }
        Ok(true)
    }

    /// What the ID token itself says, which is signed: userinfo is not.
    pub fn signed_claims(&self) -> Map<String, Value> {
        use base64::Engine as _;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;

        let payload = self.person.id_token.split('.').nth(1).unwrap_or_default();
        let json = URL_SAFE_NO_PAD.decode(payload).unwrap_or_default();
        serde_json::from_slice(&json).unwrap_or_default()
    }
}
