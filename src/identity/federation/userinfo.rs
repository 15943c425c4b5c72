//! Userinfo (OpenID Connect Core §5.3): what else the issuer says of the person, plain or signed.

use openidconnect::core::CoreJsonWebKeySet;
use openidconnect::http::HeaderValue;
use openidconnect::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use openidconnect::{HttpRequest, HttpResponse};
use serde_json::{Map, Value};
use url::Url;

use super::http;
use super::jws::{Doubt, Jws};
use super::metadata::Metadata;
use super::proof::{self, Bound};
use super::redemption::Tokens;
use super::{Issuer, Person, Refusal};

/// What `typ` of signed userinfo may say, if it says anything.
const TYPES: [&str; 1] = ["jwt"];

impl Issuer {
    /// Adds what userinfo says of the same person; the ID token has the last word.
    pub(super) async fn add_userinfo(
        &self,
        metadata: &Metadata,
        tokens: &Tokens,
        person: &mut Person,
    ) -> Result<(), Refusal> {
        let Some(endpoint) = metadata.userinfo_endpoint() else { return Ok(()) };
        let answer = self.ask_userinfo(endpoint.url(), tokens).await?;
        if !answer.status().is_success() {
            return Err(Refusal::Userinfo);
        }
        let claims = if is_signed(&answer) {
            let token = std::str::from_utf8(answer.body()).map_err(|_| Refusal::Userinfo)?;
            self.signed_userinfo(token.trim(), metadata.jwks()).await?
        } else {
            serde_json::from_slice(answer.body()).map_err(|_| Refusal::Userinfo)?
        };
        if claims.get("sub").and_then(Value::as_str) != Some(&person.subject) {
            return Err(Refusal::UserinfoSubject);
        }
        for (name, value) in claims {
            person.released.entry(name).or_insert(value);
        }
        Ok(())
    }

    async fn ask_userinfo(&self, endpoint: &Url, tokens: &Tokens) -> Result<HttpResponse, Refusal> {
        let answer = self.ask_userinfo_once(endpoint, tokens, None).await?;
        match proof::wanted_nonce(&answer).filter(|_| tokens.proof.is_some()) {
            Some(nonce) => self.ask_userinfo_once(endpoint, tokens, Some(&nonce)).await,
            None => Ok(answer),
        }
    }

    async fn ask_userinfo_once(
        &self,
        endpoint: &Url,
        tokens: &Tokens,
        nonce: Option<&str>,
    ) -> Result<HttpResponse, Refusal> {
        let mut request: HttpRequest = http::get(endpoint).map_err(|error| error.or(Refusal::Metadata))?;
        let access_token = tokens.access_token.secret();
        let scheme = if tokens.proof.is_some() { "DPoP" } else { "Bearer" };
        // A token that does not fit into a header is none (RFC 6750 §2.1).
        let credentials = format!("{scheme} {access_token}").parse().map_err(|_| Refusal::TokenAnswer)?;
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, credentials);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json, application/jwt"));
        if let Some(key) = &tokens.proof {
            let bound = Bound { method: "GET", address: endpoint, access_token: Some(access_token), nonce };
            let proof = key.sign(&bound, self.clock.now())?.parse().map_err(|_| Refusal::ClientKey)?;
            headers.insert(proof::HEADER, proof);
        }
        self.http.send(request).await.map_err(|error| error.or(Refusal::Userinfo))
    }

    async fn signed_userinfo(
        &self,
        token: &str,
        keys: &CoreJsonWebKeySet,
    ) -> Result<Map<String, Value>, Refusal> {
        let token = Jws::parse(token).map_err(refusal)?;
        let claims = match token.verify(&TYPES, &self.algorithms, keys) {
            Err(Doubt::UnknownKey) => {
                let renewed = self.source.with_new_keys().await.ok_or(Refusal::UserinfoSignature)?;
                token.verify(&TYPES, &self.algorithms, renewed.jwks()).map_err(refusal)?
            }
            verified => verified.map_err(refusal)?,
        };
        if !self.issued(claims) {
            return Err(Refusal::UserinfoIssuer);
        }
        if !self.is_for_us(claims) {
            return Err(Refusal::UserinfoAudience);
        }
        Ok(claims.clone())
    }
}

fn refusal(doubt: Doubt) -> Refusal {
    match doubt {
        Doubt::Malformed => Refusal::Userinfo,
        Doubt::Header | Doubt::Type | Doubt::Algorithm | Doubt::UnknownKey | Doubt::Signature => {
            Refusal::UserinfoSignature
        }
    }
}

fn is_signed(answer: &HttpResponse) -> bool {
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/jwt")
}
