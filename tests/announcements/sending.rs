//! An announcement goes to those who asked for news, to each once, whatever happens on the way.

use parvis::id::AccountId;
use parvis::text::Locale;

use crate::support::{Database, Portal};
use crate::{begin, journeys, only, publish, signed_in};

journeys!(
    those_who_asked_have_it_in_their_inbox_once,
    many_are_told_in_batches_and_nobody_twice,
    what_is_withdrawn_goes_to_nobody_more,
);

/// Has everyone who has an account by now ask for news.
async fn all_ask(portal: &Portal) {
    let sql = "INSERT INTO notice_preference (account_id, class, channel, wanted, changed_at)
        SELECT id, 'news', 'inbox', TRUE, 0 FROM account";
    portal.meddle(sql).await;
}

/// So many more people.
async fn people(portal: &Portal, count: usize) {
    let base = portal.app.base();
    let sqlite = portal.database_url.starts_with("sqlite:");
    let bytes = |bytes: &[u8]| {
        let hex = parvis::tiles::files::hex(bytes);
        if sqlite { format!("x'{hex}'") } else { format!("'\\x{hex}'") }
    };
    let mut rows = Vec::new();
    for _ in 0..count {
        let id = AccountId::new(&base.clock);
        let (_, wrapped) = base.vault.new_data_key(id).unwrap();
        let id = if sqlite { bytes(id.0.as_bytes()) } else { format!("'{id}'") };
        rows.push(format!("({id}, 0, {}, 'fr')", bytes(&wrapped)));
    }
    portal
        .meddle(&format!("INSERT INTO account (id, created_at, data_key, locale) VALUES {}", rows.join(", ")))
        .await;
}

async fn those_who_asked_have_it_in_their_inbox_once(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    all_ask(&portal).await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    begin(&mut admin).await;
    publish(&mut admin).await;
    portal.at_rest().await;
    amelie.open("/messages").await;
    amelie.follow("Pause dimanche").await;
    let said = amelie.text();
    assert!(said.contains("De 2 h à 4 h. Voyez l’aide."), "{said}");
    amelie.follow("Voir la page").await;
    assert!(amelie.page().url.path().starts_with("/fr/nouvelles/"), "a real link leads to the whole of it");
    assert!(!connor.open("/messages").await.text().contains("Sunday"), "he did not ask for news");

    // A correction is not sent again.
    let id = only(&portal).await;
    admin.open(&format!("/admin/announcements/{id}")).await;
    assert!(admin.text().contains("Les messages déjà envoyés ne changent pas"), "{}", admin.text());
    admin.fill("title-fr", "Pause lundi").press("preview").await;
    admin.press("Publier la correction").await;
    portal.app.make_round().await;
    portal.at_rest().await;
    assert_eq!(portal.count("message WHERE class = 'news'").await, 1);
    admin.open("/admin/announcements").await;
    assert!(admin.text().contains("envoyée à une personne"), "{}", admin.text());
    portal.stop().await;
}

async fn many_are_told_in_batches_and_nobody_twice(database: Database) {
    let portal = Portal::start(database).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    people(&portal, 119).await;
    all_ask(&portal).await;
    begin(&mut admin).await;
    publish(&mut admin).await;
    portal.at_rest().await;
    assert_eq!(portal.count("message WHERE class = 'news'").await, 120);
    let batches: Vec<String> =
        portal.events_of("announcement-sent").await.iter().map(|event| event.field("people")).collect();
    assert_eq!(batches, ["50", "50", "20"]);
    // The work begun anew from the beginning, as after a restore: everyone has it already.
    portal.meddle("UPDATE job SET state = 'waiting', lease = NULL, lease_until = NULL WHERE kind = 'send-announcement'").await;
    portal.at_rest().await;
    assert_eq!(portal.count("message WHERE class = 'news'").await, 120);
    portal.stop().await;
}

async fn what_is_withdrawn_goes_to_nobody_more(database: Database) {
    let portal = Portal::start(database).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    all_ask(&portal).await;
    begin(&mut admin).await;
    admin.fill("from", "2090-01-01T08:00");
    publish(&mut admin).await;
    let id = only(&portal).await;
    portal.app.make_round().await;
    assert_eq!(portal.count("job WHERE kind = 'send-announcement'").await, 0, "its day has not come");
    admin.open(&format!("/admin/announcements/{id}/withdrawal")).await;
    admin.press("Retirer la nouvelle").await;
    portal.clock.advance(std::time::Duration::from_hours(24 * 365 * 70));
    portal.app.make_round().await;
    assert_eq!(portal.count("message WHERE class = 'news'").await, 0);
    portal.stop().await;
}
