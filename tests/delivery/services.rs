//! What leaves the portal for each of the sample services, in both languages and on every channel.

use std::collections::BTreeSet;

use parvis::notices::preferences::{Channel, Class};
use parvis::text::Locale;

use crate::journeys;
use crate::person::World;
use crate::support::Database;

journeys!(nothing_of_any_service_leaves);

/// What a service, a person or an answer could give away.
const PERSONAL: [&str; 6] = ["Amélie", "Tremblay", "Connor", "O’Brien", "attente", "514 555-0199"];

async fn nothing_of_any_service_leaves(database: Database) {
    let world = World::new(database).await;
    let services = world.portal.app.requests().catalogue.current();
    let mut titles = Vec::new();
    for tile in services.iter() {
        titles.extend(Locale::ALL.map(|locale| tile.title(locale)));
    }
    assert!(titles.len() >= 10, "the sample services: {titles:?}");
    let people = [("amelie", Locale::Fr, "+15145550123"), ("connor", Locale::En, "+14185550123")];
    for (name, locale, number) in people {
        let person = world.person(name, locale).await;
        world.address(&person, Channel::Sms, number).await;
        world.address(&person, Channel::Push, &world.servers.subscription().await).await;
        for title in &titles {
            world.tell_of(&person, Class::Requests, &format!("{title}: {}", PERSONAL.join(" ")), 1).await;
        }
    }
    let each = titles.len() * people.len();
    let emails = world.servers.emails(each).await;
    let texts = world.servers.received_by("notify", each).await;
    let pushed = world.servers.received_by("push", each).await;
    let mut said: BTreeSet<String> =
        emails.iter().map(|email| format!("{}\n{}", email.subject, email.text)).collect();
    said.extend(texts.iter().map(|text| text["body"]["personalisation"].to_string()));
    said.extend(pushed.iter().map(|push| push["body"]["body"].to_string()));
    assert_eq!(said.len(), 6, "one text for each channel and language, whatever it is about: {said:#?}");
    for text in &said {
        for secret in titles.iter().copied().chain(PERSONAL) {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    world.portal.stop().await;
}
