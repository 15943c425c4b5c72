//! The request for a sign-in (OpenID Connect Core §3.1.2.1): in the address that the browser is sent
//! to, or pushed ahead so that the browser carries a reference only (RFC 9126).

use std::time::Duration;

use openidconnect::core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreClient};
use openidconnect::{
    AuthenticationContextClass, ClientId, CsrfToken, HttpResponse, LanguageTag, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, Scope,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::Url;

use super::client::Fields;
use super::metadata::Metadata;
use super::redemption::refused_client;
use super::{Demand, Issuer, Refusal, Ties};
use crate::config::{Claim, ClaimUse, IssuerProfile};
use crate::text::Locale;

/// The longest reference taken for a pushed request, in bytes.
const LONGEST_REFERENCE: usize = 1024;

/// What the issuer answers to a pushed request (RFC 9126 §2.2).
#[derive(Deserialize)]
struct Pushed {
    request_uri: String,
}

impl Issuer {
    /// Where to send the browser to sign in as demanded, with the page's language.
    pub async fn authorization(
        &self,
        ties: &Ties<'_>,
        demand: &Demand,
        locale: Locale,
    ) -> Result<Url, Refusal> {
        let metadata = self.metadata().await?;
        let request = self.request(&metadata, ties, demand, locale);
        let extras = metadata.additional_metadata();
        let wanted =
            self.settings.profile == IssuerProfile::Fapi2 || extras.require_pushed_authorization_requests;
        match &extras.pushed_authorization_request_endpoint {
            _ if !wanted => Ok(request),
            Some(endpoint) => self.push(&metadata, endpoint, &request).await,
            None => Err(Refusal::Metadata),
        }
    }

    /// The whole request as an address.
    fn request(&self, metadata: &Metadata, ties: &Ties<'_>, demand: &Demand, locale: Locale) -> Url {
        let client = CoreClient::new(
            ClientId::new(self.settings.client_id.clone()),
            metadata.issuer().clone(),
            metadata.jwks().clone(),
        )
        .set_auth_uri(metadata.authorization_endpoint().clone())
        .set_redirect_uri(self.redirect.clone());
        let (state, nonce) = (ties.state.to_owned(), ties.nonce.to_owned());
        let verifier = PkceCodeVerifier::new(ties.verifier.to_owned());
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .add_scopes(self.settings.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .set_max_age(Duration::from_secs(demand.max_age_s))
            .add_ui_locale(LanguageTag::new(locale.tag().to_owned()));
        for acr in self.enough(demand) {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        if demand.anew {
            request = request.add_prompt(CoreAuthPrompt::Login);
        }
        if metadata.claims_parameter_supported() == Some(true) {
            request = request.add_extra_param("claims", self.wanted_claims(demand).to_string());
        }
        request.url().0
    }

    /// The `acr` values that will do. None for the lowest level, which everyone reaches: asking for
    /// it would only narrow the issuer's choice.
    fn enough(&self, demand: &Demand) -> &[String] {
        match demand.level {
            0 | 1 => &[],
            level => self.settings.levels.get(usize::from(level) - 1..).unwrap_or_default(),
        }
    }

    /// The `claims` parameter (Core §5.5): what we cannot do without, what we take, and nothing else.
    fn wanted_claims(&self, demand: &Demand) -> Value {
        let essential = json!({ "essential": true });
        let mut in_token = Map::new();
        // Some issuers name time and level of a sign-in to those alone who ask.
        in_token.insert("auth_time".to_owned(), essential.clone());
        match self.enough(demand) {
            [] if self.settings.levels.is_empty() => {}
            [] => drop(in_token.insert("acr".to_owned(), essential.clone())),
            enough => drop(in_token.insert("acr".to_owned(), json!({ "essential": true, "values": enough }))),
        }
        let mut in_userinfo = Map::new();
        for claim in Claim::ALL {
            let wish = match self.settings.claim_use(claim) {
                ClaimUse::Ignore => continue,
                ClaimUse::Take => Value::Null,
                ClaimUse::Require => essential.clone(),
            };
            if claim == Claim::Email {
                in_userinfo.insert("email_verified".to_owned(), wish.clone());
            }
            in_userinfo.insert(claim.name().to_owned(), wish);
        }
        json!({ "id_token": in_token, "userinfo": in_userinfo })
    }

    /// Sends the request ahead; gives the address that refers to it.
    async fn push(&self, metadata: &Metadata, endpoint: &Url, request: &Url) -> Result<Url, Refusal> {
        let mut address = metadata.authorization_endpoint().url().clone();
        // What the endpoint's own address has in its query is no part of the request.
        let own = address.query_pairs().count();
        let fields: Fields = request.query_pairs().into_owned().skip(own).collect();
        let answer = self.post(metadata, endpoint, fields, None).await?;
        let reference = pushed(&answer)?;
        address
            .query_pairs_mut()
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("request_uri", &reference);
        Ok(address)
    }
}

fn pushed(answer: &HttpResponse) -> Result<String, Refusal> {
    if !answer.status().is_success() {
        return Err(refused_client(answer.body()).unwrap_or(Refusal::RequestRefused));
    }
    let pushed: Option<Pushed> = serde_json::from_slice(answer.body()).ok();
    let reference = pushed.map(|pushed| pushed.request_uri);
    let reference = reference.filter(|text| !text.is_empty() && text.len() <= LONGEST_REFERENCE);
    reference.ok_or(Refusal::RequestRefused)
}
