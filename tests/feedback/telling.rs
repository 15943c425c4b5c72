//! Telling of a problem, and seeing what became of it.

use parvis::text::Locale;

use crate::support::{Database, Portal, Setup};
use crate::{decide, footer, journeys, reference, signed_in, tell, write};

journeys!(
    a_problem_from_its_page_to_its_answer,
    a_visitor_keeps_the_link,
    whoever_wishes_stays_unknown,
    what_was_typed_is_never_lost,
    what_is_told_is_its_authors,
    a_sensitive_service_stays_unsaid
);

const PROBLEM: &str = "Le bouton pour ajouter une photo ne fait rien sur mon téléphone.";

async fn a_problem_from_its_page_to_its_answer(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open("/services/complaints").await;
    let trace = amelie.page().headers["x-request-id"].to_str().unwrap().to_owned();
    write(&portal, &mut amelie, "problem", PROBLEM).await;
    let shown = amelie.text();
    for part in
        [PROBLEM, "/services/complaints", "Suivi des plaintes (", &trace, "Français", "lié à votre compte"]
    {
        assert!(shown.contains(part), "{part:?} goes along unseen: {shown}");
    }
    amelie.press("send").await;
    assert!(amelie.text().contains("votre signalement est reçu"), "{}", amelie.text());
    let reference = reference(&amelie);
    let kept = portal.text("SELECT page || ' ' || tile || ' ' || trace FROM report").await;
    assert_eq!(kept, format!("/services/complaints complaints {trace}"));

    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    let words = [("answer-fr", "Merci, c’est corrigé."), ("answer-en", "Thank you, it is fixed.")];
    decide(&mut admin, &reference, &words, "answer").await;
    assert!(admin.text().contains("La réponse est envoyée"), "{}", admin.text());
    decide(&mut admin, &reference, &[("tile", "complaints"), ("version", "1.3.1")], "fix").await;

    amelie.open(&format!("/account/feedback/{reference}")).await;
    let told = amelie.text();
    assert!(
        told.contains("Merci, c’est corrigé.") && told.contains("Réglé") && told.contains("1.3.1"),
        "{told}"
    );
    amelie.open("/messages").await;
    assert_eq!(amelie.text().matches(&format!("Du nouveau pour votre signalement {reference}")).count(), 2);
    let codes: Vec<String> = portal.events().await.into_iter().map(|event| event.code).collect();
    for code in ["report-sent", "report-answered", "report-fixed"] {
        assert!(codes.iter().any(|found| found == code), "{code} is not in {codes:?}");
    }
    let log = portal.texts("SELECT CAST(fields AS TEXT) FROM audit_event").await.join("\n");
    assert!(!log.contains("photo") && !log.contains("corrigé"), "what is typed is in the log: {log}");
    portal.stop().await;
}

async fn a_visitor_keeps_the_link(database: Database) {
    let portal = Portal::start(database).await;
    let mut visitor = portal.browser(Locale::En);
    visitor.open("/help").await;
    let reference = tell(&portal, &mut visitor, "problem", "The search says nothing at all.").await;
    let link = visitor.page().attributes("a.break", "href").remove(0);
    assert!(link.contains("/en/feedback/follow/"), "{link}");

    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    let words = [("answer-fr", "Nous cherchons."), ("answer-en", "We are looking.")];
    decide(&mut admin, &reference, &words, "answer").await;
    decide(&mut admin, &reference, &[("status", "studied")], "stand").await;
    assert_eq!(portal.events_of("report-status-set").await[0].field("status"), "studied");

    let mut elsewhere = portal.browser(Locale::En);
    elsewhere.visit(link.parse().unwrap()).await;
    assert!(elsewhere.text().contains("We are looking.") && elsewhere.text().contains("Under study"));
    assert_eq!(elsewhere.open("/feedback/follow/AAAA").await.status, 404);
    assert_eq!(elsewhere.open(&format!("/feedback/follow/{reference}")).await.status, 404);
    assert_eq!(portal.count("message").await, 0, "there is nobody to tell");
    portal.stop().await;
}

