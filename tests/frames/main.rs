//! Frames over HTTP: what a tile's frame is told, what it may load, whose host answers what, and what it keeps.
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

mod documents;
mod drafts;
mod hosts;
mod links;
mod pages;

use parvis::text::Locale;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use support::{Browser, Portal};

/// The sample tile that has an element.
const TILE: &str = "cancer-screening";

/// Someone signed in, on the page of the sample's element.
async fn at_the_app(portal: &Portal, person: &str, locale: Locale) -> Browser {
    let mut browser = portal.browser(locale);
    browser.sign_in(person).await;
    browser.open(&format!("/services/{TILE}/app")).await;
    browser
}

/// What the page on screen tells its broker.
fn brokered(browser: &Browser) -> Value {
    serde_json::from_str(&browser.page().attribute("#app", "data-app").unwrap()).unwrap()
}

/// A header of an answer, empty where it has none.
fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// The right of the page on screen to call for its tile.
async fn capability(browser: &Browser) -> String {
    let told = brokered(browser);
    let page = json!({ "release": told["release"], "owner": told["owner"] });
    let asked = browser.request(Method::POST, &format!("/api/v1/tiles/{TILE}/capability"));
    let asked = asked.header("content-type", "application/json").body(page.to_string());
    let granted: Value = asked.send().await.unwrap().json().await.unwrap();
    granted["capability"].as_str().unwrap().to_owned()
}
