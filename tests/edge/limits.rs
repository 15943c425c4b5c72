//! How often something may be done: the answer says when to come back, and nothing typed is lost.

use std::time::Duration;

use parvis::text::Locale;
use parvis::vault::Vault;
use reqwest::Method;
use reqwest::header::{ACCEPT, ORIGIN};
use serde_json::{Value, json};

use crate::complaint::{begin, fill_event, open_form, say, signed_in};
use crate::journeys;
use crate::support::{Database, Portal, Setup, eventually};

journeys!(a_form_refused_for_now_is_not_lost, programs_are_told_too, nodes_count_together);

async fn limited(limits: Value, database: Database) -> Portal {
    Setup::silent().with(json!({ "limits": limits })).start(database).await
}

async fn a_form_refused_for_now_is_not_lost(database: Database) {
    let portal = limited(json!({ "draft_saves_per_minute": 1 }), database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        begin(&mut browser).await;
        fill_event(&mut browser);
        browser.press("continue").await;
        assert_eq!(browser.page().status, 429, "{}", browser.text());
        assert_eq!(browser.page().lang(), locale.tag());
        assert_eq!(
            browser.page().heading(),
            say(&browser, "Un instant, s’il vous plaît", "One moment, please")
        );
        let wait: u64 = browser.page().header("retry-after").parse().unwrap();
        assert!((1..=61).contains(&wait), "{wait}");
        let again = say(&browser, "Réessayer", "Try again");
        portal.clock.advance(Duration::from_secs(wait));
        browser.press(again).await;
        assert_eq!(browser.page().status, 200, "what was typed is saved: {}", browser.text());
        portal.clock.advance(Duration::from_mins(2));
    }
    let reached = eventually("the event", async || {
        Some(portal.events_of("limit-reached").await).filter(|all| !all.is_empty())
    })
    .await;
    assert_eq!(reached.len(), 1, "once an hour");
    assert_eq!(reached[0].field("limit"), "draft_save");
    portal.stop().await;
}

async fn programs_are_told_too(database: Database) {
    let portal = limited(json!({ "sign_ins_per_minute": 1 }), database).await;
    let browser = portal.browser(Locale::En);
    let ask = async || {
        let request = browser.request(Method::GET, "/en/sign-in/demo").header(ACCEPT, "application/json");
        request.send().await.unwrap()
    };
    assert_eq!(ask().await.status(), 303);
    let refused = ask().await;
    assert_eq!(refused.status(), 429);
    assert!(refused.headers().contains_key("retry-after"));
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(problem["type"], json!("urn:parvis:problem:too-many"));
    portal.stop().await;
}

/// Forms kept for those who are not signed in: half a stranger's attempts on one node, half on another.
async fn nodes_count_together(database: Database) {
    let node = || Setup::silent().with(json!({ "limits": { "kept_forms_per_hour": 4 } }));
    let key = Vault::new_master_key();
    let with_key = |setup: Setup| setup.with(json!({ "vault": { "key": key } }));
    let first = with_key(node()).start(database).await;
    let second = with_key(node()).start_on(first.database_url.clone()).await;
    let mut answers = Vec::new();
    for portal in [&first, &second, &first, &second, &first, &second] {
        let browser = portal.browser(Locale::Fr);
        let request = browser
            .request(Method::POST, "/fr/services/complaints/form")
            .header(ORIGIN, portal.url.origin().ascii_serialization())
            .form(&[("given-name", "Amélie")]);
        answers.push(request.send().await.unwrap().status().as_u16());
    }
    assert_eq!(answers, [303, 303, 303, 303, 429, 429]);
    assert_eq!(first.count("kept_form").await, 4);
    assert_eq!(first.text("SELECT CAST(COUNT(*) AS TEXT) FROM allowance").await, "1");
    // The form's page is still one click away for the one who typed.
    let mut browser = signed_in(&second, "connor", Locale::En).await;
    open_form(&mut browser).await;
    second.stop().await;
    first.stop().await;
}
