//! Logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.4 to §2.6): an issuer tells, without the
//! person's browser, that a session of theirs is over.

use std::time::Duration;

use serde_json::{Map, Value};

use super::jws::{Doubt, Jws};
use super::token::{LONGEST_SUBJECT, SKEW, numeric_date};
use super::{Issuer, Refusal};
use crate::clock::Micros;
use crate::config::IssuerState;

/// The member of `events` that makes a token a logout token.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// What `typ` may say, if it says anything.
const TYPES: [&str; 1] = ["logout+jwt"];
/// How old a logout token may be.
const OLDEST: Duration = Duration::from_mins(2);
/// The longest `jti` taken, in bytes.
const LONGEST_ID: usize = 255;

/// A sign-out that the issuer vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::identity) struct Logout {
    /// Whose sessions are over; with `issuer_session`, those of that session alone.
    pub subject: Option<String>,
    /// The issuer's own name for the session that is over (`sid`). At least one of the two is there.
    pub issuer_session: Option<String>,
    /// The token's own name (`jti`): it counts once.
    pub token_id: String,
    /// From when on the token would be refused anyway, and its name may be forgotten.
    pub expires_at: Micros,
}

/// Why a logout token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::identity) enum LogoutRefusal {
    /// The issuer is closed to everyone.
    IssuerClosed,
    /// The issuer's keys cannot be had: it may send the token again.
    Provider(Refusal),
    /// It is no signed token, or endless.
    Malformed,
    /// Its header asks for what we do not do.
    Header,
    /// It is of another type: an ID token, perhaps.
    Type,
    /// It is signed in a way that is not allowed here.
    Algorithm,
    /// It is signed by no key of the issuer.
    UnknownKey,
    /// The signature does not hold.
    Signature,
    /// Another `iss`.
    TokenIssuer,
    /// Another `aud`, or one more.
    Audience,
    /// `exp` is over or missing.
    Expired,
    /// `iat` is missing, lies in the future, or longer ago than two minutes.
    IssuedAt,
    /// `jti` is missing or endless.
    TokenId,
    /// `events` does not tell of a sign-out.
    Event,
    /// It has a `nonce`: it is an ID token.
    Nonce,
    /// It names neither a person nor a session, or in an odd way.
    Subject,
}

impl LogoutRefusal {
    /// The code in the audit log and in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::IssuerClosed => "issuer-closed",
            Self::Provider(refusal) => refusal.code(),
            Self::Malformed => "logout-token-malformed",
            Self::Header => "logout-token-header",
            Self::Type => "logout-token-type",
            Self::Algorithm => "logout-token-algorithm",
            Self::UnknownKey => "logout-token-key",
            Self::Signature => "logout-token-signature",
            Self::TokenIssuer => "logout-token-issuer",
            Self::Audience => "logout-token-audience",
            Self::Expired => "logout-token-expired",
            Self::IssuedAt => "logout-token-iat",
            Self::TokenId => "logout-token-jti",
            Self::Event => "logout-token-event",
            Self::Nonce => "logout-token-nonce",
            Self::Subject => "logout-token-subject",
        }
    }
}

impl From<Doubt> for LogoutRefusal {
    fn from(doubt: Doubt) -> Self {
        match doubt {
            Doubt::Malformed => Self::Malformed,
            Doubt::Header => Self::Header,
            Doubt::Type => Self::Type,
            Doubt::Algorithm => Self::Algorithm,
            Doubt::UnknownKey => Self::UnknownKey,
            Doubt::Signature => Self::Signature,
        }
    }
}

impl Issuer {
    /// What a logout token says, once it is proven to come from this issuer, to be meant for us and
    /// to be fresh. Whether it was used before is for the caller to find out.
    ///
    /// # Errors
    /// A [`LogoutRefusal`]; what is malformed costs neither cryptography nor a call to the issuer.
    pub async fn logout(&self, token: &str) -> Result<Logout, LogoutRefusal> {
        if self.settings.state == IssuerState::Closed {
            return Err(LogoutRefusal::IssuerClosed);
        }
        let token = Jws::parse(token)?;
        let metadata = self.metadata().await.map_err(LogoutRefusal::Provider)?;
        let claims = match token.verify(&TYPES, &self.algorithms, metadata.jwks()) {
            Err(Doubt::UnknownKey) => {
                let renewed = self.source.with_new_keys().await.ok_or(LogoutRefusal::UnknownKey)?;
                token.verify(&TYPES, &self.algorithms, renewed.jwks())?
            }
            verified => verified?,
        };
        if !self.issued(claims) {
            return Err(LogoutRefusal::TokenIssuer);
        }
        if !self.is_for_us(claims) {
            return Err(LogoutRefusal::Audience);
        }
        told(claims, self.clock.now())
    }
}

/// The sign-out that `claims` tell of, if they are fresh and sound (§2.6).
fn told(claims: &Map<String, Value>, now: Micros) -> Result<Logout, LogoutRefusal> {
    let moment = |name| claims.get(name).and_then(numeric_date);
    let expires_at = moment("exp").ok_or(LogoutRefusal::Expired)?;
    if expires_at <= now.before(SKEW) {
        return Err(LogoutRefusal::Expired);
    }
    let issued_at = moment("iat").ok_or(LogoutRefusal::IssuedAt)?;
    if issued_at > now.after(SKEW) || issued_at < now.before(OLDEST + SKEW) {
        return Err(LogoutRefusal::IssuedAt);
    }
    let event = claims.get("events").and_then(|events| events.get(EVENT));
    if !event.is_some_and(Value::is_object) {
        return Err(LogoutRefusal::Event);
    }
    if claims.contains_key("nonce") {
        return Err(LogoutRefusal::Nonce);
    }
    let (subject, issuer_session) = (name(claims, "sub")?, name(claims, "sid")?);
    if subject.is_none() && issuer_session.is_none() {
        return Err(LogoutRefusal::Subject);
    }
    let token_id = claims.get("jti").and_then(Value::as_str);
    let token_id = token_id.filter(|id| !id.is_empty() && id.len() <= LONGEST_ID);
    let token_id = token_id.ok_or(LogoutRefusal::TokenId)?.to_owned();
    // Whichever comes first: an endless `exp` must not make us remember the token for ever.
    let expires_at = expires_at.after(SKEW).min(issued_at.after(OLDEST + SKEW));
    Ok(Logout { subject, issuer_session, token_id, expires_at })
}

fn name(claims: &Map<String, Value>, claim: &str) -> Result<Option<String>, LogoutRefusal> {
    match claims.get(claim) {
        None => Ok(None),
        Some(Value::String(name)) if !name.is_empty() && name.len() <= LONGEST_SUBJECT => {
            Ok(Some(name.clone()))
        }
        Some(_) => Err(LogoutRefusal::Subject),
    }
}
