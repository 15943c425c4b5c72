//! Tokens change in use, and old ones betray who copied them.

use std::time::Duration;

use axum::http::StatusCode;

use super::portal::{Browser, Portal};
use crate::act::Actor;
use crate::id::SessionId;
use crate::identity::store::sessions::Which;

const MINUTE: Duration = Duration::from_mins(1);
const SECOND: Duration = Duration::from_secs(1);

async fn signed_in(portal: &Portal) -> Browser<'_> {
    let mut browser = portal.browser();
    browser.sign_in("/fr/sign-in").await;
    browser
}

fn token(browser: &Browser<'_>) -> String {
    browser.cookies["session"].clone()
}

/// Another browser with that cookie.
fn with<'p>(portal: &'p Portal, token: &str) -> Browser<'p> {
    let mut browser = portal.browser();
    browser.cookies.insert("session".into(), token.into());
    browser
}

async fn session_id(portal: &Portal) -> SessionId {
    let mut db = portal.base.db.read().await.unwrap();
    crate::on!(&mut db, |c| sqlx::query_scalar("SELECT id FROM session").fetch_one(c).await).unwrap()
}

#[tokio::test]
async fn a_token_changes_every_quarter_of_an_hour_of_use() {
    let portal = Portal::open().await;
    let mut browser = signed_in(&portal).await;
    let (first, me) = (token(&browser), browser.me().await.unwrap());
    portal.base.clock.advance(MINUTE * 14);
    browser.me().await.unwrap();
    assert_eq!(token(&browser), first);
    portal.base.clock.advance(MINUTE);
    let after = browser.me().await.unwrap();
    assert_ne!(token(&browser), first);
    assert_eq!(after["csrf"], me["csrf"], "forms that are open go on working");
    assert_eq!(portal.count("SELECT COUNT(*) FROM session").await, 1);
    for _ in 0..3 {
        portal.base.clock.advance(MINUTE * 16);
        browser.me().await.unwrap();
    }
    assert_eq!(portal.count("SELECT COUNT(*) FROM spent_token").await, 4);
    assert_eq!(portal.log().await.len(), 2, "changing a token is no event");
}

#[tokio::test]
async fn an_error_page_carries_the_new_token() {
    let portal = Portal::open().await;
    let mut browser = signed_in(&portal).await;
    for (path, status) in [
        ("/fr/admin", StatusCode::FORBIDDEN),
        ("/fr/nothing", StatusCode::NOT_FOUND),
        ("/fr/sign-in", StatusCode::SEE_OTHER),
    ] {
        let before = token(&browser);
        portal.base.clock.advance(MINUTE * 15);
        assert_eq!(browser.get(path).await.status, status);
        assert_ne!(token(&browser), before, "{path}");
    }
    assert!(browser.me().await.is_some());
}

#[tokio::test]
async fn requests_that_meet_the_change_all_succeed() {
    let portal = Portal::open().await;
    let browser = signed_in(&portal).await;
    portal.base.clock.advance(MINUTE * 15);
    let asks = (0..8).map(|_| async {
        let mut tab = with(&portal, &token(&browser));
        let got = tab.get("/fr/me").await;
        (got.status, got.set_cookies.len())
    });
    let got = futures_util::future::join_all(asks).await;
    assert!(got.iter().all(|(status, _)| *status == StatusCode::OK), "{got:?}");
    assert_eq!(got.iter().map(|(_, cookies)| cookies).sum::<usize>(), 1, "one wins: {got:?}");
}

