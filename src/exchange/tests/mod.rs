//! What the exchange connects to, and under which TLS: a service on this machine, names that lie, and
//! an authority made for the occasion.

mod connections;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use axum::http::Request;
use futures_util::future::BoxFuture;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::call::{Failure, begin};
use super::line::Line;
use super::names::Names;
use super::{Error, NotFound, System, probe};
use crate::config::{Backend, Config};
use crate::id::random;

const OK: &str = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
const AWAY: &str = "HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// Names that lead where they like: to one address after the other.
struct Liar {
    leads: Vec<&'static str>,
    asked: AtomicUsize,
}

impl Liar {
    fn new(leads: &[&'static str]) -> Arc<Self> {
        Arc::new(Self { leads: leads.to_vec(), asked: AtomicUsize::new(0) })
    }
}

impl Names for Liar {
    fn resolve(&self, _: String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        let turn = self.asked.fetch_add(1, Ordering::SeqCst).min(self.leads.len() - 1);
        let addresses = self.leads[turn].split(' ').map(|one| SocketAddr::new(one.parse().unwrap(), 0));
        let addresses: Vec<SocketAddr> = addresses.collect();
        Box::pin(async move { Ok(addresses) })
    }
}

/// The registry's entry of a service at `url`, with these lines more.
fn entry(url: &str, more: &str) -> Backend {
    let text = format!(
        "[backend.labs]\nurl = \"{url}\"\norganisation = \"labs\"\n\
         callback_key = \"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n{more}"
    );
    Config::from_toml("labs.toml", &text).unwrap().backend.remove("labs").unwrap()
}

fn line(backend: &Backend, names: Arc<dyn Names>) -> Result<Line, Error> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Line::new("labs", backend, true, names)
}

async fn ask(line: &Line) -> Result<u16, Failure> {
    let url = line.url("/status").unwrap();
    let request = Request::get(url.as_str()).body(Body::empty()).unwrap();
    begin(line, request).await.map(|passed| passed.status.as_u16())
}

/// A service that gives every request the same answer; over TLS when there is a way to it.
async fn service(answer: &'static str, tls: Option<TlsAcceptor>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let tls = tls.clone();
            tokio::spawn(async move {
                let mut head = [0; 4096];
                if let Some(tls) = tls {
                    let Ok(mut stream) = tls.accept(stream).await else { return };
                    let Ok(1..) = stream.read(&mut head).await else { return };
                    let _ = stream.write_all(answer.as_bytes()).await;
                    let _ = stream.shutdown().await;
                } else {
                    let Ok(1..) = stream.read(&mut head).await else { return };
                    let _ = stream.write_all(answer.as_bytes()).await;
                }
            });
        }
    });
    port
}

#[tokio::test]
async fn a_name_that_changes_its_mind_gains_nothing() {
    let port = service(OK, None).await;
    let backend = entry(&format!("http://labs.example.ca:{port}"), "networks = [\"127.0.0.1\"]");
    let leads = ["127.0.0.1", "169.254.169.254", "127.0.0.2", "::ffff:169.254.169.254", "10.0.0.4"];
    let line = line(&backend, Liar::new(&leads)).unwrap();
    assert_eq!(ask(&line).await, Ok(204));
    for lie in leads.iter().skip(1) {
        assert_eq!(ask(&line).await, Err(Failure::AddressRefused), "{lie}");
    }
}

#[tokio::test]
async fn of_several_addresses_only_those_admitted_are_tried() {
    let port = service(OK, None).await;
    let backend = entry(&format!("http://labs.example.ca:{port}"), "networks = [\"127.0.0.1\"]");
    let line = line(&backend, Liar::new(&["169.254.169.254 10.0.0.4 127.0.0.1"])).unwrap();
    assert_eq!(ask(&line).await, Ok(204));
}

#[tokio::test]
async fn this_machine_is_no_public_address() {
    let port = service(OK, None).await;
    let open = entry(&format!("http://labs.example.ca:{port}"), "");
    let refused = line(&open, Liar::new(&["127.0.0.1"])).unwrap();
    assert_eq!(ask(&refused).await, Err(Failure::AddressRefused));
    let itself = entry(&format!("http://localhost:{port}"), "");
    assert_eq!(ask(&line(&itself, Arc::new(System)).unwrap()).await, Err(Failure::AddressRefused));
}

#[tokio::test]
async fn a_literal_address_is_looked_at_too() {
    for url in ["http://127.0.0.1:9", "http://169.254.169.254", "http://[::1]:9", "http://2130706433"] {
        assert!(matches!(line(&entry(url, ""), Arc::new(System)), Err(Error::Address(_))), "{url}");
    }
    let never = entry("http://169.254.169.254", "networks = [\"169.254.0.0/16\"]");
    assert!(matches!(line(&never, Arc::new(System)), Err(Error::Address(_))));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let port = service(AWAY, None).await;
    let backend = entry(&format!("http://127.0.0.1:{port}"), "networks = [\"127.0.0.1\"]");
    assert_eq!(ask(&line(&backend, Arc::new(System)).unwrap()).await, Err(Failure::Status(302)));
}

#[test]
fn a_path_cannot_lead_to_another_host() {
    let backend = entry("http://127.0.0.1:9", "networks = [\"127.0.0.1\"]");
    let line = line(&backend, Arc::new(System)).unwrap();
    assert_eq!(line.url("/a").map(String::from), Ok("http://127.0.0.1:9/a".to_owned()));
    assert_eq!(line.url("9.evil.example/"), Err(Failure::NotCallable));
    assert_eq!(line.url("@evil.example/"), Err(Failure::NotCallable));
}

