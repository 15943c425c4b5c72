//! What a service asks of whoever uses it: a surer sign-in, a fresh one, an age. Who falls short is
//! told why, signs in again, and is back on the very page with what they had typed.

use std::time::Duration;

use parvis::text::Locale;
use reqwest::Method;
use reqwest::header::{ACCEPT, ORIGIN, WWW_AUTHENTICATE};
use serde_json::Value;

use crate::complaint::{self, STORY, begin, open_form, say, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup, Tiles};

journeys!(
    a_surer_sign_in,
    a_level_nobody_reaches,
    someone_else_comes_back,
    a_fresh_sign_in,
    answers_survive_a_step_up,
    programs_are_told,
    old_enough,
    pages_to_read
);

const MINUTE: Duration = Duration::from_mins(1);

/// A portal with the sample tiles, one line of that of complaints written otherwise.
async fn ruled(database: Database, line: &str, instead: &str) -> Portal {
    let tiles = Tiles::ruled(line, instead);
    Setup::silent().with(tiles.settings()).start(database).await
}

/// The page that says why one signs in again; on it, presses on to the provider.
async fn go_on_to_provider(browser: &mut Browser) {
    assert_eq!(browser.page().url.path(), format!("/{}/sign-in", browser.locale()), "{}", browser.text());
    assert_eq!(browser.page().heading(), say(browser, "Se connecter de nouveau", "Sign in again"));
    let link = browser.page().attribute("main .actions a", "href").unwrap();
    browser.follow(&link).await;
}

async fn a_surer_sign_in(database: Database) {
    let portal = ruled(database, "level = 2", "level = 3").await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        open_form(&mut browser).await;
        let why = say(&browser, "demande une connexion plus sûre", "asks for a more secure sign-in");
        assert!(browser.text().contains(why), "{}", browser.text());
        go_on_to_provider(&mut browser).await;
        browser.tell_provider("amelie").await;
        assert_eq!(browser.page().url.path(), format!("/{locale}/services/complaints/form"));
        begin(&mut browser).await;
    }
    portal.stop().await;
}

async fn a_level_nobody_reaches(database: Database) {
    // Léo's highest level is the second: the provider cannot prove more.
    let portal = ruled(database, "level = 2", "level = 3").await;
    let mut browser = signed_in(&portal, "leo", Locale::Fr).await;
    open_form(&mut browser).await;
    go_on_to_provider(&mut browser).await;
    let before = browser.cookie("session").unwrap().to_owned();
    browser.fill("username", "leo");
    browser.press("Ouvrir la session").await;
    assert_eq!(browser.page().status, 403);
    assert_eq!(browser.page().heading(), "Cette connexion n’est pas assez sûre");
    assert_eq!(browser.cookie("session"), Some(before.as_str()));
    browser.open("/requests").await;
    assert_eq!(browser.page().status, 200, "the session is what it was");
    portal.stop().await;

    // No way to sign in has a ninth level: it is said before anyone is sent away.
    let portal = ruled(database, "level = 2", "level = 9").await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        open_form(&mut browser).await;
        let why = say(&browser, "Aucune des façons de se connecter", "None of the ways to sign in");
        assert!(browser.text().contains(why), "{}", browser.text());
    }
    portal.stop().await;
}

async fn someone_else_comes_back(database: Database) {
    let portal = ruled(database, "level = 2", "level = 3").await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        let before = browser.cookie("session").unwrap().to_owned();
        open_form(&mut browser).await;
        go_on_to_provider(&mut browser).await;
        browser.fill("username", "connor");
        browser.press(say(&browser, "Ouvrir la session", "Sign in")).await;
        assert_eq!(browser.page().status, 403);
        let heading =
            say(&browser, "Cette connexion mène à un autre dossier", "This sign-in leads to another file");
        assert_eq!(browser.page().heading(), heading);
        assert_eq!(browser.cookie("session"), Some(before.as_str()), "the session is untouched");
    }
    assert_eq!(portal.count("account").await, 1, "no account was made for the other");
    let refused = portal.events_of("signin-refused").await;
    assert!(refused.iter().all(|event| event.field("reason") == "other-person"), "{refused:?}");
    portal.stop().await;
}

