//! The provider changes its keys, planned or abruptly, in the middle of a sign-in. Its keys are
//! fetched as often as that needs, and not at a forger's will.

use std::time::Duration;

use parvis::text::Locale;
use serde_json::json;

use crate::journeys;
use crate::provider::{Federation, at_provider, sign_in};
use crate::support::Database;

journeys!(planned_and_abrupt);

pub async fn planned_and_abrupt(database: Database) {
    let federation = Federation::start(database).await;
    let mut browser = federation.browser(Locale::Fr);
    browser.open("/sign-in").await;
    assert_eq!(federation.sfid.count("jwks").await, 1, "fetched when first needed");
    federation.sfid.rotates().await;
    at_provider(&mut browser, "alice").await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    assert_eq!(federation.sfid.count("jwks").await, 2, "once more, for the key that was new");

    sign_in(&mut federation.browser(Locale::Fr), "alice").await;
    assert_eq!(federation.sfid.count("jwks").await, 2, "now it is known");

    federation.portal.clock.advance(Duration::from_mins(2));
    let mut browser = federation.browser(Locale::En);
    browser.open("/sign-in").await;
    federation.sfid.drops_its_keys().await;
    at_provider(&mut browser, "bob").await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    assert_eq!(federation.sfid.count("jwks").await, 3);
    assert_eq!(federation.refusals().await, [""; 0]);
    federation.portal.stop().await;
}

/// Tokens signed with keys that do not exist make the portal ask again, but not each time.
#[tokio::test]
async fn forgers_do_not_set_the_pace() {
    let federation = Federation::start(Database::Sqlite).await;
    federation.sfid.lies("kid_unknown").await;
    for _ in 0..5 {
        sign_in(&mut federation.browser(Locale::Fr), "alice").await;
    }
    assert_eq!(federation.refusals().await, ["id-token-key"; 5]);
    let fetched = federation.sfid.count("jwks").await;
    assert!(fetched <= 2, "fetched {fetched} times");
    federation.portal.stop().await;
}

/// A token that names no key is held against the one key of its kind.
pub async fn one_key_without_a_name() {
    let federation = Federation::start(Database::Sqlite).await;
    federation.sfid.lies("no_kid").await;
    let mut browser = federation.browser(Locale::Fr);
    sign_in(&mut browser, "alice").await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    federation.portal.stop().await;
}

/// With several keys of its kind the portal does not try them in turn: it refuses.
pub async fn several_keys_without_a_name() {
    let federation = Federation::start(Database::Sqlite).await;
    federation.sfid.rotates().await;
    federation.sfid.lies("no_kid").await;
    let mut browser = federation.browser(Locale::Fr);
    sign_in(&mut browser, "alice").await;
    assert_eq!(federation.refusals().await, ["id-token-key"]);
    federation.portal.stop().await;
}

/// Ten thousand keys, more than any honest provider publishes, are not read to their end.
#[tokio::test]
async fn keys_without_end() {
    let federation = Federation::with(Database::Sqlite, "ES256", &json!({}), json!({})).await;
    federation.sfid.lies("many_keys").await;
    let mut browser = federation.browser(Locale::Fr);
    browser.open("/sign-in").await;
    assert_eq!(browser.page().heading(), "La connexion n’a pas pu être vérifiée");
    assert_eq!(federation.refusals().await, ["provider-metadata"]);
    federation.portal.stop().await;
}
