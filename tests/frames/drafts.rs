//! What an element keeps: sealed, its person's alone, told in their copy, gone in time.

use std::time::Duration;

use parvis::text::Locale;
use parvis::tiles::files::hex;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::{Browser, Database, Portal};
use crate::{TILE, at_the_app, capability, journeys};

journeys!(a_draft_is_its_persons, it_ends);

async fn send(browser: &Browser, method: Method, body: Option<Value>) -> Response {
    let path = format!("/api/v1/tiles/{TILE}/draft");
    let request = browser.request(method, &path).header("parvis-capability", capability(browser).await);
    let request = match body {
        Some(body) => request.header("content-type", "application/json").body(body.to_string()),
        None => request,
    };
    request.send().await.unwrap()
}

async fn read(browser: &Browser) -> Value {
    let answer = send(browser, Method::GET, None).await;
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

async fn a_draft_is_its_persons(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = at_the_app(&portal, "amelie", Locale::Fr).await;
    let connor = at_the_app(&portal, "connor", Locale::En).await;
    assert_eq!(read(&amelie).await, Value::Null);
    let kept = json!({ "slot": "slot-1", "note": "J’arrive en fauteuil roulant." });
    for draft in [json!({ "slot": "slot-0" }), kept.clone()] {
        assert_eq!(send(&amelie, Method::PUT, Some(draft)).await.status(), 204);
    }
    assert_eq!(read(&amelie).await, kept);
    assert_eq!(read(&connor).await, Value::Null, "everyone has their own");
    assert_eq!(portal.count("app_draft").await, 1);
    let sqlite = portal.database_url.starts_with("sqlite:");
    let sealed = if sqlite { "lower(hex(content))" } else { "encode(content, 'hex')" };
    let sealed = portal.text(&format!("SELECT {sealed} FROM app_draft")).await;
    let plain = hex(b"fauteuil");
    assert!(sealed.len() > 80 && !sealed.contains(&plain), "{sealed}");
    let events = portal.events_of("app-draft-saved").await;
    assert_eq!((events.len(), events[0].field("tile").as_str()), (2, TILE));

    let mine = capability(&amelie).await;
    amelie.open("/account/data.json").await;
    let copy: Value = serde_json::from_str(&amelie.page().body).unwrap();
    assert_eq!(copy["app_drafts"][0]["content"], kept);

    let path = format!("/api/v1/tiles/{TILE}/draft");
    amelie.open(&format!("/services/{TILE}/app")).await;
    let bare = amelie.request(Method::PUT, &path).body("{}").send().await.unwrap();
    assert_eq!(bare.status(), 403, "a form of another site cannot bring the capability");
    let with_hers = connor.request(Method::GET, &path).header("parvis-capability", &mine);
    assert_eq!(with_hers.send().await.unwrap().status(), 403, "it is her session's alone");
    let stranger = portal.browser(Locale::Fr).request(Method::GET, &path).header("parvis-capability", &mine);
    assert_eq!(stranger.send().await.unwrap().status(), 401);
    assert_eq!(send(&amelie, Method::PUT, Some(json!("x".repeat(70_000)))).await.status(), 413);
    let broken = amelie.request(Method::PUT, &path).header("parvis-capability", &mine).body("{");
    assert_eq!(broken.send().await.unwrap().status(), 400);
    assert_eq!(read(&amelie).await, kept, "what was refused changed nothing");

    for _ in 0..2 {
        assert_eq!(send(&amelie, Method::PUT, Some(Value::Null)).await.status(), 204);
    }
    assert_eq!(portal.events_of("app-draft-deleted").await.len(), 1);
    assert_eq!(portal.count("app_draft").await, 0);
    portal.stop().await;
}

async fn it_ends(database: Database) {
    let portal = Portal::start(database).await;
    let amelie = at_the_app(&portal, "amelie", Locale::Fr).await;
    assert_eq!(send(&amelie, Method::PUT, Some(json!({ "note": "à moi" }))).await.status(), 204);
    portal.clock.advance(Duration::from_hours(24 * 30 + 1));
    let again = at_the_app(&portal, "amelie", Locale::Fr).await;
    assert_eq!(read(&again).await, Value::Null, "nobody reads what should be gone");
    portal.app.frames().clear_expired().await.unwrap();
    assert_eq!(portal.count("app_draft").await, 0);
    portal.stop().await;
}
