//! The identity federation: the configured issuers, and the conversation with each (OpenID Connect
//! Core 1.0, authorization code flow with PKCE).

mod http;
mod jws;
mod logout;
mod metadata;
mod refusal;
mod token;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, LanguageTag,
    LogoutRequest, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier,
    PostLogoutRedirectUrl, RedirectUrl, Scope,
};
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use url::Url;

use self::http::Http;
use self::metadata::{Cache, Metadata};
use self::token::{Client, IdToken};
use super::Error;
use super::claims::Released;
use super::views::IssuerChoice;
use crate::clock::{Clock, Micros};
use crate::config::{Config, IssuerState};
use crate::text::Locale;

pub(super) use self::logout::{Logout, LogoutRefusal};
pub(super) use self::refusal::Refusal;

/// What is asked of every issuer beside `openid`.
const SCOPES: [&str; 2] = ["profile", "email"];

/// All configured issuers.
pub(super) struct Federation(BTreeMap<String, Issuer>);

impl Federation {
    pub fn new(config: &Config, clock: &Clock) -> Result<Self, Error> {
        let http = Http::new()?;
        let issuers = config.issuer.keys().map(|slug| {
            let issuer = Issuer::new(slug, config, http.clone(), clock.clone())?;
            Ok((slug.clone(), issuer))
        });
        issuers.collect::<Result<_, Error>>().map(Self)
    }

    pub fn issuer(&self, slug: &str) -> Option<&Issuer> {
        self.0.get(slug)
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
    url: IssuerUrl,
    algorithms: Vec<CoreJwsSigningAlgorithm>,
    redirect: RedirectUrl,
    after_logout: PostLogoutRedirectUrl,
    cache: Cache,
    http: Http,
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
    /// The ID token itself: a hint at sign-out.
    pub id_token: String,
}

impl Issuer {
    fn new(slug: &str, config: &Config, http: Http, clock: Clock) -> Result<Self, Error> {
        let wrong = |setting, problem| Error::Setting { issuer: slug.to_owned(), setting, problem };
        let settings = config.issuer.get(slug).cloned().ok_or_else(|| wrong("url", "is missing"))?;
        let url = IssuerUrl::new(settings.url.clone()).map_err(|_| wrong("url", "is no address"))?;
        if !http::allowed(url.url(), settings.allow_loopback_http) {
            return Err(wrong("url", "must begin with https://"));
        }
        let algorithms = settings.algorithms.iter().map(|name| token::algorithm(name));
        let algorithms = algorithms.collect::<Option<Vec<_>>>().filter(|all| !all.is_empty());
        let unusable = "must list signatures among ES256, ES384, PS256, PS384, PS512, EdDSA, RS256";
        Ok(Self {
            algorithms: algorithms.ok_or_else(|| wrong("algorithms", unusable))?,
            redirect: RedirectUrl::from_url(address(config, &["auth", "callback", slug])),
            after_logout: PostLogoutRedirectUrl::from_url(address(config, &["auth", "logged-out"])),
            cache: Cache::new(clock.clone()),
            slug: slug.to_owned(),
            http: http.allowing_loopback(settings.allow_loopback_http),
            settings,
            url,
            clock,
        })
    }

    /// It as a way to sign in.
    pub fn choice(&self, locale: Locale) -> IssuerChoice {
        let (slug, label) = (self.slug.clone(), self.settings.label.get(locale).to_owned());
        IssuerChoice { slug, label, closing: self.settings.state == IssuerState::Sunset }
    }

