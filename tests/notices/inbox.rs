//! The inbox: what was not read comes first, what is done with is put away and found again.

use parvis::notices::preferences::Class;
use parvis::text::Locale;

use crate::support::{Browser, Database, Portal};
use crate::{journeys, signed_in, write, write_about};

journeys!(
    unread_first_and_put_away,
    each_request_for_itself,
    nobody_puts_away_what_is_anothers,
    an_inbox_of_many_pages,
    a_message_tells_what_became_of_it,
);

/// The subjects on screen, from the top down.
fn subjects(browser: &Browser) -> Vec<String> {
    browser.page().attributes("main #live .row a.whole", "href")
}

async fn unread_first_and_put_away(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    write(&portal, Class::Requests, "Premier").await;
    write(&portal, Class::Requests, "Second").await;
    amelie.open("/messages").await;
    assert!(amelie.text().contains("Non lus") && !amelie.text().contains("Déjà lus"), "{}", amelie.text());
    let [second, first] = subjects(&amelie).try_into().unwrap();
    amelie.visit(portal.at(&second)).await;
    assert!(amelie.text().contains("Second"));
    amelie.open("/messages").await;
    assert_eq!(subjects(&amelie), [first.clone(), second.clone()], "what was not read comes first");

    amelie.visit(portal.at(&second)).await;
    amelie.press("Archiver").await;
    assert!(amelie.text().contains("Le message est archivé"), "{}", amelie.text());
    assert_eq!(subjects(&amelie), std::slice::from_ref(&first));
    amelie.open("/messages/archived").await;
    assert_eq!(subjects(&amelie), std::slice::from_ref(&second));
    amelie.visit(portal.at(&second)).await;
    amelie.press("Remettre dans les messages").await;
    assert_eq!(subjects(&amelie), [first, second]);
    assert_eq!(portal.events_of("message-archived").await.len(), 1);
    assert_eq!(portal.events_of("message-restored").await.len(), 1);
    portal.stop().await;
}

async fn nobody_puts_away_what_is_anothers(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    write(&portal, Class::Requests, "Pour Amélie").await;
    amelie.open("/messages").await;
    let hers = subjects(&amelie).remove(0);
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    let address = portal.at(&format!("{}/archive", hers.replace("/fr/", "/en/")));
    connor.open("/account/notices").await;
    let csrf = connor.page().value("csrf");
    connor.post(address, &[("csrf".into(), csrf)]).await;
    assert_eq!(connor.page().status, 404);
    assert_eq!(portal.count("message WHERE archived_at IS NOT NULL").await, 0);

    // What was put away makes no badge, even unread.
    amelie.visit(portal.at(&hers)).await;
    amelie.press("Archiver").await;
    portal.meddle("UPDATE message SET read_at = NULL").await;
    let mut again = signed_in(&portal, "amelie", Locale::Fr).await;
    again.open("/requests").await;
    assert!(again.page().attributes("nav .badge", "class").is_empty(), "{}", again.text());
    portal.stop().await;
}

async fn each_request_for_itself(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    write(&portal, Class::News, "Une nouveauté").await;
    let reference = send_a_screening(&mut amelie).await;
    write_about(&portal, &reference, "Du nouveau").await;
    amelie.open("/messages").await;
    let all = subjects(&amelie).len();
    amelie.open(&format!("/messages?request={reference}")).await;
    let of_it = subjects(&amelie).len();
    assert!(of_it >= 1 && of_it < all, "{of_it} of {all}");
    assert!(!amelie.text().contains("Une nouveauté"));
    amelie.open("/messages?request=7K3M-9QXD-4FT").await;
    assert_eq!(subjects(&amelie).len(), all, "what is nobody's request chooses nothing");
    portal.stop().await;
}

/// Sends the shortest of the sample services' forms; its reference.
async fn send_a_screening(browser: &mut Browser) -> String {
    browser.open("/services/cancer-screening/form").await;
    browser.fill("health-insurance-number", "TREA 6453 2712").fill("phone", "514 555-0123");
    browser.press("continue").await;
    browser.fill("screening", "colorectal").fill("letter", "yes").fill("symptoms", "no");
    browser.press("continue").await;
    browser
        .fill("kit-address.street", "1, rue Exemple")
        .fill("kit-address.city", "Québec")
        .fill("kit-address.postal_code", "G1R 4S9")
        .fill("kit-language", "french");
    browser.press("continue").await;
    browser.press("continue").await;
    browser.fill("declaration", "yes");
    browser.press("send").await;
    let path = browser.page().url.path().to_owned();
    path.split('/').find(|part| part.len() == 13 && part.contains('-')).unwrap().to_owned()
}

async fn an_inbox_of_many_pages(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::En).await;
    for number in 1..=51 {
        write(&portal, Class::News, &format!("Number {number}")).await;
    }
    amelie.open("/messages").await;
    assert_eq!(subjects(&amelie).len(), 50);
    amelie.follow("Older messages").await;
    assert_eq!(subjects(&amelie).len(), 1);
    assert!(amelie.text().contains("Number 1"), "{}", amelie.text());
    amelie.follow("Newer messages").await;
    assert_eq!(subjects(&amelie).len(), 50);
    portal.stop().await;
}

async fn a_message_tells_what_became_of_it(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    write(&portal, Class::Requests, "Du nouveau").await;
    portal.at_rest().await;
    amelie.open("/messages").await;
    let message = subjects(&amelie).remove(0);
    amelie.visit(portal.at(&message)).await;
    assert!(amelie.text().contains("Avis envoyé par courriel"), "{}", amelie.text());
    for (change, told) in [
        ("state = 'failed', reason = 'refused'", "L’avis par courriel n’est pas arrivé"),
        ("state = 'given_up', reason = 'unreachable'", "Vous n’y êtes pour rien"),
        ("state = 'given_up', reason = 'not_wanted'", "vous avez choisi de ne plus en recevoir"),
        ("state = 'waiting', ended_at = NULL", "Nous réessayons; vous n’avez rien à faire"),
    ] {
        portal.meddle(&format!("UPDATE delivery SET {change}")).await;
        amelie.visit(portal.at(&message)).await;
        assert!(amelie.text().contains(told), "{change}: {}", amelie.text());
    }
    portal.stop().await;
}
