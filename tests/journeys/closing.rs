//! Closing the account: what the portal holds is destroyed at one's wish, and the services know (P17).

use parvis::text::Locale;
use serde_json::json;

use crate::complaint::{self, begin, say, signed_in, wait_for_state};
use crate::files;
use crate::journeys;
use crate::my_data::download;
use crate::office::{self, Callback};
use crate::support::{Browser, Database, Portal, Setup, eventually};

journeys!(not_over_open_requests, not_while_something_is_on_its_way, closed_for_good, told_once_it_answers);

/// Closes the account, from its page.
pub async fn close(browser: &mut Browser) {
    browser.open("/account").await;
    browser.follow(say(browser, "Mes données", "My data")).await;
    browser.follow(say(browser, "Voir ce que cela entraîne", "See what that means")).await;
    let button = say(browser, "Fermer mon compte", "Close my account");
    browser.press(button).await;
    assert_eq!(browser.page().status, 422, "the box is not ticked: {}", browser.text());
    browser.fill("understood", "yes");
    browser.press(button).await;
    assert_eq!(browser.page().url.path(), format!("/{}/account-closed", browser.locale()));
    let heading = say(browser, "Votre compte est fermé", "Your account is closed");
    assert_eq!(browser.page().heading(), heading);
}

/// What the office was told of closings.
async fn told(portal: &Portal) -> usize {
    let received = portal.received().await["received"].clone();
    received.as_array().unwrap().iter().filter(|one| one["kind"] == "account-closed").count()
}

async fn not_over_open_requests(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    begin(&mut browser).await;
    browser.open("/account/closing").await;
    let ready = browser.sending("Fermer mon compte");
    let reference = complaint::file(&mut browser).await;
    browser.open("/account/closing").await;
    assert!(browser.text().contains("Des démarches sont encore en cours"), "{}", browser.text());
    assert!(browser.page().attributes("main .row a", "href").contains(&format!("/fr/requests/{reference}")));
    // The form of a page that was opened before it.
    let fields = [ready.fields, vec![("understood".to_owned(), "yes".to_owned())]].concat();
    browser.post(ready.action, &fields).await;
    assert_eq!(browser.page().status, 409);
    assert!(browser.text().contains(&reference), "{}", browser.text());
    assert_eq!(portal.count("account WHERE data_key IS NULL").await, 0);
    assert_eq!(portal.count("request WHERE state = 'draft'").await, 1, "what is refused destroys nothing");

    browser.open(&format!("/requests/{reference}/withdrawal")).await;
    browser.press("Oui, la retirer").await;
    wait_for_state(&mut browser, &reference, "withdrawn").await;
    portal.at_rest().await;
    close(&mut browser).await;
    portal.stop().await;
}

/// The office closed the request, and has not yet taken what was written about it before.
async fn not_while_something_is_on_its_way(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut browser = signed_in(&portal, "connor", Locale::En).await;
    let reference = complaint::file(&mut browser).await;
    let request = office::request(&portal).await;
    portal.at_rest().await;
    portal.backend_is("off").await;
    browser.open(&format!("/requests/{reference}/messages")).await;
    browser.fill("message", "Thank you.");
    browser.press("Send the message").await;
    Callback::status(&portal, "msg_done", &request, 9, "done").send(&portal).await;
    browser.open("/account/closing").await;
    assert!(browser.text().contains("On its way to the service"), "{}", browser.text());
    assert!(browser.text().contains(&reference));

    portal.backend_is("on").await;
    portal.at_rest().await;
    close(&mut browser).await;
    let letters = portal.received().await["letters"].clone();
    assert_eq!(letters[0]["content"]["text"], json!("Thank you."), "what was promised is delivered");
    portal.stop().await;
}

