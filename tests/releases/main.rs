//! Releases served live: published, activated, tried on some, taken back, while the portal runs and people are
//! in the middle of something.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at the first surprise"
)]

#[path = "../support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "journeys use all of it, this a part")]
mod support;

mod approval;
mod busy;
mod http;
mod live;
mod log;
mod nodes;
mod trial;

use std::collections::BTreeMap;

use parvis::releases::{By, How, Run, Stamp, TeamKey, pack};
use parvis::text::{Locale, Text};
use parvis::tiles::version::Version;
use parvis::tiles::{Files, Tile, TileId};

use support::{Browser, Portal};

/// The team of the sample tile of complaints.
const TEAM: &str = "complaints-office";

fn complaints() -> TileId {
    "complaints".parse().unwrap()
}

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

/// The sample tile of complaints in another version, passages of its files written otherwise.
fn package(key: &TeamKey, version: &str, changes: &[(&str, &str, &str)]) -> Vec<u8> {
    packed(key, &changed(version, changes), &changed(version, changes))
}

/// The same, though what is changed is not sound: what a team that checks nothing would send.
fn unchecked(key: &TeamKey, version: &str, changes: &[(&str, &str, &str)]) -> Vec<u8> {
    packed(key, &changed(version, &[]), &changed(version, changes))
}

fn changed(version: &str, changes: &[(&str, &str, &str)]) -> Files {
    let number = format!("version = \"{version}\"");
    let number = ("tile.toml", "version = \"1.1.0\"", number.as_str());
    let changes: Vec<_> = [number].into_iter().chain(changes.iter().copied()).collect();
    sample(&complaints(), &changes)
}

/// The files of a sample tile, passages written otherwise.
fn sample(tile: &TileId, changes: &[(&str, &str, &str)]) -> Files {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tiles").join(tile.as_str());
    let sample = Files::on_disk(&folder).unwrap();
    let mut contents: BTreeMap<String, Vec<u8>> = sample.contents().clone();
    for (path, passage, instead) in changes {
        let before = String::from_utf8(contents[*path].clone()).unwrap();
        assert!(before.contains(passage), "{passage}");
        contents.insert((*path).to_owned(), before.replacen(passage, instead, 1).into_bytes());
    }
    Files::new(tile, contents)
}

fn packed(key: &TeamKey, sound: &Files, files: &Files) -> Vec<u8> {
    let tile = Tile::read(sound, &Text::portal().unwrap()).unwrap();
    pack(&tile, files, Stamp { created: 1_790_000_000, previous: None }, key).unwrap()
}

/// A portal that trusts a key of the team's.
async fn trusting(portal: &Portal) -> TeamKey {
    let key = TeamKey::generate();
    portal.app.releases().trust(&By::system(), TEAM, &key.public()).await.unwrap();
    key
}

/// Publishes complaints in that version, with another title.
async fn publish(portal: &Portal, key: &TeamKey, version: &str, title: &str) {
    let package =
        package(key, version, &[("tile.toml", "fr = \"Suivi des plaintes\"", &format!("fr = \"{title}\""))]);
    portal.app.releases().publish(&By::system(), &package, Run::Real).await.unwrap();
}

/// Makes it active, to so many of a hundred, or to all.
async fn activate(portal: &Portal, of: &str, percent: u8) {
    let how = How { percent, reason: "" };
    let releases = portal.app.releases();
    let activated =
        releases.activate(&By::system(), &complaints(), version(of), how, Run::Real).await.unwrap();
    assert!(!activated.waits, "{:?}", activated.changes);
}

/// The title that a visitor reads.
async fn title(portal: &Portal) -> String {
    let mut visitor = portal.browser(Locale::Fr);
    visitor.open("/services/complaints").await.heading()
}

/// Waits until a visitor reads that title.
async fn shows(portal: &Portal, expected: &str) {
    support::eventually(expected, async || (title(portal).await == expected).then_some(())).await;
}

async fn signed_in(portal: &Portal, person: &str) -> Browser {
    let mut browser = portal.browser(Locale::Fr);
    browser.sign_in(person).await;
    browser
}
