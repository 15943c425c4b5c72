//! What the portal reads of a back-end: its list of requests, for itself; what it tells of a citizen, and
//! its documents, for the citizen who looks. Nothing is changed by it, so there is no idempotency key.

use std::pin::Pin;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::http::Request;
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use futures_util::{Stream, stream};
use sha2::{Digest as _, Sha256};

use super::call::{LONGEST_ANSWER, Way, answer, begin};
use super::line::Line;
use super::{Answer, Caller, Content, Exchange, Failure, Passed};

/// The longest list taken in one answer, in bytes.
const LONGEST_LIST: usize = 2 * 1024 * 1024;

/// Something to read.
pub struct Ask<'a> {
    /// The back-end's name in the operator's registry.
    pub backend: &'a str,
    /// The tile on whose behalf.
    pub tile: &'a str,
    /// Path and query, percent-encoded.
    pub path: &'a str,
}

/// What a document may be.
pub struct Fit<'a> {
    /// The media types taken.
    pub types: &'a [String],
    /// The most bytes taken.
    pub most_bytes: u64,
}

/// A document on its way from a back-end.
pub struct Document {
    /// Its media type: one of those taken.
    pub media_type: String,
    /// Its size, when the back-end tells.
    pub bytes: Option<u64>,
    /// Its content. It breaks off when it is longer than may be.
    pub content: Pin<Box<dyn Stream<Item = Result<Bytes, Failure>> + Send>>,
}

impl Exchange {
    /// Reads JSON of a back-end for the portal itself: its assertion names no citizen.
    ///
    /// # Errors
    /// A [`Failure`].
    pub async fn ask(&self, ask: &Ask<'_>) -> Result<Answer, Failure> {
        self.read(ask, None, LONGEST_LIST).await
    }

    /// Reads JSON of a back-end for `caller`, to be shown to them.
    ///
    /// # Errors
    /// A [`Failure`].
    pub async fn look_up(&self, ask: &Ask<'_>, caller: &Caller) -> Result<Answer, Failure> {
        self.read(ask, Some(caller), LONGEST_ANSWER).await
    }

    async fn read(&self, ask: &Ask<'_>, caller: Option<&Caller>, longest: usize) -> Result<Answer, Failure> {
        let line = self.line(ask.backend).await?;
        let request = self.reading(line, ask, caller, "application/json").await?;
        let began = Instant::now();
        let answer = answer(line, request, longest).await;
        self.count(&line.id, answer.as_ref().err().copied(), began.elapsed());
        answer
    }

    async fn reading(
        &self,
        line: &Line,
        ask: &Ask<'_>,
        caller: Option<&Caller>,
        accept: &str,
    ) -> Result<Request<Body>, Failure> {
        let way = Way { tile: ask.tile, method: "GET", path: ask.path, digest: Sha256::digest(b"").into() };
        let request = self.prepare(line, &way, caller).await?.header(ACCEPT, accept);
        request.body(Body::empty()).map_err(|_| Failure::NotCallable)
    }

    /// Fetches a document for `caller`. What is not of a type or size that fits is refused as a bad
    /// answer; the rest is handed on as it comes, never held whole.
    ///
    /// # Errors
    /// A [`Failure`].
    pub async fn fetch(&self, ask: &Ask<'_>, caller: &Caller, fit: Fit<'_>) -> Result<Document, Failure> {
        let line = self.line(ask.backend).await?;
        let request = self.reading(line, ask, Some(caller), &fit.types.join(", ")).await?;
        let began = Instant::now();
        let passed = begin(line, request).await;
        self.count(&line.id, passed.as_ref().err().copied(), began.elapsed());
        let Passed { headers, content, .. } = passed?;
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let essence = header(CONTENT_TYPE).unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let media_type = fit.types.iter().find(|taken| taken.eq_ignore_ascii_case(essence));
        let media_type = media_type.ok_or(Failure::BadAnswer)?.clone();
        let bytes = header(CONTENT_LENGTH).and_then(|length| length.parse().ok());
        if bytes.is_some_and(|bytes: u64| bytes > fit.most_bytes) {
            return Err(Failure::BadAnswer);
        }
        Ok(Document { media_type, bytes, content: Box::pin(at_most(fit.most_bytes, content)) })
    }
}

/// A content that breaks off where it is longer than `most` bytes.
fn at_most(most: u64, content: Content) -> impl Stream<Item = Result<Bytes, Failure>> + Send {
    stream::try_unfold((content, most), async |(mut content, left)| {
        let Some(chunk) = content.chunk().await? else { return Ok(None) };
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        let left = left.checked_sub(length).ok_or(Failure::BadAnswer)?;
        Ok(Some((chunk, (content, left))))
    })
}
