//! Two portals on one PostgreSQL agree soon, even when the news is lost on its way.

use std::time::{Duration, Instant};

use parvis::vault::Vault;
use serde_json::json;

use crate::support::{Database, Portal, Setup, THEIRS, eventually};
use crate::{activate, publish, title, trusting};

/// How soon every node shows what one was told.
const SOON: Duration = Duration::from_secs(2);

async fn two_nodes() -> (Portal, Portal) {
    let settings = json!({ "vault": { "key": Vault::new_master_key() } });
    let here = Setup::default().with(settings.clone()).start(Database::Postgres).await;
    let there = Setup::default().with(settings).start_on(here.database_url.clone()).await;
    (here, there)
}

/// How long until both show it.
async fn agreed(nodes: [&Portal; 2], expected: &str) -> Duration {
    let begun = Instant::now();
    loop {
        if title(nodes[0]).await == expected && title(nodes[1]).await == expected {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "they never agreed");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn two_portals_agree_within_two_seconds() {
    let (here, there) = two_nodes().await;
    let key = trusting(&here).await;
    publish(&here, &key, "1.2.0", "Vos plaintes").await;
    activate(&here, "1.2.0", 0).await;
    let took = agreed([&here, &there], "Vos plaintes").await;
    assert!(took < SOON, "{took:?}");
    let (number, nodes) = here.app.releases().nodes().await.unwrap();
    assert_eq!(nodes.iter().map(|node| node.number).collect::<Vec<_>>(), [number, number]);
    here.stop().await;
    there.stop().await;
}

/// Ends the connections on which nodes listen: what such a connection asked last is its `LISTEN`, or whether the
/// line still holds.
fn cut() -> String {
    format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE {THEIRS} AND (query LIKE 'LISTEN%' OR query = 'SELECT 1')"
    )
}

#[tokio::test]
async fn they_agree_while_nobody_hears_the_other() {
    let (here, there) = two_nodes().await;
    let key = trusting(&here).await;
    publish(&here, &key, "1.2.0", "Vos plaintes").await;
    let cutting = async {
        loop {
            here.meddle(&cut()).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let agreeing = async {
        let deaf = || !there.app.base().news.hears();
        eventually("the line is cut", async || deaf().then_some(())).await;
        activate(&here, "1.2.0", 0).await;
        let took = agreed([&here, &there], "Vos plaintes").await;
        assert!(took < SOON, "{took:?}");
    };
    tokio::select! { () = agreeing => {}, () = cutting => {} }
    here.stop().await;
    there.stop().await;
}

#[tokio::test]
async fn two_publish_at_once_and_one_is_refused() {
    let (here, there) = two_nodes().await;
    let key = trusting(&here).await;
    let by = parvis::releases::By::system();
    let run = parvis::releases::Run::Real;
    let [one, other] = ["Une", "Autre"].map(|title| {
        crate::package(
            &key,
            "1.2.0",
            &[("tile.toml", "fr = \"Suivi des plaintes\"", &format!("fr = \"{title}\""))],
        )
    });
    let (one, other) = tokio::join!(
        here.app.releases().publish(&by, &one, run),
        there.app.releases().publish(&by, &other, run)
    );
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|taken| **taken).count(), 1);
    let refused = one.err().or(other.err()).unwrap().to_string();
    assert!(refused.contains("replayed"), "{refused}");
    here.stop().await;
    there.stop().await;
}
