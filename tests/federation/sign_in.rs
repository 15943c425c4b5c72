//! Sign-ins that succeed, and what is said between portal and provider on the way.

use std::collections::BTreeSet;

use parvis::text::Locale;
use serde_json::json;

use crate::journeys;
use crate::provider::{Asked, Federation, at_provider, sign_in, text};
use crate::support::{Browser, Database};

journeys!(plain);

/// Signs in and is greeted by name.
async fn greeted(browser: &mut Browser, person: &str, name: &str) {
    sign_in(browser, person).await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    assert!(browser.page().body.contains(name), "{}", browser.page().body);
}

async fn plain(database: Database) {
    let federation = Federation::start(database).await;
    for locale in Locale::ALL {
        let mut browser = federation.browser(locale);
        greeted(&mut browser, "alice", "Alice Tremblay").await;
        assert_eq!(browser.page().lang(), locale.tag());
        greeted(&mut federation.browser(locale), "bob", "Bob O&#x27;Neil").await;
        greeted(&mut federation.browser(locale), "chloe", "Chloé Nguyễn-Côté").await;
    }
    assert_eq!(federation.portal.count("account").await, 3, "who comes back finds their account");
    assert_eq!(federation.refusals().await, [""; 0]);
    federation.portal.stop().await;
}

async fn signs_in(algorithm: &str, options: &serde_json::Value) {
    let federation = Federation::with(Database::Sqlite, algorithm, options, json!({})).await;
    greeted(&mut federation.browser(Locale::Fr), "alice", "Alice Tremblay").await;
    greeted(&mut federation.browser(Locale::En), "alice", "Alice Tremblay").await;
    assert_eq!(federation.portal.count("account").await, 1);
    federation.portal.stop().await;
}

#[tokio::test]
async fn with_rs256() {
    signs_in("RS256", &json!({})).await;
}

#[tokio::test]
async fn with_es256() {
    signs_in("ES256", &json!({})).await;
}

#[tokio::test]
async fn with_ps256() {
    signs_in("PS256", &json!({})).await;
}

#[tokio::test]
async fn with_pairwise_subjects() {
    signs_in("ES256", &json!({ "pairwise": true })).await;
}

/// The provider signs with an algorithm that is good, but not the one agreed on.
#[tokio::test]
async fn the_algorithm_is_ours_to_choose() {
    let settings = json!({ "issuer": { "sfid": { "algorithms": ["ES256"] } } });
    let federation = Federation::with(Database::Sqlite, "RS256", &json!({}), settings).await;
    sign_in(&mut federation.browser(Locale::Fr), "alice").await;
    assert_eq!(federation.refusals().await, ["id-token-algorithm"]);
    federation.portal.stop().await;
}

/// What the portal asks for: a code, tied to this sign-in by state, nonce and PKCE, in the
/// person's language, for the claims that it uses and no more.
pub async fn tied_to_the_sign_in() {
    let federation = Federation::start(Database::Sqlite).await;
    for locale in Locale::ALL {
        sign_in(&mut federation.browser(locale), "alice").await;
    }
    let seen = federation.sfid.seen().await;
    let asked: Vec<&Asked> = seen.of("authorization");
    assert_eq!(asked.len(), 2);
    for (asked, locale) in asked.iter().zip(Locale::ALL) {
        for (name, value) in [
            ("response_type", "code"),
            ("client_id", "portal-secret"),
            ("scope", "openid profile email"),
            ("code_challenge_method", "S256"),
            ("max_age", "43200"),
            ("ui_locales", locale.tag()),
        ] {
            assert_eq!(text(&asked.query, name), value);
        }
    }
    for fresh in ["state", "nonce", "code_challenge"] {
        let values: BTreeSet<&str> = asked.iter().map(|asked| text(&asked.query, fresh)).collect();
        assert!(values.len() == 2 && values.iter().all(|value| value.len() == 43), "{fresh}: {values:?}");
    }
    federation.portal.stop().await;
}

/// The password travels in the `Authorization` header alone, the access token too.
pub async fn secret_in_the_header() {
    let federation = Federation::start(Database::Sqlite).await;
    greeted(&mut federation.browser(Locale::Fr), "alice", "Alice Tremblay").await;
    let seen = federation.sfid.seen().await;
    for (endpoint, scheme) in [("token", "Basic"), ("userinfo", "Bearer")] {
        let [asked] = seen.of(endpoint)[..] else { panic!("{endpoint} is asked once") };
        assert_eq!(asked.authorization, scheme);
        let beside = asked.query.iter().chain(&asked.form);
        let beside: Vec<&str> = beside.map(|(name, _)| name.as_str()).collect();
        assert!(!beside.contains(&"client_secret") && !beside.contains(&"access_token"), "{beside:?}");
    }
    federation.portal.stop().await;
}

/// Turning back at the provider is no error.
#[tokio::test]
async fn the_person_turns_back() {
    let federation = Federation::start(Database::Sqlite).await;
    let mut browser = federation.browser(Locale::En);
    browser.open("/sign-in").await;
    browser.press("cancel").await;
    assert_eq!((browser.page().status, browser.page().heading().as_str()), (200, "You are not signed in"));
    assert_eq!(federation.refusals().await, ["cancelled"]);
    browser.follow("Try again").await;
    at_provider(&mut browser, "bob").await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    federation.portal.stop().await;
}
