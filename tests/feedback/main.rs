//! Problems and ideas over HTTP: told with and without an account, followed, triaged, published, voted for, taken
//! along, destroyed; and robots that learn nothing.
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

mod board;
mod ideas;
mod robots;
mod telling;

use std::time::Duration;

use parvis::text::Locale;

use support::{Browser, Portal};

/// As long as a person takes at the least, from the form to the last press.
const PATIENCE: Duration = Duration::from_secs(5);

/// Someone signed in.
async fn signed_in(portal: &Portal, person: &str, locale: Locale) -> Browser {
    let mut browser = portal.browser(locale);
    browser.sign_in(person).await;
    browser
}

/// Writes on the form of that kind, reached by the footer of the page on screen, up to the last look.
async fn write(portal: &Portal, browser: &mut Browser, kind: &str, text: &str) {
    let link = footer(browser, kind);
    browser.visit(portal.at(&link)).await;
    browser.fill("text", text);
    browser.press("continue").await;
    portal.clock.advance(PATIENCE);
}

/// Where the footer of the page on screen leads for that kind.
fn footer(browser: &Browser, kind: &str) -> String {
    let links = browser.page().attributes("footer a", "href");
    links.into_iter().find(|link| link.contains(&format!("/feedback/{kind}"))).unwrap()
}

/// Tells it, and gives its reference.
async fn tell(portal: &Portal, browser: &mut Browser, kind: &str, text: &str) -> String {
    write(portal, browser, kind, text).await;
    browser.press("send").await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    reference(browser)
}

/// The reference on the page on screen.
fn reference(browser: &Browser) -> String {
    browser.page().texts(".reference").remove(0)
}

/// The administrator does something with a report.
async fn decide(admin: &mut Browser, reference: &str, inputs: &[(&str, &str)], action: &str) {
    admin.open(&format!("/admin/feedback/{reference}")).await;
    for (name, value) in inputs {
        admin.fill(name, value);
    }
    admin.press(action).await;
}
