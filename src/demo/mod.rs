//! The demo: everything around the portal that a ministry would bring (an identity provider, a
//! back-end, a mail server), each a service of its own on loopback. The portal reaches them over
//! HTTP and SMTP as it would reach strangers: nothing here is called from its features.

mod backend;
mod http;
mod keys;
mod mailbox;
mod pages;
mod people;
mod provider;
mod scanner;
mod studio;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::http::HeaderValue;
use axum::{Router, middleware};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use self::backend::Backend;
use self::mailbox::Mailbox;
use self::pages::Pages;
pub use self::people::{Person, Role};
use self::provider::Provider;
pub use self::studio::{Report, Studio, example_file};
use crate::clock::Clock;
use crate::tiles::Tile;

/// How the demo is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the demo keeps its keys and data; made when missing.
    pub dir: PathBuf,
    /// The portal's address, as browsers see it.
    pub portal_url: Url,
    /// The portal's own port: the provider is one above, then the mailbox, the complaints back-end
    /// and SMTP; the other back-ends are six and more above. 0 takes any free ports.
    pub first_port: u16,
    /// How fast the back-ends go.
    pub pace: DemoPace,
}

/// How fast the back-ends go.
#[derive(Clone, Copy, Debug)]
pub struct DemoPace {
    /// The wait before each of a back-end's four statuses.
    pub steps: [Duration; 4],
    /// The wait before a wish to withdraw is answered.
    pub withdrawal: Duration,
    /// The wait after a callback that failed once; doubled after each failure.
    pub first_retry: Duration,
    /// The longest wait between two attempts.
    pub longest_retry: Duration,
    /// How late answers come in slow mode.
    pub slow: Duration,
    /// How long the virus scanner looks at a file.
    pub scan: Duration,
    /// Whether it also asks, writes and hands over documents; it then waits for what it asked.
    pub talks: bool,
}

impl Default for DemoPace {
    /// Slow enough to watch, fast enough not to wait.
    fn default() -> Self {
        Self {
            steps: [2, 2, 2, 3].map(Duration::from_secs),
            withdrawal: Duration::from_secs(3),
            first_retry: Duration::from_secs(1),
            longest_retry: Duration::from_mins(1),
            slow: Duration::from_secs(20),
            scan: Duration::from_secs(3),
            talks: true,
        }
    }
}

impl DemoPace {
    /// Every wait of the back-end takes `wait`, and a failed callback is tried again as soon; it tells
    /// statuses alone. For tests.
    #[must_use]
    pub fn every(wait: Duration) -> Self {
        Self {
            steps: [wait; 4],
            withdrawal: wait,
            first_retry: wait,
            longest_retry: wait,
            slow: wait,
            // The scanner does not wait for the office.
            scan: wait.min(Duration::from_secs(1)),
            talks: false,
        }
    }
}

/// The running demo: where everything is.
#[derive(Clone, Debug)]
pub struct Services {
    /// The issuer of the identity provider.
    pub provider: Url,
    /// The portal's client id at the provider.
    pub client_id: String,
    /// The portal's client secret at the provider, for one that is set up without a key.
    pub client_secret: SecretString,
    /// The page that shows the mail sent; `messages.json` beside it tells scripts.
    pub mailbox: Url,
    /// The mail server to send to: plain SMTP, no password.
    pub smtp: SocketAddr,
    /// The virus scanner, as clamd listens.
    pub scanner: SocketAddr,
    /// The back-ends, the complaints office's first.
    pub backends: Vec<BackendService>,
    /// The sample people.
    pub people: Vec<Person>,
    tasks: TaskTracker,
}

/// A running back-end.
#[derive(Clone, Debug)]
pub struct BackendService {
    /// Its name in the portal's registry.
    pub id: String,
    /// Who runs it.
    pub organisation: &'static str,
    /// Its base address: also the page that switches it off, slow or mad, and shows what it received.
    pub url: Url,
    /// The public key of its callbacks: ed25519, base64.
    pub callback_key: String,
}