/// Someone who is signed in and does not wish to be known leaves nothing that leads to them.
async fn whoever_wishes_stays_unknown(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open("/messages").await;
    let link = footer(&amelie, "problem");
    amelie.visit(portal.at(&link)).await;
    amelie.fill("text", PROBLEM).choose("anonymous", &["yes"]);
    amelie.press("continue").await;
    assert!(amelie.text().contains("Votre message sera anonyme"), "{}", amelie.text());
    portal.clock.advance(crate::PATIENCE);
    amelie.press("send").await;
    assert!(amelie.page().url.path().contains("/feedback/follow/"), "{}", amelie.page().url);
    assert_eq!(portal.count("report WHERE account_id IS NULL AND trace IS NULL").await, 1);
    let sent = portal.events_of("report-sent").await;
    assert_eq!(sent[0].actor, "visitor");
    assert_eq!(portal.count("audit_event WHERE code = 'report-sent' AND account_id IS NOT NULL").await, 0);
    amelie.open("/account/feedback").await;
    assert!(amelie.text().contains("Rien pour le moment"), "{}", amelie.text());
    portal.stop().await;
}

async fn what_was_typed_is_never_lost(database: Database) {
    let settings = serde_json::json!({ "limits": { "reports_per_hour": 1 } });
    let portal = Setup::default().with(settings).start(database).await;
    let mut visitor = portal.browser(Locale::Fr);
    visitor.open("/help").await;
    let link = footer(&visitor, "problem");
    visitor.visit(portal.at(&link)).await;
    visitor.fill("text", "Court.");
    visitor.press("continue").await;
    assert_eq!(visitor.page().status, 422);
    assert_eq!(visitor.page().texts("textarea"), ["Court."]);
    let long = "é".repeat(2_001);
    visitor.fill("text", &long);
    visitor.press("continue").await;
    assert_eq!(visitor.page().status, 422);
    assert_eq!(visitor.page().texts("textarea"), [long]);
    visitor.fill("text", PROBLEM);
    visitor.press("continue").await;
    visitor.press("change").await;
    assert_eq!(visitor.page().texts("textarea"), [PROBLEM]);
    visitor.press("continue").await;
    portal.clock.advance(crate::PATIENCE);
    let sending = visitor.sending("send");
    visitor.post(sending.action.clone(), &sending.fields).await;
    let first = reference(&visitor);
    // Pressed twice, or sent again by the browser: the same report.
    visitor.post(sending.action, &sending.fields).await;
    assert_eq!(reference(&visitor), first);
    assert_eq!(portal.count("report").await, 1);

    write(&portal, &mut visitor, "problem", "Un deuxième problème, tout de suite.").await;
    visitor.press("send").await;
    assert_eq!(visitor.page().status, 429);
    let kept = visitor.page().attributes("input[name=text]", "value");
    assert_eq!(kept, ["Un deuxième problème, tout de suite."]);
    portal.stop().await;
}

async fn what_is_told_is_its_authors(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = tell(&portal, &mut amelie, "problem", PROBLEM).await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    assert_eq!(connor.open(&format!("/account/feedback/{reference}")).await.status, 404);
    assert_eq!(connor.open(&format!("/admin/feedback/{reference}")).await.status, 403);
    assert_eq!(connor.open(&format!("/ideas/{reference}")).await.status, 404, "it is private");
    let dump = portal.texts("SELECT CAST(word AS TEXT) FROM report_word").await.join(" ");
    assert!(!dump.contains("bouton"), "words are kept as fingerprints");
    portal.stop().await;
}

/// Where someone may read over a shoulder, neither the tab nor the message names the service; the way out is there.
async fn a_sensitive_service_stays_unsaid(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open("/services/medical-assistance-in-dying").await;
    write(&portal, &mut amelie, "problem", PROBLEM).await;
    assert!(!amelie.page().texts(".exit").is_empty(), "{}", amelie.text());
    amelie.press("send").await;
    let reference = reference(&amelie);
    assert!(!amelie.page().texts(".exit").is_empty(), "{}", amelie.text());
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    decide(&mut admin, &reference, &[("version", "1.3.1")], "fix").await;
    amelie.open("/messages").await;
    let message = amelie.page().attributes("main .row a", "href").remove(0);
    amelie.visit(portal.at(&message)).await;
    assert!(amelie.text().contains("1.3.1") && !amelie.text().contains("mourir"), "{}", amelie.text());
    portal.stop().await;
}
