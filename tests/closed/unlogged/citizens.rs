//! What citizens do with their requests, their messages, their data and their account.

use parvis::text::Locale;
use serde_json::{Value, json};

use super::{Attempts, administrators};
use crate::complaint::{self, begin, fill_event, prepare, signed_in};
use crate::journeys;
use crate::office::{self, Callback};
use crate::support::{Browser, Database, File, Portal, Setup, eventually};

journeys!(nothing_of_a_draft, nothing_of_a_request, nothing_of_an_account, nothing_of_news);

/// What is tried here.
pub const CODES: &[&[&str]] = &[OF_DRAFTS, OF_REQUESTS, OF_ACCOUNTS, OF_NEWS];

const OF_DRAFTS: &[&str] = &[
    "attachment-added",
    "attachment-downloaded",
    "attachment-removed",
    "draft-begun",
    "draft-deleted",
    "draft-kept",
    "draft-restored",
    "draft-saved",
    "request-submitted",
];
const OF_REQUESTS: &[&str] = &[
    "callback-ignored",
    "callback-refused",
    "code-unknown",
    "document-opened",
    "document-received",
    "message-archived",
    "message-read",
    "message-received",
    "message-restored",
    "message-sent",
    "message-written",
    "status-received",
    "task-answered",
    "task-received",
    "withdrawal-asked",
    "withdrawal-answered",
];
const OF_ACCOUNTS: &[&str] = &[
    "account-closed",
    "address-confirmed",
    "address-given",
    "address-removed",
    "code-refused",
    "data-exported",
    "notices-chosen",
    "session-ended",
];
const OF_NEWS: &[&str] = &["news-ended"];

/// A document.
fn pdf() -> File {
    File::new("preuve.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n".to_vec())
}

async fn to_documents(browser: &mut Browser) {
    begin(browser).await;
    fill_event(browser);
    browser.press("continue").await;
}

async fn nothing_of_a_draft(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut attempts = Attempts::new(&portal);
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    complaint::open_form(&mut amelie).await;
    complaint::fill_you(&mut amelie);
    attempts.press(&["draft-begun"], &amelie, "continue");

    begin(&mut amelie).await;
    fill_event(&mut amelie);
    attempts.press(&["draft-saved"], &amelie, "continue");
    begin(&mut amelie).await;
    let kept = complaint::reference(&amelie);
    amelie.open(&format!("/requests/{kept}")).await;
    attempts.press(&["draft-kept"], &amelie, "Le garder encore 30");
    begin(&mut amelie).await;
    let deleted = complaint::reference(&amelie);
    amelie.open(&format!("/requests/{deleted}/deletion")).await;
    attempts.press(&["draft-deleted"], &amelie, "Oui, supprimer");
    begin(&mut amelie).await;
    let restored = complaint::reference(&amelie);
    amelie.open(&format!("/requests/{restored}/deletion")).await;
    amelie.press("Oui, supprimer").await;
    amelie.open(&format!("/requests/{restored}")).await;
    attempts.press(&["draft-restored"], &amelie, "Restaurer ce brouillon");

    to_documents(&mut amelie).await;
    attempts.press(&["attachment-added"], amelie.attach("attached-files", pdf()), "upload");
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    to_documents(&mut amelie).await;
    amelie.attach("attached-files", pdf()).press("upload").await;
    portal.at_rest().await;
    let page = amelie.page().url.clone();
    let file = amelie.visit(page).await.attributes(".files a", "href").remove(0);
    attempts.visit(&["attachment-downloaded"], &amelie, &file);
    attempts.press(&["attachment-removed"], &amelie, "Retirer preuve.pdf");
    prepare(&mut amelie).await;
    amelie.fill("declaration", "yes");
    attempts.press(&["request-submitted"], &amelie, "send");
    attempts.prove(OF_DRAFTS).await;
    portal.stop().await;
}

/// The addresses of the messages, the latest first, once there are so many.
async fn messages(browser: &mut Browser, count: usize) -> Vec<String> {
    eventually("the messages", async || {
        browser.open("/messages").await;
        let found = browser.page().attributes("main #live .row a.whole", "href");
        (found.len() >= count).then_some(found)
    })
    .await
}

/// What the office is about to tell of that request.
async fn of_the_office(portal: &Portal, request: &str, attempts: &mut Attempts<'_>) {
    let told: [(&[&str], &str, Value); 6] = [
        (&["status-received", "message-sent"], "status", json!({ "code": "received" })),
        (&["code-unknown"], "status", json!({ "code": "mystery" })),
        (&["task-received"], "task", json!({ "task": "t-9", "code": "more-information" })),
        (&["document-received"], "document", json!({ "document": "d-9", "code": "rights" })),
        (&["message-received"], "message", json!({ "code": "commissioner", "params": { "name": "H." } })),
        (&["withdrawal-answered"], "withdrawal", json!({ "outcome": "too_late" })),
    ];
    for ((codes, kind, mut data), seq) in told.into_iter().zip(101..) {
        data["request"] = json!(request);
        data["seq"] = json!(seq);
        let callback = Callback::new(portal, &format!("msg_{seq}"), &format!("request.{kind}"), &data);
        attempts.call(codes, callback.request(portal));
    }
    let again = Callback::status(portal, "msg_200", request, 200, "triage");
    assert_eq!(again.send(portal).await.status, 202);
    attempts.call(&["callback-ignored"], again.request(portal));
    let mut forged = Callback::status(portal, "msg_201", request, 201, "triage");
    "nobody".clone_into(&mut forged.backend);
    attempts.call(&["callback-refused"], forged.request(portal));
}

