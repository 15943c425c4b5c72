//! Signing in: sending a person to their issuer, and taking the answer in. Pages are in
//! `pages.rs`; what the issuer says is checked in `federation`.

use std::time::Duration;

use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use url::{Url, form_urlencoded};
use uuid::Uuid;

use super::account::email_place;
use super::claims::{self, Claims};
use super::cookies::{Kind, Token};
use super::federation::{Demand, Issuer, Person, Refusal, Ties};
use super::return_to::ReturnTo;
use super::session::{Sealed, claims_place};
use super::store::accounts::{IdentityRow, NewIdentity};
use super::store::sessions::NewSession;
use super::store::sign_ins::SignInRow;
use super::{Identity, store};
use crate::act::{Act, Actor, Chore};
use crate::audit::Event;
use crate::clock::Micros;
use crate::config::IssuerState;
use crate::id::{AccountId, IdentityId, SessionId};
use crate::text::Locale;
use crate::vault::{DataKey, Place};
use crate::web::{self, Trace};

/// How long a person may take at their issuer.
const PATIENCE: Duration = Duration::from_mins(10);

/// Why a sign-in stops.
pub(super) enum Stop {
    /// It is refused: the person and the audit log are told why.
    Refused(Refusal),
    /// We cannot go on.
    Failed(web::Error),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl<E: Into<web::Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// A sign-in under way, sealed in the database.
#[derive(Serialize, Deserialize)]
pub(super) struct Flow {
    /// The token of the browser it began in.
    browser: String,
    nonce: String,
    verifier: String,
    /// The language of the page it began on.
    pub locale: Locale,
    /// Where the person goes on.
    pub return_to: ReturnTo,
    demand: Demand,
}

/// Where to send the browser, and the cookie it takes along.
pub(super) struct Departure {
    pub url: Url,
    pub cookie: String,
}

/// Where the person goes on, signed in, and their session's cookie.
pub(super) struct Arrival {
    pub cookie: String,
}

/// The provider's answer in the query of the callback.
pub(super) struct Answer {
    state: String,
    issuer: Option<String>,
    outcome: Result<String, Refusal>,
}

impl Answer {
    /// Reads the answer (RFC 6749 §4.1.2, RFC 9207 §2). Nothing may come twice.
    pub fn parse(query: &str) -> Result<Self, Refusal> {
        let one = |wanted: &str| {
            let pairs = form_urlencoded::parse(query.as_bytes());
            let mut values = pairs.filter(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
            let value = values.next();
            if values.next().is_some() { Err(Refusal::MalformedAnswer) } else { Ok(value) }
        };
        let outcome = match (one("code")?, one("error")?) {
            (Some(code), None) => Ok(code),
            (None, Some(error)) => Err(Refusal::of_answer(&error)),
            _ => Err(Refusal::MalformedAnswer),
        };
        Ok(Self { state: one("state")?.ok_or(Refusal::UnknownFlow)?, issuer: one("iss")?, outcome })
    }
}

/// A state may be any text that a stranger sends: it is looked up by its fingerprint, which also
/// gives the row a place of its own for sealing.
struct Handle {
    hash: Vec<u8>,
    place: Place,
}

impl Identity {
    fn sign_in_handle(&self, state: &str) -> Handle {
        let hash = self.0.base.vault.fingerprint("sign-in", state.as_bytes());
        Handle { place: Place::new("sign_in.secrets", row_id(&hash)), hash }
    }

    /// Begins a sign-in: notes what the answer must fit, and tells where to send the browser.
    pub(super) async fn depart(
        &self,
        issuer: &Issuer,
        headers: &HeaderMap,
        locale: Locale,
        return_to: ReturnTo,
        trace: &Trace,
    ) -> Result<Departure, Stop> {
        if issuer.settings.state == IssuerState::Closed {
            return Err(Refusal::IssuerClosed.into());
        }
        let base = &self.0.base;
        // One token for all sign-ins of a browser, so that two tabs do not end one another's.
        let browser = self.0.cookies.read(headers, Kind::SignIn).unwrap_or_else(Token::new);
        let state = Token::new().text();
        let flow = Flow {
            browser: browser.text(),
            nonce: Token::new().text(),
            verifier: Token::new().text(),
            locale,
            return_to,
            demand: self.usual_demand(),
        };
        let url = issuer.authorization(&flow.ties(&state), &flow.demand, locale).await?;
        let handle = self.sign_in_handle(&state);
        let secrets = base.vault.own_key().seal_json(handle.place, &flow)?;
        let started = Event::SigninStarted { issuer: issuer.slug.clone() };
        let mut act = base.acts.begin(Actor::visitor(trace.0.clone()), started).await?;
        let row = SignInRow { issuer: issuer.slug.clone(), secrets, expires_at: act.at().after(PATIENCE) };
        store::sign_ins::insert(act.rows(), &handle.hash, &row).await?;
        act.commit().await?;
        Ok(Departure { url, cookie: self.0.cookies.set(Kind::SignIn, &browser, Some(PATIENCE)) })
    }

