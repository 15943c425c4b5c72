//! Back-ends that mean no good: nothing of it reaches the tile, nor keeps another from its answers.

use std::time::Duration;

use futures_util::future::{join, join_all};
use reqwest::Method;

use crate::support::{Database, eventually};
use crate::{Stage, header, journeys, problem};

journeys!(
    nothing_but_a_clean_answer_comes_down,
    what_breaks_off_never_ends_well,
    one_that_fails_is_left_alone,
    a_second_try_is_made_where_it_does_no_harm,
    a_full_tile_is_told_at_once,
    events_flow_and_end,
);

async fn nothing_but_a_clean_answer_comes_down(database: Database) {
    let stage = Stage::set(database).await;
    let answer = stage.amelie.hostile("headers").await;
    for (name, value) in [
        ("content-type", "application/json"),
        ("cache-control", "no-store"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("etag", "\"1\""),
        ("set-cookie", ""),
        ("location", ""),
        ("access-control-allow-origin", ""),
        ("link", ""),
        ("server", ""),
    ] {
        assert_eq!(header(&answer, name), value, "{name}");
    }
    assert_eq!(answer.text().await.unwrap(), "{\"ok\":true}");
    for (way, status, name) in [
        ("redirect", 502, "backend-bad-answer"),
        ("html", 502, "backend-bad-answer"),
        ("no-type", 502, "backend-bad-answer"),
        ("gzip", 502, "backend-bad-answer"),
        ("huge", 502, "backend-bad-answer"),
        ("html-error", 502, "backend-bad-answer"),
        ("unauthorized", 502, "backend-bad-answer"),
    ] {
        // Good ones between, so that the back-end is not left alone.
        assert_eq!(stage.amelie.hostile("good").await.status(), 200);
        assert_eq!(stage.amelie.hostile("good").await.status(), 200);
        assert_eq!(problem(stage.amelie.hostile(way).await).await, (status, name.to_owned()), "{way}");
    }
    let refused = stage.amelie.hostile("problem").await;
    assert_eq!(refused.status(), 409);
    let refused = refused.text().await.unwrap();
    assert!(refused.contains("urn:x:slot-taken") && !refused.contains("line 4"), "{refused}");
    let refused = stage.amelie.hostile("html-refusal").await;
    assert_eq!(problem(refused).await, (404, "backend-refused".to_owned()));
    stage.end().await;
}

async fn what_breaks_off_never_ends_well(database: Database) {
    let stage = Stage::set(database).await;
    for (way, status) in [("early", 503), ("two-lengths", 503), ("silent", 504)] {
        assert_eq!(stage.amelie.hostile(way).await.status(), status, "{way}");
        assert_eq!(stage.amelie.hostile("good").await.status(), 200);
    }
    for way in ["short", "endless", "trickle"] {
        let answer = stage.amelie.hostile(way).await;
        assert_eq!(answer.status(), 200, "{way}");
        assert!(answer.bytes().await.is_err(), "{way}");
        assert_eq!(stage.amelie.hostile("good").await.status(), 200);
    }
    stage.end().await;
}

async fn one_that_fails_is_left_alone(database: Database) {
    let stage = Stage::set(database).await;
    for _ in 0..10 {
        assert_eq!(stage.amelie.hostile("html").await.status(), 502);
    }
    let open = stage.amelie.hostile("good").await;
    let wait: u64 = header(&open, "retry-after").parse().unwrap();
    assert!((15..=21).contains(&wait), "{wait}");
    assert_eq!(problem(open).await, (503, "backend-unavailable".to_owned()));
    assert!(stage.upstream.seen("good").is_empty(), "nothing was sent");
    // It fails its trial: twice as long.
    stage.portal.clock.advance(Duration::from_secs(21));
    assert_eq!(stage.amelie.hostile("html").await.status(), 502);
    let open = stage.amelie.hostile("good").await;
    assert!(header(&open, "retry-after").parse::<u64>().unwrap() > 30);
    stage.portal.clock.advance(Duration::from_secs(41));
    for _ in 0..10 {
        assert_eq!(stage.amelie.hostile("good").await.text().await.unwrap(), "{\"ok\":true}");
    }
    let reasons = stage.portal.events_of("app-read").await;
    let left_alone = reasons.iter().filter(|event| event.field("reason") == "left_alone");
    assert_eq!(left_alone.count(), 2);
    stage.end().await;
}

async fn a_second_try_is_made_where_it_does_no_harm(database: Database) {
    let stage = Stage::set(database).await;
    assert_eq!(stage.amelie.hostile("flaky").await.status(), 200);
    assert_eq!(stage.upstream.seen("flaky").len(), 2);
    let send = stage.amelie.call(Method::POST, "send?path.way=down").json(&1).send().await.unwrap();
    assert_eq!(problem(send).await, (503, "backend-unavailable".to_owned()));
    assert_eq!(stage.upstream.seen("down").len(), 1, "without a key it might be done twice");
    stage.end().await;
}

async fn a_full_tile_is_told_at_once(database: Database) {
    let stage = Stage::with_patience(database, 60_000).await;
    let held = join_all((0..64).map(|_| stage.amelie.hostile("held")));
    let one_more = async {
        eventually("all places are taken", async || (stage.upstream.seen("held").len() == 64).then_some(()))
            .await;
        let told = problem(stage.amelie.hostile("good").await).await;
        stage.upstream.release();
        told
    };
    let (answers, told) = join(held, one_more).await;
    assert_eq!(told, (503, "busy".to_owned()));
    assert!(answers.iter().all(|answer| answer.status() == 200));
    drop(answers);
    assert_eq!(stage.amelie.hostile("good").await.status(), 200);
    stage.end().await;
}

async fn events_flow_and_end(database: Database) {
    let stage = Stage::set(database).await;
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut stream = stage.amelie.get("events").await;
        assert_eq!(header(&stream, "content-type"), "text/event-stream");
        assert_eq!(&stream.chunk().await.unwrap().unwrap()[..], b"data: 1\n\n");
        open.push(stream);
    }
    assert_eq!(problem(stage.amelie.get("events").await).await, (503, "busy".to_owned()));
    drop(open);
    eventually("the back-end sees them go", async || {
        (stage.upstream.seen("events-ended").len() == 2).then_some(())
    })
    .await;
    eventually("there is room again", async || {
        (stage.amelie.get("events").await.status() == 200).then_some(())
    })
    .await;
    stage.end().await;
}
