//! A page whose panels two back-ends fill in, without JavaScript: whole with both, whole with one, and
//! plain about what is missing.

use std::time::Duration;

use parvis::demo::DemoPace;
use parvis::text::Locale;
use serde_json::{Value, json};

use crate::complaint::{say, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup};

journeys!(
    whole_with_both,
    one_is_down,
    one_is_slow_or_mad,
    known_as_of_a_moment,
    for_oneself_alone,
    asked_too_often
);

const PAGE: &str = "/services/your-health";

/// Each panel of the page on screen with how it is filled.
fn panels(browser: &Browser) -> Vec<(String, String)> {
    let ids = browser.page().attributes("main section.panel", "id");
    let states = browser.page().attributes("main section.panel", "data-panel");
    ids.into_iter().zip(states).collect()
}

fn states(
    appointments: &str,
    results: &str,
    vaccines: &str,
    prescriptions: &str,
    pharmacy: &str,
) -> Vec<(String, String)> {
    let all = [
        ("appointments", appointments),
        ("results", results),
        ("vaccines", vaccines),
        ("prescriptions", prescriptions),
        ("pharmacy", pharmacy),
    ];
    all.map(|(name, state)| (name.to_owned(), state.to_owned())).into()
}

const ANSWERED: &str = "answered";
const KEPT: &str = "kept";
const MISSING: &str = "missing";

async fn whole_with_both(database: Database) {
    let portal = Setup::silent().start(database).await;
    for (locale, username) in [(Locale::Fr, "amelie"), (Locale::En, "connor")] {
        let mut browser = signed_in(&portal, username, locale).await;
        browser.open(PAGE).await;
        assert_eq!(panels(&browser), states(ANSWERED, ANSWERED, ANSWERED, ANSWERED, ANSWERED));
        let said = [
            say(&browser, "Prise de sang", "Blood test"),
            say(&browser, "Metformine 500 mg", "Metformin 500 mg"),
            say(&browser, "3 sur 3", "3 of 3"),
            say(&browser, "Votre pharmacie", "Your pharmacy"),
            "418 555-0142",
        ];
        for words in said {
            assert!(browser.text().contains(words), "{words}: {}", browser.text());
        }
        assert!(browser.page().body.contains("class=\"prose"), "and the service's own words");
    }
    let read = portal.events_of("panel-read").await;
    assert_eq!(read.len(), 10, "each panel, for each person");
    assert!(read.iter().all(|event| event.field("outcome") == ANSWERED && event.actor == "citizen"));
    fits_its_schema(&portal).await;
    portal.stop().await;
}

/// The schema that teams test their answers with is published for each panel.
async fn fits_its_schema(portal: &Portal) {
    let fetch = async |panel: &str| {
        reqwest::get(portal.at(&format!("/api/v1/schemas/panels/your-health/{panel}"))).await.unwrap()
    };
    let answer = fetch("vaccines").await;
    assert_eq!(answer.headers()["content-type"], "application/schema+json");
    let schema = jsonschema::draft202012::new(&answer.json().await.unwrap()).unwrap();
    let entry = |title: Value| json!({ "entries": [ { "title": title } ] });
    assert!(schema.is_valid(&entry(json!({ "words": { "code": "influenza" } }))));
    assert!(schema.is_valid(&json!({ "entries": [], "later": 1 })));
    for wrong in [json!({}), entry(json!({ "words": { "code": "unknown" } })), entry(json!({ "html": "x" }))]
    {
        assert!(!schema.is_valid(&wrong), "{wrong}");
    }
    assert_eq!(fetch("nothing").await.status(), 404);
}

