//! Killed while an account is closed, the portal comes back with the account whole, or closed for good
//! and its service told once.

use std::os::unix::process::ExitStatusExt as _;

use parvis::text::Locale;

use crate::complaint::{self, wait_for_state};
use crate::demo::{Demo, press};
use crate::journeys;
use crate::support::{Browser, Database};

journeys!(before_it_is_closed, after_it_is_closed, after_the_service_is_told);

const SIGABRT: i32 = 6;

/// A person whose one complaint is closed, at a portal that dies at that point while their account is.
async fn dies_at(database: Database, point: &str) -> (Demo, Browser, String) {
    let mut demo = Demo::new(database).await;
    demo.start_to_crash_at(point).await;
    let mut browser = demo.browser(Locale::Fr);
    browser.sign_in("amelie").await;
    let reference = complaint::file(&mut browser).await;
    wait_for_state(&mut browser, &reference, "closed").await;
    demo.at_rest().await;
    ask(&mut browser).await;
    press(&mut browser, "Fermer mon compte").await;
    let (status, _) = demo.ended().await;
    assert_eq!(status.signal(), Some(SIGABRT), "{status}");
    demo.start().await;
    (demo, browser, reference)
}

async fn ask(browser: &mut Browser) {
    browser.open("/account/closing").await;
    browser.fill("understood", "yes");
}

async fn closed_once(mut demo: Demo, mut browser: Browser, reference: &str) {
    demo.at_rest().await;
    browser.open(&format!("/requests/{reference}")).await;
    assert!(browser.page().url.path().contains("authorize"), "nobody is signed in: {}", browser.page().url);
    assert_eq!(demo.count("account WHERE data_key IS NULL").await, 1);
    assert_eq!(demo.count("request WHERE wording IS NOT NULL").await, 0);
    assert_eq!(demo.count("step").await + demo.count("message").await + demo.count("session").await, 0);
    for code in ["account-closed", "closing-told"] {
        assert_eq!(demo.count(&format!("audit_event WHERE code = '{code}'")).await, 1, "{code}");
    }
    let received = demo.received().await;
    assert_eq!(received["closed_accounts"], 1);
    let keys = received["received"].as_array().unwrap().iter().filter(|one| one["kind"] == "account-closed");
    assert_eq!(keys.count(), 1, "one key, however often it was told");
    demo.stop().await;
}

async fn before_it_is_closed(database: Database) {
    let (demo, mut browser, reference) = dies_at(database, "closing.before_commit").await;
    browser.open(&format!("/requests/{reference}")).await;
    assert_eq!(browser.page().texts(".timeline li p:first-child").len(), 6, "all of it is there");
    assert_eq!(demo.count("account WHERE data_key IS NULL").await, 0);
    assert_eq!(demo.received().await["closed_accounts"], 0, "nobody was told");
    ask(&mut browser).await;
    browser.press("Fermer mon compte").await;
    assert!(browser.page().url.path().ends_with("/account-closed"), "{}", browser.text());
    closed_once(demo, browser, &reference).await;
}

/// The person saw no answer; the account is closed.
async fn after_it_is_closed(database: Database) {
    let (demo, browser, reference) = dies_at(database, "closing.committed").await;
    closed_once(demo, browser, &reference).await;
}

/// The service knows and the portal does not know that: it tells again, under the same key.
async fn after_the_service_is_told(database: Database) {
    let (demo, browser, reference) = dies_at(database, "closing.told").await;
    closed_once(demo, browser, &reference).await;
}
