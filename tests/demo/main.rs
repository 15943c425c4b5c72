//! The demo's services, met over HTTP and SMTP as the portal meets them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use parvis::clock::Clock;
use parvis::demo::{self, DemoPace, Options, Services};
use tokio_util::sync::CancellationToken;

mod backend;
mod mailbox;
mod portal;
mod provider;

/// Where a portal would be; nothing listens there.
const NO_PORTAL: &str = "http://127.0.0.1:9/";

/// A running demo in a folder of its own, stopped and removed at the end.
struct Demo {
    services: Services,
    dir: PathBuf,
    stop: CancellationToken,
    clock: Clock,
}

impl Demo {
    async fn start(portal: &str, pace: DemoPace) -> Self {
        let clock = Clock::default();
        let dir = std::env::temp_dir().join(format!("parvis-demo-{}", clock.new_uuid()));
        let stop = CancellationToken::new();
        let services = start(&dir, portal, pace, &clock, &stop).await;
        Self { services, dir, stop, clock }
    }

    /// Stops everything and starts it again on the same folder.
    async fn restart(&mut self, portal: &str, pace: DemoPace) {
        self.stop.cancel();
        self.services.stopped().await;
        self.stop = CancellationToken::new();
        self.services = start(&self.dir, portal, pace, &self.clock, &self.stop).await;
    }
}

async fn start(
    dir: &Path,
    portal: &str,
    pace: DemoPace,
    clock: &Clock,
    stop: &CancellationToken,
) -> Services {
    // Another test of the same process may have installed it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let options = Options { dir: dir.to_owned(), portal_url: portal.parse().unwrap(), first_port: 0, pace };
    demo::start(options, clock.clone(), stop.clone()).await.unwrap()
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.stop.cancel();
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// A client that shows redirects instead of following them.
fn browser() -> reqwest::Client {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Looks until `found` gives something; ten seconds at most.
async fn eventually<T>(mut found: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(thing) = found().await {
            return thing;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "it never came");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
