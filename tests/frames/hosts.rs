//! A host for each tile: it gives the tile's frames and their files, to anyone, and knows nobody.

use parvis::text::Locale;
use reqwest::{Client, Method, Response};
use serde_json::json;

use crate::support::{Browser, Database, Portal, Setup};
use crate::{TILE, at_the_app, brokered, header, journeys};

journeys!(each_tile_has_its_host, without_a_domain_the_administrator_is_told);

const DOMAIN: &str = "tiles.localhost";

async fn ask(portal: &Portal, method: Method, host: &str, path: &str) -> Response {
    let address = portal.url.join(path).unwrap();
    Client::new().request(method, address).header("host", host).send().await.unwrap()
}

async fn each_tile_has_its_host(database: Database) {
    let portal = Setup::default().with(json!({ "tiles": { "domain": DOMAIN } })).start(database).await;
    let browser = at_the_app(&portal, "amelie", Locale::Fr).await;
    let port = portal.url.port().unwrap();
    let (own, other) = (format!("{TILE}.{DOMAIN}:{port}"), format!("complaints.{DOMAIN}:{port}"));
    let src = brokered(&browser)["src"].as_str().unwrap().to_owned();
    let path = src.strip_prefix(&format!("http://{own}")).unwrap();
    let policy = &browser.page().headers["content-security-policy"];
    assert!(policy.to_str().unwrap().ends_with(&format!("; frame-src {src}")));

    let document = ask(&portal, Method::GET, &own, path).await;
    assert_eq!(document.status(), 200);
    assert_eq!(header(&document, "origin-agent-cluster"), "?1");
    assert!(
        header(&document, "content-security-policy")
            .contains(&format!("script-src http://{own}/frames/{TILE}/"))
    );

    for (host, path, status) in [
        (portal.url.authority(), path, 404),
        (other.as_str(), path, 404),
        (own.as_str(), "/fr", 404),
        (own.as_str(), "/", 404),
        (own.as_str(), "/api/v1/openapi.json", 404),
        (own.as_str(), "/assets/style.css", 404),
        (own.as_str(), "/frames/complaints/x/fr", 404),
        (&format!("tiles.localhost:{port}"), "/fr", 400),
        (&format!("a.{own}"), path, 400),
        (&format!("{TILE}.evil.example"), path, 400),
    ] {
        assert_eq!(ask(&portal, Method::GET, host, path).await.status(), status, "{host}{path}");
    }
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        assert_eq!(ask(&portal, method, &own, path).await.status(), 405);
    }
    nobody_is_known(&portal, &browser, &own, path).await;
    portal.stop().await;
}

/// The session's own cookie, brought to a tile's host, opens nothing and comes back nowhere.
async fn nobody_is_known(portal: &Portal, browser: &Browser, own: &str, path: &str) {
    for path in [path, "/fr/requests", "/api/v1/tiles/cancer-screening/draft"] {
        let asked = browser.request(Method::GET, path).header("host", own).header("parvis-capability", "x");
        let answer = asked.send().await.unwrap();
        assert!([200, 404].contains(&answer.status().as_u16()), "{path}: {}", answer.status());
        assert_eq!(header(&answer, "set-cookie"), "", "{path}");
        let body = answer.text().await.unwrap();
        assert!(!body.contains("Amélie") && !body.contains("Se déconnecter"), "{path}: {body}");
    }
    let here = browser.request(Method::GET, "/fr/requests").send().await.unwrap();
    assert_eq!(here.status(), 200, "the session goes on at the portal");
    assert!(portal.url.port().is_some());
}

async fn without_a_domain_the_administrator_is_told(database: Database) {
    let told = "Tiles’ code runs on the portal’s host";
    let single = Portal::start(database).await;
    let mut admin = single.browser(Locale::En);
    admin.sign_in("admin").await;
    admin.open("/admin").await;
    assert!(admin.text().contains(told), "{}", admin.text());
    single.stop().await;
    let apart = Setup::default().with(json!({ "tiles": { "domain": DOMAIN } })).start(database).await;
    let mut admin = apart.browser(Locale::En);
    admin.sign_in("admin").await;
    admin.open("/admin").await;
    assert!(!admin.text().contains(told), "{}", admin.text());
    apart.stop().await;
}
