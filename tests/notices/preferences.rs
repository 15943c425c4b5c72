//! What a person wants to be told: it is asked kindly, kept, and obeyed.

use parvis::id::AccountId;
use parvis::notices::preferences::{self, Channel, Class, Digest};
use parvis::text::Locale;
use uuid::Uuid;

use crate::support::{Database, Portal};
use crate::{first_account, journeys, signed_in, write};

journeys!(
    choices_are_kept_and_obeyed,
    what_is_wrong_is_said,
    whoever_asked_for_news_is_found,
    a_browser_subscribes
);

const NOTICES: &str = "/account/notices";

async fn choices_are_kept_and_obeyed(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open("/account").await;
    amelie.follow("Vos avis").await;
    amelie.choose("requests", &[]).choose("reminders", &["email"]).choose("news", &["email"]);
    amelie.fill("digest", "none").fill("language", "en").fill("quiet", "no");
    amelie.press("Enregistrer mes choix").await;
    assert!(amelie.text().contains("Vos choix sont enregistrés"), "{}", amelie.text());
    let (account, _) = first_account(&portal).await;
    let mut db = portal.app.base().db.read().await.unwrap();
    let kept = preferences::of(&mut db, account).await.unwrap();
    assert!(!kept.wants(Class::Requests, Channel::Email) && kept.wants(Class::Reminders, Channel::Email));
    assert!(kept.wants(Class::News, Channel::Inbox), "news that is announced elsewhere is in the inbox");
    let settings = preferences::settings(&mut db, account).await.unwrap();
    assert_eq!((settings.locale, settings.digest, settings.quiet), (Some(Locale::En), Digest::None, None));
    drop(db);

    write(&portal, Class::Requests, "Rien ne part").await;
    write(&portal, Class::Reminders, "Ceci part").await;
    portal.at_rest().await;
    let mails = portal.mails(1).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].subject.starts_with("There is something new"), "{}", mails[0].subject);
    portal.stop().await;
}

async fn what_is_wrong_is_said(database: Database) {
    let portal = Portal::start(database).await;
    let mut connor = signed_in(&portal, "connor", Locale::En).await;
    connor.open(NOTICES).await;
    connor.choose("requests", &[]).fill("quiet", "yes");
    connor.fill("quiet-from", "21:00").fill("quiet-until", "21:00").fill("digest", "weekly");
    connor.press("Save my choices").await;
    assert_eq!(connor.page().status, 422);
    assert_eq!(connor.page().attribute("#error-summary a", "href").as_deref(), Some("#quiet-until"));
    assert_eq!(connor.page().value("digest"), "weekly", "what was chosen stays");
    assert!(connor.page().attribute("#requests-email", "checked").is_none(), "and what was not");
    assert_eq!(portal.count("notice_settings").await, 0);
    connor.fill("quiet-until", "07:30");
    connor.press("Save my choices").await;
    assert_eq!(connor.page().status, 200, "{}", connor.text());
    assert_eq!(portal.count("notice_settings WHERE quiet_from = 1260 AND quiet_until = 450").await, 1);
    assert_eq!(connor.page().value("quiet-until"), "07:30");
    portal.stop().await;
}

async fn whoever_asked_for_news_is_found(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    let (account, _) = first_account(&portal).await;
    signed_in(&portal, "connor", Locale::En).await;
    let base = portal.app.base();
    let who = async |class, channel, after, limit| {
        let mut db = base.db.read().await.unwrap();
        preferences::who_wants(&mut db, class, channel, after, limit).await.unwrap()
    };
    let start = AccountId(Uuid::nil());
    assert!(who(Class::News, Channel::Inbox, start, 10).await.is_empty(), "nobody gets news unasked");
    assert_eq!(who(Class::Requests, Channel::Email, start, 10).await.len(), 2);
    let first = who(Class::Requests, Channel::Email, start, 1).await;
    let second = who(Class::Requests, Channel::Email, first[0], 1).await;
    assert!(second.len() == 1 && first != second, "{first:?} {second:?}");
    amelie.open(NOTICES).await;
    amelie.choose("news", &["inbox"]);
    amelie.press("Enregistrer mes choix").await;
    assert_eq!(who(Class::News, Channel::Inbox, start, 10).await, [account]);
    assert!(who(Class::News, Channel::Email, start, 10).await.is_empty());
    portal.stop().await;
}

async fn a_browser_subscribes(database: Database) {
    let portal = Portal::start(database).await;
    let mut amelie = signed_in(&portal, "amelie", Locale::Fr).await;
    amelie.open(NOTICES).await;
    let csrf = amelie.page().value("csrf");
    let with = |endpoint: &str| {
        let keys = r#"{"p256dh":"BCVxsr7N","auth":"BTBZMqHH"}"#;
        let subscription = format!(r#"{{"endpoint":"{endpoint}","keys":{keys}}}"#);
        vec![
            ("csrf".to_owned(), csrf.clone()),
            ("subscription".to_owned(), subscription),
            ("browser".to_owned(), "Firefox".to_owned()),
        ]
    };
    let to = portal.at("/fr/account/notices/browsers");
    amelie.post(to.clone(), &with("https://push.example/abc")).await;
    assert_eq!(amelie.page().status, 204);
    amelie.post(to.clone(), &with("https://push.example/abc")).await;
    assert_eq!(portal.count("address WHERE channel = 'push' AND state = 'confirmed'").await, 1, "once");
    amelie.post(to.clone(), &with("http://push.example/abc")).await;
    assert_eq!(amelie.page().status, 400, "only over TLS");
    let mut forged = with("https://push.example/abc");
    forged.remove(0);
    amelie.post(to, &forged).await;
    assert_eq!(amelie.page().status, 403);
    amelie.open(NOTICES).await;
    assert!(amelie.text().contains("Firefox"), "{}", amelie.text());
    amelie.follow("Retirer Firefox").await;
    amelie.press("Retirer").await;
    assert_eq!(portal.count("address").await, 0);
    portal.stop().await;
}