    /// Takes up the sign-in that an answer belongs to: whatever becomes of it, it is over.
    pub(super) async fn take_flow(
        &self,
        issuer: &Issuer,
        answer: &Answer,
        headers: &HeaderMap,
    ) -> Result<Flow, Stop> {
        let base = &self.0.base;
        let handle = self.sign_in_handle(&answer.state);
        let mut chore = base.acts.chore(Chore::TakeSignIn).await?;
        let row = store::sign_ins::take(chore.rows(), &handle.hash).await?;
        chore.commit().await?;
        let row = row.ok_or(Refusal::UnknownFlow)?;
        let flow: Flow = base.vault.own_key().open_json(handle.place, &row.secrets)?;
        let browser =
            self.0.cookies.read(headers, Kind::SignIn).map(|token| token.text()).unwrap_or_default();
        if !bool::from(browser.as_bytes().ct_eq(flow.browser.as_bytes())) {
            return Err(Refusal::OtherBrowser.into());
        }
        if row.issuer != issuer.slug {
            return Err(Refusal::OtherIssuer.into());
        }
        if row.expires_at <= base.clock.now() {
            return Err(Refusal::FlowExpired.into());
        }
        Ok(flow)
    }

    /// Takes in the answer to `flow`: asks the issuer who came, and opens their session.
    pub(super) async fn arrive(
        &self,
        issuer: &Issuer,
        flow: &Flow,
        answer: Answer,
        headers: &HeaderMap,
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
            locale: flow.locale,
            person,
            trace,
        };
        // The same person may come in for the first time through two doors at once: the second
        // then finds the account that the first made.
        let token = match arriving.admit().await? {
            Some(token) => token,
            None => arriving.admit().await?.ok_or(Refusal::AccountErased)?,
        };
        Ok(Arrival { cookie: self.0.cookies.set(Kind::Session, &token, None) })
    }

    /// What a sign-in that nothing special asked for must show.
    fn usual_demand(&self) -> Demand {
        Demand { level: 1, max_age_s: self.absolute().as_secs(), anew: false }
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

    /// Writes a refusal down.
    pub(super) async fn note_refusal(
        &self,
        issuer: &Issuer,
        refusal: Refusal,
        trace: &Trace,
    ) -> web::Result<()> {
        let (slug, reason) = (issuer.slug.clone(), refusal.code());
        tracing::info!(trace = %trace.0, issuer = slug, reason, "sign_in.refused");
        let refused = Event::SigninRefused { issuer: slug, reason };
        self.0.base.acts.begin(Actor::visitor(trace.0.clone()), refused).await?.commit().await?;
        Ok(())
    }
}

impl Flow {
    fn ties<'a>(&'a self, state: &'a str) -> Ties<'a> {
        Ties { state, nonce: &self.nonce, verifier: &self.verifier }
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
    /// Opens a session, in one act with the account if this is the first visit. `None` when someone
    /// else made the account meanwhile.
    async fn admit(&self) -> Result<Option<Token>, Stop> {
        let base = &self.identity.0.base;
        let (session, owner) = (SessionId::new(&base.clock), self.owner().await?);
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
        if let Some(token) = &self.replaces {
            let hash = self.identity.session_hash(token);
            if let Some(ended) = store::sessions::delete_of_token(act.rows(), &hash).await? {
                act.also(Event::SessionEnded { how: "replaced" }.of(ended.account_id));
            }
        }
        // A fresh token, always: one that someone planted before the sign-in opens nothing.
        let token = Token::new();
        self.open_session(&mut act, session, &owner, &token).await?;
        act.commit().await?;
        Ok(Some(token))
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

    async fn open_session(
        &self,
        act: &mut Act,
        id: SessionId,
        owner: &Owner,
        token: &Token,
    ) -> Result<(), Stop> {
        let at: Micros = act.at();
        let ends_at = at.after(self.identity.absolute());
        let sealed = Sealed { claims: self.claims.clone(), id_token: self.person.id_token.clone() };
        let issuer_session = self.person.issuer_session.as_deref();
        let issuer_session = issuer_session.map(|sid| self.identity.issuer_session_hash(self.issuer, sid));
        let new = NewSession {
            id,
            token_hash: &self.identity.session_hash(token),
            account: owner.account,
            identity: owner.identity,
            issuer: &self.issuer.slug,
            roles: &claims::roles(&self.issuer.settings.roles, &self.person.released),
            acr: self.person.acr.as_deref(),
            level: self.person.level,
            issuer_session_hash: issuer_session.as_deref(),
            signed_in_at: self.person.authenticated_at,
            idle_until: at.after(self.identity.idle()).min(ends_at),
            ends_at,
            claims: &owner.key.seal_json(claims_place(id), &sealed)?,
        };
        store::sessions::insert(act.rows(), at, &new).await?;
        Ok(())
    }
}

/// A row's place for sealing, from its fingerprint: half of it names the row well enough.
pub(super) fn row_id(hash: &[u8]) -> Uuid {
    hash.first_chunk().copied().map(Uuid::from_bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_one_thing() {
        let outcome = |query| Answer::parse(query).and_then(|answer| answer.outcome);
        assert_eq!(outcome("code=a&state=s").as_deref(), Ok("a"));
        assert_eq!(outcome("error=access_denied&state=s"), Err(Refusal::Cancelled));
        assert_eq!(outcome("error=%3Cscript%3E&state=s"), Err(Refusal::ProviderError));
        for malformed in
            ["state=s", "code=a&code=b&state=s", "code=a&error=b&state=s", "code=a&state=s&state=t"]
        {
            assert_eq!(outcome(malformed), Err(Refusal::MalformedAnswer), "{malformed}");
        }
        for stateless in ["", "code=a"] {
            assert_eq!(outcome(stateless), Err(Refusal::UnknownFlow));
        }
    }
}
