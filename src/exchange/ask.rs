//! What the portal reads of a back-end: its list of requests, for itself; what it tells of a citizen, and
//! its documents, for the citizen who looks. Nothing is changed by it, so there is no idempotency key.

use std::pin::Pin;
use std::time::Instant;

use axum::body::Bytes;
use futures_util::{Stream, TryStreamExt as _};
use reqwest::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use sha2::{Digest as _, Sha256};

use super::call::{LONGEST_ANSWER, Way, answer, begin, failure};
use super::{Answer, Caller, Exchange, Failure};

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
        let line = self.line(ask.backend).await?;
        let way = Way { tile: ask.tile, method: "GET", path: ask.path, digest: Sha256::digest(b"").into() };
        let request = self.prepare(line, &way, None).await?.header(ACCEPT, "application/json");
        let began = Instant::now();
        let answer = answer(line, request, LONGEST_LIST).await;
        self.count(&line.id, answer.as_ref().err().copied(), began.elapsed());
        answer
    }

    /// Reads JSON of a back-end for `caller`, to be shown to them.
    ///
    /// # Errors
    /// A [`Failure`].
    pub async fn look_up(&self, ask: &Ask<'_>, caller: &Caller) -> Result<Answer, Failure> {
        let line = self.line(ask.backend).await?;
        let way = Way { tile: ask.tile, method: "GET", path: ask.path, digest: Sha256::digest(b"").into() };
        let request = self.prepare(line, &way, Some(caller)).await?.header(ACCEPT, "application/json");
        let began = Instant::now();
        let answer = answer(line, request, LONGEST_ANSWER).await;
        self.count(&line.id, answer.as_ref().err().copied(), began.elapsed());
        answer
    }

    /// Fetches a document for `caller`. What is not of a type or size that fits is refused as a bad
    /// answer; the rest is handed on as it comes, never held whole.
    ///
    /// # Errors
    /// A [`Failure`].
    pub async fn fetch(&self, ask: &Ask<'_>, caller: &Caller, fit: Fit<'_>) -> Result<Document, Failure> {
        let line = self.line(ask.backend).await?;
        let way = Way { tile: ask.tile, method: "GET", path: ask.path, digest: Sha256::digest(b"").into() };
        let request = self.prepare(line, &way, Some(caller)).await?.header(ACCEPT, fit.types.join(", "));
        let began = Instant::now();
        let response = begin(line, request).await;
        self.count(&line.id, response.as_ref().err().copied(), began.elapsed());
        let response = response?;
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let essence = header(CONTENT_TYPE).unwrap_or_default().split(';').next().unwrap_or_default().trim();
        let media_type = fit.types.iter().find(|taken| taken.eq_ignore_ascii_case(essence));
        let media_type = media_type.ok_or(Failure::BadAnswer)?.clone();
        let bytes = header(CONTENT_LENGTH).and_then(|length| length.parse().ok());
        if bytes.is_some_and(|bytes: u64| bytes > fit.most_bytes) {
            return Err(Failure::BadAnswer);
        }
        let mut left = fit.most_bytes;
        let content = response.bytes_stream().map_err(|error| failure(&error)).and_then(move |chunk| {
            let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            let fits = length <= left;
            left = left.saturating_sub(length);
            std::future::ready(if fits { Ok(chunk) } else { Err(Failure::BadAnswer) })
        });
        Ok(Document { media_type, bytes, content: Box::pin(content) })
    }
}
