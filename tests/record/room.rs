//! A log with nothing around it: acts that write it, the sequencer, a second place, and someone who holds the database.

use std::path::PathBuf;
use std::sync::Arc;

use parvis::act::{Actor, Acts};
use parvis::audit::second_place::read_file;
use parvis::audit::verify::{self, Bent, Known, Trust, Verified};
use parvis::audit::{DraftEvent, Event, Sequencer};
use parvis::clock::Clock;
use parvis::config::Config;
use parvis::id::{AccountId, RequestId, SessionId};
use parvis::news::Newsroom;
use parvis::on;
use parvis::outbox::Wake;
use parvis::store::{self, Db};
use parvis::vault::Vault;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};

use crate::support::Database;

/// A new log.
pub struct Room {
    /// Its address.
    pub url: String,
    /// For reading.
    pub db: Db,
    /// Its time.
    pub clock: Clock,
    /// Its key.
    pub vault: Arc<Vault>,
    /// Its settings.
    pub config: Config,
    /// For changing.
    pub acts: Acts,
    /// What gives events their places.
    pub sequencer: Sequencer,
    /// Its folder.
    pub dir: PathBuf,
    /// Whether the folder goes with it.
    is_first: bool,
}

impl Room {
    /// A new database, brought up to date.
    pub async fn new(database: Database) -> Self {
        let name = uuid::Uuid::from_bytes(parvis::id::random()).simple();
        let dir = std::env::temp_dir().join(format!("parvis-record-{name}"));
        std::fs::create_dir_all(&dir).unwrap();
        let url = database.fresh(&dir).await;
        store::migrate(&store::open(&url, 1).await.unwrap()).await.unwrap();
        let mut room = Self::open(url, dir, &Vault::new_master_key()).await;
        room.is_first = true;
        room
    }

    async fn open(url: String, dir: PathBuf, key: &str) -> Self {
        let file = dir.join("checkpoints");
        let settings = format!(
            "vault.key = '{key}'\ndatabase.url = '{url}'\naudit.origin = 'here/audit'\n\
            audit.checkpoint_events = 10\naudit.checkpoints.file = '{}'",
            file.display()
        );
        std::fs::write(dir.join("parvis.toml"), &settings).unwrap();
        let config = Config::from_toml("room", &settings).unwrap();
        let (db, clock, vault) =
            (store::open(&url, 4).await.unwrap(), Clock::default(), Arc::new(Vault::new(key).unwrap()));
        let acts =
            Acts::new(db.clone(), clock.clone(), Wake::default(), Newsroom::new(true), Arc::clone(&vault));
        let sequencer =
            Sequencer::new(db.clone(), acts.clone(), clock.clone(), Arc::clone(&vault), &config).unwrap();
        Self { url, db, clock, vault, config, acts, sequencer, dir, is_first: false }
    }

    /// Has checkpoints brought elsewhere, as these settings say.
    pub fn second_place(&mut self, settings: &str) {
        let file = self.dir.join("parvis.toml");
        let before = std::fs::read_to_string(&file).unwrap();
        let kept: Vec<&str> =
            before.lines().filter(|line| !line.starts_with("audit.checkpoints.file")).collect();
        let settings = format!("{}\n{settings}\n", kept.join("\n"));
        std::fs::write(&file, &settings).unwrap();
        self.config = Config::from_toml("room", &settings).unwrap();
        let (db, acts, clock) = (self.db.clone(), self.acts.clone(), self.clock.clone());
        self.sequencer = Sequencer::new(db, acts, clock, Arc::clone(&self.vault), &self.config).unwrap();
    }

    /// Another node of the same portal.
    pub async fn other_node(&self) -> Self {
        use secrecy::ExposeSecret as _;
        Self::open(self.url.clone(), self.dir.clone(), self.config.vault.key.expose_secret()).await
    }

    /// Someone's day: so many events about one request.
    pub async fn live(&self, events: i64) {
        let (account, session) = (AccountId::new(&self.clock), SessionId::new(&self.clock));
        let request = RequestId::new(&self.clock);
        for version in 0..events {
            let event =
                Event::from(DraftEvent::Saved { page: "event".into(), version }).of(account).on(request);
            let act = self.acts.begin(Actor::citizen(account, session, "trace".into()), event).await.unwrap();
            act.commit().await.unwrap();
        }
    }

    /// So many events, in their places and signed.
    pub async fn settled(&self, events: i64) {
        self.live(events).await;
        self.sequencer.settle().await.unwrap();
    }

