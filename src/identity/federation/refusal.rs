//! Why a sign-in is refused: a code for the audit log, a page for the person. Never the
//! provider's own words.

use openidconnect::{ClaimsVerificationError, SignatureVerificationError};

use crate::config::Claim;
use crate::identity::views::SignInFailure;

/// Why a sign-in did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::identity) enum Refusal {
    /// The issuer is closed to everyone.
    IssuerClosed,
    /// The issuer takes no new people.
    IssuerSunset,
    /// The account was erased.
    AccountErased,
    /// Someone else came back from a step-up.
    OtherPerson,
    /// The subject's birth date is another than before: it may have been given to someone else.
    SubjectRecycled,
    /// Two subjects are said to be one older one.
    ContinuedTwice,
    /// An issuer that succeeds none speaks for another's subject.
    NotSuccessor,
    /// The way to be added has an account of its own.
    LinkConflict,
    /// The two ways to be tied together tell two birth dates.
    LinkTwoPeople,
    /// One of the two ways to be tied together was proven too long ago.
    LinkStale,
    /// No sign-in of that state is under way: a replay, a forgery, or long gone.
    UnknownFlow,
    /// It began in another browser.
    OtherBrowser,
    /// It began too long ago.
    FlowExpired,
    /// It began with another issuer (mix-up).
    OtherIssuer,
    /// The answer has a parameter twice, or neither a code nor an error.
    MalformedAnswer,
    /// The answer's `iss` is wrong or missing (RFC 9207).
    AnswerIssuer,
    /// The person turned back.
    Cancelled,
    /// The provider says that it rests.
    ProviderResting,
    /// The provider cannot reach the level asked for.
    ProviderLevel,
    /// The provider refuses for another reason.
    ProviderError,
    /// The provider cannot be reached.
    Unreachable,
    /// The provider's metadata or keys cannot be used.
    Metadata,
    /// We cannot prove who we are: no key, or no secret.
    ClientKey,
    /// The provider does not believe that we are who we say we are.
    ClientRefused,
    /// The provider does not take the request that we pushed ahead (RFC 9126).
    RequestRefused,
    /// The provider does not take the code.
    CodeRefused,
    /// The answer to the code makes no sense.
    TokenAnswer,
    /// The access token is not bound to our key, or to one that we did not show (RFC 9449).
    TokenBinding,
    /// There is no ID token in it.
    NoIdToken,
    /// The ID token is signed by no key of the issuer.
    UnknownKey,
    /// It is signed in a way that is not allowed here.
    Algorithm,
    /// The signature does not hold.
    Signature,
    /// Its header asks for what we do not do.
    TokenHeader,
    /// Another `iss`.
    TokenIssuer,
    /// Another `aud`, or one more.
    Audience,
    /// Another `azp`.
    AuthorizedParty,
    /// `exp` is over.
    TokenExpired,
    /// `iat` lies in the future, or long ago.
    IssuedAt,
    /// `nbf` lies in the future.
    NotBefore,
    /// Another `nonce`, or none.
    Nonce,
    /// `at_hash` does not fit the access token.
    AccessTokenHash,
    /// `auth_time` is missing, in the future, or longer ago than asked for.
    AuthTime,
    /// `acr` is none of the configured levels.
    Level,
    /// `sub` is empty or too long.
    Subject,
    /// Userinfo speaks of someone else.
    UserinfoSubject,
    /// Userinfo makes no sense.
    Userinfo,
    /// Signed userinfo is not signed as it must be.
    UserinfoSignature,
    /// Signed userinfo of another issuer.
    UserinfoIssuer,
    /// Signed userinfo for someone else.
    UserinfoAudience,
    /// A claim that is required here was not released, or not vouched for.
    ClaimMissing(Claim),
}

