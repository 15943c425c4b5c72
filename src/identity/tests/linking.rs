//! An issuer takes another's place, and says whom it knew there: believed once, from whom it may
//! come, in the signed token.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::portal::{Browser, Portal, asked};
use super::provider::Provider;

/// Amélie's subject at the first provider.
const AMELIE: &str = "7b1d4f0a";
const CONTINUES: &str = r#"continues = { issuer = "sfid", claim = "legacy_sub" }"#;

/// Signs in at the second provider, as whoever it speaks of.
async fn signs_in_at(browser: &mut Browser<'_>, second: &Provider, path: &str) -> StatusCode {
    let there = browser.leave(path).await;
    let answer = second.authorize(&there);
    browser.get(&format!("/auth/callback/sag?{answer}")).await.status
}

/// A portal where Amélie came once by the first provider; the second knows her under another name,
/// and says what she was called before.
async fn continued() -> (Portal, Provider) {
    let (portal, second) = Portal::with_second(CONTINUES).await;
    portal.browser().sign_in("/fr/sign-in/sfid").await;
    second.say("sub", json!("new-amelie"));
    second.say("legacy_sub", json!(AMELIE));
    (portal, second)
}

async fn last(portal: &Portal) -> String {
    portal.log().await.pop().unwrap()
}

async fn accounts(portal: &Portal) -> i64 {
    portal.count("SELECT COUNT(*) FROM account").await
}

#[tokio::test]
async fn the_file_is_found_by_the_issuers_word() {
    let (portal, second) = continued().await;
    let mut before = portal.browser();
    before.sign_in("/fr/sign-in/sfid").await;
    let account = before.me().await.unwrap()["account"].clone();

    let mut browser = portal.browser();
    assert_eq!(signs_in_at(&mut browser, &second, "/fr/sign-in/sag").await, StatusCode::SEE_OTHER);
    assert_eq!(browser.me().await.unwrap()["account"], account);
    assert!(before.me().await.is_none(), "the sessions before it ended");
    let log = portal.log().await;
    assert!(log.contains(&"identity-linked continued".to_owned()), "{log:?}");
    assert!(log.contains(&"message-sent".to_owned()), "its person is told: {log:?}");

    // From then on it is known by itself, and the old way goes on.
    second.say("legacy_sub", Value::Null);
    assert_eq!(signs_in_at(&mut portal.browser(), &second, "/fr/sign-in/sag").await, StatusCode::SEE_OTHER);
    assert_eq!(portal.browser().sign_in("/fr/sign-in/sfid").await.status, StatusCode::SEE_OTHER);
    assert_eq!(accounts(&portal).await, 1);
}

#[tokio::test]
async fn the_word_counts_once() {
    let (portal, second) = continued().await;
    signs_in_at(&mut portal.browser(), &second, "/fr/sign-in/sag").await;
    second.say("sub", json!("an impostor"));
    let mut impostor = portal.browser();
    assert_eq!(signs_in_at(&mut impostor, &second, "/fr/sign-in/sag").await, StatusCode::FORBIDDEN);
    assert_eq!(last(&portal).await, "identity-alert continued-twice");
    assert!(impostor.me().await.is_none());
    assert_eq!(accounts(&portal).await, 1);
}

#[tokio::test]
async fn the_word_comes_from_the_successor_alone() {
    let (portal, _) = continued().await;
    portal.provider.say("sub", json!("an impostor"));
    portal.provider.say("legacy_sub", json!(AMELIE));
    let mut impostor = portal.browser();
    assert_eq!(impostor.sign_in("/fr/sign-in/sfid").await.status, StatusCode::FORBIDDEN);
    assert_eq!(last(&portal).await, "identity-alert not-successor");
    assert!(impostor.me().await.is_none());
}

#[tokio::test]
async fn the_word_is_signed() {
    let (portal, second) = continued().await;
    second.lie(|claims, _| drop(claims.remove("legacy_sub")));
    signs_in_at(&mut portal.browser(), &second, "/fr/sign-in/sag").await;
    assert_eq!(accounts(&portal).await, 2, "userinfo says it too, and is not believed");
}

#[tokio::test]
async fn a_subject_that_nobody_had_makes_a_new_file() {
    let (portal, second) = continued().await;
    second.say("legacy_sub", json!("nobody"));
    assert_eq!(signs_in_at(&mut portal.browser(), &second, "/fr/sign-in/sag").await, StatusCode::SEE_OTHER);
    assert_eq!(accounts(&portal).await, 2);
}

