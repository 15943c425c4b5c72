//! Files with a complaint: added, checked, removed, refused and why, sent, delivered, downloaded.

mod abuse;
mod bucket;
mod replies;

use std::time::Duration;

use parvis::text::Locale;
use reqwest::Method;

use crate::complaint::{self, say, signed_in};
use crate::journeys;
use crate::support::{Browser, Database, File, Portal, Setup, eventually};

journeys!(
    a_citizen_adds_files_and_sends_them,
    what_is_refused_is_told_and_the_rest_kept,
    the_test_virus_is_caught_before_sending,
    the_test_virus_is_caught_after_sending,
    files_are_nobody_elses,
    a_draft_takes_its_files_with_it,
    without_a_scanner_the_page_says_so,
    sending_waits_for_the_scanner,
);

/// A document of that many bytes.
pub fn pdf(bytes: usize) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n".to_vec();
    file.resize(bytes.max(80) - 6, b'%');
    file.extend(b"%%EOF\n");
    file
}

/// The test file of all scanners, in a document.
pub fn infected() -> Vec<u8> {
    let virus = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"].concat();
    [b"%PDF-1.7\n", virus.as_bytes(), b"\n%%EOF\n"].concat()
}

/// Begins a complaint; the page that asks for files is on screen.
pub async fn open_files(browser: &mut Browser) {
    complaint::begin(browser).await;
    complaint::fill_event(browser);
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/form/documents"), "{}", browser.text());
}

/// Adds one file with the button beside it.
pub async fn add(browser: &mut Browser, name: &str, content: Vec<u8>) {
    browser.attach("attached-files", File::new(name, content)).press("upload").await;
}

/// The names of the files on screen.
pub fn listed(browser: &Browser) -> Vec<String> {
    browser.page().texts(".files strong")
}

/// Waits until no file on the page is being checked.
pub async fn checked(browser: &mut Browser) {
    let path = browser.page().url.path().to_owned();
    let checking = say(browser, "Vérification antivirus", "Being checked");
    eventually("the scanner's word", async || {
        let address = browser.page().url.join(&path).unwrap();
        browser.visit(address).await;
        (!browser.text().contains(checking)).then_some(())
    })
    .await;
}

/// Answers the rest and sends it; gives its reference.
pub async fn finish(browser: &mut Browser) -> String {
    browser.press("continue").await;
    complaint::fill_answer(browser);
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/check"), "{}", browser.text());
    let reference = complaint::reference(browser);
    browser.fill("declaration", "yes");
    browser.press("send").await;
    assert!(browser.page().url.path().ends_with("/confirmation"), "{}", browser.text());
    reference
}

/// Without JavaScript: two files, one of them chosen when "continue" is pressed, one removed again.
async fn a_citizen_adds_files_and_sends_them(database: Database) {
    let portal = Portal::start(database).await;
    for (username, locale) in [("amelie", Locale::Fr), ("connor", Locale::En)] {
        let mut browser = signed_in(&portal, username, locale).await;
        open_files(&mut browser).await;
        add(&mut browser, "Relevé d’urgence.pdf", pdf(200_000)).await;
        assert_eq!(listed(&browser), ["Relevé d’urgence.pdf"]);
        add(&mut browser, "brouillon.pdf", pdf(5_000)).await;
        let remove = format!("{} brouillon.pdf", say(&browser, "Retirer", "Remove"));
        browser.press(&remove).await;
        assert_eq!(listed(&browser), ["Relevé d’urgence.pdf"]);
        checked(&mut browser).await;
        assert!(browser.text().contains(say(&browser, "aucun virus trouvé", "no virus found")));

        browser.attach("attached-files", File::new("lettre.pdf", pdf(90_000)));
        let reference = finish(&mut browser).await;
        portal.at_rest().await;
        browser.open(&format!("/requests/{reference}")).await;
        assert_eq!(listed(&browser), ["Relevé d’urgence.pdf", "lettre.pdf"]);
        browser.follow("lettre.pdf").await;
        assert_eq!(browser.page().body.len(), 90_000);
        let header = |name: &str| browser.page().headers[name].to_str().unwrap().to_owned();
        assert!(header("content-disposition").starts_with("attachment; filename=\"lettre.pdf\""));
        assert!(header("content-security-policy").starts_with("sandbox"));
        assert_eq!(
            (header("cache-control"), header("x-content-type-options")),
            ("no-store".into(), "nosniff".into())
        );
        browser.open(&format!("/requests/{reference}/copy")).await;
        assert!(browser.text().contains("Relevé d’urgence.pdf"));
    }
    let received = portal.received().await;
    let files = received["attachments"].as_array().unwrap();
    assert_eq!(files.len(), 4, "{files:?}");
    assert!(files.iter().all(|file| file["times"] == 1), "{files:?}");
    let announced = &portal.complaints(2).await[0]["content"]["attachments"];
    assert_eq!(announced[1]["name"], "lettre.pdf");
    assert_eq!(announced[1]["size"], 90_000);
    assert_eq!(announced[0]["field"], "attached-files");
    for (code, count) in [
        ("attachment-added", 6),
        ("attachment-removed", 2),
        ("attachment-destroyed", 2),
        ("attachment-delivered", 4),
        ("attachment-downloaded", 2),
    ] {
        assert_eq!(portal.events_of(code).await.len(), count, "{code}");
    }
    assert_eq!(contents(&portal), 4, "what was removed is destroyed");
}

