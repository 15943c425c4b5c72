//! Withdrawing a request: asked, handed to the back-end, decided there, shown (P13).

use std::time::Duration;

use parvis::demo::DemoPace;
use parvis::text::Locale;
use serde_json::json;

use crate::complaint::{self, say, signed_in, wait_for_state};
use crate::journeys;
use crate::office::{self, Callback};
use crate::support::{Browser, Database, Portal, Setup, eventually};

journeys!(accepted, too_late, answered_after_the_end, asked_while_the_office_is_closed, never_handed_over,);

/// Asks for the withdrawal of a request, with the page's own words.
async fn ask(browser: &mut Browser, reference: &str) {
    browser.open(&format!("/requests/{reference}")).await;
    browser.follow(say(browser, "Retirer cette démarche", "Withdraw this request")).await;
    let days = say(browser, "d’ici 5 jours", "within 5 days");
    assert!(browser.text().contains(days), "{}", browser.text());
    browser.press(say(browser, "Oui, la retirer", "Yes, withdraw it")).await;
    assert!(browser.page().url.path().ends_with("/withdrawal/receipt"), "{}", browser.page().url);
    let receipt = say(browser, "Votre demande de retrait est envoyée", "Your wish to withdraw has been sent");
    assert_eq!(browser.page().heading(), receipt);
    assert_eq!(browser.page().texts("main .reference"), [reference]);
    browser.follow(say(browser, "Suivre ma démarche", "Follow my request")).await;
}

async fn accepted(database: Database) {
    let portal = Setup::silent().start(database).await;
    for (username, locale) in [("amelie", Locale::Fr), ("connor", Locale::En)] {
        let mut browser = signed_in(&portal, username, locale).await;
        let reference = complaint::file(&mut browser).await;
        ask(&mut browser, &reference).await;
        wait_for_state(&mut browser, &reference, "withdrawn").await;
        let steps = browser.page().texts(".timeline li p:first-child").join("|");
        let asked = say(&browser, "Vous avez demandé de retirer", "You asked to withdraw");
        let stopped = say(&browser, "Le service a accepté le retrait", "accepted the withdrawal");
        assert!(steps.contains(asked) && steps.contains(stopped), "{steps}");
        assert!(browser.page().attributes("a[href$='/withdrawal']", "href").is_empty(), "once is enough");
        browser.open("/messages").await;
        assert_eq!(browser.page().attributes("main .row a", "href").len(), 1);
        assert!(browser.text().contains(stopped));
    }
    for code in ["withdrawal-asked", "withdrawal-delivered", "withdrawal-answered"] {
        assert_eq!(portal.events_of(code).await.len(), 2, "{code}");
    }
    portal.stop().await;
}

async fn too_late(database: Database) {
    let never = Duration::from_hours(24 * 365);
    let pace = DemoPace { withdrawal: never, ..Setup::silent().pace };
    let portal = Setup { pace, ..Setup::silent() }.start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut browser).await;
    let request = office::request(&portal).await;
    ask(&mut browser, &reference).await;
    assert!(browser.text().contains("Le service doit encore le confirmer"), "{}", browser.text());
    portal.at_rest().await;

    let answer = json!({ "request": request, "seq": 90, "outcome": "too_late" });
    let told = Callback::new(&portal, "msg_late", "request.withdrawal", &answer).send(&portal).await;
    assert_eq!(told.status, 202, "{told:?}");
    browser.open(&format!("/requests/{reference}")).await;
    assert!(browser.text().contains("le service avait déjà terminé"), "{}", browser.text());
    let state = browser.page().attribute("[data-state]", "data-state");
    assert_eq!(state.as_deref(), Some("submitted"), "it goes on");

    let done = Callback::status(&portal, "msg_done", &request, 91, "done").send(&portal).await;
    assert_eq!(done.status, 202, "{done:?}");
    wait_for_state(&mut browser, &reference, "closed").await;
    portal.stop().await;
}

/// The office decides before it reads the wish: the citizen still gets an answer to it.
async fn answered_after_the_end(database: Database) {
    let never = Duration::from_hours(24 * 365);
    let pace = DemoPace { withdrawal: never, ..Setup::silent().pace };
    let portal = Setup { pace, ..Setup::silent() }.start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut browser).await;
    let request = office::request(&portal).await;
    ask(&mut browser, &reference).await;
    portal.at_rest().await;

    let done = Callback::status(&portal, "msg_done", &request, 90, "done").send(&portal).await;
    assert_eq!(done.status, 202, "{done:?}");
    let answer = json!({ "request": request, "seq": 91, "outcome": "too_late" });
    let told = Callback::new(&portal, "msg_late", "request.withdrawal", &answer).send(&portal).await;
    assert_eq!(told.status, 202, "{told:?}");
    browser.open(&format!("/requests/{reference}")).await;
    assert!(browser.text().contains("le service avait déjà terminé"), "{}", browser.text());
    let state = browser.page().attribute("[data-state]", "data-state");
    assert_eq!(state.as_deref(), Some("closed"));
    portal.stop().await;
}

/// Past the tile's limit an administrator sees what no attempt could hand over, and starts again.
async fn never_handed_over(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut browser).await;
    portal.at_rest().await;
    portal.backend_is("off").await;
    ask(&mut browser, &reference).await;
    eventually("a failed delivery", async || portal.events_of("delivery-failed").await.pop()).await;
    portal.clock.advance(Duration::from_hours(73));
    eventually("the end of trying", async || portal.events_of("delivery-given-up").await.pop()).await;

    portal.backend_is("on").await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    admin.open("/admin/jobs").await;
    assert!(admin.text().contains("deliver-withdrawal"), "{}", admin.text());
    admin.press("Relancer").await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    wait_for_state(&mut browser, &reference, "withdrawn").await;
    portal.stop().await;
}

/// The wish waits for the request, and both wait for the office.
async fn asked_while_the_office_is_closed(database: Database) {
    let portal = Setup::silent().start(database).await;
    portal.backend_is("off").await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut browser).await;
    ask(&mut browser, &reference).await;
    ask_again(&portal, &mut browser, &reference).await;
    eventually("a failed delivery", async || portal.events_of("delivery-failed").await.pop()).await;
    portal.backend_is("on").await;
    // A wish that waits looks again after a while.
    portal.clock.advance(Duration::from_mins(1));
    wait_for_state(&mut browser, &reference, "withdrawn").await;
    let received = portal.received().await["received"].clone();
    let kinds: Vec<&str> =
        received.as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.len(), 2, "{received}");
    assert!(kinds.contains(&"submission") && kinds.contains(&"withdrawal"), "{received}");
    portal.stop().await;
}

/// A second window asks as well: that is the same wish.
async fn ask_again(portal: &Portal, browser: &mut Browser, reference: &str) {
    let address = portal.at(&format!("/fr/requests/{reference}/withdrawal"));
    let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
    browser.post(address, &[("csrf".to_owned(), csrf)]).await;
    assert!(browser.page().url.path().ends_with(&format!("{reference}/withdrawal/receipt")));
    assert_eq!(portal.events_of("withdrawal-asked").await.len(), 1);
}
