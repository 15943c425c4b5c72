//! Killed at any moment of a file's life, the portal comes back with the file whole or not there at
//! all: no row without its bytes, no bytes without a row, and the back-end has each file once.

use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;

use parvis::text::Locale;
use reqwest::Method;
use reqwest::header::ORIGIN;

use crate::complaint::{self, wait_for_state};
use crate::demo::{Demo, press};
use crate::journeys;
use crate::support::{BOUNDARY, Browser, Database, File, eventually, parts};

journeys!(
    before_a_file_is_added,
    after_a_file_is_added,
    after_the_scan,
    before_the_verdict_is_noted,
    after_the_back_end_has_the_file,
    after_a_file_is_destroyed,
);

const SIGABRT: i32 = 6;

/// A document unlike any other.
fn pdf(what: &str) -> Vec<u8> {
    let mut file = format!("%PDF-1.7\n% {what}\n").into_bytes();
    file.resize(300_000, b'%');
    file.extend(b"\n%%EOF\n");
    file
}

async fn open_files(browser: &mut Browser) {
    complaint::begin(browser).await;
    complaint::fill_event(browser);
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/form/documents"), "{}", browser.text());
}

/// Adds a file; `false` when the portal died before it had answered.
async fn add(browser: &mut Browser, name: &str) -> bool {
    press_with(browser, "upload", &[("attached-files".to_owned(), File::new(name, pdf(name)))]).await
}

/// Presses a button of a form that is sent in parts, without following the answer.
async fn press_with(browser: &mut Browser, button: &str, files: &[(String, File)]) -> bool {
    let sending = browser.sending(button);
    let request = browser.request(Method::POST, sending.action.path());
    let request = request.header(ORIGIN, sending.action.origin().ascii_serialization());
    let request = request.header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"));
    request.body(parts(&sending.fields, files)).send().await.is_ok_and(|answer| answer.status() == 303)
}

/// The page that asks for files, as it is now.
async fn look(browser: &mut Browser) -> Vec<String> {
    let address = browser.page().url.clone();
    browser.visit(address).await;
    browser.page().texts(".files strong")
}

/// The files in the storage, pieces of unfinished ones included.
fn stored(dir: &Path) -> usize {
    let inside = |path: &Path| -> Vec<_> {
        std::fs::read_dir(path).into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
    };
    let spread = inside(&dir.join("attachments"));
    spread.iter().flat_map(|folder| inside(folder)).flat_map(|folder| inside(&folder)).count()
}

async fn died(demo: &mut Demo) {
    let (status, _) = demo.ended().await;
    assert_eq!(status.signal(), Some(SIGABRT), "{status}");
}

/// The bytes are there and the file is not: it is not shown, and its bytes are cleared.
async fn before_a_file_is_added(database: Database) {
    let mut demo = Demo::new(database).await;
    demo.start_to_crash_at("attachment.stored").await;
    let mut browser = demo.browser(Locale::Fr);
    browser.sign_in("amelie").await;
    open_files(&mut browser).await;
    assert!(!add(&mut browser, "facture.pdf").await, "it was never confirmed");
    died(&mut demo).await;
    assert_eq!(stored(&demo.dir), 1, "its bytes were kept");

    // Two hours later: until then it could still be on its way.
    demo.meddle("UPDATE attachment SET created_at = 0 WHERE state = 'uploading'").await;
    demo.start().await;
    assert_eq!(look(&mut browser).await, [""; 0]);
    // Its bytes go first, then its row.
    let cleared = async || (stored(&demo.dir) == 0 && demo.count("attachment").await == 0).then_some(());
    eventually("what is nobody's is cleared", cleared).await;
    assert!(add(&mut browser, "facture.pdf").await, "it is added as if nothing had been");
    sent_once(&mut demo, &mut browser, &["facture.pdf"]).await;
}

async fn after_a_file_is_added(database: Database) {
    let mut demo = Demo::new(database).await;
    demo.start_to_crash_at("attachment.added").await;
    let mut browser = demo.browser(Locale::Fr);
    browser.sign_in("amelie").await;
    open_files(&mut browser).await;
    assert!(!add(&mut browser, "facture.pdf").await, "it was never confirmed");
    died(&mut demo).await;

    demo.start().await;
    assert_eq!(look(&mut browser).await, ["facture.pdf"], "and it is there all the same");
    assert!(add(&mut browser, "facture.pdf").await, "whoever sends it again has it once");
    sent_once(&mut demo, &mut browser, &["facture.pdf"]).await;
}

