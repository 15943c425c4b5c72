//! E-mail that comes back later as a mail: what mail servers send is piped to the real program, as Postfix and Exim do.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use parvis::notices::preferences::{Channel, Class};
use parvis::text::Locale;
use parvis::vault::Vault;
use serde_json::json;

use crate::journeys;
use crate::person::{Person, World};
use crate::support::{Database, eventually};

journeys!(
    a_mail_that_comes_back_marks_the_address_once,
    an_exchange_server_is_understood,
    what_comes_back_makes_the_next_channel_ring,
    a_full_mailbox_is_left_alone_on_its_third_day,
    what_does_not_fail_for_good_changes_nothing,
    what_nobody_could_have_been_sent_is_refused,
    a_code_that_comes_back_is_told_on_its_page,
    without_its_database_the_mail_waits_at_its_server,
);

const NUMBER: &str = "+15145550123";
const HOST: &str = "portail.exemple.test";

/// As Postfix bounces an e-mail that the next server refused.
const POSTFIX: &str = include_str!("returned/postfix.eml");
/// As Exchange Online bounces one to nobody.
const EXCHANGE: &str = include_str!("returned/exchange.eml");

/// A portal that reads what comes back, and a settings file of the command's own.
struct Office {
    world: World,
    key: String,
}

/// How the program ended and what it said.
type Said = (Option<i32>, String);

impl Office {
    async fn open(database: Database) -> Self {
        let key = Vault::new_master_key();
        let bounces = format!("bounces@{HOST}");
        let settings = json!({ "mail": { "bounces": bounces }, "vault": { "key": key } });
        Self { world: World::with(database, settings).await, key }
    }

    /// Someone to whom an e-mail has gone, and the address that it comes back to.
    async fn written_to(&self, name: &str, locale: Locale) -> (Person, String) {
        let person = self.world.person(name, locale).await;
        let sender = self.write_to(&person, 1).await;
        (person, sender)
    }

    /// Has one more e-mail go to someone: the one of that number.
    async fn write_to(&self, person: &Person, number: usize) -> String {
        self.world.tell(person, Class::Requests, 1).await;
        let received = self.world.servers.received_by("smtp", number).await;
        self.world.portal.at_rest().await;
        received[number - 1]["from"].as_str().unwrap().to_owned()
    }

    /// Hands a mail to the program.
    async fn hand(&self, recipient: &str, mail: &[u8]) -> Said {
        self.hand_for(&self.world.portal.database_url, recipient, mail).await
    }

    /// Hands it over on a thread of its own: the portal lives on this one, and may be about to let the one file of
    /// SQLite go.
    async fn hand_for(&self, database: &str, recipient: &str, mail: &[u8]) -> Said {
        let file = self.world.portal.dir.join("bounces.toml");
        let settings = format!("[database]\nurl = \"{database}\"\n[vault]\nkey = \"{}\"\n", self.key);
        fs::write(&file, settings).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
        command.args(["notices", "bounce", recipient, "--config"]).arg(file);
        let mail = mail.to_vec();
        let ended = tokio::task::spawn_blocking(move || piped(command, &mail)).await.unwrap();
        let said = String::from_utf8([ended.stdout, ended.stderr].concat()).unwrap();
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(!said.contains("exemple.test"), "nothing of the mail is said: {said}");
        (ended.status.code(), said)
    }

    async fn failed(&self, count: i64) {
        self.world.settled("failed", count).await;
        self.world.portal.at_rest().await;
    }

    async fn dead_addresses(&self) -> i64 {
        self.world.portal.count("address WHERE state = 'failed'").await
    }
}

fn piped(mut command: Command, mail: &[u8]) -> Output {
    let mut process =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    process.stdin.take().unwrap().write_all(mail).unwrap();
    process.wait_with_output().unwrap()
}

/// That mail with another status.
fn with(status: &str, diagnostic: &str) -> Vec<u8> {
    let mail = POSTFIX.replace("Status: 5.1.1", &format!("Status: {status}"));
    mail.replace("550 5.1.1 <amelie@exemple.test>: Recipient address rejected", diagnostic).into_bytes()
}

fn from_postfix() -> &'static [u8] {
    POSTFIX.as_bytes()
}

