//! What people are shown: in its days, for whom it is, until they put it aside, in both languages' own addresses.

use std::time::Duration;

use parvis::text::Locale;

use crate::support::{Database, Portal};
use crate::{begin, journeys, only, publish, signed_in};

journeys!(
    a_banner_is_put_aside_in_this_browser_until_a_correction,
    each_sees_what_is_for_them,
    it_is_shown_in_its_days,
    the_feed_and_the_addresses_of_both_languages,
);

async fn a_banner_is_put_aside_in_this_browser_until_a_correction(database: Database) {
    let portal = Portal::start(database).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    begin(&mut admin).await;
    admin.fill("important", "yes");
    publish(&mut admin).await;
    let id = only(&portal).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let mut visitor = portal.browser(Locale::En);
    for (browser, button) in [(&mut amelie, "Mettre de côté"), (&mut visitor, "Put aside")] {
        browser.open("/").await;
        assert_eq!(browser.page().texts(".banner").len(), 1);
        browser.press(button).await;
        assert_eq!(browser.page().url.path(), format!("/{}", browser.locale()));
        assert!(browser.page().texts(".banner").is_empty(), "{}", browser.text());
    }
    assert_eq!(amelie.cookie("aside"), visitor.cookie("aside"), "it names the announcement and nobody");
    let mut elsewhere = signed_in(&portal, "amelie", Locale::Fr).await;
    assert_eq!(elsewhere.open("/").await.texts(".banner").len(), 1, "for this browser alone");

    admin.open(&format!("/admin/announcements/{id}")).await;
    admin.fill("title-fr", "Pause lundi").press("preview").await;
    admin.press("Publier la correction").await;
    assert_eq!(amelie.open("/").await.texts(".banner h2"), ["Pause lundi"]);
    portal.stop().await;
}

async fn each_sees_what_is_for_them(database: Database) {
    let portal = Portal::start(database).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    for (title, audience, tile) in [
        ("Pour tous", "everyone", ""),
        ("Pour vous", "signed-in", ""),
        ("Pour les plaintes", "users", "complaints"),
    ] {
        begin(&mut admin).await;
        admin.fill("title-fr", title).fill("audience", audience).fill("tile", tile).fill("important", "yes");
        publish(&mut admin).await;
    }
    let titles = |page: &crate::support::Page| page.texts(".row .head a");
    let mut visitor = portal.browser(Locale::Fr);
    assert_eq!(titles(visitor.open("/nouvelles").await), ["Pour tous"]);
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    assert_eq!(titles(amelie.open("/nouvelles").await), ["Pour vous", "Pour tous"]);
    amelie.open("/services/complaints/form").await;
    amelie.fill("for-whom", "me").fill("reach", "email").press("continue").await;
    assert_eq!(titles(amelie.open("/nouvelles").await), ["Pour les plaintes", "Pour vous", "Pour tous"]);
    assert_eq!(amelie.open("/").await.texts(".banner").len(), 3);
    // What is not for someone is not there for them.
    let href = amelie.page().attributes(".banner a", "href").remove(0);
    assert_eq!(visitor.visit(portal.at(&href)).await.status, 404);
    portal.stop().await;
}

async fn it_is_shown_in_its_days(database: Database) {
    let portal = Portal::start(database).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    let day = |ahead: i64| {
        let now = portal.clock.now().after(Duration::from_hours(24 * u64::try_from(ahead).unwrap()));
        format!("{}T08:00", parvis::text::format::day(now))
    };
    begin(&mut admin).await;
    admin.fill("from", &day(2)).fill("until", &day(4)).fill("important", "yes");
    publish(&mut admin).await;
    assert!(admin.text().contains("À venir"), "{}", admin.text());
    let mut visitor = portal.browser(Locale::Fr);
    for (days, shown) in [(0, 0), (3, 1), (2, 0)] {
        portal.clock.advance(Duration::from_hours(24 * days));
        assert_eq!(visitor.open("/").await.texts(".banner").len(), shown);
        assert_eq!(visitor.open("/nouvelles").await.texts(".row").len(), shown);
    }
    portal.stop().await;
}

async fn the_feed_and_the_addresses_of_both_languages(database: Database) {
    let portal = Portal::start(database).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    begin(&mut admin).await;
    publish(&mut admin).await;
    let id = only(&portal).await;
    let mut visitor = portal.browser(Locale::Fr);
    visitor.open(&format!("/news/{id}")).await;
    assert_eq!(visitor.page().url.path(), format!("/fr/nouvelles/{id}"));
    visitor.follow("English").await;
    assert_eq!(visitor.page().url.path(), format!("/en/news/{id}"));
    visitor.open("/nouvelles").await;
    visitor.follow("S’abonner au fil Atom").await;
    let feed = &visitor.page().body;
    assert!(visitor.page().header("content-type").starts_with("application/atom+xml"));
    assert!(feed.contains("<title>Pause dimanche</title>"), "{feed}");
    assert!(feed.contains(&format!("{}fr/nouvelles/{id}", portal.url)), "{feed}");
    portal.stop().await;
}