    /// Where to send the browser to sign in as demanded, with the page's language.
    pub async fn authorization(
        &self,
        ties: &Ties<'_>,
        demand: &Demand,
        locale: Locale,
    ) -> Result<Url, Refusal> {
        let metadata = self.metadata().await?;
        let client = self.client(&metadata);
        let (state, nonce) = (ties.state.to_owned(), ties.nonce.to_owned());
        let verifier = PkceCodeVerifier::new(ties.verifier.to_owned());
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .add_scopes(SCOPES.map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .set_max_age(Duration::from_secs(demand.max_age_s))
            .add_ui_locale(LanguageTag::new(locale.tag().to_owned()));
        // The lowest is what everyone reaches: asking for it would only narrow the provider's choice.
        if demand.level > 1 {
            let enough = self.settings.levels.iter().skip(usize::from(demand.level) - 1);
            for acr in enough {
                request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
            }
        } else if !self.settings.levels.is_empty() && metadata.claims_parameter_supported() == Some(true) {
            // Some providers name the level reached to those alone who ask (Core §5.5.1.1).
            request = request.add_extra_param("claims", r#"{"id_token":{"acr":{"essential":true}}}"#);
        }
        if demand.anew {
            request = request.add_prompt(CoreAuthPrompt::Login);
        }
        Ok(request.url().0)
    }

    /// Checks that the answer comes from this issuer and not from another that mixes them up
    /// (RFC 9207 §2.4).
    pub async fn check_answer_issuer(&self, named: Option<&str>) -> Result<(), Refusal> {
        let told = match named {
            Some(named) => named == self.settings.url,
            None => {
                !self.metadata().await?.additional_metadata().authorization_response_iss_parameter_supported
            }
        };
        told.then_some(()).ok_or(Refusal::AnswerIssuer)
    }

    /// Turns the code into the person it stands for.
    pub async fn redeem(&self, code: String, ties: &Ties<'_>, demand: &Demand) -> Result<Person, Refusal> {
        let metadata = self.metadata().await?;
        let client = self.client(&metadata);
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| Refusal::Metadata)?
            .set_pkce_verifier(PkceCodeVerifier::new(ties.verifier.to_owned()))
            .request_async(&self.http)
            .await?;
        let id_token = answer.extra_fields().id_token().ok_or(Refusal::NoIdToken)?;
        let checks = token::Checks {
            algorithms: &self.algorithms,
            levels: &self.settings.levels,
            demand,
            nonce: ties.nonce,
            now: self.clock.now(),
        };
        let mut person = match checks.verify(&client, id_token, answer.access_token()) {
            Err(Refusal::UnknownKey) => {
                let renewed = self.cache.with_new_keys(|known| self.fetch_keys(known)).await;
                let renewed = renewed.ok_or(Refusal::UnknownKey)?;
                checks.verify(&self.client(&renewed), id_token, answer.access_token())?
            }
            checked => checked?,
        };
        self.add_userinfo(&client, answer.access_token(), &mut person).await?;
        Ok(person)
    }

    /// Adds what userinfo says of the same person; the signed ID token has the last word.
    async fn add_userinfo(
        &self,
        client: &Client,
        access_token: &openidconnect::AccessToken,
        person: &mut Person,
    ) -> Result<(), Refusal> {
        let subject = openidconnect::SubjectIdentifier::new(person.subject.clone());
        let Ok(request) = client.user_info(access_token.clone(), Some(subject)) else { return Ok(()) };
        let info: token::UserInfo = request.request_async(&self.http).await?;
        for (name, value) in token::released(&info)? {
            person.released.entry(name).or_insert(value);
        }
        Ok(())
    }

    /// Where to send the browser so that the issuer signs the person out too (RP-Initiated Logout
    /// §2); none when the issuer offers nothing of the kind or does not answer.
    pub async fn sign_out(&self, id_token: &str, locale: Locale, state: &str) -> Option<Url> {
        let metadata = self.metadata().await.ok()?;
        let endpoint = metadata.additional_metadata().end_session_endpoint.clone()?;
        let hint: IdToken = id_token.parse().ok()?;
        let request = LogoutRequest::from(endpoint)
            .set_id_token_hint(&hint)
            .set_client_id(ClientId::new(self.settings.client_id.clone()))
            .set_post_logout_redirect_uri(self.after_logout.clone())
            .set_state(CsrfToken::new(state.to_owned()))
            .add_ui_locale(LanguageTag::new(locale.tag().to_owned()));
        Some(request.http_get_url())
    }

    async fn metadata(&self) -> Result<Arc<Metadata>, Refusal> {
        self.cache.get(|| self.discover()).await
    }

    async fn discover(&self) -> Result<Metadata, Refusal> {
        let metadata = Metadata::discover_async(self.url.clone(), &self.http).await?;
        // The challenge must be a hash: a plain one protects nothing (RFC 7636 §7.2).
        let methods = &metadata.additional_metadata().code_challenge_methods_supported;
        if methods.as_ref().is_some_and(|methods| !methods.iter().any(|method| method == "S256")) {
            return Err(Refusal::Metadata);
        }
        Ok(metadata)
    }

    async fn fetch_keys(&self, known: Arc<Metadata>) -> Result<CoreJsonWebKeySet, Refusal> {
        Ok(CoreJsonWebKeySet::fetch_async(known.jwks_uri(), &self.http).await?)
    }

    fn client(&self, metadata: &Metadata) -> Client {
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = ClientSecret::new(self.settings.client_secret.expose_secret().to_owned());
        Client::from_provider_metadata(metadata.clone(), id, Some(secret))
            .set_redirect_uri(self.redirect.clone())
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
