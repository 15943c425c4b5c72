//! The complaints back-end, met by a portal of the test's own.

use std::time::Duration;

use parvis::demo::{BackendService, DemoPace};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use super::portal::Portal;
use super::{Demo, browser, eventually};

const REQUEST: &str = "0192f0c1-2f4e-7abc-8def-0123456789ab";

fn quick() -> DemoPace {
    DemoPace::every(Duration::from_millis(60))
}

/// No status ever comes by itself.
fn still() -> DemoPace {
    DemoPace { steps: [Duration::from_hours(1); 4], ..quick() }
}

fn submission() -> String {
    let answers = json!({"what": "Attente à l’urgence", "when": "2026-11-01"});
    json!({"request": REQUEST, "reference": "7K3M-9QXD-4FT", "tile": "complaints", "release": "1.0.0",
        "locale": "fr", "answers": answers, "wording": {}})
    .to_string()
}

impl Demo {
    fn complaints(&self) -> &BackendService {
        self.services.backend("complaints").unwrap()
    }

    fn at(&self, path: &str) -> String {
        self.complaints().url.join(path).unwrap().to_string()
    }

    async fn post(
        &self,
        portal: &Portal,
        path: &str,
        key: &str,
        body: &str,
    ) -> Result<Response, reqwest::Error> {
        let address = self.at(path);
        let claims = portal.claims(&address, "POST", body, self.clock.now().seconds());
        let token = portal.sign("at+jwt", &claims);
        let request = browser().post(address).bearer_auth(token).header("idempotency-key", key);
        request.header("content-type", "application/json").body(body.to_owned()).send().await
    }

    async fn submit(&self, portal: &Portal, key: &str, body: &str) -> (StatusCode, Value) {
        let answer = self.post(portal, "/v2/complaints", key, body).await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    async fn set_mode(&self, mode: &str) {
        let request = browser().post(self.at("/control/mode")).json(&json!({ "mode": mode }));
        assert_eq!(request.send().await.unwrap().json::<Value>().await.unwrap()["mode"], mode);
    }

    async fn received(&self) -> Value {
        browser().get(self.at("/control/received")).send().await.unwrap().json().await.unwrap()
    }
}

/// The codes and outcomes called back so far, with their numbers.
fn news(portal: &Portal) -> Vec<(i64, String)> {
    portal.called(|called| {
        let told = called.iter().map(|one| one.json()["data"].clone());
        let word = |data: &Value| data["code"].as_str().or(data["outcome"].as_str()).unwrap().to_owned();
        told.map(|data| (data["seq"].as_i64().unwrap(), word(&data))).collect()
    })
}

#[tokio::test]
async fn a_complaint_goes_from_received_to_done() {
    let portal = Portal::start().await;
    let demo = Demo::start(&portal.url, quick()).await;
    let (status, answer) = demo.submit(&portal, "k1", &submission()).await;
    assert_eq!(status, 201);
    assert!(answer["reference"].as_str().unwrap().starts_with("PLA-20"));
    eventually(async || (news(&portal).len() == 4).then_some(())).await;
    let codes: Vec<String> = news(&portal).into_iter().map(|(seq, code)| format!("{seq} {code}")).collect();
    assert_eq!(codes, ["1 received", "2 triage", "3 need-info", "4 done"]);
    portal.called(|called| {
        for one in called {
            one.verify(&demo.services);
        }
        assert_eq!(called[1].json()["data"]["params"]["days"], "10");
        assert_eq!(called[1].json()["data"]["request"], REQUEST);
    });

    let list = demo.at("/v2/requests");
    let claims = portal.claims(&list, "GET", "", demo.clock.now().seconds());
    let list = browser().get(list).bearer_auth(portal.sign("at+jwt", &claims)).send().await.unwrap();
    let list: Value = list.json().await.unwrap();
    let told = list["requests"][0]["events"].as_array().unwrap();
    assert_eq!(told.last().unwrap()["data"]["code"], "done");
}

#[tokio::test]
async fn one_key_has_one_effect() {
    let portal = Portal::start().await;
    let demo = Demo::start(&portal.url, still()).await;
    let (_, first) = demo.submit(&portal, "k1", &submission()).await;
    assert_eq!(demo.submit(&portal, "k1", &submission()).await, (StatusCode::CREATED, first));
    let other = submission().replace("urgence", "étage");
    assert_eq!(demo.submit(&portal, "k1", &other).await.0, 422);
    assert_eq!(demo.submit(&portal, "k2", &submission()).await.0, 422);
    assert_eq!(demo.submit(&portal, "k3", "{").await.0, 422);
    let received = demo.received().await;
    assert_eq!(received["received"].as_array().unwrap().len(), 1);
    assert_eq!(received["received"][0]["times"], 3);
    assert_eq!(received["records"].as_array().unwrap().len(), 1);
    assert_eq!(received["records"][0]["content"]["answers"]["when"], "2026-11-01");
}

#[tokio::test]
async fn a_key_being_answered_waits_its_turn() {
    let portal = Portal::start().await;
    let pace = DemoPace { slow: Duration::from_secs(1), ..still() };
    let demo = Demo::start(&portal.url, pace).await;
    demo.set_mode("slow").await;
    let body = submission();
    let (first, second) = tokio::join!(demo.submit(&portal, "k1", &body), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        demo.submit(&portal, "k1", &body).await
    });
    assert_eq!((first.0.as_u16(), second.0.as_u16()), (201, 409));
    demo.set_mode("on").await;
    assert_eq!(demo.submit(&portal, "k1", &body).await, first);
}

