//! Someone who holds the database, and takes away what guards its rows, bends the log: the first bad place is named.

use ed25519_dalek::SigningKey;
use parvis::audit::tree::hex;
use parvis::audit::verify::{self, Bent, Source, Trust};
use parvis::audit::{Note, PublicKey};

use crate::journeys;
use crate::room::{Room, at};
use crate::support::Database;

journeys!(
    an_honest_log_holds,
    rows_are_guarded,
    one_byte_is_changed,
    an_event_is_deleted,
    events_are_swapped,
    an_event_is_put_in,
    the_end_is_cut_off,
    an_old_copy_is_put_back,
    another_key_signs,
    a_part_is_verified,
);

async fn an_honest_log_holds(database: Database) {
    let room = Room::new(database).await;
    assert_eq!(room.verify_alone().await.unwrap().size, 0, "an empty one");
    room.settled(7).await;
    room.settled(16).await;
    room.live(2).await;
    let verified = room.verify().await.unwrap();
    assert_eq!((verified.events, verified.size, verified.signed), (23, 23, 23), "two wait for their place");
    assert_eq!((verified.checkpoints, verified.second_place), (4, 2), "each here and there");
    room.sequencer.round().await.unwrap();
    let verified = room.verify().await.unwrap();
    assert_eq!((verified.size, verified.signed), (25, 23), "two wait for their minute");
}

/// What the portal itself could do by mistake is refused by the database.
async fn rows_are_guarded(database: Database) {
    let room = Room::new(database).await;
    room.settled(3).await;
    for change in [
        "UPDATE audit_event SET code = 'x'",
        "UPDATE audit_event SET fields = '{}'",
        "UPDATE audit_event SET account_id = NULL",
        "DELETE FROM audit_event",
        "UPDATE audit_leaf SET place = place + 9",
        "DELETE FROM audit_leaf",
    ] {
        assert!(room.meddle(change).await.is_err(), "{change}");
    }
    room.verify().await.unwrap();
}

