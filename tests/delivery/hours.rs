//! Quiet hours and digests by the clock of Québec, through the nights when it changes.

use std::collections::BTreeSet;
use std::time::Duration;

use parvis::notices::preferences::{Channel, Class, Digest, QuietHours, Settings};
use parvis::text::Locale;
use serde_json::json;

use crate::journeys;
use crate::person::World;
use crate::support::{Database, eventually};

journeys!(
    nights_are_quiet_but_for_security,
    a_day_is_told_in_one_notice,
    no_night_loses_or_doubles_a_digest,
    a_digest_waits_for_a_server_that_is_away,
    what_is_no_longer_wanted_takes_nothing_else_with_it,
    the_language_of_notices,
);

fn night() -> QuietHours {
    QuietHours { from: "21:00".parse().unwrap(), until: "08:00".parse().unwrap() }
}

/// A day that lies ahead, whenever this is run.
const DAY: &str = "2031-03-04";

async fn nights_are_quiet_but_for_security(database: Database) {
    let world = World::new(database).await;
    world.until(&format!("{DAY}T23:00"));
    let person = world.person("amelie", Locale::Fr).await;
    world.settings(&person, Settings { quiet: Some(night()), ..Settings::default() }).await;
    world.tell(&person, Class::Requests, 2).await;
    world.tell(&person, Class::Security, 1).await;
    world.settled("sent", 1).await;
    assert_eq!(world.portal.count("delivery WHERE class = 'security' AND state = 'sent'").await, 1);
    assert_eq!(world.in_state("held").await, 2);
    world.until("2031-03-05T07:58");
    assert_eq!(world.in_state("held").await, 2);
    world.settled_in_time("sent", 3, Duration::from_secs(30)).await;
    rest(&world).await;
    assert_eq!(world.servers.emails(2).await.len(), 2, "one for security, one for the night");
    world.portal.stop().await;
}

async fn a_day_is_told_in_one_notice(database: Database) {
    let world = World::new(database).await;
    world.until(&format!("{DAY}T09:00"));
    let person = world.person("amelie", Locale::Fr).await;
    world.settings(&person, Settings { digest: Digest::Daily, ..Settings::default() }).await;
    for _ in 0..5 {
        world.tell(&person, Class::Requests, 1).await;
        world.portal.clock.advance(Duration::from_hours(1));
    }
    world.tell(&person, Class::Security, 1).await;
    world.settled("sent", 1).await;
    assert_eq!(world.in_state("held").await, 5);
    world.until("2031-03-05T07:58");
    assert_eq!(world.in_state("held").await, 5);
    world.settled_in_time("sent", 6, Duration::from_secs(30)).await;
    rest(&world).await;
    assert_eq!(world.servers.emails(2).await.len(), 2, "security, and the digest");
    world.portal.stop().await;
}

/// The jobs of a digest that others told of wait a minute for them.
async fn rest(world: &World) {
    eventually("the end of all jobs", async || {
        world.portal.clock.advance(Duration::from_secs(20));
        (world.portal.count("job WHERE state IN ('waiting', 'leased')").await == 0).then_some(())
    })
    .await;
}

/// Through the night when two o'clock is three, and the one when it comes twice, hour by hour.
async fn no_night_loses_or_doubles_a_digest(database: Database) {
    let world = World::with(database, json!({ "notices": { "digest_hour": 2 } })).await;
    world.until("2031-03-07T12:00");
    let person = world.person("amelie", Locale::Fr).await;
    world.settings(&person, Settings { digest: Digest::Daily, ..Settings::default() }).await;
    let mut told = 0;
    for (begin, end) in [("2031-03-07T12:00", "2031-03-10T12:00"), ("2031-10-31T12:00", "2031-11-03T12:00")] {
        if told > 0 {
            world.until(begin);
        }
        let before = world.servers.received().await["smtp"].as_array().unwrap().len();
        while world.portal.clock.now() < crate::person::at(end) {
            world.tell(&person, Class::Requests, 1).await;
            told += 1;
            world.portal.clock.advance(Duration::from_mins(30));
            let due = format!("delivery WHERE state = 'held' AND due_at <= {}", world.portal.clock.now().0);
            eventually("what is due", async || (world.portal.count(&due).await == 0).then_some(())).await;
        }
        // The digest of the last night tells of the rest.
        world.settled_in_time("sent", told, Duration::from_mins(20)).await;
        rest(&world).await;
        let emails = world.servers.emails(before + 1).await.split_off(before);
        let ids: BTreeSet<_> = emails.iter().map(|email| email.header("Message-ID").unwrap()).collect();
        assert_eq!(ids.len(), emails.len(), "none twice");
        assert_eq!(emails.len(), 4, "one for each night from {begin} to {end}");
    }
    assert_eq!(world.in_state("held").await, 0);
    world.portal.stop().await;
}

async fn a_digest_waits_for_a_server_that_is_away(database: Database) {
    let world = World::new(database).await;
    world.until(&format!("{DAY}T09:00"));
    let person = world.person("amelie", Locale::Fr).await;
    world.settings(&person, Settings { digest: Digest::Weekly, ..Settings::default() }).await;
    world.tell(&person, Class::Requests, 4).await;
    world.servers.behave(json!({ "smtp": "away" })).await;
    world.until("2031-03-10T08:01");
    eventually("a try", async || {
        (world.portal.count("delivery WHERE reason = 'unreachable'").await > 0).then_some(())
    })
    .await;
    world.until("2031-03-10T09:00");
    world.servers.behave(json!({ "smtp": "accept" })).await;
    world.settled_in_time("sent", 4, Duration::from_secs(20)).await;
    rest(&world).await;
    assert_eq!(world.servers.emails(1).await.len(), 1);
    world.portal.stop().await;
}

async fn what_is_no_longer_wanted_takes_nothing_else_with_it(database: Database) {
    let world = World::new(database).await;
    world.until(&format!("{DAY}T09:00"));
    let person = world.person("amelie", Locale::Fr).await;
    world.settings(&person, Settings { digest: Digest::Daily, ..Settings::default() }).await;
    world.tell(&person, Class::Reminders, 1).await;
    world.tell(&person, Class::Requests, 1).await;
    world.wants(&person, Class::Reminders, Channel::Email, false).await;
    world.until("2031-03-05T07:59");
    world.settled_in_time("sent", 1, Duration::from_secs(30)).await;
    rest(&world).await;
    let unwanted = "delivery WHERE class = 'reminders' AND state = 'given_up' AND reason = 'not_wanted'";
    assert_eq!(world.portal.count(unwanted).await, 1);
    assert_eq!(world.servers.emails(1).await.len(), 1);
    world.portal.stop().await;
}

async fn the_language_of_notices(database: Database) {
    let world = World::new(database).await;
    let person = world.person("amelie", Locale::Fr).await;
    world.settings(&person, Settings { locale: Some(Locale::En), ..Settings::default() }).await;
    world.tell(&person, Class::Requests, 1).await;
    assert_eq!(world.servers.emails(1).await[0].subject, "There is something new in your Parvis file");
    world.portal.stop().await;
}
