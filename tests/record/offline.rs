//! The commands of whoever audits the log: on the database, and far from it.

use std::process::{Command, Stdio};

use crate::journeys;
use crate::room::{Room, at};
use crate::support::Database;

journeys!(
    an_export_stands_for_itself,
    one_event_is_proven,
    it_went_on_from_what_was_kept,
    cut_short_anywhere
);

/// Runs the program; its exit status and what it says.
fn parvis(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    command.env_remove("PARVIS_CONFIG").stdin(Stdio::null());
    let done = command.args(arguments).output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    (done.status.code().unwrap_or(-1), String::from_utf8(said).unwrap())
}

impl Room {
    fn file(&self, name: &str) -> String {
        self.dir.join(name).display().to_string()
    }

    /// `parvis audit …` on this log.
    pub fn audit(&self, arguments: &[&str]) -> (i32, String) {
        let config = self.file("parvis.toml");
        parvis(&[&["audit"], arguments, &["--config", &config]].concat())
    }

    /// The log's key, as auditors get it.
    fn key(&self) -> String {
        let (_, listed) = parvis(&["keys", "list", "--config", &self.file("parvis.toml")]);
        let line = listed.lines().find(|line| line.starts_with("audit ")).unwrap().to_owned();
        line.split_whitespace().nth(1).unwrap().to_owned()
    }
}

/// Ended so, and said this among others.
pub fn is(found: (i32, String), status: i32, said: &str) {
    let (ended, told) = found;
    assert!(ended == status && told.contains(said), "{status}, {said}: {ended}, {told}");
}

async fn an_export_stands_for_itself(database: Database) {
    let room = Room::new(database).await;
    room.settled(12).await;
    room.settled(12).await;
    is(room.audit(&["verify"]), 0, "24 events are what was written");
    let key = room.key();
    room.sequencer.settle().await.unwrap();
    let (whole, part) = (room.file("whole.ndjson"), room.file("part.ndjson"));
    is(room.audit(&["export", "-o", &whole]), 0, "25 events are in");
    is(room.audit(&["export", "--from", "5", "--to", "15", "-o", &part]), 0, "10 events are in");
    assert_eq!(room.count("audit_event WHERE code = 'audit-exported'").await, 2, "each is logged");

    let verify = |file: &str, more: &[&str]| {
        parvis(&[&["audit", "verify", "--export", file, "--key", &key], more].concat())
    };
    let second = room.file("checkpoints");
    is(verify(&whole, &["--second-place", &second]), 0, "25 events are what was written");
    is(verify(&part, &[]), 0, "10 events are what was written");
    is(parvis(&["audit", "verify", "--export", &whole]), 2, "give the log's key");
    is(verify(&room.file("none"), &[]), 2, "Cannot tell");
    let other = "here/audit+6a2f57c3+AepKbGKNzWkUuVgh6bnHYyfmFKNTC8aZ1CBJ1MSHJNhs";
    assert_ne!(parvis(&["audit", "verify", "--export", &whole, "--key", other]).0, 0);

    let lines: Vec<String> = std::fs::read_to_string(&whole).unwrap().lines().map(str::to_owned).collect();
    let bent = |lines: &[String]| {
        let file = room.file("bent.ndjson");
        std::fs::write(&file, lines.join("\n") + "\n").unwrap();
        verify(&file, &["--second-place", &second])
    };
    let of =
        |place: u64| lines.iter().position(|line| line.contains(&format!("\"place\":{place},"))).unwrap();
    let mut changed = lines.clone();
    changed[of(7)] = changed[of(7)].replace("\"version\":7", "\"version\":8");
    is(bent(&changed), 1, "BENT: place 7: ");
    let mut taken = lines.clone();
    taken.remove(of(3));
    is(bent(&taken), 1, "BENT: place 3: ");
    let mut swapped = lines.clone();
    swapped.swap(of(4), of(9));
    is(bent(&swapped), 1, "BENT: place 4: ");
    is(bent(&lines[..of(20)]), 1, "BENT: place 20: ");
    let shorter: Vec<String> = lines[..of(12)].to_vec();
    let shorter: Vec<String> =
        shorter.iter().map(|line| line.replace("\"to\":25,\"size\":25", "\"to\":12,\"size\":12")).collect();
    is(bent(&shorter), 1, "BENT: place 12: the log ends there, and 2");
    is(bent(&lines[1..]), 1, "line 1");
}

