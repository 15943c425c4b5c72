//! What cannot be undone takes two people.

use parvis::text::Locale;
use serde_json::json;

use crate::complaint::{self, signed_in};
use crate::support::{Browser, Database, Portal, Setup, eventually};
use crate::{got, journeys};

journeys!(
    a_maintenance_takes_two_and_keeps_what_waits,
    the_whole_log_takes_two,
    a_dead_job_is_destroyed_by_two
);

const FR: &str = "Le bureau des plaintes revient lundi.";
const EN: &str = "The complaints office is back on Monday.";

/// Asks for a maintenance of the complaints office, from its form.
async fn ask(admin: &mut Browser) {
    admin.open("/admin/operations").await;
    admin.fill("subject", "complaints").fill("fr", FR).fill("en", EN);
    admin.press("Demander la confirmation complaints").await;
    assert!(admin.text().contains("C’est demandé."), "{}", admin.text());
}

async fn a_maintenance_takes_two_and_keeps_what_waits(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    ask(&mut admin).await;
    assert!(!admin.page().body.contains("value=\"confirm\""), "one's own demand is another's to confirm");
    assert_eq!(portal.count("maintenance").await, 0);
    let mut second = signed_in(&portal, "admin2", Locale::Fr).await;
    second.open("/admin/confirmations").await;
    assert!(second.text().contains(FR) && second.text().contains(EN), "{}", second.text());
    second.press("Confirmer Mettre un service en maintenance complaints").await;
    assert!(second.text().contains("C’est confirmé et fait."), "{}", second.text());

    amelie.open("/services/complaints").await;
    assert!(amelie.text().contains(FR), "{}", amelie.text());
    let mut connor = portal.browser(Locale::En);
    connor.open("/services/complaints").await;
    assert!(connor.text().contains(EN), "{}", connor.text());
    complaint::prepare(&mut amelie).await;
    let check = amelie.text();
    assert!(check.contains(FR) && check.contains("envoyer votre démarche"), "said where one sends: {check}");
    let reference = complaint::file(&mut amelie).await;
    for path in [format!("/requests/{reference}"), format!("/requests/{reference}/withdrawal")] {
        amelie.open(&path).await;
        assert!(amelie.text().contains(FR), "{path}: {}", amelie.text());
    }
    assert!(amelie.open("/").await.text().contains("En pause"), "{}", amelie.text());
    eventually("an attempt", async || {
        let failed = portal.events_of("delivery-failed").await;
        failed.first().map(|event| assert_eq!(event.field("reason"), "in_maintenance"))
    })
    .await;
    assert!(portal.received().await["records"].as_array().unwrap().is_empty(), "nothing was sent");
    admin.open("/admin/operations").await;
    assert!(admin.text().contains("en maintenance"), "{}", admin.text());
    admin.press("Rouvrir complaints").await;
    assert!(admin.text().contains("Le service est de nouveau ouvert"), "{}", admin.text());
    portal.complaints(1).await;
    amelie.open("/services/complaints").await;
    assert!(!amelie.text().contains(FR), "{}", amelie.text());
    amelie.open(&format!("/requests/{reference}")).await;
    assert!(!amelie.text().contains(FR), "{}", amelie.text());
    let codes: Vec<String> = portal.events().await.into_iter().map(|event| event.code).collect();
    for code in ["confirmation-asked", "confirmation-given", "maintenance-begun", "maintenance-ended"] {
        assert_eq!(codes.iter().filter(|found| *found == code).count(), 1, "{code}: {codes:?}");
    }
    admin.open("/admin/changes").await;
    assert!(admin.text().contains("maintenance-begun"), "{}", admin.text());
    let (status, csv) = got(&admin, "/fr/admin/changes/export?format=csv").await;
    assert!(status == 200 && csv.contains("maintenance-ended"), "{csv}");
    portal.stop().await;
}

/// The waiting demand as someone decides of it, past the page.
async fn decide(browser: &mut Browser, portal: &Portal, action: &str) {
    browser.open("/admin/confirmations").await;
    let csrf = browser.page().attribute("input[name=csrf]", "value").unwrap();
    let sqlite = portal.database_url.starts_with("sqlite:");
    let id = if sqlite { "lower(hex(id))" } else { "CAST(id AS TEXT)" };
    let id = portal.text(&format!("SELECT {id} FROM confirmation")).await;
    let answer = browser
        .request(reqwest::Method::POST, &format!("/fr/admin/confirmations/{id}"))
        .header("origin", portal.url.origin().ascii_serialization())
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("csrf={csrf}&action={action}"))
        .send()
        .await
        .unwrap();
    let to = answer.headers()["location"].to_str().unwrap();
    assert!(to.contains("done="), "{to}");
}

async fn the_whole_log_takes_two(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    admin.open("/admin/confirmations").await;
    admin.press("Demander la confirmation Emporter le journal entier").await;
    decide(&mut admin, &portal, "confirm").await;
    assert_eq!(portal.count("confirmation WHERE outcome IS NULL").await, 1, "not by whoever asked");
    assert!(portal.events_of("confirmation-given").await.is_empty());
    let mut second = signed_in(&portal, "admin2", Locale::Fr).await;
    decide(&mut second, &portal, "confirm").await;
    admin.open("/admin/confirmations").await;
    let link = admin.page().attributes("main a.button", "href").remove(0);
    let (status, log) = got(&admin, &link).await;
    let lines = log.lines().filter(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()).count();
    assert!(status == 200 && lines >= 5, "{log}");
    assert_eq!(got(&second, &link).await.0, 404, "for whoever asked alone");
    portal.clock.advance(std::time::Duration::from_mins(61));
    let admin = signed_in(&portal, "admin", Locale::Fr).await;
    assert_eq!(got(&admin, &link).await.0, 404, "an hour later no more");
    portal.stop().await;
}

async fn a_dead_job_is_destroyed_by_two(database: Database) {
    let portal = Setup::silent().with(json!({})).start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    complaint::file(&mut amelie).await;
    portal.at_rest().await;
    portal.meddle("UPDATE job SET state = 'dead' WHERE kind = 'deliver-request'").await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    admin.open("/admin/jobs").await;
    let button = admin.page().texts("button.text").remove(0);
    admin.press(&button).await;
    assert_eq!(portal.count("job WHERE state = 'dead'").await, 1);
    let mut second = signed_in(&portal, "admin2", Locale::Fr).await;
    decide(&mut second, &portal, "confirm").await;
    assert_eq!(portal.count("job WHERE state = 'dead'").await, 0);
    assert_eq!(portal.events_of("job-destroyed").await[0].field("kind"), "deliver-request");
    portal.stop().await;
}
