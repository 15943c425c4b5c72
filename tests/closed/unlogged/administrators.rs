//! What administrators look at, take along, decide and announce.

use parvis::text::Locale;

use super::Attempts;
use crate::complaint::{self, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup};

journeys!(nothing_is_looked_at, nothing_is_operated, nothing_is_announced);

/// What is tried here.
pub const CODES: &[&[&str]] = &[LOOKS, OPERATIONS, ANNOUNCEMENTS];

const LOOKS: &[&str] =
    &["changes-exported", "journey-exported", "journey-viewed", "log-exported", "log-searched"];
const OPERATIONS: &[&str] = &[
    "confirmation-asked",
    "confirmation-given",
    "confirmation-refused",
    "job-destroyed",
    "job-replayed",
    "log-exported",
    "maintenance-begun",
    "maintenance-ended",
];
const ANNOUNCEMENTS: &[&str] = &[
    "announcement-corrected",
    "announcement-discarded",
    "announcement-published",
    "announcement-saved",
    "announcement-withdrawn",
];

/// The first button on the page whose words have all of these parts.
fn button(browser: &Browser, parts: &[&str]) -> String {
    let all = browser.page().texts("main button");
    let fits = |words: &&String| parts.iter().all(|part| words.contains(part));
    all.iter().find(fits).unwrap_or_else(|| panic!("no {parts:?} in {all:?}")).clone()
}

async fn nothing_is_looked_at(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut attempts = Attempts::new(&portal);
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut amelie).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    admin.open("/admin/journeys").await;
    admin.fill("reference", &reference).fill("reason", "question");
    attempts.press(&["journey-viewed"], &admin, "Retracer le parcours");
    let mut auditor = signed_in(&portal, "auditor", Locale::En).await;
    auditor.open("/admin/journeys").await;
    auditor.fill("reference", &reference).fill("reason", "audit");
    auditor.press("Retrace the journey").await;
    let journey = auditor.page().url.path().to_owned();
    for format in ["csv", "ndjson"] {
        attempts.visit(&["journey-exported"], &auditor, &format!("{journey}/export?format={format}"));
        let found = format!("/en/admin/log/export?event=request-submitted&format={format}");
        attempts.visit(&["log-exported"], &auditor, &found);
        attempts.visit(&["changes-exported"], &auditor, &format!("/en/admin/changes/export?format={format}"));
    }
    attempts.visit(&["log-searched"], &auditor, "/en/admin/log?event=request-submitted");
    attempts.prove(LOOKS).await;
    portal.stop().await;
}

/// Asks that nothing be sent to that back-end for now.
async fn fill_maintenance(admin: &mut Browser, backend: &str) -> String {
    admin.open("/admin/operations").await;
    admin.fill("subject", backend).fill("fr", "De retour lundi.").fill("en", "Back on Monday.");
    button(admin, &["Demander la confirmation", backend])
}

async fn confirm(second: &mut Browser, what: &str) {
    second.open("/admin/confirmations").await;
    second.press(&button(second, &["Confirmer", what])).await;
}

async fn nothing_is_operated(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut attempts = Attempts::new(&portal);
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    complaint::file(&mut amelie).await;
    complaint::file(&mut amelie).await;
    portal.at_rest().await;
    portal.meddle("UPDATE job SET state = 'dead' WHERE kind = 'deliver-request'").await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    let mut second = signed_in(&portal, "admin2", Locale::Fr).await;
    let export = ["Demander la confirmation", "Emporter le journal entier"];

    // One is under way, one waits for its confirmation, one is about to be asked.
    let ask = fill_maintenance(&mut admin, "surrogacy").await;
    admin.press(&ask).await;
    confirm(&mut second, "surrogacy").await;
    admin.open("/admin/operations").await;
    attempts.press(&["maintenance-ended"], &admin, &button(&admin, &["Rouvrir"]));
    let ask = fill_maintenance(&mut admin, "complaints").await;
    admin.press(&ask).await;
    let ask = fill_maintenance(&mut admin, "medical-assistance-in-dying").await;
    attempts.press(&["confirmation-asked"], &admin, &ask);

    admin.open("/admin/confirmations").await;
    admin.press(&button(&admin, &export)).await;
    confirm(&mut second, "journal").await;
    admin.open("/admin/confirmations").await;
    let link = admin.page().attributes("main a.button", "href").remove(0);
    attempts.visit(&["log-exported"], &admin, &link);
    admin.press(&button(&admin, &export)).await;

    admin.open("/admin/jobs").await;
    attempts.press(&["job-replayed"], &admin, &admin.page().texts("main button.second").remove(0));
    let destroy = admin.page().texts("main button.text").remove(1);
    admin.press(&destroy).await;
    second.open("/admin/confirmations").await;
    let job = destroy.rsplit(' ').next().unwrap();
    attempts.press(&["confirmation-given", "job-destroyed"], &second, &button(&second, &["Confirmer", job]));
    let maintenance = button(&second, &["Confirmer", "complaints"]);
    attempts.press(&["confirmation-given", "maintenance-begun"], &second, &maintenance);
    attempts.press(&["confirmation-refused"], &second, &button(&second, &["Refuser", "journal"]));
    attempts.prove(OPERATIONS).await;
    portal.stop().await;
}

/// Writes an announcement; it is on screen, not saved.
async fn write(admin: &mut Browser) {
    admin.open("/admin/announcements").await;
    admin.press("Écrire une nouvelle").await;
    admin.fill("title-fr", "Pause dimanche").fill("title-en", "A pause on Sunday");
    admin.fill("text-fr", "De 2 h à 4 h.").fill("text-en", "From 2 to 4 a.m.");
}

/// Writes and saves one; gives its page.
async fn save(admin: &mut Browser) -> String {
    write(admin).await;
    admin.press("save").await;
    let path = admin.page().url.path().strip_prefix("/fr").unwrap().to_owned();
    admin.open(&path).await;
    path
}

/// Publishes one; gives its page.
pub async fn publish(admin: &mut Browser) -> String {
    let path = save(admin).await;
    admin.press("preview").await;
    admin.press("Publier").await;
    admin.open(&path).await;
    path
}

async fn nothing_is_announced(database: Database) {
    let portal = Portal::start(database).await;
    let mut attempts = Attempts::new(&portal);
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    write(&mut admin).await;
    attempts.press(&["announcement-saved"], &admin, "save");
    save(&mut admin).await;
    attempts.press(&["announcement-discarded"], &admin, "Supprimer le brouillon");
    save(&mut admin).await;
    admin.press("preview").await;
    attempts.press(&["announcement-published"], &admin, "Publier");
    publish(&mut admin).await;
    admin.fill("title-en", "A pause on Monday").press("preview").await;
    attempts.press(&["announcement-corrected"], &admin, "Publier la correction");
    let published = publish(&mut admin).await;
    admin.open(&format!("{published}/withdrawal")).await;
    attempts.press(&["announcement-withdrawn"], &admin, "Retirer la nouvelle");
    attempts.prove(ANNOUNCEMENTS).await;
    portal.stop().await;
}
