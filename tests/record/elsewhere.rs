//! The second place: a real bucket, and one that is not there when it is looked for.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use parvis::audit::last_check;
use parvis::audit::second_place::SecondPlace;

use crate::journeys;
use crate::keeping::a_night;
use crate::offline::is;
use crate::room::Room;
use crate::support::Database;

journeys!(a_bucket_is_written_and_read, a_missing_place_is_told);

/// A real S3 server (`tests/bucket/`).
struct Bucket(Child, String);

impl Bucket {
    fn start(folder: &Path) -> Self {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bucket");
        let installed = program.join("node_modules/s3rver").exists();
        assert!(installed, "the storage is not installed: `make test-journeys` does that");
        std::fs::create_dir_all(folder).unwrap();
        let mut node = Command::new("node");
        node.arg(program.join("main.mjs")).arg(folder).arg("0");
        let node = node.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = node.spawn().unwrap();
        let mut said = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut said).unwrap();
        Self(process, said.trim().to_owned())
    }

    fn settings(&self) -> String {
        format!(
            "[audit.checkpoints.bucket]\nurl = '{}'\nname = 'parvis-files'\nregion = 'us-east-1'\n\
            access_key = 'S3RVER'\nsecret_key = 'S3RVER'",
            self.1
        )
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn a_bucket_is_written_and_read(database: Database) {
    // Another test of this process may have installed it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut room = Room::new(database).await;
    let bucket = Bucket::start(&room.dir.join("bucket"));
    room.second_place(&bucket.settings());
    room.settled(12).await;
    room.settled(12).await;
    is(room.audit(&["verify"]), 0, "4 checkpoints fit, 2 of them in the second place");
    let place = SecondPlace::open(room.config.audit.checkpoints.as_ref().unwrap()).unwrap();
    let found = place.read().await.unwrap().unwrap();
    let sizes: Vec<u64> = found.notes.iter().map(|note| note.checkpoint.size).collect();
    assert_eq!((sizes, found.unreadable), (vec![12, 24], 0));
    room.bend(
        "DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_leaf WHERE place >= 15);
        DELETE FROM audit_leaf WHERE place >= 15; DELETE FROM audit_checkpoint WHERE size > 15",
    )
    .await;
    is(room.audit(&["verify"]), 1, "BENT: place 15: the log ends there, and 24 events were signed");
    // Written anew from there, it is still shorter than what the bucket has.
    room.settled(8).await;
    is(room.audit(&["verify"]), 1, "BENT: ");
    drop(bucket);
    is(room.audit(&["verify"]), 3, "The second place cannot be read");
}

async fn a_missing_place_is_told(database: Database) {
    let room = Room::new(database).await;
    is(room.audit(&["verify"]), 0, "0 events are what was written");
    room.settled(12).await;
    let (file, away) = (room.dir.join("checkpoints"), room.dir.join("away"));
    std::fs::rename(&file, &away).unwrap();
    let (status, said) = room.audit(&["verify"]);
    assert!(status == 3 && said.contains("12 events are what was written"), "the rest is verified: {said}");
    assert!(said.contains("UNSEEN: ") && said.contains("The second place cannot be read"), "{said}");
    std::fs::write(&file, "").unwrap();
    is(room.audit(&["verify"]), 3, "UNSEEN: ");
    is(room.audit(&["verify", "--second-place", &away.display().to_string()]), 0, "1 of them in the second");
    is(room.audit(&["verify", "--second-place", "nowhere"]), 2, "Cannot tell");

    std::fs::remove_file(&file).unwrap();
    a_night(&room).await;
    let check = last_check(&mut room.db.read().await.unwrap()).await.unwrap().unwrap();
    assert!(check.is_unseen() && check.finding.unwrap().starts_with("the second place cannot be read"));
    let told = room.text("SELECT CAST(fields AS TEXT) FROM audit_event WHERE code = 'audit-checked'").await;
    assert!(told.contains("unseen"), "{told}");
    std::fs::rename(&away, &file).unwrap();
    room.settled(3).await;
    a_night(&room).await;
    let check = last_check(&mut room.db.read().await.unwrap()).await.unwrap().unwrap();
    assert_eq!(check.holds(), Some(true), "{:?}", check.finding);

    // What is bent is told before what is missing.
    std::fs::rename(&file, &away).unwrap();
    room.bend("DELETE FROM audit_leaf WHERE place = 7").await;
    is(room.audit(&["verify"]), 1, "BENT: place 7: ");
}
