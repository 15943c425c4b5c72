//! News: for those who asked, at the channel's pace, ended with one press, and stopped where it reaches nobody.

use std::time::Duration;

use parvis::notices::preferences::{Channel, Class};
use parvis::text::Locale;
use reqwest::{Method, StatusCode};
use serde_json::json;
use url::Url;

use crate::journeys;
use crate::person::{Person, World};
use crate::support::{Database, eventually};

journeys!(
    one_press_ends_news_and_nothing_else,
    nobody_ends_what_they_have_no_token_for,
    news_goes_at_its_pace_and_lets_others_pass,
    news_stops_where_it_reaches_nobody,
);

async fn reader(world: &World) -> Person {
    let person = world.person("amelie", Locale::Fr).await;
    world.wants(&person, Class::News, Channel::Email, true).await;
    person
}

async fn one_press_ends_news_and_nothing_else(database: Database) {
    let world = World::new(database).await;
    let person = reader(&world).await;
    world.tell(&person, Class::News, 1).await;
    let email = world.servers.emails(1).await.remove(0);
    assert_eq!(email.subject, "Une nouveauté dans Parvis");
    assert_eq!(email.header("List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
    let link = email.header("List-Unsubscribe").unwrap();
    let link: Url = link.trim_matches(['<', '>']).parse().unwrap();
    assert!(!link.as_str().contains('@') && !link.as_str().contains(&person.account.to_string()));
    let shown = link.as_str().replace("/api/v1/unsubscribe/fr/", "/fr/unsubscribe/");
    assert!(email.text.contains(&shown), "whoever reads it sees it too: {}", email.text);

    // A program that looks at every link ends nothing; a person sees a button.
    let mut browser = world.portal.browser(Locale::Fr);
    let shown = reqwest::get(link.clone()).await.unwrap();
    assert_eq!(shown.status(), StatusCode::OK);
    let page = shown.url().path().strip_prefix("/fr").unwrap().to_owned();
    assert_eq!(wanted(&world).await, 1);

    // RFC 8058 §3.2: a form, no cookie, no redirect; and as often as one likes.
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    for _ in 0..2 {
        let form = [("List-Unsubscribe", "One-Click")];
        let answer = client.post(link.clone()).form(&form).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(wanted(&world).await, 0);
    }
    assert_eq!(world.portal.events_of("news-ended").await.len(), 1);
    world.tell(&person, Class::News, 1).await;
    world.tell(&person, Class::Requests, 1).await;
    world.portal.at_rest().await;
    assert_eq!(world.servers.emails(2).await.len(), 2, "the one before, and the one about a request");

    // The button does the same.
    world.wants(&person, Class::News, Channel::Email, true).await;
    browser.open(&page).await;
    assert_eq!(browser.page().heading(), "Ne plus recevoir les nouveautés");
    browser.press("Ne plus les recevoir").await;
    assert_eq!(browser.page().heading(), "C’est fait");
    assert_eq!(wanted(&world).await, 0);
    world.portal.stop().await;
}

async fn wanted(world: &World) -> i64 {
    let yes = if world.portal.database_url.starts_with("sqlite:") { "wanted = 1" } else { "wanted" };
    world.portal.count(&format!("notice_preference WHERE class = 'news' AND {yes}")).await
}

async fn nobody_ends_what_they_have_no_token_for(database: Database) {
    let world = World::new(database).await;
    let browser = world.portal.browser(Locale::Fr);
    for token in ["x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00"] {
        let path = format!("/api/v1/unsubscribe/fr/{token}");
        let answer = browser.request(Method::POST, &path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{token}");
    }
    world.portal.stop().await;
}

/// Twelve a minute: the last of thirty leaves after two minutes and a half, and what concerns a request passes.
async fn news_goes_at_its_pace_and_lets_others_pass(database: Database) {
    let world = World::with(database, json!({ "mail": { "per_minute": 12 } })).await;
    let person = reader(&world).await;
    world.tell(&person, Class::News, 30).await;
    world.tell(&person, Class::Requests, 1).await;
    eventually("the request", async || {
        world.portal.clock.advance(Duration::from_millis(500));
        (world.portal.count("delivery WHERE class = 'requests' AND state = 'sent'").await == 1).then_some(())
    })
    .await;
    let sent = world.in_state("sent").await;
    assert!(sent < 15, "{sent} before it");
    world.settled_in_time("sent", 31, Duration::from_secs(2)).await;
    assert_eq!(world.servers.emails(31).await.len(), 31);
    world.portal.stop().await;
}

async fn news_stops_where_it_reaches_nobody(database: Database) {
    let world = World::new(database).await;
    let person = reader(&world).await;
    world.tell(&person, Class::Requests, 19).await;
    world.settled("sent", 19).await;
    world
        .portal
        .meddle("UPDATE delivery SET state = 'failed' WHERE id IN (SELECT id FROM delivery LIMIT 2)")
        .await;
    world.tell(&person, Class::Requests, 1).await;
    world.settled("sent", 18).await;
    // Two of twenty.
    world.tell(&person, Class::News, 1).await;
    world.tell(&person, Class::Requests, 1).await;
    world.settled("sent", 19).await;
    assert_eq!(world.portal.count("delivery WHERE class = 'news' AND state = 'waiting'").await, 1);
    let mut administrator = world.portal.browser(Locale::Fr);
    administrator.sign_in("admin").await;
    administrator.open("/admin/deliveries").await;
    assert!(administrator.text().contains("Les nouveautés sont arrêtées sur ce canal"));

    // An hour later those failures say nothing any more.
    world.portal.clock.advance(Duration::from_hours(1));
    world.settled_in_time("sent", 20, Duration::from_secs(30)).await;
    assert_eq!(world.servers.emails(22).await.len(), 22);
    world.portal.stop().await;
}
