//! Killed while an announcement goes out, the portal comes back and goes on: nobody is left untold, and nobody is
//! told twice, in their inbox or by e-mail.

use std::os::unix::process::ExitStatusExt as _;

use parvis::clock::Clock;
use parvis::config::Config;
use parvis::id::AccountId;
use parvis::text::Locale;
use parvis::tiles::files::hex;
use parvis::vault::{Place, Vault};
use secrecy::ExposeSecret as _;

use crate::demo::{Demo, press};
use crate::journeys;
use crate::support::{Browser, Database, eventually};

journeys!(inside_a_batch, between_two_batches);

const SIGABRT: i32 = 6;
/// Three batches of them.
const PEOPLE: i64 = 120;
const BATCH: i64 = 50;

async fn inside_a_batch(database: Database) {
    all_are_told_once_when_it_dies_at(database, "announcement.before_commit", 0).await;
}

async fn between_two_batches(database: Database) {
    all_are_told_once_when_it_dies_at(database, "announcement.committed", BATCH).await;
}

async fn all_are_told_once_when_it_dies_at(database: Database, point: &str, told: i64) {
    let mut demo = Demo::new(database).await;
    demo.start_to_crash_at(point).await;
    people(&demo).await;
    let mut admin = demo.browser(Locale::Fr);
    admin.sign_in("admin").await;
    announce(&mut admin).await;
    let (status, _) = demo.ended().await;
    assert_eq!(status.signal(), Some(SIGABRT), "{status}");
    assert_eq!(demo.count("announcement_sent").await, told);
    assert_eq!(demo.count("message").await, told);

    demo.start().await;
    eventually("the end of the sending", async || {
        let open = demo.count("job WHERE kind = 'send-announcement' AND state <> 'done'").await;
        (open == 0).then_some(())
    })
    .await;
    for once in ["message", "announcement_sent", "delivery", "job WHERE kind = 'deliver-notice'"] {
        assert_eq!(demo.count(once).await, PEOPLE, "{once}");
    }
    assert_eq!(demo.count("(SELECT DISTINCT account_id FROM message) AS told").await, PEOPLE);
    assert_eq!(demo.count("audit_event WHERE code = 'message-sent'").await, PEOPLE);
    demo.stop().await;
}

/// People who asked for news, in their inbox and by e-mail.
async fn people(demo: &Demo) {
    let config = Config::load(Some(&demo.config())).unwrap();
    let (vault, clock) = (Vault::new(config.vault.key.expose_secret()).unwrap(), Clock::default());
    let sqlite = demo.database_url().starts_with("sqlite:");
    let bytes =
        |bytes: &[u8]| if sqlite { format!("x'{}'", hex(bytes)) } else { format!("'\\x{}'", hex(bytes)) };
    let (mut accounts, mut wishes) = (Vec::new(), Vec::new());
    for number in 0..PEOPLE {
        let account = AccountId::new(&clock);
        let (key, wrapped) = vault.new_data_key(account).unwrap();
        let place = Place::new("account.email", account.0);
        let email = key.seal_json(place, &format!("reader-{number}@courriel.example")).unwrap();
        let id = if sqlite { bytes(account.0.as_bytes()) } else { format!("'{account}'") };
        accounts.push(format!("({id}, 0, {}, 'fr', {})", bytes(&wrapped), bytes(&email)));
        wishes.push(format!("({id}, 'news', 'inbox', TRUE, 0), ({id}, 'news', 'email', TRUE, 0)"));
    }
    let (accounts, wishes) = (accounts.join(", "), wishes.join(", "));
    demo.meddle(&format!("INSERT INTO account (id, created_at, data_key, locale, email) VALUES {accounts}"))
        .await;
    let columns = "account_id, class, channel, wanted, changed_at";
    demo.meddle(&format!("INSERT INTO notice_preference ({columns}) VALUES {wishes}")).await;
}

/// Writes a piece of news that is sent, and publishes it; the answer is lost where the portal dies.
async fn announce(admin: &mut Browser) {
    admin.open("/admin/announcements").await;
    admin.press("Écrire une nouvelle").await;
    admin.fill("title-fr", "Pause dimanche").fill("title-en", "A pause on Sunday");
    admin.fill("text-fr", "De 2 h à 4 h.").fill("text-en", "From 2 to 4 a.m.");
    admin.choose("send", &["yes"]).press("preview").await;
    press(admin, "Publier").await;
}
