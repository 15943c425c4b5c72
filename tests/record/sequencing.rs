//! The sequencer: no gap and no event twice, however many run and wherever they are cut short.

use futures_util::future::join_all;

use crate::journeys;
use crate::room::Room;
use crate::support::Database;

journeys!(nodes_take_turns, older_events_get_their_places);

async fn nodes_take_turns(database: Database) {
    let room = Room::new(database).await;
    let other = room.other_node().await;
    let busy = async |node: &Room| {
        for _ in 0..10 {
            node.live(9).await;
            node.sequencer.round().await.unwrap();
        }
    };
    tokio::join!(busy(&room), busy(&other), busy(&room), busy(&other));
    join_all([room.sequencer.settle(), other.sequencer.settle()]).await;
    room.sequencer.settle().await.unwrap();
    let verified = room.verify().await.unwrap();
    assert_eq!((verified.size, verified.signed), (360, 360), "no gap, none twice");
    assert_eq!(room.count("audit_pending").await, 0);
}

/// A portal of before wrote events without a seal: they are taken in before anything is signed, and none after.
async fn older_events_get_their_places(database: Database) {
    let room = Room::new(database).await;
    room.live(3).await;
    room.bend("UPDATE audit_event SET salt = NULL, commitment = NULL, seal = NULL").await;
    room.settled(4).await;
    let verified = room.verify().await.unwrap();
    assert_eq!((verified.size, verified.emptied), (7, 0));
    room.clock.advance(std::time::Duration::from_hours(2));
    room.live(1).await;
    room.bend("UPDATE audit_event SET salt = NULL, commitment = NULL, seal = NULL WHERE id IN (SELECT event_id FROM audit_pending)")
        .await;
    room.sequencer.settle().await.unwrap();
    assert_eq!(room.count("audit_leaf").await, 7);
    assert!(room.verify().await.is_err(), "too late");
}
