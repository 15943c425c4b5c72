//! A sensitive service from end to end, without JavaScript: a long form, a document that is signed
//! elsewhere, a withdrawal; and nothing that names it where someone may read over a shoulder.

use std::time::Duration;

use parvis::text::Locale;
use serde_json::{Value, json};

use crate::complaint::{self, say, signed_in, wait_for_state};
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup, eventually};

journeys!(prepared_and_signed, given_up, unnamed_outside, a_quick_exit);

/// The tile and its back-end.
pub const CARE: &str = "medical-assistance-in-dying";
const NAMES: [&str; 2] = ["mourir", "in dying"];

/// Answers a page and goes on.
async fn page(browser: &mut Browser, answers: &[(&str, &str)]) {
    for (name, value) in answers {
        browser.fill(name, value);
    }
    browser.press("continue").await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
}

/// Prepares a request and sends it; gives its reference. The confirmation is on screen.
pub async fn prepare(browser: &mut Browser) -> String {
    browser.open(&format!("/services/{CARE}/form")).await;
    page(browser, &[("health-insurance-number", "TREA 9153 0112")]).await;
    let reference = complaint::reference(browser);
    page(browser, &[("reach", "portal"), ("phone", "514 555-0123"), ("voice-mail", "no")]).await;
    let list = format!("/requests/{reference}/form");

    browser.open(&format!("{list}/wish")).await;
    page(browser, &[("kind", "now"), ("already-talked", "yes")]).await;
    page(browser, &[("illness", "Une maladie du poumon."), ("suffering", "Je n’ai plus de souffle.")]).await;
    browser.open(&format!("{list}/team")).await;
    page(browser, &[("professional-known", "no")]).await;
    page(browser, &[("palliative-care", "receiving")]).await;
    browser.open(&format!("{list}/signing")).await;
    page(browser, &[("can-sign", "myself"), ("witness-thought-of", "yes")]).await;
    page(browser, &[("meeting-place", "home")]).await;
    browser.open(&format!("{list}/freedom")).await;
    page(browser, &[("freely", "yes"), ("may-change", "yes")]).await;

    browser.open(&format!("/requests/{reference}/check")).await;
    browser.fill("declaration", "yes");
    browser.press("send").await;
    assert!(browser.page().url.path().ends_with("/confirmation"), "{}", browser.text());
    reference
}

/// The preparations that the team has, once there is one.
pub async fn at_the_team(portal: &Portal) -> Value {
    eventually("the preparation at the team", async || {
        let received = portal.received_by(CARE).await;
        (!received["records"].as_array().unwrap().is_empty()).then_some(received)
    })
    .await
}

fn user(locale: Locale) -> &'static str {
    if locale == Locale::Fr { "amelie" } else { "connor" }
}

async fn prepared_and_signed(database: Database) {
    for locale in Locale::ALL {
        let portal = Setup::silent().start(database).await;
        let mut browser = signed_in(&portal, user(locale), locale).await;
        let reference = prepare(&mut browser).await;
        let received = at_the_team(&portal).await;
        let content = &received["records"][0]["content"];
        assert_eq!(content["answers"]["kind"], json!("now"));
        assert!(content["answers"].get("diagnosis").is_none(), "a question that was not asked: {content}");
        let request = received["records"][0]["request"].as_str().unwrap().to_owned();

        portal.tells(CARE, &request, "sign").await;
        wait_for_state(&mut browser, &reference, "action-needed").await;
        let task = browser.page().attributes("main section .row a", "href");
        let task = task.into_iter().find(|href| href.contains("/tasks/")).unwrap();
        browser.follow(&task).await;
        assert!(browser.text().contains(say(&browser, "Il ne se signe pas ici", "It is not signed here")));
        assert_eq!(browser.page().attributes("main form", "action").len(), 0, "nothing is sent from here");
        let document = browser.page().attributes("main .row a", "href").remove(0);
        let answer = browser.request(reqwest::Method::GET, &document).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "application/pdf");
        // A form that the page does not have is sent all the same: nothing comes of it.
        let address = browser.page().url.clone();
        let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
        browser.post(address, &[("csrf".to_owned(), csrf)]).await;
        assert_eq!(portal.events_of("task-answered").await.len(), 0);

        portal.tells(CARE, &request, "signed").await;
        eventually("it is signed", async || {
            browser.visit(portal.at(&task)).await;
            browser
                .text()
                .contains(say(&browser, "Traité par le service", "Processed by the service"))
                .then_some(())
        })
        .await;
        portal.stop().await;
    }
}

