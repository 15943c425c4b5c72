//! The identity federation: the configured issuers, and the conversation with each (OpenID Connect
//! Core 1.0, authorization code flow with PKCE).

mod authorization;
mod client;
pub mod examination;
mod http;
mod jws;
mod key_set;
mod logout;
mod metadata;
mod proof;
mod redemption;
mod refusal;
mod token;
mod userinfo;

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::join_all;
use openidconnect::core::CoreJwsSigningAlgorithm;
use openidconnect::{
    ClientId, CsrfToken, IssuerUrl, LanguageTag, LogoutRequest, PostLogoutRedirectUrl, RedirectUrl,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use self::http::Http;
use self::metadata::{Metadata, Source};
use self::token::IdToken;
use super::Error;
use super::claims::{Claims, Released};
use super::views::IssuerChoice;
use crate::clock::{Clock, Micros};
use crate::config::{Config, IssuerProfile, IssuerState, SignOutHint};
use crate::keys::Keys;
use crate::text::Locale;

pub(super) use self::logout::{Logout, LogoutRefusal};
pub(super) use self::refusal::Refusal;

/// All configured issuers.
pub(super) struct Federation(BTreeMap<String, Issuer>);

impl Federation {
    pub fn new(config: &Config, clock: &Clock, keys: &Keys) -> Result<Self, Error> {
        let http = Http::new()?;
        let issuers = config.issuer.keys().map(|slug| {
            let issuer = Issuer::new(slug, config, http.clone(), clock.clone(), keys.clone())?;
            Ok((slug.clone(), issuer))
        });
        issuers.collect::<Result<_, Error>>().map(Self)
    }

    pub fn issuer(&self, slug: &str) -> Option<&Issuer> {
        self.0.get(slug)
    }

    /// Looks at what each issuer publishes, if it is time to.
    pub async fn refresh(&self) {
        join_all(self.0.values().map(Issuer::refresh)).await;
    }

    /// All of them.
    pub fn issuers(&self) -> impl Iterator<Item = &Issuer> {
        self.0.values()
    }

    /// The issuers that everyone may see: those for everyone, then those that are going.
    pub fn choices(&self, locale: Locale) -> Vec<IssuerChoice> {
        let of_state = |state| self.0.values().filter(move |issuer| issuer.settings.state == state);
        let shown = of_state(IssuerState::Active).chain(of_state(IssuerState::Sunset));
        shown.map(|issuer| issuer.choice(locale)).collect()
    }
}

/// One issuer.
pub(super) struct Issuer {
    /// Its name in the configuration.
    pub slug: String,
    /// Its settings.
    pub settings: crate::config::Issuer,
    algorithms: Vec<CoreJwsSigningAlgorithm>,
    redirect: RedirectUrl,
    after_logout: PostLogoutRedirectUrl,
    source: Arc<Source>,
    http: Http,
    keys: Keys,
    clock: Clock,
}

/// What ties the two halves of one sign-in together.
pub(super) struct Ties<'a> {
    /// Names the sign-in in the answer.
    pub state: &'a str,
    /// Ties the ID token to it.
    pub nonce: &'a str,
    /// Ties the code to it (RFC 7636).
    pub verifier: &'a str,
}

/// What a sign-in must show, beside who the person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Demand {
    /// The lowest level of assurance that will do: a place in the issuer's list, from 1.
    pub level: u8,
    /// How long ago the person may have proved who they are, in seconds (`max_age`).
    pub max_age_s: u64,
    /// Whether the issuer must ask them anew even if it knows them (`prompt=login`).
    pub anew: bool,
}

/// Who came back, as far as the issuer vouches for it.
pub(super) struct Person {
    /// The issuer's name for them.
    pub subject: String,
    /// The level of assurance reached, as the issuer names it; none where no levels are configured.
    pub acr: Option<String>,
    /// The same as a place in the issuer's list, from 1; 1 where no levels are configured.
    pub level: u8,
    /// The issuer's own name for its session (`sid`), if it tells.
    pub issuer_session: Option<String>,
    /// When they proved who they are.
    pub authenticated_at: Micros,
    /// All that was released.
    pub released: Released,
    /// What the portal takes of it.
    pub claims: Claims,
    /// The ID token itself: a hint at sign-out.
    pub id_token: String,
}

