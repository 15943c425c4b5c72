//! Why a call of a tile ends without its answer, as a problem document (RFC 9457) that tells the tile what to do
//! and nothing of the back-end's inside.

use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use crate::exchange::Failure;
use crate::web::{Error, Problem};

/// How soon to ask again where nobody knows better.
const SOON: Duration = Duration::from_secs(10);

/// Why a call ends without its answer.
#[derive(Debug)]
pub enum Refusal {
    /// What any handler may refuse.
    Web(Error),
    /// Too much of this tile, or of this session, is under way.
    Busy,
    /// The back-end is left alone for a while.
    Open(Duration),
    /// A file came without its digest (RFC 9530): nothing could be bound to it.
    NoDigest,
    /// A file is not what its digest says.
    WrongDigest,
    /// The key was used for another call.
    KeyReused,
    /// The same call is under way.
    StillRunning,
    /// The back-end did not answer as it should.
    Failed(Failure),
    /// The back-end understood and refused; what it said, as far as it may be told.
    Refused(StatusCode, Map<String, Value>),
}

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Web(error.into())
    }
}

impl Refusal {
    /// Its code in the audit log.
    pub fn reason(&self) -> String {
        match self {
            Self::Failed(failure) => failure.to_string(),
            Self::Refused(status, _) => Failure::Status(status.as_u16()).to_string(),
            Self::Open(_) => Failure::LeftAlone.to_string(),
            other => other.code().replace('-', "_"),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Web(error) => error.kind().word(),
            Self::Busy => "busy",
            Self::Open(_) => "backend-unavailable",
            Self::NoDigest => "digest-missing",
            Self::WrongDigest => "digest-wrong",
            Self::KeyReused => "key-reused",
            Self::StillRunning => "still-running",
            Self::Refused(..) => "backend-refused",
            Self::Failed(failure) => match status(*failure) {
                StatusCode::GATEWAY_TIMEOUT => "backend-late",
                StatusCode::BAD_GATEWAY => "backend-bad-answer",
                _ => "backend-unavailable",
            },
        }
    }

    /// What it is answered with.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Web(error) => crate::web::error::status(error.kind()),
            Self::Busy | Self::Open(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::NoDigest | Self::WrongDigest => StatusCode::BAD_REQUEST,
            Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::StillRunning => StatusCode::CONFLICT,
            Self::Failed(failure) => status(*failure),
            Self::Refused(status, _) => *status,
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Open(wait) => Some(*wait),
            Self::Busy | Self::StillRunning => Some(Duration::from_secs(1)),
            Self::Failed(failure) if status(*failure) == StatusCode::SERVICE_UNAVAILABLE => Some(SOON),
            _ => None,
        }
    }
}

/// What a tile is told of a failure: whether the back-end is not there, late, or does not make sense.
fn status(failure: Failure) -> StatusCode {
    match failure {
        Failure::Timeout | Failure::Status(504) => StatusCode::GATEWAY_TIMEOUT,
        Failure::Unreachable
        | Failure::UnknownBackend
        | Failure::NotCertified
        | Failure::InMaintenance
        | Failure::AddressRefused
        | Failure::NotCallable
        | Failure::LeftAlone
        // It is the portal that asks too often, not this person.
        | Failure::Status(429 | 503) => StatusCode::SERVICE_UNAVAILABLE,
        Failure::BadAnswer | Failure::Status(_) => StatusCode::BAD_GATEWAY,
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code, wait) = (self.status(), self.code(), self.retry_after());
        let more = match self {
            // The render layer knows these: it logs their causes.
            Self::Web(error) => return error.into_response(),
            Self::Refused(_, said) if !said.is_empty() => {
                Map::from_iter([("backend".to_owned(), Value::Object(said))])
            }
            _ => Map::new(),
        };
        let mut response = Problem { status, code, more }.into_response();
        if let Some(wait) = wait {
            // The next whole second: a moment too early would be refused again.
            response.headers_mut().insert(header::RETRY_AFTER, (wait.as_secs() + 1).into());
        }
        response
    }
}
