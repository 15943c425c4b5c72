//! From the code that the browser brought to the person it stands for: the token endpoint (OpenID
//! Connect Core §3.1.3), asked straight from here.

use openidconnect::core::CoreTokenType;
use openidconnect::{AccessToken, HttpResponse, OAuth2TokenResponse as _};
use serde::Deserialize;

use super::client::{Fields, push};
use super::jws::Jws;
use super::metadata::Metadata;
use super::proof::ProofKey;
use super::token::{self, IdToken, TokenAnswer};
use super::{Demand, Issuer, Person, Refusal, Ties};
use crate::identity::claims::Claims;

/// What the issuer gave for a code.
pub(super) struct Tokens {
    pub id_token: IdToken,
    /// Serves once, for userinfo.
    pub access_token: AccessToken,
    /// The key that the access token is bound to.
    pub proof: Option<ProofKey>,
}

/// An error of RFC 6749 §5.2. Its description is the issuer's own words: not for us.
#[derive(Deserialize)]
struct TokenError {
    error: String,
}

impl Issuer {
    /// Turns the code into the person it stands for.
    pub async fn redeem(&self, code: String, ties: &Ties<'_>, demand: &Demand) -> Result<Person, Refusal> {
        let metadata = self.metadata().await?;
        let tokens = self.exchange(&metadata, code, ties).await?;
        let checks = token::Checks {
            algorithms: &self.algorithms,
            levels: &self.settings.levels,
            demand,
            client_id: &self.settings.client_id,
            nonce: ties.nonce,
            now: self.clock.now(),
        };
        let mut person = match checks.verify(&metadata, &tokens) {
            // A token that names no key may be signed by one that came after those we have.
            Err(refusal) if refusal == Refusal::UnknownKey || unnamed_key(&tokens, refusal) => {
                let renewed = self.source.with_new_keys().await.ok_or(Refusal::UnknownKey)?;
                checks.verify(&renewed, &tokens)?
            }
            checked => checked?,
        };
        self.add_userinfo(&metadata, &tokens, &mut person).await?;
        person.claims = Claims::take(&person.released, |claim| self.settings.claim_use(claim))
            .map_err(Refusal::ClaimMissing)?;
        Ok(person)
    }

    async fn exchange(&self, metadata: &Metadata, code: String, ties: &Ties<'_>) -> Result<Tokens, Refusal> {
        let endpoint = metadata.token_endpoint().ok_or(Refusal::Metadata)?.url();
        let mut fields = Fields::new();
        push(&mut fields, "grant_type", "authorization_code");
        push(&mut fields, "code", &code);
        push(&mut fields, "redirect_uri", self.redirect.as_str());
        push(&mut fields, "code_verifier", ties.verifier);
        let proof = self.proof_key(metadata);
        let answer = self.post(metadata, endpoint, fields, proof.as_ref()).await?;
        tokens(&answer, proof)
    }
}

fn unnamed_key(tokens: &Tokens, refusal: Refusal) -> bool {
    refusal == Refusal::Signature
        && Jws::parse(&tokens.id_token.to_string()).is_ok_and(|token| !token.names_a_key())
}

fn tokens(answer: &HttpResponse, proof: Option<ProofKey>) -> Result<Tokens, Refusal> {
    if !answer.status().is_success() {
        let error: TokenError = serde_json::from_slice(answer.body()).map_err(|_| Refusal::TokenAnswer)?;
        return Err(if error.error == "invalid_client" {
            Refusal::ClientRefused
        } else {
            Refusal::CodeRefused
        });
    }
    let answer: TokenAnswer = serde_json::from_slice(answer.body()).map_err(|_| Refusal::TokenAnswer)?;
    let bound =
        matches!(answer.token_type(), CoreTokenType::Extension(kind) if kind.eq_ignore_ascii_case("DPoP"));
    if bound != proof.is_some() {
        return Err(Refusal::TokenBinding);
    }
    let id_token = answer.extra_fields().id_token().ok_or(Refusal::NoIdToken)?.clone();
    Ok(Tokens { id_token, access_token: answer.access_token().clone(), proof })
}

/// Whether the issuer says that we are not who we say we are.
pub(super) fn refused_client(body: &[u8]) -> Option<Refusal> {
    let error: TokenError = serde_json::from_slice(body).ok()?;
    (error.error == "invalid_client").then_some(Refusal::ClientRefused)
}
