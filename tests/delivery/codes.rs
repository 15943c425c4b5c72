//! Codes that cannot be sent: whoever waits for one reads why, and what to do.

use std::time::Duration;

use parvis::text::Locale;
use serde_json::json;

use crate::journeys;
use crate::person::World;
use crate::support::{Browser, Database, eventually};

journeys!(an_address_that_takes_no_code_is_told, a_code_that_is_late_is_told_and_comes);

const NEW: &str = "amelie@nouvelle.test";

/// Gives that address; ends on the page of its code.
async fn give(world: &World) -> Browser {
    let mut amelie = world.portal.browser(Locale::Fr);
    amelie.sign_in("amelie").await;
    amelie.open("/account/notices/email").await;
    amelie.fill("address", NEW);
    amelie.press("Envoyer le code").await;
    amelie
}

async fn a_code_failed(world: &World) {
    eventually("a code that failed", async || {
        (!world.portal.events_of("code-failed").await.is_empty()).then_some(())
    })
    .await;
}

async fn an_address_that_takes_no_code_is_told(database: Database) {
    let world = World::new(database).await;
    world.servers.behave(json!({ "smtp": "550" })).await;
    let mut amelie = give(&world).await;
    a_code_failed(&world).await;
    let page = amelie.page().url.clone();
    amelie.visit(page).await;
    assert!(amelie.text().contains(&format!("{NEW} ne reçoit rien")), "{}", amelie.text());
    assert!(amelie.page().attribute("input[name=code]", "id").is_none(), "no code will come");
    world.portal.clock.advance(Duration::from_mins(1));
    world.portal.at_rest().await;
    assert_eq!(world.portal.events_of("code-failed").await.len(), 1, "it is not tried again");

    // She may have made room, or mended it: another code is another try.
    world.servers.behave(json!({ "smtp": "accept" })).await;
    amelie.press("Envoyer un autre code").await;
    world.servers.emails(1).await;
    world.portal.at_rest().await;
    let page = amelie.page().url.clone();
    amelie.visit(page).await;
    assert!(!amelie.text().contains("ne reçoit rien"), "{}", amelie.text());
    assert!(amelie.text().contains("un code vient d’y partir"), "{}", amelie.text());
    world.portal.stop().await;
}

async fn a_code_that_is_late_is_told_and_comes(database: Database) {
    let world = World::new(database).await;
    world.servers.behave(json!({ "smtp": "away" })).await;
    let mut amelie = give(&world).await;
    a_code_failed(&world).await;
    amelie.follow("Voir où en est l’envoi").await;
    assert!(amelie.text().contains("n’est pas encore parti"), "{}", amelie.text());
    world.servers.behave(json!({ "smtp": "accept" })).await;
    eventually("the code", async || {
        world.portal.clock.advance(Duration::from_secs(1));
        (!world.portal.events_of("code-sent").await.is_empty()).then_some(())
    })
    .await;
    amelie.follow("Voir où en est l’envoi").await;
    assert!(amelie.text().contains("un code vient d’y partir"), "{}", amelie.text());
    world.portal.stop().await;
}
