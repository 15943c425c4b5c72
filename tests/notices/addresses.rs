//! Addresses: given, confirmed with the code that was sent there, replaced, removed, mended.

use std::time::Duration;

use parvis::notices::addresses;
use parvis::notices::preferences::{Channel, Class};
use parvis::text::Locale;
use serde_json::json;

use crate::support::{Browser, Database, Portal, Setup};
use crate::{act, code_for, first_account, journeys, signed_in, write};

journeys!(
    an_address_is_confirmed_and_the_one_before_is_told,
    guesses_end_a_code,
    a_code_ends_with_time,
    few_codes_an_hour,
    it_takes_a_fresh_sign_in,
    nobody_elses,
    the_same_answer_whosever_it_is,
    what_is_no_address,
    a_failed_address_is_shown_and_mended,
    it_is_taken_along_and_destroyed,
    one_that_nobody_confirms_is_cleared_after_a_week,
);

const NOTICES: &str = "/account/notices";
const NEW: &str = "amelie@nouvelle.test";

/// Gives an e-mail address; ends on the page of its code.
async fn give(browser: &mut Browser, address: &str) {
    browser.open("/account/notices/email").await;
    browser.fill("address", address);
    let button = if browser.locale() == Locale::Fr { "Envoyer le code" } else { "Send the code" };
    browser.press(button).await;
}

/// Types a code on its page.
async fn type_code(browser: &mut Browser, code: &str) {
    browser.fill("code", code);
    let button = if browser.locale() == Locale::Fr { "Confirmer" } else { "Confirm" };
    browser.press(button).await;
}

