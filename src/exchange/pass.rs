//! A call that a tile's own code asks for: what goes up and what comes back is handed on as it comes, never held
//! whole. Who calls says which headers may pass.

use std::time::{Duration, Instant};

use bytes::Bytes;
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};
use reqwest::{Body, Response, StatusCode};

use super::call::{Way, failure};
use super::{Caller, Exchange, Failure};

/// The longest that anything goes on: the portal's own clocks are all shorter.
const AT_MOST: Duration = Duration::from_hours(1);

/// A call to pass on.
pub struct Passage<'a> {
    /// The back-end's name in the operator's registry.
    pub backend: &'a str,
    /// The tile on whose behalf.
    pub tile: &'a str,
    /// The HTTP method.
    pub method: &'a str,
    /// Path and query, percent-encoded.
    pub path: &'a str,
    /// The headers that go with it, beside those that every call has.
    pub headers: HeaderMap,
    /// SHA-256 of the body.
    pub digest: [u8; 32],
    /// How long the body may take to go up: the answer is waited for after that.
    pub sending: Duration,
}

/// The beginning of an answer, whatever it is.
pub struct Passed {
    /// The status.
    pub status: StatusCode,
    /// The headers, none of them looked at yet.
    pub headers: HeaderMap,
    /// What follows.
    pub content: Content,
}

/// What follows the head of an answer.
pub struct Content {
    response: Response,
    /// How much longer the back-end is waited for, all in all.
    left: Duration,
}

impl Content {
    /// The next piece. Only waiting for the back-end costs time: whoever reads slowly loses nothing.
    ///
    /// # Errors
    /// A [`Failure`] when it breaks off or does not come in time.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        let began = Instant::now();
        let chunk = self.chunk_within(self.left).await;
        self.left = self.left.saturating_sub(began.elapsed());
        chunk
    }

    /// The next piece, when it comes within `patience`.
    ///
    /// # Errors
    /// A [`Failure`] when it breaks off or does not come in time.
    pub async fn chunk_within(&mut self, patience: Duration) -> Result<Option<Bytes>, Failure> {
        let chunk = tokio::time::timeout(patience, self.response.chunk()).await;
        chunk.map_err(|_| Failure::Timeout)?.map_err(|error| failure(&error))
    }
}

impl Exchange {
    /// Passes a call on for `caller`, and waits for the beginning of its answer.
    ///
    /// # Errors
    /// A [`Failure`] when there is no answer; every answer of HTTP is one.
    pub async fn pass(
        &self,
        passage: &Passage<'_>,
        body: impl Into<Body>,
        caller: &Caller,
    ) -> Result<Passed, Failure> {
        let line = self.line(passage.backend).await?;
        let way =
            Way { tile: passage.tile, method: passage.method, path: passage.path, digest: passage.digest };
        let request = self
            .prepare(line, &way, Some(caller))
            .await?
            // What is packed could be a bomb, and is nothing that the portal could look into.
            .header(ACCEPT_ENCODING, HeaderValue::from_static("identity"))
            .headers(passage.headers.clone())
            .timeout(AT_MOST)
            .body(body);
        let began = Instant::now();
        let response = tokio::time::timeout(line.first_byte + passage.sending, request.send()).await;
        let response =
            response.map_err(|_| Failure::Timeout).and_then(|sent| sent.map_err(|error| failure(&error)));
        self.count(&line.id, response.as_ref().err().copied(), began.elapsed());
        let mut response = response?;
        let headers = std::mem::take(response.headers_mut());
        let left = (line.total + passage.sending).saturating_sub(began.elapsed());
        Ok(Passed { status: response.status(), headers, content: Content { response, left } })
    }
}
