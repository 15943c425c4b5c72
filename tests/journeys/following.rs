//! A request under way: what the office asks, writes and hands over, and what the citizen does with
//! it, without JavaScript. Done by the citizen and processed by the office are two things.

use std::time::Duration;

use parvis::text::Locale;
use serde_json::{Value, json};

use crate::complaint::{self, say, signed_in};
use crate::journeys;
use crate::office::{self, Callback};
use crate::support::{Browser, Database, Portal, Setup, eventually};

journeys!(
    asked_and_answered,
    asked_to_read,
    recalled_and_late,
    asked_anew_or_no_longer,
    written_both_ways,
    a_document_is_opened,
    a_session_that_ends,
    a_hundred_requests,
);

/// A request that the office has, and says nothing of by itself.
pub async fn with_a_request(database: Database, locale: Locale) -> (Portal, Browser, String, String) {
    let portal = Setup::silent().start(database).await;
    let username = if locale == Locale::Fr { "amelie" } else { "connor" };
    let mut browser = signed_in(&portal, username, locale).await;
    let reference = complaint::file(&mut browser).await;
    let request = office::request(&portal).await;
    portal.at_rest().await;
    (portal, browser, reference, request)
}

/// Opens the request again and again until it says that.
pub async fn wait_for(browser: &mut Browser, reference: &str, words: &str) {
    let path = format!("/requests/{reference}");
    eventually(words, async || {
        browser.open(&path).await;
        browser.text().contains(words).then_some(())
    })
    .await;
}

/// A task as the office tells of it by hand.
pub async fn task(portal: &Portal, request: &str, seq: i64, data: Value) {
    let mut full = json!({ "request": request, "seq": seq, "task": "t-1", "code": "more-information" });
    full.as_object_mut().unwrap().extend(data.as_object().unwrap().clone());
    let told = Callback::new(portal, &format!("msg_{seq}"), "request.task", &full).send(portal).await;
    assert_eq!((told.status, &told.body["result"]), (202, &json!("applied")), "{told:?}");
}

/// The day that many days from now.
fn day(portal: &Portal, days: i64) -> String {
    let today = parvis::text::format::day(portal.clock.now());
    today.checked_add(jiff::Span::new().days(days)).unwrap().to_string()
}

async fn asked_and_answered(database: Database) {
    for locale in Locale::ALL {
        let (portal, mut browser, reference, request) = with_a_request(database, locale).await;
        portal.office_tells(&request, "task").await;
        let title = say(&browser, "Précisez votre arrivée", "Tell us more about your arrival");
        wait_for(&mut browser, &reference, title).await;
        // A page that is read while the news is taken in may show the task before the state.
        eventually("a task needs the citizen, whatever the status", async || {
            browser.open(&format!("/requests/{reference}")).await;
            let state = browser.page().attribute("[data-state]", "data-state");
            (state.as_deref() == Some("action-needed")).then_some(())
        })
        .await;

        browser.open("/").await;
        let first = browser.page().attributes("main .row.task a", "href").remove(0);
        assert!(browser.page().texts("main .row.task").remove(0).contains(title), "home says it first");
        browser.open("/requests").await;
        assert_eq!(
            browser.page().texts("main section h2").remove(0),
            say(&browser, "À faire 1", "For you to do 1")
        );

        browser.visit(portal.at(&first)).await;
        browser.press("send").await;
        assert_eq!(browser.page().status, 422);
        let errors: Vec<String> = browser.page().errors().into_iter().map(|(input, _)| input).collect();
        assert_eq!(errors, ["arrival", "triage-seen", "details"]);
        browser.fill("arrival", "own").fill("triage-seen", "no").fill("details", "On m’a oublié.");
        browser.press("send").await;
        let thanks = say(&browser, "Votre réponse est envoyée", "Your answer has been sent");
        assert!(browser.text().contains(thanks), "{}", browser.text());

        eventually("the answer", async || {
            let letters = portal.received().await["letters"].clone();
            (!letters.as_array().unwrap().is_empty()).then_some(())
        })
        .await;
        let received = portal.received().await;
        assert_eq!(received["letters"].as_array().unwrap().len(), 1);
        let content = &received["letters"][0]["content"];
        assert_eq!(
            content["answers"],
            json!({ "arrival": "own", "triage-seen": false, "details": "On m’a oublié." })
        );
        assert_eq!(content["task"], json!("more-information"));
        let processed =
            say(&browser, "Le service a traité votre réponse", "The service processed your answer");
        wait_for(&mut browser, &reference, processed).await;
        browser.visit(portal.at(&first)).await;
        let means = say(&browser, "a tenu compte de votre réponse", "took your answer into account");
        assert!(browser.text().contains(means), "{}", browser.text());
        assert!(browser.text().contains("On m’a oublié."), "what was answered stays to be read");
        portal.at_rest().await;
        assert_eq!(portal.events_of("task-answered").await.len(), 1);
        assert_eq!(portal.events_of("reply-delivered").await.len(), 1);
        assert_eq!(portal.count("reply WHERE delivery = 'delivered'").await, 1);
        portal.stop().await;
    }
}

