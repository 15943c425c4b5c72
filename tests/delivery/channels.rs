//! Text messages by GC Notify's interface, web push, and what happens when a channel reaches nobody.

use std::time::Duration;

use parvis::notices::preferences::{Channel, Class};
use parvis::text::Locale;
use parvis::text::gsm7;
use serde_json::json;

use crate::journeys;
use crate::person::{Person, SECRET, World};
use crate::servers::TOKEN;
use crate::support::{Database, eventually};

journeys!(
    a_text_message_by_gc_notify,
    too_many_calls_are_left_until_the_service_asks_for_more,
    a_service_that_is_ill_is_tried_again,
    a_number_that_reaches_nobody,
    a_number_that_turns_out_to_reach_nobody,
    a_browser_reads_it_and_nobody_else,
    a_browser_that_ended_its_subscription_is_forgotten,
    a_push_service_that_nobody_named_is_not_written_to,
    the_next_channel_takes_the_place_of_one_that_fails,
    a_folder_for_development,
);

const NUMBER: &str = "+15145550123";

/// Amélie, who wants text messages and no e-mail.
async fn texted(world: &World) -> Person {
    let person = world.person("amelie", Locale::Fr).await;
    world.address(&person, Channel::Sms, NUMBER).await;
    world.wants(&person, Class::Requests, Channel::Email, false).await;
    person
}

async fn a_text_message_by_gc_notify(database: Database) {
    let world = World::new(database).await;
    let person = texted(&world).await;
    world.tell(&person, Class::Requests, 1).await;
    world.settled("sent", 1).await;
    let received = world.servers.received_by("notify", 1).await;
    let (status, body) = (&received[0]["status"], &received[0]["body"]);
    assert_eq!((status, &received[0]["medium"]), (&json!(201), &json!("sms")), "{received:?}");
    assert_eq!(body["phone_number"], NUMBER);
    assert_eq!(body["template_id"], "00000000-0000-0000-0000-000000000001", "the French one");
    let id = if world.portal.database_url.starts_with("sqlite:") { "HEX(id)" } else { "id::text" };
    let reference = body["reference"].as_str().unwrap().replace('-', "");
    let its = format!("delivery WHERE REPLACE(LOWER({id}), '-', '') = '{reference}'");
    assert_eq!(world.portal.count(&its).await, 1, "it is known by its delivery");
    let text = body["personalisation"]["text"].as_str().unwrap();
    assert!(gsm7::septets(text).unwrap() <= gsm7::SEGMENT, "{text}");
    assert!(!text.contains(SECRET));
    assert!(world.servers.received().await["smtp"].as_array().unwrap().is_empty(), "no e-mail is wanted");
    world.portal.stop().await;
}

async fn too_many_calls_are_left_until_the_service_asks_for_more(database: Database) {
    let world = World::new(database).await;
    let person = texted(&world).await;
    world.servers.behave(json!({ "notify": 429, "retry_after": "1200" })).await;
    world.tell(&person, Class::Requests, 3).await;
    eventually("the first refusal", async || {
        (world.portal.count("delivery WHERE reason = 'too_many'").await > 0).then_some(())
    })
    .await;
    let before = world.servers.received().await["notify"].as_array().unwrap().len();
    world.servers.behave(json!({ "notify": 201, "retry_after": null })).await;
    world.portal.clock.advance(Duration::from_mins(19));
    world.portal.clock.advance(Duration::from_secs(30));
    assert_eq!(world.in_state("waiting").await, 3, "twenty minutes are not over");
    assert!(before <= 3, "{before}");
    world.settled_in_time("sent", 3, Duration::from_secs(20)).await;
    assert_eq!(world.servers.received().await["notify"].as_array().unwrap().len(), before + 3);
    assert_eq!(world.portal.events_of("notice-put-off").await.len(), 0, "waiting is no failure");
    world.portal.stop().await;
}