/// A code that is not `code`.
fn another(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

async fn an_address_is_confirmed_and_the_one_before_is_told(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open(NOTICES).await;
    let vouched = "amelie.tremblay@example.org";
    assert!(amelie.text().contains(vouched), "{}", amelie.text());
    give(&mut amelie, NEW).await;
    assert!(amelie.page().url.path().ends_with("/code"), "{}", amelie.text());
    let code = code_for(&portal, NEW).await;
    assert_eq!(portal.count("address WHERE state = 'unconfirmed'").await, 1);
    write(&portal, Class::Requests, "Avant").await;
    portal.at_rest().await;
    let mails = portal.mails(2).await;
    assert_eq!(mails[0].to, [vouched], "until it is confirmed, the one before is used");

    type_code(&mut amelie, &another(&code)).await;
    assert_eq!(amelie.page().status, 422);
    assert!(amelie.text().contains("Ce n’est pas le code"), "{}", amelie.text());
    type_code(&mut amelie, &format!("{} {}", &code[..3], &code[3..])).await;
    assert!(amelie.text().contains("Votre adresse est confirmée"), "{}", amelie.text());
    portal.at_rest().await;
    let mails = portal.mails(4).await;
    let told = mails.iter().find(|mail| mail.to == [vouched] && mail.subject.contains("ne recevra plus"));
    assert!(told.is_some(), "{mails:?}");
    assert!(!mails.iter().any(|mail| mail.text.contains("nouvelle.test")), "nothing says where it moved to");
    amelie.open("/messages").await;
    assert!(amelie.text().contains("Nos avis vont maintenant à une autre adresse"), "{}", amelie.text());

    write(&portal, Class::Requests, "Après").await;
    portal.at_rest().await;
    assert_eq!(portal.mails(5).await[0].to, [NEW]);
    amelie.open(NOTICES).await;
    amelie.follow(&format!("Retirer {NEW}")).await;
    assert!(amelie.text().contains(&format!("Nos avis iront plutôt à {vouched}")), "{}", amelie.text());
    amelie.press("Retirer").await;
    portal.at_rest().await;
    assert_eq!(portal.count("address").await, 0, "told, and forgotten");
    let mails = portal.mails(6).await;
    assert!(
        mails.iter().any(|mail| mail.to == [NEW] && mail.subject.contains("ne recevra plus")),
        "{mails:?}"
    );
    portal.stop().await;
}

async fn guesses_end_a_code(database: Database) {
    let portal = Portal::start(database).await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    give(&mut connor, NEW).await;
    let code = code_for(&portal, NEW).await;
    for guess in 1..=5 {
        type_code(&mut connor, &another(&code)).await;
        assert_eq!(connor.page().status, 422, "{guess}");
    }
    assert!(connor.text().contains("This code no longer works"), "{}", connor.text());
    let page = connor.page().url.clone();
    let csrf = connor.page().value("csrf");
    connor.post(page, &[("csrf".into(), csrf), ("code".into(), code.clone())]).await;
    assert_eq!(connor.page().status, 422, "the right one comes too late");
    assert_eq!(portal.count("address WHERE state = 'confirmed'").await, 0);
    assert_eq!(portal.events_of("code-refused").await.len(), 6);
    connor.press("Send another code").await;
    portal.at_rest().await;
    type_code(&mut connor, &code_for(&portal, NEW).await).await;
    assert!(connor.text().contains("Your address is confirmed"), "{}", connor.text());
    portal.stop().await;
}

async fn a_code_ends_with_time(database: Database) {
    let portal = Portal::start(database).await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    give(&mut connor, NEW).await;
    let code = code_for(&portal, NEW).await;
    portal.clock.advance(Duration::from_mins(15));
    type_code(&mut connor, &code).await;
    assert_eq!(connor.page().status, 422);
    assert!(connor.text().contains("This code no longer works"), "{}", connor.text());
    portal.stop().await;
}

async fn few_codes_an_hour(database: Database) {
    let settings = json!({ "limits": { "address_codes_per_hour": 2 } });
    let portal = Setup::silent().with(settings).start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    give(&mut amelie, NEW).await;
    amelie.press("Envoyer un autre code").await;
    assert_eq!(amelie.page().status, 200, "{}", amelie.text());
    give(&mut amelie, "autre@nouvelle.test").await;
    assert_eq!(amelie.page().status, 429, "a person has asked often enough");
    assert!(amelie.text().contains("Nous avons envoyé assez de codes"), "{}", amelie.text());
    assert_eq!(amelie.page().value("address"), "autre@nouvelle.test", "what was typed stays");
    assert_eq!(amelie.page().attribute("#error-summary a", "href").as_deref(), Some("#address"));
    let seconds: u64 = amelie.page().header("retry-after").parse().unwrap();
    assert!((60..=1_801).contains(&seconds), "{seconds}");
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    give(&mut connor, NEW).await;
    assert_eq!(connor.page().status, 429, "to that address enough was sent, whoever asks");
    give(&mut connor, "connor@nouvelle.test").await;
    assert_eq!(connor.page().status, 200);
    connor.press("Send another code").await;
    connor.press("Send another code").await;
    assert_eq!(connor.page().status, 429);
    assert!(connor.text().contains("We have sent enough codes for now"), "{}", connor.text());
    assert_eq!(connor.page().attribute("#error-summary a", "href").as_deref(), Some("#again"));
    assert_eq!(portal.count("address").await, 2);
    portal.clock.advance(Duration::from_mins(31));
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    give(&mut amelie, NEW).await;
    assert_eq!(amelie.page().status, 200, "{}", amelie.text());
    portal.stop().await;
}

async fn it_takes_a_fresh_sign_in(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open("/account/notices/email").await;
    amelie.fill("address", NEW);
    let sending = amelie.sending("Envoyer le code");
    portal.clock.advance(Duration::from_mins(11));
    amelie.post(sending.action, &sending.fields).await;
    assert_eq!(portal.count("address").await, 0);
    assert!(amelie.page().url.path().ends_with("/sign-in"), "{}", amelie.page().url);
    amelie.open("/account/notices/email").await;
    assert!(amelie.page().url.path().ends_with("/sign-in"), "{}", amelie.page().url);
    amelie.open(NOTICES).await;
    assert_eq!(amelie.page().status, 200, "to look at it, any sign-in does");
    portal.stop().await;
}

async fn nobody_elses(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    give(&mut amelie, NEW).await;
    let code = code_for(&portal, NEW).await;
    let page = amelie.page().url.path().replace("/fr/", "/en/");
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    connor.open(NOTICES).await;
    let csrf = connor.page().value("csrf");
    for (path, fields) in [
        (page.clone(), vec![("csrf".to_owned(), csrf.clone()), ("code".to_owned(), code)]),
        (page.clone(), vec![("csrf".to_owned(), csrf.clone()), ("action".to_owned(), "again".to_owned())]),
        (page.replace("/code", "/removal"), vec![("csrf".to_owned(), csrf.clone())]),
    ] {
        connor.post(portal.at(&path), &fields).await;
        assert_eq!(connor.page().status, 404, "{path}");
        connor.visit(portal.at(&path)).await;
        assert_eq!(connor.page().status, 404, "{path}");
    }
    assert_eq!(portal.count("address WHERE state = 'unconfirmed' AND code_misses = 0").await, 1);
    portal.stop().await;
}

async fn the_same_answer_whosever_it_is(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::En).await;
    give(&mut amelie, NEW).await;
    type_code(&mut amelie, &code_for(&portal, NEW).await).await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    give(&mut connor, NEW).await;
    let known = connor.text().replace(NEW, "…");
    give(&mut connor, "personne@nouvelle.test").await;
    assert_eq!(connor.text().replace("personne@nouvelle.test", "…"), known);
    let fingerprints = portal.count("(SELECT DISTINCT fingerprint FROM address) AS one").await;
    assert_eq!(fingerprints, 3, "not even the database tells that two have the same");
    portal.stop().await;
}

