//! A back-end's certification ends while citizens use its service: nothing is sent, nothing is lost, and
//! the administrators know (contract §4).

use std::time::Duration;

use jiff::ToSpan as _;
use parvis::clock::Clock;
use parvis::text::{Locale, format};
use serde_json::json;

use crate::complaint::{self, say, signed_in};
use crate::journeys;
use crate::support::{Database, Setup, eventually};

journeys!(ends_in_the_night);

async fn ends_in_the_night(database: Database) {
    let today = format::day(Clock::default().now());
    let settings = json!({ "backend": { "complaints": { "certification": {
        "number": "BC20260901-02",
        "valid_from": today.checked_sub(1.year()).unwrap().to_string(),
        "valid_until": today.to_string(),
    } } } });
    let portal = Setup::silent().with(settings).start(database).await;
    let mut admin = signed_in(&portal, "admin", Locale::En).await;
    admin.open("/admin").await;
    assert!(admin.text().contains("“complaints” ends today"), "{}", admin.text());
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    complaint::file(&mut browser).await;
    portal.complaints(1).await;
    portal.at_rest().await;

    portal.clock.advance(Duration::from_hours(24));
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        let reference = complaint::file(&mut browser).await;
        eventually("a delivery that is put off", async || {
            let failed = portal.events_of("delivery-failed").await;
            let last = failed.last()?;
            (last.field("reason") == "not_certified").then_some(())
        })
        .await;
        browser.open(&format!("/requests/{reference}")).await;
        let kept = say(&browser, "Votre démarche est en sécurité ici", "Your request is safe here");
        assert!(browser.text().contains(kept), "{}", browser.text());
    }
    for _ in 0..3 {
        portal.app.make_round().await;
    }
    let told = portal.events_of("certification-ended").await;
    assert_eq!(told.len(), 1, "told once: {told:?}");
    assert_eq!(told[0].field("backend"), "complaints");
    assert_eq!(portal.complaints(1).await.len(), 1, "nothing came through");
    let mut admin = signed_in(&portal, "admin", Locale::En).await;
    admin.open("/admin").await;
    assert!(
        admin.text().contains("Certificate BC20260901-02 of the back-end “complaints” ended"),
        "{}",
        admin.text()
    );
    portal.stop().await;
}
