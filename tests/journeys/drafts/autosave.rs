//! A page that saves by itself: half-typed answers, lost answers, conflicts, fifty at once.

use parvis::text::Locale;
use serde_json::json;
use tokio::task::JoinSet;

use super::{autosave, problem, saving};
use crate::complaint::{self, begin, fill_event, open_form, prepare, say, signed_in};
use crate::journeys;
use crate::support::{Database, Portal, Setup};

journeys!(
    the_first_answer_begins_one_draft,
    half_typed_is_saved_and_checked_on_continue,
    a_lost_answer_is_no_conflict,
    a_program_is_told_of_a_conflict,
    nothing_is_saved_over_what_was_sent,
    without_a_session_nothing_is_taken,
    of_fifty_at_once_one_wins,
);

/// Looking begins nothing; the first answer begins a draft, and the page begins no second one, not
/// even when it never heard of the first.
async fn the_first_answer_begins_one_draft(database: Database) {
    let portal = Portal::start(database).await;
    for (drafts, locale) in (1..).zip(Locale::ALL) {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        open_form(&mut browser).await;
        let (status, _, _) = autosave(&portal, &mut browser, &[], 0).await;
        assert_eq!((status, portal.count("request").await), (204, drafts - 1), "looking is not beginning");

        let (status, tag, answer) =
            autosave(&portal, &mut browser, &[("health-insurance-number", "TREA 12")], 0).await;
        assert_eq!((status, tag.as_str()), (201, "\"1\""));
        let place = answer.headers()["location"].to_str().unwrap().to_owned();
        assert!(place.starts_with(&format!("/{locale}/requests/")), "{place}");
        let saved = answer.json::<serde_json::Value>().await.unwrap()["saved"].as_str().unwrap().to_owned();
        assert!(saved.starts_with(say(&browser, "Enregistré à", "Saved at")), "{saved}");

        let typed = [("health-insurance-number", "TREA 1234")];
        let (status, tag, _) = autosave(&portal, &mut browser, &typed, 0).await;
        assert_eq!((status, tag.as_str()), (200, "\"2\""), "the answer to the first was lost");
        browser.fill("health-insurance-number", "TREA 1234").fill("for-whom", "me").fill("reach", "email");
        browser.press("save").await;
        assert_eq!(browser.page().status, 412, "what changed since the page was shown is shown");
        browser.press("resolve").await;
        assert_eq!(portal.count("request").await, drafts, "one page, one draft");

        browser.visit(portal.at(&place)).await;
        assert_eq!(browser.page().value("health-insurance-number"), "TREA 1234", "at its own address");
    }
    portal.stop().await;
}

async fn half_typed_is_saved_and_checked_on_continue(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let mut browser = signed_in(&portal, "amelie", locale).await;
        begin(&mut browser).await;
        let reference = complaint::reference(&browser);
        let half = [("wait-hours", "neuf"), ("event-date.day", "3"), ("story", "J’ai")];
        let (status, tag, _) = autosave(&portal, &mut browser, &half, 1).await;
        assert_eq!((status, tag.as_str()), (200, "\"2\""));
        browser.open(&format!("/requests/{reference}/form/event")).await;
        assert_eq!(browser.page().status, 200);
        assert!(browser.page().errors().is_empty(), "nothing is wrong before someone says they are done");
        for (name, value) in half {
            assert_eq!(browser.page().value(name), value);
        }
        browser.press("continue").await;
        assert_eq!(browser.page().status, 422);
        let wrong: Vec<String> = browser.page().errors().into_iter().map(|(input, _)| input).collect();
        assert!(wrong.contains(&"wait-hours".to_owned()), "{wrong:?}");
    }
    portal.stop().await;
}

/// Sent again with the version of before, since nobody heard that it was taken: the same answers are no
/// conflict, for a program and for a person.
async fn a_lost_answer_is_no_conflict(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    begin(&mut browser).await;
    for _ in 0..2 {
        let (status, tag, _) = autosave(&portal, &mut browser, &[("place", "CLSC Exemple")], 1).await;
        assert_eq!((status, tag.as_str()), (200, "\"2\""));
    }
    assert_eq!(portal.events_of("draft-saved").await.len(), 1, "what is saved is not saved again");
    browser.fill("place", "CLSC Exemple");
    browser.press("save").await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    portal.stop().await;
}

