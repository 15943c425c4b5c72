//! A look at a back-end for its operator: as every call connects, but without an assertion.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, Uri};
use x509_cert::der::Decode as _;

use super::line::Line;
use super::names::System;
use super::{Error, Failure};
use crate::clock::Micros;
use crate::config::Backend;

/// What a look at a back-end found.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// How long connecting and the beginning of an answer took.
    pub latency: Duration,
    /// The HTTP status of its base address: any status is an answer.
    pub status: u16,
    /// When its TLS certificate ends; none without TLS.
    pub certificate_until: Option<Micros>,
}

/// Why there was nothing to find.
#[derive(Debug, thiserror::Error)]
pub enum NotFound {
    /// The entry of the registry cannot be used.
    #[error(transparent)]
    Entry(#[from] Error),
    /// The back-end cannot be reached.
    #[error(transparent)]
    Failure(#[from] Failure),
}

/// Asks the back-end's base address, whether or not its certification holds.
///
/// # Errors
/// What is wrong with its entry, or why it cannot be reached.
pub async fn probe(id: &str, backend: &Backend) -> Result<Found, NotFound> {
    let line = Line::new(id, backend, true, std::sync::Arc::new(System))?;
    let address: Uri = backend.url.as_str().parse().map_err(|_| Failure::NotCallable)?;
    let shown = line.client.certificate(address.clone()).await?;
    let request = Request::get(address).body(Body::empty()).map_err(|_| Failure::NotCallable)?;
    let began = Instant::now();
    let passed = line.client.send(request, line.first_byte, line.total).await?;
    Ok(Found {
        latency: began.elapsed(),
        status: passed.status.as_u16(),
        certificate_until: shown.and_then(|leaf| end_of(&leaf)),
    })
}

fn end_of(certificate: &[u8]) -> Option<Micros> {
    let certificate = x509_cert::Certificate::from_der(certificate).ok()?;
    let end = certificate.tbs_certificate.validity.not_after.to_unix_duration();
    Some(Micros::from_seconds(i64::try_from(end.as_secs()).ok()?))
}
