//! What profile `fapi2` adds to a key of the portal's own (`key.rs`): access tokens are bound to a key,
//! and the issuer must name itself. And userinfo that is signed.

use parvis::text::Locale;
use serde_json::{Value, json};

use crate::provider::{Federation, sign_in};
use crate::support::{Browser, Database};

/// Settings by which the portal proves itself with its key; `more` of the issuer.
fn with_key(more: &Value) -> Value {
    let mut issuer = json!({ "client_id": "portal", "authentication": "private_key_jwt" });
    issuer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "issuer": { "sfid": issuer } })
}

async fn greeted(federation: &Federation, locale: Locale) -> Browser {
    let mut browser = federation.browser(locale);
    sign_in(&mut browser, "alice").await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    assert!(browser.page().body.contains("Alice Tremblay"), "{}", browser.page().body);
    browser
}

#[tokio::test]
async fn tokens_are_bound_to_a_key() {
    let (options, settings) = (json!({ "fapi": true }), with_key(&json!({ "profile": "fapi2" })));
    let federation = Federation::with(Database::Sqlite, "ES256", &options, settings).await;
    for locale in Locale::ALL {
        greeted(&federation, locale).await;
    }
    let seen = federation.sfid.seen().await;
    assert_eq!(seen.of("pushed_authorization_request").len(), 2);
    assert_eq!(seen.of("userinfo")[0].authorization, "DPoP");
    assert_eq!(federation.refusals().await, [""; 0]);
    federation.portal.stop().await;
}

#[tokio::test]
async fn fapi_insists_on_the_issuers_name() {
    let (options, settings) = (json!({ "fapi": true }), with_key(&json!({ "profile": "fapi2" })));
    let federation = Federation::with(Database::Sqlite, "ES256", &options, settings).await;
    for lie in ["r_no_iss", "r_iss"] {
        federation.sfid.lies(lie).await;
        sign_in(&mut federation.browser(Locale::Fr), "alice").await;
    }
    assert_eq!(federation.refusals().await, ["answer-issuer"; 2]);
    federation.portal.stop().await;
}

#[tokio::test]
async fn userinfo_may_be_signed() {
    let options = json!({ "client": { "userinfo_signed_response_alg": "ES256" } });
    let federation = Federation::with(Database::Sqlite, "ES256", &options, with_key(&json!({}))).await;
    greeted(&federation, Locale::En).await;
    federation.sfid.rotates().await;
    greeted(&federation, Locale::Fr).await;
    assert_eq!(federation.refusals().await, [""; 0]);
    federation.portal.stop().await;
}