#[tokio::test]
async fn an_unproven_call_is_refused() {
    let portal = Portal::start().await;
    let demo = Demo::start(&portal.url, still()).await;
    let address = demo.at("/v2/complaints");
    let body = submission();
    let now = demo.clock.now().seconds();
    let call = async |typ: &str, change: (&str, Value)| {
        let mut claims = portal.claims(&address, "POST", &body, now);
        claims[change.0] = change.1;
        let request = browser().post(&address).bearer_auth(portal.sign(typ, &claims));
        let answer = request.header("idempotency-key", "k").body(body.clone()).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        answer.status().as_u16()
    };
    let wrong = [
        ("aud", json!("urn:tile:other")),
        ("iss", json!("http://127.0.0.1:1")),
        ("exp", json!(now - 60)),
        ("exp", json!(now + 600)),
        ("iat", json!(now + 30)),
        ("htm", json!("GET")),
        ("htu", json!(demo.at("/v2/other"))),
        ("cnt", json!("AAAA")),
        ("cnt", Value::Null),
        ("sub", Value::Null),
    ];
    for change in wrong {
        let told = format!("{change:?}");
        assert_eq!(call("at+jwt", change).await, 401, "{told}");
    }
    assert_eq!(call("JWT", ("x", json!(1))).await, 401);
    assert_eq!(browser().post(&address).body(body.clone()).send().await.unwrap().status(), 401);
    assert!(demo.received().await["records"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_withdrawal_stops_the_complaint_or_comes_too_late() {
    let portal = Portal::start().await;
    let demo = Demo::start(&portal.url, still()).await;
    let path = format!("/v2/complaints/{REQUEST}/withdrawal");
    assert_eq!(demo.post(&portal, &path, "w0", "{}").await.unwrap().status(), 404);
    demo.submit(&portal, "k1", &submission()).await;
    assert_eq!(demo.post(&portal, &path, "w1", "{}").await.unwrap().status(), 202);
    assert_eq!(demo.post(&portal, &path, "w1", "{}").await.unwrap().status(), 202);
    eventually(async || (news(&portal) == [(1, "accepted".to_owned())]).then_some(())).await;
    demo.clock.advance(Duration::from_hours(10));
    tokio::time::sleep(Duration::from_millis(1_300)).await;
    assert_eq!(news(&portal).len(), 1);

    let late = Portal::start().await;
    let demo = Demo::start(&late.url, quick()).await;
    demo.submit(&late, "k1", &submission()).await;
    eventually(async || (news(&late).len() == 4).then_some(())).await;
    demo.post(&late, &path, "w1", "{}").await.unwrap();
    eventually(async || (news(&late).last() == Some(&(5, "too_late".to_owned()))).then_some(())).await;
}

#[tokio::test]
async fn callbacks_are_tried_again_in_order_and_signed_anew() {
    let portal = Portal::start().await;
    let demo = Demo::start(&portal.url, quick()).await;
    portal.will_answer(&[503, 429, 202, 400]);
    demo.submit(&portal, "k1", &submission()).await;
    eventually(async || (news(&portal).len() == 6).then_some(())).await;
    let numbers: Vec<i64> = news(&portal).into_iter().map(|(seq, _)| seq).collect();
    assert_eq!(numbers, [1, 1, 1, 2, 3, 4], "refused for good (400) is not tried again");
    portal.called(|called| {
        for one in called {
            one.verify(&demo.services);
        }
        assert_eq!(called[0].header("webhook-id"), called[2].header("webhook-id"));
        assert_ne!(called[0].header("webhook-id"), called[3].header("webhook-id"));
    });
    let callbacks = eventually(async || {
        let received = demo.received().await;
        (received["callbacks"][3]["outcome"] == "delivered").then(|| received["callbacks"].clone())
    });
    let callbacks = callbacks.await;
    assert_eq!(callbacks[0]["attempts"], 3);
    assert_eq!(callbacks[1]["outcome"], "refused");
}

#[tokio::test]
async fn a_restart_forgets_nothing() {
    let portal = Portal::start().await;
    let mut demo = Demo::start(&portal.url, still()).await;
    let (_, filed) = demo.submit(&portal, "k1", &submission()).await;
    let key = demo.complaints().callback_key.clone();
    demo.restart(&portal.url, quick()).await;
    assert_eq!(demo.complaints().callback_key, key);
    // The address changed with the free port: the same body under the same key is still the same call.
    assert_eq!(demo.submit(&portal, "k1", &submission()).await, (StatusCode::CREATED, filed));
    demo.clock.advance(Duration::from_hours(1));
    eventually(async || (news(&portal).len() == 4).then_some(())).await;
}

#[tokio::test]
async fn it_can_be_broken_on_purpose() {
    let portal = Portal::start().await;
    let demo = Demo::start(&portal.url, quick()).await;
    demo.set_mode("off").await;
    assert!(demo.post(&portal, "/v2/complaints", "k1", &submission()).await.is_err());
    demo.set_mode("garbage").await;
    let junk = demo.post(&portal, "/v2/complaints", "k1", &submission()).await.unwrap();
    assert_eq!(junk.headers()["content-type"], "text/html; charset=utf-8");
    assert!(demo.received().await["received"].as_array().unwrap().is_empty());

    let form = [("content-type", "application/x-www-form-urlencoded")];
    let back = browser().post(demo.at("/control/mode")).header(form[0].0, form[0].1).body("mode=on&lang=en");
    assert_eq!(back.send().await.unwrap().headers()["location"], "/?lang=en");
    demo.submit(&portal, "k1", &submission()).await;
    eventually(async || (news(&portal).len() == 4).then_some(())).await;
    let page =
        browser().get(demo.complaints().url.clone()).header("accept-language", "en").send().await.unwrap();
    let page = page.text().await.unwrap();
    assert!(page.contains("lang=\"en-CA\"") && page.contains(REQUEST) && page.contains("PLA-"), "{page}");
    let unknown =
        browser().post(demo.at("/control/mode")).json(&json!({"mode": "odd"})).send().await.unwrap();
    assert_eq!(unknown.status(), 422);
}
