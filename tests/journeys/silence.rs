//! Back-ends that do not answer: what is known of their requests stays, marked as of when; the others
//! are whole; and a withdrawal that nobody answers is not forgotten.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use parvis::demo::DemoPace;
use parvis::text::Locale;
use serde_json::json;

use crate::complaint::{self, say, signed_in, wait_for_state};
use crate::journeys;
use crate::office::{self, Callback};
use crate::support::{Database, Setup, eventually};

journeys!(one_of_two_is_down, a_withdrawal_without_an_answer, longer_than_usual);

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// A folder with the complaints tile, and its like for another back-end.
fn two_tiles() -> PathBuf {
    let dir =
        std::env::temp_dir().join(format!("parvis-tiles-{}", uuid::Uuid::from_bytes(parvis::id::random())));
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tiles/complaints");
    copy(&sample, &dir.join("complaints"));
    copy(&sample, &dir.join("elsewhere"));
    let manifest = dir.join("elsewhere/tile.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let text = text.replace("id = \"complaints\"", "id = \"elsewhere\"");
    fs::write(&manifest, text.replace("backend = \"complaints\"", "backend = \"elsewhere\"")).unwrap();
    dir
}

async fn one_of_two_is_down(database: Database) {
    let tiles = two_tiles();
    let settings = json!({
        "tiles": { "dir": tiles },
        "backend": { "elsewhere": {
            "url": "http://127.0.0.1:9/",
            "organisation": "elsewhere",
            "networks": ["127.0.0.1"],
            "callback_key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        } },
    });
    let portal = Setup::silent().with(settings).start(database).await;
    fs::remove_dir_all(&tiles).unwrap();
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut browser).await;
    let request = office::request(&portal).await;
    portal.at_rest().await;
    let told = Callback::status(&portal, "msg_1", &request, 1, "received").send(&portal).await;
    assert_eq!(told.status, 202);
    browser.open("/requests").await;
    assert!(browser.page().texts(".stale").is_empty(), "{}", browser.text());

    // The office goes down after it was heard; the portal notices as it pulls.
    portal.backend_is("off").await;
    portal.clock.advance(Duration::from_mins(16));
    portal.app.make_round().await;
    browser.open("/requests").await;
    let stale = browser.page().texts(".stale");
    assert_eq!(stale.len(), 1, "{}", browser.text());
    assert!(stale[0].contains("état connu le"), "{stale:?}");
    assert_eq!(browser.page().texts("main .row").len(), 1, "no line is missing");
    browser.open(&format!("/requests/{reference}")).await;
    assert!(browser.text().contains("Cette page montre ce que nous savions"), "{}", browser.text());
    assert_eq!(browser.page().attribute("[data-state]", "data-state").unwrap(), "received");
    portal.clock.advance(Duration::from_mins(3));
    let mut admin = signed_in(&portal, "admin", Locale::En).await;
    admin.open("/admin").await;
    assert!(admin.text().contains("“complaints” has not answered"), "{}", admin.text());

    portal.backend_is("on").await;
    portal.clock.advance(Duration::from_mins(16));
    portal.app.make_round().await;
    browser.open(&format!("/requests/{reference}")).await;
    assert!(!browser.text().contains("ce que nous savions"), "up to date by itself: {}", browser.text());
    portal.stop().await;
}

async fn a_withdrawal_without_an_answer(database: Database) {
    let never = Duration::from_hours(24 * 365);
    let pace = DemoPace { withdrawal: never, ..Setup::silent().pace };
    let portal = Setup { pace, ..Setup::silent() }.start(database).await;
    for (username, locale) in [("amelie", Locale::Fr), ("connor", Locale::En)] {
        let mut browser = signed_in(&portal, username, locale).await;
        let reference = complaint::file(&mut browser).await;
        browser.open(&format!("/requests/{reference}/withdrawal")).await;
        browser.press(say(&browser, "Oui, la retirer", "Yes, withdraw it")).await;
        assert!(
            browser.text().contains(say(&browser, "au plus tard le", "at the latest")),
            "{}",
            browser.text()
        );
    }
    eventually("the wishes at the office", async || {
        (portal.events_of("withdrawal-delivered").await.len() == 2).then_some(())
    })
    .await;
    portal.app.make_round().await;
    assert!(portal.events_of("withdrawal-overdue").await.is_empty(), "there is time");

    portal.clock.advance(Duration::from_hours(24 * 5 + 1));
    portal.app.make_round().await;
    portal.app.make_round().await;
    assert_eq!(portal.events_of("withdrawal-overdue").await.len(), 2, "each told once");
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    browser.open("/messages").await;
    assert!(
        browser.text().contains("n’a pas encore répondu à votre demande de retrait"),
        "{}",
        browser.text()
    );
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    admin.open("/admin").await;
    assert!(admin.page().texts(".alarm").iter().any(|alarm| alarm.contains("retraits restés sans réponse")));
    portal.stop().await;
}

async fn longer_than_usual(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut browser).await;
    let request = office::request(&portal).await;
    portal.at_rest().await;
    let told = Callback::status(&portal, "msg_1", &request, 1, "triage").send(&portal).await;
    assert_eq!(told.status, 202);
    wait_for_state(&mut browser, &reference, "in-progress").await;
    assert!(browser.text().contains("La suite vient d’ordinaire d’ici le"), "{}", browser.text());
    portal.clock.advance(Duration::from_hours(24 * 11));
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    browser.open(&format!("/requests/{reference}")).await;
    assert!(browser.text().contains("prend plus de temps que d’ordinaire"), "{}", browser.text());
    portal.stop().await;
}