#[tokio::test]
async fn an_old_token_is_good_for_half_a_minute_and_then_ends_the_session() {
    let portal = Portal::open().await;
    let mut browser = signed_in(&portal).await;
    let old = token(&browser);
    portal.base.clock.advance(MINUTE * 15);
    browser.me().await.unwrap();
    browser.me().await.unwrap();
    portal.base.clock.advance(SECOND * 29);
    assert!(with(&portal, &old).me().await.is_some(), "it was on its way");
    portal.base.clock.advance(SECOND);

    let mut thief = with(&portal, &old);
    let got = thief.get("/fr/me").await;
    assert_eq!(got.status, StatusCode::UNAUTHORIZED);
    assert_eq!(portal.log().await[2..], ["session-ended stolen", "message-sent"]);
    assert_eq!(portal.count("SELECT COUNT(*) FROM session").await, 0);
    assert_eq!(portal.count("SELECT COUNT(*) FROM message").await, 1);

    // Its person is told on the next page they open, once; what they were sending goes its way.
    let me = browser.post("/fr/sign-out", "").await;
    assert_eq!(me.location, "/fr/signed-out");
    assert!(browser.cookies.contains_key("session"));
    assert_eq!(browser.get("/fr/signed-out").await.status, StatusCode::UNAUTHORIZED);
    assert!(!browser.cookies.contains_key("session"));
    assert_eq!(browser.get("/fr/signed-out").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_answer_that_is_lost_costs_nobody_their_session() {
    let portal = Portal::open().await;
    let mut browser = signed_in(&portal).await;
    let old = token(&browser);
    portal.base.clock.advance(MINUTE * 15);
    // The answer with the new token never arrives.
    let lost = with(&portal, &old).get("/fr/me").await.set_cookies;
    assert_eq!(lost.len(), 1);
    assert!(browser.get("/fr/me").await.set_cookies.is_empty(), "it may still be on its way");
    portal.base.clock.advance(MINUTE * 5);
    assert!(browser.me().await.is_some());
    let anew = token(&browser);
    assert_ne!(anew, old);
    assert!(browser.me().await.is_some());
    assert_eq!(token(&browser), anew);
    portal.base.clock.advance(MINUTE);
    let never_arrived = lost[0].split(['=', ';']).nth(1).unwrap();
    assert!(with(&portal, never_arrived).me().await.is_none(), "who has it now took it on its way");
    assert!(browser.me().await.is_none());
}

#[tokio::test]
async fn a_page_that_asks_by_itself_changes_no_token() {
    let portal = Portal::open().await;
    let mut browser = signed_in(&portal).await;
    let (until, before) = (browser.me().await.unwrap()["ends"].clone(), token(&browser));
    portal.base.clock.advance(MINUTE * 16);
    let got = browser.refresh("/fr/me").await;
    assert_eq!((&got.body["ends"], token(&browser)), (&until, before));
}

#[tokio::test]
async fn a_cookie_that_comes_twice_is_refused() {
    let portal = Portal::open().await;
    let browser = signed_in(&portal).await;
    let own = token(&browser);
    for planted in ["planted", own.as_str()] {
        let mut browser = with(&portal, &own);
        browser.cookies.insert("session ".into(), planted.into());
        assert_eq!(browser.get("/fr/me").await.status, StatusCode::BAD_REQUEST, "{planted}");
    }
    let mut browser = with(&portal, &own);
    for name in ["__Host-session", "Session", "__host-session"] {
        browser.cookies.insert(name.into(), "planted".into());
    }
    assert!(browser.me().await.is_some(), "cookies of other names are nothing to us");
}

#[tokio::test]
async fn ten_sessions_live_at_once_and_the_oldest_ends() {
    let portal = Portal::open().await;
    let mut browsers = Vec::new();
    for _ in 0..12 {
        browsers.push(signed_in(&portal).await);
    }
    assert_eq!(portal.count("SELECT COUNT(*) FROM session").await, 10);
    let mut alive = Vec::new();
    for browser in &mut browsers {
        alive.push(browser.me().await.is_some());
    }
    assert_eq!(alive, [vec![false; 2], vec![true; 10]].concat());
    assert_eq!(portal.log().await.iter().filter(|line| *line == "session-ended too_many").count(), 2);
    assert_eq!(portal.count("SELECT COUNT(*) FROM message").await, 2);
}

#[tokio::test]
async fn a_browser_never_seen_before_is_told_of() {
    let portal = Portal::open().await;
    for (agent, messages) in
        [("Firefox/140.0", 0), ("Firefox/141.0", 0), ("Chrome/140.0", 1), ("Firefox/142.0", 1)]
    {
        let mut browser = portal.browser();
        browser.agent = agent;
        browser.sign_in("/fr/sign-in").await;
        assert_eq!(portal.count("SELECT COUNT(*) FROM message").await, messages, "{agent}");
    }
}

#[tokio::test]
async fn a_session_that_ends_elsewhere_ends_here_at_once() {
    let portal = Portal::open().await;
    let mut browser = signed_in(&portal).await;
    assert!(browser.me().await.is_some(), "it is remembered from here on");
    let id = session_id(&portal).await;
    let ended = portal.identity.end_only(Actor::system(), Which::One(id), "revoked").await.unwrap();
    assert_eq!(ended, 1);
    assert!(browser.me().await.is_none());
    assert_eq!(portal.identity.end_only(Actor::system(), Which::One(id), "revoked").await.unwrap(), 0);
    assert_eq!(portal.log().await[2..], ["session-ended revoked"]);
}