impl Issuer {
    fn new(slug: &str, config: &Config, http: Http, clock: Clock, keys: Keys) -> Result<Self, Error> {
        let wrong = |setting, problem| Error::Setting { issuer: slug.to_owned(), setting, problem };
        let settings = config.issuer.get(slug).cloned().ok_or_else(|| wrong("url", "is missing"))?;
        let url = IssuerUrl::new(settings.url.clone()).map_err(|_| wrong("url", "is no address"))?;
        if !http::allowed(url.url(), settings.allow_loopback_http) {
            return Err(wrong("url", "must begin with https://"));
        }
        let algorithms = settings.algorithms.iter().map(|name| token::algorithm(name));
        let algorithms = algorithms.collect::<Option<Vec<_>>>().filter(|all| !all.is_empty());
        let unusable = "must list signatures among ES256, ES384, PS256, PS384, PS512, EdDSA, RS256";
        let http = http.allowing_loopback(settings.allow_loopback_http);
        Ok(Self {
            algorithms: algorithms.ok_or_else(|| wrong("algorithms", unusable))?,
            redirect: RedirectUrl::from_url(address(config, &["auth", "callback", slug])),
            after_logout: PostLogoutRedirectUrl::from_url(address(config, &["auth", "logged-out"])),
            source: Arc::new(Source::new(url, http.clone(), clock.clone())),
            slug: slug.to_owned(),
            settings,
            http,
            keys,
            clock,
        })
    }

    /// It as a way to sign in.
    pub fn choice(&self, locale: Locale) -> IssuerChoice {
        let (slug, label) = (self.slug.clone(), self.settings.label.get(locale).to_owned());
        IssuerChoice { slug, label, closing: self.settings.state == IssuerState::Sunset }
    }

    /// Checks that the answer comes from this issuer and not from another that mixes them up
    /// (RFC 9207 §2.4).
    pub async fn check_answer_issuer(&self, named: Option<&str>) -> Result<(), Refusal> {
        let told = match named {
            Some(named) => named == self.settings.url,
            None if self.settings.profile == IssuerProfile::Fapi2 => false,
            None => {
                !self.metadata().await?.additional_metadata().authorization_response_iss_parameter_supported
            }
        };
        told.then_some(()).ok_or(Refusal::AnswerIssuer)
    }

    /// Where to send the browser so that the issuer signs the person out too (RP-Initiated Logout
    /// §2); none when the issuer offers nothing of the kind or does not answer.
    pub async fn sign_out(&self, id_token: &str, locale: Locale, state: &str) -> Option<Url> {
        let metadata = self.metadata().await.ok()?;
        let endpoint = metadata.additional_metadata().end_session_endpoint.clone()?;
        let request = match self.settings.sign_out_hint {
            SignOutHint::IdToken => {
                LogoutRequest::from(endpoint).set_id_token_hint(&id_token.parse::<IdToken>().ok()?)
            }
            SignOutHint::None => LogoutRequest::from(endpoint),
        };
        let request = request
            .set_client_id(ClientId::new(self.settings.client_id.clone()))
            .set_post_logout_redirect_uri(self.after_logout.clone())
            .set_state(CsrfToken::new(state.to_owned()))
            .add_ui_locale(LanguageTag::new(locale.tag().to_owned()));
        Some(request.http_get_url())
    }

    async fn metadata(&self) -> Result<Arc<Metadata>, Refusal> {
        self.source.metadata().await
    }

    /// Looks at what the issuer publishes if it is time to: so that no sign-in waits for it.
    pub async fn refresh(&self) {
        if self.settings.state != IssuerState::Closed {
            self.source.refresh().await;
        }
    }

    /// Whether signed claims say that they come from this issuer.
    fn issued(&self, claims: &Released) -> bool {
        claims.get("iss").and_then(Value::as_str) == Some(&self.settings.url)
    }

    /// Whether signed claims are meant for us, and for nobody else.
    fn is_for_us(&self, claims: &Released) -> bool {
        let ours = |value: &Value| value.as_str() == Some(&self.settings.client_id);
        claims.get("aud").is_some_and(|audience| match audience {
            Value::Array(all) => !all.is_empty() && all.iter().all(ours),
            one => ours(one),
        })
    }
}

/// An address of the portal itself.
fn address(config: &Config, path: &[&str]) -> Url {
    let mut url = config.portal.public_url.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.clear().extend(path);
    }
    url
}
