//! How sessions go on and end, and what is kept meanwhile.

use std::time::Duration;

use axum::http::{HeaderMap, StatusCode, header};

use super::portal::{Browser, Portal, asked};
use crate::identity::{clear_expired, kept};
use crate::web::Form;
use crate::web::Trace;

const MINUTE: Duration = Duration::from_mins(1);

async fn signed_in(portal: &Portal) -> Browser<'_> {
    let mut browser = portal.browser();
    browser.sign_in("/fr/sign-in").await;
    browser
}

#[tokio::test]
async fn signing_out_ends_the_session_here_before_the_one_there() {
    let portal = Portal::open().await;
    let mut browser = signed_in(&portal).await;
    assert_eq!(browser.post("/en/sign-out", "csrf=forged").await.status, StatusCode::FORBIDDEN);
    let me = browser.me().await.unwrap();
    let cookie = browser.cookies["session"].clone();

    let got = browser.post("/en/sign-out", &format!("csrf={}", me["csrf"].as_str().unwrap())).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    let there = got.location.parse().unwrap();
    assert!(got.location.starts_with(&format!("{}/logout?", portal.provider.issuer)));
    assert_eq!(asked(&there, "id_token_hint").split('.').count(), 3);
    assert_eq!(asked(&there, "client_id"), "parvis");
    assert_eq!(asked(&there, "post_logout_redirect_uri"), "http://localhost:8080/auth/logged-out");
    assert_eq!(asked(&there, "ui_locales"), "en-CA");
    let state = asked(&there, "state");

    assert!(!browser.cookies.contains_key("session"));
    browser.cookies.insert("session".into(), cookie);
    assert!(browser.me().await.is_none(), "the session is gone, not only its cookie");
    assert_eq!(browser.get(&format!("/auth/logged-out?state={state}")).await.location, "/en/signed-out");
    assert_eq!(browser.get("/auth/logged-out?state=//evil").await.location, "/fr/signed-out");
    assert_eq!(browser.get("/en/signed-out").await.status, StatusCode::OK);
    assert_eq!(portal.log().await.last().unwrap(), "session-ended signed_out");
    assert_eq!(browser.post("/en/sign-out", "").await.location, "/en/signed-out");
}

#[tokio::test]
async fn a_provider_that_is_down_keeps_nobody_signed_in() {
    let portal = Portal::open().await;
    let mut browser = signed_in(&portal).await;
    let me = browser.me().await.unwrap();
    portal.provider.answer(false);
    browser.post("/fr/sign-out", &format!("csrf={}", me["csrf"].as_str().unwrap())).await;
    assert_eq!(portal.count("SELECT COUNT(*) FROM session").await, 0);
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_a_request() {
    let portal = Portal::open().await;
    let mut browser = signed_in(&portal).await;
    let until = browser.me().await.unwrap()["ends"].as_i64().unwrap();
    portal.base.clock.advance(MINUTE / 2);
    assert_eq!(browser.me().await.unwrap()["ends"], until, "not every request is written down");
    for _ in 0..3 {
        portal.base.clock.advance(MINUTE * 29);
        assert!(browser.me().await.is_some());
    }
    portal.base.clock.advance(MINUTE * 30);
    let got = browser.get("/fr/me").await;
    assert_eq!(got.status, StatusCode::UNAUTHORIZED);
    assert_eq!(got.set_cookies, ["session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"]);

    clear_expired(&portal.identity).await.unwrap();
    clear_expired(&portal.identity).await.unwrap();
    assert_eq!(portal.log().await[2..], ["session-ended idle"]);
    assert_eq!(portal.count("SELECT COUNT(*) FROM session").await, 0);
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_in_any_case() {
    let portal = Portal::open().await;
    let mut browser = signed_in(&portal).await;
    for _ in 0..35 {
        portal.base.clock.advance(MINUTE * 20);
        assert!(browser.me().await.is_some());
    }
    portal.base.clock.advance(MINUTE * 20);
    assert!(browser.me().await.is_none());
    clear_expired(&portal.identity).await.unwrap();
    assert_eq!(portal.log().await[2..], ["session-ended expired"]);
}

#[tokio::test]
async fn what_nobody_came_back_for_is_cleared() {
    let portal = Portal::open().await;
    portal.browser().leave("/fr/sign-in").await;
    let trace = Trace("0123456789abcdef".into());
    kept::keep(&portal.identity, &trace, "/a", &form(&[])).await.unwrap();
    portal.base.clock.advance(MINUTE * 9);
    clear_expired(&portal.identity).await.unwrap();
    assert_eq!(portal.count("SELECT COUNT(*) FROM sign_in").await, 1);
    portal.base.clock.advance(MINUTE * 22);
    clear_expired(&portal.identity).await.unwrap();
    assert_eq!(portal.count("SELECT COUNT(*) FROM sign_in").await, 0);
    assert_eq!(portal.count("SELECT COUNT(*) FROM kept_form").await, 0);
}

#[tokio::test]
async fn what_was_typed_is_given_back_once_on_its_own_page() {
    let portal = Portal::open().await;
    let (identity, trace) = (&portal.identity, Trace("0123456789abcdef".into()));
    let fields = [("name".to_owned(), "Bélanger\r\n<b>".to_owned()), ("name".to_owned(), String::new())];
    let set = kept::keep(identity, &trace, "/requests/7K3M/form/who", &form(&fields)).await.unwrap();
    let mut headers = HeaderMap::new();
    headers.insert(header::COOKIE, set.split(';').next().unwrap().parse().unwrap());

    assert_eq!(kept::take(identity, &HeaderMap::new(), "/requests/7K3M/form/who").await.unwrap(), None);
    assert_eq!(kept::take(identity, &headers, "/requests/7K3M/form/what").await.unwrap(), None);
    let taken = kept::take(identity, &headers, "/requests/7K3M/form/who").await.unwrap();
    assert_eq!(taken.as_deref(), Some(fields.as_slice()));
    assert_eq!(kept::take(identity, &headers, "/requests/7K3M/form/who").await.unwrap(), None);
    assert_eq!(portal.log().await, ["form-kept /requests/7K3M/form/who"]);

    let set = kept::keep(identity, &trace, "/a", &form(&fields)).await.unwrap();
    headers.insert(header::COOKIE, set.split(';').next().unwrap().parse().unwrap());
    portal.base.clock.advance(MINUTE * 31);
    assert_eq!(kept::take(identity, &headers, "/a").await.unwrap(), None);
    let endless = [("name".to_owned(), "x".repeat(256 * 1024))];
    assert!(kept::keep(identity, &trace, "/a", &form(&endless)).await.is_err());
}

fn form(fields: &[(String, String)]) -> Form {
    Form::of(fields.to_vec())
}
