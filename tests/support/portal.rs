//! The real portal in this process, with the demo's services around it, all on free loopback ports.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use parvis::app::App;
use parvis::clock::Clock;
use parvis::commands;
use parvis::config::Config;
use parvis::demo::{self, BackendService, DemoPace, Options, Services};
use parvis::on;
use parvis::text::Locale;
use parvis::vault::Vault;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{Browser, Database, eventually};

/// How a portal is set up for a journey.
pub struct Setup {
    /// How fast the complaints back-end goes.
    pub pace: DemoPace,
    /// Settings of the portal that differ, laid over the demo's.
    pub settings: Value,
    /// Where it will listen, for those who must know that before it starts; none: on any port.
    pub listener: Option<TcpListener>,
    /// Whether there is a second identity provider, the issuer `successor`.
    pub successor: bool,
}

impl Default for Setup {
    fn default() -> Self {
        let pace = DemoPace::every(Duration::from_millis(100));
        Self { pace, settings: json!({}), listener: None, successor: false }
    }
}

impl Setup {
    /// A back-end that takes requests and says nothing of them until it is asked to withdraw one.
    pub fn silent() -> Self {
        let never = Duration::from_hours(24 * 365);
        Self { pace: DemoPace { steps: [never; 4], ..Self::default().pace }, ..Self::default() }
    }

    /// These settings too.
    pub fn with(mut self, settings: Value) -> Self {
        overlay(&mut self.settings, settings);
        self
    }

    /// Starts a portal on a new database.
    pub async fn start(self, database: Database) -> Portal {
        let dir = folder();
        let url = database.fresh(&dir).await;
        self.start_in(dir, url).await
    }

    /// Starts a portal on the database at that address.
    pub async fn start_on(self, database_url: String) -> Portal {
        self.start_in(folder(), database_url).await
    }

    async fn start_in(self, dir: PathBuf, database_url: String) -> Portal {
        // Another test of this process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = match self.listener {
            Some(listener) => listener,
            None => TcpListener::bind("127.0.0.1:0").await.unwrap(),
        };
        let address = listener.local_addr().unwrap();
        let url = url_of(address);
        let (clock, stop) = (Clock::default(), CancellationToken::new());
        let options = Options { dir: dir.clone(), portal_url: url.clone(), first_port: 0, pace: self.pace };
        let services = demo::start(options.clone(), clock.clone(), stop.clone()).await.unwrap();

        let mut settings = commands::demo::settings(address, &database_url, &services);
        overlay(
            &mut settings,
            json!({
                "vault": { "key": Vault::new_master_key() },
                "database": { "connections": 4 },
                "attachments": { "folder": dir.join("attachments") },
                "outbox": { "first_retry_s": 1, "longest_retry_s": 1, "poll_ms": 50 },
            }),
        );
        if self.successor {
            overlay(&mut settings, successor(options, &clock, &stop).await);
        }
        overlay(&mut settings, self.settings);
        let config = Config::from_toml("journey", &toml::to_string(&settings).unwrap()).unwrap();
        let app = App::build(config, clock.clone()).await.unwrap();
        let serving = tokio::spawn(app.clone().run(listener, stop.clone()));
        Portal { url, services, clock, app, database_url, dir, stop, serving }
    }
}

fn url_of(address: SocketAddr) -> Url {
    format!("http://{address}/").parse().unwrap()
}

/// The settings of a second provider, which is started: the demo's own, once more.
async fn successor(options: Options, clock: &Clock, stop: &CancellationToken) -> Value {
    let options = Options { dir: options.dir.join("successor"), ..options };
    let services = demo::start(options, clock.clone(), stop.clone()).await.unwrap();
    let address = ([127, 0, 0, 1], 0).into();
    let mut settings = commands::demo::settings(address, "", &services);
    let mut issuer = settings["issuer"]["demo"].take();
    overlay(&mut issuer, json!({ "label": { "fr": "Nouveau service", "en": "New service" } }));
    json!({ "issuer": { "successor": issuer } })
}

/// A folder of one's own for a portal's files.
fn folder() -> PathBuf {
    let name = uuid::Uuid::from_bytes(parvis::id::random()).simple();
    let dir = std::env::temp_dir().join(format!("parvis-journey-{name}"));
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// Lays `over` over `base`, object by object; null takes away what was there.
fn overlay(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                if value.is_null() {
                    base.remove(&key);
                } else {
                    overlay(base.entry(key).or_insert(Value::Null), value);
                }
            }
        }
        (base, over) => *base = over,
    }
}

/// A running portal. Stopped and removed when dropped.
pub struct Portal {
    /// Its address, with a slash at the end.
    pub url: Url,
    /// The demo's services.
    pub services: Services,
    /// The one clock of the portal and of the services.
    pub clock: Clock,
    /// The portal itself.
    pub app: App,
    /// Its database, for looking behind the scenes.
    pub database_url: String,
    /// Its folder, and that of the services.
    pub dir: PathBuf,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

/// One event of the audit log.
#[derive(Debug, sqlx::FromRow)]
pub struct Event {
    /// What happened.
    pub code: String,
    /// Who did it.
    pub actor: String,
    /// The HTTP request that caused it.
    pub trace: Option<String>,
    /// The event's fields.
    pub fields: sqlx::types::Json<Map<String, Value>>,
}

impl Event {
    /// A field as text; empty when there is none.
    pub fn field(&self, name: &str) -> String {
        let value = self.fields.0.get(name).cloned().unwrap_or_default();
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }
}

/// A mail as the mailbox got it.
#[derive(Clone, Debug, Deserialize)]
pub struct Mail {
    /// Its sender.
    pub from: String,
    /// Its recipients.
    pub to: Vec<String>,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

impl Portal {
    /// A portal whose back-end goes fast.
    pub async fn start(database: Database) -> Self {
        Setup::default().start(database).await
    }

