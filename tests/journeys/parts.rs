//! Another person's part: invited with a code, filled in from an account of their own, without
//! JavaScript. The citizen learns that it is done and nothing more.

use std::time::Duration;

use parvis::text::Locale;
use serde_json::{Value, json};

use crate::care::{self, CARE};
use crate::complaint::{say, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup, eventually};

journeys!(
    invited_and_done,
    codes_that_open_nothing,
    taken_back_and_too_late,
    few_codes_an_hour,
    a_session_that_ends,
    a_silent_team
);

/// A preparation of Amélie's that was sent, with her browser and its reference.
async fn with_a_preparation(portal: &Portal, locale: Locale) -> (Browser, String) {
    let mut amelie = signed_in(portal, "amelie", locale).await;
    let reference = care::prepare(&mut amelie).await;
    (amelie, reference)
}

/// Makes a code, as its citizen; gives it.
pub async fn invite(browser: &mut Browser, reference: &str) -> String {
    browser.open(&format!("/requests/{reference}/parts/witness")).await;
    browser.press("invite").await;
    browser.page().texts("main .reference").remove(0)
}

/// Types a code, as someone who was given it.
pub async fn type_code(browser: &mut Browser, code: &str) {
    browser.open("/invitations").await;
    browser.fill("invitation", code);
    browser.press(say(browser, "Ouvrir", "Open")).await;
}

/// Answers everything that a witness is asked.
pub fn fill(browser: &mut Browser) {
    browser.fill("witness-phone", "418 555-0199").fill("witness-link", "friend");
    for statement in ["witness-understands", "witness-independent", "witness-no-care", "declaration"] {
        browser.fill(statement, "yes");
    }
}

async fn at_the_team(portal: &Portal) -> Value {
    eventually("the witness's part at the team", async || {
        let letters = portal.received_by(CARE).await["letters"].as_array().unwrap().clone();
        letters.into_iter().find(|letter| letter["letter"]["task"] == json!("witness"))
    })
    .await
}

async fn invited_and_done(database: Database) {
    for locale in Locale::ALL {
        let portal = Setup::silent().start(database).await;
        let (mut amelie, reference) = with_a_preparation(&portal, locale).await;
        amelie.open(&format!("/requests/{reference}")).await;
        let nobody = say(&amelie, "Personne n’est invité", "No one is invited");
        assert!(amelie.text().contains(nobody), "{}", amelie.text());
        let code = invite(&mut amelie, &reference).await;
        amelie.press("revoke").await;
        let code_again = invite(&mut amelie, &reference).await;
        assert_ne!(code, code_again, "a code that was taken back is not given again");

        let mut connor = signed_in(&portal, "connor", locale).await;
        connor.open("/").await;
        connor.follow(say(&connor, "J’ai un code d’invitation", "I have an invitation code")).await;
        let typed = code_again.to_lowercase().replace('-', " ");
        connor.fill("invitation", &typed);
        connor.press(say(&connor, "Ouvrir", "Open")).await;
        let page = connor.page().url.path().to_owned();
        assert!(page.contains("/invitations/"), "{}", connor.text());
        assert!(!page.contains(&reference) && !page.contains(&code_again), "nothing in the address: {page}");
        assert!(connor.text().contains("Amélie Tremblay"), "{}", connor.text());
        assert!(!connor.text().contains("Je n’ai plus de souffle"), "nothing of her answers");
        assert!(!connor.page().texts("title").remove(0).contains("mourir"));

        connor.press("send").await;
        assert_eq!(connor.page().status, 422);
        let wrong: Vec<String> = connor.page().errors().into_iter().map(|(input, _)| input).collect();
        assert_eq!(wrong.len(), 6, "{wrong:?}");
        fill(&mut connor);
        connor.press("send").await;
        assert!(connor.text().contains(say(&connor, "Merci", "Thank you")), "{}", connor.text());

        let letter = at_the_team(&portal).await;
        let content = &letter["content"];
        assert_eq!(content["reference"], json!(reference));
        assert_eq!(content["answers"]["witness-given-name"], json!("Connor"), "their own name, not typed");
        assert_eq!(content["answers"]["witness-independent"], json!(true));
        assert!(!content["wording"]["declaration"].as_str().unwrap().is_empty());
        portal.at_rest().await;

        amelie.open(&format!("/requests/{reference}")).await;
        let done = say(&amelie, "C’est fait, reçu par le service", "Done, received by the service");
        assert!(amelie.text().contains(done), "{}", amelie.text());
        assert!(
            !amelie.text().contains("Connor") && !amelie.text().contains("555-0199"),
            "done, and no more"
        );
        amelie.open("/messages").await;
        let news = say(&amelie, "Il y a du nouveau", "There is news");
        assert!(amelie.text().contains(news), "{}", amelie.text());
        connor.open("/invitations").await;
        let received = say(&connor, "Envoyée, reçue par le service", "Sent, received by the service");
        assert!(connor.text().contains(received), "{}", connor.text());

        for (code, count) in
            [("part-invited", 2), ("part-revoked", 1), ("part-taken", 1), ("part-answered", 1)]
        {
            assert_eq!(portal.events_of(code).await.len(), count, "{code}");
        }
        for code in ["invitation-taken", "invitation-answered", "part-delivered"] {
            assert_eq!(portal.events_of(code).await.len(), 1, "{code}");
        }
        portal.stop().await;
    }
}