async fn given_up(database: Database) {
    let portal = Setup::silent().start(database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, user(locale), locale).await;
        let reference = prepare(&mut browser).await;
        portal.clock.advance(Duration::from_mins(11));
        browser.open(&format!("/requests/{reference}/withdrawal")).await;
        let again = say(&browser, "Se connecter de nouveau", "Sign in again");
        assert_eq!(browser.page().heading(), again, "to take it back is asked anew");
        let link = browser.page().attribute("main .actions a", "href").unwrap();
        browser.follow(&link).await;
        browser.tell_provider(user(locale)).await;
        let gently = say(&browser, "sans donner de raison", "without giving a reason");
        assert!(browser.text().contains(gently), "{}", browser.text());
        browser.press(say(&browser, "Oui, la retirer", "Yes, withdraw it")).await;
        wait_for_state(&mut browser, &reference, "withdrawn").await;
    }
    portal.stop().await;
}

/// What would be read over a shoulder names no sensitive service.
fn says_nothing(browser: &Browser, what: &str) {
    let title = browser.page().texts("title").remove(0);
    let said =
        if what == "tab" { title } else { format!("{title} {}", browser.page().texts("main").remove(0)) };
    assert!(!NAMES.iter().any(|name| said.contains(name)), "{what}: {said}");
}

async fn unnamed_outside(database: Database) {
    let portal = Setup::silent().start(database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, user(locale), locale).await;
        browser.open(&format!("/services/{CARE}")).await;
        says_nothing(&browser, "tab");
        browser.open(&format!("/services/{CARE}/form")).await;
        says_nothing(&browser, "tab");
        let reference = prepare(&mut browser).await;
        says_nothing(&browser, "tab");
        let record = eventually("the preparation", async || {
            let records = portal.received_by(CARE).await["records"].as_array().unwrap().clone();
            records.into_iter().find(|record| record["content"]["reference"] == json!(reference))
        })
        .await;
        let request = record["request"].as_str().unwrap();
        portal.tells(CARE, request, "nurse").await;
        portal.tells(CARE, request, "sign").await;
        wait_for_state(&mut browser, &reference, "action-needed").await;
        assert!(browser.text().contains("Nadia Benali"), "inside, everything is said: {}", browser.text());
        says_nothing(&browser, "tab");

        browser.open("/requests").await;
        says_nothing(&browser, "list");
        let unnamed = say(&browser, "Démarche confidentielle", "Confidential request");
        assert!(browser.text().contains(unnamed), "{}", browser.text());
        browser.open("/messages").await;
        says_nothing(&browser, "inbox");
        assert!(!browser.text().contains("Nadia"), "{}", browser.text());
        let message = browser.page().attributes("main .row a", "href").remove(0);
        browser.follow(&message).await;
        says_nothing(&browser, "message");
        assert!(browser.text().contains(&reference) && !browser.text().contains("Nadia"));
        browser.open("/").await;
        let waiting = browser.page().texts("main .row").join(" ");
        assert!(waiting.contains(unnamed) && !NAMES.iter().any(|name| waiting.contains(name)), "{waiting}");
    }
    portal.at_rest().await;
    for mail in portal.mails(2).await {
        assert!(!NAMES.iter().any(|name| format!("{mail:?}").contains(name)), "{mail:?}");
    }
    portal.stop().await;
}

async fn a_quick_exit(database: Database) {
    let away = json!({ "portal": { "quick_exit": { "fr": "http://127.0.0.1:9/meteo", "en": "http://127.0.0.1:9/weather" } } });
    let portal = Setup::silent().with(away).start(database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, user(locale), locale).await;
        browser.open("/requests").await;
        assert!(browser.page().attributes(".exit form", "action").is_empty(), "on sensitive pages alone");
        browser.open(&format!("/services/{CARE}/form")).await;
        let policy = browser.page().headers["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("http://127.0.0.1:9"), "the browser lets the form lead there: {policy}");
        let there = say(&browser, "/meteo", "/weather").to_owned();
        browser.stop_at(&there);
        browser.press(say(&browser, "Quitter vite ce site", "Leave this site now")).await;
        assert_eq!(browser.page().url.path(), there);
        assert!(browser.cookie("session").is_none());
        assert!(browser.page().headers["clear-site-data"].to_str().unwrap().contains("cache"));
        browser.open("/requests").await;
        let asked = browser.page().url.path().contains("authorize");
        assert!(asked, "the provider's own session opens nothing either: {}", browser.text());

        // Who is not signed in has nothing to end: the button is a link.
        browser.open(&format!("/services/{CARE}")).await;
        let link = browser.page().attribute(".exit a", "href").unwrap();
        assert!(link.ends_with(&there), "{link}");
    }
    let ended = portal.events_of("session-ended").await;
    assert_eq!(ended.iter().filter(|event| event.field("how") == "quick_exit").count(), 2);
    portal.stop().await;
}
