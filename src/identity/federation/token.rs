//! The ID token: everything that must hold before we believe it (OpenID Connect Core §3.1.3.7).
//!
//! The library checks signature, `iss`, `aud`, `exp` and `nonce`. It was measured to let pass a
//! foreign `azp`, an `iat` in the future, `nbf`, a wrong `at_hash`, a missing or low `acr`, an old
//! `auth_time`, and it would take the provider's word for which signatures to accept: all of that is
//! checked here.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use openidconnect::core::{
    CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    CoreTokenType,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, ClientId, EmptyExtraTokenFields, IdTokenFields,
    IdTokenVerifier, Nonce, StandardTokenResponse,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::metadata::Metadata;
use super::redemption::Tokens;
use super::refusal::Refusal;
use super::{Demand, Person};
use crate::clock::Micros;
use crate::identity::claims::{Claims, Released};

/// How far the issuer's clock may be from ours.
pub(super) const SKEW: Duration = Duration::from_secs(30);
/// How old a token may be when it reaches us: it comes straight from the issuer.
const OLDEST: Duration = Duration::from_mins(10);
/// OpenID Connect Core §2.
pub(super) const LONGEST_SUBJECT: usize = 255;

/// The claims that the library has no field for.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub(super) struct OtherClaims(Released);

impl AdditionalClaims for OtherClaims {}

pub(super) type IdToken = openidconnect::IdToken<
    OtherClaims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type IdTokenClaims = openidconnect::IdTokenClaims<OtherClaims, CoreGenderClaim>;
/// What the token endpoint answers (Core §3.1.3.3).
pub(super) type TokenAnswer = StandardTokenResponse<
    IdTokenFields<
        OtherClaims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

/// A signature algorithm that an operator may allow: never one whose secret the provider's other
/// clients could share, and never none.
pub(super) fn algorithm(name: &str) -> Option<CoreJwsSigningAlgorithm> {
    match name {
        "ES256" => Some(CoreJwsSigningAlgorithm::EcdsaP256Sha256),
        "ES384" => Some(CoreJwsSigningAlgorithm::EcdsaP384Sha384),
        "PS256" => Some(CoreJwsSigningAlgorithm::RsaSsaPssSha256),
        "PS384" => Some(CoreJwsSigningAlgorithm::RsaSsaPssSha384),
        "PS512" => Some(CoreJwsSigningAlgorithm::RsaSsaPssSha512),
        "EdDSA" => Some(CoreJwsSigningAlgorithm::EdDsa),
        "RS256" => Some(CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256),
        _ => None,
    }
}

/// What an ID token is held against.
pub(super) struct Checks<'a> {
    pub algorithms: &'a [CoreJwsSigningAlgorithm],
    /// The configured `acr` values, from the lowest up; empty: any, at level 1.
    pub levels: &'a [String],
    pub demand: &'a Demand,
    pub client_id: &'a str,
    pub nonce: &'a str,
    pub now: Micros,
}

