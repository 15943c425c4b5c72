//! Files after a request was sent: handed in for a task, and sent with a message.

use std::time::Duration;

use parvis::text::Locale;
use reqwest::Method;
use serde_json::{Value, json};

use super::{checked, contents, infected, listed, pdf};
use crate::complaint::{self, say, signed_in};
use crate::following::{task, wait_for, with_a_request};
use crate::journeys;
use crate::support::{BOUNDARY, Browser, Database, File, Portal, Setup, eventually, parts};

journeys!(
    a_task_asks_for_files,
    what_is_refused_for_a_task_is_told,
    a_task_waits_for_its_files_to_be_checked,
    a_task_without_a_safe_file_is_asked_again,
    a_task_asked_anew_keeps_its_files,
    a_message_carries_files,
    a_message_goes_without_a_file_that_is_refused,
    what_is_never_sent_is_destroyed,
    files_of_replies_are_nobody_elses,
);

async fn add(browser: &mut Browser, name: &str, content: Vec<u8>) {
    browser.attach("files", File::new(name, content)).press("upload").await;
}

/// Asks for files, and opens the page to hand them in.
async fn open_task(portal: &Portal, browser: &mut Browser, (reference, request): (&str, &str)) {
    portal.office_tells(request, "upload").await;
    let title = say(browser, "Ajoutez le relevé", "Add the record");
    wait_for(browser, reference, title).await;
    let href = browser.page().attributes("main section .row a", "href").remove(0);
    browser.visit(portal.at(&href)).await;
}

/// What the office received of citizens' replies.
async fn letters(portal: &Portal) -> Vec<Value> {
    portal.at_rest().await;
    let letters = portal.received().await["letters"].as_array().unwrap().clone();
    letters.into_iter().map(|letter| letter["content"].clone()).collect()
}

/// Without JavaScript: two files, one removed, one chosen as "send" is pressed.
async fn a_task_asks_for_files(database: Database) {
    for locale in Locale::ALL {
        let (portal, mut browser, reference, request) = with_a_request(database, locale).await;
        open_task(&portal, &mut browser, (&reference, &request)).await;
        browser.press("send").await;
        assert_eq!(browser.page().status, 422);
        let errors: Vec<String> = browser.page().errors().into_iter().map(|(input, _)| input).collect();
        assert_eq!(errors, ["files"]);
        assert!(browser.text().contains(say(&browser, "au moins un fichier", "at least one file")));

        add(&mut browser, "Relevé.pdf", pdf(60_000)).await;
        add(&mut browser, "brouillon.pdf", pdf(5_000)).await;
        let remove = format!("{} brouillon.pdf", say(&browser, "Retirer", "Remove"));
        browser.press(&remove).await;
        assert_eq!(listed(&browser), ["Relevé.pdf"]);
        checked(&mut browser).await;
        assert!(browser.text().contains(say(&browser, "aucun virus trouvé", "no virus found")));
        browser.attach("files", File::new("lettre.pdf", pdf(9_000))).press("send").await;
        let thanks = say(&browser, "Votre réponse est envoyée", "Your answer has been sent");
        assert!(browser.text().contains(thanks), "{}", browser.text());

        let processed =
            say(&browser, "Le service a traité votre réponse", "The service processed your answer");
        wait_for(&mut browser, &reference, processed).await;
        let letter = letters(&portal).await.remove(0);
        assert_eq!((&letter["task"], &letter["answers"]), (&json!("visit-record"), &json!({})));
        let names: Vec<&Value> =
            letter["attachments"].as_array().unwrap().iter().map(|file| &file["name"]).collect();
        assert_eq!(names, ["Relevé.pdf", "lettre.pdf"]);
        assert!(letter["attachments"][0].get("field").is_none(), "{letter}");
        let received = portal.received().await["attachments"].clone();
        let received = received.as_array().unwrap();
        assert!(received.len() == 2 && received.iter().all(|file| file["times"] == 1), "{received:?}");

        let href = browser.page().attributes("main section .row a", "href").remove(0);
        browser.visit(portal.at(&href)).await;
        assert_eq!(listed(&browser), ["Relevé.pdf", "lettre.pdf"], "what was handed in stays to be seen");
        assert!(browser.page().attributes("main form", "action").is_empty(), "done once");
        browser.follow("lettre.pdf").await;
        assert_eq!(browser.page().body.len(), 9_000);
        assert_eq!(portal.events_of("task-answered").await.len(), 1);
        assert_eq!(portal.events_of("attachment-delivered").await.len(), 2);
        assert_eq!(contents(&portal), 2, "what was removed is destroyed");
        portal.stop().await;
    }
}

