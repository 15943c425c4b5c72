//! A person looks after their own sessions: where their file is open, and the way to close it there.

use std::time::Duration;

use parvis::text::Locale;
use reqwest::Method;

use crate::complaint::{say, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Portal};

journeys!(seen_and_ended, ended_after_a_fresh_proof, nobody_elses, a_copied_cookie, staying);

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 \
                      (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";
const MINUTE: Duration = Duration::from_mins(1);

async fn with(portal: &Portal, agent: &str, username: &str, locale: Locale) -> Browser {
    let mut browser = portal.browser(locale);
    browser.calls_itself(agent);
    browser.sign_in(username).await;
    browser
}

async fn is_in(browser: &Browser) -> bool {
    browser.request(Method::GET, "/fr/requests").send().await.unwrap().status() == 200
}

async fn seen_and_ended(database: Database) {
    let portal = Portal::start(database).await;
    for (username, locale) in [("amelie", Locale::Fr), ("connor", Locale::En)] {
        let mut here = with(&portal, FIREFOX, username, locale).await;
        let phone = with(&portal, IPHONE, username, locale).await;
        here.open("/account").await;
        assert!(
            here.text().contains(say(&here, "2 sessions ouvertes", "2 open sessions")),
            "{}",
            here.text()
        );
        here.follow(say(&here, "Mes sessions", "My sessions")).await;
        assert_eq!(here.page().texts("main .row strong").len(), 2);
        let this = say(&here, "Firefox, Windows Cette session", "Firefox, Windows This session");
        assert!(here.text().contains(this) && here.text().contains("Safari, iPhone"), "{}", here.text());
        let end = here.page().attribute("main .row a", "href").unwrap();
        here.follow(&end).await;
        assert_eq!(here.page().heading(), say(&here, "Fermer cette session?", "End this session?"));
        assert!(is_in(&phone).await, "asking ends nothing");
        here.press(say(&here, "Fermer cette session", "End this session")).await;
        assert!(here.text().contains(say(&here, "C’est fait", "Done")), "{}", here.text());
        assert!(!is_in(&phone).await && is_in(&here).await);
        // Whoever was new to this account is told of.
        here.open("/messages").await;
        let news = say(&here, "Nouvelle connexion à votre dossier", "New sign-in to your file");
        assert!(here.text().contains(news), "{}", here.text());
    }
    let how: Vec<String> =
        portal.events_of("session-ended").await.iter().map(|event| event.field("how")).collect();
    assert_eq!(how, ["revoked", "revoked"]);
    portal.stop().await;
}

async fn ended_after_a_fresh_proof(database: Database) {
    let portal = Portal::start(database).await;
    let mut here = signed_in(&portal, "amelie", Locale::Fr).await;
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(signed_in(&portal, "amelie", Locale::Fr).await);
    }
    portal.clock.advance(MINUTE * 11);
    here.open("/account/sessions").await;
    here.follow("Fermer toutes les autres sessions").await;
    let way = here.page().attribute("main .actions a", "href").unwrap();
    assert!(way.contains("/sign-in/"), "they must prove anew who they are: {}", here.text());
    here.follow(&way).await;
    here.tell_provider("amelie").await;
    assert_eq!(here.page().heading(), "Fermer toutes les autres sessions?", "back where they were");
    here.press("Fermer toutes les autres sessions").await;
    for other in &others {
        assert!(!is_in(other).await);
    }
    assert!(is_in(&here).await);
    assert_eq!(portal.count("session").await, 1);
    portal.stop().await;
}

/// Another person's session cannot be ended, nor seen to exist.
async fn nobody_elses(database: Database) {
    let portal = Portal::start(database).await;
    let other = signed_in(&portal, "connor", Locale::En).await;
    let mut owner = signed_in(&portal, "connor", Locale::En).await;
    owner.open("/account/sessions").await;
    let end = owner.page().attribute("main .row a", "href").unwrap();
    let id = end.split_once("session=").unwrap().1.to_owned();
    let mut here = signed_in(&portal, "amelie", Locale::Fr).await;
    here.open("/account").await;
    let csrf = here.page().attribute("header [name=csrf]", "value").unwrap();
    here.post(portal.at(&format!("/fr/account/sessions/end?session={id}")), &[("csrf".into(), csrf)]).await;
    assert_eq!(here.page().status, 200);
    assert!(is_in(&other).await);
    here.open(&format!("/account/sessions/end?session={id}")).await;
    assert!(here.page().url.path().ends_with("/account/sessions"), "{}", here.page().url);
    here.open("/account/sessions/end?session=nonsense").await;
    assert_eq!(here.page().status, 400);
    portal.stop().await;
}

/// Attack A29, as both who copied the cookie and who was copied meet it.
async fn a_copied_cookie(database: Database) {
    let portal = Portal::start(database).await;
    for (username, locale) in [("amelie", Locale::Fr), ("connor", Locale::En)] {
        let mut browser = signed_in(&portal, username, locale).await;
        let copied = browser.cookie("session").unwrap().to_owned();
        portal.clock.advance(MINUTE * 15);
        browser.open("/requests").await;
        browser.open("/requests").await;
        assert_ne!(browser.cookie("session"), Some(copied.as_str()));
        portal.clock.advance(MINUTE);
        let mut thief = portal.browser(locale);
        thief.plant("session", &copied);
        thief.open("/requests").await;
        let told = say(&browser, "Nous avons fermé votre session", "We ended your session");
        assert_eq!((thief.page().status, thief.page().heading().as_str()), (401, told));
        browser.open("/messages").await;
        assert_eq!((browser.page().status, browser.page().heading().as_str()), (401, told));
        // The provider still knows its person.
        let again = browser.page().attribute("main .actions a", "href").unwrap();
        browser.follow(&again).await;
        assert_eq!(browser.page().url.path(), format!("/{locale}/messages"));
        let subject = say(
            &browser,
            "Nous avons fermé une session pour protéger votre dossier",
            "We ended a session to protect your file",
        );
        browser.follow(subject).await;
        assert_eq!(browser.page().heading(), subject);
    }
    assert_eq!(portal.events_of("session-ended").await[0].field("how"), "stolen");
    portal.stop().await;
}

/// Without JavaScript too, a form says until when, and a link beside it prolongs the session.
async fn staying(database: Database) {
    let portal = Portal::start(database).await;
    let mut form = signed_in(&portal, "amelie", Locale::Fr).await;
    form.open("/services/complaints/form").await;
    let until = form.page().texts("#session-end").join("");
    assert!(until.contains("Sans activité de votre part, votre session se termine à"), "{until}");
    for _ in 0..2 {
        portal.clock.advance(MINUTE * 29);
        form.follow("/fr/session").await;
        assert_eq!(form.page().heading(), "Votre session continue");
    }
    for _ in 0..22 {
        portal.clock.advance(MINUTE * 29);
        form.open("/session").await;
    }
    assert_eq!(form.page().heading(), "Votre session se termine bientôt", "twelve hours are all there is");
    assert!(form.page().attribute("#session-warning [data-do=save]", "type").is_some());
    portal.stop().await;
}
