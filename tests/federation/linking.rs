//! From one provider to the next without losing a file: SFID gives way to SAG, as it will one day.

use std::path::PathBuf;

use parvis::text::Locale;
use parvis::vault::Vault;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use url::Url;

use crate::complaint::{self, begin, say};
use crate::journeys;
use crate::provider::{Provider, at_provider, only_these};
use crate::support::{Browser, Database, Portal, Setup};

journeys!(by_the_successors_word, by_two_sign_ins, by_nobody_elses_word);

const WAYS: &str = "/account/sign-ins";

/// One database, one address and two providers, under portals that come one after the other.
struct Years {
    dir: PathBuf,
    database: String,
    vault_key: String,
    /// Open all the while, so that nobody else takes the port between two portals.
    listener: std::net::TcpListener,
    sfid: Provider,
    sag: Provider,
}

impl Drop for Years {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

impl Years {
    async fn begin(database: Database) -> Self {
        let name = uuid::Uuid::from_bytes(parvis::id::random()).simple();
        let dir = std::env::temp_dir().join(format!("parvis-years-{name}"));
        std::fs::create_dir_all(&dir).unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address: Url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
        let sfid = Provider::start("sfid", &address, &json!({})).await;
        let sag = Provider::start("sag", &address, &json!({ "legacyIssuer": sfid.issuer })).await;
        let database = database.fresh(&dir).await;
        Self { dir, database, vault_key: Vault::new_master_key(), listener, sfid, sag }
    }

    /// The portal of the year in which SFID is in that state, and SAG, if it is there, in that.
    async fn portal(&self, sfid: &str, sag: Option<&str>) -> Portal {
        let listener = TcpListener::from_std(self.listener.try_clone().unwrap()).unwrap();
        let setup = Setup { listener: Some(listener), ..Setup::silent() };
        let mut setup = setup.with(only_these()).with(self.sfid.settings("ES256")).with(json!({
            "vault": { "key": self.vault_key },
            "issuer": { "sfid": { "state": sfid } },
        }));
        if let Some(state) = sag {
            setup = setup.with(self.sag.settings("ES256")).with(json!({ "issuer": { "sag": {
                "state": state, "continues": { "issuer": "sfid", "claim": "legacy_sub" },
            } } }));
        }
        setup.start_on(self.database.clone()).await
    }
}

/// Signs in by that provider.
async fn signed_in_by(portal: &Portal, provider: &str, person: &str, locale: Locale) -> Browser {
    let mut browser = portal.browser(locale);
    browser.open(&format!("/sign-in/{provider}")).await;
    at_provider(&mut browser, person).await;
    browser
}

/// Opens the page of the draft that was begun.
async fn finds(browser: &mut Browser, draft: &str) {
    browser.open(&format!("/requests/{draft}/form/event")).await;
    assert_eq!(browser.page().status, 200, "the draft is there: {}", browser.text());
}

/// SAG says in its signed token who Alice was at SFID: she signs in, and her file is there.
async fn by_the_successors_word(database: Database) {
    let years = Years::begin(database).await;
    let portal = years.portal("active", None).await;
    let mut alice = signed_in_by(&portal, "sfid", "alice", Locale::Fr).await;
    begin(&mut alice).await;
    let draft = complaint::reference(&alice);
    portal.stop().await;

    let portal = years.portal("sunset", Some("active")).await;
    let mut alice = signed_in_by(&portal, "sag", "alice", Locale::Fr).await;
    finds(&mut alice, &draft).await;
    let linked = portal.events_of("identity-linked").await;
    assert_eq!((linked.len(), linked[0].field("how")), (1, "continued".to_owned()));

    // The word counts once: someone else at SAG whose token says the same is refused.
    let subject = years.sfid.subject("alice").await;
    years.sag.says("bob", &json!({ "legacy_sub": subject })).await;
    let impostor = signed_in_by(&portal, "sag", "bob", Locale::En).await;
    assert_eq!(impostor.page().status, 403, "{}", impostor.text());
    assert_eq!(impostor.cookie("session"), None);
    let alerts = portal.events_of("identity-alert").await;
    assert_eq!(alerts.iter().map(|event| event.field("reason")).collect::<Vec<_>>(), ["continued-twice"]);
    portal.stop().await;

    let portal = years.portal("closed", Some("active")).await;
    let mut late = portal.browser(Locale::Fr);
    late.open("/sign-in/sfid").await;
    assert_eq!(late.page().status, 403, "SFID is closed");
    let mut alice = signed_in_by(&portal, "sag", "alice", Locale::Fr).await;
    finds(&mut alice, &draft).await;
    assert_eq!(portal.count("account").await, 1);
    portal.stop().await;
}

/// SAG does not know who Bob was: he proves both in one sitting while SFID lives.
async fn by_two_sign_ins(database: Database) {
    let years = Years::begin(database).await;
    let portal = years.portal("active", Some("active")).await;
    let mut bob = signed_in_by(&portal, "sfid", "bob", Locale::En).await;
    begin(&mut bob).await;
    let draft = complaint::reference(&bob);
    bob.open(WAYS).await;
    bob.press(say(&bob, "Ajouter : SAG", "Add: SAG")).await;
    at_provider(&mut bob, "bob").await;
    assert_eq!(bob.page().url.path(), format!("/en{WAYS}"), "{}", bob.text());
    let linked = portal.events_of("identity-linked").await;
    assert_eq!((linked.len(), linked[0].field("how")), (1, "signed_in".to_owned()));

    // Signed in as Bob, someone finishes Alice's sign-in: two people are not made one.
    let mut alice = signed_in_by(&portal, "sag", "alice", Locale::Fr).await;
    begin(&mut alice).await;
    let mut chloe = signed_in_by(&portal, "sfid", "chloe", Locale::Fr).await;
    chloe.open(WAYS).await;
    chloe.press("Ajouter : SAG").await;
    at_provider(&mut chloe, "alice").await;
    assert!([403, 409].contains(&chloe.page().status), "{}", chloe.text());
    assert_eq!(portal.events_of("identity-linked").await.len(), 1);
    assert_eq!(portal.count("account").await, 3);
    portal.stop().await;

    let portal = years.portal("closed", Some("active")).await;
    let mut bob = signed_in_by(&portal, "sag", "bob", Locale::En).await;
    finds(&mut bob, &draft).await;
    portal.stop().await;
}

/// A provider that takes no other's place does not speak for that one's people.
async fn by_nobody_elses_word(database: Database) {
    let years = Years::begin(database).await;
    let portal = years.portal("active", Some("active")).await;
    signed_in_by(&portal, "sfid", "alice", Locale::Fr).await;
    let subject: Value = json!({ "legacy_sub": years.sfid.subject("alice").await });
    years.sfid.says("bob", &subject).await;
    let impostor = signed_in_by(&portal, "sfid", "bob", Locale::En).await;
    assert_eq!((impostor.page().status, impostor.cookie("session")), (403, None), "{}", impostor.text());
    let alerts = portal.events_of("identity-alert").await;
    assert_eq!(alerts.iter().map(|event| event.field("reason")).collect::<Vec<_>>(), ["not-successor"]);

    // Nor does an e-mail address make two people one: Chloé comes with Alice's.
    years.sag.says("chloe", &json!({ "email": "alice@exemple.test", "email_verified": true })).await;
    signed_in_by(&portal, "sag", "chloe", Locale::Fr).await;
    assert_eq!(portal.count("account").await, 2);
    portal.stop().await;
}