async fn codes_that_open_nothing(database: Database) {
    let portal = Setup::silent().start(database).await;
    for locale in Locale::ALL {
        let (mut amelie, reference) = with_a_preparation(&portal, locale).await;
        let code = invite(&mut amelie, &reference).await;
        type_code(&mut amelie, &code).await;
        assert_eq!(amelie.page().status, 422, "nobody is their own witness");
        assert!(amelie.text().contains(say(&amelie, "Ce code est le vôtre", "This code is your own")));

        let mut connor = signed_in(&portal, "connor", locale).await;
        let tried = portal.events_of("invitation-refused").await.len();
        let last = if code.ends_with('A') { 'B' } else { 'A' };
        type_code(&mut connor, &format!("{}{last}", &code[..code.len() - 1])).await;
        assert!(connor.text().contains(say(&connor, "contient une erreur", "a slip in this code")));
        assert_eq!(portal.events_of("invitation-refused").await.len(), tried, "a slip is no attempt");
        let nothing = say(&connor, "Ce code n’ouvre rien", "This code opens nothing").to_owned();
        type_code(&mut connor, &parvis::id::Reference::random().to_string()).await;
        assert!(connor.text().contains(&nothing), "{}", connor.text());

        type_code(&mut connor, &code).await;
        assert_eq!(connor.page().status, 200);
        let page = connor.page().url.clone();
        let mut admin = signed_in(&portal, "admin", locale).await;
        type_code(&mut admin, &code).await;
        assert!(admin.text().contains(&nothing), "it works once: {}", admin.text());
        admin.visit(page).await;
        assert_eq!(admin.page().status, 404, "somebody else's invitation is not there");
    }
    let reasons = portal.events_of("invitation-refused").await;
    let mut reasons: Vec<String> = reasons.iter().map(|event| event.field("reason")).collect();
    reasons.sort();
    assert_eq!(reasons, ["own", "own", "unknown", "unknown", "used", "used"]);
    portal.stop().await;
}

