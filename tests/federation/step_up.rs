//! A service asks for a surer sign-in than the person has (RFC 9470): they are told, sign in again,
//! and are back on the very page. A weaker sign-in than was asked for opens nothing more.

use std::time::Duration;

use parvis::text::Locale;

use crate::complaint::{self, STORY, begin, open_form, say};
use crate::journeys;
use crate::provider::{Asked, Federation, LEVELS, at_provider, at_provider_as, sign_in, text};
use crate::support::{Browser, Database, Tiles};

journeys!(surer_and_back, never_lower, with_what_was_typed);

/// Signs in at the lowest level, and opens the form of a service that asks for the second.
async fn too_weak(browser: &mut Browser) {
    browser.open("/sign-in").await;
    at_provider_as(browser, "alice", LEVELS[0]).await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    open_form(browser).await;
    go_on_to_provider(browser).await;
}

/// The page that says why one signs in again; on it, goes on.
async fn go_on_to_provider(browser: &mut Browser) {
    assert_eq!(browser.page().heading(), say(browser, "Se connecter de nouveau", "Sign in again"));
    let link = browser.page().attribute("main .actions a", "href").unwrap();
    browser.follow(&link).await;
}

async fn surer_and_back(database: Database) {
    let federation = Federation::start(database).await;
    for locale in Locale::ALL {
        let mut browser = federation.browser(locale);
        too_weak(&mut browser).await;
        let before = browser.cookie("session").unwrap().to_owned();
        assert!(
            browser.page().texts("#reasons")[0].contains("step_up"),
            "the provider asks again, and says why"
        );
        at_provider_as(&mut browser, "alice", LEVELS[1]).await;
        assert_eq!(browser.page().url.path(), format!("/{locale}/services/complaints/form"));
        assert_ne!(
            browser.cookie("session"),
            Some(before.as_str()),
            "a surer session has a token of its own"
        );
        begin(&mut browser).await;
    }
    let seen = federation.sfid.seen().await;
    let asked: Vec<&Asked> = seen.of("authorization");
    assert_eq!(text(&asked[1].query, "acr_values"), LEVELS[1..].join(" "));
    federation.portal.stop().await;
}

/// The provider lets the person in at a lower level than was asked for.
async fn never_lower(database: Database) {
    let federation = Federation::start(database).await;
    for locale in Locale::ALL {
        let mut browser = federation.browser(locale);
        too_weak(&mut browser).await;
        let before = browser.cookie("session").unwrap().to_owned();
        federation.sfid.lies("acr_low").await;
        at_provider_as(&mut browser, "alice", LEVELS[1]).await;
        federation.sfid.lies("none").await;
        let heading =
            say(&browser, "Cette connexion n’est pas assez sûre", "This sign-in is not secure enough");
        assert_eq!((browser.page().status, browser.page().heading().as_str()), (403, heading));
        assert_eq!(browser.cookie("session"), Some(before.as_str()), "the session is what it was");
        open_form(&mut browser).await;
        assert_eq!(browser.page().heading(), say(&browser, "Se connecter de nouveau", "Sign in again"));
    }
    assert_eq!(federation.refusals().await, ["id-token-acr"; 2]);
    federation.portal.stop().await;
}

/// A sensitive service wants to know again who is there, just as a page is sent: it comes back filled.
async fn with_what_was_typed(database: Database) {
    let tiles = Tiles::ruled("sensitive = false", "sensitive = true");
    let federation = Federation::on_its_own_clock(database, tiles.settings()).await;
    for locale in Locale::ALL {
        let mut browser = federation.browser(locale);
        sign_in(&mut browser, "alice").await;
        begin(&mut browser).await;
        complaint::fill_event(&mut browser);
        let sending = browser.sending("continue");
        // Elsewhere in the portal for longer than a pause, in a session that lives on.
        for _ in 0..2 {
            federation.advance(Duration::from_mins(20)).await;
            assert_eq!(browser.open("/messages").await.status, 200);
        }
        browser.post(sending.action, &sending.fields).await;
        go_on_to_provider(&mut browser).await;
        assert!(
            browser.page().texts("#reasons")[0].contains("max_age"),
            "{:?}",
            browser.page().texts("#reasons")
        );
        at_provider(&mut browser, "alice").await;
        assert!(browser.page().url.path().ends_with("/form/event"), "{}", browser.page().url);
        assert_eq!(browser.page().value("story"), STORY);
    }
    federation.portal.stop().await;
}
