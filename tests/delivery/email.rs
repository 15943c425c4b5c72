//! E-mail against a real mail server that accepts, puts off, refuses, breaks off, hangs, and is away.

use std::collections::BTreeSet;
use std::time::Duration;

use parvis::notices::preferences::{Channel, Class};
use parvis::text::Locale;
use serde_json::json;

use crate::journeys;
use crate::person::{SECRET, World};
use crate::support::{Database, eventually};

journeys!(
    it_says_that_there_is_something_and_nothing_of_it,
    what_is_put_off_comes_later,
    an_address_that_reaches_nobody_is_left_alone,
    what_breaks_off_after_it_was_taken_is_the_same_message_again,
    a_server_that_hangs_holds_up_nothing_else,
    after_an_hour_without_a_server_each_is_sent_once,
    a_clock_that_jumps_doubles_nothing,
);

async fn it_says_that_there_is_something_and_nothing_of_it(database: Database) {
    let world = World::new(database).await;
    for (name, locale) in [("amelie", Locale::Fr), ("connor", Locale::En)] {
        let person = world.person(name, locale).await;
        world.tell(&person, Class::Requests, 1).await;
    }
    let emails = world.servers.emails(2).await;
    for email in &emails {
        for part in SECRET.split_whitespace().filter(|word| word.len() > 3) {
            assert!(!email.raw.contains(part), "{}", email.raw);
        }
        assert_eq!(email.header("Auto-Submitted").as_deref(), Some("auto-generated"));
        assert_eq!(email.header("List-Unsubscribe"), None, "what concerns a request cannot be ended");
        assert_eq!(email.header("Precedence"), None);
        assert!(email.text.contains(world.portal.url.as_str()), "{}", email.text);
    }
    let subjects: BTreeSet<&str> = emails.iter().map(|email| email.subject.as_str()).collect();
    let both = ["Il y a du nouveau dans votre dossier Parvis", "There is something new in your Parvis file"];
    assert_eq!(subjects, BTreeSet::from(both));
    world.portal.stop().await;
}

async fn what_is_put_off_comes_later(database: Database) {
    let world = World::new(database).await;
    let person = world.person("amelie", Locale::Fr).await;
    world.servers.behave(json!({ "smtp": "451" })).await;
    world.tell(&person, Class::Requests, 1).await;
    eventually("a put off", async || {
        (world.portal.events_of("notice-put-off").await.len() >= 2).then_some(())
    })
    .await;
    assert_eq!(world.in_state("waiting").await, 1);
    world.servers.behave(json!({ "smtp": "accept" })).await;
    world.settled("sent", 1).await;
    assert_eq!(world.servers.emails(1).await.len(), 1);
    let put_off = &world.portal.events_of("notice-put-off").await[0];
    assert_eq!((put_off.field("channel"), put_off.field("reason")), ("email".into(), "put_off".into()));
    world.portal.stop().await;
}

async fn an_address_that_reaches_nobody_is_left_alone(database: Database) {
    let world = World::new(database).await;
    let person = world.person("amelie", Locale::Fr).await;
    world.servers.behave(json!({ "smtp": "550" })).await;
    world.tell(&person, Class::Requests, 1).await;
    world.settled("failed", 1).await;
    world.portal.at_rest().await;
    assert_eq!(world.portal.count("address WHERE state = 'failed'").await, 1);
    assert_eq!(world.portal.events_of("address-failed").await.len(), 1);
    assert_eq!(world.portal.count("message").await, 1, "the inbox has it");

    // Nothing more is sent there; the inbox goes on.
    world.servers.behave(json!({ "smtp": "accept" })).await;
    world.tell(&person, Class::Requests, 1).await;
    world.portal.at_rest().await;
    assert!(world.servers.received().await["smtp"].as_array().unwrap().is_empty());
    assert_eq!(world.portal.count("message").await, 2);
    world.portal.stop().await;
}

/// At least once, and known by its Message-ID.
async fn what_breaks_off_after_it_was_taken_is_the_same_message_again(database: Database) {
    let world = World::new(database).await;
    let person = world.person("amelie", Locale::Fr).await;
    world.servers.behave(json!({ "smtp": "drop" })).await;
    world.tell(&person, Class::Requests, 1).await;
    world.servers.emails(1).await;
    world.servers.behave(json!({ "smtp": "accept" })).await;
    world.settled_in_time("sent", 1, Duration::from_secs(5)).await;
    let emails = world.servers.emails(2).await;
    let ids: BTreeSet<_> = emails.iter().map(|email| email.header("Message-ID").unwrap()).collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
    assert!(ids.first().unwrap().ends_with("@127.0.0.1>"), "{ids:?}");
    world.portal.stop().await;
}

async fn a_server_that_hangs_holds_up_nothing_else(database: Database) {
    let world = World::new(database).await;
    let person = world.person("amelie", Locale::Fr).await;
    world.servers.behave(json!({ "smtp": "hang" })).await;
    world.tell(&person, Class::Requests, 8).await;
    // While the mail server says nothing, a browser is told.
    world.address(&person, Channel::Push, &world.servers.subscription().await).await;
    world.tell(&person, Class::Requests, 1).await;
    world.servers.received_by("push", 1).await;
    assert_eq!(world.portal.count("delivery WHERE channel = 'email' AND state = 'sent'").await, 0);
    eventually("the end of its deadline", async || {
        (world.portal.count("delivery WHERE reason = 'unanswered'").await > 0).then_some(())
    })
    .await;
    world.servers.behave(json!({ "smtp": "accept" })).await;
    world.settled_in_time("sent", 10, Duration::from_secs(2)).await;
    assert_eq!(world.servers.emails(9).await.len(), 9);
    world.portal.stop().await;
}

async fn after_an_hour_without_a_server_each_is_sent_once(database: Database) {
    let world = World::new(database).await;
    let people = [world.person("amelie", Locale::Fr).await, world.person("connor", Locale::En).await];
    world.servers.behave(json!({ "smtp": "away" })).await;
    for _ in 0..6 {
        for person in &people {
            world.tell(person, Class::Requests, 1).await;
        }
        world.portal.clock.advance(Duration::from_mins(10));
    }
    eventually("a try", async || {
        (world.portal.count("delivery WHERE reason = 'unreachable'").await > 0).then_some(())
    })
    .await;
    assert_eq!(world.in_state("waiting").await, 12);
    world.servers.behave(json!({ "smtp": "accept" })).await;
    world.settled_in_time("sent", 12, Duration::from_secs(30)).await;
    world.portal.at_rest().await;
    let emails = world.servers.emails(12).await;
    let ids: BTreeSet<_> = emails.iter().map(|email| email.header("Message-ID").unwrap()).collect();
    assert_eq!((emails.len(), ids.len()), (12, 12), "each once");
    let sent = world.portal.events_of("notice-sent").await;
    assert_eq!(sent.len(), 12);
    assert!(sent.iter().all(|event| event.field("attempts") == "1"), "a channel that is closed was no try");
    world.portal.stop().await;
}

async fn a_clock_that_jumps_doubles_nothing(database: Database) {
    let world = World::new(database).await;
    let person = world.person("amelie", Locale::Fr).await;
    world.tell(&person, Class::Requests, 3).await;
    world.settled("sent", 3).await;
    world.portal.clock.advance(Duration::from_hours(24 * 40));
    world.tell(&person, Class::Requests, 1).await;
    world.settled("sent", 4).await;
    world.portal.at_rest().await;
    assert_eq!(world.servers.emails(4).await.len(), 4);
    world.portal.stop().await;
}
