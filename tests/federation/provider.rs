//! The provider in `tests/op`, and a portal in front of it.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use parvis::text::Locale;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use url::Url;

use crate::support::{Browser, Database, Page, Portal, Setup};

/// The portal's password where it proves itself by one.
const SECRET: &str = "test-only-secret-test-only-secret-0001";
/// The provider's levels of assurance, from the lowest.
pub const LEVELS: [&str; 3] = ["urn:test:loa:1", "urn:test:loa:2", "urn:test:loa:3"];

/// A process that says on its first line where it is. It ends when its standard input does,
/// however this process ends, killed included.
pub struct Service {
    /// Where it is.
    pub address: Url,
    _process: Child,
}

impl Service {
    /// Starts it, and waits for its first line.
    pub fn start(mut command: Command) -> Self {
        // A group of its own: Ctrl-C is for the tests, and the service hears of their end anyway.
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let mut said = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let address = said.trim().parse();
        Self { address: address.unwrap_or_else(|_| panic!("{command:?} does not start")), _process: process }
    }
}

/// Opens a process that providers can live in.
fn open_house() -> Service {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/op");
    let installed = folder.join("node_modules/oidc-provider").exists();
    assert!(installed, "the provider is not installed: `make test-journeys` does that");
    let mut node = Command::new("node");
    node.arg(folder.join("main.mjs"));
    Service::start(node)
}

/// The one process that the providers of all tests live in which do not move its clock.
fn house() -> &'static Service {
    static HOUSE: OnceLock<Service> = OnceLock::new();
    HOUSE.get_or_init(open_house)
}

/// One OpenID provider.
pub struct Provider {
    /// Its issuer identifier.
    pub issuer: String,
    /// The portal's name for it.
    pub name: String,
}

/// What a provider saw and said.
#[derive(Debug, Deserialize)]
pub struct Seen {
    /// The requests it got, oldest first.
    pub requests: Vec<Asked>,
    /// The ID tokens it gave.
    pub id_tokens: Vec<String>,
    /// The errors that were its own fault.
    pub problems: Vec<String>,
}

/// A request that a provider got.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// The endpoint, as the provider calls it.
    pub endpoint: String,
    /// The scheme of the `Authorization` header; empty when there is none.
    pub authorization: String,
    /// The query.
    pub query: Map<String, Value>,
    /// The form.
    pub form: Map<String, Value>,
}

/// A logout token that was sent to the portal.
#[derive(Debug, Deserialize)]
pub struct LogoutToken {
    /// The token.
    pub token: String,
    /// The status that the portal answered.
    pub status: u16,
    /// The `Cache-Control` of that answer.
    pub cache: String,
}

impl Seen {
    /// The requests to an endpoint.
    pub fn of(&self, endpoint: &str) -> Vec<&Asked> {
        self.requests.iter().filter(|asked| asked.endpoint == endpoint).collect()
    }
}

impl Provider {
    /// Starts a provider that calls itself by that name; `options` as `tests/op/provider.mjs` says.
    pub async fn start(name: &str, portal: &Url, options: &Value) -> Self {
        Self::start_in(house(), name, portal, options).await
    }

    async fn start_in(house: &Service, name: &str, portal: &Url, options: &Value) -> Self {
        let mut all = json!({ "name": name, "portal": portal.origin().ascii_serialization() });
        all.as_object_mut().unwrap().extend(options.as_object().unwrap().clone());
        let started: Value = post(house.address.clone(), &all).await;
        Self { issuer: started["issuer"].as_str().unwrap().to_owned(), name: name.to_owned() }
    }

    /// The settings of a portal that takes its people, once for everyone.
    pub fn settings(&self, algorithm: &str) -> Value {
        json!({ "issuer": { &self.name: {
            "url": self.issuer,
            "client_id": "portal-secret",
            "client_secret": SECRET,
            "state": "active",
            "label": { "fr": self.name.to_uppercase(), "en": self.name.to_uppercase() },
            "algorithms": [algorithm],
            "levels": LEVELS,
            "allow_loopback_http": true,
        } } })
    }

    /// From now on it lies in that way (`tests/op/faults.mjs`).
    pub async fn lies(&self, fault: &str) {
        let _: Value = self.control(&format!("fault?mode={fault}"), &json!({})).await;
    }

    /// From now on it signs with new keys, and still publishes the old ones.
    pub async fn rotates(&self) {
        let _: Value = self.control("rotate", &json!({})).await;
    }

    /// From now on it signs with new keys, and the old ones are gone.
    pub async fn drops_its_keys(&self) {
        let _: Value = self.control("rotate?drop", &json!({})).await;
    }

    /// Ends all sessions of a person, and tells the portal; gives what it told.
    pub async fn signs_out(&self, person: &str) -> Vec<LogoutToken> {
        self.control(&format!("sign-out?person={person}"), &json!({})).await
    }

    /// The subject of a person.
    pub async fn subject(&self, person: &str) -> String {
        let told: Value = self.control(&format!("subject?person={person}"), &json!({})).await;
        told["sub"].as_str().unwrap().to_owned()
    }

