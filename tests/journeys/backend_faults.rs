//! The back-end is down, slow, or answers rubbish: the citizen is served all the same, and the
//! office gets each request once (P10).

use std::time::Duration;

use parvis::demo::DemoPace;
use parvis::text::Locale;
use serde_json::json;

use crate::complaint::{self, say, signed_in, wait_for_state};
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup, eventually};

journeys!(off_then_on, slow_then_well, rubbish_then_well, silent_for_three_days);

/// Waits until that many deliveries have failed; each event says why.
async fn failed(portal: &Portal, times: usize, reason: &str) {
    let events = eventually("failed deliveries", async || {
        let events = portal.events_of("delivery-failed").await;
        (events.len() >= times).then_some(events)
    })
    .await;
    assert!(events.iter().all(|event| event.field("reason") == reason), "{events:?}");
}

async fn filed_while_it_ails(portal: &Portal, mode: &str, locale: Locale) -> (Browser, String) {
    portal.backend_is(mode).await;
    let mut browser = signed_in(portal, "amelie", locale).await;
    let reference = complaint::file(&mut browser).await;
    (browser, reference)
}

async fn delivered_once(portal: &Portal, browser: &mut Browser, reference: &str) {
    portal.backend_is("on").await;
    wait_for_state(browser, reference, "closed").await;
    portal.at_rest().await;
    assert_eq!(portal.text("SELECT delivery FROM request").await, "delivered");
    assert_eq!(portal.events_of("request-delivered").await.len(), 1);
    assert_eq!(portal.complaints(1).await.len(), 1);
    let steps = browser.open(&format!("/requests/{reference}")).await.texts(".timeline li");
    assert_eq!(steps.len(), 6, "no step comes twice: {steps:?}");
}

async fn off_then_on(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let (mut browser, reference) = filed_while_it_ails(&portal, "off", locale).await;
        browser.open(&format!("/requests/{reference}")).await;
        let waiting = say(&browser, "Votre démarche est en sécurité ici", "Your request is safe here");
        assert!(browser.text().contains(waiting), "{}", browser.text());
        assert_eq!(browser.page().attribute("[data-state]", "data-state").unwrap(), "submitted");
    }
    failed(&portal, 4, "unreachable").await;
    assert_eq!(portal.received().await["received"], json!([]), "nothing came through");

    portal.backend_is("on").await;
    portal.complaints(2).await;
    portal.at_rest().await;
    let received = portal.received().await;
    for receipt in received["received"].as_array().unwrap() {
        assert_eq!((&receipt["times"], &receipt["status"]), (&json!(1), &json!(201)), "{received}");
    }
    assert_eq!(received["records"].as_array().unwrap().len(), 2);
    portal.stop().await;
}

async fn slow_then_well(database: Database) {
    let pace = DemoPace { slow: Duration::from_secs(3), ..Setup::default().pace };
    let hasty = json!({ "backend": { "complaints": { "first_byte_ms": 300 } } });
    let portal = Setup { pace, ..Setup::default() }.with(hasty).start(database).await;
    let (mut browser, reference) = filed_while_it_ails(&portal, "slow", Locale::Fr).await;
    failed(&portal, 1, "timeout").await;
    // It did the work all the same, and tells of it: then nobody is told that it does not answer.
    wait_for_state(&mut browser, &reference, "closed").await;
    assert!(!browser.text().contains("ne répond pas"), "{}", browser.text());

    delivered_once(&portal, &mut browser, &reference).await;
    let received = portal.received().await["received"].clone();
    assert_eq!(received.as_array().unwrap().len(), 1, "one key: {received}");
    portal.stop().await;
}

async fn rubbish_then_well(database: Database) {
    let portal = Portal::start(database).await;
    let (mut browser, reference) = filed_while_it_ails(&portal, "garbage", Locale::En).await;
    failed(&portal, 2, "bad_answer").await;
    browser.open(&format!("/requests/{reference}")).await;
    assert!(!browser.page().body.contains("It works!"), "the rubbish stays outside");
    assert!(browser.text().contains("Your request is safe here"));
    delivered_once(&portal, &mut browser, &reference).await;
    portal.stop().await;
}

/// Past the tile's limit the portal stops trying, says so, and an administrator may start again.
async fn silent_for_three_days(database: Database) {
    let portal = Portal::start(database).await;
    let (_, reference) = filed_while_it_ails(&portal, "off", Locale::Fr).await;
    failed(&portal, 1, "unreachable").await;
    portal.clock.advance(Duration::from_hours(73));
    eventually("the end of trying", async || portal.events_of("delivery-given-up").await.pop()).await;

    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    browser.open("/messages").await;
    assert!(browser.text().contains("Nous n’avons pas réussi à remettre"), "{}", browser.text());
    browser.open(&format!("/requests/{reference}")).await;
    assert!(browser.text().contains("joignez-nous avec son numéro"), "{}", browser.text());
    assert!(!browser.text().contains("Vous n’avez rien à faire"), "{}", browser.text());

    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    admin.open("/admin/jobs").await;
    assert!(admin.text().contains("unreachable"), "{}", admin.text());
    portal.backend_is("on").await;
    admin.press("Relancer").await;
    wait_for_state(&mut browser, &reference, "closed").await;
    portal.at_rest().await;
    assert_eq!(portal.received().await["received"][0]["times"], json!(1));
    admin.open("/admin/jobs").await;
    assert!(!admin.text().contains("unreachable"), "{}", admin.text());
    portal.stop().await;
}
