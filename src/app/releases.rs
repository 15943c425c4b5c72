//! The tiles of this node, kept as the log of activations has them.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::App;
use crate::base::Base;
use crate::clock::Micros;
use crate::id;
use crate::news::{Heard, News};
use crate::releases::{Error, Releases};
use crate::requests;
use crate::tiles::LiveCatalogue;
use crate::tiles::files::hex;

/// How often a node looks at the log, so that news that were lost on the way heal.
const LOOK: Duration = Duration::from_secs(1);
/// How often a node says that it serves, when nothing changes.
const ACKNOWLEDGE: Duration = Duration::from_secs(10);
/// A node that shows for so long what others show no more should be sent nobody.
const PATIENCE: Duration = Duration::from_secs(30);

/// What this node shows, and how it learns of more. Cheap to clone.
#[derive(Clone)]
pub(super) struct Shown(Arc<Inner>);

struct Inner {
    /// The node's name.
    node: String,
    /// The last line of the log that is shown; -1 before the first look.
    number: AtomicI64,
    /// Since when others show more.
    behind_since: Mutex<Option<Micros>>,
    acknowledged_at: Mutex<Option<Micros>>,
    wake: Arc<Notify>,
}

impl Shown {
    /// Nothing yet; woken by what other nodes tell.
    pub fn new(base: &Base) -> Self {
        let wake = Arc::new(Notify::new());
        let rouse = Arc::clone(&wake);
        base.news.subscribe(move |heard| {
            if matches!(heard, Heard::News(News::Releases) | Heard::Silence) {
                rouse.notify_one();
            }
        });
        let host = std::env::var("HOSTNAME").unwrap_or_else(|_| "node".to_owned());
        Self(Arc::new(Inner {
            node: format!("{host}-{}", hex(&id::random::<3>())),
            number: AtomicI64::new(-1),
            behind_since: Mutex::default(),
            acknowledged_at: Mutex::default(),
            wake,
        }))
    }

    /// Whether this node shows for too long what others show no more.
    pub fn is_stale(&self, now: Micros) -> bool {
        let since = *self.0.behind_since.lock().unwrap_or_else(PoisonError::into_inner);
        since.is_some_and(|since| now.since(since) > PATIENCE)
    }

    fn set_behind(&self, since: Option<Micros>) {
        let mut behind = self.0.behind_since.lock().unwrap_or_else(PoisonError::into_inner);
        *behind = since.map(|now| behind.unwrap_or(now));
    }

    /// Whether it is time to say again that this node serves.
    fn is_due(&self, now: Micros) -> bool {
        let at = *self.0.acknowledged_at.lock().unwrap_or_else(PoisonError::into_inner);
        at.is_none_or(|at| now.since(at) >= ACKNOWLEDGE)
    }

    fn acknowledged(&self, now: Micros) {
        *self.0.acknowledged_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }
}

impl App {
    /// The releases: for tests.
    #[must_use]
    pub fn releases(&self) -> &Releases {
        &self.releases
    }

    /// The tiles as this node shows them: for `parvis tile dev` and tests.
    #[must_use]
    pub fn catalogue(&self) -> &LiveCatalogue {
        &self.requests.catalogue
    }

    /// Shows what the log of activations says by now, and says so to the others.
    ///
    /// # Errors
    /// The database's; what was shown before is shown on.
    pub async fn refresh_releases(&self) -> Result<(), Error> {
        let (shown, now) = (&self.shown, self.base.clock.now());
        let before = shown.0.number.load(Ordering::Acquire);
        let mut number = self.releases.number().await?;
        if number != before {
            shown.set_behind(Some(now));
            let begun = requests::store::drafts::begun(&mut self.base.db.read().await?).await?;
            let live = self.catalogue();
            let (read, catalogue) = self.releases.catalogue(&live.current(), &begun).await?;
            live.replace(catalogue);
            number = read;
            shown.0.number.store(number, Ordering::Release);
        }
        shown.set_behind(None);
        if number != before || shown.is_due(now) {
            self.releases.acknowledge(&shown.0.node, number).await?;
            shown.acknowledged(now);
        }
        self.releases.guard(self.catalogue()).await
    }

    /// Keeps on showing what the log says, until `stop`.
    pub(super) async fn keep_releases_fresh(self, stop: CancellationToken) {
        let looking = async {
            loop {
                if let Err(error) = self.refresh_releases().await {
                    tracing::warn!(%error, "app.releases_not_looked_at");
                }
                drop(tokio::time::timeout(LOOK, self.shown.0.wake.notified()).await);
            }
        };
        stop.run_until_cancelled(looking).await;
    }
}
