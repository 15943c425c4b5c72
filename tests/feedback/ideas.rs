//! Ideas: suggested while one writes, published after moderation, voted for.

use parvis::text::Locale;

use crate::support::{Browser, Database, Portal};
use crate::{decide, journeys, signed_in, tell, write};

journeys!(an_idea_becomes_everyones, an_idea_outlives_its_author, votes_follow_a_merged_idea);

const IDEA: &str = "J’aimerais choisir l’heure des rappels, moi Amélie Tremblay du 12 rue des Érables.";
const FRENCH: &str = "Choisir l’heure à laquelle arrivent les rappels.";
const ENGLISH: &str = "Choose the time at which reminders come.";

async fn published(portal: &Portal, author: &mut Browser, admin: &mut Browser) -> String {
    let reference = tell(portal, author, "idea", IDEA).await;
    decide(admin, &reference, &[("wording-fr", FRENCH), ("wording-en", ENGLISH)], "publish").await;
    assert!(admin.text().contains("L’idée est publiée"), "{}", admin.text());
    reference
}

async fn an_idea_becomes_everyones(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    let reference = published(&portal, &mut amelie, &mut admin).await;

    let mut visitor = portal.browser(Locale::En);
    visitor.open("/ideas").await;
    assert!(visitor.text().contains(ENGLISH) && !visitor.text().contains("Tremblay"), "{}", visitor.text());
    write(&portal, &mut visitor, "idea", "Des RAPPELS a l'heure que je veux choisir").await;
    let suggested = visitor.page().attributes("main .row a", "href");
    assert_eq!(suggested, [format!("/en/ideas/{reference}")], "{}", visitor.text());
    assert!(visitor.text().contains("Des RAPPELS a l'heure que je veux choisir"), "nothing is lost");
    visitor.open(&format!("/ideas/{reference}")).await;
    assert!(visitor.page().attributes("main button", "name").is_empty(), "only whoever signs in votes");

    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    let page = format!("/ideas/{reference}");
    connor.open(&page).await;
    let voting = connor.sending("give");
    connor.post(voting.action.clone(), &voting.fields).await;
    connor.post(voting.action, &voting.fields).await;
    assert!(connor.text().contains("1 supporter"), "one vote each: {}", connor.text());
    connor.press("take-back").await;
    assert!(connor.text().contains("No supporters"), "{}", connor.text());
    connor.press("give").await;
    assert_eq!(portal.events_of("idea-supported").await.len(), 2);

    amelie.open("/messages").await;
    assert!(amelie.text().contains(&format!("Du nouveau pour votre idée {reference}")));
    decide(&mut admin, &reference, &[("status", "declined")], "stand").await;
    connor.open("/ideas").await;
    assert!(connor.text().contains("Declined"), "{}", connor.text());
    decide(&mut admin, &reference, &[], "withdraw").await;
    assert_eq!(connor.open(&page).await.status, 404);
    portal.stop().await;
}

async fn an_idea_outlives_its_author(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    let reference = published(&portal, &mut amelie, &mut admin).await;
    tell(&portal, &mut amelie, "problem", "Un problème dont je parle une fois.").await;
    let twin = tell(&portal, &mut connor, "problem", "The very same problem, once more.").await;
    let original =
        portal.text("SELECT reference FROM report WHERE kind = 'problem' ORDER BY id LIMIT 1").await;
    decide(&mut admin, &twin, &[("into", &original)], "merge").await;
    for browser in [&mut amelie, &mut connor] {
        browser.open(&format!("/ideas/{reference}")).await;
        browser.press("give").await;
    }

    let copy = amelie.request(reqwest::Method::GET, "/fr/account/data.json").send().await.unwrap();
    let copy: serde_json::Value = copy.json().await.unwrap();
    assert_eq!(copy["reports"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&copy["reports"][0]["text"], &copy["votes"][0]["idea"]),
        (&IDEA.into(), &reference.clone().into())
    );

    amelie.open("/account/closing").await;
    amelie.choose("understood", &["yes"]);
    amelie.press("Fermer mon compte").await;
    connor.open(&format!("/ideas/{reference}")).await;
    assert!(connor.text().contains(ENGLISH) && connor.text().contains("1 supporter"), "{}", connor.text());
    assert_eq!(portal.count("report WHERE content IS NULL AND account_id IS NULL").await, 1);
    assert_eq!(portal.count("report").await, 2, "the published idea and what Connor told");
    assert_eq!(portal.count("report WHERE merged_into IS NOT NULL").await, 0, "it stands for itself again");
    admin.open(&format!("/admin/feedback/{reference}")).await;
    assert!(admin.text().contains("son texte est détruit"), "{}", admin.text());
    portal.stop().await;
}

/// Whoever supported an idea supports the one that it became part of, once.
async fn votes_follow_a_merged_idea(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    let stays = published(&portal, &mut amelie, &mut admin).await;
    let goes = published(&portal, &mut connor, &mut admin).await;
    for (browser, ideas) in [(&mut amelie, vec![&stays, &goes]), (&mut connor, vec![&goes])] {
        for idea in ideas {
            browser.open(&format!("/ideas/{idea}")).await;
            browser.press("give").await;
        }
    }
    decide(&mut admin, &goes, &[("into", &stays)], "merge").await;
    connor.open(&format!("/ideas/{goes}")).await;
    assert!(connor.text().contains(&stays) && connor.text().contains("2 supporters"), "{}", connor.text());
    assert!(connor.text().contains("You support this idea"), "{}", connor.text());
    assert_eq!(portal.count("idea_vote").await, 2);
    connor.open("/ideas").await;
    assert_eq!(connor.page().attributes("main .row a", "href").len(), 1);
    portal.stop().await;
}
