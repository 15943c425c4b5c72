//! The portal proves who it is by a key (`private_key_jwt`, RFC 7523), and goes as strictly as the FAPI 2.0
//! Security Profile asks: requests pushed, answers that name their issuer.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parvis::text::Locale;
use serde_json::{Value, json};

use crate::journeys;
use crate::provider::{Federation, sign_in, text};
use crate::support::Database;

journeys!(signs_in, fapi);

/// Settings of a portal without a password at the provider.
pub fn by_key(profile: &str) -> Value {
    json!({ "issuer": { "sfid": {
        "client_id": "portal", "client_secret": null, "authentication": "private_key_jwt", "profile": profile,
    } } })
}

/// What a provider must be told of the strict profile: it takes no request that was not pushed.
pub fn strict() -> Value {
    json!({ "fapi": true, "client": { "require_pushed_authorization_requests": true } })
}

fn part(token: &str, place: usize) -> Value {
    let part = token.split('.').nth(place).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

async fn greeted(federation: &Federation) {
    for locale in Locale::ALL {
        let mut browser = federation.browser(locale);
        sign_in(&mut browser, "alice").await;
        assert_eq!(browser.page().status, 200, "{}", browser.text());
        assert!(browser.page().body.contains("Alice Tremblay"));
    }
}

/// Each assertion is for this provider, short-lived and used once.
async fn signs_in(database: Database) {
    let federation = Federation::with(database, "ES256", &json!({}), by_key("baseline")).await;
    greeted(&federation).await;
    let seen = federation.sfid.seen().await;
    let mut ids = BTreeSet::new();
    for asked in seen.of("token") {
        assert_eq!((asked.authorization.as_str(), asked.form.contains_key("client_secret")), ("", false));
        let assertion = text(&asked.form, "client_assertion");
        let (header, claims) = (part(assertion, 0), part(assertion, 1));
        assert_eq!(header["alg"], "ES256");
        assert_eq!((&claims["iss"], &claims["sub"]), (&json!("portal"), &json!("portal")));
        assert_eq!(claims["aud"], json!(federation.sfid.issuer));
        let lives = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
        assert!((1..=60).contains(&lives), "{lives} s");
        ids.insert(claims["jti"].as_str().unwrap().to_owned());
    }
    assert_eq!(ids.len(), 2);
    federation.portal.stop().await;
}

/// The browser carries nothing but the name of a request that was pushed before.
pub async fn fapi(database: Database) {
    let federation = Federation::with(database, "ES256", &strict(), by_key("fapi2")).await;
    greeted(&federation).await;
    let seen = federation.sfid.seen().await;
    assert_eq!(seen.of("pushed_authorization_request").len(), 2);
    for asked in seen.of("authorization") {
        let carried: BTreeSet<&str> = asked.query.keys().map(String::as_str).collect();
        assert_eq!(carried, BTreeSet::from(["client_id", "request_uri"]));
    }
    // The access token serves whoever holds the key that it is bound to (RFC 9449).
    assert!(seen.of("userinfo").iter().all(|asked| asked.authorization == "DPoP"));
    federation.portal.stop().await;
}

/// A portal that does not push is refused by a provider that insists, and says so in its own words.
#[tokio::test]
async fn the_provider_insists() {
    let options = json!({ "client": { "require_pushed_authorization_requests": true } });
    let federation = Federation::with(Database::Sqlite, "ES256", &options, by_key("baseline")).await;
    let mut browser = federation.browser(Locale::Fr);
    browser.open("/sign-in").await;
    assert_eq!(browser.page().heading(), "La connexion n’a pas pu être vérifiée", "{}", browser.text());
    federation.portal.stop().await;
}
