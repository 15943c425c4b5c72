//! What those do who publish services: with a token, and at the desk.

use std::collections::BTreeMap;
use std::path::Path;

use parvis::releases::{By, How, Run, Stamp, TeamKey, pack};
use parvis::text::{Locale, Text};
use parvis::tiles::{Files, Tile, TileId};
use reqwest::RequestBuilder;
use serde_json::json;

use super::Attempts;
use crate::complaint::signed_in;
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup};

journeys!(nothing_of_a_release, nothing_is_decided_of_a_release, nothing_of_the_desk);

/// What is tried here.
pub const CODES: &[&[&str]] = &[RELEASES, DECISIONS, DESK];

const RELEASES: &[&str] = &[
    "tile-activated",
    "tile-approval-asked",
    "tile-canary-begun",
    "tile-canary-ended",
    "tile-published",
    "tile-rolled-back",
];
const DECISIONS: &[&str] = &["tile-activated", "tile-approval-refused"];
const DESK: &[&str] = &["manuscript-discarded", "manuscript-published", "manuscript-saved", "tile-published"];

const TEAM: &str = "complaints-office";
const LESS: (&str, &str) = ("level = 2", "level = 1");

fn complaints() -> TileId {
    "complaints".parse().unwrap()
}

/// The sample service of complaints in that version, a passage of its manifest written otherwise.
fn package(key: &TeamKey, version: &str, (passage, instead): (&str, &str)) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tiles/complaints");
    let mut contents: BTreeMap<String, Vec<u8>> = Files::on_disk(&folder).unwrap().contents().clone();
    let manifest = String::from_utf8(contents["tile.toml"].clone()).unwrap();
    assert!(manifest.contains(passage), "{passage}");
    let number = format!("version = \"{version}\"");
    let manifest = manifest.replacen("version = \"1.1.0\"", &number, 1).replacen(passage, instead, 1);
    contents.insert("tile.toml".to_owned(), manifest.into_bytes());
    let files = Files::new(&complaints(), contents);
    let tile = Tile::read(&files, &Text::portal().unwrap()).unwrap();
    pack(&tile, &files, Stamp { created: 1_790_000_000, previous: None }, key).unwrap()
}

async fn trusted(portal: &Portal) -> TeamKey {
    let key = TeamKey::generate();
    portal.app.releases().trust(&By::system(), TEAM, &key.public()).await.unwrap();
    key
}

async fn publish(portal: &Portal, key: &TeamKey, version: &str, change: (&str, &str)) {
    let package = package(key, version, change);
    portal.app.releases().publish(&By::team(TEAM), &package, Run::Real).await.unwrap();
}

async fn activate(portal: &Portal, version: &str) {
    let how = How { percent: 0, reason: "" };
    let releases = portal.app.releases();
    let version = version.parse().unwrap();
    releases.activate(&By::team(TEAM), &complaints(), version, how, Run::Real).await.unwrap();
}

async fn nothing_of_a_release(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut attempts = Attempts::new(&portal);
    let key = trusted(&portal).await;
    publish(&portal, &key, "1.2.0", ("", "")).await;
    publish(&portal, &key, "1.3.0", ("", "")).await;
    publish(&portal, &key, "1.4.0", LESS).await;
    activate(&portal, "1.2.0").await;
    let token = portal.app.releases().make_token(&By::system(), TEAM, 1).await.unwrap();
    let post = |path: &str| -> RequestBuilder {
        let address = portal.at(&format!("/api/v1/releases{path}"));
        reqwest::Client::new().post(address).bearer_auth(&token)
    };
    let activation = |body| post("/complaints/activation").json(&body);
    attempts.call(&["tile-published"], post("").body(package(&key, "1.5.0", ("", ""))));
    attempts.call(&["tile-canary-begun"], activation(json!({ "version": "1.3.0", "canary": 10 })));
    // What is on trial by then is taken back.
    attempts.call(&["tile-canary-ended"], post("/complaints/rollback").json(&json!({})));
    attempts.call(&["tile-activated"], activation(json!({ "version": "1.3.0" })));
    attempts.call(&["tile-rolled-back"], post("/complaints/rollback").json(&json!({})));
    attempts.call(&["tile-approval-asked"], activation(json!({ "version": "1.4.0" })));
    attempts.prove(RELEASES).await;
    portal.stop().await;
}

async fn nothing_is_decided_of_a_release(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut attempts = Attempts::new(&portal);
    let key = trusted(&portal).await;
    publish(&portal, &key, "1.2.0", LESS).await;
    activate(&portal, "1.2.0").await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    admin.open("/admin/services").await;
    let approval = admin.clone();
    admin.fill("reason", "La connexion doit rester sûre.");
    attempts.press(&["tile-approval-refused"], &admin, "refuse");
    attempts.prove(&["tile-approval-refused"]).await;

    publish(&portal, &key, "1.3.0", LESS).await;
    activate(&portal, "1.3.0").await;
    let mut admin = approval;
    admin.open("/admin/services").await;
    let mut attempts = Attempts::new(&portal);
    attempts.press(&["tile-activated"], &admin, "approve");
    attempts.prove(&["tile-activated"]).await;
    portal.stop().await;
}

/// Begins a service to read, and fills it in.
async fn write(browser: &mut Browser, tile: &str) {
    browser.open("/desk").await;
    browser.fill("tile", tile).press("Commencer").await;
    browser.fill("title-fr", "Soins à domicile").fill("title-en", "Home care");
    browser.fill("summary-fr", "De l’aide chez vous.").fill("summary-en", "Help at your home.");
    browser.fill("content-fr", "## Visites\n\nChez vous.").fill("content-en", "## Visits\n\nAt home.");
}

async fn nothing_of_the_desk(database: Database) {
    let key = TeamKey::generate();
    let pem = key.to_pem().unwrap().to_string();
    let desk = json!({ "desk": { "team": "information", "key": pem } });
    let portal = Setup::silent().with(desk).start(database).await;
    portal.app.releases().trust(&By::system(), "information", &key.public()).await.unwrap();
    let mut attempts = Attempts::new(&portal);
    let mut noemie = signed_in(&portal, "noemie", Locale::Fr).await;
    write(&mut noemie, "home-care").await;
    attempts.press(&["manuscript-saved"], &noemie, "save");
    write(&mut noemie, "day-care").await;
    noemie.press("save").await;
    noemie.open("/desk/day-care").await;
    attempts.press(&["manuscript-discarded"], &noemie, "Abandonner ce texte");
    write(&mut noemie, "night-care").await;
    noemie.press("save").await;
    noemie.open("/desk/night-care/publish").await;
    attempts.press(&["manuscript-published", "tile-published"], &noemie, "Publier");
    attempts.prove(DESK).await;
    portal.stop().await;
}