    /// A new browser with no cookies, that opens pages in that language.
    pub fn browser(&self, locale: Locale) -> Browser {
        Browser::new(self.url.clone(), locale)
    }

    /// An address of the portal.
    pub fn at(&self, path: &str) -> Url {
        self.url.join(path).unwrap()
    }

    /// The audit log, oldest first.
    pub async fn events(&self) -> Vec<Event> {
        let mut db = self.app.base().db.read().await.unwrap();
        on!(&mut db, |c| sqlx::query_as("SELECT code, actor, trace, fields FROM audit_event ORDER BY id")
            .fetch_all(c)
            .await)
        .unwrap()
    }

    /// The events of that code.
    pub async fn events_of(&self, code: &str) -> Vec<Event> {
        self.events().await.into_iter().filter(|event| event.code == code).collect()
    }

    /// How many rows there are: `count("request WHERE state = 'draft'")`.
    pub async fn count(&self, from: &str) -> i64 {
        let sql = || sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {from}"));
        let mut db = self.app.base().db.read().await.unwrap();
        on!(&mut db, |c| sqlx::query_scalar(sql()).fetch_one(c).await).unwrap()
    }

    /// A text of the database: `text("SELECT state FROM request")`.
    pub async fn text(&self, sql: &str) -> String {
        let sql = || sqlx::AssertSqlSafe(sql.to_owned());
        let mut db = self.app.base().db.read().await.unwrap();
        on!(&mut db, |c| sqlx::query_scalar(sql()).fetch_one(c).await).unwrap()
    }

    /// Texts of the database: `texts("SELECT reference FROM request")`.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = || sqlx::AssertSqlSafe(sql.to_owned());
        let mut db = self.app.base().db.read().await.unwrap();
        on!(&mut db, |c| sqlx::query_scalar(sql()).fetch_all(c).await).unwrap()
    }

    /// Changes the database behind the portal's back.
    pub async fn meddle(&self, sql: &str) {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        if self.database_url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(&self.database_url).await.unwrap();
            connection.execute(sqlx::raw_sql(sql)).await.unwrap();
        } else {
            let mut connection = PgConnection::connect(&self.database_url).await.unwrap();
            connection.execute(sqlx::raw_sql(sql)).await.unwrap();
        }
    }

    fn backend(&self, id: &str) -> &BackendService {
        self.services.backend(id).unwrap()
    }

    /// Makes the back-end `on`, `off`, `slow` or `garbage`.
    pub async fn backend_is(&self, mode: &str) {
        self.becomes("complaints", mode).await;
    }

    /// Makes that back-end `on`, `off`, `slow` or `garbage`.
    pub async fn becomes(&self, id: &str, mode: &str) {
        let address = self.backend(id).url.join("control/mode").unwrap();
        let answer = reqwest::Client::new().post(address).json(&json!({ "mode": mode })).send().await;
        assert!(answer.unwrap().status().is_success());
    }

    /// Has the office ask (`task`, `read`), write (`message`) or hand over (`document`) about a
    /// request, by the portal's id of it.
    pub async fn office_tells(&self, request: &str, what: &str) {
        self.tells("complaints", request, what).await;
    }

    /// Has that back-end do what its control page offers about a request.
    pub async fn tells(&self, id: &str, request: &str, what: &str) {
        let address = self.backend(id).url.join("control/tell").unwrap();
        let wish = json!({ "request": request, "what": what });
        let answer = reqwest::Client::new().post(address).json(&wish).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
    }

    /// What the back-end received: `received`, `records` and `callbacks`.
    pub async fn received(&self) -> Value {
        self.received_by("complaints").await
    }

    /// What that back-end received.
    pub async fn received_by(&self, id: &str) -> Value {
        get_json(self.backend(id).url.join("control/received").unwrap()).await
    }

    /// The complaints that the back-end has, the latest first, once there are `count`.
    pub async fn complaints(&self, count: usize) -> Vec<Value> {
        eventually("the complaints at the back-end", async || {
            let complaints = self.received().await["records"].as_array().unwrap().clone();
            (complaints.len() >= count).then_some(complaints)
        })
        .await
    }

    /// The mails sent, the latest first, once there are `count`.
    pub async fn mails(&self, count: usize) -> Vec<Mail> {
        eventually("the mails", async || {
            let mails = get_json(self.services.mailbox.join("messages.json").unwrap()).await;
            let mails: Vec<Mail> = serde_json::from_value(mails).unwrap();
            (mails.len() >= count).then_some(mails)
        })
        .await
    }

    /// Waits until no job waits or runs.
    pub async fn at_rest(&self) {
        eventually("the end of all jobs", async || {
            (self.count("job WHERE state IN ('waiting', 'leased')").await == 0).then_some(())
        })
        .await;
    }

    /// Stops the portal and its services in their own good order, and waits for their end.
    pub async fn stop(mut self) {
        self.rest().await;
    }

    /// As `stop`, but its database and its files stay as they are until it is dropped, for another to go on with.
    pub async fn rest(&mut self) {
        self.stop.cancel();
        (&mut self.serving).await.unwrap();
        self.services.stopped().await;
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.stop.cancel();
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

async fn get_json(address: Url) -> Value {
    reqwest::get(address).await.unwrap().json().await.unwrap()
}