async fn one_event_is_proven(database: Database) {
    let room = Room::new(database).await;
    room.settled(20).await;
    let id = room.text(&format!("SELECT {} FROM audit_leaf WHERE place = 11", room.hex("event_id"))).await;
    is(room.audit(&["verify", "--event", &id]), 0, "is at place 11 of 20");
    let (status, proof) = room.audit(&["prove", &id]);
    assert_eq!(status, 0, "{proof}");
    let file = room.file("proof.json");
    std::fs::write(&file, &proof).unwrap();
    let (key, file) = (room.key(), file.as_str());
    let verify = || parvis(&["audit", "verify", "--proof", file, "--key", &key]);
    is(verify(), 0, "is at place 11 of 20");
    std::fs::write(file, proof.replace("draft-saved", "draft-kept")).unwrap();
    is(verify(), 1, "BENT: place 11: ");
    std::fs::write(file, proof.replace("\"trace\": \"trace\"", "\"trace\": \"other\"")).unwrap();
    is(verify(), 1, "BENT: place 11: what the event says of persons");
    room.bend(&format!("UPDATE audit_event SET at = at + 1 WHERE id = {}", at(11))).await;
    is(room.audit(&["verify", "--event", &id]), 1, "BENT: place 11: ");
    is(room.audit(&["verify"]), 1, "BENT: place 11: ");
}

async fn it_went_on_from_what_was_kept(database: Database) {
    let room = Room::new(database).await;
    let mut kept = Vec::new();
    for events in [7, 13] {
        room.settled(events).await;
        let file = room.file(&format!("kept-{events}"));
        std::fs::write(&file, room.audit(&["checkpoint"]).1).unwrap();
        kept.push(file);
    }
    is(room.audit(&["verify", "--between", &kept[0], &kept[1]]), 0, "went on from 7 events to 20");
    is(room.audit(&["verify", "--between", &kept[1], &kept[0]]), 1, "BENT: ");
    room.bend("DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_leaf WHERE place >= 6)").await;
    room.bend("DELETE FROM audit_leaf WHERE place >= 6; DELETE FROM audit_checkpoint").await;
    room.settled(20).await;
    is(room.audit(&["verify", "--between", &kept[0], &kept[1]]), 1, "the checkpoint of 7 events");
}

/// The sequencer dies between any two of its steps; the next one goes on, without a gap and without an event twice.
async fn cut_short_anywhere(database: Database) {
    let room = Room::new(database).await;
    let dir = room.file("demo");
    let database_url = if room.is_sqlite() { None } else { Some(database.fresh(&room.dir).await) };
    let demo = |point: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
        command.args(["demo", "--port", "0", "--json", "--data", &dir]).env("PARVIS_CRASH_AT", point);
        if let Some(url) = &database_url {
            command.args(["--database", url]);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    for point in ["before_placed", "placed", "before_signed", "signed", "before_brought_away"] {
        // Each start has other ports, so that it has something to log.
        let status = demo(&format!("audit.{point}")).wait().unwrap();
        assert!(!status.success(), "it dies at {point}");
    }
    let mut whole = demo("nowhere");
    let mut said = [0];
    std::io::Read::read_exact(whole.stdout.as_mut().unwrap(), &mut said).unwrap();
    let stopped = Command::new("kill").args(["-TERM", &whole.id().to_string()]).status().unwrap();
    assert!(stopped.success() && whole.wait().unwrap().success());
    let config = format!("{dir}/parvis.toml");
    let (status, said) = parvis(&["audit", "verify", "--config", &config]);
    assert!(status == 0 && !said.contains("No second place"), "{said}");
    let (_, checkpoint) = parvis(&["audit", "checkpoint", "--config", &config]);
    let size = checkpoint.lines().nth(1).unwrap();
    assert!(said.contains(&format!("{size} of {size} events are signed")), "all of them: {said}");
}
