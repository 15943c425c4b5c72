//! What journeys stand on: a database, the portal with the demo's services around it, and a
//! browser that knows nothing but HTTP and HTML.

mod browser;
mod database;
mod document;
mod portal;
pub mod routes;
mod tiles;

use std::time::{Duration, Instant};

pub use browser::{BOUNDARY, Browser, File, parts};
pub use database::{Cluster, Database};
pub use document::Page;
pub use portal::{Portal, Setup};
pub use tiles::Tiles;

/// Which rows of `pg_stat_activity` are connections to the same [`Database::fresh`] as the one that asks, itself aside:
/// all tests of a process share a server.
pub const THEIRS: &str = "application_name = current_setting('application_name') AND pid <> pg_backend_pid()";

/// How long a journey may take: on a busy machine too, it is stuck after that.
const LONGEST_JOURNEY: Duration = Duration::from_mins(2);
/// How long something that is on its way may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// Makes two tests of each journey: `name::sqlite` and `name::postgres`. A journey is an
/// `async fn(Database)`.
#[macro_export]
macro_rules! journeys {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            use $crate::support::{Database, bounded};

            #[tokio::test]
            async fn sqlite() {
                bounded(super::$name(Database::Sqlite)).await;
            }

            #[tokio::test]
            async fn postgres() {
                bounded(super::$name(Database::Postgres)).await;
            }
        }
    )*};
}

/// Runs a journey, but not for ever.
pub async fn bounded(journey: impl Future<Output = ()>) {
    tokio::time::timeout(LONGEST_JOURNEY, journey).await.expect("the journey is stuck");
}

/// Looks again and again until `look` finds something.
pub async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "it never came: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
