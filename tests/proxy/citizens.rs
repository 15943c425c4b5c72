//! The sample, from its page to the demo's back-end.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Database, Portal};
use crate::{Page, header, journeys};

journeys!(an_appointment_is_moved_and_a_letter_saved);

async fn an_appointment_is_moved_and_a_letter_saved(database: Database) {
    let portal = Portal::start(database).await;
    let amelie = Page::open(&portal, "amelie").await;
    let appointments: Value = amelie.get("appointments").await.json().await.unwrap();
    let id = appointments["appointments"][0]["id"].as_str().unwrap();
    let slots: Value = amelie.get("slots").await.json().await.unwrap();
    let slot = &slots["slots"][1];
    let moving = amelie.call(Method::POST, &format!("move?path.appointment={id}"));
    let moved = moving.header("idempotency-key", "once").json(&json!({ "slot": slot["id"] }));
    let moved = moved.send().await.unwrap();
    assert_eq!(moved.status(), 200);
    assert_eq!(moved.json::<Value>().await.unwrap()["appointment"]["starts_at"], slot["starts_at"]);
    let connor = Page::open(&portal, "connor").await;
    let taken = connor.call(Method::POST, &format!("move?path.appointment={id}"));
    let taken = taken.header("idempotency-key", "another").json(&json!({ "slot": slot["id"] }));
    let taken = taken.send().await.unwrap();
    assert_eq!(taken.status(), 409);
    let taken: Value = taken.json().await.unwrap();
    assert!(taken["backend"]["type"].as_str().unwrap().ends_with("slot-taken"), "{taken}");
    let letter = amelie.get("letter?path.letter=letter-1").await;
    assert_eq!(header(&letter, "content-type"), "application/pdf");
    let name = header(&letter, "content-disposition").to_owned();
    assert!(name.starts_with("attachment; ") && name.ends_with("''lettre-de-resultat.pdf"), "{name}");
    assert!(letter.bytes().await.unwrap().starts_with(b"%PDF-"));
    let read: Vec<_> = portal.events_of("app-read").await;
    let read: Vec<_> = read.iter().map(|event| (event.field("route"), event.field("outcome"))).collect();
    assert_eq!(
        read,
        [("appointments", "answered"), ("letter", "answered")].map(|(a, b)| (a.into(), b.into()))
    );
    let sent = portal.events_of("app-submitted").await;
    let sent: Vec<_> = sent.iter().map(|event| event.field("outcome")).collect();
    assert_eq!(sent, ["answered", "refused"]);
    portal.stop().await;
}
