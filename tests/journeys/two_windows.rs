//! The same draft in two windows, or a button pressed twice: nothing is lost, overwritten unseen,
//! or done twice.

use parvis::text::Locale;
use reqwest::Method;
use reqwest::header::ORIGIN;
use serde_json::json;

use crate::complaint::{self, STORY, begin, prepare, say, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup};

journeys!(
    conflict_is_shown_and_settled,
    same_answers_are_no_conflict,
    sent_from_the_other_window,
    changed_before_sending,
    sent_twice_at_once
);

/// Two windows of one person on the second page of one draft.
async fn two_on_one_draft(portal: &Portal, locale: Locale) -> (Browser, Browser, String) {
    let mut one = signed_in(portal, "amelie", locale).await;
    begin(&mut one).await;
    let reference = complaint::reference(&one);
    let mut two = signed_in(portal, "amelie", locale).await;
    two.open(&format!("/requests/{reference}/form/event")).await;
    (one, two, reference)
}

async fn conflict_is_shown_and_settled(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let (mut one, mut two, reference) = two_on_one_draft(&portal, locale).await;
        complaint::fill_event(&mut one);
        one.press("continue").await;

        complaint::fill_event(&mut two);
        two.fill("place", "CLSC Exemple").fill("wait-hours", "3").choose("subjects", &["care"]);
        two.press("continue").await;
        assert_eq!(two.page().status, 412);
        assert_eq!(two.page().lang(), locale.tag());
        let heading = say(&two, "Vos réponses ont changé ailleurs", "Your answers changed elsewhere");
        assert_eq!(two.page().heading(), heading);
        let rows = two.page().texts("main fieldset");
        assert_eq!(rows.len(), 3, "field by field, only those that differ: {rows:?}");
        assert!(
            rows[0].contains("CLSC Exemple") && rows[0].contains("Urgence de l’hôpital Exemple"),
            "{rows:?}"
        );

        two.fill("keep.place", "saved");
        two.press("resolve").await;
        assert!(two.page().url.path().ends_with("/form/documents"), "{}", two.text());
        two.open(&format!("/requests/{reference}/form/event")).await;
        assert_eq!(two.page().value("place"), "Urgence de l’hôpital Exemple", "as saved");
        assert_eq!(two.page().value("wait-hours"), "3", "as typed");
        assert_eq!(two.page().values("subjects"), ["care"], "as typed");
        assert_eq!(two.page().value("story"), STORY);
    }
    portal.stop().await;
}

async fn same_answers_are_no_conflict(database: Database) {
    let portal = Portal::start(database).await;
    let (mut one, mut two, _) = two_on_one_draft(&portal, Locale::Fr).await;
    complaint::fill_event(&mut one);
    one.press("continue").await;
    complaint::fill_event(&mut two);
    two.press("continue").await;
    assert!(two.page().url.path().ends_with("/form/documents"), "{}", two.text());
    portal.stop().await;
}

async fn sent_from_the_other_window(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut one = signed_in(&portal, "amelie", Locale::Fr).await;
    prepare(&mut one).await;
    let reference = complaint::reference(&one);
    let mut two = signed_in(&portal, "amelie", Locale::Fr).await;
    two.open(&format!("/requests/{reference}/form/event")).await;
    one.fill("declaration", "yes");
    one.press("send").await;

    two.fill("story", "Une autre histoire, assez longue pour passer.");
    two.press("continue").await;
    assert!(two.page().url.path().ends_with(&reference), "it was sent: here it is");
    assert!(two.text().contains("Envoyée"), "{}", two.text());
    let content = portal.complaints(1).await[0]["content"].clone();
    assert_eq!(content["answers"]["story"], json!(STORY), "what was checked is what was sent");
    portal.stop().await;
}

/// What was checked by eye is what is sent: after a change elsewhere, it is checked again.
async fn changed_before_sending(database: Database) {
    let portal = Setup::silent().start(database).await;
    for locale in Locale::ALL {
        let mut one = signed_in(&portal, "amelie", locale).await;
        prepare(&mut one).await;
        let reference = complaint::reference(&one);
        let mut two = signed_in(&portal, "amelie", locale).await;
        two.open(&format!("/requests/{reference}/form/event")).await;
        two.fill("place", "CLSC Exemple");
        two.press("continue").await;

        one.fill("declaration", "yes");
        one.press("send").await;
        assert_eq!(one.page().status, 412);
        assert!(one.text().contains("CLSC Exemple"), "the new answers are shown: {}", one.text());
        let told = say(&one, "Vos réponses ont changé ailleurs", "Your answers changed elsewhere");
        assert!(one.text().contains(told), "and why: {}", one.text());
        assert_eq!(portal.count("request WHERE state <> 'draft'").await, i64::from(locale == Locale::En));
        one.fill("declaration", "yes");
        one.press("send").await;
        assert!(one.page().url.path().ends_with("/confirmation"), "{}", one.text());
    }
    portal.stop().await;
}

async fn sent_twice_at_once(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    prepare(&mut browser).await;
    let reference = complaint::reference(&browser);
    browser.fill("declaration", "yes");
    let sending = browser.sending("send");
    let send = || {
        let request = browser.request(Method::POST, sending.action.path());
        let origin = portal.url.origin().ascii_serialization();
        request.header(ORIGIN, origin).form(&sending.fields).send()
    };
    let (one, two, three) = tokio::join!(send(), send(), send());
    for answer in [one, two, three] {
        let answer = answer.unwrap();
        assert_eq!(answer.status(), 303);
        let to = answer.headers()["location"].to_str().unwrap();
        assert_eq!(to, format!("/fr/requests/{reference}/confirmation"));
    }
    portal.at_rest().await;
    assert_eq!(portal.events_of("request-submitted").await.len(), 1);
    assert_eq!(portal.count("step WHERE kind = 'submitted'").await, 1);
    let received = portal.received().await["received"].clone();
    assert_eq!((received.as_array().unwrap().len(), &received[0]["times"]), (1, &json!(1)));
    portal.stop().await;
}
