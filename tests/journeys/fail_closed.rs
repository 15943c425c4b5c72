//! What cannot be logged does not happen, and a database that is gone is told in plain words.

use parvis::text::Locale;
use reqwest::Method;

use crate::complaint::{self, begin, open_form, prepare, say, signed_in, wait_for_state};
use crate::journeys;
use crate::office::{self, Callback};
use crate::support::{Browser, Cluster, Database, Portal, Setup, bounded};

journeys!(nothing_unlogged, callbacks_wait_for_the_log);

/// From now on no event can be logged; everything else works.
async fn break_the_log(portal: &Portal) {
    portal.meddle("ALTER TABLE audit_event RENAME TO audit_event_away").await;
}

async fn mend_the_log(portal: &Portal) {
    portal.meddle("ALTER TABLE audit_event_away RENAME TO audit_event").await;
}

/// Everything in the database that a person could miss or find.
async fn all(portal: &Portal) -> [i64; 6] {
    [
        portal.count("request").await,
        portal.count("step").await,
        portal.count("job").await,
        portal.count("message").await,
        portal.count("callback").await,
        portal.count("session").await,
    ]
}

fn assert_failed(browser: &Browser) {
    let page = browser.page();
    assert_eq!(page.status, 500, "{}", page.text());
    assert_eq!(page.lang(), browser.locale().tag());
    let heading = say(browser, "Quelque chose n’a pas marché", "Something went wrong");
    assert!(page.heading().starts_with(heading), "{}", page.heading());
    assert_eq!(page.texts("main code"), [page.header("x-request-id")], "with its trace");
    for inner in ["audit_event", "no such table", "relation", "sqlx"] {
        assert!(!page.body.contains(inner), "nothing of the inside: {inner}");
    }
}

async fn nothing_unlogged(database: Database) {
    let portal = Setup::silent().start(database).await;
    for locale in Locale::ALL {
        let mut first = signed_in(&portal, "amelie", locale).await;
        open_form(&mut first).await;
        let mut second = signed_in(&portal, "amelie", locale).await;
        begin(&mut second).await;
        let reference = complaint::reference(&second);
        let mut third = signed_in(&portal, "amelie", locale).await;
        prepare(&mut third).await;
        let form = third.page().clone();
        let before = all(&portal).await;

        break_the_log(&portal).await;
        complaint::fill_you(&mut first);
        first.press("continue").await;
        assert_failed(&first);
        complaint::fill_event(&mut second);
        second.press("continue").await;
        assert_failed(&second);
        third.fill("declaration", "yes");
        third.press("send").await;
        assert_failed(&third);
        assert_eq!(all(&portal).await, before, "nothing is left behind");

        mend_the_log(&portal).await;
        second.open(&format!("/requests/{reference}/form/event")).await;
        assert_eq!(second.page().value("story"), "", "what could not be logged was not saved");
        third.visit(form.url).await;
        third.fill("declaration", "yes");
        third.press("send").await;
        assert!(third.page().url.path().ends_with("/confirmation"), "{}", third.text());
    }
    portal.complaints(2).await;
    portal.stop().await;
}

async fn callbacks_wait_for_the_log(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut browser).await;
    let request = office::request(&portal).await;
    portal.at_rest().await;
    let before = all(&portal).await;
    break_the_log(&portal).await;
    let callback = Callback::status(&portal, "msg_1", &request, 1, "received");
    let answer = callback.send(&portal).await;
    assert_eq!((answer.status, answer.problem()), (500, "internal"), "the office tries again");
    assert_eq!(all(&portal).await, before, "nothing is left behind");
    mend_the_log(&portal).await;
    assert_eq!(callback.send(&portal).await.status, 202);
    wait_for_state(&mut browser, &reference, "received").await;
    portal.stop().await;
}

/// The database is gone: a page says so, with what to quote and when to come back.
#[tokio::test]
async fn the_database_is_gone() {
    bounded(Box::pin(gone_while_they_type())).await;
}

async fn gone_while_they_type() {
    let mut cluster = Cluster::start();
    let setup = Setup::silent();
    let portal = setup.start_on(cluster.fresh().await).await;
    let mut browsers = Vec::new();
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        open_form(&mut browser).await;
        browsers.push(browser);
    }
    cluster.stop();
    for browser in &mut browsers {
        complaint::fill_you(browser);
        browser.press("continue").await;
        assert_unavailable(browser);
        browser.open("/requests").await;
        assert_unavailable(browser);
    }
    let status = async |path: &str| {
        let answer = browsers[0].request(Method::GET, path).send().await.unwrap();
        answer.status().as_u16()
    };
    assert_eq!(status("/healthz").await, 200, "the portal itself lives");
    assert_eq!(status("/readyz").await, 503, "but should be sent nobody");
}

fn assert_unavailable(browser: &Browser) {
    let page = browser.page();
    assert_eq!(page.status, 503, "{}", page.text());
    assert_eq!(page.lang(), browser.locale().tag());
    assert_eq!(page.heading(), say(browser, "Le portail fait une pause", "The portal is taking a break"));
    assert_eq!(page.texts("main code"), [page.header("x-request-id")], "with its trace");
    assert!(!page.header("retry-after").is_empty());
}