/// 412 tells the version now and what is saved where the two differ; what the other window saved
/// stands, and the person is asked field by field.
async fn a_program_is_told_of_a_conflict(database: Database) {
    let portal = Portal::start(database).await;
    let mut one = signed_in(&portal, "amelie", Locale::Fr).await;
    begin(&mut one).await;
    let path = one.page().url.path().trim_start_matches("/fr").to_owned();
    let mut two = signed_in(&portal, "amelie", Locale::Fr).await;
    two.open(&path).await;
    autosave(&portal, &mut one, &[("place", "Urgence")], 1).await;

    let typed = [("place", "CLSC Exemple"), ("wait-hours", "3")];
    let (status, _, answer) = autosave(&portal, &mut two, &typed, 1).await;
    assert_eq!(status, 412);
    let problem = problem(answer).await;
    assert_eq!(problem["type"], json!("urn:parvis:problem:conflict"));
    assert_eq!(problem["version"], json!(2));
    assert_eq!(problem["saved"], json!({ "place": ["Urgence"], "wait-hours": [] }));

    for (name, value) in typed {
        two.fill(name, value);
    }
    two.press("continue").await;
    assert_eq!(two.page().status, 412);
    let rows = two.page().texts("main fieldset");
    assert!(rows[0].contains("CLSC Exemple") && rows[0].contains("Urgence"), "both are shown: {rows:?}");
    one.open(&path).await;
    assert_eq!(one.page().value("place"), "Urgence", "nothing was overwritten unseen");
    portal.stop().await;
}

async fn nothing_is_saved_over_what_was_sent(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut one = signed_in(&portal, "amelie", Locale::Fr).await;
    prepare(&mut one).await;
    let reference = complaint::reference(&one);
    let mut two = signed_in(&portal, "amelie", Locale::Fr).await;
    two.open(&format!("/requests/{reference}/form/event")).await;
    one.fill("declaration", "yes");
    one.press("send").await;
    let saves = portal.events_of("draft-saved").await.len();
    let (status, _, answer) = autosave(&portal, &mut two, &[("story", "Une autre histoire")], 5).await;
    assert_eq!((status, problem(answer).await["status"].clone()), (409, json!(409)));
    two.press("save").await;
    assert!(two.page().url.path().ends_with(&reference), "a person sees where it stands");
    assert_eq!(portal.events_of("draft-saved").await.len(), saves);
    portal.stop().await;
}

/// A page whose session is over is told so and keeps what it has; a person's answers are kept here.
async fn without_a_session_nothing_is_taken(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    begin(&mut browser).await;
    browser.forget("session");
    let (status, _, answer) = autosave(&portal, &mut browser, &[("place", "CLSC")], 1).await;
    assert_eq!(status, 401);
    assert_eq!(problem(answer).await["type"], json!("urn:parvis:problem:session-ended"));
    assert_eq!(portal.events_of("form-kept").await.len(), 0);
    fill_event(&mut browser);
    browser.press("continue").await;
    assert_eq!(portal.events_of("form-kept").await.len(), 1);
    portal.stop().await;
}

/// Fifty saves of one version at once, half by programs and half by people: one is taken, the others
/// are told, and each still has what it sent.
async fn of_fifty_at_once_one_wins(database: Database) {
    let limits = json!({ "limits": { "draft_saves_per_minute": 1000, "forms_per_minute": 1000 } });
    let portal = Setup::silent().with(limits).start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    begin(&mut browser).await;
    let page = browser.page().clone();
    let origin = portal.url.origin().ascii_serialization();
    let mut saves = JoinSet::new();
    for number in 0..50 {
        let place = format!("Endroit {number}");
        let request = if number % 2 == 0 {
            saving(&portal, &mut browser, &[("place", &place)], 1)
        } else {
            let sending = page.send("save", &[("place".to_owned(), vec![place])]);
            let request = browser.request(reqwest::Method::POST, sending.action.path());
            request.header("origin", &origin).form(&sending.fields)
        };
        saves.spawn(async move {
            let answer = request.send().await.unwrap();
            (number, answer.status().as_u16(), answer.text().await.unwrap())
        });
    }
    let answers = saves.join_all().await;
    let (lost, won): (Vec<_>, Vec<_>) = answers.into_iter().partition(|(_, status, _)| *status == 412);
    assert_eq!((won.len(), lost.len()), (1, 49), "{won:?}");
    let winner = format!("Endroit {}", won[0].0);
    for (number, _, body) in &lost {
        assert!(body.contains(&winner), "what was saved");
        assert!(number % 2 == 0 || body.contains(&format!("Endroit {number}")), "what was typed");
    }
    browser.open(&page.url.path()["/fr".len()..]).await;
    assert_eq!(browser.page().value("place"), winner);
    assert_eq!(browser.page().value("version"), "2");
    assert_eq!(portal.events_of("draft-saved").await.len(), 1);
    portal.stop().await;
}
