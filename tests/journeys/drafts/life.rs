//! The life of a draft: found again where it was left, told of its end, kept longer, deleted, restored,
//! destroyed; the same in both languages.

use std::time::Duration;

use parvis::identity;
use parvis::on;
use parvis::text::Locale;
use parvis::vault::Place;
use serde_json::Value;

use crate::complaint::{self, begin, fill_event, prepare, say, signed_in};
use crate::files::{add, listed, open_files, pdf};
use crate::journeys;
use crate::support::{Browser, Database, Portal, Setup, Tiles};

journeys!(
    start_offers_each_draft_and_another,
    told_once_kept_longer_and_deleted_at_its_end,
    deleted_and_restored_with_answers_and_files,
    what_is_typed_in_a_deleted_draft_is_kept,
    a_week_later_it_is_destroyed,
    each_service_says_how_long,
    language_changes_no_answer,
    a_check_page_left_open,
);

fn days(days: u64) -> Duration {
    Duration::from_hours(24 * days)
}

/// What the only draft holds, opened with its owner's key.
async fn answers(portal: &Portal) -> Value {
    let base = portal.app.base();
    let mut db = base.db.read().await.unwrap();
    let (id, account, sealed): (parvis::id::RequestId, parvis::id::AccountId, Vec<u8>) =
        on!(&mut db, |c| sqlx::query_as("SELECT id, account_id, inputs FROM request").fetch_one(c).await)
            .unwrap();
    let key = identity::data_key(&mut db, &base.vault, account).await.unwrap().unwrap();
    key.open_json(Place::new("request.inputs", id.0), &sealed).unwrap()
}

/// Goes where the first link that fits leads.
async fn visit(portal: &Portal, browser: &mut Browser, link: &str) {
    let href = browser.page().attribute(link, "href").unwrap();
    browser.visit(portal.at(&href)).await;
}

/// Opens the page of a draft and presses the button that keeps it longer.
async fn keep(browser: &mut Browser, reference: &str) {
    browser.open(&format!("/requests/{reference}")).await;
    let button = say(browser, "Le garder encore 30", "Keep it 30 more");
    browser.press(button).await;
}

/// Each draft, with when it was saved and until when it is kept; it goes on at its step, on any device.
async fn start_offers_each_draft_and_another(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let username = if locale == Locale::Fr { "amelie" } else { "connor" };
        let mut one = signed_in(&portal, username, locale).await;
        begin(&mut one).await;
        fill_event(&mut one);
        one.press("continue").await;
        let first = complaint::reference(&one);
        begin(&mut one).await;
        let second = complaint::reference(&one);

        let mut other_device = signed_in(&portal, username, locale).await;
        other_device.open("/services/complaints").await;
        let rows = other_device.page().texts("main .row");
        assert_eq!(rows.len(), 2, "{rows:?}");
        for row in &rows {
            assert!(row.contains(say(&one, "Enregistré le", "Saved on")), "{row}");
            assert!(row.contains(say(&one, "Conservé jusqu’au", "Kept until")), "{row}");
        }
        let hrefs = other_device.page().attributes("main .row a.whole", "href");
        assert!(hrefs[0].ends_with(&format!("{second}/form/event")), "the latest first: {hrefs:?}");
        assert!(hrefs[1].ends_with(&format!("{first}/form/documents")), "where each was left: {hrefs:?}");
        assert!(other_device.text().contains(say(&one, "Commencer une nouvelle", "Start a new")));
        other_device.visit(portal.at(&hrefs[1])).await;
        assert_eq!(other_device.page().status, 200);
    }
    portal.stop().await;
}

