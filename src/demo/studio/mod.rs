//! Where a team tries its tile out: a back-end that answers from the tile's own examples, and a page that
//! switches how it behaves, shows what it received and what is wrong with the tile. Nothing is kept.

mod follow;
mod mock;
mod page;

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::body::Incoming;
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;
use url::Url;

use self::mock::Answer;
pub use self::mock::example_file;
use super::http;
use super::pages::Pages;
use super::people::{self, Person};
use super::{BackendService, Error, Setting, guarded};
use crate::clock::Clock;
use crate::finding::Finding;
use crate::tiles::Tile;

/// Whose every back-end of a tile under work is.
const ORGANISATION: &str = "studio";
/// Where the back-ends are, below the page.
const BACKENDS: &str = "/backend/";
/// How many of the latest calls are shown.
const MOST_RECEIVED: usize = 20;

/// How the back-end behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    /// As the examples say.
    #[default]
    Fine,
    /// As the examples say, with nothing in their lists.
    Empty,
    /// It tells that it fails.
    Failing,
    /// It does the work and answers too late.
    Slow,
    /// It answers a web page and does nothing.
    Lying,
    /// Connections close without an answer, and no callbacks go out.
    Down,
}

/// What was found when the tile was looked at last.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What keeps it from being published. The portal shows the last state that was sound.
    pub findings: Vec<Finding>,
    /// What makes it hard to use for some people, or hard to try out here.
    pub advice: Vec<Finding>,
}

/// The studio of one tile. Cheap to clone.
#[derive(Clone)]
pub struct Studio(Arc<Inner>);

struct Inner {
    /// The tile's folder, whose `mock/` holds the examples.
    folder: PathBuf,
    base: Url,
    portal: Url,
    people: Vec<Person>,
    callback_key: ed25519_dalek::SigningKey,
    clock: Clock,
    /// The wait before each status, and before the answer to a wish to withdraw.
    pace: Duration,
    slow: Duration,
    pages: Pages,
    http: reqwest::Client,
    memory: Mutex<Memory>,
    /// Rung when the switch is turned.
    switched: Notify,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// What it knows while it runs.
struct Memory {
    tile: Arc<Tile>,
    report: Report,
    mode: Mode,
    /// The latest calls, the last one first.
    received: VecDeque<Received>,
    /// What was answered to each idempotency key.
    answers: BTreeMap<String, Answer>,
    /// The requests that were taken in, by the portal's id.
    records: BTreeMap<String, Record>,
}

/// A request that was taken in.
#[derive(Clone, Copy, Debug, Default)]
struct Record {
    /// The number of the last news.
    seq: u32,
    /// Whether nothing more is to come.
    is_over: bool,
}

/// A call of the portal, for the page.
#[derive(Clone, Debug, Serialize)]
struct Received {
    at: String,
    backend: String,
    method: String,
    path: String,
    status: u16,
    /// The example that was asked for and is not there.
    missing: Option<String>,
    /// What the identity assertion says of the citizen.
    citizen: String,
    /// The JSON that came.
    body: String,
}

impl Studio {
    /// Shows `tile` from now on.
    pub fn show(&self, tile: Arc<Tile>) {
        self.memory().tile = tile;
    }

    /// Takes in what was found.
    pub fn report(&self, report: Report) {
        self.memory().report = report;
    }

    /// Waits until someone turns the switch.
    pub async fn switched(&self) {
        self.0.switched.notified().await;
    }

    /// Its page.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.0.base
    }

    /// The back-ends of that name, as the portal's registry has them.
    ///
    /// # Errors
    /// When a name cannot be part of an address.
    pub fn backends<'a>(
        &self,
        names: impl Iterator<Item = &'a str>,
    ) -> Result<Vec<BackendService>, url::ParseError> {
        let callback_key = STANDARD.encode(self.0.callback_key.verifying_key().to_bytes());
        let service = |name: &str| {
            Ok(BackendService {
                id: name.to_owned(),
                organisation: ORGANISATION,
                url: self.0.base.join(&format!("{BACKENDS}{name}"))?,
                callback_key: callback_key.clone(),
            })
        };
        names.map(service).collect()
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tile(&self) -> Arc<Tile> {
        Arc::clone(&self.memory().tile)
    }

    fn mode(&self) -> Mode {
        self.memory().mode
    }

    fn note(&self, received: Received) {
        let mut memory = self.memory();
        memory.received.push_front(received);
        memory.received.truncate(MOST_RECEIVED);
    }
}

impl Setting {
    /// Starts the studio of `tile`, which lies in `folder`.
    pub(super) async fn studio(&self, tile: Arc<Tile>, folder: PathBuf) -> Result<Studio, Error> {
        let (listener, at) = self.listen("studio", 3).await?;
        let [pace, ..] = self.options.pace.steps;
        let memory = Memory {
            tile,
            report: Report::default(),
            mode: Mode::default(),
            received: VecDeque::new(),
            answers: BTreeMap::new(),
            records: BTreeMap::new(),
        };
        let studio = Studio(Arc::new(Inner {
            folder,
            base: Url::parse(&format!("http://{at}/"))?,
            portal: self.options.portal_url.clone(),
            people: people::everyone(),
            callback_key: super::keys::kept_callback_key(&self.folder.join("studio.pem"))?,
            clock: self.clock.clone(),
            pace,
            slow: self.options.pace.slow,
            pages: self.pages.clone(),
            http: http::client()?,
            memory: Mutex::new(memory),
            switched: Notify::new(),
            tasks: self.tasks.clone(),
            stop: self.stop.clone(),
        }));
        let router = mock::router(studio.clone()).merge(page::router(studio.clone()));
        let router = guarded(router, &self.options.portal_url);
        let service = {
            let studio = studio.clone();
            tower::service_fn(move |request| answer(studio.clone(), router.clone(), request))
        };
        self.tasks.spawn(http::serve(listener, service, self.stop.clone()));
        Ok(studio)
    }
}

/// The back-end is switched off: the connection closes.
#[derive(Debug, thiserror::Error)]
#[error("switched off")]
struct SwitchedOff;

/// The back-ends can be down while the page is not.
async fn answer(
    studio: Studio,
    router: axum::Router,
    request: hyper::Request<Incoming>,
) -> Result<Response<Body>, SwitchedOff> {
    if studio.mode() == Mode::Down && request.uri().path().starts_with(BACKENDS) {
        return Err(SwitchedOff);
    }
    let answered: Result<Response<Body>, Infallible> = router.oneshot(request).await;
    let Ok(response) = answered;
    Ok(response)
}
