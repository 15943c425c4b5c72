//! Whatever is asked, of whatever address, by whomever: every answer carries the security headers,
//! and no page of a person's is stored anywhere.

use std::collections::BTreeMap;

use parvis::text::Locale;
use reqwest::{Method, Response};

use crate::complaint::signed_in;
use crate::door::assert_guarded;
use crate::journeys;
use crate::support::{Browser, Database, Portal, routes};

journeys!(every_route, errors);

const METHODS: [Method; 8] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
    Method::TRACE,
];

/// Everything that is the same for everyone, and may be kept.
fn is_public(path: &str) -> bool {
    path.starts_with("/assets/") || path.starts_with("/.well-known/") || path.starts_with("/api/")
}

/// What is meant to be sent from elsewhere: it does nothing in the name of whoever is signed in.
fn is_for_others(path: &str) -> bool {
    path.starts_with("/api/") || ["/auth/backchannel-logout", "/auth/initiate"].contains(&path)
}

fn check(what: &str, path: &str, answer: &Response) {
    assert_guarded(what, answer);
    let cache = answer.headers().get("cache-control").map_or("", |value| value.to_str().unwrap());
    let redirect = answer.status().is_redirection();
    let probe = path.ends_with('z');
    assert!(is_public(path) || redirect || probe || cache == "no-store", "{what}: {cache:?}");
    assert!(answer.status().as_u16() < 500, "{what}: {}", answer.status());
}

/// The methods of a route, as it says itself when asked for another.
fn allowed(answer: &Response) -> String {
    answer.headers().get("allow").map_or("", |value| value.to_str().unwrap()).to_owned()
}

async fn ask(browser: &Browser, method: &Method, path: &str, ours: Option<&str>) -> Response {
    let mut request = browser.request(method.clone(), path);
    if let Some(origin) = ours {
        request = request.header("origin", origin);
    }
    request.send().await.unwrap()
}

async fn every_route(database: Database) {
    let portal = Portal::start(database).await;
    let ours = portal.url.origin().ascii_serialization();
    let mut refused = BTreeMap::new();
    let mut citizen = signed_in(&portal, "amelie", Locale::Fr).await;
    for pattern in routes::routes(&portal.app) {
        let path = routes::address(&pattern);
        // Signing out is one of the routes.
        if ask(&citizen, &Method::GET, "/fr/account", None).await.status() != 200 {
            citizen = signed_in(&portal, "amelie", Locale::Fr).await;
        }
        let visitor = portal.browser(Locale::Fr);
        for method in &METHODS {
            for (who, browser) in [("citizen", &citizen), ("visitor", &visitor)] {
                let what = format!("{method} {path} by a {who}");
                let answer = ask(browser, method, &path, Some(&ours)).await;
                check(&what, &path, &answer);
                if answer.status() == 405 {
                    refused.insert(format!("{method} {pattern}"), allowed(&answer));
                }
                if method.is_safe() || is_for_others(&path) {
                    continue;
                }
                let foreign = ask(browser, method, &path, None).await;
                check(&format!("{what} from elsewhere"), &path, &foreign);
                assert_eq!(foreign.status(), 403, "{what} from elsewhere");
            }
        }
    }
    // Nothing that changes anything can be had by a link or an image (attack C07).
    assert_eq!(refused.get("GET /fr/sign-out").map(String::as_str), Some("POST"));
    assert!(refused.len() > 100, "{refused:?}");
    portal.stop().await;
}

async fn errors(database: Database) {
    let portal = Portal::start(database).await;
    let ours = portal.url.origin().ascii_serialization();
    let citizen = signed_in(&portal, "amelie", Locale::Fr).await;
    let too_large = "x=".to_owned() + &"x".repeat(4 << 20);
    let form = citizen.request(Method::POST, "/fr/sign-out").header("origin", &ours);
    let form = form.header("content-type", "application/x-www-form-urlencoded").body(too_large);
    for (status, answer) in [
        (404, ask(&citizen, &Method::GET, "/fr/nothing", None).await),
        (405, ask(&citizen, &Method::DELETE, "/fr/requests", Some(&ours)).await),
        (403, ask(&citizen, &Method::GET, "/fr/admin", None).await),
        (400, citizen.request(Method::GET, "/fr").header("host", "evil.example").send().await.unwrap()),
        (413, form.send().await.unwrap()),
    ] {
        assert_eq!(answer.status(), status);
        check(&status.to_string(), "/fr", &answer);
    }
    portal.meddle("ALTER TABLE request RENAME TO request_gone").await;
    let failed = ask(&citizen, &Method::GET, "/fr/requests", None).await;
    assert_eq!(failed.status(), 500);
    assert_guarded("500", &failed);
    assert_eq!(failed.headers()["cache-control"], "no-store");
    portal.stop().await;
}
