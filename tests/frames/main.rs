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
use reqwest::Response;
use serde_json::Value;

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
