//! A database with nothing around it.

use std::path::PathBuf;
use std::sync::Arc;

use parvis::act::{Act, Actor, Acts};
use parvis::audit::Event;
use parvis::clock::Clock;
use parvis::news::Newsroom;
use parvis::on;
use parvis::outbox::Wake;
use parvis::store::{self, Db};
use parvis::vault::Vault;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};

use crate::support::Database;

/// A new database, and acts on it.
pub struct Room {
    /// Its address.
    pub url: String,
    /// For reading.
    pub db: Db,
    /// For changing.
    pub acts: Acts,
    /// Its time.
    pub clock: Clock,
    dir: PathBuf,
}

impl Room {
    /// A new database, brought up to date.
    pub async fn new(database: Database) -> Self {
        let room = Self::bare(database).await;
        store::migrate(&room.db).await.unwrap();
        room
    }

    /// A new database without a table.
    pub async fn bare(database: Database) -> Self {
        let name = uuid::Uuid::from_bytes(parvis::id::random()).simple();
        let dir = std::env::temp_dir().join(format!("parvis-room-{name}"));
        std::fs::create_dir_all(&dir).unwrap();
        let url = database.fresh(&dir).await;
        let db = store::open(&url, 4).await.unwrap();
        let clock = Clock::default();
        let vault = Arc::new(Vault::new(&Vault::new_master_key()).unwrap());
        let acts = Acts::new(db.clone(), clock.clone(), Wake::default(), Newsroom::new(true), vault);
        Self { url, db, acts, clock, dir }
    }

    /// An act of which only its being one matters.
    pub async fn act(&self) -> Act {
        self.acts.begin(Actor::system(), Event::KeysCreated).await.unwrap()
    }

    /// Runs a statement, as an act.
    pub async fn change(&self, sql: &str) {
        let mut act = self.act().await;
        let sql = || AssertSqlSafe(sql.to_owned());
        on!(act.rows(), |c| sqlx::query(sql()).execute(c).await.map(drop)).unwrap();
        act.commit().await.unwrap();
    }

    /// How many rows there are: `count("job WHERE state = 'dead'")`.
    pub async fn count(&self, from: &str) -> i64 {
        let sql = || AssertSqlSafe(format!("SELECT COUNT(*) FROM {from}"));
        let mut db = self.db.read().await.unwrap();
        on!(&mut db, |c| sqlx::query_scalar(sql()).fetch_one(c).await).unwrap()
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// Runs statements behind the portal's back.
pub async fn meddle(url: &str, sql: &str) {
    let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
    if url.starts_with("sqlite:") {
        SqliteConnection::connect(url).await.unwrap().execute(sql).await.unwrap();
    } else {
        PgConnection::connect(url).await.unwrap().execute(sql).await.unwrap();
    }
}
