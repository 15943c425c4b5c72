//! Another person's part of a request: invited, taken, done, taken back.

use parvis::text::Locale;

use super::Attempts;
use crate::complaint::{self, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Setup};

journeys!(nothing_of_a_part);

/// What is tried here.
pub const CODES: &[&str] = &[
    "invitation-answered",
    "invitation-refused",
    "invitation-taken",
    "part-answered",
    "part-invited",
    "part-revoked",
    "part-taken",
];

/// Its pages, each with its answers; an empty path goes on from the page before.
const PREPARATION: &[(&str, &[(&str, &str)])] = &[
    ("", &[("reach", "portal"), ("phone", "514 555-0123"), ("voice-mail", "no")]),
    ("wish", &[("kind", "now"), ("already-talked", "yes")]),
    ("", &[("illness", "Une maladie."), ("suffering", "Je n’ai plus de souffle.")]),
    ("team", &[("professional-known", "no")]),
    ("", &[("palliative-care", "receiving")]),
    ("signing", &[("can-sign", "myself"), ("witness-thought-of", "yes")]),
    ("", &[("meeting-place", "home")]),
    ("freedom", &[("freely", "yes"), ("may-change", "yes")]),
];

/// Sends a preparation that asks for a witness; gives the page of the witness's part.
async fn prepare(browser: &mut Browser) -> String {
    browser.open("/services/medical-assistance-in-dying/form").await;
    browser.fill("health-insurance-number", "TREA 9153 0112").press("continue").await;
    let reference = complaint::reference(browser);
    for (page, answers) in PREPARATION {
        if !page.is_empty() {
            browser.open(&format!("/requests/{reference}/form/{page}")).await;
        }
        for (name, value) in *answers {
            browser.fill(name, value);
        }
        browser.press("continue").await;
    }
    browser.open(&format!("/requests/{reference}/check")).await;
    browser.fill("declaration", "yes").press("send").await;
    assert!(browser.page().url.path().ends_with("/confirmation"), "{}", browser.text());
    format!("/requests/{reference}/parts/witness")
}

/// Sends one and makes a code for its witness.
async fn invite(browser: &mut Browser) -> String {
    let part = prepare(browser).await;
    browser.open(&part).await;
    browser.press("invite").await;
    browser.page().texts("main .reference").remove(0)
}

async fn type_code(browser: &mut Browser, code: &str) {
    browser.open("/invitations").await;
    browser.fill("invitation", code);
}

async fn nothing_of_a_part(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut attempts = Attempts::new(&portal);
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let part = prepare(&mut amelie).await;
    amelie.open(&part).await;
    attempts.press(&["part-invited"], &amelie, "invite");
    invite(&mut amelie).await;
    attempts.press(&["part-revoked"], &amelie, "revoke");
    let mut connor = signed_in(&portal, "connor", Locale::Fr).await;
    let code = invite(&mut amelie).await;
    type_code(&mut connor, &code).await;
    attempts.press(&["part-taken", "invitation-taken"], &connor, "Ouvrir");
    type_code(&mut connor, &parvis::id::Reference::random().to_string()).await;
    attempts.press(&["invitation-refused"], &connor, "Ouvrir");
    let code = invite(&mut amelie).await;
    type_code(&mut connor, &code).await;
    connor.press("Ouvrir").await;
    connor.fill("witness-phone", "418 555-0199").fill("witness-link", "friend");
    for statement in ["witness-understands", "witness-independent", "witness-no-care", "declaration"] {
        connor.fill(statement, "yes");
    }
    attempts.press(&["part-answered", "invitation-answered"], &connor, "send");
    attempts.prove(CODES).await;
    portal.stop().await;
}
