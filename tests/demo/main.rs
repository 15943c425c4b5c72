//! The demo's services, met over HTTP and SMTP as the portal meets them.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::PathBuf;

use parvis::clock::Clock;
use parvis::demo::{self, Options, Services};
use tokio_util::sync::CancellationToken;

mod provider;

/// Where a portal would be; nothing listens there.
const PORTAL: &str = "http://127.0.0.1:9/";

/// A running demo in a folder of its own, stopped and removed at the end.
struct Demo {
    services: Services,
    dir: PathBuf,
    stop: CancellationToken,
    clock: Clock,
}

impl Demo {
    async fn start() -> Self {
        // A second test of the same process has installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let clock = Clock::default();
        let dir = std::env::temp_dir().join(format!("parvis-demo-{}", clock.new_uuid()));
        let stop = CancellationToken::new();
        let options = Options { dir: dir.clone(), portal_url: PORTAL.parse().unwrap(), first_port: 0 };
        let services = demo::start(options, clock.clone(), stop.clone()).await.unwrap();
        Self { services, dir, stop, clock }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.stop.cancel();
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

fn browser() -> reqwest::Client {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}
