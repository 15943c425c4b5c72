//! The proxy over HTTP: a tile's calls against back-ends and clients that mean no good, and against the demo's.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at the first surprise"
)]

#[path = "../support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "journeys use all of it, this a part")]
mod support;

mod citizens;
mod clients;
mod keys;
mod logged;
mod upstream;
mod upstreams;

use parvis::text::Locale;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use support::{Browser, Database, Portal, Setup, Tiles};
use upstream::Upstream;

/// The sample tile that has an element.
const TILE: &str = "cancer-screening";

/// Routes that lead to a back-end of the test's own.
const ROUTES: &str = r#"
[[route]]
name = "hostile"
backend = "cancer-screening"
method = "GET"
upstream = "/hostile/{way}"
query = ["q"]
claims = ["given_name"]
journal = "read"
reply = { types = ["application/json"], max_kib = 64 }

[[route]]
name = "send"
backend = "cancer-screening"
method = "POST"
upstream = "/hostile/{way}"
upload = { types = ["application/pdf"], max_mib = 1 }
journal = "submission"
reply = { types = ["application/json"], max_kib = 64 }

[[route]]
name = "events"
backend = "cancer-screening"
method = "GET"
upstream = "/hostile/events"
reply = { types = ["text/event-stream"], max_kib = 1 }

[form]
definition"#;

/// A portal whose sample tile calls a back-end of the test's own, and someone on its page.
struct Stage {
    portal: Portal,
    upstream: Upstream,
    amelie: Page,
    _tiles: Tiles,
}

impl Stage {
    async fn set(database: Database) -> Self {
        Self::with_patience(database, 4_000).await
    }

    /// One whose portal waits so many milliseconds for an answer.
    async fn with_patience(database: Database, first_byte_ms: u64) -> Self {
        let upstream = Upstream::start().await;
        let tiles = Tiles::samples().with("cancer-screening/tile.toml", "\n[form]\ndefinition", ROUTES);
        let backend =
            json!({ "url": upstream.url, "first_byte_ms": first_byte_ms, "total_ms": first_byte_ms + 1_000 });
        let setup = Setup::silent()
            .with(tiles.settings())
            .with(json!({ "backend": { "cancer-screening": backend } }));
        let portal = setup.start(database).await;
        let amelie = Page::open(&portal, "amelie").await;
        Self { portal, upstream, amelie, _tiles: tiles }
    }

    async fn end(self) {
        self.portal.stop().await;
    }
}

/// Someone signed in, on the page of the sample's element, with its capability.
struct Page {
    browser: Browser,
    brokered: Value,
    capability: String,
}

impl Page {
    async fn open(portal: &Portal, person: &str) -> Self {
        let mut browser = portal.browser(Locale::Fr);
        browser.sign_in(person).await;
        browser.open(&format!("/services/{TILE}/app")).await;
        let brokered = serde_json::from_str(&browser.page().attribute("#app", "data-app").unwrap()).unwrap();
        let mut page = Self { browser, brokered, capability: String::new() };
        let answer = page.issue(&page.brokered["release"], &page.brokered["owner"]).await;
        assert_eq!(answer.status(), 200);
        answer.json::<Value>().await.unwrap()["capability"]
            .as_str()
            .unwrap()
            .clone_into(&mut page.capability);
        page
    }

    async fn issue(&self, release: &Value, owner: &Value) -> Response {
        let path = format!("/api/v1/tiles/{TILE}/capability");
        let body = json!({ "release": release, "owner": owner });
        self.browser.request(Method::POST, &path).json(&body).send().await.unwrap()
    }

    /// A call of a route, as the page's broker makes it.
    fn call(&self, method: Method, route: &str) -> RequestBuilder {
        let path = format!("/api/v1/tiles/{TILE}/routes/{route}");
        self.browser.request(method, &path).header("parvis-capability", &self.capability)
    }

    async fn get(&self, route: &str) -> Response {
        self.call(Method::GET, route).send().await.unwrap()
    }

    async fn hostile(&self, way: &str) -> Response {
        self.get(&format!("hostile?path.way={way}")).await
    }
}

/// A header of an answer, empty where it has none.
fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// The status and the name of the problem that an answer is.
async fn problem(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    assert_eq!(header(&answer, "content-type"), "application/problem+json");
    let document: Value = answer.json().await.unwrap();
    for locale in ["fr", "en"] {
        assert!(!document["titles"][locale].as_str().unwrap().is_empty(), "{document}");
    }
    let name = document["type"].as_str().unwrap().strip_prefix("urn:parvis:problem:").unwrap();
    (status, name.to_owned())
}
