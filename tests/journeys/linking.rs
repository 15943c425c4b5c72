//! One identity provider gives way to another, and nobody loses a file (P1).

use std::path::PathBuf;

use parvis::text::Locale;
use parvis::vault::Vault;
use serde_json::json;

use crate::complaint::{self, begin, say};
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup};

journeys!(the_draft_is_there, put_off, two_files, taken_away, a_plain_choice);

const WAYS: &str = "/account/sign-ins";

/// One database under portals that come one after the other.
struct House {
    dir: PathBuf,
    url: String,
    key: String,
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

impl House {
    async fn new(database: Database) -> Self {
        let name = uuid::Uuid::from_bytes(parvis::id::random()).simple();
        let dir = std::env::temp_dir().join(format!("parvis-house-{name}"));
        std::fs::create_dir_all(&dir).unwrap();
        Self { url: database.fresh(&dir).await, dir, key: Vault::new_master_key() }
    }

    /// A portal where the first provider is in that state, and the second, if there is one, in that.
    async fn opens(&self, first: &str, second: Option<&str>) -> Portal {
        let mut settings = json!({ "vault": { "key": self.key }, "issuer": { "demo": { "state": first } } });
        if let Some(state) = second {
            settings["issuer"]["successor"] = json!({ "state": state });
        }
        let setup = Setup { successor: second.is_some(), ..Setup::silent() };
        setup.with(settings).start_on(self.url.clone()).await
    }
}

/// Signs in through that issuer.
async fn signed_in_by(portal: &Portal, issuer: &str, who: &str, locale: Locale) -> Browser {
    let mut browser = portal.browser(locale);
    browser.open(&format!("/sign-in?via={issuer}")).await;
    browser.tell_provider(who).await;
    browser
}

/// On the page of the ways to sign in, adds the second provider as that person.
async fn add_successor(browser: &mut Browser, who: &str) {
    let add = say(browser, "Ajouter : Nouveau service", "Add: New service");
    browser.press(add).await;
    let there = browser.page().lang().starts_with("fr");
    assert!(browser.page().url.path().contains("authorize"), "{}", browser.text());
    browser.fill("username", who);
    browser.press(if there { "Ouvrir la session" } else { "Sign in" }).await;
}

fn ways(browser: &Browser) -> usize {
    browser.page().texts("main .row strong").len()
}

async fn the_draft_is_there(database: Database) {
    for locale in Locale::ALL {
        let house = House::new(database).await;
        // The first provider alone.
        let portal = house.opens("active", None).await;
        let mut amelie = complaint::signed_in(&portal, "amelie", locale).await;
        begin(&mut amelie).await;
        let draft = complaint::reference(&amelie);
        portal.stop().await;

        // The second arrives.
        let portal = house.opens("active", Some("active")).await;
        let mut elsewhere = signed_in_by(&portal, "demo", "amelie", locale).await;
        let mut amelie = signed_in_by(&portal, "demo", "amelie", locale).await;
        let before = amelie.cookie("session").unwrap().to_owned();
        amelie.open(WAYS).await;
        assert_eq!(ways(&amelie), 1);
        add_successor(&mut amelie, "amelie").await;
        assert_eq!(amelie.page().url.path(), format!("/{locale}{WAYS}"), "{}", amelie.text());
        assert_eq!(ways(&amelie), 2);
        assert_ne!(amelie.cookie("session"), Some(before.as_str()), "the session has a new token");
        elsewhere.open("/requests").await;
        assert!(elsewhere.page().url.path().contains("/sign-in"), "their other sessions ended");
        let linked = portal.events_of("identity-linked").await;
        assert_eq!((linked.len(), linked[0].field("how")), (1, "signed_in".to_owned()));
        amelie.open("/messages").await;
        let told = say(&amelie, "Une nouvelle façon d’ouvrir votre dossier", "A new way to open your file");
        assert!(amelie.text().contains(told), "{}", amelie.text());
        portal.stop().await;

        // The first closes.
        let portal = house.opens("closed", Some("active")).await;
        let mut amelie = portal.browser(locale);
        amelie.open("/sign-in/demo").await;
        assert_eq!(amelie.page().status, 403, "{}", amelie.text());
        let mut amelie = signed_in_by(&portal, "successor", "amelie", locale).await;
        amelie.open(&format!("/requests/{draft}/form/event")).await;
        assert_eq!(amelie.page().status, 200, "the draft is there");
        assert_eq!(portal.count("account").await, 1);
        portal.stop().await;
    }
}

async fn put_off(database: Database) {
    let house = House::new(database).await;
    let portal = house.opens("active", None).await;
    complaint::signed_in(&portal, "amelie", Locale::Fr).await;
    portal.stop().await;

    let portal = house.opens("sunset", Some("active")).await;
    for locale in Locale::ALL {
        let mut amelie = portal.browser(locale);
        amelie.open("/sign-in?via=demo&return_to=%2Frequests").await;
        amelie.tell_provider("amelie").await;
        assert_eq!(amelie.page().url.path(), format!("/{locale}{WAYS}"), "{}", amelie.text());
        let why = say(&amelie, "fermera bientôt", "will close soon");
        assert!(amelie.text().contains(why), "{}", amelie.text());
        amelie.follow(say(&amelie, "Plus tard", "Later")).await;
        assert_eq!(amelie.page().url.path(), format!("/{locale}/requests"), "it may be put off");
        // Nobody new comes in by it.
        let mut connor = portal.browser(locale);
        connor.open("/sign-in?via=demo").await;
        connor.fill("username", "connor");
        let there = connor.page().lang().starts_with("fr");
        connor.press(if there { "Ouvrir la session" } else { "Sign in" }).await;
        assert_eq!(connor.page().status, 403);
    }
    portal.stop().await;
}

async fn two_files(database: Database) {
    let house = House::new(database).await;
    let portal = house.opens("active", Some("active")).await;
    // Someone else's account there has a draft: it is never merged.
    let mut there = signed_in_by(&portal, "successor", "amelie", Locale::Fr).await;
    begin(&mut there).await;
    let mut here = signed_in_by(&portal, "demo", "amelie", Locale::En).await;
    here.open(WAYS).await;
    add_successor(&mut here, "amelie").await;
    assert_eq!(here.page().status, 409);
    assert_eq!(here.page().heading(), "This sign-in already has a file of its own");
    here.open(WAYS).await;
    assert_eq!(ways(&here), 1, "nothing has changed");
    for browser in [&mut here, &mut there] {
        browser.open("/messages").await;
        let told = say(browser, "Quelqu’un a voulu réunir deux dossiers", "Someone wanted to join two files");
        assert!(browser.text().contains(told), "both are told: {}", browser.text());
    }

    // Someone with another birth date is someone else.
    here.open(WAYS).await;
    add_successor(&mut here, "connor").await;
    assert_eq!(here.page().status, 403);
    assert_eq!(here.page().heading(), "These two sign-ins do not belong to the same person");

    // An account on which nothing was ever done gives its way up.
    signed_in_by(&portal, "successor", "leo", Locale::Fr).await;
    let mut leo = signed_in_by(&portal, "demo", "leo", Locale::Fr).await;
    leo.open(WAYS).await;
    add_successor(&mut leo, "leo").await;
    assert_eq!(ways(&leo), 2, "{}", leo.text());
    assert_eq!(portal.events_of("account-joined").await.len(), 1);
    portal.stop().await;
}

async fn taken_away(database: Database) {
    let house = House::new(database).await;
    let portal = house.opens("active", Some("active")).await;
    let mut amelie = signed_in_by(&portal, "demo", "amelie", Locale::Fr).await;
    amelie.open(WAYS).await;
    assert!(!amelie.text().contains("Retirer"), "the only way cannot be taken away");
    add_successor(&mut amelie, "amelie").await;

    // Ten minutes later it takes a fresh proof.
    portal.clock.advance(std::time::Duration::from_mins(11));
    amelie.press("Retirer").await;
    assert_eq!(amelie.page().heading(), "Se connecter de nouveau");
    let link = amelie.page().attribute("main .actions a", "href").unwrap();
    assert!(link.contains("/sign-in/demo"), "{link}");
    amelie.follow(&link).await;
    amelie.tell_provider("amelie").await;
    assert_eq!(amelie.page().url.path(), format!("/fr{WAYS}"), "back on the very page");
    amelie.press("Retirer").await;
    assert_eq!(ways(&amelie), 1, "{}", amelie.text());
    assert_eq!(portal.events_of("identity-unlinked").await.len(), 1);

    let address = amelie.page().url.clone();
    let csrf = amelie.page().attribute("input[name=csrf]", "value").unwrap();
    let own = portal.text("SELECT CAST(COUNT(*) AS TEXT) FROM identity").await;
    let fields =
        [("csrf".to_owned(), csrf), ("remove".to_owned(), "00000000-0000-0000-0000-000000000000".to_owned())];
    amelie.post(address, &fields).await;
    assert_eq!(portal.text("SELECT CAST(COUNT(*) AS TEXT) FROM identity").await, own);
    portal.stop().await;
}

async fn a_plain_choice(database: Database) {
    let house = House::new(database).await;
    let portal = house.opens("active", Some("active")).await;
    for locale in Locale::ALL {
        let mut browser = portal.browser(locale);
        browser.open("/sign-in").await;
        assert_eq!(browser.page().texts("main .actions a").len(), 2, "{}", browser.text());
        browser.open("/sign-in?via=nobody").await;
        assert_eq!(browser.page().texts("main .actions a").len(), 2, "an unknown name leads nowhere");
        browser.open("/sign-in?via=successor").await;
        browser.tell_provider("amelie").await;
        browser.open("/").await;
        browser.press(say(&browser, "Se déconnecter", "Sign out")).await;
        assert_eq!(browser.page().url.path(), format!("/{locale}/signed-out"));
        browser.open("/sign-in").await;
        let first = browser.page().attribute("main .actions a", "href").unwrap();
        assert!(first.contains("/sign-in/successor"), "the last way comes first: {first}");
        assert_eq!(browser.cookie("way"), Some("successor"), "which holds the name alone");
    }
    portal.stop().await;
}