async fn asked_to_read(database: Database) {
    let (portal, mut browser, reference, request) = with_a_request(database, Locale::Fr).await;
    portal.office_tells(&request, "read").await;
    wait_for(&mut browser, &reference, "Lisez vos droits").await;
    let task = browser.page().attributes("main section .row a", "href").remove(0);
    browser.follow(&task).await;
    assert!(browser.text().contains("Vos droits et vos recours"), "the document is at hand");
    browser.press("send").await;
    assert!(browser.text().contains("C’est noté"), "{}", browser.text());
    eventually("the office hears of it", async || {
        let tasks = portal.received().await["tasks"].clone();
        (tasks[0]["state"] == json!("processed")).then_some(())
    })
    .await;
    portal.stop().await;
}

async fn recalled_and_late(database: Database) {
    let (portal, mut browser, reference, request) = with_a_request(database, Locale::Fr).await;
    task(&portal, &request, 1, json!({ "due": day(&portal, 2) })).await;
    portal.app.make_round().await;
    portal.app.make_round().await;
    assert_eq!(portal.events_of("task-reminded").await.len(), 1, "once");
    browser.open("/messages").await;
    assert!(browser.text().contains("Rappel"), "{}", browser.text());

    portal.clock.advance(Duration::from_hours(24 * 4));
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    browser.open(&format!("/requests/{reference}")).await;
    assert!(browser.text().contains("il est encore temps"), "{}", browser.text());
    portal.at_rest().await;
    for mail in portal.mails(2).await {
        assert!(!mail.text.contains("Précisez") && !mail.subject.contains("Rappel"), "{mail:?}");
    }
    portal.stop().await;
}

async fn asked_anew_or_no_longer(database: Database) {
    let (portal, mut browser, reference, request) = with_a_request(database, Locale::En).await;
    task(&portal, &request, 1, json!({ "due": day(&portal, 5) })).await;
    browser.open(&format!("/requests/{reference}")).await;
    let page = browser.page().attributes("main section .row a", "href").remove(0);
    browser.visit(portal.at(&page)).await;
    task(&portal, &request, 2, json!({ "due": day(&portal, 9) })).await;
    browser.fill("arrival", "own").fill("triage-seen", "no").fill("details", "It was long.");
    browser.press("send").await;
    assert_eq!(browser.page().status, 412, "it was asked anew meanwhile");
    assert_eq!(browser.page().value("details"), "It was long.", "nothing typed is lost");
    browser.press("send").await;
    assert!(browser.text().contains("Your answer has been sent"), "{}", browser.text());

    browser.visit(portal.at(&page)).await;
    assert!(browser.page().attributes("main form", "action").is_empty(), "answered once");
    task(&portal, &request, 3, json!({})).await;
    browser.visit(portal.at(&page)).await;
    assert!(!browser.page().attributes("main form", "action").is_empty(), "asked once more");
    task(&portal, &request, 4, json!({ "state": "withdrawn" })).await;
    browser.visit(portal.at(&page)).await;
    assert!(browser.text().contains("No longer needed"), "{}", browser.text());
    let state = browser.open(&format!("/requests/{reference}")).await.attribute("[data-state]", "data-state");
    assert_eq!(state.as_deref(), Some("submitted"), "it no longer needs the citizen");

    // A code that the tile does not know, and a name that would step out of its path.
    let unknown = json!({ "code": "blood-sample", "task": "t-2" });
    task(&portal, &request, 5, unknown).await;
    assert_eq!(portal.events_of("code-unknown").await.len(), 1);
    browser.open(&format!("/requests/{reference}")).await;
    assert!(!browser.page().body.contains("blood-sample"));
    let data = json!({ "request": request, "seq": 6, "task": "../x", "code": "rights" });
    let refused = Callback::new(&portal, "msg_6", "request.task", &data).send(&portal).await;
    assert_eq!((refused.status, refused.problem()), (400, "bad-params"));
    portal.stop().await;
}

async fn written_both_ways(database: Database) {
    for locale in Locale::ALL {
        let (portal, mut browser, reference, request) = with_a_request(database, locale).await;
        portal.office_tells(&request, "message").await;
        wait_for(&mut browser, &reference, "Hélène Girard").await;
        portal.backend_is("off").await;
        browser.follow(say(&browser, "Écrire au service", "Write to the service")).await;
        browser.press(say(&browser, "Envoyer le message", "Send the message")).await;
        assert_eq!(browser.page().status, 422);
        assert!(!browser.text().contains("label"), "the question is named: {}", browser.text());
        browser.fill("message", "Merci.\n\nJ’ai <b>retrouvé</b> la date.");
        browser.press(say(&browser, "Envoyer le message", "Send the message")).await;
        let waiting = say(&browser, "Remis au service dès qu’il répond", "as soon as it answers");
        assert!(browser.text().contains(waiting), "{}", browser.text());
        assert!(browser.text().contains("J’ai <b>retrouvé</b> la date."), "markup is text");
        portal.backend_is("on").await;
        let read = say(&browser, "Votre message a été lu", "Your message has been read");
        wait_for(&mut browser, &reference, read).await;
        // What the office says may be here before it is noted that it has the message.
        portal.at_rest().await;
        browser.open(&format!("/requests/{reference}/messages")).await;
        assert!(browser.text().contains(say(&browser, "Reçu par le service", "Received by the service")));
        let letters = portal.received().await["letters"].clone();
        assert_eq!(letters.as_array().unwrap().len(), 1, "once: {letters}");
        assert_eq!(letters[0]["content"]["text"], json!("Merci.\n\nJ’ai <b>retrouvé</b> la date."));
        portal.stop().await;
    }
}