async fn a_mail_that_comes_back_marks_the_address_once(database: Database) {
    let office = Office::open(database).await;
    let (_, sender) = office.written_to("amelie", Locale::Fr).await;
    assert!(sender.starts_with("bounces+") && sender.ends_with(HOST), "{sender}");
    let email = &office.world.servers.emails(1).await[0];
    assert!(!email.raw.contains("bounces"), "people see the sender: {}", email.raw);

    // Servers on the way may have changed its case; and one may say it again.
    let (code, said) = office.hand(&sender.to_uppercase(), from_postfix()).await;
    assert_eq!((code, said.as_str()), (Some(0), "Taken: the address reaches nobody, and is marked.\n"));
    office.failed(1).await;
    let (code, said) = office.hand(&sender, from_postfix()).await;
    assert!(code == Some(0) && said.starts_with("Nothing to do: that delivery came back before"), "{said}");
    office.world.portal.at_rest().await;

    let portal = &office.world.portal;
    assert_eq!(office.dead_addresses().await, 1);
    for code in ["notice-bounced", "notice-given-up", "address-failed"] {
        assert_eq!(portal.events_of(code).await.len(), 1, "{code}");
    }
    assert_eq!(portal.events_of("address-failed").await[0].field("reason"), "bounced");
    assert_eq!(portal.count("message").await, 1, "the inbox has it");
    office.world.portal.stop().await;
}

async fn an_exchange_server_is_understood(database: Database) {
    let office = Office::open(database).await;
    let (_, sender) = office.written_to("amelie", Locale::Fr).await;
    // Exim hands over what follows the mailbox.
    let suffix = sender.strip_prefix("bounces").unwrap().split_once('@').unwrap().0;
    let (code, said) = office.hand(suffix, EXCHANGE.replace('\n', "\r\n").as_bytes()).await;
    assert_eq!((code, said.as_str()), (Some(0), "Taken: the address reaches nobody, and is marked.\n"));
    office.failed(1).await;
    assert_eq!(office.dead_addresses().await, 1);
    office.world.portal.stop().await;
}

async fn what_comes_back_makes_the_next_channel_ring(database: Database) {
    let office = Office::open(database).await;
    let (person, sender) = office.written_to("amelie", Locale::Fr).await;
    office.world.address(&person, Channel::Sms, NUMBER).await;
    // Refused for what it is, not for whom it is to: she hears of it elsewhere, and her address stays.
    let (code, said) = office.hand(&sender, &with("5.7.1", "550 5.7.1 Message rejected")).await;
    assert_eq!((code, said.as_str()), (Some(0), "Taken: it was not delivered; the address may be good.\n"));
    office.failed(1).await;
    assert_eq!(office.world.servers.received_by("notify", 1).await[0]["body"]["phone_number"], NUMBER);
    assert_eq!(office.dead_addresses().await, 0);
    assert_eq!(office.world.portal.count("delivery WHERE instead_of = 'email'").await, 1);
    office.world.portal.stop().await;
}

async fn a_full_mailbox_is_left_alone_on_its_third_day(database: Database) {
    let office = Office::open(database).await;
    let (person, mut sender) = office.written_to("amelie", Locale::Fr).await;
    let full = with("5.2.2", "552 5.2.2 Mailbox full");
    for day in 1..=3 {
        let (code, said) = office.hand(&sender, &full).await;
        assert_eq!((code, said.as_str()), (Some(0), "Taken: the mailbox is full.\n"));
        office.failed(day).await;
        assert_eq!(office.dead_addresses().await, i64::from(day == 3), "on day {day}");
        if day < 3 {
            office.world.portal.clock.advance(std::time::Duration::from_hours(24));
            sender = office.write_to(&person, usize::try_from(day).unwrap() + 1).await;
        }
    }
    office.world.portal.stop().await;
}

