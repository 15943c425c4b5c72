//! A release on trial: some citizens are shown it, always the same ones, and it is taken back by itself when it
//! fails.

use parvis::id::AccountId;
use parvis::tiles::Tile;

use crate::journeys;
use crate::support::{Database, Portal, eventually};
use crate::{activate, complaints, publish, shows, signed_in, trusting};

journeys!(some_are_shown_it_and_stay_with_it, taken_back_by_itself, promoted_to_all);

async fn on_trial(database: Database, percent: u8) -> Portal {
    let portal = Portal::start(database).await;
    let key = trusting(&portal).await;
    publish(&portal, &key, "1.2.0", "Vos plaintes").await;
    activate(&portal, "1.2.0", percent).await;
    eventually("the trial", async || portal.app.catalogue().current().trials().next().map(drop)).await;
    portal
}

fn shown(portal: &Portal, account: u128) -> String {
    let account = AccountId(uuid::Uuid::from_u128(account));
    let tile = portal.app.catalogue().get_for(&complaints(), Some(account));
    tile.map(|tile: std::sync::Arc<Tile>| tile.release.version.clone()).unwrap()
}

async fn some_are_shown_it_and_stay_with_it(database: Database) {
    let portal = on_trial(database, 10).await;
    let on_trial = |portal: &Portal| -> Vec<u128> {
        (0..2_000).filter(|account| shown(portal, *account) == "1.2.0").collect()
    };
    let first = on_trial(&portal);
    assert!((120..=280).contains(&first.len()), "about a tenth: {}", first.len());
    activate(&portal, "1.2.0", 30).await;
    eventually("thirty", async || (on_trial(&portal).len() > 400).then_some(())).await;
    let more = on_trial(&portal);
    assert!(first.iter().all(|account| more.contains(account)), "whoever was shown it still is");
    assert_eq!(crate::title(&portal).await, "Suivi des plaintes", "visitors are not tried on");
    portal.stop().await;
}

async fn taken_back_by_itself(database: Database) {
    let portal = on_trial(database, 99).await;
    let mut amelie = signed_in(&portal, "amelie").await;
    amelie.open("/services/complaints/form").await;
    let release = portal.app.catalogue().current().trials().next().unwrap().tile.release.clone();
    for use_of_it in 0..40 {
        portal.app.catalogue().used(&release, use_of_it % 4 == 0);
    }
    eventually("the end of the trial", async || {
        portal.app.catalogue().current().trials().next().is_none().then_some(())
    })
    .await;
    let ended = portal.events_of("tile-canary-ended").await;
    assert_eq!(ended[0].field("by_itself"), "true");
    let log = portal.app.releases().log(None).await.unwrap();
    assert_eq!(log.last().unwrap().step.word(), "canary_ended");
    assert!(log.last().unwrap().reason.contains("failed"), "{}", log.last().unwrap().reason);
    // Whoever had a page of it open goes on.
    amelie.fill("for-whom", "me").fill("reach", "email");
    amelie.press("continue").await;
    assert!(amelie.page().url.path().ends_with("/form/event"), "{}", amelie.text());
    portal.stop().await;
}

async fn promoted_to_all(database: Database) {
    let portal = on_trial(database, 10).await;
    activate(&portal, "1.2.0", 0).await;
    shows(&portal, "Vos plaintes").await;
    assert!(portal.app.catalogue().current().trials().next().is_none());
    portal.stop().await;
}
