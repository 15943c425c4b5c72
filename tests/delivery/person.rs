//! A portal whose channels lead to the servers, and the person who is told.

use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use p256::pkcs8::{EncodePrivateKey as _, LineEnding};
use parvis::act::Actor;
use parvis::audit::AccountEvent;
use parvis::clock::Micros;
use parvis::id::{AccountId, AddressId};
use parvis::identity;
use parvis::notices::addresses::Content as Address;
use parvis::notices::preferences::store::{Choice, choose, set};
use parvis::notices::preferences::{Channel, Class, Settings};
use parvis::notices::{self, Content, Recipient, Words};
use parvis::on;
use parvis::text::Locale;
use parvis::vault::{DataKey, Place};
use serde_json::{Value, json};

use crate::servers::Servers;
use crate::support::{Database, Portal, Setup, eventually};

/// What no notice may say.
pub const SECRET: &str = "Plainte au sujet de l’attente de Tremblay";

/// A portal and the servers around it.
pub struct World {
    /// The portal.
    pub portal: Portal,
    /// The servers.
    pub servers: Servers,
}

/// Someone who has an account.
pub struct Person {
    /// Their account.
    pub account: AccountId,
    /// Opens what is theirs.
    pub key: DataKey,
}

impl World {
    /// A portal that sends by every channel.
    pub async fn new(database: Database) -> Self {
        Self::with(database, json!({})).await
    }

    /// The same with other settings.
    pub async fn with(database: Database, settings: Value) -> Self {
        let servers = Servers::start();
        let secret = p256::SecretKey::from_slice(&[7; 32]).unwrap();
        let pem = secret.to_pkcs8_pem(LineEnding::LF).unwrap();
        // The clock jumps by days here: no job may seem to have been left by its worker.
        let leases = json!({ "outbox": { "lease_s": 1_000_000_000 } });
        let portal =
            Setup::silent().with(servers.settings(&pem)).with(leases).with(settings).start(database).await;
        Self { portal, servers }
    }

    /// Someone of the demo, who has signed in.
    pub async fn person(&self, name: &str, locale: Locale) -> Person {
        let mut browser = self.portal.browser(locale);
        browser.sign_in(name).await;
        let base = self.portal.app.base();
        let mut db = base.db.read().await.unwrap();
        let sql = "SELECT id FROM account ORDER BY id DESC LIMIT 1";
        let account: AccountId = on!(&mut db, |c| sqlx::query_scalar(sql).fetch_one(c).await).unwrap();
        let key = identity::data_key(&mut db, &base.vault, account).await.unwrap().unwrap();
        Person { account, key }
    }

    /// Writes to someone's inbox, `count` times.
    pub async fn tell(&self, person: &Person, class: Class, count: usize) {
        self.tell_of(person, class, SECRET, count).await;
    }

    /// Writes to someone's inbox, `count` times, with these words all over.
    pub async fn tell_of(&self, person: &Person, class: Class, words: &str, count: usize) {
        let base = self.portal.app.base();
        let words = || Words {
            from: words.to_owned(),
            subject: words.to_owned(),
            paragraphs: vec![words.to_owned()],
        };
        let content = Content { fr: words(), en: words(), reference: None, link: None };
        let mut act = base.acts.open(Actor::system()).await.unwrap();
        let to = Recipient { account: person.account, request: None, key: &person.key };
        for _ in 0..count {
            notices::tell(base, &mut act, &to, class, &content).await.unwrap();
        }
        act.commit().await.unwrap();
    }

    /// Has someone want something, or not.
    pub async fn wants(&self, person: &Person, class: Class, channel: Channel, wanted: bool) {
        let event = AccountEvent::DataExported { format: "json" }.of(person.account);
        let mut act = self.portal.app.base().acts.begin(Actor::system(), event).await.unwrap();
        let at = act.at();
        choose(act.rows(), person.account, Choice { class, channel, wanted }, at).await.unwrap();
        act.commit().await.unwrap();
    }

    /// Has someone be told so.
    pub async fn settings(&self, person: &Person, settings: Settings) {
        let event = AccountEvent::DataExported { format: "json" }.of(person.account);
        let mut act = self.portal.app.base().acts.begin(Actor::system(), event).await.unwrap();
        let at = act.at();
        set(act.rows(), person.account, &settings, at).await.unwrap();
        act.commit().await.unwrap();
    }

    /// Gives someone a confirmed address.
    pub async fn address(&self, person: &Person, channel: Channel, to: &str) {
        let id = AddressId::new(&self.portal.clock);
        let content = Address { to: to.to_owned(), browser: None };
        let sealed = person.key.seal_json(Place::new("address.content", id.0), &content).unwrap();
        let print = person.key.fingerprint("address", format!("{} {to}", channel.word()).as_bytes());
        let bytes = |bytes: &[u8]| {
            let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let hex = hex.concat();
            if self.portal.database_url.starts_with("sqlite:") {
                format!("X'{hex}'")
            } else {
                format!("'\\x{hex}'::bytea")
            }
        };
        let uuid = |id: uuid::Uuid| {
            if self.portal.database_url.starts_with("sqlite:") {
                bytes(id.as_bytes())
            } else {
                format!("'{id}'")
            }
        };
        let sql = format!(
            "INSERT INTO address (id, account_id, channel, fingerprint, content, state, created_at, confirmed_at)
            VALUES ({}, {}, '{}', {}, {}, 'confirmed', 1, 1)",
            uuid(id.0),
            uuid(person.account.0),
            channel.word(),
            bytes(&print),
            bytes(&sealed),
        );
        self.portal.meddle(&sql).await;
    }

    /// Moves the clock to a moment of Québec, which must lie ahead.
    pub fn until(&self, local: &str) {
        let now = self.portal.clock.now();
        let then = at(local);
        assert!(then >= now, "{local} lies behind");
        self.portal.clock.advance(then.since(now));
    }

    /// How many deliveries are in a state.
    pub async fn in_state(&self, state: &str) -> i64 {
        self.portal.count(&format!("delivery WHERE state = '{state}'")).await
    }

    /// Waits until so many deliveries are in a state.
    pub async fn settled(&self, state: &str, count: i64) {
        eventually(&format!("{count} {state}"), async || (self.in_state(state).await == count).then_some(()))
            .await;
    }

    /// Moves the clock on, little by little, until so many deliveries are in a state.
    pub async fn settled_in_time(&self, state: &str, count: i64, step: Duration) {
        eventually(&format!("{count} {state} in time"), async || {
            self.portal.clock.advance(step);
            (self.in_state(state).await == count).then_some(())
        })
        .await;
    }
}

/// A moment of Québec.
pub fn at(local: &str) -> Micros {
    let zone = TimeZone::get("America/Toronto").unwrap();
    let moment = local.parse::<DateTime>().unwrap().to_zoned(zone).unwrap();
    Micros(moment.timestamp().as_microsecond())
}
