//! A publisher writes a service to read in the browser, sees it beforehand, and publishes it as a signed
//! release (contract §6).

use std::sync::Arc;

use parvis::releases::{By, Releases, Run, TeamKey};
use parvis::text::Locale;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::complaint::{say, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup};

journeys!(written_and_published, what_is_wrong_is_shown_where_it_is, two_write_at_once, only_for_publishers);

/// The key of a desk, and the settings that set it up.
pub fn settings() -> (TeamKey, Value) {
    let key = TeamKey::generate();
    let pem = key.to_pem().unwrap().to_string();
    (key, json!({ "desk": { "team": "information", "key": pem } }))
}

fn releases(portal: &Portal) -> Releases {
    Releases::new(portal.app.base().clone(), Arc::default())
}

async fn portal(database: Database) -> Portal {
    let (key, settings) = settings();
    let portal = Setup::default().with(settings).start(database).await;
    releases(&portal).trust(&By::system(), "information", &key.public()).await.unwrap();
    portal
}

fn leads_to_desk(browser: &Browser) -> bool {
    browser.page().attributes("nav a", "href").iter().any(|link| link.ends_with("/desk"))
}

fn press_words(browser: &Browser, action: &str) -> &'static str {
    match action {
        "begin" => say(browser, "Commencer", "Begin"),
        "save" => say(browser, "Enregistrer", "Save"),
        "preview" => say(browser, "Voir un aperçu", "See a preview"),
        _ => say(browser, "Publier", "Publish"),
    }
}

/// Begins the service `home-care` and fills in what it says.
async fn write(browser: &mut Browser, title: &str) {
    browser.open("/desk").await;
    browser.fill("tile", "home-care");
    let begin = press_words(browser, "begin");
    browser.press(begin).await;
    fill(browser, title);
}

fn fill(browser: &mut Browser, title: &str) {
    browser.fill("title-fr", title).fill("title-en", "Home care");
    browser.fill("summary-fr", "De l’aide chez vous.").fill("summary-en", "Help at your home.");
    browser.fill("content-fr", "## Visites\n\nUne infirmière vient **chez vous**.");
    browser.fill("content-en", "## Visits\n\nA nurse comes to **your home**.");
}

async fn written_and_published(database: Database) {
    let portal = portal(database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "noemie", locale).await;
        browser.open("/").await;
        assert!(leads_to_desk(&browser), "{:?}", browser.page().attributes("nav a", "href"));
        if locale == Locale::Fr {
            write(&mut browser, "Soins à domicile").await;
        } else {
            browser.open("/desk/home-care").await;
            fill(&mut browser, "Soins à la maison");
        }
        let preview = press_words(&browser, "preview");
        browser.press(preview).await;
        assert!(browser.text().contains(say(&browser, "Une infirmière vient chez vous.", "A nurse comes")));
        browser.open("/desk/home-care/publish").await;
        let publish = press_words(&browser, "publish");
        browser.press(publish).await;
        let done = match locale {
            // The first release of a service waits for an administrator.
            Locale::Fr => "attend qu’une personne de l’administration",
            Locale::En => "The new release is online.",
        };
        assert!(browser.text().contains(done), "{}", browser.text());
        if locale == Locale::Fr {
            let tile = "home-care".parse().unwrap();
            let first = "1.0.0".parse().unwrap();
            releases(&portal).approve(&By::system(), &tile, first, "", Run::Real).await.unwrap();
        }
    }
    let all = releases(&portal).list().await.unwrap();
    let told: Vec<_> = all.iter().map(|(row, word)| (row.version.as_str(), *word)).collect();
    assert_eq!(told, [("1.0.0", "published"), ("1.1.0", "active")]);
    let published = portal.events_of("manuscript-published").await;
    assert_eq!(published.iter().map(|event| event.field("version")).collect::<Vec<_>>(), ["1.0.0", "1.1.0"]);
    assert_eq!(published[0].actor, "staff");
    portal.stop().await;
}

async fn what_is_wrong_is_shown_where_it_is(database: Database) {
    let portal = portal(database).await;
    let mut browser = signed_in(&portal, "noemie", Locale::En).await;
    for (id, words) in [("Home Care", "3 to 40 small letters"), ("complaints", "has this identifier already")]
    {
        browser.open("/desk").await;
        browser.fill("tile", id);
        assert_eq!(browser.press("Begin").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.text().contains(words), "{}", browser.text());
    }
    write(&mut browser, "Soins").await;
    browser.fill("help-fr", "# Trop haut\n\n<script>alert(1)</script>");
    browser.press("Publish").await;
    assert!(browser.page().url.path().ends_with("/desk/home-care"), "not published");
    assert!(browser.text().contains("Help, French, line 3: HTML is not shown"), "{}", browser.text());
    let mut french = signed_in(&portal, "noemie", Locale::Fr).await;
    french.open("/desk/home-care").await;
    let said = french.text();
    assert!(said.contains("le HTML n’est pas montré") && !said.contains("left out"), "{said}");
    french.fill("title-fr", &"long ".repeat(30));
    french.press("Enregistrer").await;
    let said = french.text();
    assert!(said.contains("Raccourcissez le titre"), "{said}");
    let faults = browser.page().attributes("textarea[aria-invalid]", "id");
    assert_eq!(faults, ["help-fr"]);
    assert!(releases(&portal).list().await.unwrap().is_empty());
    portal.stop().await;
}

async fn two_write_at_once(database: Database) {
    let portal = portal(database).await;
    let mut first = signed_in(&portal, "noemie", Locale::En).await;
    write(&mut first, "Soins").await;
    let mut second = signed_in(&portal, "noemie", Locale::En).await;
    second.open("/desk/home-care").await;
    first.press("Save").await;
    assert!(first.text().contains("Your text is saved"), "{}", first.text());
    fill(&mut second, "Un autre titre");
    assert_eq!(second.press("Save").await.status, StatusCode::CONFLICT);
    assert!(second.text().contains("Someone else saved"), "{}", second.text());
    let kept = second.page().attributes("#title-fr", "value");
    assert_eq!(kept, ["Un autre titre"], "what was typed is still there");
    first.press("Discard this text").await;
    assert!(first.text().contains("No service yet"), "{}", first.text());
    portal.stop().await;
}

async fn only_for_publishers(database: Database) {
    let portal = portal(database).await;
    for person in ["amelie", "admin"] {
        let mut browser = signed_in(&portal, person, Locale::Fr).await;
        browser.open("/").await;
        assert!(!leads_to_desk(&browser));
        assert_eq!(browser.open("/desk").await.status, StatusCode::FORBIDDEN);
    }
    portal.stop().await;
}
