//! What issuers and their portals say to ours by themselves: sessions are over, a sign-in begins.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use serde_json::{Map, Value, json};

use super::portal::{Browser, Got, Portal, asked};
use crate::identity::clear_expired;

const ADDRESS: &str = "/auth/backchannel-logout";
const FORM: &str = "application/x-www-form-urlencoded";

async fn signed_in<'p>(portal: &'p Portal, sid: &'static str) -> Browser<'p> {
    portal.provider.lie(move |claims, _| drop(claims.insert("sid".into(), json!(sid))));
    let mut browser = portal.browser();
    assert_eq!(browser.sign_in("/fr/sign-in").await.status, StatusCode::SEE_OTHER);
    browser
}

async fn call(portal: &Portal, request: Request) -> Got {
    portal.browser().send(request).await
}

async fn says(portal: &Portal, token: &str) -> Got {
    let body: String =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", token).finish();
    let request = Request::post(ADDRESS).header(header::CONTENT_TYPE, FORM);
    call(portal, request.body(Body::from(body)).unwrap()).await
}

async fn last(portal: &Portal) -> String {
    portal.log().await.pop().unwrap()
}

#[tokio::test]
async fn an_issuer_ends_one_session_or_all_of_a_person() {
    let portal = Portal::open().await;
    let mut one = signed_in(&portal, "one").await;
    let mut two = signed_in(&portal, "two").await;
    let token = portal.provider.logout_token(|claims, _| drop(claims.insert("sid".into(), json!("one"))));
    let got = says(&portal, &token).await;
    assert_eq!((got.status, got.cache_control.as_str()), (StatusCode::OK, "no-store"));
    assert!(one.me().await.is_none());
    assert!(two.me().await.is_some(), "the other session is another's at the issuer");
    assert_eq!(portal.log().await.iter().filter(|line| *line == "session-ended issuer").count(), 1);

    assert_eq!(says(&portal, &token).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(last(&portal).await, "logout-refused logout-token-replayed");

    let token = portal.provider.logout_token(|claims, _| drop(claims.remove("sid")));
    assert_eq!(says(&portal, &token).await.status, StatusCode::OK);
    assert!(two.me().await.is_none());

    // Nobody is there any more: that is not an error, and the name of a token is not kept for ever.
    let token = portal.provider.logout_token(|_, _| {});
    assert_eq!(says(&portal, &token).await.status, StatusCode::OK);
    assert_eq!(portal.count("SELECT COUNT(*) FROM logout_token").await, 3);
    portal.base.clock.advance(std::time::Duration::from_mins(10));
    clear_expired(&portal.identity).await.unwrap();
    assert_eq!(portal.count("SELECT COUNT(*) FROM logout_token").await, 0);
}

#[tokio::test]
async fn what_is_no_logout_ends_nothing() {
    type Lie = fn(&mut Map<String, Value>);
    let lies: [(&str, Lie); 5] = [
        ("issuer-unknown", |c| drop(c.insert("iss".into(), json!("https://evil.example")))),
        ("logout-token-audience", |c| drop(c.insert("aud".into(), json!("someone")))),
        ("logout-token-event", |c| drop(c.remove("events"))),
        ("logout-token-nonce", |c| drop(c.insert("nonce".into(), json!("n")))),
        ("logout-token-jti", |c| drop(c.remove("jti"))),
    ];
    let portal = Portal::open().await;
    let mut browser = signed_in(&portal, "one").await;
    for (reason, lie) in lies {
        let token = portal.provider.logout_token(move |claims, _| lie(claims));
        let got = says(&portal, &token).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{reason}");
        assert_eq!(got.body["error"], "invalid_request");
        assert_eq!(got.cache_control, "no-store");
        assert_eq!(last(&portal).await, format!("logout-refused {reason}"));
    }
    for (method, kind, body, status) in [
        ("POST", "application/json", "{}".to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("POST", FORM, format!("logout_token={}", "x".repeat(16 * 1024)), StatusCode::PAYLOAD_TOO_LARGE),
        ("POST", FORM, "logout_token=a&logout_token=b".to_owned(), StatusCode::BAD_REQUEST),
        ("POST", FORM, String::new(), StatusCode::BAD_REQUEST),
        ("POST", FORM, "logout_token=a.b.c".to_owned(), StatusCode::BAD_REQUEST),
        ("GET", FORM, String::new(), StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let request = Request::builder().method(method).uri(ADDRESS).header(header::CONTENT_TYPE, kind);
        let got = call(&portal, request.body(Body::from(body)).unwrap()).await;
        assert_eq!(got.status, status, "{method} {kind}");
    }
    assert!(browser.me().await.is_some(), "the session lives on");
}

#[tokio::test]
async fn another_site_begins_a_sign_in_with_one_of_ours_that_ends_on_a_page_of_ours() {
    let portal = Portal::open().await;
    let issuer = portal.provider.issuer.clone();
    let begin = |target: &str, hint: &str| {
        let pairs = [("iss", issuer.as_str()), ("target_link_uri", target), ("login_hint", hint)];
        let query: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("/auth/initiate?{query}")
    };
    for (target, page) in [
        ("http://localhost:8080/en/requests?a=1", "/en/requests?a=1"),
        ("http://localhost:8080/fr", "/fr"),
        ("https://evil.example/en/requests", "/fr"),
        ("http://localhost:8080//evil.example", "/fr"),
        ("http://localhost:8080/fr//evil.example", "/fr"),
        ("//evil.example", "/fr"),
        ("javascript:alert(1)", "/fr"),
    ] {
        let mut browser = portal.browser();
        let there = browser.leave(&begin(target, "amelie")).await;
        assert_eq!(asked(&there, "login_hint"), "amelie");
        let got = browser.get(&format!("/auth/callback/sfid?{}", portal.provider.authorize(&there))).await;
        assert_eq!(got.location, page, "{target}");
        // A session that is there stays as it is.
        let before = browser.cookies.clone();
        let got = browser.get(&begin(target, "someone else")).await;
        assert_eq!(got.location, page, "{target}");
        assert_eq!(browser.cookies, before);
    }
    let mut browser = portal.browser();
    for hint in ["", "a\nb", &"x".repeat(256)] {
        let there = browser.leave(&begin("", hint)).await;
        assert_eq!(asked(&there, "login_hint"), "", "{hint:?}");
    }
    let unknown = browser.get("/auth/initiate?iss=https%3A%2F%2Fevil.example").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let posted = browser.post("/auth/initiate", "iss=a&login_hint=amelie&target_link_uri=b").await;
    assert_eq!(posted.location, "/auth/initiate?iss=a&target_link_uri=b");
}

#[tokio::test]
async fn a_browser_has_five_sign_ins_under_way() {
    let portal = Portal::open().await;
    let mut browser = portal.browser();
    let mut left = Vec::new();
    for _ in 0..7 {
        portal.base.clock.advance(std::time::Duration::from_secs(1));
        left.push(browser.leave("/fr/sign-in").await);
    }
    assert_eq!(portal.count("SELECT COUNT(*) FROM sign_in").await, 5);
    let oldest = portal.provider.authorize(&left[1]);
    let got = browser.get(&format!("/auth/callback/sfid?{oldest}")).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    let kept = portal.provider.authorize(&left[2]);
    let got = browser.get(&format!("/auth/callback/sfid?{kept}")).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
}