async fn one_byte_is_changed(database: Database) {
    let room = Room::new(database).await;
    room.settled(12).await;
    let (place, id) = (5, at(5));
    let zero = if room.is_sqlite() { "X'00'" } else { "'\\x00'" };
    // What is changed, and how it is put right again.
    let changes = [
        ("at = at + 1", "at = at - 1"),
        ("code = 'draft-kept'", "code = 'draft-saved'"),
        ("actor = 'staff'", "actor = 'citizen'"),
        ("trace = 'tracf'", "trace = 'trace'"),
        (r#"fields = '{"page":"event","version":6}'"#, r#"fields = '{"page":"event","version":5}'"#),
        ("account_id = session_id", "account_id = actor_account_id"),
        ("request_id = NULL", ""),
    ];
    for (change, mend) in changes {
        room.bend(&format!("UPDATE audit_event SET {change} WHERE id = {id}")).await;
        assert_eq!(room.verify_alone().await.unwrap_err().place(), Some(place), "{change}");
        if !mend.is_empty() {
            room.bend(&format!("UPDATE audit_event SET {mend} WHERE id = {id}")).await;
            room.verify().await.expect(mend);
        }
    }
    for (change, other) in [("salt", 4), ("commitment", 3), ("seal", 2)] {
        room.bend(&format!("UPDATE audit_event SET {change} = {zero} WHERE id = {}", at(other))).await;
        assert_eq!(room.verify_alone().await.unwrap_err().place(), Some(other), "{change}");
    }
    room.bend(&format!("UPDATE audit_leaf SET nodes = {zero} WHERE place = 1")).await;
    assert_eq!(room.verify_alone().await, Err(Bent::Nodes { place: 1 }));
    room.bend(&format!("UPDATE audit_leaf SET hash = {zero} WHERE place = 0")).await;
    assert_eq!(room.verify_alone().await.unwrap_err().place(), Some(0));
}

async fn an_event_is_deleted(database: Database) {
    let room = Room::new(database).await;
    room.settled(12).await;
    room.bend(&format!("DELETE FROM audit_event WHERE id = {}", at(7))).await;
    assert!(matches!(room.verify_alone().await, Err(Bent::Gone { place: 7, .. })));
    room.bend("DELETE FROM audit_leaf WHERE place = 7").await;
    assert_eq!(room.verify_alone().await, Err(Bent::Missing { place: 7 }));
    room.bend("UPDATE audit_leaf SET place = place - 1 WHERE place > 7").await;
    assert_eq!(room.verify_alone().await.unwrap_err().place(), Some(7), "those after it moved up");
}

async fn events_are_swapped(database: Database) {
    let room = Room::new(database).await;
    room.settled(12).await;
    let away =
        "UPDATE audit_leaf SET place = -4 WHERE place = 4; UPDATE audit_leaf SET place = 4 WHERE place = 9;
        UPDATE audit_leaf SET place = 9 WHERE place = -4;";
    room.bend(away).await;
    assert_eq!(room.verify_alone().await.unwrap_err().place(), Some(4));
    room.bend(away).await;
    room.verify().await.unwrap();
    let (one, other) = (room.event_at(2).await, room.event_at(8).await);
    room.bend("DELETE FROM audit_leaf WHERE place = 2").await;
    room.bend(&format!("UPDATE audit_leaf SET event_id = {one} WHERE event_id = {other}")).await;
    assert_eq!(room.verify_alone().await, Err(Bent::Missing { place: 2 }));
    let of_zero = "FROM audit_leaf WHERE place = 0";
    room.bend(&format!("INSERT INTO audit_leaf SELECT 2, {other}, hash, nodes {of_zero}")).await;
    assert_eq!(room.verify_alone().await.unwrap_err().place(), Some(2), "each in the other's place");
}

/// An event that says what another says, an hour later.
fn forged(room: &Room) -> String {
    let id = uuid::Uuid::from_bytes(parvis::id::random()).simple().to_string();
    let id = if room.is_sqlite() { format!("X'{id}'") } else { format!("'{id}'") };
    format!(
        "INSERT INTO audit_event SELECT {id}, at + 3600000000, 'request-submitted', actor, actor_account_id,
            session_id, account_id, request_id, trace, fields, salt, commitment, seal
        FROM audit_event WHERE id = {};",
        at(0)
    )
}

async fn an_event_is_put_in(database: Database) {
    let room = Room::new(database).await;
    room.settled(9).await;
    room.bend(&forged(&room)).await;
    room.settled(3).await;
    assert_eq!(room.count("audit_leaf").await, 12, "the sequencer gives it no place");
    assert!(matches!(room.verify().await, Err(Bent::Unplaced { .. })));
    room.bend("DELETE FROM audit_pending").await;
    assert!(matches!(room.verify().await, Err(Bent::Unplaced { .. })), "nor does it look as if it waited");
    // Into the midst, with a leaf of its own, all after it moved down.
    let stray = room
        .text(&format!("SELECT {} FROM audit_event WHERE code = 'request-submitted'", room.hex("id")))
        .await;
    let (place, event) = (4, room.kept(&stray).await);
    room.bend("UPDATE audit_leaf SET place = -place - 1 WHERE place >= 4; UPDATE audit_leaf SET place = -place WHERE place < 0")
        .await;
    let (id, hash) = (room.blob(&stray), room.blob(&hex(&event.hash(place).0)));
    room.bend(&format!(
        "INSERT INTO audit_leaf SELECT {place}, {id}, {hash}, nodes FROM audit_leaf WHERE place = 2"
    ))
    .await;
    assert!(matches!(room.verify_alone().await, Err(Bent::Foreign { place: 4, .. })));
}

async fn the_end_is_cut_off(database: Database) {
    let room = Room::new(database).await;
    room.settled(12).await;
    room.settled(12).await;
    room.bend(
        "DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_leaf WHERE place >= 15);
        DELETE FROM audit_leaf WHERE place >= 15;",
    )
    .await;
    let short = |source_of| Err(Bent::Short { found: 15, size: 24, source_of });
    assert_eq!(room.verify_alone().await, short(Source::Log));
    room.bend("DELETE FROM audit_checkpoint WHERE size > 15").await;
    room.verify_alone().await.expect("the database alone cannot know");
    assert_eq!(room.verify().await, short(Source::SecondPlace("the second place".into())));
}

async fn an_old_copy_is_put_back(database: Database) {
    const TABLES: [&str; 3] = ["audit_event", "audit_leaf", "audit_checkpoint"];
    let room = Room::new(database).await;
    room.settled(12).await;
    for table in TABLES {
        room.bend(&format!("CREATE TABLE old_{table} AS SELECT * FROM {table}")).await;
    }
    room.settled(12).await;
    room.verify().await.unwrap();
    for table in TABLES {
        room.bend(&format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM old_{table}")).await;
    }
    room.bend("DELETE FROM audit_pending").await;
    room.verify_alone().await.expect("an old copy is sound in itself");
    let there = || Source::SecondPlace("the second place".into());
    assert_eq!(room.verify().await, Err(Bent::Short { found: 12, size: 24, source_of: there() }));
    room.settled(5).await;
    assert_eq!(room.verify().await, Err(Bent::Short { found: 17, size: 24, source_of: there() }));
    room.settled(20).await;
    assert_eq!(
        room.verify().await,
        Err(Bent::Root { size: 24, source_of: there(), good: 17 }),
        "it went on from there"
    );
}

async fn another_key_signs(database: Database) {
    let room = Room::new(database).await;
    room.settled(12).await;
    room.settled(12).await;
    let key = SigningKey::from_bytes(&[7; 32]);
    for size in [12, 24] {
        let text = room.text(&format!("SELECT note FROM audit_checkpoint WHERE size = {size}")).await;
        let checkpoint = text.parse::<Note>().unwrap().checkpoint;
        let note = Note::sign(checkpoint, &key).to_string();
        room.bend(&format!("UPDATE audit_checkpoint SET note = '{note}' WHERE size = {size}")).await;
    }
    let Err(Bent::Signature { size: 12, source_of: Source::Log, signers }) = room.verify_alone().await else {
        panic!("another key was believed")
    };
    assert!(signers.starts_with("here/audit+"), "{signers}");
    // Whoever is made to believe that key is told by the second place.
    let fooled = Trust::keys([PublicKey { name: "here/audit".into(), key: key.verifying_key() }]);
    verify::database(&room.db, &fooled, room.known(), None).await.unwrap().unwrap();
    let found = verify::database(&room.db, &fooled, room.all_known(), None).await.unwrap();
    assert!(matches!(found, Err(Bent::Signature { size: 12, source_of: Source::SecondPlace(_), .. })));
    room.bend("UPDATE audit_checkpoint SET note = 'x' WHERE size = 12").await;
    assert_eq!(room.verify_alone().await, Err(Bent::Unreadable { size: 12 }));
}

async fn a_part_is_verified(database: Database) {
    let room = Room::new(database).await;
    room.settled(12).await;
    room.settled(12).await;
    let trust = room.trust();
    let part = async |range| verify::database(&room.db, &trust, room.all_known(), Some(range)).await.unwrap();
    for (from, to) in [(0, 24), (3, 9), (5, 12), (11, 13), (12, 24), (20, 99)] {
        let verified = part(from..to).await.unwrap();
        assert_eq!(
            (verified.events, verified.signed >= to.min(24)),
            (to.min(24) - from, true),
            "{from}..{to}"
        );
    }
    room.bend(&format!("UPDATE audit_event SET at = at + 1 WHERE id = {}", at(8))).await;
    part(9..24).await.expect("the place is not looked at");
    assert_eq!(part(5..12).await.unwrap_err().place(), Some(8));
}