impl Services {
    /// The back-end of that name.
    #[must_use]
    pub fn backend(&self, id: &str) -> Option<&BackendService> {
        self.backends.iter().find(|backend| backend.id == id)
    }

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
    /// The back-end's database does not open.
    #[error("the demo back-end's database: {0}")]
    Database(#[from] sqlx::Error),
    /// The back-end cannot make calls.
    #[error("the demo back-end's HTTP client: {0}")]
    Client(#[from] reqwest::Error),
    /// An address that cannot be used.
    #[error("an address of the demo: {0}")]
    Address(#[from] url::ParseError),
}

/// Starts every service of the demo; they run until `stop`. A rustls provider must be installed
/// (`rustls::crypto::CryptoProvider::install_default`).
///
/// # Errors
/// When a port is taken, or the demo's folder cannot be used.
pub async fn start(options: Options, clock: Clock, stop: CancellationToken) -> Result<Services, Error> {
    // When one service cannot start, those already started stop again.
    let stop = stop.child_token();
    let unless_complete = stop.clone().drop_guard();
    let setting = Setting::new(options, clock, stop)?;
    let mut services = setting.services().await?;
    for office in &backend::OFFICES {
        services.backends.push(setting.backend(office).await?);
    }
    setting.tasks.close();
    unless_complete.disarm();
    Ok(services)
}

/// Starts the same with the studio of `tile`, which lies in `folder`, in the place of all back-ends.
///
/// # Errors
/// As for [`start`].
pub async fn start_studio(
    options: Options,
    (tile, folder): (Arc<Tile>, PathBuf),
    clock: Clock,
    stop: CancellationToken,
) -> Result<(Services, Studio), Error> {
    let stop = stop.child_token();
    let unless_complete = stop.clone().drop_guard();
    let setting = Setting::new(options, clock, stop)?;
    let mut services = setting.services().await?;
    let studio = setting.studio(Arc::clone(&tile), folder).await?;
    services.backends = studio.backends(tile.backends())?;
    setting.tasks.close();
    unless_complete.disarm();
    Ok((services, studio))
}

/// What every service of the demo is started with.
struct Setting {
    folder: PathBuf,
    options: Options,
    clock: Clock,
    stop: CancellationToken,
    pages: Pages,
    tasks: TaskTracker,
}

impl Setting {
    fn new(options: Options, clock: Clock, stop: CancellationToken) -> Result<Self, Error> {
        let folder = options.dir.join("demo");
        std::fs::create_dir_all(&folder).map_err(|cause| Error::File { path: folder.clone(), cause })?;
        Ok(Self { folder, options, clock, stop, pages: Pages::new()?, tasks: TaskTracker::new() })
    }

    /// All but back-ends.
    async fn services(&self) -> Result<Services, Error> {
        let client_secret = keys::kept_secret(&self.folder.join("provider-client-secret"))?;
        let provider = self.provider(client_secret.clone()).await?;
        let (mailbox, smtp) = self.mailbox().await?;
        Ok(Services {
            provider,
            client_id: provider::CLIENT_ID.to_owned(),
            client_secret,
            mailbox,
            smtp,
            scanner: self.scanner().await?,
            backends: Vec::new(),
            people: people::everyone(),
            tasks: self.tasks.clone(),
        })
    }

    async fn listen(&self, service: &'static str, offset: u16) -> Result<(TcpListener, SocketAddr), Error> {
        let listener = http::bind(service, self.options.first_port, offset).await?;
        let at = listener.local_addr().map_err(|cause| Error::Port { service, port: 0, cause })?;
        Ok((listener, at))
    }

    async fn provider(&self, client_secret: SecretString) -> Result<Url, Error> {
        let (listener, at) = self.listen("identity provider", 1).await?;
        let issuer = Url::parse(&format!("http://{at}{}", provider::PATH))?;
        let provider = Provider {
            issuer: issuer.to_string(),
            portal: self.options.portal_url.clone(),
            client_secret,
            portal_keys: Mutex::default(),
            http: http::client()?,
            key: keys::TokenKey::kept(&self.folder.join("provider.pem"))?,
            clock: self.clock.clone(),
            pages: self.pages.clone(),
            memory: Mutex::default(),
        };
        let router = guarded(provider::router(Arc::new(provider)), &self.options.portal_url);
        self.tasks.spawn(http::serve(listener, router, self.stop.clone()));
        Ok(issuer)
    }

    async fn mailbox(&self) -> Result<(Url, SocketAddr), Error> {
        let (listener, at) = self.listen("mailbox", 2).await?;
        let (smtp, smtp_at) = self.listen("mail server", 4).await?;
        let mailbox = Arc::new(Mailbox::new(self.clock.clone(), self.pages.clone()));
        let router = guarded(mailbox::router(mailbox.clone()), &self.options.portal_url);
        self.tasks.spawn(http::serve(listener, router, self.stop.clone()));
        self.tasks.spawn(mailbox::smtp::serve(smtp, mailbox, self.stop.clone()));
        Ok((Url::parse(&format!("http://{at}/"))?, smtp_at))
    }

    /// Nobody but the portal needs to know where it listens: any free port.
    async fn scanner(&self) -> Result<SocketAddr, Error> {
        let listener = http::bind("virus scanner", 0, 0).await?;
        let at = listener.local_addr().map_err(|cause| Error::Port {
            service: "virus scanner",
            port: 0,
            cause,
        })?;
        self.tasks.spawn(scanner::serve(listener, self.options.pace.scan, self.stop.clone()));
        Ok(at)
    }

    async fn backend(&self, office: &'static backend::Office) -> Result<BackendService, Error> {
        let (listener, at) = self.listen(office.service, office.offset).await?;
        let base = Url::parse(&format!("http://{at}/"))?;
        let callback_key = keys::kept_callback_key(&self.folder.join(format!("{}.pem", office.id)))?;
        let public = STANDARD.encode(callback_key.verifying_key().to_bytes());
        let backend = Arc::new(Backend {
            office,
            base: base.clone(),
            portal: self.options.portal_url.clone(),
            store: backend::Store::open(&self.folder.join(format!("{}-records.sqlite", office.id))).await?,
            files: self.folder.join(format!("{}-files", office.id)),
            callback_key,
            clock: self.clock.clone(),
            pace: self.options.pace,
            pages: self.pages.clone(),
            http: http::client()?,
            mode: watch::Sender::default(),
            bell: Notify::new(),
            portal_keys: Mutex::default(),
            under_way: Mutex::default(),
        });
        let router = guarded(backend::router(backend.clone()), &self.options.portal_url);
        self.tasks.spawn(backend::run(backend, listener, router, self.stop.clone()));
        Ok(BackendService {
            id: office.id.to_owned(),
            organisation: office.organisation,
            url: base,
            callback_key: public,
        })
    }
}

/// The headers of `http::guard` on every answer. Forms may lead on to the portal: browsers hold the
/// redirect after a form to `form-action` too.
fn guarded(router: Router, portal: &Url) -> Router {
    let origin = portal.origin().ascii_serialization();
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {origin}; base-uri 'none'; frame-ancestors 'none'"
    );
    let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    router.layer(middleware::from_fn(move |request, next| http::guard(policy.clone(), request, next)))
}
