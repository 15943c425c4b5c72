//! One call to a back-end: bounded in time and size, redirects never followed.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Request, StatusCode, request};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::assertion::{self, Bound};
use super::line::Line;
use super::{Caller, Exchange, Passed};
use crate::statistics::Kind;
use crate::text::Locale;

/// The longest answer taken, in bytes.
pub(super) const LONGEST_ANSWER: usize = 256 * 1024;

/// A call to make.
pub struct Call<'a> {
    /// The back-end's name in the operator's registry.
    pub backend: &'a str,
    /// The tile on whose behalf.
    pub tile: &'a str,
    /// The HTTP method.
    pub method: &'a str,
    /// The path, built from the tile's route, percent-encoded.
    pub path: &'a str,
    /// The key that makes a repeated call the same call.
    pub idempotency_key: &'a str,
    /// The JSON body.
    pub body: &'a Value,
}

/// A back-end's answer: a success, with its JSON body if it has one.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The body; null when it was empty.
    pub body: Value,
}

/// Why a call did not succeed. Never holds the back-end's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The registry knows no such back-end.
    #[error("unknown_backend")]
    UnknownBackend,
    /// The back-end's certification does not hold: nothing is sent to it (contract §4).
    #[error("not_certified")]
    NotCertified,
    /// The back-end's name leads where the registry does not admit (contract §4).
    #[error("address_refused")]
    AddressRefused,
    /// The back-end is in maintenance: nothing is sent to it.
    #[error("in_maintenance")]
    InMaintenance,
    /// The back-end kept failing: it is left alone for a while.
    #[error("left_alone")]
    LeftAlone,
    /// The call cannot be expressed: a bad method, or no key to sign with.
    #[error("not_callable")]
    NotCallable,
    /// No connection, or it broke.
    #[error("unreachable")]
    Unreachable,
    /// No answer in time.
    #[error("timeout")]
    Timeout,
    /// The answer is too long, or not JSON.
    #[error("bad_answer")]
    BadAnswer,
    /// An HTTP status other than success.
    #[error("status_{0}")]
    Status(u16),
}

impl Failure {
    /// Whether the back-end is not there, or not itself, or may not be asked: it cannot answer as it
    /// should.
    #[must_use]
    pub fn is_silence(self) -> bool {
        match self {
            Self::Unreachable
            | Self::Timeout
            | Self::BadAnswer
            | Self::NotCertified
            | Self::InMaintenance
            | Self::LeftAlone
            | Self::AddressRefused => true,
            Self::Status(status) => status >= 500,
            Self::UnknownBackend | Self::NotCallable => false,
        }
    }

    /// Whether the same call may succeed later. A back-end that understood and refused will
    /// refuse again.
    #[must_use]
    pub fn passes(self) -> bool {
        match self {
            Self::Status(status) => {
                !(400..500).contains(&status) || matches!(status, 401 | 403 | 404 | 408 | 409 | 425 | 429)
            }
            Self::Unreachable
            | Self::Timeout
            | Self::BadAnswer
            | Self::UnknownBackend
            | Self::NotCertified
            | Self::InMaintenance
            | Self::LeftAlone
            | Self::AddressRefused => true,
            Self::NotCallable => false,
        }
    }
}

impl Exchange {
    /// Makes `call` for `caller`.
    ///
    /// # Errors
    /// A [`Failure`], as a code fit for the audit log.
    pub async fn call(&self, call: Call<'_>, caller: &Caller) -> Result<Answer, Failure> {
        let line = self.line(call.backend).await?;
        let body = call.body.to_string();
        let way = Way {
            tile: call.tile,
            method: call.method,
            path: call.path,
            digest: Sha256::digest(&body).into(),
        };
        let request = self
            .prepare(line, &way, Some(caller))
            .await?
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .header("idempotency-key", call.idempotency_key)
            .body(Body::from(body))
            .map_err(|_| Failure::NotCallable)?;
        let began = std::time::Instant::now();
        let answer = answer(line, request, LONGEST_ANSWER).await;
        self.count(&line.id, answer.as_ref().err().copied(), began.elapsed());
        answer
    }

    /// A request to `line` with the assertion that is bound to it.
    pub(super) async fn prepare(
        &self,
        line: &Line,
        way: &Way<'_>,
        caller: Option<&Caller>,
    ) -> Result<request::Builder, Failure> {
        let url = line.url(way.path)?;
        let bound = Bound {
            tile: way.tile,
            organisation: &line.organisation,
            method: way.method,
            url: url.as_str(),
            digest: way.digest,
        };
        let assertion = assertion::sign(&self.0.base, &self.0.keys, caller, &bound).await;
        let assertion = assertion.map_err(|_| Failure::NotCallable)?;
        let locale = caller.map_or(Locale::Fr, |caller| caller.locale);
        Ok(Request::builder()
            .method(way.method)
            .uri(url.as_str())
            .header(ACCEPT_LANGUAGE, locale.tag())
            .header(AUTHORIZATION, format!("Bearer {assertion}")))
    }
}

/// What a call is, as far as its assertion is bound to it.
pub(super) struct Way<'a> {
    pub tile: &'a str,
    pub method: &'a str,
    pub path: &'a str,
    /// SHA-256 of the body.
    pub digest: [u8; 32],
}

/// Sends a request and waits for the beginning of a success.
pub(super) async fn begin(line: &Line, request: Request<Body>) -> Result<Passed, Failure> {
    line.client.send(request, line.first_byte, line.total).await.and_then(succeeded)
}

/// An answer that is a success.
pub(super) fn succeeded(passed: Passed) -> Result<Passed, Failure> {
    if passed.status.is_success() { Ok(passed) } else { Err(Failure::Status(passed.status.as_u16())) }
}

/// Sends a request and reads a success of JSON, or of nothing, to its end.
pub(super) async fn answer(line: &Line, request: Request<Body>, longest: usize) -> Result<Answer, Failure> {
    let mut passed = begin(line, request).await?;
    let mut body = Vec::new();
    while let Some(chunk) = passed.content.chunk().await? {
        if body.len() + chunk.len() > longest {
            return Err(Failure::BadAnswer);
        }
        body.extend_from_slice(&chunk);
    }
    if body.is_empty() || passed.status == StatusCode::NO_CONTENT {
        return Ok(Answer { body: Value::Null });
    }
    let body = serde_json::from_slice(&body).map_err(|_| Failure::BadAnswer)?;
    Ok(Answer { body })
}

impl Exchange {
    /// Counts a call, for metrics and for the statistics.
    pub(super) fn count(&self, backend: &str, failure: Option<Failure>, elapsed: Duration) {
        let outcome = failure.map_or_else(|| "ok".to_owned(), |failure| failure.to_string());
        let labels = [("backend", backend.to_owned()), ("outcome", outcome)];
        metrics::histogram!("parvis_backend_seconds", &labels).record(elapsed.as_secs_f64());
        let tally = self.0.base.acts.tally();
        tally.count(Kind::Call, backend);
        if failure.is_some_and(Failure::is_silence) {
            tally.count(Kind::Silence, backend);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_understood_and_refused_is_not_tried_again() {
        assert!(!Failure::Status(400).passes());
        assert!(!Failure::Status(422).passes());
        // Ours to mend (a key not published yet, a route not deployed yet), so worth another try.
        assert!(Failure::Status(401).passes());
        assert!(Failure::Status(404).passes());
        assert!(Failure::Status(302).passes());
        assert!(Failure::Status(503).passes());
        assert!(Failure::Timeout.passes());
    }
}