async fn one_is_down(database: Database) {
    let portal = Setup::silent().start(database).await;
    portal.becomes("records", "off").await;
    for (locale, username) in [(Locale::Fr, "amelie"), (Locale::En, "connor")] {
        let mut browser = signed_in(&portal, username, locale).await;
        browser.open(PAGE).await;
        assert_eq!(browser.page().status, 200);
        assert_eq!(panels(&browser), states(MISSING, MISSING, MISSING, ANSWERED, ANSWERED));
        let plainly = say(&browser, "ne répond pas pour le moment", "is not answering right now");
        assert!(browser.text().contains(plainly), "{}", browser.text());
        let again = browser.page().attributes("main section.panel a.button", "href");
        assert_eq!(again.len(), 3, "each offers to try again: {again:?}");
    }
    portal.becomes("records", "on").await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    browser.open(&format!("{PAGE}?again=appointments")).await;
    assert_eq!(panels(&browser), states(ANSWERED, ANSWERED, ANSWERED, ANSWERED, ANSWERED));
    let reasons: Vec<String> =
        portal.events_of("panel-read").await.iter().map(|event| event.field("reason")).collect();
    assert_eq!(reasons.iter().filter(|reason| *reason == "unreachable").count(), 6, "{reasons:?}");
    portal.stop().await;
}

async fn one_is_slow_or_mad(database: Database) {
    let pace = DemoPace { slow: Duration::from_secs(20), ..Setup::silent().pace };
    let settings = json!({ "backend": { "pharmacy": { "first_byte_ms": 1000 } } });
    let portal = Setup { pace, ..Setup::default() }.with(settings).start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    for (mode, reason) in [("slow", "timeout"), ("garbage", "bad_answer")] {
        portal.becomes("pharmacy", mode).await;
        browser.open(PAGE).await;
        assert_eq!(panels(&browser), states(ANSWERED, ANSWERED, ANSWERED, MISSING, MISSING), "{mode}");
        assert!(!browser.page().body.contains("It works!"), "rubbish stays outside");
        assert_eq!(portal.events_of("panel-read").await.pop().unwrap().field("reason"), reason);
    }
    portal.stop().await;
}

async fn known_as_of_a_moment(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    browser.open(PAGE).await;
    for backend in ["records", "pharmacy"] {
        portal.becomes(backend, "off").await;
    }
    portal.clock.advance(Duration::from_mins(10));
    browser.open(PAGE).await;
    assert_eq!(panels(&browser), states(KEPT, MISSING, KEPT, KEPT, KEPT), "results are never kept");
    assert!(browser.text().contains("Voici ce qu’il disait le"), "{}", browser.text());
    assert!(browser.text().contains("Metformine 500 mg"), "{}", browser.text());

    // In the other language: the tile's words in it, the back-end's own in theirs, and marked so.
    let english = browser.page().url.as_str().replace("/fr/", "/en/");
    browser.visit(english.parse().unwrap()).await;
    assert!(browser.text().contains("Blood test"), "{}", browser.text());
    assert!(browser.page().texts("main [lang=fr-CA]").contains(&"Metformine 500 mg".to_owned()));

    // What was kept is sealed, and has its time.
    assert_eq!(portal.count("panel_answer").await, 4);
    portal.clock.advance(Duration::from_hours(73));
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    browser.open(PAGE).await;
    assert_eq!(panels(&browser), states(MISSING, MISSING, KEPT, MISSING, KEPT));
    portal.app.panels().clear_expired().await.unwrap();
    assert_eq!(portal.count("panel_answer").await, 2);
    portal.stop().await;
}

async fn for_oneself_alone(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut stranger = portal.browser(Locale::Fr);
    stranger.open(PAGE).await;
    assert!(panels(&stranger).is_empty() && portal.events_of("panel-read").await.is_empty());

    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open(PAGE).await;
    portal.becomes("records", "off").await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    connor.open(PAGE).await;
    assert_eq!(panels(&connor), states(MISSING, MISSING, MISSING, ANSWERED, ANSWERED), "nothing of hers");
    portal.stop().await;
}

async fn asked_too_often(database: Database) {
    let settings = json!({ "limits": { "panel_reads_per_minute": 2 } });
    let portal = Setup::silent().with(settings).start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::En).await;
    for status in [200, 200, 429] {
        assert_eq!(browser.open(PAGE).await.status, status);
    }
    portal.stop().await;
}