async fn after_the_scan(database: Database) {
    checked_when_it_dies_at(database, "attachment.scanned").await;
}

async fn before_the_verdict_is_noted(database: Database) {
    checked_when_it_dies_at(database, "attachment.before_commit").await;
}

async fn checked_when_it_dies_at(database: Database, point: &str) {
    let mut demo = Demo::new(database).await;
    demo.start_to_crash_at(point).await;
    let mut browser = demo.browser(Locale::En);
    browser.sign_in("connor").await;
    open_files(&mut browser).await;
    add(&mut browser, "letter.pdf").await;
    died(&mut demo).await;
    assert_eq!(demo.count("attachment WHERE state = 'checking'").await, 1);

    demo.start().await;
    assert_eq!(look(&mut browser).await, ["letter.pdf"]);
    sent_once(&mut demo, &mut browser, &["letter.pdf"]).await;
}

/// The back-end has the file and the portal does not know: it takes the same file again, which
/// changes nothing.
async fn after_the_back_end_has_the_file(database: Database) {
    let mut demo = Demo::new(database).await;
    demo.start_to_crash_at("attachment.sent").await;
    let mut browser = demo.browser(Locale::Fr);
    browser.sign_in("amelie").await;
    open_files(&mut browser).await;
    assert!(add(&mut browser, "facture.pdf").await);
    let reference = complaint::reference(&browser);
    send(&mut browser).await;
    died(&mut demo).await;
    demo.start().await;
    arrived_once(&mut demo, &mut browser, &reference, &["facture.pdf"]).await;
}

/// What was removed is destroyed, whenever the power fails.
async fn after_a_file_is_destroyed(database: Database) {
    let mut demo = Demo::new(database).await;
    demo.start_to_crash_at("attachment.destroyed").await;
    let mut browser = demo.browser(Locale::Fr);
    browser.sign_in("amelie").await;
    open_files(&mut browser).await;
    assert!(add(&mut browser, "facture.pdf").await && add(&mut browser, "brouillon.pdf").await);
    look(&mut browser).await;
    press_with(&mut browser, "Retirer brouillon.pdf", &[]).await;
    died(&mut demo).await;

    demo.start().await;
    assert_eq!(look(&mut browser).await, ["facture.pdf"]);
    sent_once(&mut demo, &mut browser, &["facture.pdf"]).await;
    let destroyed = demo.count("audit_event WHERE code = 'attachment-destroyed'").await;
    assert_eq!(destroyed, 1, "and that is told once");
}

/// Goes on from the page that asks for files, and sends.
async fn send(browser: &mut Browser) {
    look(browser).await;
    browser.press("continue").await;
    complaint::fill_answer(browser);
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/check"), "{}", browser.text());
    browser.fill("declaration", "yes");
    press(browser, "send").await;
}

async fn sent_once(demo: &mut Demo, browser: &mut Browser, names: &[&str]) {
    let reference = complaint::reference(browser);
    send(browser).await;
    arrived_once(demo, browser, &reference, names).await;
}

/// The request and its files arrive, and all keep the same account of them.
async fn arrived_once(demo: &mut Demo, browser: &mut Browser, reference: &str, names: &[&str]) {
    wait_for_state(browser, reference, "closed").await;
    demo.at_rest().await;
    let received = demo.received().await;
    let files = received["attachments"].as_array().unwrap();
    let received: Vec<&str> = files.iter().map(|file| file["name"].as_str().unwrap()).collect();
    assert_eq!(received, names, "what the back-end has");
    assert!(files.iter().all(|file| file["times"].as_i64().unwrap() >= 1), "whole: {files:?}");
    let count = i64::try_from(names.len()).unwrap();
    assert_eq!(demo.count("attachment").await, count, "rows");
    assert_eq!(demo.count("attachment WHERE state = 'safe'").await, count);
    assert_eq!(stored(&demo.dir), names.len(), "contents, none of them nobody's");
    for code in ["attachment-added", "attachment-checked", "attachment-delivered"] {
        let told = format!(
            "audit_event WHERE code = '{code}' AND request_id = (SELECT id FROM request WHERE reference = '{reference}')"
        );
        assert!(demo.count(&told).await >= count, "{code}");
    }
    assert_eq!(demo.count("audit_event WHERE code = 'attachment-delivered'").await, count);
    demo.stop().await;
}
