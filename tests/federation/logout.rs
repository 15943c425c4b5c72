//! Signing out at the portal, then at the provider (RP-Initiated Logout).

use parvis::text::Locale;
use reqwest::Method;
use serde_json::json;

use crate::complaint::say;
use crate::journeys;
use crate::provider::{Federation, sign_in};
use crate::support::{Browser, Database};

journeys!(here_first_then_at_the_provider, without_a_hint, back_with_any_state);

async fn status(browser: &Browser, path: &str) -> u16 {
    browser.request(Method::GET, path).send().await.unwrap().status().as_u16()
}

pub async fn here_first_then_at_the_provider(database: Database) {
    let federation = Federation::start(database).await;
    for locale in Locale::ALL {
        let mut browser = federation.browser(locale);
        sign_in(&mut browser, "alice").await;
        let session = browser.cookie("session").unwrap().to_owned();
        browser.press(say(&browser, "Se déconnecter", "Sign out")).await;
        assert_eq!(browser.page().url.path(), "/session/end", "at the provider, in the person's language");
        assert_eq!(browser.page().lang(), locale.prefix());
        assert_eq!(federation.portal.count("session").await, 0, "here it has ended already");

        browser.press("yes").await;
        let heading = say(&browser, "Votre session est fermée", "You are signed out");
        assert_eq!(browser.page().heading(), heading);
        assert_eq!(browser.page().url.path(), format!("/{locale}/signed-out"));
        let request = federation.browser(locale).request(Method::GET, "/fr/requests");
        let old = request.header("cookie", format!("session={session}")).send().await.unwrap();
        assert_eq!(old.status(), 303, "the cookie of before opens nothing");

        browser.open("/sign-in").await;
        assert!(browser.page().url.path().starts_with("/interaction/"), "the provider asks anew");
    }
    federation.portal.stop().await;
}

/// Where no address may hold anything of a person, the provider is told who we are and nothing else.
pub async fn without_a_hint(database: Database) {
    let settings = json!({ "issuer": { "sfid": { "sign_out_hint": "none" } } });
    let federation = Federation::with(database, "ES256", &json!({}), settings).await;
    let mut browser = federation.browser(Locale::Fr);
    sign_in(&mut browser, "alice").await;
    browser.stop_at("/session/end");
    browser.press("Se déconnecter").await;
    let address = browser.page().url.clone();
    let mut named: Vec<String> = address.query_pairs().map(|(name, _)| name.into_owned()).collect();
    named.sort();
    assert_eq!(named, ["client_id", "post_logout_redirect_uri", "state", "ui_locales"]);

    browser.stop_at("");
    browser.visit(address).await;
    browser.press("yes").await;
    assert_eq!(browser.page().url.path(), "/fr/signed-out", "the provider leads back all the same");
    browser.open("/sign-in").await;
    assert!(browser.page().url.path().starts_with("/interaction/"), "the provider asks anew");
    federation.portal.stop().await;
}

/// Whoever comes to the address that providers send people back to, with whatever state, is told
/// that they are signed out, and led nowhere else; a session that is open stays.
pub async fn back_with_any_state(database: Database) {
    let federation = Federation::start(database).await;
    let mut browser = federation.browser(Locale::Fr);
    sign_in(&mut browser, "alice").await;
    for state in
        ["", "?state=", "?state=other", "?state=en&state=fr", "?state=//evil.test", "?state=%0d%0aX:%20y"]
    {
        browser.visit(federation.portal.at(&format!("/auth/logged-out{state}"))).await;
        assert_eq!(browser.page().url.origin(), federation.portal.url.origin(), "{state}");
        assert_eq!(browser.page().status, 200, "{state}");
        assert!(browser.page().url.path().ends_with("/signed-out") && browser.page().url.query().is_none());
        assert!(browser.page().headers.get("x").is_none() && !browser.page().body.contains("evil.test"));
    }
    assert_eq!(status(&browser, "/fr/requests").await, 200, "nobody else can sign them out so");
    federation.portal.stop().await;
}