async fn closed_for_good(database: Database) {
    let portal = Portal::start(database).await;
    let mut references = Vec::new();
    for (username, locale) in [("amelie", Locale::Fr), ("connor", Locale::En)] {
        let mut browser = signed_in(&portal, username, locale).await;
        let mut phone = signed_in(&portal, username, locale).await;
        let reference = complaint::file(&mut browser).await;
        wait_for_state(&mut browser, &reference, "closed").await;
        files::open_files(&mut browser).await;
        files::add(&mut browser, "preuve.pdf", files::pdf(2_000)).await;
        portal.at_rest().await;
        let before = download(&mut browser).await;
        close(&mut browser).await;
        phone.open("/requests").await;
        assert!(!phone.text().contains(&reference), "the other sessions are over too");

        // The identity provider still knows who they are: it asks nothing.
        browser.open("/sign-in").await;
        browser.open("/requests").await;
        assert_eq!(browser.page().url.path(), format!("/{locale}/requests"));
        assert!(!browser.text().contains(&reference));
        let after = download(&mut browser).await;
        assert_eq!(after["requests"], json!([]));
        assert_eq!(after["messages"], json!([]));
        assert_ne!(after["account"]["id"], before["account"]["id"], "a new account");
        references.push(reference);
    }
    portal.at_rest().await;
    nothing_is_left(&portal).await;
    assert_eq!(told(&portal).await, 2, "the service knows");
    assert_eq!(portal.received().await["closed_accounts"], json!(2), "of two people");
    the_journey_stays(&portal, &references[0]).await;
    late_news_reaches_nobody(&portal).await;
    portal.stop().await;
}

async fn nothing_is_left(portal: &Portal) {
    assert_eq!(portal.count("account WHERE data_key IS NULL AND email IS NULL").await, 2);
    let closed = "(SELECT id FROM account WHERE data_key IS NULL)";
    for table in ["identity", "session", "known_browser", "attachment", "upload_day", "message"] {
        assert_eq!(portal.count(&format!("{table} WHERE account_id IN {closed}")).await, 0, "{table}");
    }
    for table in ["step", "task", "document", "reply"] {
        assert_eq!(portal.count(table).await, 0, "{table}");
    }
    assert_eq!(portal.count("request WHERE state = 'draft'").await, 0);
    assert_eq!(portal.count("request WHERE wording IS NOT NULL OR LENGTH(inputs) > 0").await, 0);
    assert_eq!(portal.count("request").await, 2, "that there were requests is counted");
    let stored = walk(&portal.dir.join("attachments"));
    assert!(stored.is_empty(), "the contents of files are destroyed: {stored:?}");
    for (code, count) in [("account-closed", 2), ("closing-told", 2), ("attachment-destroyed", 2)] {
        assert_eq!(portal.events_of(code).await.len(), count, "{code}");
    }
    let ended = portal.events_of("session-ended").await;
    assert_eq!(ended.iter().filter(|event| event.field("how") == "account_closed").count(), 4);
}

/// The files below a folder.
fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// An administrator still finds what happened, and nothing of what was said.
async fn the_journey_stays(portal: &Portal, reference: &str) {
    let mut admin = signed_in(portal, "admin", Locale::En).await;
    admin.open("/admin/journeys").await;
    admin.fill("reference", reference).fill("reason", "complaint");
    admin.press("Retrace the journey").await;
    assert!(admin.text().contains("Account closed by its person"), "{}", admin.text());
    assert!(admin.text().contains("Request sent"), "{}", admin.text());
    assert!(!admin.text().contains("Amélie"), "{}", admin.text());
}

/// The service tells something of a request whose person has left: nothing comes of it.
async fn late_news_reaches_nobody(portal: &Portal) {
    let request = portal.complaints(2).await[0]["request"].as_str().unwrap().to_owned();
    let answer = Callback::status(portal, "msg_late", &request, 99, "done").send(portal).await;
    assert_eq!(answer.status, 404, "{answer:?}");
    assert_eq!(portal.count("step").await, 0);
}

async fn told_once_it_answers(database: Database) {
    let haste = json!({ "outbox": { "first_retry_s": 1, "longest_retry_s": 1 } });
    let portal = Setup::default().with(haste).start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut browser).await;
    wait_for_state(&mut browser, &reference, "closed").await;
    portal.at_rest().await;
    portal.backend_is("off").await;
    close(&mut browser).await;
    eventually("an attempt", async || {
        let failed = portal.events_of("delivery-failed").await;
        (!failed.is_empty()).then_some(())
    })
    .await;
    portal.backend_is("on").await;
    portal.at_rest().await;
    assert_eq!(told(&portal).await, 1);
    assert_eq!(portal.received().await["closed_accounts"], json!(1));
    assert_eq!(portal.events_of("closing-told").await.len(), 1);
    portal.stop().await;
}
