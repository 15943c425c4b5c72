//! Calls under a key: made once, whatever becomes of the page that made them.

use std::time::Duration;

use futures_util::future::join;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::{Database, eventually};
use crate::{Page, Stage, header, journeys, problem};

journeys!(a_call_is_made_once, what_got_no_answer_may_be_made_again, one_that_is_left_is_made_to_its_end);

async fn send(page: &Page, way: &str, key: &str, body: Value) -> Response {
    let call = page.call(Method::POST, &format!("send?path.way={way}"));
    call.header("idempotency-key", key).json(&body).send().await.unwrap()
}

async fn a_call_is_made_once(database: Database) {
    let stage = Stage::with_patience(database, 60_000).await;
    for _ in 0..3 {
        let answer = send(&stage.amelie, "good", "a", json!({ "slot": 1 })).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(header(&answer, "content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(header(&answer, "content-type"), "application/json");
        assert_eq!(answer.text().await.unwrap(), "{\"ok\":true}");
    }
    let seen = stage.upstream.seen("good");
    assert_eq!((seen.len(), seen[0].header("idempotency-key")), (1, "a"));
    assert_eq!(stage.portal.events_of("app-submitted").await.len(), 1);
    let reused = (422, "key-reused".to_owned());
    assert_eq!(problem(send(&stage.amelie, "good", "a", json!({ "slot": 2 })).await).await, reused);
    assert_eq!(
        problem(send(&stage.amelie, "else", "a", json!({ "slot": 1 })).await).await,
        reused,
        "elsewhere"
    );
    let connor = Page::open(&stage.portal, "connor").await;
    assert_eq!(send(&connor, "good", "a", json!({ "slot": 2 })).await.status(), 200, "a key is its person's");
    // Under way.
    let meanwhile = async {
        eventually("the call is under way", async || stage.upstream.seen("held").pop()).await;
        let told = problem(send(&stage.amelie, "held", "b", json!(1)).await).await;
        stage.upstream.release();
        told
    };
    let (answer, told) = join(send(&stage.amelie, "held", "b", json!(1)), meanwhile).await;
    assert_eq!((answer.status().as_u16(), told), (200, (409, "still-running".to_owned())));
    for key in ["", "é", "a b", &"a".repeat(129)] {
        let call = stage.amelie.call(Method::POST, "send?path.way=good").header("idempotency-key", key);
        assert_eq!(call.send().await.unwrap().status(), 400, "{key}");
    }
    stage.portal.clock.advance(Duration::from_mins(14));
    assert_eq!(stage.portal.count("app_call").await, 3);
    let sealed = stage.portal.count("app_call WHERE content IS NOT NULL").await;
    assert_eq!(sealed, 3);
    stage.end().await;
}

async fn what_got_no_answer_may_be_made_again(database: Database) {
    let stage = Stage::set(database).await;
    assert_eq!(send(&stage.amelie, "early", "a", json!(1)).await.status(), 503);
    assert_eq!(stage.upstream.seen("early").len(), 2, "under a key, a second try does no harm");
    assert_eq!(stage.portal.count("app_call").await, 0);
    assert_eq!(send(&stage.amelie, "early", "a", json!(1)).await.status(), 503);
    assert_eq!(send(&stage.amelie, "problem", "a", json!(1)).await.status(), 409);
    assert_eq!(send(&stage.amelie, "short", "a", json!(1)).await.status(), 503);
    assert_eq!(send(&stage.amelie, "good", "a", json!(1)).await.status(), 200);
    let outcomes: Vec<String> = stage
        .portal
        .events_of("app-submitted")
        .await
        .iter()
        .map(|event| format!("{} {}", event.field("outcome"), event.field("reason")))
        .collect();
    assert_eq!(
        outcomes,
        [
            "missing unreachable",
            "missing unreachable",
            "refused status_409",
            "missing unreachable",
            "answered null"
        ]
    );
    stage.end().await;
}

async fn one_that_is_left_is_made_to_its_end(database: Database) {
    let stage = Stage::with_patience(database, 60_000).await;
    let left = tokio::time::timeout(Duration::from_secs(30), async {
        let leaving = eventually("the call is under way", async || stage.upstream.seen("held").pop());
        tokio::select! { _ = send(&stage.amelie, "held", "a", json!(1)) => false, _ = leaving => true }
    });
    assert!(left.await.unwrap());
    stage.upstream.release();
    eventually("the answer is kept", async || {
        (stage.portal.count("app_call WHERE content IS NOT NULL").await == 1).then_some(())
    })
    .await;
    assert_eq!(send(&stage.amelie, "held", "a", json!(1)).await.status(), 200);
    assert_eq!(stage.upstream.seen("held").len(), 1);
    stage.end().await;
}
