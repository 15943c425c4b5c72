//! Killed between any two steps, the portal comes back and everything has happened once.

use std::os::unix::process::ExitStatusExt as _;
use std::time::Duration;

use parvis::text::Locale;

use crate::complaint::{self, wait_for_state};
use crate::demo::{Demo, press};
use crate::journeys;
use crate::support::{Browser, Database};

journeys!(
    after_the_submission,
    after_leasing,
    after_the_back_ends_answer,
    before_the_delivery_is_noted,
    before_a_callback_is_noted,
    before_a_callback_is_answered,
    after_a_mail,
    killed_at_random,
);

const SIGABRT: i32 = 6;

async fn after_the_submission(database: Database) {
    one_effect_when_it_dies_at(database, "submit.committed").await;
}

async fn after_leasing(database: Database) {
    one_effect_when_it_dies_at(database, "outbox.leased").await;
}

/// The back-end has the request and the portal does not know: the same key brings the same answer.
async fn after_the_back_ends_answer(database: Database) {
    one_effect_when_it_dies_at(database, "deliver.answered").await;
}

async fn before_the_delivery_is_noted(database: Database) {
    one_effect_when_it_dies_at(database, "deliver.before_commit").await;
}

async fn before_a_callback_is_noted(database: Database) {
    one_effect_when_it_dies_at(database, "callback.before_commit").await;
}

/// The back-end does not know that it was heard, and says it again.
async fn before_a_callback_is_answered(database: Database) {
    one_effect_when_it_dies_at(database, "callback.committed").await;
}

/// The one effect that may come twice: a mail server knows no keys. The notice says nothing but
/// that something changed, so a second one does no harm.
async fn after_a_mail(database: Database) {
    one_effect_when_it_dies_at(database, "notice.sent").await;
}

async fn one_effect_when_it_dies_at(database: Database, point: &str) {
    let mut demo = Demo::new(database).await;
    demo.start_to_crash_at(point).await;
    let mut browser = demo.browser(Locale::Fr);
    browser.sign_in("amelie").await;
    complaint::prepare(&mut browser).await;
    let reference = complaint::reference(&browser);
    browser.fill("declaration", "yes");
    press(&mut browser, "send").await;
    let (status, _) = demo.ended().await;
    assert_eq!(status.signal(), Some(SIGABRT), "{status}");

    demo.start().await;
    wait_for_state(&mut browser, &reference, "closed").await;
    demo.at_rest().await;
    happened_once(&demo, &mut browser, &reference).await;
    reconciled(&demo, &[reference]).await;
    demo.stop().await;
}

/// Ten submissions, and the power fails at some moment of each. What the portal had confirmed is
/// there; what it had not, the citizen sends again.
async fn killed_at_random(database: Database) {
    let mut demo = Demo::new(database).await;
    demo.start().await;
    let mut browser = demo.browser(Locale::En);
    browser.sign_in("connor").await;
    let mut drafts = Vec::new();
    for _ in 0..10 {
        complaint::prepare(&mut browser).await;
        drafts.push(complaint::reference(&browser));
    }
    for reference in &drafts {
        browser.open(&format!("/requests/{reference}/check")).await;
        browser.fill("declaration", "yes");
        let [random] = parvis::id::random();
        let moment = Duration::from_millis(u64::from(random));
        let (answer, ()) = tokio::join!(press(&mut browser, "send"), async {
            tokio::time::sleep(moment).await;
            demo.kill();
        });
        demo.start().await;
        browser.open(&format!("/requests/{reference}/check")).await;
        let is_draft = browser.page().url.path().ends_with("/check");
        if let Some(answer) = answer {
            assert_eq!(answer.status(), 303);
            assert!(!is_draft, "confirmed, then lost: killed after {moment:?}");
        }
        if is_draft {
            browser.fill("declaration", "yes");
            browser.press("send").await;
            assert!(browser.page().url.path().ends_with("/confirmation"), "{}", browser.text());
        }
    }
    for reference in &drafts {
        wait_for_state(&mut browser, reference, "closed").await;
    }
    demo.at_rest().await;
    for reference in &drafts {
        happened_once(&demo, &mut browser, reference).await;
    }
    reconciled(&demo, &drafts).await;
    demo.stop().await;
}

/// One line for each step, one event for each thing that happened, and the delivery is done.
async fn happened_once(demo: &Demo, browser: &mut Browser, reference: &str) {
    browser.open(&format!("/requests/{reference}")).await;
    let steps = browser.page().texts(".timeline li p:first-child");
    assert_eq!(steps.len(), 6, "sent, handed over and four statuses: {steps:?}");
    let request = format!("(SELECT id FROM request WHERE reference = '{reference}')");
    let delivered = format!("request WHERE reference = '{reference}' AND delivery = 'delivered'");
    assert_eq!(demo.count(&delivered).await, 1);
    let events = [
        ("request-submitted", 1),
        ("request-delivered", 1),
        ("status-received", 4),
        ("message-sent", 4),
        ("notice-sent", 4),
    ];
    for (code, times) in events {
        let of_it = format!("audit_event WHERE code = '{code}' AND request_id = {request}");
        assert_eq!(demo.count(&of_it).await, times, "{code} of {reference}");
    }
    assert_eq!(demo.count(&format!("message WHERE request_id = {request}")).await, 4);
}

/// What was submitted is what the back-end has, none twice; each under one key.
async fn reconciled(demo: &Demo, references: &[String]) {
    let received = demo.received().await;
    let mut known: Vec<&str> = received["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|complaint| complaint["content"]["reference"].as_str().unwrap())
        .collect();
    let mut sent: Vec<&str> = references.iter().map(String::as_str).collect();
    known.sort_unstable();
    sent.sort_unstable();
    assert_eq!(known, sent);
    assert_eq!(received["received"].as_array().unwrap().len(), sent.len(), "one key for each");
    let callbacks = received["callbacks"].as_array().unwrap();
    assert_eq!(callbacks.len(), 4 * sent.len());
    assert!(callbacks.iter().all(|callback| callback["outcome"] == "delivered"), "{callbacks:?}");
    let submitted = demo.count("request WHERE state <> 'draft'").await;
    assert_eq!(usize::try_from(submitted), Ok(sent.len()));
}
