//! Looking at a citizen's file: for a reason, and the citizen sees it.

use std::time::Duration;

use parvis::text::Locale;

use crate::complaint::{self, STORY, signed_in};
use crate::support::{Database, Portal, Setup};
use crate::{got, journeys, look};

journeys!(
    who_looks_says_why_and_is_seen,
    notices_that_are_missing_are_told_of,
    a_reason_is_one_persons,
    an_auditor_changes_nothing
);

async fn who_looks_says_why_and_is_seen(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open("/account/looks").await;
    assert!(amelie.text().contains("Personne n’a consulté votre dossier."), "{}", amelie.text());
    let reference = complaint::file(&mut amelie).await;
    portal.at_rest().await;

    let mut auditor = signed_in(&portal, "auditor", Locale::En).await;
    let by_reference = look(&mut auditor, &reference, "audit").await;
    assert!(by_reference.starts_with("p-"), "{by_reference}");
    let page = auditor.text();
    assert!(page.contains("Request sent") && page.contains("request-submitted"), "{page}");
    assert!(!page.contains(STORY) && !page.contains("Amélie"), "the log holds no answers and no names");
    let by_email = look(&mut auditor, " Amelie.Tremblay@example.org ", "question").await;
    assert_eq!(by_email, by_reference, "the same person by their address");
    assert_eq!(look(&mut auditor, &by_reference, "incident").await, by_reference);
    assert!(!auditor.page().url.as_str().contains('@'), "no address is in an address");

    auditor.open(&format!("/admin/journeys/{by_reference}")).await;
    for (format, kind) in [("csv", "text/csv"), ("ndjson", "application/x-ndjson")] {
        let path = format!("/en/admin/journeys/{by_reference}/export?format={format}");
        let answer = auditor.request(reqwest::Method::GET, &path).send().await.unwrap();
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with(kind));
        let file = answer.text().await.unwrap();
        assert!(file.contains("request-submitted") && file.contains(&by_reference), "{file}");
        assert!(!file.contains(STORY) && !file.contains("example.org"), "{file}");
    }

    amelie.open("/account/looks").await;
    let seen = amelie.text();
    for words in [
        "Une personne chargée de la vérification",
        "Raison : une vérification est en cours.",
        "A retracé votre parcours à partir du numéro d’une démarche.",
        "à partir de votre courriel",
        "A emporté une copie de votre parcours",
    ] {
        assert!(seen.contains(words), "{words:?} is not in {seen}");
    }
    assert_eq!(amelie.page().texts(".timeline li").len(), 5);
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    connor.open("/account/looks").await;
    assert!(connor.text().contains("Nobody has looked at your file."), "{}", connor.text());
    portal.stop().await;
}

/// That a notice did not leave is a gap of the journey, without a word of what it tells.
async fn notices_that_are_missing_are_told_of(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut amelie).await;
    complaint::wait_for_state(&mut amelie, &reference, "closed").await;
    portal.at_rest().await;
    let mut auditor = signed_in(&portal, "auditor", Locale::En).await;
    for (change, told) in [
        ("state = 'sent', reason = NULL", None),
        ("state = 'failed', reason = 'no_such_address'", Some("did not arrive")),
        ("state = 'given_up', reason = 'unreachable'", Some("The portal has stopped trying")),
        ("state = 'given_up', reason = 'not_wanted'", None),
        ("state = 'waiting', reason = 'unreachable', ended_at = NULL", Some("has not left yet")),
    ] {
        portal.clock.advance(Duration::from_mins(11));
        portal.meddle(&format!("UPDATE delivery SET {change}")).await;
        look(&mut auditor, &reference, "audit").await;
        let gaps = auditor.page().texts(".note.warn").join(" ");
        match told {
            Some(words) => {
                assert!(gaps.contains(words) && gaps.contains("A notice by email"), "{change}: {gaps}");
            }
            None => assert!(!gaps.contains("A notice by email"), "{change}: {gaps}"),
        }
    }
    portal.stop().await;
}

/// A journey's address asks whoever has not said why, however they came by it.
async fn a_reason_is_one_persons(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut amelie).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    admin.open("/admin/journeys").await;
    admin.fill("reference", &reference);
    admin.press("Retracer le parcours").await;
    assert_eq!(admin.page().status, 422, "without a reason");
    let person = look(&mut admin, &reference, "question").await;
    let mut second = signed_in(&portal, "admin2", Locale::Fr).await;
    let path = format!("/admin/journeys/{person}");
    second.open(&path).await;
    assert!(second.text().contains("dites d’abord pourquoi"), "{}", second.text());
    assert!(second.page().texts(".timeline li").is_empty());
    let session = portal.text("SELECT COUNT(*) || '' FROM audit_event WHERE code = 'journey-viewed'").await;
    assert_eq!(session, "1", "whoever was only asked saw nothing");
    let (_, csv) = got(&second, &format!("/fr{path}/export?format=csv")).await;
    assert!(!csv.contains("request-submitted"), "{csv}");
    second.open(&format!("/admin/log?reference={reference}")).await;
    assert!(second.page().url.path().ends_with(&person), "a search for a person asks too");
    second.fill("reason", "complaint");
    second.press("Retracer le parcours").await;
    assert!(!second.page().texts(".timeline li").is_empty(), "{}", second.text());
    second.open(&format!("/admin/log?reference={reference}")).await;
    assert!(second.text().contains("request-submitted"), "{}", second.text());
    portal.clock.advance(std::time::Duration::from_mins(61));
    let mut admin = signed_in(&portal, "admin2", Locale::Fr).await;
    admin.open(&path).await;
    assert!(admin.text().contains("dites d’abord pourquoi"), "{}", admin.text());
    portal.stop().await;
}

async fn an_auditor_changes_nothing(database: Database) {
    let portal = Portal::start(database).await;
    let mut auditor = signed_in(&portal, "auditor", Locale::En).await;
    for path in [
        "/admin",
        "/admin/journeys",
        "/admin/log",
        "/admin/services",
        "/admin/jobs",
        "/admin/operations",
        "/admin/confirmations",
        "/admin/changes",
        "/admin/statistics",
    ] {
        auditor.open(path).await;
        assert_eq!(auditor.page().status, 200, "{path}");
        assert!(auditor.page().texts("nav a[aria-current]").len() >= 2, "{path} is in the navigation");
    }
    portal.stop().await;
}