impl Refusal {
    /// The code in the audit log and in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::IssuerClosed => "issuer-closed",
            Self::IssuerSunset => "issuer-sunset",
            Self::AccountErased => "account-erased",
            Self::OtherPerson => "other-person",
            Self::SubjectRecycled => "subject-recycled",
            Self::ContinuedTwice => "continued-twice",
            Self::NotSuccessor => "not-successor",
            Self::LinkConflict => "link-conflict",
            Self::LinkTwoPeople => "link-two-people",
            Self::LinkStale => "link-stale",
            Self::UnknownFlow => "flow-unknown",
            Self::OtherBrowser => "flow-other-browser",
            Self::FlowExpired => "flow-expired",
            Self::OtherIssuer => "flow-other-issuer",
            Self::MalformedAnswer => "answer-malformed",
            Self::AnswerIssuer => "answer-issuer",
            Self::Cancelled => "cancelled",
            Self::ProviderResting => "provider-resting",
            Self::ProviderLevel => "provider-level",
            Self::ProviderError => "provider-error",
            Self::Unreachable => "provider-unreachable",
            Self::Metadata => "provider-metadata",
            Self::ClientKey => "client-key",
            Self::ClientRefused => "client-refused",
            Self::RequestRefused => "request-refused",
            Self::CodeRefused => "code-refused",
            Self::TokenAnswer => "token-answer",
            Self::TokenBinding => "token-binding",
            Self::NoIdToken => "id-token-missing",
            Self::UnknownKey => "id-token-key",
            Self::Algorithm => "id-token-algorithm",
            Self::Signature => "id-token-signature",
            Self::TokenHeader => "id-token-header",
            Self::TokenIssuer => "id-token-issuer",
            Self::Audience => "id-token-audience",
            Self::AuthorizedParty => "id-token-azp",
            Self::TokenExpired => "id-token-expired",
            Self::IssuedAt => "id-token-iat",
            Self::NotBefore => "id-token-nbf",
            Self::Nonce => "id-token-nonce",
            Self::AccessTokenHash => "id-token-at-hash",
            Self::AuthTime => "id-token-auth-time",
            Self::Level => "id-token-acr",
            Self::Subject => "id-token-subject",
            Self::UserinfoSubject => "userinfo-subject",
            Self::Userinfo => "userinfo",
            Self::UserinfoSignature => "userinfo-signature",
            Self::UserinfoIssuer => "userinfo-issuer",
            Self::UserinfoAudience => "userinfo-audience",
            Self::ClaimMissing(claim) => match claim {
                Claim::Name => "claim-missing-name",
                Claim::GivenName => "claim-missing-given-name",
                Claim::FamilyName => "claim-missing-family-name",
                Claim::Birthdate => "claim-missing-birthdate",
                Claim::Email => "claim-missing-email",
                Claim::Locale => "claim-missing-locale",
            },
        }
    }

    /// What the person is told.
    pub fn shown(self) -> SignInFailure {
        match self {
            Self::IssuerClosed | Self::IssuerSunset | Self::AccountErased => SignInFailure::Closed,
            Self::OtherPerson => SignInFailure::OtherPerson,
            Self::SubjectRecycled | Self::ContinuedTwice | Self::NotSuccessor => SignInFailure::Doubt,
            Self::LinkConflict => SignInFailure::Conflict,
            Self::LinkTwoPeople => SignInFailure::TwoPeople,
            Self::UnknownFlow | Self::OtherBrowser | Self::FlowExpired | Self::LinkStale => {
                SignInFailure::Expired
            }
            Self::Cancelled => SignInFailure::Cancelled,
            Self::ProviderResting | Self::Unreachable | Self::ClientKey | Self::ClientRefused => {
                SignInFailure::Unavailable
            }
            Self::ClaimMissing(_) => SignInFailure::Incomplete,
            Self::ProviderLevel | Self::Level => SignInFailure::Level,
            _ => SignInFailure::Refused,
        }
    }

    /// What an `error` in the provider's answer means (RFC 6749 §4.1.2.1, OpenID Connect Core
    /// §3.1.2.6, RFC 9470 §5).
    pub fn of_answer(error: &str) -> Self {
        match error {
            "access_denied" => Self::Cancelled,
            "temporarily_unavailable" | "server_error" => Self::ProviderResting,
            "unmet_authentication_requirements" => Self::ProviderLevel,
            _ => Self::ProviderError,
        }
    }
}

impl From<ClaimsVerificationError> for Refusal {
    fn from(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::SignatureVerification(error) => Self::from(error),
            ClaimsVerificationError::Expired(_) => Self::TokenExpired,
            ClaimsVerificationError::InvalidAudience(_) => Self::Audience,
            ClaimsVerificationError::InvalidIssuer(_) => Self::TokenIssuer,
            ClaimsVerificationError::InvalidNonce(_) => Self::Nonce,
            ClaimsVerificationError::InvalidSubject(_) => Self::Subject,
            _ => Self::TokenHeader,
        }
    }
}

impl From<SignatureVerificationError> for Refusal {
    fn from(error: SignatureVerificationError) -> Self {
        match error {
            SignatureVerificationError::NoMatchingKey | SignatureVerificationError::AmbiguousKeyId(_) => {
                Self::UnknownKey
            }
            SignatureVerificationError::DisallowedAlg(_)
            | SignatureVerificationError::UnsupportedAlg(_)
            | SignatureVerificationError::NoSignature => Self::Algorithm,
            _ => Self::Signature,
        }
    }
}
