//! A second provider, by other hands (`tests/second_provider`), and a poor one: no levels of
//! assurance, no name of its own in its answers. Who settles for that signs in; who does not is told.

use std::path::Path;
use std::process::Command;

use parvis::text::Locale;
use serde_json::{Value, json};

use crate::complaint::say;
use crate::journeys;
use crate::provider::{Service, only_these};
use crate::support::{Browser, Database, Portal, Setup};

journeys!(in_and_out);

/// Starts it: the program is where `make` installed it, beside what cargo builds.
fn start() -> Service {
    let built = std::env::current_exe().unwrap();
    let target = built.ancestors().find(|folder| folder.ends_with("debug")).and_then(Path::parent).unwrap();
    let python = target.join("second-provider/bin/python");
    assert!(python.exists(), "the second provider is not installed: `make test-journeys` does that");
    let mut command = Command::new(python);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/second_provider/main.py"));
    Service::start(command)
}

async fn portal(database: Database, provider: &Service, settings: Value) -> Portal {
    let issuer = json!({ "issuer": { "mock": {
        "url": provider.address.as_str().trim_end_matches('/'),
        "client_id": "portal",
        "client_secret": "any",
        "state": "active",
        "label": { "fr": "Modeste", "en": "Modest" },
        "algorithms": ["RS256"],
        "allow_loopback_http": true,
    } } });
    Setup::default().with(only_these()).with(issuer).with(settings).start(database).await
}

async fn sign_in(browser: &mut Browser) {
    browser.open("/sign-in").await;
    assert_eq!(browser.page().heading(), "Authorize Client", "{}", browser.page().body);
    browser.press("alice").await;
}

async fn in_and_out(database: Database) {
    let provider = start();
    let portal = portal(database, &provider, json!({})).await;
    for locale in Locale::ALL {
        let mut browser = portal.browser(locale);
        sign_in(&mut browser).await;
        assert_eq!(browser.page().status, 200, "{}", browser.text());
        assert!(browser.page().body.contains("Alice Tremblay"));
        browser.press(say(&browser, "Se déconnecter", "Sign out")).await;
        assert_eq!(browser.page().url.path(), "/oauth2/end_session", "the session there can be ended too");
        assert_eq!(portal.count("session").await, 0);
    }
    assert_eq!(portal.count("account").await, 1);
    portal.stop().await;
}

/// An operator who asks for levels of assurance finds out at the first sign-in that this provider
/// tells of none.
#[tokio::test]
async fn a_level_that_it_does_not_tell() {
    let provider = start();
    let settings = json!({ "issuer": { "mock": { "levels": ["urn:test:loa:1"] } } });
    let portal = portal(Database::Sqlite, &provider, settings).await;
    let mut browser = portal.browser(Locale::Fr);
    sign_in(&mut browser).await;
    assert_eq!(browser.page().heading(), "Cette connexion n’est pas assez sûre");
    assert_eq!(portal.events_of("signin-refused").await[0].field("reason"), "id-token-acr");
    portal.stop().await;
}

/// Turned back, this provider forgets the state: an answer that belongs to no sign-in.
#[tokio::test]
async fn an_error_without_state() {
    let provider = start();
    let portal = portal(Database::Sqlite, &provider, json!({})).await;
    let mut browser = portal.browser(Locale::En);
    browser.open("/sign-in").await;
    browser.press("deny").await;
    assert_eq!((browser.page().status, browser.page().heading().as_str()), (400, "Signing in took too long"));
    assert_eq!(portal.events_of("signin-refused").await[0].field("reason"), "flow-unknown");
    portal.stop().await;
}
