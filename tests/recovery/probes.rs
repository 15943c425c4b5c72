//! What operators ask a running portal: is it alive, can it serve, how is it doing.

use std::time::Duration;

use parvis::text::Locale;
use sqlx::{Connection as _, PgConnection};

use crate::commands::run;
use crate::complaint;
use crate::demo::{Demo, parvis};
use crate::journeys;
use crate::room::meddle;
use crate::support::{Cluster, Database, THEIRS, bounded, eventually};

journeys!(a_portal_answers_its_probes, monitoring_hears_of_backups_and_of_the_nights_look);

async fn get(address: reqwest::Url) -> (u16, String) {
    let answer = reqwest::get(address).await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn a_portal_answers_its_probes(database: Database) {
    let mut demo = Demo::new(database).await;
    demo.start().await;
    let portal = demo.address("portal");
    assert_eq!(get(portal.join("healthz").unwrap()).await, (200, "ok\n".to_owned()));
    let (status, said) = get(portal.join("readyz").unwrap()).await;
    assert_eq!((status, said.as_str()), (200, r#"{"database":"ok","releases":"ok","audit":"ok"}"#));

    let mut browser = demo.browser(Locale::Fr);
    browser.open("/services/complaints").await;
    let (status, page) = get(portal.join("metrics").unwrap()).await;
    assert_eq!(status, 404, "metrics are not for citizens");
    assert!(!page.contains("parvis_http_requests_total"));
    let (status, metrics) = get(demo.metrics()).await;
    assert_eq!(status, 200);
    let line = metrics.lines().find(|line| line.contains(r#"route="/fr/services/{tile}""#));
    let line = line.unwrap_or_else(|| panic!("the page was not counted:\n{metrics}"));
    assert!(line.starts_with("parvis_http_requests_total{") && line.ends_with(" 1"), "{line}");
    assert!(!metrics.contains("/fr/services/complaints"), "patterns only");
    demo.stop().await;
}

async fn monitoring_hears_of_backups_and_of_the_nights_look(database: Database) {
    const MADE: &str = "parvis_backup_made_seconds ";
    let mut demo = Demo::new(database).await;
    demo.start().await;
    let (_, metrics) = get(demo.metrics()).await;
    assert!(!metrics.contains(MADE), "none was told of");
    demo.stop().await;
    let config = demo.config();
    let told = run(parvis().args(["backup", "made", "--verified", "--config"]).arg(&config));
    assert_eq!(told.code, Some(0), "{}", told.err);
    let look = "(day, begun_at, ended_at, size, finding) VALUES ('2026-01-01', 1, 2, 5, 'the second place is empty')";
    demo.meddle(&format!("INSERT INTO audit_check {look}")).await;
    demo.start().await;
    let metrics = eventually("the first round", async || {
        let (_, metrics) = get(demo.metrics()).await;
        metrics.contains(MADE).then_some(metrics)
    })
    .await;
    let made: Option<i64> = metrics.lines().find_map(|line| line.strip_prefix(MADE)?.parse().ok());
    let made = made.unwrap_or_else(|| panic!("{metrics}"));
    for told in ["\nparvis_audit_bent 0\n", "\nparvis_audit_unseen 1\n"] {
        assert!(metrics.contains(told), "{told:?} is not in {metrics}");
    }
    let now = parvis::clock::Clock::default().now().seconds();
    assert!((now - 300..=now).contains(&made), "{made}, at {now}");
    demo.stop().await;
}

/// The database goes for good: the portal lives, says that it cannot serve, and tells citizens so.
#[tokio::test]
async fn without_its_database_a_portal_is_not_ready() {
    bounded(async {
        let mut cluster = Cluster::start();
        let mut demo = Demo::on(Some(cluster.fresh().await));
        demo.start().await;
        let mut browser = demo.browser(Locale::En);
        browser.sign_in("connor").await;
        cluster.stop();
        let portal = demo.address("portal");
        let ready = portal.join("readyz").unwrap();
        eventually("the news", async || {
            let answer = get(ready.clone()).await;
            (answer == (503, r#"{"database":"unreachable","releases":"ok","audit":"unknown"}"#.to_owned()))
                .then_some(())
        })
        .await;
        assert_eq!(get(portal.join("healthz").unwrap()).await.0, 200);
        browser.open("/requests").await;
        assert_eq!(browser.page().status, 503, "{}", browser.text());
        assert_eq!(browser.page().header("retry-after"), "10");
        assert_eq!(browser.page().lang(), "en-CA");
        demo.stop().await;
    })
    .await;
}

/// A failover cuts every connection: they are made again before a citizen meets a dead one, and
/// the workers go on.
#[tokio::test]
async fn cut_connections_are_made_again() {
    let cut = format!("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {THEIRS}");
    bounded(async {
        let mut demo = Demo::new(Database::Postgres).await;
        demo.start().await;
        let mut browser = demo.browser(Locale::Fr);
        browser.sign_in("amelie").await;
        let mut postgres = PgConnection::connect(&demo.database_url()).await.unwrap();
        let cut: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(cut)).fetch_one(&mut postgres).await.unwrap();
        assert!(cut > 0);
        // Those in use at that very moment may answer "try again" once; those at rest may not.
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        for _ in 0..10 {
            browser.open("/requests").await;
            assert_eq!(browser.page().status, 200, "{}", browser.text());
        }
        let sent = complaint::file(&mut browser).await;
        complaint::wait_for_state(&mut browser, &sent, "closed").await;
        demo.stop().await;
    })
    .await;
}

/// The database lost a step that this program counts on.
#[tokio::test]
async fn a_database_behind_is_told() {
    bounded(async {
        let mut demo = Demo::new(Database::Sqlite).await;
        demo.start().await;
        meddle(&demo.database_url(), "DELETE FROM _sqlx_migrations").await;
        let answer = get(demo.address("portal").join("readyz").unwrap()).await;
        assert_eq!(answer, (503, r#"{"database":"behind","releases":"ok","audit":"unknown"}"#.to_owned()));
        demo.stop().await;
    })
    .await;
}
