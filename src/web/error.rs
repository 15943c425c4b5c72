//! What can go wrong in answering an HTTP request. A handler returns the error as data; the render
//! layer makes it a page or a problem document (RFC 9457) in the visitor's language, and logs it
//! once.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::access::{Denied, Wanted};
use super::step_up::StepUp;
use super::views::ErrorKind;

/// A result of a handler.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failed HTTP request.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The page is for people who are signed in.
    #[error("not signed in")]
    SignIn,
    /// Signed in, but not surely enough, or not lately enough.
    #[error("not signed in surely enough")]
    StepUp(StepUp),
    /// The session was ended since a copy of its cookie was used.
    #[error("session stolen")]
    SessionStolen,
    /// The request makes no sense here.
    #[error("bad request")]
    BadRequest,
    /// Signed in, but without the right.
    #[error("forbidden")]
    Forbidden(Wanted),
    /// Someone else's: told as if there were nothing, and written down.
    #[error("not theirs")]
    NotTheirs(Denied),
    /// The form did not come from this portal, or is older than the session.
    #[error("form expired")]
    FormExpired,
    /// There is nothing here, or nothing of this person's: the two look alike.
    #[error("not found")]
    NotFound,
    /// It changed meanwhile.
    #[error("conflict")]
    Conflict,
    /// The address is right, the method is not.
    #[error("method not allowed")]
    NotAllowed,
    /// It did not come in time.
    #[error("late")]
    Late,
    /// More was sent than is taken.
    #[error("too large")]
    TooLarge,
    /// The address is longer than any of ours.
    #[error("address too long")]
    AddressTooLong,
    /// It is in a format that is not read.
    #[error("unknown format")]
    UnknownFormat,
    /// Its head is larger than any browser's with our cookies.
    #[error("head too large")]
    HeadTooLarge,
    /// Too often; from then on it may be tried again.
    #[error("too many")]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The database or a part the page cannot do without does not answer.
    #[error("unavailable: {0}")]
    Unavailable(#[source] Source),
    /// Our fault.
    #[error("internal: {0}")]
    Internal(#[source] Source),
}

/// The cause of an error, for the log alone.
pub type Source = Arc<dyn std::error::Error + Send + Sync>;

impl Error {
    /// Our fault, because of `cause`.
    pub fn internal(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Internal(Arc::new(cause))
    }

    /// What a visitor is told.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::SignIn => ErrorKind::SessionEnded,
            Self::StepUp(_) => ErrorKind::StepUp,
            Self::SessionStolen => ErrorKind::SessionStolen,
            Self::BadRequest => ErrorKind::BadRequest,
            Self::Forbidden(_) => ErrorKind::Forbidden,
            Self::FormExpired => ErrorKind::FormExpired,
            Self::NotFound | Self::NotTheirs(_) => ErrorKind::NotFound,
            Self::Conflict => ErrorKind::Conflict,
            Self::NotAllowed => ErrorKind::NotAllowed,
            Self::Late => ErrorKind::Late,
            Self::TooLarge => ErrorKind::TooLarge,
            Self::AddressTooLong => ErrorKind::AddressTooLong,
            Self::UnknownFormat => ErrorKind::UnknownFormat,
            Self::HeadTooLarge => ErrorKind::HeadTooLarge,
            Self::TooMany { .. } => ErrorKind::TooMany,
            Self::Unavailable(_) => ErrorKind::Unavailable,
            Self::Internal(_) => ErrorKind::Internal,
        }
    }

    fn denied(&self) -> Option<Denied> {
        match self {
            Self::Forbidden(wanted) => Some((*wanted).into()),
            Self::NotTheirs(denied) => Some(*denied),
            _ => None,
        }
    }

    fn cause(&self) -> Option<Source> {
        match self {
            Self::Unavailable(cause) | Self::Internal(cause) => Some(cause.clone()),
            _ => None,
        }
    }
}

/// The HTTP status of what a visitor is told.
#[must_use]
pub fn status(kind: ErrorKind) -> StatusCode {
    match kind {
        ErrorKind::BadRequest => StatusCode::BAD_REQUEST,
        ErrorKind::SessionEnded | ErrorKind::SessionStolen | ErrorKind::StepUp => StatusCode::UNAUTHORIZED,
        ErrorKind::Forbidden | ErrorKind::FormExpired => StatusCode::FORBIDDEN,
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        ErrorKind::NotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        ErrorKind::Late => StatusCode::REQUEST_TIMEOUT,
        ErrorKind::Conflict => StatusCode::CONFLICT,
        ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorKind::AddressTooLong => StatusCode::URI_TOO_LONG,
        ErrorKind::UnknownFormat => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ErrorKind::HeadTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        ErrorKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        ErrorKind::Busy | ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// An error on its way to the render layer.
#[derive(Clone)]
pub(super) struct Failed {
    pub kind: ErrorKind,
    pub cause: Option<Source>,
    pub step_up: Option<StepUp>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let kind = self.kind();
        let mut response = status(kind).into_response();
        let headers = response.headers_mut();
        match &self {
            Self::Unavailable(_) => drop(headers.insert(header::RETRY_AFTER, HeaderValue::from_static("10"))),
            Self::TooMany { retry_after } => {
                // The next whole second: a moment too early would be refused again.
                headers.insert(header::RETRY_AFTER, (retry_after.as_secs() + 1).into());
            }
            Self::NotAllowed => {
                drop(headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST")));
            }
            _ => {}
        }
        if let Some(denied) = self.denied() {
            response.extensions_mut().insert(denied);
        }
        let cause = self.cause();
        let step_up = if let Self::StepUp(lacks) = self { Some(lacks) } else { None };
        if let Some(challenge) = step_up.as_ref().and_then(StepUp::challenge) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response.extensions_mut().insert(Failed { kind, cause, step_up });
        response
    }
}

/// A refusal told to a program, which acts on its code: always a problem document.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// The code, as the audit log has it; the words `problem-title-CODE` say it in both languages.
    pub code: &'static str,
    /// What else the program needs to act (RFC 9457 §3.2).
    pub more: Map<String, Value>,
}

impl Problem {
    /// A refusal of which the code says all.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, more: Map::new() }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<crate::store::Error> for Error {
    fn from(error: crate::store::Error) -> Self {
        match error {
            crate::store::Error::Unreachable(_) => Self::Unavailable(Arc::new(error)),
            other => Self::internal(other),
        }
    }
}

impl From<crate::limits::Error> for Error {
    fn from(error: crate::limits::Error) -> Self {
        match error {
            crate::limits::Error::Exceeded { retry_after } => Self::TooMany { retry_after },
            crate::limits::Error::Store(error) => error.into(),
        }
    }
}

impl From<crate::vault::Error> for Error {
    fn from(error: crate::vault::Error) -> Self {
        Self::internal(error)
    }
}
