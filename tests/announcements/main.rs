//! Announcements over HTTP, and the help: what administrators tell people, who is shown it and sent it, and what
//! people find when they look for help.
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

mod help;
mod news;
mod sending;
mod writing;

use parvis::text::Locale;

use support::{Browser, Portal};

/// Someone signed in.
async fn signed_in(portal: &Portal, person: &str, locale: Locale) -> Browser {
    let mut browser = portal.browser(locale);
    browser.sign_in(person).await;
    browser
}

/// Begins an announcement, as its administrator on the page where it is written.
async fn begin(admin: &mut Browser) {
    admin.open("/admin/announcements").await;
    admin.press("Écrire une nouvelle").await;
    admin
        .fill("title-fr", "Pause dimanche")
        .fill("title-en", "A pause on Sunday")
        .fill("text-fr", "De **2 h** à 4 h. Voyez [l’aide](/fr/help).")
        .fill("text-en", "From **2** to 4 a.m. See [the help](/en/help).");
}

/// Has it looked at, and published.
async fn publish(admin: &mut Browser) {
    admin.press("preview").await;
    assert_eq!(admin.page().heading(), "Ce que les gens verront", "{}", admin.text());
    admin.press("Publier").await;
    assert!(admin.text().contains("est publiée"), "{}", admin.text());
}

/// The id of the only announcement.
async fn only(portal: &Portal) -> String {
    let hex = if portal.database_url.starts_with("sqlite:") { "lower(hex(id))" } else { "CAST(id AS TEXT)" };
    let id = portal.text(&format!("SELECT {hex} FROM announcement")).await;
    uuid::Uuid::parse_str(&id).unwrap().to_string()
}
