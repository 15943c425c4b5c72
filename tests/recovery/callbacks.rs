//! What one database would take and the other refuse is refused before either sees it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::pkcs8::DecodePrivateKey as _;
use ed25519_dalek::{Signer as _, SigningKey};
use parvis::clock::Clock;
use parvis::text::Locale;
use serde_json::{Value, json};

use crate::complaint::{self, wait_for_state};
use crate::demo::Demo;
use crate::journeys;
use crate::support::Database;

journeys!(characters_that_postgres_cannot_store_are_refused);

/// JSONB holds no NUL; a callback with one must not be tried again for ever.
async fn characters_that_postgres_cannot_store_are_refused(database: Database) {
    let mut demo = Demo::new(database).await.silent();
    demo.start().await;
    let mut browser = demo.browser(Locale::Fr);
    browser.sign_in("amelie").await;
    let reference = complaint::file(&mut browser).await;
    demo.at_rest().await;
    let request = demo.received().await["records"][0]["request"].clone();
    let hostile = [
        json!({ "code": "tri\0age" }),
        json!({ "code": "" }),
        json!({ "code": "x".repeat(65) }),
        json!({ "code": "triage", "params": { "da\0ys": "10" } }),
        json!({ "code": "triage", "params": { "days": "1\0" } }),
    ];
    for mut data in hostile {
        data["request"] = request.clone();
        data["seq"] = json!(10);
        assert_eq!(call_back(&demo, &data).await, 400, "{data}");
    }
    let fit = json!({ "request": request, "seq": 10, "code": "triage", "params": { "days": "É 😀" } });
    assert_eq!(call_back(&demo, &fit).await, 202);
    wait_for_state(&mut browser, &reference, "in-progress").await;
    demo.stop().await;
}

/// Sends a status as the demo's back-end signs it; gives the answer's HTTP status.
async fn call_back(demo: &Demo, data: &Value) -> u16 {
    let key = std::fs::read_to_string(demo.dir.join("demo/complaints.pem")).unwrap();
    let key = SigningKey::from_pkcs8_pem(&key).unwrap();
    let clock = Clock::default();
    let timestamp = clock.now().timestamp().to_string();
    let body = json!({ "type": "request.status", "timestamp": timestamp, "data": data }).to_string();
    let (id, at) = (clock.new_uuid().to_string(), clock.now().seconds().to_string());
    let signature = STANDARD.encode(key.sign(format!("{id}.{at}.{body}").as_bytes()).to_bytes());
    let request = reqwest::Client::new()
        .post(demo.address("portal").join("api/v1/callbacks/complaints").unwrap())
        .header("content-type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", at)
        .header("webhook-signature", format!("v1a,{signature}"));
    request.body(body).send().await.unwrap().status().as_u16()
}
