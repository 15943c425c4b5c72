//! Clients that mean no good: with no right, another's, a made one; with addresses that would lead elsewhere.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use parvis::text::Locale;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::Database;
use crate::{Page, Stage, TILE, header, journeys, problem};

journeys!(
    only_its_own_page_may_call,
    an_address_leads_where_the_route_says,
    little_of_the_request_goes_up,
    files_go_up_as_they_come,
);

async fn only_its_own_page_may_call(database: Database) {
    let stage = Stage::set(database).await;
    let amelie = &stage.amelie;
    assert_eq!(amelie.hostile("good").await.status(), 200);
    let connor = Page::open(&stage.portal, "connor").await;
    let with = async |page: &Page, capability: &str| {
        let path = format!("/api/v1/tiles/{TILE}/routes/hostile?path.way=stranger");
        let call = page.browser.request(Method::GET, &path).header("parvis-capability", capability);
        problem(call.send().await.unwrap()).await
    };
    let forbidden = (403, "forbidden".to_owned());
    assert_eq!(with(amelie, "").await, forbidden);
    assert_eq!(with(amelie, &connor.capability).await, forbidden, "another session's");
    assert_eq!(with(amelie, &format!("{}x", amelie.capability)).await, forbidden);
    let bare = amelie.browser.request(Method::GET, &format!("/api/v1/tiles/{TILE}/routes/hostile"));
    assert_eq!(problem(bare.send().await.unwrap()).await, forbidden);
    let stranger = stage.portal.browser(Locale::Fr);
    let path = format!("/api/v1/tiles/{TILE}/routes/hostile?path.way=stranger");
    let stolen = stranger.request(Method::GET, &path).header("parvis-capability", &amelie.capability);
    assert_eq!(problem(stolen.send().await.unwrap()).await, (401, "session-ended".to_owned()));
    // Whose page it is, and of which release.
    let (release, owner) = (&amelie.brokered["release"], &amelie.brokered["owner"]);
    assert_eq!(amelie.issue(release, &connor.brokered["owner"]).await.status(), 403);
    assert_eq!(amelie.issue(&json!("0".repeat(64)), owner).await.status(), 404);
    stage.portal.clock.advance(Duration::from_mins(14));
    assert_eq!(amelie.hostile("good").await.status(), 200);
    stage.portal.clock.advance(Duration::from_mins(1));
    assert_eq!(problem(amelie.hostile("stranger").await).await, forbidden, "it is over");
    assert_eq!(amelie.issue(release, owner).await.status(), 200);
    assert!(stage.upstream.seen("stranger").is_empty());
    stage.end().await;
}

async fn an_address_leads_where_the_route_says(database: Database) {
    let stage = Stage::set(database).await;
    let bad = (400, "bad-request".to_owned());
    for query in [
        "path.way=..",
        "path.way=%2e%2e",
        "path.way=a%2Fb",
        "path.way=a%5Cb",
        "path.way=a%00b",
        "path.way=%252e%252e",
        "path.way=a%252Fb",
        "path.way=a%0d%0ab",
        "path.way=",
        "",
        "path.way=a&path.way=b",
        "path.other=a&path.way=a",
        "path.way=a&query.other=b",
        "path.way=a&way=b",
    ] {
        assert_eq!(problem(stage.amelie.get(&format!("hostile?{query}")).await).await, bad, "{query}");
    }
    for route in ["nothing", "hostile%2F..%2Fslots", "..%2Fhostile", "hostile/x"] {
        assert_eq!(stage.amelie.get(route).await.status(), 404, "{route}");
    }
    let call = stage.amelie.call(Method::DELETE, "hostile?path.way=a").send().await.unwrap();
    assert_eq!(problem(call).await, (405, "not-allowed".to_owned()));
    let answer = stage.amelie.get("hostile?path.way=%C3%A9%3F%23&query.q=a%26b%3Dc").await;
    assert_eq!(answer.status(), 200);
    let seen = stage.upstream.seen("%C3%A9%3F%23");
    assert!(seen[0].head.starts_with("GET /hostile/%C3%A9%3F%23?q=a%26b%3Dc HTTP/1.1"), "{}", seen[0].head);
    stage.end().await;
}

