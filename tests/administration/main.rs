//! The administration over HTTP: who may look and act, journeys and the log, what takes two, figures.
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

#[path = "../journeys/complaint.rs"]
#[expect(dead_code, reason = "journeys use all of it, this a part")]
mod complaint;

mod backups;
mod emptied;
mod figures;
mod looks;
mod searches;
mod two;

use parvis::text::Locale;

use support::Browser;

/// Opens the journey of whoever that reference, address or pseudonym leads to; its pseudonym.
async fn look(browser: &mut Browser, known: &str, reason: &str) -> String {
    browser.open("/admin/journeys").await;
    browser.fill("reference", known).fill("reason", reason);
    browser.press(button(browser, "Retracer le parcours", "Retrace the journey")).await;
    let path = browser.page().url.path().to_owned();
    path.rsplit('/').next().unwrap().to_owned()
}

fn button<'w>(browser: &Browser, fr: &'w str, en: &'w str) -> &'w str {
    if browser.locale() == Locale::Fr { fr } else { en }
}

/// What a page or a file at an address says, with its status.
async fn got(browser: &Browser, path: &str) -> (u16, String) {
    let answer = browser.request(reqwest::Method::GET, path).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}