async fn a_document_is_opened(database: Database) {
    let (portal, mut browser, reference, request) = with_a_request(database, Locale::En).await;
    portal.office_tells(&request, "document").await;
    wait_for(&mut browser, &reference, "Findings on your complaint").await;
    let href = browser.page().attributes("main section .row.me a", "href").remove(0);
    for time in 1..=2 {
        let answer = browser.request(reqwest::Method::GET, &href).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "application/pdf");
        assert!(header("content-disposition").starts_with("inline; filename=\"document.pdf\""));
        assert_eq!(
            (header("cache-control"), header("x-content-type-options")),
            ("no-store".into(), "nosniff".into())
        );
        assert!(header("content-security-policy").contains("sandbox"));
        assert!(answer.bytes().await.unwrap().starts_with(b"%PDF-"), "{time}");
    }
    assert_eq!(portal.events_of("document-opened").await.len(), 1, "the first time");
    portal.at_rest().await;
    assert!(portal.received().await["documents"][0]["opened_at"].is_i64(), "the office was told");

    let mut stranger = signed_in(&portal, "amelie", Locale::Fr).await;
    stranger.visit(portal.at(&href)).await;
    assert_eq!(stranger.page().status, 404, "another person's document is not there");

    for (mode, reason) in [("off", "unreachable"), ("garbage", "bad_answer")] {
        portal.backend_is(mode).await;
        browser.visit(portal.at(&href)).await;
        assert_eq!(browser.page().status, 503);
        assert!(browser.text().contains("Your document is not lost"), "{}", browser.text());
        assert!(!browser.page().body.contains("It works!"), "rubbish stays outside");
        assert_eq!(portal.events_of("document-failed").await.pop().unwrap().field("reason"), reason);
    }
    portal.stop().await;
}

async fn a_session_that_ends(database: Database) {
    let (portal, mut browser, reference, _) = with_a_request(database, Locale::Fr).await;
    browser.open(&format!("/requests/{reference}/messages")).await;
    browser.fill("message", "Ce que j’écrivais.");
    browser.forget("session");
    browser.press("Envoyer le message").await;
    let sign_in = browser.page().attributes("main a.button", "href").remove(0);
    browser.follow(&sign_in).await;
    assert_eq!(browser.page().value("message"), "Ce que j’écrivais.");
    portal.stop().await;
}

/// The list stays calm with many: a glance at each part, and pages that neither skip nor repeat.
async fn a_hundred_requests(database: Database) {
    let (portal, mut browser, reference, _) = with_a_request(database, Locale::En).await;
    let mut seen = vec![reference.clone()];
    let copy = "INSERT INTO request (id, account_id, tile, release, reference, state, withdrawal, delivery, \
        last_seq, version, page, locale, inputs, created_at, updated_at, submitted_at, state_since) \
        SELECT {id}, account_id, tile, release, '{new}', 'received', withdrawal, delivery, last_seq, version, \
        page, locale, inputs, created_at, updated_at, submitted_at, state_since FROM request WHERE reference = '{old}'";
    for _ in 0..60 {
        let new = parvis::id::Reference::random().to_string();
        let id = uuid::Uuid::from_bytes(parvis::id::random());
        let id = if portal.database_url.starts_with("sqlite:") {
            format!("x'{}'", id.simple())
        } else {
            format!("'{id}'")
        };
        portal.meddle(&copy.replace("{id}", &id).replace("{new}", &new).replace("{old}", &reference)).await;
        seen.push(new);
    }
    browser.open("/requests").await;
    assert_eq!(browser.page().texts("main .row").len(), 10, "a glance");
    assert!(browser.text().contains("Under way 61"), "{}", browser.text());
    browser.follow("/en/requests?show=open").await;
    let mut listed = Vec::new();
    loop {
        listed.extend(browser.page().texts("main .row .keep"));
        assert!(browser.page().texts("main .row").len() <= 25);
        let earlier = browser.page().attributes("nav.actions a[href*=after]", "href");
        match earlier.last() {
            Some(href) => browser.follow(&href.clone()).await,
            None => break,
        };
    }
    listed.sort();
    seen.sort();
    assert_eq!(listed, seen);
    for bad in ["show=everything", "show=open&after=x", "show=open&after=1.x"] {
        browser.open(&format!("/requests?{bad}")).await;
        assert_eq!(browser.page().status, 404, "{bad}");
    }
    portal.stop().await;
}