#[tokio::test]
async fn a_link_never_lowers_the_level() {
    let (portal, second) = continued().await;
    second.lie(|claims, _| drop(claims.insert("acr".into(), json!("loa:1"))));
    let mut browser = portal.browser();
    assert_eq!(signs_in_at(&mut browser, &second, "/fr/sign-in/sag").await, StatusCode::FORBIDDEN);
    assert_eq!(last(&portal).await, "signin-refused id-token-acr");
    assert_eq!(accounts(&portal).await, 1);
}

#[tokio::test]
async fn a_subject_given_to_someone_else_opens_nothing() {
    let portal = Portal::open().await;
    portal.browser().sign_in("/fr/sign-in").await;
    portal.provider.say("birthdate", json!("2001-09-09"));
    let mut other = portal.browser();
    assert_eq!(other.sign_in("/fr/sign-in").await.status, StatusCode::FORBIDDEN);
    assert_eq!(last(&portal).await, "identity-alert subject-recycled");
    assert!(other.me().await.is_none());

    // A provider that tells no birth date any more tells of no change.
    portal.provider.say("birthdate", Value::Null);
    assert_eq!(portal.browser().sign_in("/fr/sign-in").await.status, StatusCode::SEE_OTHER);
    // The same holds for the word of a successor.
    let (portal, second) = continued().await;
    second.say("birthdate", json!("2001-09-09"));
    assert_eq!(signs_in_at(&mut portal.browser(), &second, "/fr/sign-in/sag").await, StatusCode::FORBIDDEN);
    assert_eq!(last(&portal).await, "identity-alert subject-recycled");
}

/// Asks to add the second way; gives the address of its provider.
async fn adds(browser: &mut Browser<'_>) -> url::Url {
    let csrf = browser.me().await.unwrap()["csrf"].as_str().unwrap().to_owned();
    let got = browser.post("/fr/account/sign-ins", &format!("csrf={csrf}&add=sag")).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    got.location.parse().unwrap()
}

#[tokio::test]
async fn two_ways_are_tied_within_ten_minutes_in_one_browser() {
    let (portal, second) = Portal::with_second("").await;
    let mut browser = portal.browser();
    browser.sign_in("/fr/sign-in/sfid").await;
    let there = adds(&mut browser).await;
    assert_eq!(asked(&there, "prompt"), "login");
    assert_eq!(asked(&there, "max_age"), "300");
    let callback = format!("/auth/callback/sag?{}", second.authorize(&there));

    // Bob's browser, and Bob's session, get nothing of Alice's sign-in (A23).
    let mut bob = portal.browser();
    assert_eq!(bob.get(&callback).await.status, StatusCode::BAD_REQUEST);

    portal.base.clock.advance(std::time::Duration::from_mins(9));
    let there = adds(&mut browser).await;
    portal.base.clock.advance(std::time::Duration::from_mins(2));
    let got = browser.get(&format!("/auth/callback/sag?{}", second.authorize(&there))).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    assert_eq!(last(&portal).await, "signin-refused link-stale");

    // Signed out meanwhile: there is nothing to add it to, and nobody is signed in by it.
    browser.sign_in("/fr/sign-in/sfid").await;
    let there = adds(&mut browser).await;
    browser.cookies.remove("session");
    let got = browser.get(&format!("/auth/callback/sag?{}", second.authorize(&there))).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    assert!(browser.me().await.is_none());
    assert_eq!(portal.count("SELECT COUNT(*) FROM identity").await, 1);
}

#[tokio::test]
async fn roles_stay_with_the_issuer_that_gives_them() {
    let (portal, second) = Portal::with_second("").await;
    portal.provider.say("roles", json!("portal-admin"));
    second.say("roles", json!("portal-admin"));
    let mut browser = portal.browser();
    browser.sign_in("/fr/sign-in/sfid").await;
    let there = adds(&mut browser).await;
    browser.get(&format!("/auth/callback/sag?{}", second.authorize(&there))).await;
    assert_eq!(browser.get("/fr/admin").await.status, StatusCode::OK);

    let mut browser = portal.browser();
    signs_in_at(&mut browser, &second, "/fr/sign-in/sag").await;
    assert_eq!(accounts(&portal).await, 1);
    assert_eq!(browser.get("/fr/admin").await.status, StatusCode::FORBIDDEN);
}