    /// From now on it says this too of a person.
    pub async fn says(&self, person: &str, claims: &Value) {
        let _: Value = self.control(&format!("claims?person={person}"), claims).await;
    }

    /// A token of these claims, signed with its key.
    pub async fn signs(&self, claims: &Value, header: &Value) -> String {
        let signed: Value = self.control("sign", &json!({ "claims": claims, "header": header })).await;
        signed["token"].as_str().unwrap().to_owned()
    }

    /// What it saw until now.
    pub async fn seen(&self) -> Seen {
        let seen: Seen = self.control("seen", &json!({})).await;
        assert!(seen.problems.is_empty(), "{:#?}", seen.problems);
        seen
    }

    /// How often an endpoint was asked.
    pub async fn count(&self, endpoint: &str) -> usize {
        self.seen().await.of(endpoint).len()
    }

    async fn control<T: DeserializeOwned>(&self, what: &str, body: &Value) -> T {
        post(format!("{}/control/{what}", self.issuer).parse().unwrap(), body).await
    }
}

/// A value of a query or of a form; empty when there is none.
pub fn text<'a>(of: &'a Map<String, Value>, name: &str) -> &'a str {
    of.get(name).and_then(Value::as_str).unwrap_or_default()
}

async fn post<T: DeserializeOwned>(address: Url, body: &Value) -> T {
    // Another test of this process may have installed it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client.post(address).json(body).send().await.unwrap();
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).unwrap()
}

/// A portal and the one provider that it takes people from.
pub struct Federation {
    /// The portal.
    pub portal: Portal,
    /// The provider, `sfid` in the portal's settings.
    pub sfid: Provider,
    /// The process that the provider lives in, where it is not the one of all.
    house: Option<Service>,
}

impl Federation {
    /// A provider that signs with ES256, and the portal in front of it.
    pub async fn start(database: Database) -> Self {
        Self::with(database, "ES256", &json!({}), json!({})).await
    }

    /// The same with another algorithm, other options of the provider and other settings of the
    /// portal.
    pub async fn with(database: Database, algorithm: &str, options: &Value, settings: Value) -> Self {
        let (setup, url) = with_address().await;
        let mut all = json!({ "algorithm": algorithm });
        all.as_object_mut().unwrap().extend(options.as_object().unwrap().clone());
        let sfid = Provider::start("sfid", &url, &all).await;
        let setup = setup.with(only_these()).with(sfid.settings(algorithm)).with(settings);
        Self { portal: setup.start(database).await, sfid, house: None }
    }

    /// A portal and a provider whose clocks can be moved together.
    pub async fn on_its_own_clock(database: Database, settings: Value) -> Self {
        let (setup, url) = with_address().await;
        let house = open_house();
        let sfid = Provider::start_in(&house, "sfid", &url, &json!({})).await;
        let setup = setup.with(only_these()).with(sfid.settings("ES256")).with(settings);
        Self { portal: setup.start(database).await, sfid, house: Some(house) }
    }

    /// Time goes by, for both.
    pub async fn advance(&self, span: Duration) {
        self.portal.clock.advance(span);
        let house = self.house.as_ref().expect("a federation on its own clock");
        let _: Value =
            post(house.address.join("clock").unwrap(), &json!({ "seconds": span.as_secs() })).await;
    }

    /// A browser of someone who has not signed in.
    pub fn browser(&self, locale: Locale) -> Browser {
        self.portal.browser(locale)
    }

    /// The reasons of the refusals so far.
    pub async fn refusals(&self) -> Vec<String> {
        self.portal.events_of("signin-refused").await.iter().map(|event| event.field("reason")).collect()
    }
}

/// A portal yet to be started whose address is known already.
pub async fn with_address() -> (Setup, Url) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
    (Setup { listener: Some(listener), ..Setup::default() }, url)
}

/// The demo's own provider takes no part.
pub fn only_these() -> Value {
    json!({ "issuer": { "demo": { "state": "closed" } } })
}

/// Goes to the provider and says who it is there; ends where the portal leads.
pub async fn sign_in<'b>(browser: &'b mut Browser, person: &str) -> &'b Page {
    browser.open("/sign-in").await;
    at_provider(browser, person).await
}

/// On the provider's page, says who it is; as surely as was asked for.
pub async fn at_provider<'b>(browser: &'b mut Browser, person: &str) -> &'b Page {
    let asked = browser.page().attribute("select[name=acr] option[selected]", "value");
    at_provider_as(browser, person, &asked.unwrap_or_default()).await
}

/// On the provider's page, says who it is, and proves it at that level.
pub async fn at_provider_as<'b>(browser: &'b mut Browser, person: &str, level: &str) -> &'b Page {
    assert!(
        browser.page().url.path().starts_with("/interaction/"),
        "not at the provider: {}",
        browser.text()
    );
    let button = if browser.page().lang() == "fr" { "Ouvrir la session" } else { "Sign in" };
    browser.fill("username", person).fill("acr", level);
    browser.press(button).await
}
