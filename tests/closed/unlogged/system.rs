//! What operators do at the command line, and the portal by itself.

use std::time::Duration;

use parvis::releases::{By, TeamKey};
use parvis::text::Locale;

use super::rows::Rows;
use super::{break_the_log, how_often, mend_the_log};
use crate::complaint::{self, signed_in};
use crate::journeys;
use crate::support::{Database, Portal, Setup, eventually};

journeys!(nothing_of_keys_and_tokens, nothing_by_itself, jobs_wait_for_the_log);

/// What is tried here.
pub const CODES: &[&[&str]] = &[AT_THE_COMMAND_LINE, BY_ITSELF, BY_WORKERS];

/// What operators do.
const AT_THE_COMMAND_LINE: &[&str] =
    &["team-key-trusted", "team-key-withdrawn", "team-token-made", "team-token-revoked"];

/// What the portal does by itself here.
const BY_ITSELF: &[&str] = &["draft-expired"];
/// What its workers do here.
const BY_WORKERS: &[&str] = &["request-delivered"];

const TEAM: &str = "complaints-office";

/// Does one thing of each kind; whether it was done.
async fn all(portal: &Portal, new: &TeamKey, old: &str, token: &str) -> [bool; 4] {
    let (releases, by) = (portal.app.releases(), By::system());
    [
        releases.trust(&by, TEAM, &new.public()).await.is_ok(),
        releases.withdraw(&by, old).await.is_ok(),
        releases.make_token(&by, TEAM, 1).await.is_ok(),
        releases.revoke_token(&by, token).await.is_ok(),
    ]
}

async fn nothing_of_keys_and_tokens(database: Database) {
    let portal = Setup::silent().start(database).await;
    let (releases, by) = (portal.app.releases(), By::system());
    releases.trust(&by, TEAM, &TeamKey::generate().public()).await.unwrap();
    releases.make_token(&by, TEAM, 1).await.unwrap();
    let old = portal.text("SELECT id FROM team_key").await;
    let token = portal.text("SELECT id FROM team_token").await;
    let new = TeamKey::generate();
    let rows = Rows::of(&portal).await;
    let before = how_often(&portal, AT_THE_COMMAND_LINE).await;
    break_the_log(&portal).await;
    assert_eq!(all(&portal, &new, &old, &token).await, [false; 4]);
    rows.assert_unchanged(&portal, AT_THE_COMMAND_LINE).await;
    mend_the_log(&portal).await;
    assert_eq!(all(&portal, &new, &old, &token).await, [true; 4]);
    let after = how_often(&portal, AT_THE_COMMAND_LINE).await;
    assert!(before.iter().zip(&after).all(|(before, after)| after == &(before + 1)), "{before:?} {after:?}");
    portal.stop().await;
}

/// A year and more goes by.
async fn nothing_by_itself(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    complaint::begin(&mut amelie).await;
    portal.at_rest().await;
    let rows = Rows::of(&portal).await;
    let before: Vec<String> = portal.events().await.into_iter().map(|event| event.code).collect();
    break_the_log(&portal).await;
    portal.clock.advance(Duration::from_hours(24 * 400));
    portal.app.make_round().await;
    rows.assert_unchanged(&portal, BY_ITSELF).await;
    mend_the_log(&portal).await;
    portal.app.make_round().await;
    let mut done: Vec<String> = portal.events().await.into_iter().map(|event| event.code).collect();
    done.retain(|code| !before.contains(code));
    assert_eq!(done, BY_ITSELF);
    portal.stop().await;
}

/// What a back-end took is not known as taken before that is logged; then it is, once.
async fn jobs_wait_for_the_log(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    portal.backend_is("off").await;
    complaint::file(&mut amelie).await;
    eventually("an attempt", async || (!portal.events_of("delivery-failed").await.is_empty()).then_some(()))
        .await;
    let hour =
        "UPDATE job SET run_at = run_at + 3600000000 WHERE kind = 'deliver-request' AND state = 'waiting'";
    eventually("its turn in an hour", async || {
        portal.meddle(hour).await;
        let now = portal.clock.now().after(Duration::from_mins(30)).0;
        let later = format!("job WHERE kind = 'deliver-request' AND state = 'waiting' AND run_at > {now}");
        (portal.count(&later).await == 1).then_some(())
    })
    .await;
    portal.backend_is("on").await;
    break_the_log(&portal).await;
    portal.clock.advance(Duration::from_mins(61));
    portal.complaints(1).await;
    assert_eq!(portal.count("request WHERE delivery = 'waiting'").await, 1);
    assert_eq!(portal.count("job WHERE kind = 'deliver-request' AND state = 'done'").await, 0);
    mend_the_log(&portal).await;
    // Whoever had it could not even give it back.
    portal.clock.advance(Duration::from_mins(61));
    portal.at_rest().await;
    assert_eq!(how_often(&portal, BY_WORKERS).await, [1]);
    assert_eq!(portal.complaints(1).await.len(), 1, "the same request twice is one");
    portal.stop().await;
}