async fn what_does_not_fail_for_good_changes_nothing(database: Database) {
    let office = Office::open(database).await;
    let (_, sender) = office.written_to("amelie", Locale::Fr).await;
    let late = POSTFIX.replace("Action: failed", "Action: delayed").replace("5.1.1", "4.4.1");
    let away = "From: amelie@exemple.test\r\nSubject: Absente\r\nAuto-Submitted: auto-replied\r\n\r\nDe retour lundi.\r\n";
    for mail in [late.as_str(), away] {
        let (code, said) = office.hand(&sender, mail.as_bytes()).await;
        assert!(code == Some(0) && said.starts_with("Nothing to do: this says of no e-mail"), "{said}");
    }
    office.world.portal.at_rest().await;
    assert_eq!(office.world.in_state("sent").await, 1);
    assert!(office.world.portal.events_of("notice-bounced").await.is_empty());
    assert_eq!(office.dead_addresses().await, 0);
    office.world.portal.stop().await;
}

async fn what_nobody_could_have_been_sent_is_refused(database: Database) {
    let office = Office::open(database).await;
    let (_, hers) = office.written_to("amelie", Locale::Fr).await;
    let connor = office.world.person("connor", Locale::En).await;
    let his = office.write_to(&connor, 2).await;

    // His delivery with her signature, none at all, another mailbox: nobody has such an address.
    let token = |sender: &str| sender.split(['+', '@']).nth(1).unwrap().to_owned();
    let (his_token, her_token) = (token(&his), token(&hers));
    let mixed = format!("bounces+{}{}@{HOST}", &his_token[..32], &her_token[32..]);
    for forged in
        [mixed.as_str(), "bounces@portail.exemple.test", "bounces+connor@portail.exemple.test", "", "+"]
    {
        let (code, said) = office.hand(forged, from_postfix()).await;
        assert!(
            code == Some(67) && said.starts_with("Refused: no e-mail of this portal"),
            "{forged}: {said}"
        );
    }

    // What cannot be read.
    let huge = [from_postfix(), &vec![b'a'; 2 * 1024 * 1024]].concat();
    let part = |n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n");
    let deep = (0..1_000).map(part).collect::<Vec<_>>().concat();
    let cut = POSTFIX.split("Action: failed").next().unwrap();
    for mail in [&huge, deep.as_bytes(), cut.as_bytes(), b""] {
        let (code, said) = office.hand(&his, mail).await;
        assert!(code == Some(65) && said.starts_with("Refused: the mail cannot be read"), "{said}");
    }
    office.world.portal.at_rest().await;
    assert_eq!(office.world.in_state("sent").await, 2);
    assert_eq!(office.dead_addresses().await, 0);
    office.world.portal.stop().await;
}

async fn without_its_database_the_mail_waits_at_its_server(database: Database) {
    let office = Office::open(database).await;
    let (_, sender) = office.written_to("amelie", Locale::Fr).await;
    for away in ["sqlite:/nowhere/at/all.sqlite", "postgres://parvis@127.0.0.1:1/parvis"] {
        let (code, said) = office.hand_for(away, &sender, from_postfix()).await;
        assert!(code == Some(75) && said.starts_with("Come again later"), "{said}");
    }
    let (code, _) = office.hand(&sender, from_postfix()).await;
    assert_eq!(code, Some(0));
    eventually("what follows", async || (office.world.in_state("failed").await == 1).then_some(())).await;
    office.world.portal.stop().await;
}

/// A relay takes everything, and says by mail that nobody is there.
async fn a_code_that_comes_back_is_told_on_its_page(database: Database) {
    let office = Office::open(database).await;
    let portal = &office.world.portal;
    let mut amelie = portal.browser(Locale::Fr);
    amelie.sign_in("amelie").await;
    amelie.open("/account/notices/email").await;
    amelie.fill("address", "amelie@nouvelle.test");
    amelie.press("Envoyer le code").await;
    let received = office.world.servers.received_by("smtp", 1).await;
    portal.at_rest().await;
    let sender = received[0]["from"].as_str().unwrap();
    let (code, said) = office.hand(sender, from_postfix()).await;
    assert_eq!((code, said.as_str()), (Some(0), "Taken: the address reaches nobody, and is marked.\n"));
    let page = amelie.page().url.clone();
    amelie.visit(page).await;
    assert!(amelie.text().contains("amelie@nouvelle.test ne reçoit rien"), "{}", amelie.text());
    let (_, said) = office.hand(sender, from_postfix()).await;
    assert!(said.starts_with("Nothing to do"), "{said}");
    assert_eq!(portal.events_of("code-failed").await.len(), 1);
    office.world.portal.stop().await;
}
