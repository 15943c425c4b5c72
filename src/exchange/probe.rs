//! A look at a back-end for its operator: as every call connects, but without an assertion.

use std::time::{Duration, Instant};

use reqwest::tls::TlsInfo;
use x509_cert::der::Decode as _;

use super::call::failure;
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
    let began = Instant::now();
    let asked = line.client.get(backend.url.clone()).send();
    let response = tokio::time::timeout(line.first_byte, asked).await.map_err(|_| Failure::Timeout)?;
    let response = response.map_err(|error| failure(&error))?;
    let leaf = response.extensions().get::<TlsInfo>().and_then(TlsInfo::peer_certificate);
    Ok(Found {
        latency: began.elapsed(),
        status: response.status().as_u16(),
        certificate_until: leaf.and_then(end_of),
    })
}

fn end_of(certificate: &[u8]) -> Option<Micros> {
    let certificate = x509_cert::Certificate::from_der(certificate).ok()?;
    let end = certificate.tbs_certificate.validity.not_after.to_unix_duration();
    Some(Micros::from_seconds(i64::try_from(end.as_secs()).ok()?))
}
