//! Text that tries to be something else, or is written another way: it stays text, everywhere it
//! is shown, and reaches the back-end as it was meant.

use parvis::text::Locale;
use serde_json::json;

use crate::complaint::{self, open_form, signed_in};
use crate::journeys;
use crate::support::{Database, Portal};

journeys!(stays_text, is_cleaned_of_what_cannot_be_seen, accents_in_pieces);

const NAME: &str = "<script>alert(1)</script>";
const QUOTES: &str = "O'Neil\"; DROP TABLE request; --";
const TEMPLATE: &str = "{{ 7*7 }} ${7*7} { $portal } %s &lt;b&gt;";
const BREAKOUT: &str = "</textarea><img src=x onerror=alert(1)>\nligne deux 🙂 \"citée\"";

async fn stays_text(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    open_form(&mut browser).await;
    complaint::fill_you(&mut browser);
    browser.fill("given-name", NAME).fill("family-name", QUOTES).fill("for-whom", "");
    browser.press("continue").await;
    assert_eq!(browser.page().status, 422);
    assert_eq!(browser.page().value("given-name"), NAME);
    assert_eq!(browser.page().value("family-name"), QUOTES);
    browser.fill("for-whom", "me");
    browser.press("continue").await;
    complaint::fill_event(&mut browser);
    browser.fill("place", TEMPLATE).fill("story", BREAKOUT);
    browser.press("continue").await;
    browser.press("back").await;
    assert_eq!(browser.page().value("place"), TEMPLATE);
    assert_eq!(browser.page().value("story"), BREAKOUT);
    browser.press("continue").await;
    // No documents to add.
    browser.press("continue").await;
    complaint::fill_answer(&mut browser);
    browser.press("continue").await;

    let reference = complaint::reference(&browser);
    let shown = BREAKOUT.replace('\n', " ");
    for page in ["/check", "/confirmation", "/copy", ""] {
        if page == "/confirmation" {
            browser.fill("declaration", "yes");
            browser.press("send").await;
        } else {
            browser.open(&format!("/requests/{reference}{page}")).await;
        }
        assert!(browser.page().texts("main script, main img").is_empty(), "{page}: nothing but text");
        for text in [NAME, QUOTES, TEMPLATE, &shown] {
            assert!(page == "/confirmation" || browser.text().contains(text), "{page}: {text}");
        }
    }
    let answers = portal.complaints(1).await[0]["content"]["answers"].clone();
    for (field, text) in
        [("given-name", NAME), ("family-name", QUOTES), ("place", TEMPLATE), ("story", BREAKOUT)]
    {
        assert_eq!(answers[field], json!(text));
    }
    portal.stop().await;
}

async fn is_cleaned_of_what_cannot_be_seen(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    open_form(&mut browser).await;
    complaint::fill_you(&mut browser);
    browser
        .fill("given-name", "\u{0}Amé\u{202e}lie\u{200b}\u{7}\r\nBcc: x")
        .fill("family-name", "\u{feff}Tremblay ");
    browser.press("save").await;
    assert_eq!(browser.page().status, 200);
    let draft = browser.page().attributes("main .row a", "href");
    browser.follow(draft.iter().find(|href| href.contains("/form/")).unwrap()).await;
    assert_eq!(browser.page().value("given-name"), "Amélie Bcc: x");
    assert_eq!(browser.page().value("family-name"), "Tremblay");
    portal.stop().await;
}

/// Some keyboards send an é as two characters: it counts as one, and is the same é.
async fn accents_in_pieces(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    open_form(&mut browser).await;
    complaint::fill_you(&mut browser);
    browser.fill("given-name", &"e\u{301}".repeat(81));
    browser.press("continue").await;
    assert_eq!(browser.page().status, 422, "81 is one too many, written either way");
    assert!(browser.page().errors()[0].1.contains("un caractère de trop"), "{:?}", browser.page().errors());
    browser.fill("given-name", &"e\u{301}".repeat(80)).fill("family-name", "Be\u{301}langer-Coˆte\u{301}");
    browser.press("continue").await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    complaint::fill_event(&mut browser);
    browser.press("continue").await;
    // No documents to add.
    browser.press("continue").await;
    complaint::fill_answer(&mut browser);
    browser.press("continue").await;
    browser.fill("declaration", "yes");
    browser.press("send").await;
    let answers = portal.complaints(1).await[0]["content"]["answers"].clone();
    assert_eq!(answers["given-name"], json!("é".repeat(80)));
    assert_eq!(answers["family-name"], json!("Bélanger-Coˆté"));
    portal.stop().await;
}
