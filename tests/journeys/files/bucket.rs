//! Files in a bucket that speaks S3, as several nodes share one: written in parts, read, destroyed,
//! and what people see while it is out of reach.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use parvis::text::Locale;
use url::Url;

use super::{add, checked, finish, infected, listed, open_files, pdf};
use crate::complaint::signed_in;
use crate::journeys;
use crate::support::{Database, Portal, Setup, eventually};

journeys!(files_live_in_a_bucket, a_bucket_out_of_reach);

/// A real S3 server (`tests/bucket/`), and the folder of what it holds.
struct Bucket {
    folder: PathBuf,
    address: Url,
    process: Child,
}

impl Bucket {
    fn start() -> Self {
        let name = uuid::Uuid::from_bytes(parvis::id::random()).simple();
        let folder = std::env::temp_dir().join(format!("parvis-bucket-{name}"));
        std::fs::create_dir_all(&folder).unwrap();
        let (process, address) = serve(&folder, 0);
        Self { folder, address, process }
    }

    fn settings(&self) -> serde_json::Value {
        serde_json::json!({ "attachments": { "bucket": {
            "url": self.address,
            "name": "parvis-files",
            "region": "us-east-1",
            "access_key": "S3RVER",
            "secret_key": "S3RVER",
        } } })
    }

    fn stop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    fn start_again(&mut self) {
        self.process = serve(&self.folder, self.address.port().unwrap()).0;
    }

    /// All bytes that lie in it, object by object.
    fn objects(&self) -> Vec<Vec<u8>> {
        let mut objects = Vec::new();
        collect(&self.folder, &mut objects);
        objects
    }
}

fn serve(folder: &Path, port: u16) -> (Child, Url) {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bucket");
    let installed = program.join("node_modules/s3rver").exists();
    assert!(installed, "the storage is not installed: `make test-journeys` does that");
    let mut node = Command::new("node");
    node.arg(program.join("main.mjs")).arg(folder).arg(port.to_string());
    let node = node.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut process = node.spawn().unwrap();
    let mut said = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut said).unwrap();
    (process, said.trim().parse().expect("the storage starts"))
}

fn collect(folder: &Path, objects: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        if path.is_dir() {
            collect(&path, objects);
        } else if name.ends_with("_object") {
            objects.push(std::fs::read(path).unwrap());
        }
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn start(bucket: &Bucket, database: Database) -> Portal {
    Setup::default().with(bucket.settings()).start(database).await
}

/// One file in several parts, one in a single one, one removed and one refused again.
async fn files_live_in_a_bucket(database: Database) {
    let bucket = Bucket::start();
    let portal = start(&bucket, database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    open_files(&mut browser).await;
    let (large, small) = (pdf(9 * 1024 * 1024), pdf(20_000));
    add(&mut browser, "radiographies.pdf", large.clone()).await;
    add(&mut browser, "lettre.pdf", small.clone()).await;
    add(&mut browser, "brouillon.pdf", pdf(5_000)).await;
    add(&mut browser, "virus.pdf", infected()).await;
    browser.press("Retirer brouillon.pdf").await;
    eventually("what was removed and refused is destroyed", async || {
        (bucket.objects().len() == 2).then_some(())
    })
    .await;
    checked(&mut browser).await;
    let sealed = bucket.objects();
    assert!(sealed.iter().any(|object| object.len() > large.len()), "sealed, in segments");
    assert!(
        sealed.iter().all(|object| !object.windows(8).any(|bytes| bytes == b"%PDF-1.7")),
        "no plain text"
    );

    let address = browser.page().attributes(".files a", "href").remove(0);
    let got = browser.request(reqwest::Method::GET, &address).send().await.unwrap();
    assert_eq!(got.status(), 200, "{address}");
    let got = got.bytes().await.unwrap();
    assert!(got == large, "the person gets what they gave: {} bytes of {}", got.len(), large.len());
    browser.press("Retirer virus.pdf").await;
    assert_eq!(listed(&browser), ["radiographies.pdf", "lettre.pdf"]);
    finish(&mut browser).await;
    eventually("both files arrive", async || {
        let received = portal.received().await["attachments"].clone();
        let whole = received.as_array().unwrap().iter().filter(|file| file["times"] == 1).count();
        (whole == 2).then_some(())
    })
    .await;
    portal.stop().await;
}

/// Nothing typed is lost, nothing half kept, and it is said what to do; what could not be destroyed is
/// destroyed later.
async fn a_bucket_out_of_reach(database: Database) {
    let mut bucket = Bucket::start();
    let portal = start(&bucket, database).await;
    let mut browser = signed_in(&portal, "connor", Locale::En).await;
    open_files(&mut browser).await;
    add(&mut browser, "first.pdf", pdf(20_000)).await;
    let page = browser.page().url.clone();

    bucket.stop();
    let began = std::time::Instant::now();
    add(&mut browser, "second.pdf", pdf(30_000)).await;
    assert_eq!(browser.page().status, 503, "{}", browser.text());
    assert!(began.elapsed() < Duration::from_secs(20), "nobody waits for minutes");
    browser.visit(page.clone()).await;
    assert_eq!(listed(&browser), ["first.pdf"]);
    browser.press("Remove first.pdf").await;
    assert_eq!(listed(&browser), [""; 0], "it is gone for its person at once");
    eventually("the portal noticed", async || {
        (!portal.events_of("attachment-destroy-failed").await.is_empty()).then_some(())
    })
    .await;

    bucket.start_again();
    add(&mut browser, "second.pdf", pdf(30_000)).await;
    assert_eq!(listed(&browser), ["second.pdf"], "it is taken again");
    eventually("what was to be destroyed is", async || (bucket.objects().len() == 1).then_some(())).await;
    portal.stop().await;
}