async fn a_service_that_is_ill_is_tried_again(database: Database) {
    let world = World::new(database).await;
    let person = texted(&world).await;
    for status in [500, 400] {
        world.servers.behave(json!({ "notify": status })).await;
        let before = world.servers.received().await["notify"].as_array().unwrap().len();
        world.tell(&person, Class::Requests, 1).await;
        world.servers.received_by("notify", before + 1).await;
        world.servers.behave(json!({ "notify": 201 })).await;
        eventually("all sent", async || {
            world.portal.clock.advance(Duration::from_secs(5));
            (world.in_state("waiting").await == 0).then_some(())
        })
        .await;
    }
    assert_eq!(world.in_state("sent").await, 2);
    world.portal.stop().await;
}

async fn a_number_that_reaches_nobody(database: Database) {
    let world = World::new(database).await;
    let person = texted(&world).await;
    world.servers.behave(json!({ "notify": "dead" })).await;
    world.tell(&person, Class::Security, 1).await;
    world.settled("failed", 1).await;
    assert_eq!(world.portal.count("address WHERE channel = 'sms' AND state = 'failed'").await, 1);
    world.portal.stop().await;
}

/// The service says yes, and later that nobody was reached.
async fn a_number_that_turns_out_to_reach_nobody(database: Database) {
    let world = World::new(database).await;
    let person = texted(&world).await;
    world.tell(&person, Class::Requests, 1).await;
    world.settled("sent", 1).await;
    let reference = world.servers.received_by("notify", 1).await[0]["body"]["reference"].clone();
    let tell = async |token: &str, status: &str| {
        let receipt = json!({
            "id": reference, "reference": reference, "to": NUMBER, "status": status, "notification_type": "sms",
        });
        let address = world.portal.at("/api/v1/notify/receipts");
        let asked = reqwest::Client::new().post(address).bearer_auth(token).json(&receipt);
        asked.send().await.unwrap().status().as_u16()
    };
    assert_eq!(tell("another", "permanent-failure").await, 401);
    assert_eq!(tell(TOKEN, "delivered").await, 200);
    assert_eq!(tell(TOKEN, "temporary-failure").await, 200);
    world.portal.at_rest().await;
    assert_eq!(world.in_state("sent").await, 1);
    for _ in 0..2 {
        assert_eq!(tell(TOKEN, "permanent-failure").await, 200);
        world.portal.at_rest().await;
    }
    assert_eq!(world.portal.events_of("notice-bounced").await.len(), 1);
    assert_eq!(world.portal.count("delivery WHERE channel = 'sms' AND state = 'failed'").await, 1);
    assert_eq!(world.portal.count("address WHERE channel = 'sms' AND state = 'failed'").await, 1);
    let instead = "delivery WHERE channel = 'email' AND instead_of = 'sms' AND state = 'sent'";
    assert_eq!(world.portal.count(instead).await, 1);
    world.portal.stop().await;
}

async fn a_browser_reads_it_and_nobody_else(database: Database) {
    let world = World::new(database).await;
    let person = world.person("connor", Locale::En).await;
    // Two browsers: both are told.
    for _ in 0..2 {
        let subscription = world.servers.subscription().await;
        world.address(&person, Channel::Push, &subscription).await;
    }
    world.tell(&person, Class::Reminders, 1).await;
    world.settled("sent", 2).await;
    let received = world.servers.received_by("push", 2).await;
    for push in &received {
        assert_eq!(push["status"], 201, "{push}");
        let read = &push["body"];
        assert_eq!(read["title"], "Parvis");
        assert_eq!(read["body"], "There is something new in your file. Sign in to read it.");
        assert_eq!(read["lang"], "en-CA");
        assert!(!read.to_string().contains(SECRET));
    }
    world.portal.stop().await;
}

