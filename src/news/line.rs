//! The line by which a node hears the others: one connection that listens.

use std::convert::Infallible;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{News, Newsroom};
use crate::store::Db;

const CHANNEL: &str = "SELECT 'parvis_' || current_schema()";
/// After so long a silence the line is tried: a peer that vanished without a word is noticed after
/// twice that at most.
const SILENCE: Duration = Duration::from_secs(2);
/// How long PostgreSQL may take to answer on the line.
const ANSWER: Duration = Duration::from_secs(2);
/// The pause before the line is laid again; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Why a line is cut.
#[derive(Debug, thiserror::Error)]
enum Cut {
    #[error("the connection is lost")]
    Lost,
    #[error("PostgreSQL does not answer")]
    Silent(#[from] tokio::time::error::Elapsed),
    #[error(transparent)]
    Refused(#[from] sqlx::Error),
}

/// Hears the other nodes' news until `stop`. With SQLite there are none.
pub async fn listen(db: Db, newsroom: Newsroom, stop: CancellationToken) {
    let Db::Postgres { writers, .. } = db else { return };
    let mut pause = FIRST_PAUSE;
    let lines = async {
        loop {
            let Err(cut) = hold_line(&writers, &newsroom).await;
            if newsroom.hears() {
                pause = FIRST_PAUSE;
            }
            newsroom.set_hears(false);
            tracing::warn!(error = %cut, "news.line_cut");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    };
    stop.run_until_cancelled(lines).await;
    newsroom.set_hears(false);
}

/// Holds one line for as long as it lasts.
async fn hold_line(writers: &PgPool, newsroom: &Newsroom) -> Result<Infallible, Cut> {
    // A connection of its own, with the settings of the others: a line must not take the place of
    // a page's connection, nor be closed for its age.
    let options = (*writers.connect_options()).clone();
    let own = PgPoolOptions::new().max_connections(1).acquire_timeout(ANSWER).max_lifetime(None);
    let own = own.idle_timeout(None).connect_with(options).await?;
    let channel: String = sqlx::query_scalar(CHANNEL).fetch_one(&own).await?;
    let mut listener = PgListener::connect_with(&own).await?;
    listener.eager_reconnect(false);
    timeout(ANSWER, listener.listen(&channel)).await??;
    newsroom.set_hears(true);
    loop {
        match timeout(SILENCE, listener.try_recv()).await {
            Ok(Ok(Some(notification))) => match serde_json::from_str::<News>(notification.payload()) {
                Ok(news) => newsroom.tell(&[news]),
                // A newer release may know other news; what is remembered here is none of it.
                Err(error) => tracing::debug!(%error, "news.unknown"),
            },
            Ok(Ok(None)) => return Err(Cut::Lost),
            Ok(Err(error)) => return Err(error.into()),
            Err(_) => {
                timeout(ANSWER, sqlx::query("SELECT 1").execute(&mut listener)).await??;
            }
        }
    }
}