#[test]
fn a_line_is_open_while_its_certification_holds() {
    let dates =
        "certification = { number = \"TGV-0000\", valid_from = 2026-04-01, valid_until = 2027-03-31 }";
    let at = |more: &str, lenient: bool| {
        let _ = rustls::crypto::ring::default_provider().install_default();
        Line::new("labs", &entry("https://labs.example.ca", more), lenient, Arc::new(System)).unwrap()
    };
    let certified = at(dates, true);
    assert!(certified.is_open(jiff::civil::date(2027, 3, 31)));
    assert!(!certified.is_open(jiff::civil::date(2027, 4, 1)), "its last day is over");
    assert!(!certified.is_open(jiff::civil::date(2026, 3, 31)), "it has not begun");
    let day = jiff::civil::date(2026, 11, 25);
    assert!(at("", true).is_open(day) && !at("", false).is_open(day), "a demonstration may do without");
}

/// An authority, and files with what it vouches for.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    dir: PathBuf,
}

impl Drop for Authority {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let dir = std::env::temp_dir().join(format!("parvis-labs-{:032x}", u128::from_be_bytes(random())));
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join("authorities.pem"), issuer.pem()).unwrap();
        Self { issuer, dir }
    }

    /// A certificate of that name and its key, in PEM.
    fn vouch(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.issuer).unwrap().pem(), key.serialize_pem())
    }

    /// The setting that names its certificate, and one of the portal's own.
    fn settings(&self, client: bool) -> String {
        let file = |name: &str| self.dir.join(name).display().to_string();
        let (certificate, key) = self.vouch("portail.example.ca");
        std::fs::write(file("client.pem"), certificate).unwrap();
        std::fs::write(file("client-key.pem"), key).unwrap();
        open_to(&self.dir.join("client-key.pem"), 0o600);
        let client = format!(
            ", client = {{ certificate = \"{}\", private_key = \"{}\" }}",
            file("client.pem"),
            file("client-key.pem"),
        )
        .repeat(usize::from(client));
        format!(
            "networks = [\"127.0.0.1\"]\ntls = {{ authorities = \"{}\"{client} }}",
            file("authorities.pem")
        )
    }

    /// A service of that name which answers only whom this authority vouches for.
    async fn service(&self, name: &str) -> u16 {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut roots = RootCertStore::empty();
        roots.add(self.issuer.der().clone()).unwrap();
        let verifier = WebPkiClientVerifier::builder(Arc::new(roots)).build().unwrap();
        let (certificate, key) = self.vouch(name);
        let chain = vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
        let config = ServerConfig::builder().with_client_cert_verifier(verifier);
        service(OK, Some(Arc::new(config.with_single_cert(chain, key).unwrap()).into())).await
    }
}

fn open_to(file: &std::path::Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[tokio::test]
async fn the_portal_proves_who_it_is_and_believes_one_authority() {
    let authority = Authority::new();
    let port = authority.service("labs.example.ca").await;
    let url = format!("https://labs.example.ca:{port}");
    let asked =
        async |settings: &str| ask(&line(&entry(&url, settings), Liar::new(&["127.0.0.1"])).unwrap()).await;
    assert_eq!(asked(&authority.settings(true)).await, Ok(204));
    assert_eq!(asked(&authority.settings(false)).await, Err(Failure::Unreachable), "no certificate of ours");
    assert_eq!(
        asked("networks = [\"127.0.0.1\"]").await,
        Err(Failure::Unreachable),
        "a stranger's authority"
    );
    assert_eq!(asked(&Authority::new().settings(true)).await, Err(Failure::Unreachable), "another authority");
}

#[tokio::test]
async fn a_certificate_of_another_name_is_refused() {
    let authority = Authority::new();
    let port = authority.service("elsewhere.example.ca").await;
    let backend = entry(&format!("https://labs.example.ca:{port}"), &authority.settings(true));
    assert_eq!(ask(&line(&backend, Liar::new(&["127.0.0.1"])).unwrap()).await, Err(Failure::Unreachable));
}

#[tokio::test]
async fn an_operator_sees_until_when_a_certificate_holds() {
    let authority = Authority::new();
    let port = authority.service("localhost").await;
    let backend = entry(&format!("https://localhost:{port}"), &authority.settings(true));
    let found = probe("labs", &backend).await.unwrap();
    assert_eq!(found.status, 204);
    // rcgen's certificates hold for two thousand years.
    assert!(found.certificate_until.is_some_and(|until| until.seconds() > 60_000_000_000));
    let plain = entry(&format!("http://127.0.0.1:{}", service(OK, None).await), "networks = [\"127.0.0.1\"]");
    assert_eq!(probe("labs", &plain).await.unwrap().certificate_until, None);
    let stranger = entry(&format!("https://localhost:{port}"), "networks = [\"127.0.0.1\"]");
    assert!(matches!(probe("labs", &stranger).await, Err(NotFound::Failure(Failure::Unreachable))));
}

#[test]
fn a_key_that_everyone_may_read_is_refused() {
    let authority = Authority::new();
    let backend = entry("https://labs.example.ca", &authority.settings(true));
    open_to(&authority.dir.join("client-key.pem"), 0o644);
    assert!(matches!(line(&backend, Arc::new(System)), Err(Error::Pair(..))));
    std::fs::write(authority.dir.join("authorities.pem"), "nothing").unwrap();
    assert!(line(&backend, Arc::new(System)).is_err());
}