async fn little_of_the_request_goes_up(database: Database) {
    let stage = Stage::set(database).await;
    let call = stage.amelie.call(Method::GET, "hostile?path.way=good").header("x-forwarded-for", "10.0.0.1");
    let call =
        call.header("authorization", "Bearer forged").header("x-tile", "other").header("if-match", "\"1\"");
    let call = call
        .header("accept-language", "en-CA")
        .header("forwarded", "for=10.0.0.1")
        .header("x-request-id", "forged");
    assert_eq!(call.send().await.unwrap().status(), 200);
    let seen = stage.upstream.seen("good").remove(0);
    let mut names: Vec<&str> =
        seen.head.lines().skip(1).filter_map(|line| line.split_once(':').map(|(name, _)| name)).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "accept",
            "accept-encoding",
            "accept-language",
            "authorization",
            "host",
            "if-match",
            "user-agent",
            "x-request-id"
        ]
    );
    assert_eq!((seen.header("accept"), seen.header("accept-language")), ("application/json", "en-CA"));
    assert_ne!(seen.header("x-request-id"), "forged");
    let token = seen.header("authorization").strip_prefix("Bearer ").unwrap();
    let claims = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["aud"], format!("urn:tile:{TILE}"));
    assert_eq!(claims["htu"], format!("{}hostile/good", stage.upstream.url));
    assert!(claims["given_name"].is_string(), "{claims}");
    for unnamed in ["family_name", "birthdate", "email"] {
        assert!(claims[unnamed].is_null(), "{unnamed}: the route does not name it");
    }
    stage.end().await;
}

async fn files_go_up_as_they_come(database: Database) {
    let stage = Stage::set(database).await;
    let file = vec![b'x'; 300 * 1024];
    let digest = |bytes: &[u8]| format!("sha-256=:{}:", BASE64_STANDARD.encode(Sha256::digest(bytes)));
    let send = |way: &str, digest: &str, body: Vec<u8>| {
        let call = stage.amelie.call(Method::POST, &format!("send?path.way={way}"));
        call.header("content-type", "application/pdf").header("content-digest", digest).body(body).send()
    };
    let answer = send("file", &digest(&file), file.clone()).await.unwrap();
    assert_eq!(answer.status(), 200);
    let seen = stage.upstream.seen("file").remove(0);
    assert_eq!((seen.header("content-type"), seen.body.len()), ("application/pdf", file.len()));
    assert_eq!(seen.header("content-digest"), digest(&file));
    let wrong = send("other", &digest(b"other"), file.clone()).await.unwrap();
    assert_eq!(problem(wrong).await, (400, "digest-wrong".to_owned()));
    assert!(
        stage.upstream.seen("other").iter().all(|seen| seen.body.len() < file.len()),
        "it never came whole"
    );
    assert_eq!(problem(send("none", "", file).await.unwrap()).await, (400, "digest-missing".to_owned()));
    let large = vec![b'x'; 1024 * 1024 + 1];
    assert_eq!(
        problem(send("large", &digest(&large), large).await.unwrap()).await,
        (413, "too-large".to_owned())
    );
    let call = |media: &str, body: Vec<u8>| {
        stage.amelie.call(Method::POST, "send?path.way=json").header("content-type", media).body(body).send()
    };
    assert_eq!(
        problem(call("text/plain", b"x".to_vec()).await.unwrap()).await,
        (415, "unknown-format".to_owned())
    );
    assert_eq!(
        problem(call("application/json", b"{".to_vec()).await.unwrap()).await,
        (400, "bad-request".to_owned())
    );
    let long = json!("x".repeat(256 * 1024)).to_string().into_bytes();
    assert_eq!(problem(call("application/json", long).await.unwrap()).await, (413, "too-large".to_owned()));
    let answer = call("application/json", b"{}".to_vec()).await.unwrap();
    assert_eq!((answer.status().as_u16(), header(&answer, "content-type")), (200, "application/json"));
    stage.end().await;
}