impl Checks<'_> {
    /// The person that the ID token vouches for.
    pub fn verify(&self, metadata: &Metadata, tokens: &Tokens) -> Result<Person, Refusal> {
        let (id_token, expiry_seen_from) = (&tokens.id_token, moment(self.now.before(SKEW)));
        let client_id = ClientId::new(self.client_id.to_owned());
        let (issuer, keys) = (metadata.issuer().clone(), metadata.jwks().clone());
        let verifier = IdTokenVerifier::new_public_client(client_id, issuer, keys)
            .set_allowed_algs(self.algorithms.iter().cloned())
            .set_time_fn(move || expiry_seen_from.into());
        let claims = id_token.claims(&verifier, &Nonce::new(self.nonce.to_owned()))?;
        self.check_authorized_party(claims)?;
        check_access_token(&verifier, id_token, claims, &tokens.access_token)?;
        self.check_times(claims)?;
        let (acr, level) = self.level(claims)?;
        Ok(Person {
            subject: subject(claims)?,
            acr,
            level,
            issuer_session: issuer_session(claims)?,
            authenticated_at: self.authenticated_at(claims)?,
            released: released(claims)?,
            claims: Claims::default(),
            id_token: id_token.to_string(),
        })
    }

    /// Core §3.1.3.7, points 4 and 5.
    fn check_authorized_party(&self, claims: &IdTokenClaims) -> Result<(), Refusal> {
        let right = match claims.authorized_party() {
            Some(party) => party.as_str() == self.client_id,
            None => claims.audiences().len() <= 1,
        };
        right.then_some(()).ok_or(Refusal::AuthorizedParty)
    }

    fn check_times(&self, claims: &IdTokenClaims) -> Result<(), Refusal> {
        let (latest, earliest) = (self.now.after(SKEW), self.now.before(OLDEST));
        let issued_at = Micros::from_seconds(claims.issue_time().timestamp());
        if issued_at > latest || issued_at < earliest {
            return Err(Refusal::IssuedAt);
        }
        match claims.additional_claims().0.get("nbf") {
            None => Ok(()),
            Some(value) if numeric_date(value).is_some_and(|at| at <= latest) => Ok(()),
            Some(_) => Err(Refusal::NotBefore),
        }
    }

    /// We ask for `max_age`, so `auth_time` must be there (Core §2) and recent.
    fn authenticated_at(&self, claims: &IdTokenClaims) -> Result<Micros, Refusal> {
        let at = claims.auth_time().ok_or(Refusal::AuthTime)?;
        let at = Micros::from_seconds(at.timestamp());
        let recent = at <= self.now.after(SKEW)
            && at >= self.now.before(Duration::from_secs(self.demand.max_age_s) + SKEW);
        recent.then_some(at).ok_or(Refusal::AuthTime)
    }

    /// The level reached, which must be one of the configured and not below the one demanded.
    fn level(&self, claims: &IdTokenClaims) -> Result<(Option<String>, u8), Refusal> {
        if self.levels.is_empty() {
            // The value would mean nothing to us and could be any text.
            return if self.demand.level <= 1 { Ok((None, 1)) } else { Err(Refusal::Level) };
        }
        let acr = claims.auth_context_ref().map(|acr| acr.as_str()).ok_or(Refusal::Level)?;
        let place = self.levels.iter().position(|level| level == acr).ok_or(Refusal::Level)?;
        let level = u8::try_from(place + 1).map_err(|_| Refusal::Level)?;
        (level >= self.demand.level).then(|| (Some(acr.to_owned()), level)).ok_or(Refusal::Level)
    }
}

/// Core §3.1.3.8.
fn check_access_token(
    verifier: &IdTokenVerifier<'_, CoreJsonWebKey>,
    id_token: &IdToken,
    claims: &IdTokenClaims,
    access_token: &AccessToken,
) -> Result<(), Refusal> {
    let Some(told) = claims.access_token_hash() else { return Ok(()) };
    let (algorithm, key) = (id_token.signing_alg()?, id_token.signing_key(verifier)?);
    let actual =
        AccessTokenHash::from_token(access_token, algorithm, key).map_err(|_| Refusal::AccessTokenHash)?;
    (actual == *told).then_some(()).ok_or(Refusal::AccessTokenHash)
}

/// OpenID Connect Back-Channel Logout §2.1.
fn issuer_session(claims: &IdTokenClaims) -> Result<Option<String>, Refusal> {
    match claims.additional_claims().0.get("sid") {
        None => Ok(None),
        Some(Value::String(sid)) if !sid.is_empty() && sid.len() <= LONGEST_SUBJECT => Ok(Some(sid.clone())),
        Some(_) => Err(Refusal::TokenAnswer),
    }
}

fn subject(claims: &IdTokenClaims) -> Result<String, Refusal> {
    let subject = claims.subject().as_str();
    let sound = !subject.is_empty() && subject.len() <= LONGEST_SUBJECT;
    sound.then(|| subject.to_owned()).ok_or(Refusal::Subject)
}

/// All claims by name.
fn released(claims: &IdTokenClaims) -> Result<Released, Refusal> {
    match serde_json::to_value(claims) {
        Ok(Value::Object(released)) => Ok(released),
        _ => Err(Refusal::TokenAnswer),
    }
}

/// A `NumericDate` (RFC 7519 §2): seconds since the epoch, with or without a fraction.
pub(super) fn numeric_date(value: &Value) -> Option<Micros> {
    match value.as_i64() {
        Some(seconds) => Some(Micros::from_seconds(seconds)),
        None => Duration::try_from_secs_f64(value.as_f64()?).ok().map(|since| Micros(0).after(since)),
    }
}

fn moment(at: Micros) -> SystemTime {
    UNIX_EPOCH + Duration::from_micros(at.0.max(0).unsigned_abs())
}
