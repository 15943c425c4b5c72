//! Journeys through the door, against a provider that can lie. `PARVIS_TEST_POSTGRES` names a
//! PostgreSQL server to run them on instead of SQLite.

mod client;
mod linking;
mod logout;
mod logout_tokens;
mod portal;
mod provider;
mod refusals;
mod sessions;
mod tokens;

use axum::http::StatusCode;
use serde_json::json;

use super::contact;
use crate::id::AccountId;
use crate::text::Locale;
use portal::{Portal, asked};

#[tokio::test]
async fn a_person_signs_in_and_goes_on_where_they_wanted() {
    let portal = Portal::open().await;
    let mut browser = portal.browser();
    let there = browser.leave("/en/sign-in?return_to=%2Frequests%3Fa%3D1").await;

    assert!(there.as_str().starts_with(&format!("{}/authorize?", portal.provider.issuer)));
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "parvis"),
        ("redirect_uri", "http://localhost:8080/auth/callback/sfid"),
        ("scope", "openid profile email"),
        ("code_challenge_method", "S256"),
        ("max_age", "43200"),
        ("ui_locales", "en-CA"),
    ] {
        assert_eq!(asked(&there, name), value, "{name}");
    }
    for secret in ["state", "nonce", "code_challenge"] {
        assert_eq!(asked(&there, secret).len(), 43, "{secret}");
    }

    let answer = portal.provider.authorize(&there);
    let got = browser.get(&format!("/auth/callback/sfid?{answer}")).await;
    assert_eq!((got.status, got.location.as_str()), (StatusCode::SEE_OTHER, "/en/requests?a=1"));
    let session = got.set_cookies.iter().find(|line| line.starts_with("session=")).unwrap();
    assert!(session.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{session}");

    let me = browser.me().await.unwrap();
    assert_eq!(me["name"], "Amélie Tremblay");
    assert_eq!(me["acr"], "loa:2");
    assert_eq!(me["claims"]["birthdate"], "1987-06-24");
    assert_eq!(browser.get("/fr/admin").await.status, StatusCode::FORBIDDEN);
    assert_eq!(portal.browser().get("/fr/me").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(portal.log().await, ["signin-started", "signin-succeeded true"]);
}

#[tokio::test]
async fn who_comes_back_finds_their_account() {
    let portal = Portal::open().await;
    let mut browser = portal.browser();
    browser.sign_in("/fr/sign-in").await;
    let first = browser.me().await.unwrap();
    let old = browser.cookies["session"].clone();

    portal.provider.say("roles", json!(["other", "portal-admin"]));
    browser.sign_in("/fr/sign-in/sfid").await;
    let second = browser.me().await.unwrap();
    assert_eq!(first["account"], second["account"]);
    assert_ne!(browser.cookies["session"], old);
    assert_eq!(browser.get("/fr/admin").await.status, StatusCode::OK);

    let mut thief = portal.browser();
    thief.cookies.insert("session".into(), old);
    assert!(thief.me().await.is_none());
    assert!(thief.cookies.is_empty(), "the cookie of an ended session is taken away");

    portal.provider.say("sub", json!("someone else"));
    portal.browser().sign_in("/fr/sign-in").await;
    assert_eq!(portal.count("SELECT COUNT(*) FROM account").await, 2);
    let log = portal.log().await;
    let ends = ["signin-started", "signin-succeeded false", "session-ended replaced", "signin-started"];
    assert_eq!(log[2..6], ends);
    assert_eq!(log[6], "signin-succeeded true");
}

#[tokio::test]
async fn only_an_address_that_is_vouched_for_is_written_to() {
    let portal = Portal::open().await;
    let mut browser = portal.browser();
    portal.provider.say("email_verified", json!(false));
    browser.sign_in("/fr/sign-in").await;
    let account: AccountId = browser.me().await.unwrap()["account"].as_str().unwrap().parse().unwrap();
    let reached = async || {
        let mut db = portal.base.db.read().await.unwrap();
        let contact = contact(&mut db, &portal.base.vault, account).await.unwrap().unwrap();
        (contact.email, contact.locale)
    };
    assert_eq!(reached().await.0, None);

    portal.provider.say("email_verified", json!(true));
    portal.provider.say("locale", json!("en-CA"));
    browser.sign_in("/fr/sign-in/sfid").await;
    let amelie = (Some("amelie@example.org".to_owned()), Locale::En);
    assert_eq!(reached().await, amelie);

    // An address that is no longer vouched for does not replace one that was.
    portal.provider.say("email", json!("other@example.org"));
    portal.provider.say("email_verified", json!(false));
    browser.sign_in("/fr/sign-in/sfid").await;
    assert_eq!(reached().await, amelie);
}

#[tokio::test]
async fn two_tabs_sign_in_side_by_side() {
    let portal = Portal::open().await;
    let mut browser = portal.browser();
    let first = browser.leave("/fr/sign-in?return_to=%2Fa").await;
    let second = browser.leave("/fr/sign-in?return_to=%2Fb").await;
    for (there, page) in [(first, "/fr/a"), (second, "/fr/b")] {
        let answer = portal.provider.authorize(&there);
        let got = browser.get(&format!("/auth/callback/sfid?{answer}")).await;
        assert_eq!(got.location, page);
    }
}

#[tokio::test]
async fn the_first_visit_through_two_doors_at_once_makes_one_account() {
    let portal = Portal::open().await;
    let (mut one, mut two) = (portal.browser(), portal.browser());
    let (one, two) = tokio::join!(one.sign_in("/fr/sign-in"), two.sign_in("/fr/sign-in"));
    assert_eq!([one.status, two.status], [StatusCode::SEE_OTHER; 2]);
    assert_eq!(portal.count("SELECT COUNT(*) FROM account").await, 1);
    assert_eq!(portal.count("SELECT COUNT(*) FROM session").await, 2);
}

#[tokio::test]
async fn the_choice_is_shown_when_there_is_one_to_make() {
    let portal = Portal::open().await;
    let mut browser = portal.browser();
    // What was kept of theirs, people are told before they leave.
    assert_eq!(browser.get("/fr/sign-in?return_to=%2Fa&kept=1").await.status, StatusCode::OK);
    browser.sign_in("/fr/sign-in").await;
    let got = browser.get("/fr/sign-in?return_to=%2Fa").await;
    assert_eq!((got.status, got.location.as_str()), (StatusCode::SEE_OTHER, "/fr/a"));
    assert_eq!(browser.get("/fr/sign-in/nobody").await.status, StatusCode::NOT_FOUND);

    let second = r#"
        [issuer.sag]
        url = "https://sag.example"
        client_id = "parvis"
        client_secret = "s"
        state = "active"
        label = { fr = "SAG", en = "SAG" }"#;
    let portal = Portal::with(second).await;
    assert_eq!(portal.browser().get("/fr/sign-in").await.status, StatusCode::OK);
    assert_eq!(portal.identity.choices(Locale::Fr).len(), 2);
}
