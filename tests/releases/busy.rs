//! Releases change while many people are in the middle of something: nobody is shown half of one and half of
//! another, misses a file, or loses a page.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use futures_util::future::join_all;
use parvis::releases::{By, How, Run, TeamKey};
use parvis::tiles::TileId;
use reqwest::{Client, Method, StatusCode};
use serde_json::Value;

use crate::journeys;
use crate::support::{Browser, Database, Portal};
use crate::{packed, sample, signed_in, version};

journeys!(nobody_is_shown_a_mix_or_misses_a_file);

/// How many browse at once.
const SESSIONS: usize = 50;

fn screening() -> TileId {
    "cancer-screening".parse().unwrap()
}

/// Publishes the sample's element in that version, its module another one.
async fn publish(portal: &Portal, key: &TeamKey, of: &str) {
    let number = format!("version = \"{of}\"");
    let title = format!("en = \"Cancer screening {of}\"");
    let files = sample(
        &screening(),
        &[("tile.toml", "version = \"2.0.0\"", &number), ("tile.toml", "en = \"Cancer screening\"", &title)],
    );
    portal.app.releases().publish(&By::system(), &packed(key, &files, &files), Run::Real).await.unwrap();
}

async fn activate(portal: &Portal, of: &str, percent: u8) {
    let how = How { percent, reason: "" };
    let releases = portal.app.releases();
    let done = releases.activate(&By::system(), &screening(), version(of), how, Run::Real).await.unwrap();
    assert!(!done.waits, "{:?}", done.changes);
}

/// Opens the element's page, and a while later all that its frame loads, as a browser would. Gives the release.
async fn browse(browser: &Browser, files: &Client) -> String {
    let page = browser.request(Method::GET, "/fr/services/cancer-screening/app").send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    let page = page.text().await.unwrap();
    let told = page.split("data-app='").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
    let told: Value = serde_json::from_str(told).unwrap();
    let release = told["release"].as_str().unwrap().to_owned();
    tokio::task::yield_now().await;
    let frame = files.get(told["src"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(frame.status(), StatusCode::OK, "the frame of {release}");
    let document = frame.text().await.unwrap().replace("&#x2f;", "/");
    let loaded = document.split('"').filter(|part| part.starts_with("http") && part.contains("/files/"));
    let loaded: BTreeSet<&str> = loaded.collect();
    assert!(!loaded.is_empty(), "{document}");
    for address in loaded {
        assert!(address.contains(&release), "{address} is of another release than {release}");
        assert_eq!(files.get(address).send().await.unwrap().status(), StatusCode::OK, "{address}");
    }
    release
}

async fn nobody_is_shown_a_mix_or_misses_a_file(database: Database) {
    let portal = Portal::start(database).await;
    let key = TeamKey::generate();
    portal.app.releases().trust(&By::system(), screening().as_str(), &key.public()).await.unwrap();
    for version in ["2.1.0", "2.2.0"] {
        publish(&portal, &key, version).await;
    }
    let people = ["amelie", "connor", "admin"];
    let mut browsers = Vec::new();
    for person in people {
        browsers.push(signed_in(&portal, person).await);
    }
    let (over, rounds) = (AtomicBool::new(false), AtomicUsize::new(0));
    let files = Client::new();
    // The same people in many windows: each has a page of its own.
    let windows = (0..SESSIONS).map(|window| &browsers[window % people.len()]);
    let browsing = join_all(windows.map(|browser| {
        let (over, rounds, files) = (&over, &rounds, &files);
        async move {
            let mut seen = BTreeSet::new();
            while !over.load(Ordering::Relaxed) {
                seen.insert(browse(browser, files).await);
                rounds.fetch_add(1, Ordering::Relaxed);
            }
            seen
        }
    }));
    let changing = async {
        let round = async || {
            let after = rounds.load(Ordering::Relaxed) + SESSIONS;
            while rounds.load(Ordering::Relaxed) < after {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        round().await;
        activate(&portal, "2.1.0", 0).await;
        round().await;
        activate(&portal, "2.2.0", 10).await;
        round().await;
        activate(&portal, "2.2.0", 0).await;
        round().await;
        for _ in 0..2 {
            portal.app.releases().roll_back(&By::system(), &screening(), "").await.unwrap();
            round().await;
        }
        over.store(true, Ordering::Relaxed);
    };
    let (seen, ()) = tokio::join!(browsing, changing);
    let all: BTreeSet<String> = seen.into_iter().flatten().collect();
    assert_eq!(all.len(), 3, "each release was shown while people browsed: {all:?}");
    portal.stop().await;
}