async fn taken_back_and_too_late(database: Database) {
    let portal = Setup::silent().start(database).await;
    let (mut amelie, reference) = with_a_preparation(&portal, Locale::Fr).await;
    let code = invite(&mut amelie, &reference).await;
    let mut connor = signed_in(&portal, "connor", Locale::Fr).await;
    type_code(&mut connor, &code).await;
    fill(&mut connor);
    let sending = connor.sending("send");
    amelie.open(&format!("/requests/{reference}/parts/witness")).await;
    assert!(amelie.page().texts("main .reference").is_empty(), "a code that was used is not shown");
    amelie.press("revoke").await;
    connor.post(sending.action, &sending.fields).await;
    assert!(connor.text().contains("Ne tient plus"), "{}", connor.text());
    assert_eq!(portal.count("part WHERE content IS NOT NULL").await, 0);

    // Once more, and its time passes.
    let code = invite(&mut amelie, &reference).await;
    portal.clock.advance(Duration::from_hours(24 * 15));
    let mut connor = signed_in(&portal, "connor", Locale::Fr).await;
    type_code(&mut connor, &code).await;
    assert!(connor.text().contains("Ce code n’ouvre rien"), "{}", connor.text());
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open(&format!("/requests/{reference}/parts/witness")).await;
    assert!(amelie.text().contains("Invitation échue"), "{}", amelie.text());
    let code = invite(&mut amelie, &reference).await;
    type_code(&mut connor, &code).await;
    assert_eq!(connor.page().status, 200, "{}", connor.text());
    let how: Vec<String> =
        portal.events_of("part-revoked").await.iter().map(|event| event.field("how")).collect();
    assert_eq!(how, ["asked", "expired"]);

    // With the request, its parts end.
    fill(&mut connor);
    let sending = connor.sending("send");
    amelie.open(&format!("/requests/{reference}/withdrawal")).await;
    amelie.press("Oui, la retirer").await;
    connor.post(sending.action, &sending.fields).await;
    assert!(connor.text().contains("Ne tient plus"), "{}", connor.text());
    assert_eq!(portal.count("part WHERE state = 'answered'").await, 0);
    portal.stop().await;
}

async fn few_codes_an_hour(database: Database) {
    let settings = json!({ "limits": { "invitation_codes_per_hour": 3 } });
    let portal = Setup::silent().with(settings).start(database).await;
    let (mut amelie, reference) = with_a_preparation(&portal, Locale::En).await;
    let code = invite(&mut amelie, &reference).await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    for _ in 0..3 {
        type_code(&mut connor, &parvis::id::Reference::random().to_string()).await;
        assert_eq!(connor.page().status, 422);
    }
    type_code(&mut connor, &code).await;
    assert_eq!(connor.page().status, 429, "even the right one waits: nobody learns which it is");
    assert_eq!(portal.count("part WHERE state = 'invited'").await, 1);
    portal.clock.advance(Duration::from_mins(21));
    type_code(&mut connor, &code).await;
    assert_eq!(connor.page().status, 200, "{}", connor.text());
    portal.stop().await;
}

async fn a_session_that_ends(database: Database) {
    let portal = Setup::silent().start(database).await;
    let (mut amelie, reference) = with_a_preparation(&portal, Locale::Fr).await;
    let code = invite(&mut amelie, &reference).await;
    let mut connor = signed_in(&portal, "connor", Locale::Fr).await;
    type_code(&mut connor, &code).await;
    fill(&mut connor);
    connor.forget("session");
    connor.press("send").await;
    let sign_in = connor.page().attributes("main a.button", "href").remove(0);
    connor.follow(&sign_in).await;
    assert_eq!(connor.page().value("witness-phone"), "418 555-0199", "{}", connor.text());
    portal.stop().await;
}

async fn a_silent_team(database: Database) {
    let portal = Setup::silent().start(database).await;
    let (mut amelie, reference) = with_a_preparation(&portal, Locale::En).await;
    let code = invite(&mut amelie, &reference).await;
    care::at_the_team(&portal).await;
    portal.becomes(CARE, "off").await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    type_code(&mut connor, &code).await;
    fill(&mut connor);
    connor.press("send").await;
    assert!(connor.text().contains("on its way to the service"), "{}", connor.text());
    amelie.open(&format!("/requests/{reference}/parts/witness")).await;
    assert!(amelie.text().contains("We hand it to the service as soon as we can"), "{}", amelie.text());
    portal.becomes(CARE, "on").await;
    at_the_team(&portal).await;
    portal.at_rest().await;
    let letters = portal.received_by(CARE).await["letters"].clone();
    assert_eq!(letters.as_array().unwrap().len(), 1, "once: {letters}");
    portal.stop().await;
}