async fn a_browser_that_ended_its_subscription_is_forgotten(database: Database) {
    let world = World::new(database).await;
    let person = world.person("amelie", Locale::Fr).await;
    world.wants(&person, Class::Requests, Channel::Email, false).await;
    for status in [404, 410] {
        let subscription = world.servers.subscription().await;
        world.address(&person, Channel::Push, &subscription).await;
        world.servers.behave(json!({ "push": status })).await;
        world.tell(&person, Class::Requests, 1).await;
        world.portal.at_rest().await;
        assert_eq!(world.portal.count("address WHERE channel = 'push'").await, 0, "{status}");
    }
    assert_eq!(world.portal.count("delivery WHERE channel = 'push' AND state = 'failed'").await, 2);
    world.portal.stop().await;
}

/// A browser could name the portal's neighbours.
async fn a_push_service_that_nobody_named_is_not_written_to(database: Database) {
    let world = World::with(database, json!({ "push": { "services": ["push.exemple.test"] } })).await;
    let person = world.person("amelie", Locale::Fr).await;
    let subscription = world.servers.subscription().await;
    world.address(&person, Channel::Push, &subscription).await;
    world.tell(&person, Class::Requests, 1).await;
    world.settled("failed", 1).await;
    assert!(world.servers.received().await["push"].as_array().unwrap().is_empty());
    world.portal.stop().await;
}

async fn the_next_channel_takes_the_place_of_one_that_fails(database: Database) {
    let world = World::new(database).await;
    let person = world.person("amelie", Locale::Fr).await;
    world.address(&person, Channel::Sms, NUMBER).await;
    world.wants(&person, Class::Requests, Channel::Sms, false).await;
    world.wants(&person, Class::News, Channel::Email, true).await;
    world.servers.behave(json!({ "smtp": "550" })).await;
    // News goes where it was asked for and nowhere else.
    world.tell(&person, Class::News, 1).await;
    world.settled("failed", 1).await;
    world.portal.at_rest().await;
    assert!(world.servers.received().await["notify"].as_array().unwrap().is_empty());

    world.portal.meddle("DELETE FROM address WHERE channel = 'email'").await;
    world.tell(&person, Class::Requests, 1).await;
    world.settled("sent", 1).await;
    assert_eq!(world.portal.count("delivery WHERE channel = 'sms' AND instead_of = 'email'").await, 1);
    assert_eq!(world.servers.received_by("notify", 1).await.len(), 1);

    // Where nothing is left, the portal says so.
    world.portal.meddle("DELETE FROM address WHERE channel = 'email'").await;
    world.servers.behave(json!({ "notify": "dead" })).await;
    world.tell(&person, Class::Requests, 1).await;
    world.settled("failed", 4).await;
    world.portal.at_rest().await;
    assert_eq!(world.portal.count("message").await, 3, "the inbox has them all");

    let mut administrator = world.portal.browser(Locale::En);
    administrator.sign_in("admin").await;
    administrator.open("/admin/deliveries").await;
    let text = administrator.text();
    assert!(text.contains("One person was reached by none of their channels"), "{text}");
    assert!(!text.contains('@') && !text.contains(NUMBER) && !text.contains(SECRET), "{text}");
    world.portal.stop().await;
}

async fn a_folder_for_development(database: Database) {
    let folder = std::env::temp_dir().join(format!("parvis-notices-{:?}", parvis::id::random::<8>()));
    let settings = json!({
        "notices": { "folder": folder }, "notify": { "sms": null }, "push": { "key": null, "contact": null },
    });
    let world = World::with(database, settings).await;
    let person = texted(&world).await;
    world.tell(&person, Class::Requests, 1).await;
    world.settled("sent", 1).await;
    let written = std::fs::read_to_string(folder.join("sms.jsonl")).unwrap();
    let line: serde_json::Value = serde_json::from_str(written.trim()).unwrap();
    assert_eq!(
        (&line["to"], &line["says"], &line["locale"]),
        (&json!(NUMBER), &json!("changed"), &json!("fr"))
    );
    std::fs::remove_dir_all(folder).unwrap();
    world.portal.stop().await;
}