/// A message and an e-mail that say nothing of it, once; one press keeps it; at its end it is deleted,
/// and can be restored.
async fn told_once_kept_longer_and_deleted_at_its_end(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    begin(&mut browser).await;
    fill_event(&mut browser);
    browser.press("save").await;
    portal.clock.advance(days(22));
    portal.app.make_round().await;
    assert_eq!(portal.events_of("draft-reminded").await.len(), 0, "not yet");
    portal.clock.advance(days(2));
    for _ in 0..2 {
        portal.app.make_round().await;
    }
    assert_eq!(portal.events_of("draft-reminded").await.len(), 1, "once");
    let mail = portal.mails(1).await.remove(0);
    let told = format!("{mail:?}");
    assert!(!told.contains("plainte") && !told.contains("Urgence"), "no content: {told}");

    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    browser.open("/requests").await;
    assert!(browser.text().contains("Le garder encore 30 jours"), "beside each that ends soon");
    let reference = portal.text("SELECT reference FROM request").await;
    browser.open("/messages").await;
    assert!(browser.text().contains("Un brouillon sera supprimé le"), "{}", browser.text());
    visit(&portal, &mut browser, "main .row a").await;
    assert!(!browser.text().contains("Urgence"), "{}", browser.text());
    visit(&portal, &mut browser, "main .actions a").await;
    assert_eq!(browser.page().heading(), "Votre brouillon");
    keep(&mut browser, &reference).await;
    assert!(browser.text().contains("C’est fait"), "{}", browser.text());
    browser.open("/requests").await;
    assert!(!browser.text().contains("Le garder encore"), "its end is far again");
    assert_eq!(
        portal.text("SELECT CAST(version AS TEXT) FROM request").await,
        "2",
        "its answers are as they were"
    );

    portal.clock.advance(days(29));
    portal.app.make_round().await;
    assert_eq!(portal.events_of("draft-reminded").await.len(), 2, "once again for its new end");
    portal.clock.advance(days(2));
    portal.app.make_round().await;
    assert_eq!(portal.events_of("draft-expired").await.len(), 1);
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    browser.open("/requests").await;
    assert!(browser.text().contains("Brouillons supprimés"), "{}", browser.text());
    browser.press("Restaurer ce brouillon").await;
    assert!(browser.page().url.path().ends_with("/form/event"), "{}", browser.page().url);
    assert_eq!(browser.page().value("place"), "Urgence de l’hôpital Exemple");
    portal.app.make_round().await;
    assert_eq!(portal.events_of("draft-destroyed").await.len(), 0);
    portal.stop().await;
}

async fn deleted_and_restored_with_answers_and_files(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let username = if locale == Locale::Fr { "amelie" } else { "connor" };
        let mut browser = signed_in(&portal, username, locale).await;
        open_files(&mut browser).await;
        add(&mut browser, "a.pdf", pdf(2_000)).await;
        let reference = complaint::reference(&browser);
        browser.open("/requests").await;
        visit(&portal, &mut browser, ".row .aside a").await;
        browser.follow(say(&browser, "Supprimer ce brouillon", "Delete this draft")).await;
        assert!(
            browser.text().contains(say(&browser, "pendant 7 jours", "for 7 days")),
            "{}",
            browser.text()
        );
        browser.press(say(&browser, "Oui, supprimer", "Yes, delete")).await;
        assert!(browser.text().contains(say(&browser, "Brouillons supprimés", "Deleted drafts")));
        assert!(browser.page().attributes(".row.me", "class").is_empty(), "no draft any more");
        browser.open("/services/complaints").await;
        assert!(browser.page().attributes("main .row", "class").is_empty());
        browser.open(&format!("/requests/{reference}/form/event")).await;
        let heading = say(&browser, "Ce brouillon est supprimé", "This draft is deleted");
        assert_eq!(browser.page().heading(), heading);
        browser.press(say(&browser, "Restaurer ce brouillon", "Restore this draft")).await;
        assert!(browser.page().url.path().ends_with("/form/documents"), "{}", browser.page().url);
        assert_eq!(listed(&browser), ["a.pdf"]);
    }
    assert_eq!(portal.events_of("draft-deleted").await.len(), 2);
    assert_eq!(portal.events_of("draft-restored").await.len(), 2);
    portal.stop().await;
}