/// How many files lie in the storage, parts included.
pub fn contents(portal: &Portal) -> usize {
    let folders = |path| std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let spread = folders(portal.dir.join("attachments"));
    spread.flat_map(folders).flat_map(folders).count()
}

async fn what_is_refused_is_told_and_the_rest_kept(database: Database) {
    let portal = Setup::default()
        .with(serde_json::json!({ "attachments": { "daily_mib": 12 } }))
        .start(database)
        .await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    open_files(&mut browser).await;
    add(&mut browser, "bon.pdf", pdf(2_000)).await;
    let refusals: [(&str, Vec<u8>, &str); 8] = [
        ("vide.pdf", Vec::new(), "est vide"),
        ("page.pdf", b"<html><script>alert(1)</script>".to_vec(), "type accepté"),
        ("photo.jpg", pdf(2_000), "son nom annonce"),
        ("lourd.pdf", pdf((10 << 20) + 1), "trop lourd"),
        ("secret.pdf", b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>\n%%EOF\n".to_vec(), "mot de passe"),
        ("coupe.pdf", b"%PDF-1.7\nno end".to_vec(), "abîmé"),
        ("deux.pdf", [pdf(300), b"PK\x05\x06".to_vec(), vec![0; 18]].concat(), "autre chose"),
        ("plus.pdf", pdf((10 << 20) - 9), ""),
    ];
    for (name, content, words) in refusals {
        add(&mut browser, name, content).await;
        let refused = !words.is_empty();
        assert_eq!(browser.page().status, if refused { 422 } else { 200 }, "{name}: {}", browser.text());
        assert!(browser.text().contains(words), "{name}: {}", browser.text());
        assert_eq!(listed(&browser)[0], "bon.pdf");
        assert_eq!(listed(&browser).len(), if refused { 1 } else { 2 });
    }
    // The day's limit: 12 MiB.
    add(&mut browser, "encore.pdf", pdf(3 << 20)).await;
    assert!(browser.text().contains("limite d’envoi d’aujourd’hui"), "{}", browser.text());
    // The same file twice is one file, and five are the most.
    add(&mut browser, "bon.pdf", pdf(2_000)).await;
    assert_eq!((browser.page().status, listed(&browser).len()), (200, 2));
    for number in 3..=5 {
        add(&mut browser, &format!("{number}.pdf"), pdf(1_000 + number)).await;
    }
    assert_eq!(listed(&browser).len(), 5);
    assert!(browser.text().contains("le nombre maximal de fichiers"));
    assert_eq!(contents(&portal), 5, "nothing that was refused is kept");
    assert_eq!(portal.count("attachment").await, 5);
    assert_eq!(portal.count("attachment WHERE state = 'uploading'").await, 0);
}

async fn the_test_virus_is_caught_before_sending(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    open_files(&mut browser).await;
    add(&mut browser, "facture.pdf", infected()).await;
    assert_eq!(listed(&browser), ["facture.pdf"], "taken at the door: its content is a document's");
    checked(&mut browser).await;
    assert!(browser.text().contains("l’antivirus y a trouvé un virus"), "{}", browser.text());
    finish(&mut browser).await;
    portal.at_rest().await;
    assert_eq!(portal.received().await["attachments"].as_array().unwrap().len(), 0);
    assert_eq!(portal.complaints(1).await[0]["content"]["attachments"], serde_json::json!([]));
    assert_eq!(portal.events_of("attachment-infected").await.len(), 1);
    assert_eq!(contents(&portal), 0, "it is destroyed");
}

/// Sent while the check is under way: the request goes on without the file, and the citizen is told.
async fn the_test_virus_is_caught_after_sending(database: Database) {
    let mut setup = Setup::default();
    setup.pace.scan = Duration::from_millis(1_500);
    let portal = setup.start(database).await;
    let mut browser = signed_in(&portal, "connor", Locale::En).await;
    open_files(&mut browser).await;
    add(&mut browser, "good.pdf", pdf(3_000)).await;
    add(&mut browser, "bill.pdf", infected()).await;
    let reference = finish(&mut browser).await;
    let complaint = portal.complaints(1).await.remove(0);
    assert_eq!(complaint["content"]["attachments"].as_array().unwrap().len(), 1, "{complaint}");
    portal.at_rest().await;
    browser.open(&format!("/requests/{reference}")).await;
    assert!(
        browser.text().contains("One of your files was refused by the virus scanner."),
        "{}",
        browser.text()
    );
    browser.open("/messages").await;
    browser.follow("One of your files was refused by the virus scanner.").await;
    assert!(browser.text().contains("a virus in “bill.pdf”"), "{}", browser.text());
}

/// Another citizen, and another request of one's own, find nothing: as if there were nothing.
async fn files_are_nobody_elses(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    open_files(&mut amelie).await;
    add(&mut amelie, "a.pdf", pdf(2_000)).await;
    checked(&mut amelie).await;
    let hers = amelie.page().attributes(".files a", "href").remove(0);
    let mut connor = signed_in(&portal, "connor", Locale::Fr).await;
    open_files(&mut connor).await;
    let his = complaint::reference(&connor);
    let id = hers.rsplit('/').next().unwrap();
    let unknown = hers.replace(id, "0198c0de-0000-7000-8000-000000000001");
    let mixed = format!("/fr/requests/{his}/files/{id}");
    let mut answers = Vec::new();
    for address in [hers.as_str(), &unknown, &mixed] {
        let answer = connor.request(Method::GET, address).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{address}");
        let page = answer.text().await.unwrap();
        answers.push(page.len());
    }
    answers.dedup();
    assert!(answers.iter().all(|length| length.abs_diff(answers[0]) < 200), "{answers:?}");
    // Nor can he remove it from his own draft's page.
    let mut sending = connor.sending("upload");
    sending.fields.retain(|(name, _)| name != "action");
    sending.fields.push(("remove".into(), id.into()));
    let body = crate::support::parts(&sending.fields, &[]);
    let kind = format!("multipart/form-data; boundary={}", crate::support::BOUNDARY);
    let request = connor.request(Method::POST, sending.action.path()).header("content-type", kind);
    let answer =
        request.header("origin", portal.url.origin().ascii_serialization()).body(body).send().await.unwrap();
    assert_eq!(answer.status(), 303, "passed over");
    assert_eq!(portal.count("attachment WHERE state = 'safe'").await, 1);
    assert_eq!(amelie.request(Method::GET, &hers).send().await.unwrap().status(), 200);
}

async fn a_draft_takes_its_files_with_it(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    open_files(&mut browser).await;
    add(&mut browser, "a.pdf", pdf(2_000)).await;
    portal.at_rest().await;
    assert_eq!(contents(&portal), 1);
    portal.clock.advance(Duration::from_hours(24 * 31));
    portal.app.make_round().await;
    portal.at_rest().await;
    assert_eq!(contents(&portal), 1, "deleted, it can be restored with its files");
    portal.clock.advance(Duration::from_hours(24 * 7));
    portal.app.make_round().await;
    assert_eq!(portal.count("attachment").await, 0);
    portal.at_rest().await;
    assert_eq!(contents(&portal), 0);
}

async fn without_a_scanner_the_page_says_so(database: Database) {
    let portal = Setup::default()
        .with(serde_json::json!({ "attachments": { "scanner": null } }))
        .start(database)
        .await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    open_files(&mut browser).await;
    add(&mut browser, "a.pdf", pdf(2_000)).await;
    assert!(browser.text().contains("aucun antivirus n’est branché"), "{}", browser.text());
    finish(&mut browser).await;
    portal.at_rest().await;
    assert_eq!(portal.received().await["attachments"][0]["times"], 1);
}

/// Nothing of a request goes out while its files wait for a scanner that is down; the citizen has
/// nothing to do.
async fn sending_waits_for_the_scanner(database: Database) {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let portal = Setup::default()
        .with(serde_json::json!({ "attachments": { "scanner": nobody.to_string() } }))
        .start(database)
        .await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    open_files(&mut browser).await;
    add(&mut browser, "a.pdf", pdf(2_000)).await;
    let reference = finish(&mut browser).await;
    eventually("two attempts", async || {
        (portal.events_of("attachment-check-failed").await.len() >= 2).then_some(())
    })
    .await;
    browser.open(&format!("/requests/{reference}")).await;
    assert!(browser.text().contains("Un antivirus vérifie vos fichiers"), "{}", browser.text());
    assert_eq!(portal.received().await["received"].as_array().unwrap().len(), 0);
}