async fn what_is_no_address(database: Database) {
    let folder =
        std::env::temp_dir().join(format!("parvis-notices-{}", uuid::Uuid::from_bytes(parvis::id::random())));
    let settings = json!({ "notices": { "folder": folder } });
    let portal = Setup::silent().with(settings).start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    give(&mut amelie, "amelie@nulle part").await;
    assert_eq!(amelie.page().status, 422);
    assert_eq!(amelie.page().value("address"), "amelie@nulle part", "what was typed stays");
    assert_eq!(amelie.page().attribute("#error-summary a", "href").as_deref(), Some("#address"));
    amelie.open("/account/notices/mobile").await;
    amelie.fill("address", "911");
    amelie.press("Envoyer le code").await;
    assert_eq!(amelie.page().status, 422);
    amelie.fill("address", "(418) 555-0142");
    amelie.press("Envoyer le code").await;
    portal.at_rest().await;
    let sent = std::fs::read_to_string(folder.join("sms.jsonl")).unwrap();
    let sent: serde_json::Value = serde_json::from_str(sent.lines().last().unwrap()).unwrap();
    assert_eq!(sent["to"], "+14185550142");
    let code = sent["body"]
        .as_str()
        .unwrap()
        .split(['.', ' '])
        .find(|word| word.len() == 6 && word.parse::<u32>().is_ok());
    type_code(&mut amelie, code.unwrap()).await;
    assert!(amelie.text().contains("418 555-0142"), "{}", amelie.text());
    std::fs::remove_dir_all(folder).unwrap();
    portal.stop().await;
}

async fn a_failed_address_is_shown_and_mended(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let (account, key) = first_account(&portal).await;
    let vouched = "amelie.tremblay@example.org";
    let mut failing = act(&portal).await;
    let owner = (account, &key);
    addresses::fail(portal.app.base(), &mut failing, owner, (Channel::Email, vouched), "no_such_address")
        .await
        .unwrap();
    failing.commit().await.unwrap();
    amelie.open("/messages").await;
    assert!(amelie.text().contains("Une de vos adresses ne fonctionne plus"), "{}", amelie.text());
    amelie.follow("Corriger l’adresse").await;
    assert!(amelie.text().contains("Ne fonctionne plus"), "{}", amelie.text());
    write(&portal, Class::Requests, "Rien ne part").await;
    portal.at_rest().await;
    amelie.open(NOTICES).await;
    amelie.follow(&format!("Confirmer avec un code {vouched}")).await;
    amelie.press("Envoyer un autre code").await;
    type_code(&mut amelie, &code_for(&portal, vouched).await).await;
    assert!(amelie.text().contains("Votre adresse est confirmée"), "{}", amelie.text());
    amelie.open("/messages").await;
    assert!(!amelie.text().contains("ne fonctionne plus"), "{}", amelie.text());
    portal.stop().await;
}

async fn it_is_taken_along_and_destroyed(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    give(&mut amelie, NEW).await;
    let code = code_for(&portal, NEW).await;
    amelie.open(NOTICES).await;
    amelie.press("Enregistrer mes choix").await;
    let copy = amelie.request(reqwest::Method::GET, "/fr/account/data.json").send().await.unwrap();
    let copy: serde_json::Value = copy.json().await.unwrap();
    assert_eq!(copy["notices"]["addresses"][0]["address"], NEW);
    assert_eq!(copy["notices"]["settings"]["digest"], "none");
    assert!(!copy["notices"].to_string().contains(&code));
    amelie.open("/account/closing").await;
    amelie.fill("understood", "yes");
    amelie.press("Fermer mon compte").await;
    for table in ["address", "notice_preference", "notice_settings", "message"] {
        assert_eq!(portal.count(table).await, 0, "{table}");
    }
    portal.stop().await;
}

async fn one_that_nobody_confirms_is_cleared_after_a_week(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    give(&mut amelie, NEW).await;
    type_code(&mut amelie, &code_for(&portal, NEW).await).await;
    give(&mut amelie, "amelie@autre.test").await;
    code_for(&portal, "amelie@autre.test").await;
    amelie.open(NOTICES).await;
    assert!(amelie.text().contains("nous l’effaçons après sept jours"), "{}", amelie.text());
    let base = portal.app.base();
    portal.clock.advance(Duration::from_hours(24 * 7));
    addresses::clear_unconfirmed(base).await.unwrap();
    assert_eq!(portal.count("address WHERE state = 'unconfirmed'").await, 1, "its code was good for a while");
    portal.clock.advance(Duration::from_mins(16));
    addresses::clear_unconfirmed(base).await.unwrap();
    assert_eq!(portal.count("address WHERE state = 'unconfirmed'").await, 0);
    assert_eq!(portal.count("address WHERE state = 'confirmed'").await, 1, "and no other");
    portal.stop().await;
}
