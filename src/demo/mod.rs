//! The demo: everything around the portal that a ministry would bring (an identity provider, a
//! back-end, a mail server), each a service of its own on loopback. The portal reaches them over
//! HTTP and SMTP as it would reach strangers: nothing here is called from its features.

mod http;
mod keys;
mod pages;
mod people;
mod provider;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::http::HeaderValue;
use axum::middleware;
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use self::pages::Pages;
pub use self::people::{Person, Role};
use self::provider::Provider;
use crate::clock::Clock;

/// How the demo is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the demo keeps its keys and data; made when missing.
    pub dir: PathBuf,
    /// The portal's address, as browsers see it.
    pub portal_url: Url,
    /// The portal's own port: the provider is one above, then the mailbox, the back-end and SMTP.
    /// 0 takes any free ports.
    pub first_port: u16,
}

/// The running demo: where everything is.
#[derive(Clone, Debug)]
pub struct Services {
    /// The issuer of the identity provider.
    pub provider: Url,
    /// The portal's client id at the provider.
    pub client_id: String,
    /// The portal's client secret at the provider.
    pub client_secret: SecretString,
    /// The sample people.
    pub people: Vec<Person>,
    tasks: TaskTracker,
}

impl Services {
    /// Waits until every service has stopped, after the stop was asked.
    pub async fn stopped(&self) {
        self.tasks.wait().await;
    }
}

/// Why the demo cannot start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port is in use, or may not be opened.
    #[error(
        "the demo's {service} cannot listen on 127.0.0.1:{port} ({cause}): stop what uses that port, or choose another with --port"
    )]
    Port {
        /// Which service.
        service: &'static str,
        /// Which port.
        port: u16,
        /// What the operating system says.
        cause: std::io::Error,
    },
    /// The ports run past 65535.
    #[error(
        "the demo's {service} needs port {first_port} + {offset}, which does not exist: choose a lower one with --port"
    )]
    NoSuchPort {
        /// Which service.
        service: &'static str,
        /// The port asked for.
        first_port: u16,
        /// How far above it this service listens.
        offset: u16,
    },
    /// A file of the demo cannot be read or written.
    #[error("the demo cannot use {path}: {cause}", path = path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the operating system says.
        cause: std::io::Error,
    },
    /// A key file holds no key.
    #[error("{path} holds no usable key: remove it and the demo makes a new one", path = .0.display())]
    Key(PathBuf),
    /// A page of the demo does not compile.
    #[error("a page of the demo: {0}")]
    Page(#[from] minijinja::Error),
    /// An address that cannot be used.
    #[error("an address of the demo: {0}")]
    Address(#[from] url::ParseError),
}

/// Starts every service of the demo; they run until `stop`.
///
/// # Errors
/// When a port is taken, or the demo's folder cannot be used.
pub async fn start(options: Options, clock: Clock, stop: CancellationToken) -> Result<Services, Error> {
    let folder = options.dir.join("demo");
    std::fs::create_dir_all(&folder).map_err(|cause| Error::File { path: folder.clone(), cause })?;
    let pages = Pages::new()?;
    let tasks = TaskTracker::new();

    let listener = http::bind("identity provider", options.first_port, 1).await?;
    let issuer = address(&listener)?.join(provider::PATH)?;
    let client_secret = keys::kept_secret(&folder.join("provider-client-secret"))?;
    let provider = Provider {
        issuer: issuer.to_string(),
        portal: options.portal_url.clone(),
        client_secret: client_secret.clone(),
        key: keys::TokenKey::kept(&folder.join("provider.pem"))?,
        clock: clock.clone(),
        pages: pages.clone(),
        memory: std::sync::Mutex::default(),
    };
    let router = guarded(provider::router(Arc::new(provider)), &options.portal_url);
    tasks.spawn(http::serve(listener, router, stop.clone()));

    tasks.close();
    Ok(Services {
        provider: issuer,
        client_id: provider::CLIENT_ID.to_owned(),
        client_secret,
        people: people::everyone(),
        tasks,
    })
}

fn address(listener: &TcpListener) -> Result<Url, Error> {
    let at: SocketAddr =
        listener.local_addr().map_err(|cause| Error::Port { service: "service", port: 0, cause })?;
    Ok(Url::parse(&format!("http://{at}"))?)
}

/// The headers of `http::guard` on every answer.
fn guarded(router: Router, portal: &Url) -> Router {
    let origin = portal.origin().ascii_serialization();
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {origin}; base-uri 'none'; frame-ancestors 'none'"
    );
    let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    router.layer(middleware::from_fn(move |request, next| http::guard(policy.clone(), request, next)))
}