async fn a_fresh_sign_in(database: Database) {
    let portal = ruled(database, "sensitive = false", "sensitive = true").await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        portal.clock.advance(MINUTE * 11);
        open_form(&mut browser).await;
        let why = say(&browser, "confirmez que c’est bien vous", "confirm that it is you");
        assert!(browser.text().contains(why), "{}", browser.text());
        go_on_to_provider(&mut browser).await;
        browser.tell_provider("amelie").await;
        // From here on the person works, for as long as it takes.
        begin(&mut browser).await;
        complaint::fill_event(&mut browser);
        for _ in 0..3 {
            portal.clock.advance(MINUTE * 25);
            browser.press("save").await;
            let draft = browser.page().attribute("main .row.me a", "href").unwrap();
            browser.follow(&draft).await;
            let page = browser.page().url.path().to_owned();
            assert!(page.contains("/form") || page.contains("/services"), "{page}");
            open_form(&mut browser).await;
            complaint::fill_you(&mut browser);
        }
        // To take a request back is asked anew.
        let reference = complaint::file(&mut browser).await;
        browser.open(&format!("/requests/{reference}")).await;
        assert!(browser.page().url.path().ends_with(&reference), "what was sent may be read");
        browser.open(&format!("/requests/{reference}/withdrawal")).await;
        go_on_to_provider(&mut browser).await;
        browser.tell_provider("amelie").await;
        assert!(browser.page().url.path().ends_with("/withdrawal"), "{}", browser.text());
    }
    portal.stop().await;
}

async fn answers_survive_a_step_up(database: Database) {
    let portal = ruled(database, "sensitive = false", "sensitive = true").await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        begin(&mut browser).await;
        complaint::fill_event(&mut browser);
        let sending = browser.sending("continue");
        // Elsewhere in the portal for longer than a pause, in a session that lives on.
        for _ in 0..2 {
            portal.clock.advance(MINUTE * 20);
            assert_eq!(browser.open("/messages").await.status, 200);
        }
        browser.post(sending.action, &sending.fields).await;
        let kept = say(&browser, "Vos réponses sont conservées", "Your answers are kept");
        assert!(browser.text().contains(kept), "{}", browser.text());
        go_on_to_provider(&mut browser).await;
        browser.tell_provider("amelie").await;
        assert!(browser.page().url.path().ends_with("/form/event"), "{}", browser.page().url);
        assert_eq!(browser.page().value("story"), STORY);
        browser.press("continue").await;
        assert!(browser.page().url.path().ends_with("/form/documents"), "{}", browser.text());
    }
    assert_eq!(portal.count("kept_form").await, 0);
    portal.stop().await;
}

async fn programs_are_told(database: Database) {
    let portal = ruled(database, "level = 2", "level = 3").await;
    let browser = signed_in(&portal, "amelie", Locale::En).await;
    for method in [Method::GET, Method::POST] {
        let answer = browser
            .request(method, "/en/services/complaints/form")
            .header(ACCEPT, "application/json")
            .header(ORIGIN, portal.url.origin().ascii_serialization());
        let answer = answer.form(&[("csrf", "none")]).send().await.unwrap();
        assert_eq!(answer.status(), 401);
        let challenge = answer.headers()[WWW_AUTHENTICATE].to_str().unwrap().to_owned();
        assert_eq!(
            challenge,
            "Bearer error=\"insufficient_user_authentication\", acr_values=\"urn:parvis-demo:loa:3\""
        );
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["type"], "urn:parvis:problem:step-up");
    }
    portal.stop().await;
}

async fn old_enough(database: Database) {
    let portal = ruled(database, "min_age = 14", "min_age = 18").await;
    for locale in Locale::ALL {
        let mut leo = signed_in(&portal, "leo", locale).await;
        leo.open("/services/complaints/form").await;
        assert_eq!(leo.page().status, 403);
        let why = say(&leo, "à partir de 18 ans", "aged 18 and over");
        assert!(leo.text().contains(why), "{}", leo.text());
        leo.follow(say(&leo, "Aide sur ce service", "Help with this service")).await;
        assert_eq!(leo.page().status, 200, "the page says where else to turn");
    }
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    begin(&mut amelie).await;
    portal.stop().await;
}

async fn pages_to_read(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut browser = portal.browser(locale);
        browser.open("/services/cancer-screening").await;
        assert!(browser.page().body.contains("<h2>"), "open to everyone: {}", browser.text());

        browser.open("/services/your-health").await;
        assert!(!browser.page().body.contains("class=\"prose"), "{}", browser.text());
        let link = browser.page().attribute("main .actions a", "href").unwrap();
        browser.follow(&link).await;
        browser.tell_provider("amelie").await;
        assert_eq!(browser.page().url.path(), format!("/{locale}/services/your-health"));
        assert!(browser.page().body.contains("class=\"prose"), "{}", browser.text());
    }
    portal.stop().await;
}
