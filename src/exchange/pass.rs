//! A call that a tile's own code asks for: what goes up and what comes back is handed on as it comes, never held
//! whole. Who calls says which headers may pass.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::header::ACCEPT_ENCODING;
use axum::http::{HeaderMap, HeaderValue};

use super::call::Way;
use super::{Caller, Exchange, Failure, Passed};

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

impl Exchange {
    /// Passes a call on for `caller`, and waits for the beginning of its answer.
    ///
    /// # Errors
    /// A [`Failure`] when there is no answer; every answer of HTTP is one.
    pub async fn pass(&self, passage: &Passage<'_>, body: Body, caller: &Caller) -> Result<Passed, Failure> {
        let line = self.line(passage.backend).await?;
        let way =
            Way { tile: passage.tile, method: passage.method, path: passage.path, digest: passage.digest };
        let mut request = self
            .prepare(line, &way, Some(caller))
            .await?
            // What is packed could be a bomb, and is nothing that the portal could look into.
            .header(ACCEPT_ENCODING, HeaderValue::from_static("identity"))
            .body(body)
            .map_err(|_| Failure::NotCallable)?;
        request.headers_mut().extend(passage.headers.clone());
        let began = Instant::now();
        let (first_byte, total) = (line.first_byte + passage.sending, line.total + passage.sending);
        let passed = line.client.send(request, first_byte, total).await;
        self.count(&line.id, passed.as_ref().err().copied(), began.elapsed());
        passed
    }
}
