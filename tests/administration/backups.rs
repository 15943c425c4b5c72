//! What scripts tell of backups, and what administrators then see.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use parvis::clock::Micros;
use parvis::text::Locale;
use secrecy::ExposeSecret as _;

use crate::complaint::signed_in;
use crate::journeys;
use crate::support::{Database, Portal, Setup};

journeys!(
    a_backup_is_shown_until_it_is_too_old,
    nobody_is_warned_who_does_not_want_it,
    a_restore_says_what_may_be_missing,
    what_cannot_be_logged_is_not_told_of
);

/// Runs the program on the portal's database; its exit status and what it says.
async fn parvis(portal: &Portal, arguments: &str) -> (Option<i32>, String) {
    let file = portal.dir.join("script.toml");
    let config = &portal.app.base().config;
    let (url, key) = (&portal.database_url, config.vault.key.expose_secret());
    fs::write(&file, format!("[database]\nurl = \"{url}\"\n[vault]\nkey = \"{key}\"\n")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    command.env_remove("PARVIS_CONFIG").stdin(Stdio::null());
    command.args(arguments.split(' ')).arg("--config").arg(file);
    // The portal lives on this thread.
    let done = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    (done.status.code(), String::from_utf8([done.stdout, done.stderr].concat()).unwrap())
}

/// What the operations page says of backups, without the kinds of its spaces.
async fn shown(portal: &Portal, name: &str, locale: Locale) -> String {
    let mut staff = signed_in(portal, name, locale).await;
    staff.open("/admin/operations").await;
    assert_eq!(staff.page().status, 200, "{}", staff.text());
    let words = staff.page().texts("section[aria-labelledby=backups]").join(" ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(shown: &str, all: &[&str]) {
    for words in all {
        assert!(shown.contains(words), "{words:?} is not in {shown}");
    }
}

async fn a_backup_is_shown_until_it_is_too_old(database: Database) {
    let portal = Setup::silent().start(database).await;
    let fr = shown(&portal, "admin", Locale::Fr).await;
    says(&fr, &["Aucune sauvegarde n’a encore été annoncée", "parvis backup made --bytes OCTETS --verified"]);
    let en = shown(&portal, "auditor", Locale::En).await;
    says(&en, &["not told of any backup yet", "--bytes BYTES", "not told of any restore"]);
    says(&parvis(&portal, "doctor").await.1, &["warning backups: none was ever told of"]);

    let told = parvis(&portal, "backup made --bytes 2500001 --verified").await;
    assert_eq!(
        told,
        (Some(0), "Written down: a backup (full, 2500001 bytes), read back and whole.\n".into())
    );
    let event = portal.events_of("backup-made").await.remove(0);
    let fields = ["kind", "bytes", "verified"].map(|name| event.field(name));
    assert_eq!((event.actor.as_str(), fields), ("system", ["full", "2500001", "true"].map(Into::into)));
    let fr = shown(&portal, "admin", Locale::Fr).await;
    says(&fr, &["Dernière sauvegarde le", ", il y a moins d’une heure.", "complète · 3 Mo · relue, intacte"]);
    assert!(!fr.contains("Elle date"), "{fr}");
    says(&parvis(&portal, "doctor").await.1, &["ok      backups (the last one 0 hours ago)"]);

    assert_eq!(parvis(&portal, "backup made --kind incremental").await.0, Some(0));
    portal.clock.advance(Duration::from_hours(27));
    let fr = shown(&portal, "admin", Locale::Fr).await;
    says(&fr, &[", il y a 27 heures.", "incrémentielle · pas relue", "Elle date de plus de 26 heures"]);
    let en = shown(&portal, "auditor", Locale::En).await;
    says(&en, &[", 27 hours ago.", "incremental · not read back", "It is more than 26 hours old"]);
    portal.clock.advance(Duration::from_hours(48));
    says(&shown(&portal, "admin", Locale::Fr).await, &[", il y a 3 jours."]);
    portal.stop().await;
}

async fn nobody_is_warned_who_does_not_want_it(database: Database) {
    let settings = serde_json::json!({ "backups": { "late_hours": 0 } });
    let portal = Setup::silent().with(settings).start(database).await;
    assert_eq!(parvis(&portal, "backup made").await.0, Some(0));
    portal.clock.advance(Duration::from_hours(24 * 30));
    let en = shown(&portal, "admin", Locale::En).await;
    says(&en, &[", 30 days ago."]);
    assert!(!en.contains("more than"), "{en}");
    portal.stop().await;
}

async fn a_restore_says_what_may_be_missing(database: Database) {
    let portal = Setup::silent().start(database).await;
    signed_in(&portal, "connor", Locale::En).await;
    let newest = "SELECT CAST(MAX(at) AS TEXT) FROM audit_event";
    let newest = Micros(portal.text(newest).await.parse().unwrap()).rfc3339();
    // Told twice, it is still what came back that counts, not what was told the first time.
    for _ in 0..2 {
        let told = parvis(&portal, "backup restored").await;
        let words = format!("Written down: what happened after {newest} is not in this database.\n");
        assert_eq!(told, (Some(0), words));
    }
    let events = portal.events_of("backup-restored").await;
    assert!(events.len() == 2 && events.iter().all(|event| event.field("newest") == newest), "{events:?}");
    let fr = shown(&portal, "admin", Locale::Fr).await;
    says(&fr, &["Une sauvegarde a été restaurée le", "ce qui s’est passé ensuite"]);
    let en = shown(&portal, "auditor", Locale::En).await;
    says(&en, &["A backup was put back on", "may be missing"]);
    let mut admin = signed_in(&portal, "admin", Locale::En).await;
    admin.open("/admin/changes").await;
    says(&admin.text(), &["Backup put back"]);
    portal.stop().await;
}

async fn what_cannot_be_logged_is_not_told_of(database: Database) {
    let portal = Setup::silent().start(database).await;
    portal.meddle("ALTER TABLE audit_event RENAME TO audit_event_away").await;
    for command in ["backup made --verified", "backup restored"] {
        let (status, said) = parvis(&portal, command).await;
        assert!(status == Some(1) && !said.contains("Written down"), "{command}: {said}");
        says(&said, &["parvis: it is not written down, and the portal does not know of it: "]);
    }
    portal.meddle("ALTER TABLE audit_event_away RENAME TO audit_event").await;
    says(
        &shown(&portal, "admin", Locale::En).await,
        &["not told of any backup yet", "not told of any restore"],
    );
    portal.stop().await;
}
