//! Calls under way at the same time are logged together, and still each for itself.

use std::collections::HashSet;

use futures_util::future::join_all;

use crate::support::Database;
use crate::{Stage, journeys};

journeys!(each_call_at_once_has_its_event, none_is_answered_that_cannot_be_logged);

/// So many at once.
const CALLS: usize = 40;

async fn statuses(stage: &Stage) -> Vec<u16> {
    let answers = join_all((0..CALLS).map(|_| stage.amelie.hostile("good"))).await;
    answers.iter().map(|answer| answer.status().as_u16()).collect()
}

async fn each_call_at_once_has_its_event(database: Database) {
    let stage = Stage::set(database).await;
    assert_eq!(statuses(&stage).await, [200; CALLS]);
    let read = stage.portal.events_of("app-read").await;
    let traces: HashSet<_> = read.iter().map(|event| event.trace.clone()).collect();
    assert_eq!((read.len(), traces.len()), (CALLS, CALLS), "one each, of its own HTTP request");
    stage.end().await;
}

async fn none_is_answered_that_cannot_be_logged(database: Database) {
    let stage = Stage::set(database).await;
    stage.portal.meddle("ALTER TABLE audit_event RENAME TO audit_event_away").await;
    assert_eq!(statuses(&stage).await, [500; CALLS]);
    stage.portal.meddle("ALTER TABLE audit_event_away RENAME TO audit_event").await;
    assert_eq!(stage.portal.events_of("app-read").await.len(), 0);
    assert_eq!(stage.amelie.hostile("good").await.status(), 200);
    assert_eq!(stage.portal.events_of("app-read").await.len(), 1);
    stage.end().await;
}
