//! Handing a file to a back-end: streamed, bound to its assertion by its digest.

use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::TryStream;

use super::call::{Way, succeeded};
use super::{Caller, Exchange, Failure};

/// A file to hand over, by PUT.
pub struct File<'a> {
    /// The back-end's name in the operator's registry.
    pub backend: &'a str,
    /// The tile on whose behalf.
    pub tile: &'a str,
    /// The path, percent-encoded.
    pub path: &'a str,
    /// The key that makes a repeated call the same call.
    pub idempotency_key: &'a str,
    /// What it is.
    pub media_type: &'a str,
    /// Its size in bytes.
    pub size: i64,
    /// SHA-256 of its content.
    pub sha256: [u8; 32],
    /// Under which name (RFC 6266).
    pub disposition: HeaderValue,
    /// How long all of it may take.
    pub patience: Duration,
}

impl Exchange {
    /// Hands a file over for `caller`. A content that breaks off breaks the call off.
    ///
    /// # Errors
    /// A [`Failure`], as a code fit for the audit log.
    pub async fn send<S>(&self, file: File<'_>, content: S, caller: &Caller) -> Result<(), Failure>
    where
        S: TryStream<Ok = Bytes> + Send + 'static,
        S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let line = self.line(file.backend).await?;
        let way = Way { tile: file.tile, method: "PUT", path: file.path, digest: file.sha256 };
        let request = self
            .prepare(line, &way, Some(caller))
            .await?
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, file.media_type)
            .header(CONTENT_LENGTH, file.size)
            .header(CONTENT_DISPOSITION, file.disposition)
            // RFC 9530.
            .header("content-digest", format!("sha-256=:{}:", STANDARD.encode(file.sha256)))
            .header("idempotency-key", file.idempotency_key)
            .body(Body::from_stream(content))
            .map_err(|_| Failure::NotCallable)?;
        let began = std::time::Instant::now();
        let sent =
            line.client.send(request, file.patience, file.patience).await.and_then(succeeded).map(drop);
        self.count(&line.id, sent.err(), began.elapsed());
        sent
    }
}
