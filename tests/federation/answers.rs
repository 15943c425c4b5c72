//! Answers of a provider that arrive where or when they should not: replayed, in another browser,
//! at another provider's address, without a sign-in.

use parvis::text::Locale;
use reqwest::Method;
use serde_json::json;
use url::Url;

use crate::journeys;
use crate::provider::{Federation, Provider, at_provider, only_these, sign_in, with_address};
use crate::support::{Browser, Database};

journeys!(once, in_the_browser_it_began_in, never_without_a_sign_in);

/// Signs in as that person but stops before the answer reaches the portal; gives its address.
async fn answer_of(browser: &mut Browser, person: &str) -> Url {
    browser.open("/sign-in").await;
    answer_at_provider(browser, person).await
}

async fn answer_at_provider(browser: &mut Browser, person: &str) -> Url {
    browser.stop_at("/auth/callback/");
    let answer = at_provider(browser, person).await.url.clone();
    browser.stop_at("");
    assert!(answer.path().starts_with("/auth/callback/"), "{answer}");
    answer
}

async fn status(browser: &Browser, path: &str) -> u16 {
    browser.request(Method::GET, path).send().await.unwrap().status().as_u16()
}

/// An answer is taken once: its state and its code are used up.
async fn once(database: Database) {
    let federation = Federation::start(database).await;
    let mut browser = federation.browser(Locale::Fr);
    let answer = answer_of(&mut browser, "alice").await;
    browser.visit(answer.clone()).await;
    assert_eq!(browser.page().status, 200);
    let session = browser.cookie("session").unwrap().to_owned();
    browser.visit(answer).await;
    assert_eq!((browser.page().status, federation.refusals().await), (400, vec!["flow-unknown".to_owned()]));
    assert_eq!(browser.cookie("session"), Some(session.as_str()), "the session goes on");
    assert_eq!(status(&browser, "/fr/requests").await, 200);
    assert_eq!(federation.sfid.count("token").await, 1, "the code is redeemed once");
    federation.portal.stop().await;
}

/// Someone who lets another open the answer to their own sign-in does not sign them in.
async fn in_the_browser_it_began_in(database: Database) {
    let federation = Federation::start(database).await;
    let mut alice = federation.browser(Locale::Fr);
    sign_in(&mut alice, "alice").await;
    let before = alice.cookie("session").unwrap().to_owned();
    let mut bob = federation.browser(Locale::En);
    let answer = answer_of(&mut bob, "bob").await;
    alice.visit(answer).await;
    assert_eq!(alice.page().status, 400);
    assert_eq!(federation.refusals().await, ["flow-other-browser"]);
    assert_eq!(alice.cookie("session"), Some(before.as_str()));
    alice.open("/").await;
    assert!(alice.page().body.contains("Alice Tremblay"), "her session is untouched");
    assert_eq!(federation.sfid.count("token").await, 1, "Bob's code is not redeemed");
    federation.portal.stop().await;
}

async fn never_without_a_sign_in(database: Database) {
    let federation = Federation::start(database).await;
    let mut browser = federation.browser(Locale::Fr);
    for (query, reason) in [
        ("code=x&state=y", "flow-unknown"),
        ("code=x", "flow-unknown"),
        ("", "flow-unknown"),
        ("code=x&code=z&state=y", "answer-malformed"),
        ("code=x&error=y&state=z", "flow-unknown"),
    ] {
        browser.visit(federation.portal.at(&format!("/auth/callback/sfid?{query}"))).await;
        assert_eq!(browser.page().status, 400, "{query}");
        assert_eq!(federation.refusals().await.last().unwrap(), reason, "{query}");
    }
    browser.visit(federation.portal.at("/auth/callback/nobody?code=x&state=y")).await;
    assert_eq!(browser.page().status, 404);
    assert_eq!(federation.sfid.count("token").await, 0);
    assert_eq!(browser.cookie("session"), None);
    federation.portal.stop().await;
}

/// Two providers: what one says does not count as the other's (mix-up).
#[tokio::test]
async fn at_the_address_of_its_own_provider() {
    let (setup, url) = with_address().await;
    let sfid = Provider::start("sfid", &url, &json!({})).await;
    let sag = Provider::start("sag", &url, &json!({})).await;
    let setup = setup.with(only_these()).with(sfid.settings("ES256")).with(sag.settings("ES256"));
    let portal = setup.start(Database::Sqlite).await;
    let mut browser = portal.browser(Locale::Fr);
    browser.open("/sign-in").await;
    browser.follow("Continuer avec : SAG").await;
    let answer = answer_at_provider(&mut browser, "alice").await;
    assert_eq!(answer.path(), "/auth/callback/sag");
    let elsewhere = format!("/auth/callback/sfid?{}", answer.query().unwrap());
    browser.visit(portal.at(&elsewhere)).await;
    assert_eq!(browser.page().status, 400);
    let refusals = portal.events_of("signin-refused").await;
    assert_eq!(refusals.last().unwrap().field("reason"), "flow-other-issuer");
    assert_eq!((sfid.count("token").await, sag.count("token").await), (0, 0));
    portal.stop().await;
}

/// A session that was planted before the sign-in opens nothing, nor does any other cookie's name.
#[tokio::test]
async fn planted_cookies_open_nothing() {
    let federation = Federation::start(Database::Sqlite).await;
    let mut browser = federation.browser(Locale::Fr);
    let known = "A".repeat(43);
    browser.plant("session", &known);
    sign_in(&mut browser, "alice").await;
    let session = browser.cookie("session").unwrap().to_owned();
    assert_ne!(session, known);
    let opens = async |cookies: String| {
        let browser = federation.browser(Locale::Fr);
        let request = browser.request(Method::GET, "/fr/requests").header("cookie", cookies);
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(opens(format!("session={session}")).await, 200);
    for planted in [
        format!("session={known}"),
        format!("sid={session}"),
        format!("SESSION={session}"),
        format!("__Host-session={session}"),
        format!("__host-session={session}"),
    ] {
        assert_eq!(opens(planted.clone()).await, 303, "{planted}");
    }
    federation.portal.stop().await;
}
