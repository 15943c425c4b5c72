//! A sign-in that another site begins (OpenID Connect Core §4): with one of our issuers, to a page of
//! ours, or not at all.

use parvis::text::Locale;
use url::Url;

use crate::journeys;
use crate::provider::{Federation, at_provider, sign_in};
use crate::support::{Browser, Database};

journeys!(to_a_page_of_ours);

fn link(federation: &Federation, issuer: &str, target: &str) -> Url {
    let mut url = federation.portal.at("/auth/initiate");
    url.query_pairs_mut().extend_pairs([("iss", issuer), ("target_link_uri", target)]);
    url
}

async fn account_named(browser: &mut Browser, name: &str) {
    browser.open("/").await;
    assert!(browser.page().body.contains(name), "{}", browser.text());
}

pub async fn to_a_page_of_ours(database: Database) {
    let federation = Federation::start(database).await;
    let issuer = federation.sfid.issuer.clone();
    for locale in Locale::ALL {
        let mut browser = federation.browser(locale);
        let target = federation.portal.at(&format!("/{locale}/requests"));
        browser.visit(link(&federation, &issuer, target.as_str())).await;
        at_provider(&mut browser, "alice").await;
        assert_eq!(browser.page().url, target);
    }
    for elsewhere in ["https://evil.test/fr/requests", "//evil.test", "javascript:alert(1)", ""] {
        let mut browser = federation.browser(Locale::Fr);
        browser.visit(link(&federation, &issuer, elsewhere)).await;
        at_provider(&mut browser, "bob").await;
        assert_eq!(browser.page().url, federation.portal.at("/fr"), "{elsewhere}");
    }
    let mut browser = federation.browser(Locale::Fr);
    sign_in(&mut browser, "chloe").await;
    let session = browser.cookie("session").unwrap().to_owned();
    browser.visit(link(&federation, &issuer, "")).await;
    assert_eq!(browser.cookie("session"), Some(session.as_str()), "a session that is there stays as it is");
    account_named(&mut browser, "Chloé").await;
    for unknown in ["https://evil.test", &format!("{issuer}/"), ""] {
        browser.visit(link(&federation, unknown, "")).await;
        assert_eq!(browser.page().status, 404, "{unknown}");
    }
    federation.portal.stop().await;
}