async fn what_is_refused_for_a_task_is_told(database: Database) {
    let (portal, mut browser, reference, request) = with_a_request(database, Locale::Fr).await;
    open_task(&portal, &mut browser, (&reference, &request)).await;
    add(&mut browser, "bon.pdf", pdf(2_000)).await;
    for (name, content, words) in [
        ("vide.pdf", Vec::new(), "est vide"),
        ("page.pdf", b"<html><script>alert(1)</script>".to_vec(), "type accepté"),
        ("lourd.pdf", pdf((10 << 20) + 1), "trop lourd"),
    ] {
        add(&mut browser, name, content).await;
        assert_eq!(browser.page().status, 422, "{name}");
        assert!(browser.text().contains(words), "{name}: {}", browser.text());
        assert_eq!(listed(&browser), ["bon.pdf"]);
    }
    add(&mut browser, "bon.pdf", pdf(2_000)).await;
    assert_eq!(listed(&browser).len(), 1, "the same file twice is one");
    add(&mut browser, "2.pdf", pdf(2_002)).await;
    add(&mut browser, "3.pdf", pdf(2_003)).await;
    assert!(browser.text().contains("le nombre maximal de fichiers"), "three are the most");
    assert_eq!(portal.count("attachment").await, 3);
    assert_eq!(contents(&portal), 3, "nothing that was refused is kept");
    portal.stop().await;
}

/// Sent while the scanner is at work: nothing goes out before it has spoken, and the page says so.
async fn a_task_waits_for_its_files_to_be_checked(database: Database) {
    let mut setup = Setup::silent();
    setup.pace.scan = Duration::from_millis(2_500);
    let portal = setup.start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut browser).await;
    let request = crate::office::request(&portal).await;
    open_task(&portal, &mut browser, (&reference, &request)).await;
    browser.attach("files", File::new("relevé.pdf", pdf(4_000))).press("send").await;
    let href = browser.page().attributes("main section .row a", "href").remove(0);
    browser.visit(portal.at(&href)).await;
    assert!(browser.text().contains("Fait, en route vers le service"), "{}", browser.text());
    assert!(browser.text().contains("Vérification antivirus en cours"), "{}", browser.text());
    assert_eq!(portal.received().await["letters"], json!([]), "not before the scanner has spoken");
    wait_for(&mut browser, &reference, "Le service a traité votre réponse").await;
    assert_eq!(letters(&portal).await.len(), 1);
    portal.stop().await;
}

async fn a_task_without_a_safe_file_is_asked_again(database: Database) {
    let mut setup = Setup::silent();
    setup.pace.scan = Duration::from_millis(2_500);
    let portal = setup.start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut browser).await;
    let request = crate::office::request(&portal).await;
    open_task(&portal, &mut browser, (&reference, &request)).await;
    browser.attach("files", File::new("facture.pdf", infected())).press("send").await;
    wait_for(&mut browser, &reference, "On vous le demande encore").await;
    assert!(
        browser.text().contains("Un de vos fichiers a été refusé par l’antivirus."),
        "{}",
        browser.text()
    );
    assert_eq!(letters(&portal).await.len(), 0, "there is nothing to hand over");
    let state = browser.open(&format!("/requests/{reference}")).await.attribute("[data-state]", "data-state");
    assert_eq!(state.as_deref(), Some("action-needed"));
    let href = browser.page().attributes("main section .row a", "href").remove(0);
    browser.visit(portal.at(&href)).await;
    assert!(browser.text().contains("l’antivirus y a trouvé un virus"), "{}", browser.text());
    browser.press("send").await;
    assert_eq!(browser.page().status, 422, "a file that was refused is none");
    browser.attach("files", File::new("relevé.pdf", pdf(3_000))).press("send").await;
    wait_for(&mut browser, &reference, "Le service a traité votre réponse").await;
    let letter = letters(&portal).await.remove(0);
    assert_eq!(letter["attachments"].as_array().unwrap().len(), 1, "{letter}");
    assert_eq!(portal.events_of("task-reopened").await.len(), 1);
    assert_eq!(contents(&portal), 1, "what was infected is destroyed");
    browser.open("/messages").await;
    assert!(browser.text().contains("On vous le demande encore"), "{}", browser.text());
    portal.stop().await;
}

async fn a_task_asked_anew_keeps_its_files(database: Database) {
    let (portal, mut browser, reference, request) = with_a_request(database, Locale::En).await;
    let asked = json!({ "code": "visit-record" });
    task(&portal, &request, 1, asked.clone()).await;
    browser.open(&format!("/requests/{reference}")).await;
    let href = browser.page().attributes("main section .row a", "href").remove(0);
    browser.visit(portal.at(&href)).await;
    add(&mut browser, "record.pdf", pdf(2_000)).await;
    task(&portal, &request, 2, asked).await;
    browser.press("send").await;
    assert_eq!(browser.page().status, 412, "it was asked anew meanwhile");
    assert_eq!(listed(&browser), ["record.pdf"]);
    task(&portal, &request, 3, json!({ "code": "visit-record", "state": "withdrawn" })).await;
    add(&mut browser, "late.pdf", pdf(2_500)).await;
    assert_eq!(portal.count("attachment").await, 1, "what is no longer asked takes no file");
    portal.stop().await;
}