async fn nothing_of_a_request(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut attempts = Attempts::new(&portal);
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let reference = complaint::file(&mut amelie).await;
    let request = office::request(&portal).await;
    portal.at_rest().await;
    for what in ["task", "document", "message"] {
        portal.office_tells(&request, what).await;
    }
    let [last, second, first] = messages(&mut amelie, 3).await.try_into().unwrap();
    attempts.visit(&["message-read"], &amelie, &first);
    amelie.visit(portal.at(&second)).await;
    attempts.press(&["message-archived"], &amelie, "Archiver");
    amelie.visit(portal.at(&last)).await;
    amelie.press("Archiver").await;
    amelie.visit(portal.at(&last)).await;
    attempts.press(&["message-restored"], &amelie, "Remettre dans les messages");

    amelie.open(&format!("/requests/{reference}")).await;
    let rows = amelie.page().attributes("main .row a", "href");
    let to = |part: &str| rows.iter().find(|href| href.contains(part)).unwrap_or_else(|| panic!("{rows:?}"));
    attempts.visit(&["document-opened"], &amelie, to("/documents/"));
    let task = portal.at(to("/tasks/"));
    amelie.visit(task).await;
    amelie.fill("arrival", "own").fill("triage-seen", "no").fill("details", "On m’a oublié.");
    attempts.press(&["task-answered"], &amelie, "send");
    amelie.open(&format!("/requests/{reference}/messages")).await;
    amelie.fill("message", "Merci.");
    attempts.press(&["message-written"], &amelie, "Envoyer le message");
    let another = complaint::file(&mut amelie).await;
    amelie.open(&format!("/requests/{another}/withdrawal")).await;
    attempts.press(&["withdrawal-asked"], &amelie, "Oui, la retirer");

    of_the_office(&portal, &request, &mut attempts).await;
    attempts.prove(OF_REQUESTS).await;
    portal.stop().await;
}

/// The code that was sent to that address.
async fn code_for(portal: &Portal, address: &str) -> String {
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    eventually("the code", async || {
        let mails = portal.mails(1).await;
        let mut to = mails.iter().filter(|mail| mail.to.iter().any(|to| to == address));
        to.find_map(|mail| mail.text.split_whitespace().find(is_code).map(str::to_owned))
    })
    .await
}

/// A browser's subscription to notices.
fn subscription(browser: &Browser, endpoint: &str) -> [(&'static str, String); 3] {
    let keys = r#"{"p256dh":"BCVxsr7N","auth":"BTBZMqHH"}"#;
    [
        ("csrf", browser.page().value("csrf")),
        ("subscription", format!(r#"{{"endpoint":"https://push.example/{endpoint}","keys":{keys}}}"#)),
        ("browser", "Firefox".to_owned()),
    ]
}

async fn nothing_of_an_account(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut attempts = Attempts::new(&portal);
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open("/account/notices").await;
    amelie.choose("requests", &[]).choose("news", &["email"]).fill("digest", "none").fill("quiet", "no");
    attempts.press(&["notices-chosen"], &amelie, "Enregistrer mes choix");
    let subscribed = subscription(&amelie, "one").map(|(name, value)| (name.to_owned(), value));
    amelie.post(portal.at("/fr/account/notices/browsers"), &subscribed).await;
    amelie.open("/account/notices").await;
    let more = subscription(&amelie, "two");
    let more = more.each_ref().map(|(name, value)| (*name, value.as_str()));
    attempts.post(&["address-confirmed"], &amelie, "/fr/account/notices/browsers", &more);
    amelie.follow("Retirer Firefox").await;
    attempts.press(&["address-removed"], &amelie, "Retirer");

    let address = "amelie@nouvelle.test";
    amelie.open("/account/notices/email").await;
    amelie.fill("address", address).press("Envoyer le code").await;
    let code = code_for(&portal, address).await;
    let another = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
    amelie.fill("code", &another);
    attempts.press(&["code-refused"], &amelie, "Confirmer");
    amelie.fill("code", &code);
    attempts.press(&["address-confirmed"], &amelie, "Confirmer");
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    connor.open("/account/notices/email").await;
    connor.fill("address", "connor@new.test");
    attempts.press(&["address-given"], &connor, "Send the code");

    for path in ["/fr/account/data.json", "/fr/account/data.pdf"] {
        attempts.visit(&["data-exported"], &amelie, path);
    }
    signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open("/account/sessions").await;
    let end = amelie.page().attribute("main .row a", "href").unwrap();
    amelie.follow(&end).await;
    attempts.press(&["session-ended"], &amelie, "Fermer cette session");
    connor.open("/account/closing").await;
    connor.fill("understood", "yes");
    attempts.press(&["account-closed"], &connor, "Close my account");
    attempts.prove(OF_ACCOUNTS).await;
    portal.stop().await;
}

async fn nothing_of_news(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut attempts = Attempts::new(&portal);
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open("/account/notices").await;
    amelie.choose("news", &["email"]).press("Enregistrer mes choix").await;
    administrators::publish(&mut signed_in(&portal, "admin", Locale::Fr).await).await;
    let mail = portal.mails(1).await.remove(0);
    let link = mail.text.split_whitespace().find(|word| word.contains("/unsubscribe/")).unwrap();
    let mut anyone = portal.browser(Locale::Fr);
    anyone.visit(link.parse().unwrap()).await;
    attempts.press(&["news-ended"], &anyone, "Ne plus les recevoir");
    attempts.prove(OF_NEWS).await;
    portal.stop().await;
}
