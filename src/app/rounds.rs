//! What the portal does by itself, again and again.

use tokio_util::sync::CancellationToken;

use super::{App, CLEARING};
use crate::identity;
use crate::notices::addresses;

impl App {
    /// Makes rounds until `stop`.
    pub(super) async fn make_rounds(self, stop: CancellationToken) {
        let rounds = async {
            loop {
                self.make_round().await;
                tokio::time::sleep(CLEARING).await;
            }
        };
        // Cut short, a round leaves whole acts behind, and the next one goes on from there.
        Box::pin(stop.run_until_cancelled(rounds)).await;
    }

    /// Clears away what has expired, until `stop`.
    pub(super) async fn clear_expired(self, stop: CancellationToken) {
        let clearing = async {
            loop {
                self.clear().await;
                tokio::time::sleep(CLEARING).await;
            }
        };
        stop.run_until_cancelled(clearing).await;
    }

    /// Brings what was counted in memory into the database.
    pub(super) async fn settle_counts(&self, stops: bool) {
        if let Err(error) = self.base.acts.add_up_statistics().await {
            tracing::warn!(%error, "app.statistics_not_added");
        }
        if let Err(error) = self.access_refusals.write_down(stops).await {
            tracing::warn!(%error, "app.refusals_not_written_down");
        }
    }

    /// What one part cannot clear now is cleared the next time, and keeps no other from it.
    async fn clear(&self) {
        if let Err(error) = identity::clear_expired(&self.identity).await {
            tracing::warn!(%error, "app.clearing_failed");
        }
        self.settle_counts(false).await;
        if let Err(error) = identity::index_people(&self.identity).await {
            tracing::warn!(%error, "app.people_not_indexed");
        }
        if let Err(error) = self.requests.attachments.clear_stranded().await {
            tracing::warn!(%error, "app.clearing_failed");
        }
        if let Err(error) = self.panels.clear_expired().await {
            tracing::warn!(%error, "app.clearing_failed");
        }
        if let Err(error) = self.proxy.clear_expired().await {
            tracing::warn!(%error, "app.clearing_failed");
        }
        if let Err(error) = self.frames.clear_expired().await {
            tracing::warn!(%error, "app.clearing_failed");
        }
        if let Err(error) = addresses::clear_unconfirmed(&self.base).await {
            tracing::warn!(%error, "app.clearing_failed");
        }
        if let Err(error) = self.base.limits.look_back().await {
            tracing::warn!(%error, "app.clearing_failed");
        }
        if let Err(error) = self.sequencer.empty_due().await {
            tracing::warn!(%error, "app.clearing_failed");
        }
        if let Err(error) = self.sequencer.check_nightly().await {
            tracing::warn!(%error, "audit.not_checked");
        }
        if let Err(error) = self.sequencer.tell_monitoring().await {
            tracing::warn!(%error, "app.monitoring_not_told");
        }
        if let Err(error) = self.keys.tend().await {
            tracing::warn!(%error, "app.keys_not_tended");
        }
    }
}
