//! Two portals on one PostgreSQL: what happens on one is known on the other.

use std::time::{Duration, Instant};

use parvis::text::Locale;
use parvis::vault::Vault;
use reqwest::Method;
use serde_json::json;

use crate::complaint::signed_in;
use crate::support::{Browser, Database, Portal, Setup, THEIRS};

/// How soon the other node must know.
const SOON: Duration = Duration::from_secs(1);

async fn two_nodes() -> (Portal, Portal) {
    let settings = json!({ "vault": { "key": Vault::new_master_key() } });
    let here = Setup::silent().with(settings.clone()).start(Database::Postgres).await;
    let there = Setup::silent().with(settings).start_on(here.database_url.clone()).await;
    for node in [&here, &there] {
        hears(node, true).await;
    }
    (here, there)
}

async fn hears(node: &Portal, hears: bool) {
    let begun = Instant::now();
    while node.app.base().news.hears() != hears {
        assert!(begun.elapsed() < Duration::from_secs(20), "the line: {hears}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The status of the list of requests on a node, with a browser's cookies.
async fn opens(node: &Portal, browser: &Browser) -> u16 {
    let answer = browser.request(Method::GET, node.at("/fr/requests").as_str()).send().await.unwrap();
    answer.status().as_u16()
}

async fn refused_soon(node: &Portal, browser: &Browser) {
    let begun = Instant::now();
    while opens(node, browser).await != 303 {
        assert!(begun.elapsed() < SOON, "the session lives on");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Signs out on a node, in such a way that the browser keeps its cookie.
async fn sign_out(browser: &Browser) {
    let csrf = browser.page().attribute("header [name=csrf]", "value").unwrap();
    let origin = browser.page().url.origin().ascii_serialization();
    let request = browser.request(Method::POST, "/fr/sign-out").header("origin", origin);
    assert_eq!(request.form(&[("csrf", csrf)]).send().await.unwrap().status(), 303);
}

#[tokio::test]
async fn signed_out_on_one_node_is_signed_out_on_all() {
    let (here, there) = two_nodes().await;
    let browser = signed_in(&here, "amelie", Locale::Fr).await;
    for node in [&here, &there, &here, &there] {
        assert_eq!(opens(node, &browser).await, 200);
    }
    sign_out(&browser).await;
    assert_eq!(opens(&here, &browser).await, 303, "at once where it happened");
    refused_soon(&there, &browser).await;
    here.stop().await;
    there.stop().await;
}

/// While a node cannot hear, it believes nothing that it remembers.
#[tokio::test]
async fn a_cut_line_lets_no_session_live_on() {
    let (here, there) = two_nodes().await;
    for _ in 0..3 {
        let browser = signed_in(&here, "amelie", Locale::Fr).await;
        assert_eq!(opens(&there, &browser).await, 200);
        let cut = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {THEIRS} AND query LIKE 'LISTEN%'"
        );
        here.meddle(&cut).await;
        sign_out(&browser).await;
        refused_soon(&there, &browser).await;
        hears(&there, true).await;
        assert_eq!(opens(&there, &browser).await, 303);
    }
    here.stop().await;
    there.stop().await;
}

#[tokio::test]
async fn the_count_of_unread_messages_follows() {
    let (here, there) = two_nodes().await;
    let browser = signed_in(&here, "amelie", Locale::Fr).await;
    let badge = async || {
        let answer = browser.request(Method::GET, there.at("/fr/requests").as_str()).send().await.unwrap();
        answer.text().await.unwrap().contains("class=\"badge\"")
    };
    assert!(!badge().await);
    // A browser that this account was never used with is told of.
    let mut other = here.browser(Locale::Fr);
    other.calls_itself("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0");
    other.sign_in("amelie").await;
    let begun = Instant::now();
    while !badge().await {
        assert!(begun.elapsed() < SOON, "the other node has not heard");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    here.stop().await;
    there.stop().await;
}
