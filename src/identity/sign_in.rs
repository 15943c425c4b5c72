//! Signing in: sending a person to their issuer, and taking the answer up. What comes of it is in
//! `arrival.rs`, the pages in `pages/`; what the issuer says is checked in `federation`.

use std::time::Duration;

use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use url::{Url, form_urlencoded};
use uuid::Uuid;

use super::cookies::{Kind, Token};
use super::federation::{Demand, Issuer, Refusal, Ties};
use super::need::FRESH_AT_ISSUER;
use super::store::sign_ins::SignInRow;
use super::wish::Wish;
use super::{Identity, store};
use crate::act::{Actor, Chore};
use crate::audit::Event;
use crate::config::IssuerState;
use crate::id::AccountId;
use crate::text::Locale;
use crate::vault::Place;
use crate::web::{self, Trace};

/// How long a person may take at their issuer.
const PATIENCE: Duration = Duration::from_mins(10);
/// How many sign-ins of one browser may be under way; one more ends the oldest.
const AT_ONCE: i64 = 5;

/// Why a sign-in stops.
pub(super) enum Stop {
    /// It is refused: the person and the audit log are told why.
    Refused(Refusal),
    /// The same, and written down already.
    Noted(Refusal),
    /// The same, on that account, and someone must look into it.
    Alert(Refusal, AccountId),
    /// It was not sure enough: this level would be.
    Lower(u8),
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

/// What a sign-in is to lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Purpose {
    /// A session.
    Session,
    /// A surer session of the person who has one: nobody else's will do.
    StepUp(AccountId),
    /// Another way to sign in to that account.
    Link(AccountId),
}

/// A sign-in about to begin.
pub(super) struct Departing<'a> {
    pub issuer: &'a Issuer,
    pub headers: &'a HeaderMap,
    pub locale: Locale,
    pub wish: Wish,
    pub purpose: Purpose,
    /// Whom the site that began it thinks is there, for the issuer alone.
    pub hint: Option<&'a str>,
    pub trace: &'a Trace,
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
    /// What the person asked for.
    pub wish: Wish,
    pub purpose: Purpose,
    pub demand: Demand,
}

/// Where to send the browser, and the cookie it takes along.
pub(super) struct Departure {
    pub url: Url,
    pub cookie: String,
}

/// The provider's answer in the query of the callback.
pub(super) struct Answer {
    pub state: String,
    pub issuer: Option<String>,
    pub outcome: Result<String, Refusal>,
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
    pub(super) async fn depart(&self, departing: Departing<'_>) -> Result<Departure, Stop> {
        let Departing { issuer, headers, locale, wish, purpose, hint, trace } = departing;
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
            demand: self.demand(&wish, purpose, headers),
            wish,
            purpose,
        };
        let mut url = issuer.authorization(&flow.ties(&state), &flow.demand, locale).await?;
        if let Some(hint) = hint {
            url.query_pairs_mut().append_pair("login_hint", hint);
        }
        let handle = self.sign_in_handle(&state);
        let secrets = base.vault.own_key().seal_json(handle.place, &flow)?;
        let browser_hash = base.vault.fingerprint("sign-in browser", browser.bytes());
        let started = Event::SigninStarted { issuer: issuer.slug.clone() };
        let mut act = base.acts.begin(Actor::visitor(trace.0.clone()), started).await?;
        let row = SignInRow { issuer: issuer.slug.clone(), secrets, expires_at: act.at().after(PATIENCE) };
        store::sign_ins::insert(act.rows(), &handle.hash, &browser_hash, &row).await?;
        store::sign_ins::keep_latest(act.rows(), &browser_hash, AT_ONCE).await?;
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

    /// What the sign-in must show.
    fn demand(&self, wish: &Wish, purpose: Purpose, headers: &HeaderMap) -> Demand {
        // The session at the issuer may live on: it opens nothing to whoever sits down after a quick exit.
        let left = self.0.cookies.read(headers, Kind::QuickExit).is_some();
        let anew = matches!(purpose, Purpose::Link(_)) || (left && purpose == Purpose::Session);
        let max_age = if wish.fresh || anew { FRESH_AT_ISSUER } else { self.absolute() };
        Demand { level: wish.level, max_age_s: max_age.as_secs(), anew }
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
        self.0.base.acts.log(Actor::visitor(trace.0.clone()), refused).await?;
        Ok(())
    }

    /// Writes down a refusal that someone must look into.
    pub(super) async fn raise_alert(
        &self,
        issuer: &Issuer,
        (refusal, account): (Refusal, AccountId),
        trace: &Trace,
    ) -> web::Result<()> {
        let (slug, reason) = (issuer.slug.clone(), refusal.code());
        tracing::warn!(trace = %trace.0, issuer = slug, reason, "identity.alert");
        let alert = Event::IdentityAlert { issuer: slug, reason }.of(account);
        self.0.base.acts.log(Actor::visitor(trace.0.clone()), alert).await?;
        Ok(())
    }
}

impl Flow {
    pub(super) fn ties<'a>(&'a self, state: &'a str) -> Ties<'a> {
        Ties { state, nonce: &self.nonce, verifier: &self.verifier }
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