    /// What the portal's own settings believe.
    pub fn trust(&self) -> Trust {
        Trust::portal(&self.config.audit, &self.vault).unwrap()
    }

    /// All that is known of the log but what the second place has.
    pub fn known(&self) -> Known<'_> {
        let retention = Some((self.config.audit.retention, self.clock.now()));
        Known { vault: Some(&self.vault), retention, second_places: Vec::new() }
    }

    /// The same with the second place.
    pub fn all_known(&self) -> Known<'_> {
        let found = read_file(&self.dir.join("checkpoints")).unwrap();
        Known { second_places: vec![verify::second_place("the second place", found)], ..self.known() }
    }

    /// Verifies the whole log, the second place included.
    pub async fn verify(&self) -> Result<Verified, Bent> {
        verify::database(&self.db, &self.trust(), self.all_known(), None).await.unwrap()
    }

    /// Verifies it by what is in the database alone.
    pub async fn verify_alone(&self) -> Result<Verified, Bent> {
        verify::database(&self.db, &self.trust(), self.known(), None).await.unwrap()
    }

    /// How many rows there are.
    pub async fn count(&self, from: &str) -> i64 {
        let sql = || AssertSqlSafe(format!("SELECT COUNT(*) FROM {from}"));
        let mut db = self.db.read().await.unwrap();
        on!(&mut db, |c| sqlx::query_scalar(sql()).fetch_one(c).await).unwrap()
    }

    /// A text of the database.
    pub async fn text(&self, sql: &str) -> String {
        let sql = || AssertSqlSafe(sql.to_owned());
        let mut db = self.db.read().await.unwrap();
        on!(&mut db, |c| sqlx::query_scalar(sql()).fetch_one(c).await).unwrap()
    }

    /// Whether it is a file.
    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// Runs statements behind the portal's back.
    pub async fn meddle(&self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.is_sqlite() {
            let mut connection = SqliteConnection::connect(&self.url).await?;
            connection.execute(sqlx::raw_sql(sql)).await.map(drop)
        } else {
            let mut connection = PgConnection::connect(&self.url).await?;
            connection.execute(sqlx::raw_sql(sql)).await.map(drop)
        }
    }

    /// The same, by someone who first takes away what guards the rows.
    pub async fn bend(&self, sql: &str) {
        let unguard = if self.is_sqlite() {
            "DROP TRIGGER IF EXISTS audit_event_is_not_changed; DROP TRIGGER IF EXISTS audit_event_is_not_removed;
            DROP TRIGGER IF EXISTS audit_leaf_is_not_changed; DROP TRIGGER IF EXISTS audit_leaf_is_not_removed;"
        } else {
            "DROP TRIGGER IF EXISTS audit_event_is_not_changed ON audit_event;
            DROP TRIGGER IF EXISTS audit_event_is_not_removed ON audit_event;
            DROP TRIGGER IF EXISTS audit_leaf_is_not_changed ON audit_leaf;"
        };
        self.meddle(&format!("{unguard} {sql}")).await.unwrap();
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if self.is_first {
            let _ = std::fs::remove_dir_all(&self.dir);
        }
    }
}

/// The event at a place, as SQL finds it.
pub fn at(place: u64) -> String {
    format!("(SELECT event_id FROM audit_leaf WHERE place = {place})")
}

/// Bytes as each database writes them.
impl Room {
    /// The id of the event at a place.
    pub async fn event_at(&self, place: u64) -> String {
        let column = self.hex("event_id");
        self.blob(&self.text(&format!("SELECT {column} FROM audit_leaf WHERE place = {place}")).await)
    }

    /// A column of bytes, or an id, in hexadecimal.
    pub fn hex(&self, column: &str) -> String {
        if self.is_sqlite() { format!("hex({column})") } else { format!("replace({column}::text, '-', '')") }
    }

    /// Bytes, or an id.
    pub fn blob(&self, hex: &str) -> String {
        match (self.is_sqlite(), hex.len()) {
            (true, _) => format!("X'{hex}'"),
            (false, 32) => format!("'{hex}'"),
            (false, _) => format!("'\\x{hex}'"),
        }
    }

    /// The event of that id.
    pub async fn kept(&self, id: &str) -> parvis::audit::Kept {
        let sql = || AssertSqlSafe(format!("SELECT * FROM audit_event WHERE id = {}", self.blob(id)));
        let mut db = self.db.read().await.unwrap();
        on!(&mut db, |c| sqlx::query_as(sql()).fetch_one(c).await).unwrap()
    }
}
