//! The demo's back-ends, each as a ministry's team would write it, with storage of its own. One takes
//! submissions (contract §3), and answers over the following seconds with signed callbacks (contract
//! §5). A page and a small JSON interface let one break it on purpose.

mod api;
mod assertion;
mod callbacks;
mod closing;
mod control;
mod dealings;
mod files;
mod follow;
mod lookups;
mod offices;
mod pdf;
mod screening;
mod store;

use std::collections::HashSet;
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::body::Incoming;
use jsonwebtoken::jwk::JwkSet;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;
use url::Url;

pub(super) use self::offices::{OFFICES, Office};
pub(super) use self::store::Store;
use super::pages::Pages;
use super::{DemoPace, http};
use crate::clock::Clock;

/// How it behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mode {
    /// As it should.
    #[default]
    On,
    /// As a machine that is down: connections close without an answer, and no callbacks go out.
    Off,
    /// It does the work and answers too late.
    Slow,
    /// It answers rubbish and does nothing.
    Garbage,
}

/// What the back-end is made of.
pub(super) struct Backend {
    pub(super) office: &'static Office,
    pub(super) base: Url,
    pub(super) portal: Url,
    pub(super) store: Store,
    /// The folder of the files that came.
    pub(super) files: PathBuf,
    pub(super) callback_key: ed25519_dalek::SigningKey,
    pub(super) clock: Clock,
    pub(super) pace: DemoPace,
    pub(super) pages: Pages,
    /// To the portal: its keys, and the callbacks.
    pub(super) http: reqwest::Client,
    pub(super) mode: watch::Sender<Mode>,
    /// Rung when there may be something new to call back about.
    pub(super) bell: Notify,
    /// The portal's keys as last read.
    pub(super) portal_keys: Mutex<Option<JwkSet>>,
    /// The idempotency keys whose answer is being made.
    pub(super) under_way: Mutex<HashSet<String>>,
}

impl Backend {
    fn mode(&self) -> Mode {
        *self.mode.borrow()
    }

    /// In slow mode, waits before the answer leaves.
    async fn linger(&self) {
        if self.mode() == Mode::Slow {
            tokio::time::sleep(self.pace.slow).await;
        }
    }
}

/// The back-end is switched off: the connection closes.
#[derive(Debug, thiserror::Error)]
#[error("switched off")]
struct SwitchedOff;

/// Its interface and its control page.
pub(super) fn router(backend: Arc<Backend>) -> Router {
    let interface = if backend.office.is_looked_up() { lookups::router } else { api::router };
    interface(backend.clone()).merge(control::router(backend))
}

/// Serves the back-end and lets what was filed advance, until `stop`.
pub(super) async fn run(
    backend: Arc<Backend>,
    listener: TcpListener,
    router: Router,
    stop: CancellationToken,
) {
    let service = {
        let backend = backend.clone();
        tower::service_fn(move |request| answer(backend.clone(), router.clone(), request))
    };
    let served = http::serve(listener, service, stop.clone());
    let worked = stop.run_until_cancelled(callbacks::run(&backend));
    tokio::join!(served, worked);
    backend.store.close().await;
}

/// The back-end as one service. Its interface can be down while its control page is not.
async fn answer(
    backend: Arc<Backend>,
    router: Router,
    request: hyper::Request<Incoming>,
) -> Result<Response<Body>, SwitchedOff> {
    let interface = ["/v1/", "/v2/"].iter().any(|start| request.uri().path().starts_with(start));
    if backend.mode() == Mode::Off && interface {
        return Err(SwitchedOff);
    }
    let answered: Result<Response<Body>, Infallible> = router.oneshot(request).await;
    let Ok(response) = answered;
    Ok(response)
}

/// An idempotency key while its answer is being made.
struct UnderWay<'a> {
    backend: &'a Backend,
    key: String,
}

impl Backend {
    /// Takes the key, unless someone else has it.
    fn take(&self, key: &str) -> Option<UnderWay<'_>> {
        let mut keys = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        keys.insert(key.to_owned()).then(|| UnderWay { backend: self, key: key.to_owned() })
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.backend.under_way.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}
