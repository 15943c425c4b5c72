//! How a person is told: the inbox put in order, what they want to know, and the addresses that they confirm.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at the first surprise"
)]

#[path = "../support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "journeys use all of it, this a part")]
mod support;

mod addresses;
mod inbox;
mod preferences;

use parvis::act::{Act, Actor};
use parvis::id::{AccountId, Reference, RequestId};
use parvis::identity;
use parvis::notices::preferences::Class;
use parvis::notices::{Content, Recipient, Words, tell};
use parvis::text::Locale;
use parvis::vault::DataKey;

use support::{Browser, Portal, eventually};

/// Someone signed in.
async fn signed_in(portal: &Portal, person: &str, locale: Locale) -> Browser {
    let mut browser = portal.browser(locale);
    browser.sign_in(person).await;
    browser
}

/// The first account that was made, and its key.
async fn first_account(portal: &Portal) -> (AccountId, DataKey) {
    let base = portal.app.base();
    let mut db = base.db.read().await.unwrap();
    let id: AccountId = parvis::on!(&mut db, |c| {
        sqlx::query_scalar("SELECT id FROM account ORDER BY created_at LIMIT 1").fetch_one(c).await
    })
    .unwrap();
    let key = identity::data_key(&mut db, &base.vault, id).await.unwrap().unwrap();
    (id, key)
}

/// An act of the portal's own.
async fn act(portal: &Portal) -> Act {
    portal.app.base().acts.open(Actor::system()).await.unwrap()
}

/// Writes to the first account.
async fn write(portal: &Portal, class: Class, subject: &str) {
    send(portal, class, subject, None).await;
}

/// Writes to the first account about its request of that reference.
async fn write_about(portal: &Portal, reference: &str, subject: &str) {
    let mut db = portal.app.base().db.read().await.unwrap();
    let id: RequestId = parvis::on!(&mut db, |c| {
        sqlx::query_scalar("SELECT id FROM request WHERE reference = $1").bind(reference).fetch_one(c).await
    })
    .unwrap();
    drop(db);
    send(portal, Class::Requests, subject, Some((id, reference.parse().unwrap()))).await;
}

async fn send(portal: &Portal, class: Class, subject: &str, about: Option<(RequestId, Reference)>) {
    let (account, key) = first_account(portal).await;
    let words = || Words { from: "Parvis".into(), subject: subject.into(), paragraphs: vec!["…".into()] };
    let (request, reference) = about.unzip();
    let content = Content { fr: words(), en: words(), reference, link: None };
    let mut act = act(portal).await;
    let to = Recipient { account, request, key: &key };
    tell(portal.app.base(), &mut act, &to, class, &content).await.unwrap();
    act.commit().await.unwrap();
}

/// The code in the latest e-mail to that address that has one.
async fn code_for(portal: &Portal, address: &str) -> String {
    eventually("the code", async || {
        let mails = portal.mails(1).await;
        let mut to = mails.iter().filter(|mail| mail.to.iter().any(|to| to == address));
        to.find_map(|mail| code_in(&mail.text))
    })
    .await
}

fn code_in(text: &str) -> Option<String> {
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    text.split_whitespace().find(is_code).map(str::to_owned)
}
