//! What the log says of persons is emptied in time, and each night all of it is looked at.

use std::time::Duration;

use parvis::act::Actor;
use parvis::audit::verify::{Bent, proof};
use parvis::audit::{Event, last_check};
use parvis::id::{AccountId, EventId};

use crate::journeys;
use crate::room::{Room, at};
use crate::support::Database;

journeys!(emptied_in_time, emptied_before_its_time, looked_at_each_night);

const A_DAY: Duration = Duration::from_hours(24);
/// What an event says of persons.
const PERSONAL: &str =
    "salt = NULL, actor_account_id = NULL, session_id = NULL, account_id = NULL, request_id = NULL,
    trace = NULL";

async fn emptied_in_time(database: Database) {
    let room = Room::new(database).await;
    let account = AccountId::new(&room.clock);
    let sent =
        Event::RequestSubmitted { tile: "complaints".into(), release: "1".into(), reference: "7KQ2".into() };
    for entry in [sent.of(account), Event::SigninRefused { issuer: "demo".into(), reason: "x" }.of(account)] {
        room.acts.begin(Actor::visitor("trace".into()), entry).await.unwrap().commit().await.unwrap();
    }
    room.settled(600).await;
    let days = room.config.audit.retention.security_days;
    room.clock.advance(A_DAY * (days + 1));
    room.sequencer.empty_due().await.unwrap();
    room.sequencer.settle().await.unwrap();
    assert_eq!(room.verify().await.unwrap().emptied, 1, "that of the sign-in");
    assert_eq!(room.count("audit_event WHERE code = 'signin-refused' AND account_id IS NULL").await, 1);

    room.clock.advance(A_DAY * (room.config.audit.retention.journey_days - days));
    room.settled(3).await;
    room.sequencer.empty_due().await.unwrap();
    room.sequencer.settle().await.unwrap();
    let verified = room.verify().await.unwrap();
    assert_eq!(
        (verified.emptied, verified.size),
        (602, 609),
        "two batches of one code, and four events say so"
    );
    let fields =
        room.text("SELECT CAST(fields AS TEXT) FROM audit_event WHERE code = 'request-submitted'").await;
    assert!(fields.contains("complaints") && !fields.contains("7KQ2"), "{fields}");
    let told = room
        .text("SELECT CAST(fields AS TEXT) FROM audit_event WHERE code = 'persons-emptied' ORDER BY id")
        .await;
    assert!(told.contains("signin-refused"), "{told}");
    room.sequencer.empty_due().await.unwrap();
    assert_eq!(room.count("audit_event WHERE code = 'persons-emptied'").await, 4, "once");

    let id = room.text(&format!("SELECT {} FROM audit_leaf WHERE place = 0", room.hex("event_id"))).await;
    let event = EventId(uuid::Uuid::parse_str(&id).unwrap());
    let proof = proof::prove(&mut room.db.read().await.unwrap(), event).await.unwrap();
    assert!(proof.event.is_emptied());
    proof.verify(&room.trust()).unwrap();
}

/// The database lets an event be emptied; that it was too early is seen.
async fn emptied_before_its_time(database: Database) {
    let room = Room::new(database).await;
    room.settled(8).await;
    room.meddle(&format!("UPDATE audit_event SET {PERSONAL} WHERE id = {}", at(5))).await.unwrap();
    assert!(matches!(room.verify().await, Err(Bent::EmptiedEarly { place: 5, .. })));
}

/// Lets the portal's rounds look until a night has come.
pub async fn a_night(room: &Room) {
    let before = room.count("audit_check").await;
    for _ in 0..30 {
        room.clock.advance(Duration::from_hours(1));
        room.sequencer.check_nightly().await.unwrap();
        if room.count("audit_check").await > before {
            return;
        }
    }
    panic!("it was never looked at");
}

async fn looked_at_each_night(database: Database) {
    let room = Room::new(database).await;
    room.settled(8).await;
    room.sequencer.check_nightly().await.unwrap();
    assert_eq!(last_check(&mut room.db.read().await.unwrap()).await.unwrap(), None, "no night yet");
    a_night(&room).await;
    let check = last_check(&mut room.db.read().await.unwrap()).await.unwrap().unwrap();
    assert_eq!((check.holds(), check.size), (Some(true), Some(8)));
    room.sequencer.check_nightly().await.unwrap();
    room.other_node().await.sequencer.check_nightly().await.unwrap();
    assert_eq!(room.count("audit_event WHERE code = 'audit-checked'").await, 1, "once a night");

    room.sequencer.settle().await.unwrap();
    room.bend(&format!("UPDATE audit_event SET code = 'draft-kept' WHERE id = {}", at(3))).await;
    a_night(&room).await;
    let check = last_check(&mut room.db.read().await.unwrap()).await.unwrap().unwrap();
    assert_eq!(check.holds(), Some(false));
    assert!(check.finding.unwrap().starts_with("place 3: "));
    let told = room
        .text("SELECT CAST(fields AS TEXT) FROM audit_event WHERE code = 'audit-checked' ORDER BY id DESC")
        .await;
    assert!(told.contains("changed") && told.contains('3'), "{told}");
}
