//! `parvis demo` as a process of its own, to be killed and started again.

use std::fs::{self, File, OpenOptions};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use parvis::on;
use parvis::store::{self, Db};
use parvis::text::Locale;
use reqwest::header::ORIGIN;
use reqwest::{Method, Response};
use serde_json::Value;
use url::Url;

use crate::ports::Ports;
use crate::support::{Browser, Database, eventually};

/// What haste is to the outbox.
const HASTE: [(&str, &str); 4] = [
    ("PARVIS_OUTBOX__LEASE_S", "2"),
    ("PARVIS_OUTBOX__FIRST_RETRY_S", "1"),
    ("PARVIS_OUTBOX__LONGEST_RETRY_S", "1"),
    ("PARVIS_OUTBOX__POLL_MS", "50"),
];

/// The program under test, without the settings of whoever runs the tests.
pub fn parvis() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    let settings = std::env::vars_os().map(|(name, _)| name);
    for name in settings.filter(|name| name.to_string_lossy().starts_with("PARVIS_")) {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// A demo. Its folder, ports and database outlive its process.
pub struct Demo {
    /// Where it keeps its files.
    pub dir: PathBuf,
    /// The line it printed when it was started last.
    pub told: Value,
    ports: Ports,
    database_url: Option<String>,
    in_haste: bool,
    pace: Option<&'static str>,
    settings: Vec<(String, String)>,
    process: Option<Child>,
    services: Option<Child>,
}

impl Demo {
    /// A demo on a new database, not started yet. It is in haste.
    pub async fn new(database: Database) -> Self {
        Self::on(match database {
            Database::Sqlite => None,
            Database::Postgres => Some(database.fresh(&std::env::temp_dir()).await),
        })
    }

    /// A demo on the PostgreSQL database at that address, or on a file of its own.
    pub fn on(database_url: Option<String>) -> Self {
        // Another test of this process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let name = uuid::Uuid::from_bytes(parvis::id::random()).simple();
        let dir = std::env::temp_dir().join(format!("parvis-recovery-{name}"));
        fs::create_dir_all(&dir).unwrap();
        let (told, ports, settings) = (Value::Null, Ports::reserve(), Vec::new());
        Self {
            dir,
            told,
            ports,
            database_url,
            in_haste: true,
            pace: Some("100"),
            settings,
            process: None,
            services: None,
        }
    }

    /// The same with a setting of the environment.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with or without haste: a back-end that goes fast, failures that are tried again
    /// soon, and the jobs of a worker that died taken over soon.
    pub fn in_haste(mut self, in_haste: bool) -> Self {
        self.in_haste = in_haste;
        self.pace = in_haste.then_some("100");
        self
    }

    /// The same with a back-end that says nothing of what it received.
    pub fn silent(mut self) -> Self {
        self.pace = Some("86400000");
        self
    }

    /// Starts it and waits until it says that it is there.
    pub async fn start(&mut self) {
        self.start_demo(None).await;
    }

    /// Starts it so that it dies when it comes to that point of `src/crash.rs`.
    pub async fn start_to_crash_at(&mut self, point: &str) {
        self.start_demo(Some(point)).await;
    }

    /// Starts the portal alone, on what a demo left; its neighbours are not there.
    pub async fn serve(&mut self) {
        let mut command = parvis();
        command.args(["serve", "--config"]).arg(self.config());
        self.spawn(command, "serve-said");
        let health = self.address("portal").join("healthz").unwrap();
        eventually("the portal", async || {
            self.assert_running();
            reqwest::get(health.clone()).await.ok()
        })
        .await;
    }

    /// Starts all that is around the portal as a process of its own, and waits until it is there.
    pub async fn start_services(&mut self) {
        assert!(self.services.is_none(), "they run already");
        let said = self.dir.join("services-said");
        let log = OpenOptions::new().create(true).append(true).open(self.dir.join("log")).unwrap();
        let mut command = self.demo_command();
        command.arg("--services-only").stdout(File::create(&said).unwrap()).stderr(log);
        self.services = Some(command.spawn().unwrap());
        let line = eventually("the services' line", async || {
            fs::read_to_string(&said).ok().filter(|said| said.ends_with('\n'))
        });
        self.told = serde_json::from_str(&line.await).unwrap();
    }

    /// Kills the services.
    pub fn kill_services(&mut self) {
        if let Some(mut services) = self.services.take() {
            services.kill().unwrap();
            services.wait().unwrap();
        }
    }

    fn demo_command(&self) -> Command {
        let mut command = parvis();
        command.args(["demo", "--json", "--port", &self.ports.first.to_string(), "--data"]).arg(&self.dir);
        command.args(self.database_url.iter().flat_map(|url| ["--database", url]));
        command.args(self.pace.iter().flat_map(|pace| ["--pace", pace]));
        command
    }

    async fn start_demo(&mut self, crash_at: Option<&str>) {
        let mut command = self.demo_command();
        command.envs(crash_at.map(|point| ("PARVIS_CRASH_AT", point)));
        let said = self.spawn(command, "said");
        let line = eventually("the demo's line", async || {
            self.assert_running();
            fs::read_to_string(&said).ok().filter(|said| said.ends_with('\n'))
        });
        self.told = serde_json::from_str(&line.await).unwrap();
    }

    fn assert_running(&mut self) {
        let ended = self.process.as_mut().unwrap().try_wait().unwrap();
        assert!(ended.is_none(), "it ended at once:\n{}", self.log());
    }

    /// Runs the command as this demo's process; gives the file with what it says.
    fn spawn(&mut self, mut command: Command, said: &str) -> PathBuf {
        assert!(self.process.is_none(), "it runs already");
        let said = self.dir.join(said);
        let log = OpenOptions::new().create(true).append(true).open(self.dir.join("log")).unwrap();
        command.envs(HASTE.into_iter().filter(|_| self.in_haste));
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        let command = command.stdout(File::create(&said).unwrap()).stderr(log);
        self.process = Some(command.spawn().unwrap());
        said
    }

    /// Kills it, as `kill -9` and a failing machine do.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Asks it to stop.
    pub fn ask_to_stop(&self) {
        let id = self.process.as_ref().unwrap().id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// Waits for its end: how it ended, and how long it took.
    pub async fn ended(&mut self) -> (ExitStatus, Duration) {
        let begun = Instant::now();
        let status =
            eventually("the end of the process", async || self.process.as_mut().unwrap().try_wait().unwrap());
        let status = status.await;
        self.process = None;
        (status, begun.elapsed())
    }

    /// Asks it to stop, and waits until it has.
    pub async fn stop(&mut self) {
        self.ask_to_stop();
        let (status, _) = self.ended().await;
        assert!(status.success(), "{status}:\n{}", self.log());
    }

    /// What it logged since the beginning.
    pub fn log(&self) -> String {
        fs::read_to_string(self.dir.join("log")).unwrap_or_default()
    }

    /// One of the addresses that it printed.
    pub fn address(&self, name: &str) -> Url {
        self.told[name].as_str().unwrap().parse().unwrap()
    }

    /// Its configuration file, for other commands.
    pub fn config(&self) -> PathBuf {
        self.dir.join("parvis.toml")
    }

    /// A new browser with no cookies.
    pub fn browser(&self, locale: Locale) -> Browser {
        Browser::new(self.address("portal"), locale)
    }

    /// What its back-end received, as that tells it.
    pub async fn received(&self) -> Value {
        let address = self.address("control").join("control/received").unwrap();
        reqwest::get(address).await.unwrap().json().await.unwrap()
    }

    /// The address of its database.
    pub fn database_url(&self) -> String {
        let file = || format!("sqlite:{}", self.dir.join("parvis.sqlite").display());
        self.database_url.clone().unwrap_or_else(file)
    }

    /// Where its metrics are.
    pub fn metrics(&self) -> Url {
        let settings: toml::Table = fs::read_to_string(self.config()).unwrap().parse().unwrap();
        format!("http://{}/metrics", settings["listen"]["metrics"].as_str().unwrap()).parse().unwrap()
    }

    /// How many rows there are: `count("job WHERE state = 'dead'")`.
    pub async fn count(&self, from: &str) -> i64 {
        let sql = || sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {from}"));
        let db = store::open(&self.database_url(), 1).await.unwrap();
        let mut read = db.read().await.unwrap();
        let count = on!(&mut read, |c| sqlx::query_scalar(sql()).fetch_one(c).await).unwrap();
        drop(read);
        db.close().await;
        count
    }

    /// Changes rows behind the portal's back.
    pub async fn meddle(&self, sql: &str) {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        let db = store::open(&self.database_url(), 1).await.unwrap();
        match &db {
            Db::Sqlite { writer, .. } => drop(sqlx::query(sql).execute(writer).await.unwrap()),
            Db::Postgres { writers, .. } => drop(sqlx::query(sql).execute(writers).await.unwrap()),
        }
        db.close().await;
    }

    /// Waits until no job waits or runs and the back-end has told everything.
    pub async fn at_rest(&self) {
        eventually("the end of all jobs", async || {
            let told = self.received().await["callbacks"].as_array().unwrap().clone();
            let all_told = told.iter().all(|callback| callback["outcome"] != "waiting");
            (all_told && self.count("job WHERE state <> 'done'").await == 0).then_some(())
        })
        .await;
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the demo logged:\n{}", self.log());
        }
        self.kill();
        self.kill_services();
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// Presses a button of the page on screen without following the answer; `None` when the portal
/// died before it had answered.
pub async fn press(browser: &mut Browser, button: &str) -> Option<Response> {
    let sending = browser.sending(button);
    let origin = sending.action.origin().ascii_serialization();
    let request = browser.request(Method::POST, sending.action.path()).header(ORIGIN, origin);
    request.form(&sending.fields).send().await.ok()
}
