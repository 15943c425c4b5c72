//! New releases are shown without a restart, and whoever has begun something goes on with it.

use parvis::releases::{By, How, Run};
use parvis::vault::Vault;
use reqwest::StatusCode;
use serde_json::json;

use crate::journeys;
use crate::support::{Database, Portal, Setup, eventually};
use crate::{activate, complaints, package, publish, shows, signed_in, trusting, version};

journeys!(
    shown_at_once_and_taken_back_step_by_step,
    a_page_is_posted_to_the_release_it_was_made_from,
    a_draft_keeps_the_release_it_was_begun_with,
    a_release_that_cannot_be_shown_leaves_the_one_before,
    shown_again_after_a_restart
);

async fn shown_at_once_and_taken_back_step_by_step(database: Database) {
    let portal = Portal::start(database).await;
    let key = trusting(&portal).await;
    for (version, title) in [("1.2.0", "Vos plaintes"), ("1.3.0", "Toutes vos plaintes")] {
        publish(&portal, &key, version, title).await;
        activate(&portal, version, 0).await;
        shows(&portal, title).await;
    }
    let back = |reason: &'static str| {
        let releases = portal.app.releases().clone();
        async move { releases.roll_back(&By::system(), &complaints(), reason).await }
    };
    for title in ["Vos plaintes", "Suivi des plaintes"] {
        back("words").await.unwrap();
        shows(&portal, title).await;
    }
    assert!(back("words").await.is_err(), "nothing was before the portal's own");
    portal.stop().await;
}

/// The first page of another release asks something else first.
const OTHER_FIRST: (&str, &str, &str) = ("form.json", "\"id\": \"you\"", "\"id\": \"yourself\"");

async fn a_page_is_posted_to_the_release_it_was_made_from(database: Database) {
    let portal = Portal::start(database).await;
    let key = trusting(&portal).await;
    let mut amelie = signed_in(&portal, "amelie").await;
    amelie.open("/services/complaints/form").await;
    amelie.fill("for-whom", "me").fill("reach", "email");
    publish(&portal, &key, "1.2.0", "Vos plaintes").await;
    activate(&portal, "1.2.0", 0).await;
    shows(&portal, "Vos plaintes").await;
    amelie.press("continue").await;
    assert!(amelie.page().url.path().ends_with("/form/event"), "{}", amelie.text());
    assert_eq!(portal.texts("SELECT release FROM request").await, ["1.1.0"]);
    assert!(amelie.text().contains("Suivi des plaintes") && !amelie.text().contains("Vos plaintes"));
    portal.stop().await;
}

async fn a_draft_keeps_the_release_it_was_begun_with(database: Database) {
    let portal = Portal::start(database).await;
    let key = trusting(&portal).await;
    let mut amelie = signed_in(&portal, "amelie").await;
    amelie.open("/services/complaints/form").await;
    amelie.fill("for-whom", "me").fill("reach", "email");
    amelie.press("continue").await;
    let here = amelie.page().url.clone();
    let (path, passage, words) = OTHER_FIRST;
    let renamed =
        [(path, passage, words), ("tile.toml", "fr = \"Suivi des plaintes\"", "fr = \"Vos plaintes\"")];
    let words = [
        ("locales/fr/form.ftl", "you-title", "yourself-title"),
        ("locales/fr/form.ftl", "you-lead", "yourself-lead"),
        ("locales/en/form.ftl", "you-title", "yourself-title"),
        ("locales/en/form.ftl", "you-lead", "yourself-lead"),
    ];
    let changes: Vec<_> = renamed.into_iter().chain(words).collect();
    let package = package(&key, "1.2.0", &changes);
    portal.app.releases().publish(&By::system(), &package, Run::Real).await.unwrap();
    activate(&portal, "1.2.0", 0).await;
    shows(&portal, "Vos plaintes").await;
    assert_eq!(amelie.visit(here.clone()).await.status, StatusCode::OK);
    amelie.press("back").await;
    assert!(amelie.page().url.path().ends_with("/form/you"), "the old page is there: {}", amelie.text());
    assert_eq!(portal.texts("SELECT release FROM request").await, ["1.1.0"]);
    portal.stop().await;
}

async fn a_release_that_cannot_be_shown_leaves_the_one_before(database: Database) {
    let vault = json!({ "vault": { "key": Vault::new_master_key() } });
    let portal = Setup::default().with(vault.clone()).start(database).await;
    let key = trusting(&portal).await;
    for (version, title) in [("1.2.0", "Vos plaintes"), ("1.3.0", "Toutes vos plaintes")] {
        publish(&portal, &key, version, title).await;
    }
    activate(&portal, "1.2.0", 0).await;
    shows(&portal, "Vos plaintes").await;
    portal
        .meddle(
            "UPDATE release_content SET content = (SELECT content FROM release_content ORDER BY sha256 LIMIT 1)
             WHERE sha256 IN (SELECT sha256 FROM release_file JOIN release USING (digest)
                WHERE version = '1.3.0' AND path = 'tile.toml')",
        )
        .await;
    let releases = portal.app.releases();
    let how = How::default();
    let run = Run::Real;
    let refused = releases.activate(&By::system(), &complaints(), version("1.3.0"), how, run).await;
    assert!(refused.is_err(), "what was touched is not activated");
    shows(&portal, "Vos plaintes").await;
    // Touched after it was activated: a portal that starts shows its own, and starts.
    portal.meddle("UPDATE release_file SET path = 'other' WHERE path = 'form.json'").await;
    let again = Setup::default().with(vault).start_on(portal.database_url.clone()).await;
    shows(&again, "Suivi des plaintes").await;
    again.stop().await;
    portal.stop().await;
}

async fn shown_again_after_a_restart(database: Database) {
    let vault = json!({ "vault": { "key": Vault::new_master_key() } });
    let portal = Setup::default().with(vault.clone()).start(database).await;
    let key = trusting(&portal).await;
    publish(&portal, &key, "1.2.0", "Vos plaintes").await;
    activate(&portal, "1.2.0", 0).await;
    let acknowledged = eventually("an acknowledgement", async || {
        let (number, nodes) = portal.app.releases().nodes().await.unwrap();
        nodes.iter().any(|node| node.number == number && number == 1).then_some(nodes.len())
    })
    .await;
    assert_eq!(acknowledged, 1);
    let again = Setup::default().with(vault).start_on(portal.database_url.clone()).await;
    assert_eq!(crate::title(&again).await, "Vos plaintes", "from its first answer on");
    again.stop().await;
    portal.stop().await;
}
