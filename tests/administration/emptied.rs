//! What the log loses in time, the figures keep; and the log that lost it still verifies, here and far away.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use parvis::audit::second_place::read_file;
use parvis::audit::verify::{self, Known, Trust, Verified};
use parvis::text::Locale;
use parvis::vault::Vault;
use serde_json::{Value, json};

use crate::complaint::{self, signed_in};
use crate::support::{Database, Portal, Setup};
use crate::{got, journeys};

journeys!(figures_outlive_what_the_log_says_of_persons);

const A_DAY: Duration = Duration::from_hours(24);
const PERSONAL: [&str; 4] = ["account_id", "actor_account_id", "session_id", "request_id"];

/// Runs the program; it ends well. What it says.
fn parvis(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    command.env_remove("PARVIS_CONFIG").stdin(Stdio::null()).args(arguments);
    let done = command.output().unwrap();
    let said = String::from_utf8([done.stdout, done.stderr].concat()).unwrap();
    assert!(done.status.success(), "{said}");
    said
}

/// The figures of a day, as the page and its file show them: for every service, and for one.
async fn figures(portal: &Portal, day: &str) -> Vec<String> {
    let mut admin = signed_in(portal, "admin", Locale::Fr).await;
    let mut found = Vec::new();
    for service in ["", "&service=complaints"] {
        let range = format!("from={day}&until={day}{service}");
        admin.open(&format!("/admin/statistics?{range}")).await;
        assert_eq!(admin.page().status, 200, "{}", admin.text());
        found.push(admin.page().texts("main td").join("|"));
        let (status, csv) = got(&admin, &format!("/fr/admin/statistics/export?{range}")).await;
        assert_eq!(status, 200, "{csv}");
        found.push(csv);
    }
    found
}

/// How many events say of whom they were.
async fn of_persons(portal: &Portal) -> i64 {
    let said: Vec<String> = PERSONAL.iter().map(|column| format!("{column} IS NOT NULL")).collect();
    portal.count(&format!("audit_event WHERE code <> 'persons-emptied' AND ({})", said.join(" OR "))).await
}

/// What `parvis audit verify` finds in the database, at the portal's own time.
async fn verified(portal: &Portal, second_place: &Path) -> Verified {
    let base = portal.app.base();
    let trust = Trust::portal(&base.config.audit, &base.vault).unwrap();
    let retention = Some((base.config.audit.retention, portal.clock.now()));
    let place = verify::second_place("the second place", read_file(second_place).unwrap());
    let known = Known { vault: Some(&base.vault), retention, second_places: vec![place] };
    verify::database(&base.db, &trust, known, None).await.unwrap().unwrap()
}

/// Whoever has the log as a file, and its key, finds it whole; nothing else is needed.
fn assert_verifies_offline(dir: &Path, settings: &str, events: u64) {
    let file = |name: &str| dir.join(name).display().to_string();
    let (config, export) = (file("auditor.toml"), file("log.ndjson"));
    std::fs::write(&config, settings).unwrap();
    let keys = parvis(&["keys", "list", "--config", &config]);
    let key =
        keys.lines().find(|line| line.starts_with("audit ")).unwrap().split_whitespace().nth(1).unwrap();
    parvis(&["audit", "export", "-o", &export, "--config", &config]);
    let second = file("checkpoints");
    let said = parvis(&["audit", "verify", "--export", &export, "--key", key, "--second-place", &second]);
    assert!(said.contains(&format!("{events} events are what was written")), "{said}");
    let log = std::fs::read_to_string(&export).unwrap();
    let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let sent: Vec<Value> = lines.filter(|line| line["event"]["code"] == "request-submitted").collect();
    assert_eq!(sent.len(), 6, "{log}");
    for event in sent.iter().map(|line| &line["event"]) {
        assert_eq!(event["fields"]["tile"], "complaints");
        for personal in PERSONAL.iter().chain(&["trace", "salt"]) {
            assert!(
                event.as_object().unwrap().contains_key(*personal) && event[personal].is_null(),
                "{event}"
            );
        }
        assert!(event["fields"]["reference"].is_null(), "{event}");
    }
}

async fn figures_outlive_what_the_log_says_of_persons(database: Database) {
    let name = uuid::Uuid::from_bytes(parvis::id::random()).simple();
    let dir = std::env::temp_dir().join(format!("parvis-emptied-{name}"));
    std::fs::create_dir_all(&dir).unwrap();
    let (key, second_place) = (Vault::new_master_key(), dir.join("checkpoints"));
    let audit = json!({ "origin": "here/audit", "checkpoints": { "file": second_place } });
    let settings = json!({ "vault": { "key": key }, "audit": audit });
    let portal = Setup::silent().with(settings).start(database).await;
    for person in ["amelie", "connor"] {
        let mut citizen = signed_in(&portal, person, Locale::Fr).await;
        for _ in 0..3 {
            complaint::file(&mut citizen).await;
        }
    }
    portal.at_rest().await;
    let day = parvis::text::format::day(portal.clock.now()).to_string();
    signed_in(&portal, "admin", Locale::Fr).await;
    portal.clock.advance(A_DAY);
    let before = figures(&portal, &day).await;
    for [page, file] in before.as_chunks().0 {
        assert!(page.contains("|6|") && file.contains("\"6\""), "six were sent that day: {page}\n{file}");
    }

    assert!(of_persons(&portal).await > 20);
    portal.clock.advance(A_DAY * 4_000);
    let sequencer = portal.app.sequencer();
    sequencer.empty_due().await.unwrap();
    sequencer.settle().await.unwrap();
    assert_eq!(of_persons(&portal).await, 0, "the log says nothing of persons any more");
    assert!(portal.events_of("persons-emptied").await.len() > 3);
    assert_eq!(figures(&portal, &day).await, before, "no past figure is another");
    sequencer.settle().await.unwrap();
    let verified = verified(&portal, &second_place).await;
    assert_eq!(verified.size, verified.signed, "all of it");
    assert!(verified.emptied > 20 && verified.second_place > 0, "{verified:?}");

    let settings =
        format!("vault.key = '{key}'\ndatabase.url = '{}'\naudit.origin = 'here/audit'", portal.database_url);
    assert_verifies_offline(&dir, &settings, verified.size);
    portal.stop().await;
    std::fs::remove_dir_all(dir).unwrap();
}
