//! A release that may do more waits for an administrator, who reads what changes in both languages and decides.

use parvis::releases::{By, How, Run};
use reqwest::StatusCode;

use crate::journeys;
use crate::support::{Database, Portal};
use crate::{TEAM, complaints, package, shows, signed_in, trusting, version};

journeys!(approved_with_its_first_trial, refused_with_a_reason, nobody_else_decides, the_passport_tells_it);

/// A release of complaints that asks less of a sign-in, on its way to so many of a hundred citizens.
async fn waiting(portal: &Portal, percent: u8) {
    let key = trusting(portal).await;
    let title = ("tile.toml", "fr = \"Suivi des plaintes\"", "fr = \"Vos plaintes\"");
    let package = package(&key, "1.2.0", &[("tile.toml", "level = 2", "level = 1"), title]);
    let (releases, by) = (portal.app.releases(), By::team(TEAM));
    releases.publish(&by, &package, Run::Real).await.unwrap();
    let how = How { percent, reason: "" };
    let asked = releases.activate(&by, &complaints(), version("1.2.0"), how, Run::Real).await.unwrap();
    assert!(asked.waits);
}

async fn approved_with_its_first_trial(database: Database) {
    let portal = Portal::start(database).await;
    waiting(&portal, 10).await;
    let mut admin = signed_in(&portal, "admin").await;
    admin.open("/admin/services").await;
    let text = admin.text();
    assert!(text.contains("peut en faire plus") && text.contains("2 → 1"), "{text}");
    assert_eq!(admin.page().texts("li [lang=en]").len(), 1, "in both languages");
    admin.press("approve").await;
    assert!(admin.text().contains("La version est approuvée"), "{}", admin.text());
    let log = portal.app.releases().log(None).await.unwrap();
    let last = log.last().unwrap();
    assert_eq!((last.step.word(), last.percent), ("canary", 10));
    assert!(last.actor.parse::<uuid::Uuid>().is_ok(), "the account: {}", last.actor);
    assert_eq!(portal.events_of("tile-canary-begun").await[0].actor, "staff");
    // Once on trial it was approved: all are shown it without asking again.
    crate::activate(&portal, "1.2.0", 0).await;
    shows(&portal, "Vos plaintes").await;
    admin.open("/admin/services").await;
    admin.press("Revenir à la version précédente Vos plaintes").await;
    shows(&portal, "Suivi des plaintes").await;
    assert_eq!(portal.app.releases().verify_log().await.unwrap().unwrap().number, 4);
    portal.stop().await;
}

async fn refused_with_a_reason(database: Database) {
    let portal = Portal::start(database).await;
    waiting(&portal, 0).await;
    let mut admin = signed_in(&portal, "admin").await;
    admin.open("/admin/services").await;
    assert_eq!(admin.press("refuse").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        admin.page().errors(),
        [(
            "reason-complaints".to_owned(),
            "Dites pourquoi vous refusez cette version. Rien n’a été décidé.".to_owned()
        )]
    );
    admin.fill("reason", "La connexion doit rester sûre.");
    admin.press("refuse").await;
    assert!(admin.text().contains("La version est refusée") && admin.text().contains("doit rester sûre"));
    let again =
        portal.app.releases().approve(&By::system(), &complaints(), version("1.2.0"), "", Run::Real).await;
    assert!(again.is_err(), "it waits no more");
    assert_eq!(crate::title(&portal).await, "Suivi des plaintes");
    portal.stop().await;
}

async fn nobody_else_decides(database: Database) {
    let portal = Portal::start(database).await;
    waiting(&portal, 0).await;
    for person in ["amelie", "noemie"] {
        let mut browser = signed_in(&portal, person).await;
        browser.open("/account").await;
        let csrf = browser.page().attribute("[name=csrf]", "value").unwrap();
        for path in ["decision", "rollback"] {
            let fields = [("csrf", csrf.as_str()), ("version", "1.2.0"), ("action", "approve")];
            let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let address = portal.at(&format!("/fr/admin/services/complaints/{path}"));
            assert_eq!(browser.post(address, &fields).await.status, StatusCode::FORBIDDEN, "{person}");
        }
    }
    let log = portal.app.releases().log(None).await.unwrap();
    assert_eq!(log.iter().map(|line| line.step.word()).collect::<Vec<_>>(), ["asked"]);
    portal.stop().await;
}

async fn the_passport_tells_it(database: Database) {
    let portal = Portal::start(database).await;
    let mut visitor = portal.browser(parvis::text::Locale::Fr);
    visitor.open("/services/complaints").await;
    visitor.follow("Qui offre ce service et ce qu’il sait de vous").await;
    let text = visitor.text();
    assert!(text.contains("Avec le portail") && text.contains("Votre date de naissance"), "{text}");
    waiting(&portal, 0).await;
    let releases = portal.app.releases();
    releases.approve(&By::system(), &complaints(), version("1.2.0"), "", Run::Real).await.unwrap();
    shows(&portal, "Vos plaintes").await;
    visitor.open("/services/complaints/passport").await;
    let text = visitor.text();
    assert!(text.contains("1.2.0") && text.contains(TEAM) && !text.contains("Aucun depuis"), "{text}");
    assert!(text.contains("gardés au Canada"), "{text}");
    portal.stop().await;
}
