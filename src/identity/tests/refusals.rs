//! Every answer that must not open a session, each refused for its own reason.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::portal::Portal;
use crate::clock::Micros;
use crate::config::IssuerState;
use crate::text::Locale;

/// The reason of the last refusal; no session may have come of it.
async fn refused(portal: &Portal) -> String {
    assert_eq!(portal.count("SELECT COUNT(*) FROM session").await, 0);
    let log = portal.log().await;
    log.last().unwrap().strip_prefix("signin-refused ").expect("a refusal is logged").to_owned()
}

#[tokio::test]
async fn an_answer_is_taken_once() {
    let portal = Portal::open().await;
    let mut browser = portal.browser();
    let answer = portal.provider.authorize(&browser.leave("/en/sign-in").await);
    let callback = format!("/auth/callback/sfid?{answer}");
    assert_eq!(browser.get(&callback).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get(&callback).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(portal.log().await.last().unwrap(), "signin-refused flow-unknown");
    assert!(browser.me().await.is_some(), "the session that the first one opened goes on");
}

#[tokio::test]
async fn an_answer_fits_the_sign_in_it_belongs_to() {
    let portal = Portal::open().await;
    let mut browser = portal.browser();
    let there = browser.leave("/en/sign-in?return_to=%2Frequests").await;
    let answer = portal.provider.authorize(&there);

    let got = browser.get("/auth/callback/sfid?code=a&state=forged").await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    assert_eq!(refused(&portal).await, "flow-unknown");

    let got = portal.browser().get(&format!("/auth/callback/sfid?{answer}")).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    assert_eq!(refused(&portal).await, "flow-other-browser");

    let there = browser.leave("/en/sign-in").await;
    portal.base.clock.advance(Duration::from_mins(11));
    browser.get(&format!("/auth/callback/sfid?{}", portal.provider.authorize(&there))).await;
    assert_eq!(refused(&portal).await, "flow-expired");

    browser.get("/auth/callback/sfid?code=a&code=b&state=c").await;
    assert_eq!(refused(&portal).await, "answer-malformed");
    assert_eq!(browser.get("/auth/callback/nobody?code=a&state=c").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_answer_names_its_issuer() {
    let portal = Portal::open().await;
    let mut browser = portal.browser();
    for issuer in ["", "&iss=https%3A%2F%2Fevil.example", "&iss="] {
        let answer = portal.provider.authorize(&browser.leave("/fr/sign-in").await);
        let unnamed = answer.split("&iss=").next().unwrap();
        browser.get(&format!("/auth/callback/sfid?{unnamed}{issuer}")).await;
        assert_eq!(refused(&portal).await, "answer-issuer", "{issuer}");
    }
}

#[tokio::test]
async fn what_the_provider_refuses_is_said_in_our_words() {
    let portal = Portal::open().await;
    let mut browser = portal.browser();
    for (error, reason, status) in [
        ("access_denied", "cancelled", StatusCode::OK),
        ("temporarily_unavailable", "provider-resting", StatusCode::SERVICE_UNAVAILABLE),
        ("unmet_authentication_requirements", "provider-level", StatusCode::FORBIDDEN),
        ("%3Cscript%3E%0d%0a", "provider-error", StatusCode::BAD_REQUEST),
    ] {
        let there = browser.leave("/en/sign-in").await;
        let (state, issuer) = (super::asked(&there, "state"), &portal.provider.issuer);
        let query = format!("error={error}&error_description=%3Cscript%3E&state={state}&iss={issuer}");
        let got = browser.get(&format!("/auth/callback/sfid?{query}")).await;
        assert_eq!((got.status, got.locale), (status, Some(Locale::En)));
        assert_eq!(refused(&portal).await, reason);
    }
    let there = browser.leave("/en/sign-in").await;
    let (state, issuer) = (super::asked(&there, "state"), &portal.provider.issuer);
    browser.get(&format!("/auth/callback/sfid?code=unknown&state={state}&iss={issuer}")).await;
    assert_eq!(refused(&portal).await, "code-refused");
}

#[tokio::test]
async fn every_lie_in_the_id_token_is_found() {
    type Lie = fn(&mut Map<String, Value>, Micros);
    fn set(claims: &mut Map<String, Value>, name: &str, value: Value) {
        claims.insert(name.to_owned(), value);
    }
    fn seconds(at: Micros) -> Value {
        json!(at.seconds())
    }
    let lies: [(&str, Lie); 24] = [
        ("id-token-nonce", |c, _| set(c, "nonce", json!("another"))),
        ("id-token-nonce", |c, _| drop(c.remove("nonce"))),
        ("id-token-issuer", |c, _| set(c, "iss", json!("https://evil.example"))),
        ("id-token-issuer", |c, _| set(c, "iss", json!(format!("{}/", c["iss"].as_str().unwrap())))),
        ("id-token-audience", |c, _| set(c, "aud", json!("someone"))),
        ("id-token-audience", |c, _| set(c, "aud", json!(["parvis", "someone"]))),
        ("id-token-azp", |c, _| set(c, "azp", json!("someone"))),
        ("id-token-expired", |c, now| set(c, "exp", seconds(now.before(Duration::from_secs(31))))),
        ("id-token-iat", |c, now| set(c, "iat", seconds(now.after(Duration::from_mins(1))))),
        ("id-token-iat", |c, now| set(c, "iat", seconds(now.before(Duration::from_mins(11))))),
        ("id-token-nbf", |c, now| set(c, "nbf", seconds(now.after(Duration::from_mins(1))))),
        ("id-token-nbf", |c, _| set(c, "nbf", json!("soon"))),
        ("id-token-at-hash", |c, _| set(c, "at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA"))),
        ("id-token-auth-time", |c, now| set(c, "auth_time", seconds(now.before(Duration::from_hours(13))))),
        ("id-token-auth-time", |c, now| set(c, "auth_time", seconds(now.after(Duration::from_mins(1))))),
        ("id-token-auth-time", |c, _| drop(c.remove("auth_time"))),
        ("id-token-acr", |c, _| set(c, "acr", json!("loa:0"))),
        ("id-token-acr", |c, _| drop(c.remove("acr"))),
        ("id-token-subject", |c, _| set(c, "sub", json!("x".repeat(256)))),
        ("id-token-subject", |c, _| set(c, "sub", json!(""))),
        ("token-answer", |c, _| drop(c.remove("sub"))),
        ("token-answer", |c, _| drop(c.remove("exp"))),
        ("token-answer", |c, _| drop(c.remove("iat"))),
        ("userinfo-subject", |c, _| set(c, "sub", json!("not the one of userinfo"))),
    ];
    let portal = Portal::open().await;
    for (place, (reason, lie)) in lies.into_iter().enumerate() {
        portal.provider.lie(lie);
        let got = portal.browser().sign_in("/fr/sign-in").await;
        assert_ne!(got.status, StatusCode::SEE_OTHER, "lie {place}: {reason}");
        assert_eq!(refused(&portal).await, reason, "lie {place}");
    }
    portal.provider.lie(|_, _| {});
    assert_eq!(portal.browser().sign_in("/fr/sign-in").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn userinfo_speaks_of_the_same_person_and_cannot_overrule_the_token() {
    let portal = Portal::open().await;
    portal.provider.lie_in_userinfo(|claims, _| drop(claims.insert("sub".into(), json!("another"))));
    portal.browser().sign_in("/fr/sign-in").await;
    assert_eq!(refused(&portal).await, "userinfo-subject");

    portal.provider.lie_in_userinfo(|claims, _| {
        claims.insert("name".into(), json!("Someone Else"));
        claims.insert("roles".into(), json!("portal-admin"));
    });
    let mut browser = portal.browser();
    browser.sign_in("/fr/sign-in").await;
    assert_eq!(browser.me().await.unwrap()["name"], "Amélie Tremblay");
    assert_eq!(browser.get("/fr/admin").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_signature_we_did_not_allow_is_none() {
    let portal = Portal::open().await;
    portal.provider.sign_with_secret();
    portal.browser().sign_in("/fr/sign-in").await;
    assert_eq!(refused(&portal).await, "id-token-algorithm");
}

#[tokio::test]
async fn new_keys_are_fetched_once_and_not_at_a_forgers_will() {
    let portal = Portal::open().await;
    portal.browser().leave("/fr/sign-in").await;
    assert_eq!(portal.provider.fetches(), 1);

    // Keys that nobody published: asked for once, then the issuer is left alone.
    portal.provider.rotate(false);
    portal.base.clock.advance(Duration::from_secs(31));
    for _ in 0..3 {
        portal.browser().sign_in("/fr/sign-in").await;
        assert_eq!(refused(&portal).await, "id-token-key");
    }
    assert_eq!(portal.provider.fetches(), 2);

    portal.provider.rotate(true);
    portal.base.clock.advance(Duration::from_secs(31));
    assert_eq!(portal.browser().sign_in("/fr/sign-in").await.status, StatusCode::SEE_OTHER);
    assert_eq!(portal.provider.fetches(), 3);
}

#[tokio::test]
async fn a_provider_that_is_down_is_told_of_and_its_last_word_serves() {
    let portal = Portal::open().await;
    portal.provider.answer(false);
    let got = portal.browser().get("/fr/sign-in").await;
    assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused(&portal).await, "provider-unreachable");

    portal.provider.answer(true);
    portal.base.clock.advance(Duration::from_secs(6));
    portal.browser().leave("/fr/sign-in").await;
    portal.provider.answer(false);
    portal.base.clock.advance(Duration::from_hours(2));
    portal.browser().leave("/fr/sign-in").await;
}

#[tokio::test]
async fn an_issuer_that_goes_keeps_its_people_and_takes_no_new_ones() {
    let mut portal = Portal::open().await;
    portal.browser().sign_in("/fr/sign-in").await;
    portal.turn(IssuerState::Sunset);
    assert_eq!(portal.browser().sign_in("/fr/sign-in").await.status, StatusCode::SEE_OTHER);
    portal.provider.say("sub", json!("someone new"));
    assert_eq!(portal.browser().sign_in("/fr/sign-in").await.status, StatusCode::FORBIDDEN);
    assert_eq!(portal.log().await.last().unwrap(), "signin-refused issuer-sunset");
}

#[tokio::test]
async fn a_closed_issuer_lets_nobody_in() {
    let closed = r#"
        [issuer.old]
        url = "https://old.example"
        client_id = "parvis"
        client_secret = "s"
        state = "closed"
        label = { fr = "Ancien", en = "Old" }"#;
    let portal = Portal::with(closed).await;
    assert_eq!(portal.browser().get("/fr/sign-in/old").await.status, StatusCode::FORBIDDEN);
    assert_eq!(refused(&portal).await, "issuer-closed");
    // A sign-in begun with one issuer is not answered by another (mix-up).
    let mut browser = portal.browser();
    let answer = portal.provider.authorize(&browser.leave("/fr/sign-in/sfid").await);
    browser.get(&format!("/auth/callback/old?{answer}")).await;
    assert_eq!(refused(&portal).await, "flow-other-issuer");
}
