//! Problems and ideas: told, looked after, published, supported.

use parvis::text::Locale;
use serde_json::json;

use super::Attempts;
use super::visitors::write_report;
use crate::complaint::signed_in;
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup};

journeys!(nothing_of_a_report, nothing_of_an_idea);

/// What is tried here.
pub const CODES: &[&[&str]] = &[OF_REPORTS, OF_IDEAS];

const OF_REPORTS: &[&str] = &[
    "report-answered",
    "report-assigned",
    "report-fixed",
    "report-merged",
    "report-released",
    "report-separated",
    "report-status-set",
    "reports-exported",
];
const OF_IDEAS: &[&str] = &["idea-published", "idea-support-ended", "idea-supported", "idea-withdrawn"];

const WORDING: [(&str, &str); 2] =
    [("wording-fr", "Choisir l’heure des rappels."), ("wording-en", "Choose the time of reminders.")];

/// What is typed, and where.
type Inputs<'a> = &'a [(&'a str, &'a str)];

async fn start(database: Database) -> Portal {
    Setup::silent().with(json!({ "limits": { "reports_per_hour": 1_000 } })).start(database).await
}

/// Tells of something; gives its reference.
async fn tell(portal: &Portal, browser: &mut Browser, kind: &str) -> String {
    write_report(portal, browser, kind, "La page reste toute blanche.").await;
    browser.press("send").await;
    browser.page().texts(".reference").remove(0)
}

/// The page of a report, with that typed.
async fn open(admin: &mut Browser, reference: &str, inputs: Inputs<'_>) {
    admin.open(&format!("/admin/feedback/{reference}")).await;
    for (name, value) in inputs {
        admin.fill(name, value);
    }
}

async fn nothing_of_a_report(database: Database) {
    let portal = start(database).await;
    let mut attempts = Attempts::new(&portal);
    let mut visitor = portal.browser(Locale::En);
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    let into = tell(&portal, &mut visitor, "problem").await;
    let answer = [("answer-fr", "C’est réglé."), ("answer-en", "It is fixed.")];
    let fix = [("tile", "complaints"), ("version", "1.3.1")];
    let acts: [(&[&str], Inputs<'_>, &str); 5] = [
        (&["report-answered"], &answer, "answer"),
        (&["report-assigned"], &[], "take"),
        (&["report-fixed"], &fix, "fix"),
        (&["report-status-set"], &[("status", "planned")], "stand"),
        (&["report-merged"], &[("into", &into)], "merge"),
    ];
    for (codes, inputs, button) in acts {
        let reference = tell(&portal, &mut visitor, "problem").await;
        open(&mut admin, &reference, inputs).await;
        attempts.press(codes, &admin, button);
    }
    let taken = tell(&portal, &mut visitor, "problem").await;
    open(&mut admin, &taken, &[]).await;
    admin.press("take").await;
    open(&mut admin, &taken, &[]).await;
    attempts.press(&["report-released"], &admin, "release");
    let twin = tell(&portal, &mut visitor, "problem").await;
    open(&mut admin, &twin, &[("into", &taken)]).await;
    admin.press("merge").await;
    open(&mut admin, &twin, &[]).await;
    attempts.press(&["report-separated"], &admin, "separate");
    admin.open("/admin/feedback").await;
    for format in ["csv", "ndjson"] {
        attempts.press(&["reports-exported"], &admin, format);
    }
    attempts.prove(OF_REPORTS).await;
    portal.stop().await;
}

async fn nothing_of_an_idea(database: Database) {
    let portal = start(database).await;
    let mut attempts = Attempts::new(&portal);
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    let idea = tell(&portal, &mut amelie, "idea").await;
    open(&mut admin, &idea, &WORDING).await;
    attempts.press(&["idea-published"], &admin, "publish");
    let published = tell(&portal, &mut amelie, "idea").await;
    open(&mut admin, &published, &WORDING).await;
    admin.press("publish").await;
    let page = format!("/ideas/{published}");
    amelie.open(&page).await;
    amelie.press("give").await;
    amelie.open(&page).await;
    attempts.press(&["idea-support-ended"], &amelie, "take-back");
    connor.open(&page).await;
    attempts.press(&["idea-supported"], &connor, "give");
    open(&mut admin, &published, &[]).await;
    attempts.press(&["idea-withdrawn"], &admin, "withdraw");
    attempts.prove(OF_IDEAS).await;
    portal.stop().await;
}
