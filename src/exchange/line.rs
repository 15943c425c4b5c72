//! A back-end of the registry, ready to be called: where it is, under which TLS, until when.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::VerifyingKey;
use jiff::civil::Date;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use url::{Host, Url};

use super::client::Client;
use super::names::{Admitted, Names};
use super::{Error, Failure};
use crate::config::{Backend, BackendTls, Standing};
use crate::web::tls::Pair;

/// A back-end, ready to be called.
pub(super) struct Line {
    pub id: String,
    pub organisation: String,
    pub first_byte: Duration,
    /// To its last byte.
    pub total: Duration,
    pub client: Client,
    pub callback_key: VerifyingKey,
    base_url: Url,
    backend: Arc<Backend>,
    /// Whether it may be called without a certification: a demonstration's.
    lenient: bool,
}

impl Line {
    /// The line to `backend`, whose name `names` resolves.
    pub fn new(id: &str, backend: &Backend, lenient: bool, names: Arc<dyn Names>) -> Result<Self, Error> {
        let bad_key = || Error::CallbackKey(id.to_owned());
        let key = STANDARD.decode(&backend.callback_key).map_err(|_| bad_key())?;
        let key: [u8; 32] = key.try_into().map_err(|_| bad_key())?;
        let backend = Arc::new(backend.clone());
        // A literal address is never resolved, so nothing but this would look at it.
        if literal(&backend.url).is_some_and(|address| !backend.admits(address)) {
            return Err(Error::Address(id.to_owned()));
        }
        let tls = tls(id, &backend.tls)?;
        let names = Admitted { id: id.to_owned(), backend: backend.clone(), names };
        Ok(Self {
            id: id.to_owned(),
            base_url: backend.url.clone(),
            organisation: backend.organisation.clone(),
            first_byte: Duration::from_millis(backend.first_byte_ms),
            total: Duration::from_millis(backend.total_ms),
            client: Client::new(&backend, tls, names),
            callback_key: VerifyingKey::from_bytes(&key).map_err(|_| bad_key())?,
            backend,
            lenient,
        })
    }

    /// Whether its certification lets anything be sent on that day (contract §4).
    pub fn is_open(&self, today: Date) -> bool {
        match self.backend.standing(today) {
            Standing::Holds { .. } => true,
            Standing::Uncertified => self.lenient,
            Standing::NotYet | Standing::Expired => false,
        }
    }

    /// The back-end's address with `path` (already percent-encoded) after it.
    pub fn url(&self, path: &str) -> Result<Url, Failure> {
        let url = format!("{}{path}", self.base_url.as_str().trim_end_matches('/'));
        let url = Url::parse(&url).map_err(|_| Failure::NotCallable)?;
        if url.origin() == self.base_url.origin() { Ok(url) } else { Err(Failure::NotCallable) }
    }
}

fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(_) => None,
    }
}

/// Whom the portal believes, and what it shows of itself.
fn tls(id: &str, tls: &BackendTls) -> Result<ClientConfig, Error> {
    let believing = match &tls.authorities {
        Some(file) => ClientConfig::builder().with_root_certificates(authorities(id, file)?),
        None => ClientConfig::builder().with_platform_verifier()?,
    };
    Ok(match &tls.client {
        Some(files) => {
            let pair = Pair::load(files).map_err(|error| Error::Pair(id.to_owned(), error))?;
            believing.with_client_cert_resolver(pair.shown())
        }
        None => believing.with_no_client_auth(),
    })
}

fn authorities(id: &str, file: &Path) -> Result<RootCertStore, Error> {
    let none = || Error::Authorities(id.to_owned());
    let mut authorities = RootCertStore::empty();
    for authority in CertificateDer::pem_slice_iter(&read(id, file)?) {
        authorities.add(authority.map_err(|_| none())?)?;
    }
    if authorities.is_empty() { Err(none()) } else { Ok(authorities) }
}

fn read(id: &str, file: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(file).map_err(|cause| Error::Unreadable(id.to_owned(), file.to_owned(), cause))
}
