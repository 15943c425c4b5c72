//! A newcomer's first hour, as `docs/service-teams.md` tells it: a tile begun, changed, checked, published to a portal
//! that runs, seen, changed again, and taken back. Nothing is restarted.

use std::time::{Duration, Instant};

use parvis::text::Locale;

use crate::commands::{Said, run};
use crate::demo::{Demo, parvis};
use crate::journeys;
use crate::support::{Database, eventually};
use crate::tiles::Desk;

journeys!(from_nothing_to_published_and_back);

/// A newcomer has an hour; the machine has five minutes of it.
const MOST: Duration = Duration::from_mins(5);

async fn from_nothing_to_published_and_back(database: Database) {
    let mut demo = Demo::new(database).await;
    demo.start().await;
    let began = Instant::now();
    let desk = Desk::new();
    let tile = |arguments: &[&str]| -> Said {
        let mut command = parvis();
        command.arg("tile").args(arguments).env("PARVIS_CONFIG", demo.config()).current_dir(desk.file("."));
        run(&mut command)
    };
    let does = |arguments: &[&str]| {
        let said = tile(arguments);
        assert_eq!(said.code, Some(0), "{arguments:?}: {}{}", said.out, said.err);
        said.out
    };

    does(&["new", "first-steps", "--kind", "app"]);
    does(&["keygen", "team.key"]);
    // The operator's part: whose key it is, and where the back-end is that the tile names.
    does(&["trust", "first-steps", "--key", "team.key.pub"]);
    desk.edit("first-steps/tile.toml", "backend = \"first-steps\"", "backend = \"complaints\"");

    desk.edit("first-steps/tile.toml", "en = \"New service\"", "");
    let said = tile(&["check", "first-steps"]);
    assert!(said.code == Some(1) && said.out.contains("first-steps/tile.toml:"), "{}{}", said.out, said.err);
    desk.edit(
        "first-steps/tile.toml",
        "fr = \"Nouveau service\"",
        "fr = \"Premiers pas\"\nen = \"First steps\"",
    );
    does(&["check", "first-steps"]);

    let publish = |version: &str| {
        let package = format!("{version}.release");
        does(&["pack", "first-steps", "--key", "team.key", "-o", &package]);
        does(&["publish", &package]);
        does(&["activate", "first-steps", version])
    };
    assert!(publish("0.1.0").contains("waits for an administrator"), "a new service is let in by a person");
    does(&["approve", "first-steps", "0.1.0"]);
    is_shown(&demo, "First steps").await;

    desk.edit("first-steps/tile.toml", "version = \"0.1.0\"", "version = \"0.2.0\"");
    desk.edit("first-steps/tile.toml", "en = \"First steps\"", "en = \"Second steps\"");
    publish("0.2.0");
    is_shown(&demo, "Second steps").await;
    does(&["rollback", "first-steps"]);
    is_shown(&demo, "First steps").await;

    assert!(began.elapsed() < MOST, "{:?}", began.elapsed());
    demo.stop().await;
}

async fn is_shown(demo: &Demo, title: &str) {
    eventually("the release on its page", async || {
        let mut browser = demo.browser(Locale::En);
        let page = browser.open("/services/first-steps").await;
        (page.status == 200 && browser.text().contains(title)).then_some(())
    })
    .await;
}