/// In another window it was deleted: what is typed here is not lost, and brings nothing back unasked.
async fn what_is_typed_in_a_deleted_draft_is_kept(database: Database) {
    let portal = Portal::start(database).await;
    let mut here = signed_in(&portal, "amelie", Locale::Fr).await;
    begin(&mut here).await;
    let reference = complaint::reference(&here);
    let mut there = signed_in(&portal, "amelie", Locale::Fr).await;
    there.open(&format!("/requests/{reference}/deletion")).await;
    there.press("Oui, supprimer").await;

    let (status, _, _) = super::autosave(&portal, &mut here, &[("place", "CLSC Exemple")], 1).await;
    assert_eq!(status, 409, "by itself it brings nothing back");
    here.fill("place", "CLSC Exemple");
    here.press("continue").await;
    assert_eq!(here.page().heading(), "Ce brouillon est supprimé");
    here.press("Restaurer ce brouillon").await;
    assert_eq!(here.page().value("place"), "CLSC Exemple", "{}", here.text());
    portal.stop().await;
}

async fn a_week_later_it_is_destroyed(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    open_files(&mut browser).await;
    add(&mut browser, "a.pdf", pdf(2_000)).await;
    let reference = complaint::reference(&browser);
    browser.open(&format!("/requests/{reference}/deletion")).await;
    browser.press("Oui, supprimer").await;
    portal.clock.advance(days(6));
    portal.app.make_round().await;
    assert_eq!(portal.count("request").await, 1);
    portal.clock.advance(days(2));
    portal.app.make_round().await;
    portal.at_rest().await;
    assert_eq!((portal.count("request").await, portal.count("attachment").await), (0, 0));
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    browser.open("/requests").await;
    assert!(!browser.text().contains("supprimés"), "{}", browser.text());
    browser.open(&format!("/requests/{reference}")).await;
    assert_eq!(browser.page().status, 404);
    portal.stop().await;
}

/// A service that keeps a draft a day keeps it a day, and reminds nobody of it.
async fn each_service_says_how_long(database: Database) {
    let tiles = Tiles::ruled("draft = { days = 30", "draft = { days = 1");
    let portal = Setup::default().with(tiles.settings()).start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    begin(&mut browser).await;
    portal.clock.advance(Duration::from_hours(23));
    portal.app.make_round().await;
    portal.clock.advance(Duration::from_hours(2));
    portal.app.make_round().await;
    assert_eq!(portal.events_of("draft-reminded").await.len(), 0);
    assert_eq!(portal.events_of("draft-expired").await.len(), 1);
    portal.stop().await;
}

/// Opened, saved and gone through in the other language, the answers are the very same.
async fn language_changes_no_answer(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    prepare(&mut browser).await;
    let reference = complaint::reference(&browser);
    let before = answers(&portal).await;
    for prefix in ["en", "fr", "en"] {
        for page in ["you", "event", "documents", "answer"] {
            browser.visit(portal.at(&format!("/{prefix}/requests/{reference}/form/{page}"))).await;
            assert_eq!(browser.page().status, 200, "{page}");
            browser.press("continue").await;
            assert!(browser.page().errors().is_empty(), "{page}: {:?}", browser.page().errors());
            assert!(browser.page().url.path().starts_with(&format!("/{prefix}/")));
        }
        assert_eq!(answers(&portal).await, before, "in {prefix}");
    }
    portal.stop().await;
}

/// The check page stayed open until the session was over: signed in again, everything is there.
async fn a_check_page_left_open(database: Database) {
    let portal = Setup::silent().start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    prepare(&mut browser).await;
    let reference = complaint::reference(&browser);
    portal.clock.advance(Duration::from_mins(61));
    browser.fill("declaration", "yes");
    browser.press("send").await;
    assert_eq!(portal.count("request WHERE state <> 'draft'").await, 0);
    browser.forget("parvis_demo_provider");
    browser.sign_in("amelie").await;
    browser.open(&format!("/requests/{reference}/check")).await;
    browser.fill("declaration", "yes");
    browser.press("send").await;
    assert!(browser.page().url.path().ends_with("/confirmation"), "{}", browser.text());
    portal.stop().await;
}