/// The same file may go with one message and with another.
async fn a_message_carries_files(database: Database) {
    for locale in Locale::ALL {
        let (portal, mut browser, reference, _) = with_a_request(database, locale).await;
        let messages = format!("/requests/{reference}/messages");
        for (words, times) in [("Voici une photo.", 1), ("La voici encore.", 2)] {
            browser.open(&messages).await;
            browser.fill("message", words);
            add(&mut browser, "photo.pdf", pdf(8_000)).await;
            assert_eq!(browser.page().status, 200);
            assert_eq!(browser.page().value("message"), words, "nothing typed is lost");
            browser.press("send").await;
            let sent = say(&browser, "Votre message est envoyé", "Your message has been sent");
            assert!(browser.text().contains(sent), "{}", browser.text());
            assert_eq!(listed(&browser).len(), times);
        }
        let letters = letters(&portal).await;
        assert_eq!(letters.len(), 2);
        for words in ["Voici une photo.", "La voici encore."] {
            let letter = letters.iter().find(|letter| letter["text"] == words).unwrap();
            assert_eq!(letter["attachments"][0]["name"], "photo.pdf");
        }
        let received = portal.received().await["attachments"].clone();
        let received = received.as_array().unwrap();
        assert!(received.len() == 2 && received.iter().all(|file| file["times"] == 1), "{received:?}");
        browser.open(&messages).await;
        browser.follow("photo.pdf").await;
        assert_eq!(browser.page().body.len(), 8_000);
        portal.stop().await;
    }
}

async fn a_message_goes_without_a_file_that_is_refused(database: Database) {
    let mut setup = Setup::silent();
    setup.pace.scan = Duration::from_millis(2_500);
    let portal = setup.start(database).await;
    let mut browser = signed_in(&portal, "connor", Locale::En).await;
    let reference = complaint::file(&mut browser).await;
    browser.open(&format!("/requests/{reference}/messages")).await;
    browser
        .fill("message", "My bill.")
        .attach("files", File::new("bill.pdf", infected()))
        .press("send")
        .await;
    assert!(browser.text().contains("Your message has been sent"), "{}", browser.text());
    let letter = eventually("the message", async || letters(&portal).await.into_iter().next()).await;
    assert_eq!((&letter["text"], &letter["attachments"]), (&json!("My bill."), &json!([])));
    browser.open("/messages").await;
    browser.follow("One of your files was refused by the virus scanner.").await;
    assert!(browser.text().contains("a virus in “bill.pdf”"), "{}", browser.text());
    portal.stop().await;
}

async fn what_is_never_sent_is_destroyed(database: Database) {
    let (portal, mut browser, reference, request) = with_a_request(database, Locale::Fr).await;
    open_task(&portal, &mut browser, (&reference, &request)).await;
    add(&mut browser, "a.pdf", pdf(2_000)).await;
    browser.open(&format!("/requests/{reference}/messages")).await;
    add(&mut browser, "b.pdf", pdf(2_000)).await;
    portal.at_rest().await;
    portal.clock.advance(Duration::from_hours(24 * 29));
    portal.app.requests().attachments.clear_stranded().await.unwrap();
    assert_eq!(portal.count("attachment").await, 2, "not yet");
    portal.clock.advance(Duration::from_hours(24 * 2));
    portal.app.requests().attachments.clear_stranded().await.unwrap();
    assert_eq!(portal.count("attachment").await, 0);
    assert_eq!(portal.events_of("attachment-expired").await.len(), 2);
    portal.at_rest().await;
    assert_eq!(contents(&portal), 0);
    portal.stop().await;
}

/// Another citizen neither reads nor adds; one's own file is removed only where it was added.
async fn files_of_replies_are_nobody_elses(database: Database) {
    let (portal, mut browser, reference, request) = with_a_request(database, Locale::Fr).await;
    open_task(&portal, &mut browser, (&reference, &request)).await;
    add(&mut browser, "a.pdf", pdf(2_000)).await;
    checked(&mut browser).await;
    let file = browser.page().attributes(".files a", "href").remove(0);
    let page = browser.page().url.path().to_owned();
    let mut connor = signed_in(&portal, "connor", Locale::Fr).await;
    for address in [file.as_str(), &page] {
        let answer = connor.request(Method::GET, address).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{address}");
    }
    let his = complaint::file(&mut connor).await;
    connor.open(&format!("/requests/{his}/messages")).await;
    let mut sending = connor.sending("upload");
    sending.fields.retain(|(name, _)| name != "action");
    sending.fields.push(("remove".into(), file.rsplit('/').next().unwrap().into()));
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let origin = portal.url.origin().ascii_serialization();
    for (path, status) in [(sending.action.path().to_owned(), 200), (format!("{page}/files"), 404)] {
        let added = ("files".to_owned(), File::new("b.pdf", pdf(2_100)));
        let request = connor.request(Method::POST, &path).header("content-type", &kind);
        let body = parts(&sending.fields, std::slice::from_ref(&added));
        let answer = request.header("origin", &origin).body(body).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
    }
    assert_eq!(portal.count("attachment WHERE comes_with = 'task'").await, 1, "it is still there, alone");
    portal.stop().await;
}
