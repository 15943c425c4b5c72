//! One's own data: seen, and taken along whole (P17).

use std::time::Duration;

use parvis::text::Locale;
use serde_json::Value;

use crate::care;
use crate::complaint::{self, STORY, begin, say, signed_in, wait_for_state};
use crate::everything;
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup};

journeys!(
    taken_along,
    not_by_whoever_finds_the_screen,
    a_few_times_a_day,
    as_a_document,
    not_to_a_weak_sign_in
);

/// Longer ago than a fresh proof may be.
const STALE: Duration = Duration::from_mins(11);

/// Takes everything along.
pub async fn download(browser: &mut Browser) -> Value {
    browser.open("/account/data.json").await;
    let page = browser.page();
    assert_eq!(page.status, 200);
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(page.headers["content-disposition"].to_str().unwrap().starts_with("attachment; filename="));
    serde_json::from_str(&page.body).unwrap()
}

async fn taken_along(database: Database) {
    let portal = Portal::start(database).await;
    for (username, locale) in [("amelie", Locale::Fr), ("connor", Locale::En)] {
        let mut browser = signed_in(&portal, username, locale).await;
        let reference = complaint::file(&mut browser).await;
        wait_for_state(&mut browser, &reference, "closed").await;
        begin(&mut browser).await;
        // The last e-mail may still be on its way.
        portal.at_rest().await;

        browser.open("/account/data").await;
        let counts = say(&browser, "1 envoyée, 1 brouillon", "1 sent, 1 draft");
        assert!(browser.text().contains(counts), "{}", browser.text());

        let data = download(&mut browser).await;
        let requests = data["requests"].as_array().unwrap();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0]["reference"], reference.as_str());
        assert_eq!(requests[0]["sent"]["answers"]["story"], STORY);
        assert_eq!(requests[0]["steps"].as_array().unwrap().last().unwrap()["state"], "closed");
        assert_eq!(requests[1]["state"], "draft");
        assert_eq!(requests[1]["typed"]["for-whom"][0], "me");
        assert!(!data["messages"].as_array().unwrap().is_empty());
        assert_eq!(data["account"]["language"], locale.prefix());
        assert_eq!(data["account"]["sign_ins"].as_array().unwrap().len(), 1);
        let codes: Vec<&str> =
            data["log"].as_array().unwrap().iter().map(|event| event["code"].as_str().unwrap()).collect();
        assert_eq!(codes[0], "signin-succeeded");
        assert!(codes.ends_with(&["data-exported"]), "taking it along is written down first: {codes:?}");
        fits_the_schema(&portal, &data).await;
    }
    portal.stop().await;
}

/// The document names its schema, and is as the schema says.
async fn fits_the_schema(portal: &Portal, data: &Value) {
    let address = data["$schema"].as_str().unwrap();
    assert_eq!(address, portal.at("/schemas/my-data.json").as_str());
    let schema: Value = reqwest::get(address).await.unwrap().json().await.unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(data).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let mut broken = data.clone();
    broken["account"]["sign_ins"] = Value::Null;
    assert!(!validator.is_valid(&broken), "the schema refuses something");
}

async fn not_by_whoever_finds_the_screen(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    portal.clock.advance(STALE);
    for path in ["/account/data", "/account/data.json", "/account/data.pdf", "/account/closing"] {
        browser.open(path).await;
        assert_eq!(browser.page().heading(), "Se connecter de nouveau", "{path}");
    }
    assert!(portal.events_of("data-exported").await.is_empty());
    let mut stranger = portal.browser(Locale::Fr);
    stranger.open("/account/data.json").await;
    assert!(stranger.page().url.path().contains("authorize"), "{}", stranger.page().url);
    portal.stop().await;
}

async fn a_few_times_a_day(database: Database) {
    let settings = serde_json::json!({ "limits": { "data_exports_per_day": 2 } });
    let portal = Setup::default().with(settings).start(database).await;
    let mut browser = signed_in(&portal, "connor", Locale::En).await;
    for _ in 0..2 {
        download(&mut browser).await;
    }
    browser.open("/account/data.json").await;
    assert_eq!(browser.page().status, 429);
    assert_eq!(browser.page().headers["retry-after"].to_str().unwrap().parse::<u64>().unwrap(), 12 * 60 * 60);
    assert_eq!(portal.events_of("data-exported").await.len(), 2);
    browser.open("/account/data").await;
    assert_eq!(browser.page().status, 200, "to look is never too often");
    portal.stop().await;
}

/// The same in words. A person may have used everything that there is.
async fn as_a_document(database: Database) {
    let portal = Setup::silent().start(database).await;
    for (mut browser, name) in everything::live(&portal).await.into_iter().zip(["mes-donnees", "my-data"]) {
        browser.open("/account/data").await;
        let href = browser.page().attribute("main .actions a.button:first-child", "href").unwrap();
        let answer = browser.request(reqwest::Method::GET, &href).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let header = |header: &str| answer.headers()[header].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "application/pdf");
        assert_eq!(header("cache-control"), "no-store");
        let named = format!("attachment; filename=\"{name}-");
        assert!(header("content-disposition").starts_with(&named), "{answer:?}");
        assert!(answer.bytes().await.unwrap().starts_with(b"%PDF-"));
    }
    let formats: Vec<String> =
        portal.events_of("data-exported").await.iter().map(|event| event.field("format")).collect();
    assert_eq!(formats, ["pdf", "pdf"]);
    portal.stop().await;
}

/// What a service shows only to a sure sign-in, no copy gives to a weaker one.
async fn not_to_a_weak_sign_in(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    care::prepare(&mut browser).await;
    portal.meddle("UPDATE session SET level = 1").await;
    portal.clock.advance(Duration::from_mins(1));
    browser.open("/account/data").await;
    assert_eq!(browser.page().status, 200, "it only counts");
    browser.open("/account/data.json").await;
    assert!(browser.text().contains("une connexion plus sûre"), "{}", browser.text());
    assert!(portal.events_of("data-exported").await.is_empty());
    portal.stop().await;
}
