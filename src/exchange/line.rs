//! A back-end of the registry, ready to be called: where it is, under which TLS, until when.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::VerifyingKey;
use jiff::civil::Date;
use reqwest::dns::Resolve;
use reqwest::{Certificate, Client, ClientBuilder, Identity, redirect};
use url::{Host, Url};

use super::names::Admitted;
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
    pub fn new(id: &str, backend: &Backend, lenient: bool, names: Arc<dyn Resolve>) -> Result<Self, Error> {
        let bad_key = || Error::CallbackKey(id.to_owned());
        let key = STANDARD.decode(&backend.callback_key).map_err(|_| bad_key())?;
        let key: [u8; 32] = key.try_into().map_err(|_| bad_key())?;
        let backend = Arc::new(backend.clone());
        // A literal address is never resolved, so nothing but this would look at it.
        if literal(&backend.url).is_some_and(|address| !backend.admits(address)) {
            return Err(Error::Address(id.to_owned()));
        }
        let client = Client::builder()
            .connect_timeout(Duration::from_millis(backend.connect_ms))
            .timeout(Duration::from_millis(backend.total_ms))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .https_only(backend.url.scheme() == "https")
            .tls_info(true)
            .dns_resolver(Arc::new(Admitted { id: id.into(), backend: backend.clone(), names }))
            .user_agent(concat!("parvis/", env!("CARGO_PKG_VERSION")));
        Ok(Self {
            id: id.to_owned(),
            base_url: backend.url.clone(),
            organisation: backend.organisation.clone(),
            first_byte: Duration::from_millis(backend.first_byte_ms),
            total: Duration::from_millis(backend.total_ms),
            client: with_tls(client, id, &backend.tls)?.build()?,
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

fn with_tls(mut client: ClientBuilder, id: &str, tls: &BackendTls) -> Result<ClientBuilder, Error> {
    if let Some(file) = &tls.authorities {
        let authorities = Certificate::from_pem_bundle(&read(id, file)?)?;
        if authorities.is_empty() {
            return Err(Error::Authorities(id.to_owned()));
        }
        client = client.tls_certs_only(authorities);
    }
    if let Some(files) = &tls.client {
        // Looks at what the client would take as it is: whether the key is private, and the certificate's.
        Pair::load(files).map_err(|error| Error::Pair(id.to_owned(), error))?;
        let mut pem = read(id, &files.certificate)?;
        pem.push(b'\n');
        pem.extend(read(id, &files.private_key)?);
        client = client.identity(Identity::from_pem(&pem)?);
    }
    Ok(client)
}

fn read(id: &str, file: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(file).map_err(|cause| Error::Unreadable(id.to_owned(), file.to_owned(), cause))
}
