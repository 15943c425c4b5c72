//! Opening the database, and refusing one that could lose what it acknowledged.

use std::str::FromStr;
use std::time::Duration;

use sqlx::error::DatabaseError;
use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, PgPool, SqlitePool};

use super::{Db, Error};

/// How long a page waits for a connection before it answers "unavailable".
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// A connection to PostgreSQL that has rested longer than this is tried before it is used: a
/// failover may have cut it meanwhile. Trying each one every time would be a round trip a page.
const RESTED: Duration = Duration::from_secs(1);
const SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
const POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The address names neither database.
    #[error("`{0}` is not a database address: use sqlite:PATH or postgres://…")]
    Address(String),
    /// It cannot be reached or refuses us.
    #[error("the database cannot be opened: {0}")]
    Open(#[from] sqlx::Error),
    /// It would lose acknowledged rows at a power cut.
    #[error("the database is not durable: {setting} is {found}, must be {wanted}")]
    NotDurable {
        /// The setting's name.
        setting: &'static str,
        /// What the database says.
        found: String,
        /// What it must say.
        wanted: &'static str,
    },
    /// A migration failed, or the database is newer than this program.
    #[error("the database cannot be brought up to date: {0}")]
    Migrate(#[from] MigrateError),
}

/// Opens the database at `url` with at most `connections` connections for reading and as many for
/// writing (SQLite: one).
///
/// # Errors
/// A [`Problem`] that says what is wrong with the address, the server or its settings.
pub async fn open(url: &str, connections: u32) -> Result<Db, Problem> {
    if url.starts_with("sqlite:") {
        return open_sqlite(url, connections).await;
    }
    if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        return open_postgres(url, connections).await;
    }
    Err(Problem::Address(url.split(':').next().unwrap_or_default().to_owned()))
}

async fn open_sqlite(url: &str, connections: u32) -> Result<Db, Problem> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL, not NORMAL: NORMAL was measured to lose acknowledged rows at a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(ACQUIRE_TIMEOUT);
    let pool = |size| {
        SqlitePoolOptions::new()
            .max_connections(size)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .idle_timeout(None)
            // There is no server that could have gone away.
            .test_before_acquire(false)
    };
    let writer = pool(1).connect_with(options.clone()).await?;
    let readers = pool(connections.max(1)).connect_lazy_with(options.pragma("query_only", "ON"));
    assert_sqlite_durable(&writer).await?;
    Ok(Db::Sqlite { readers, writer })
}

async fn assert_sqlite_durable(pool: &SqlitePool) -> Result<(), Problem> {
    let journal: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(pool).await?;
    let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(pool).await?;
    if journal != "wal" {
        return Err(Problem::NotDurable { setting: "journal_mode", found: journal, wanted: "wal" });
    }
    if synchronous != 2 {
        let found = synchronous.to_string();
        return Err(Problem::NotDurable { setting: "synchronous", found, wanted: "2 (FULL)" });
    }
    Ok(())
}

async fn open_postgres(url: &str, connections: u32) -> Result<Db, Problem> {
    let mut options = PgConnectOptions::from_str(url)?;
    // The address may name it otherwise: two portals on one server are told apart.
    if options.get_application_name().is_none() {
        options = options.application_name("parvis");
    }
    let pool = || {
        PgPoolOptions::new()
            .max_connections(connections.max(1))
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire(false)
            .before_acquire(|connection, found| {
                Box::pin(async move {
                    if found.idle_for > RESTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .max_lifetime(Duration::from_mins(15))
    };
    let writers = pool().connect_with(options.clone()).await?;
    let readers = pool().connect_lazy_with(options.options([("default_transaction_read_only", "on")]));
    assert_postgres_durable(&writers).await?;
    Ok(Db::Postgres { readers, writers })
}

async fn assert_postgres_durable(pool: &PgPool) -> Result<(), Problem> {
    for setting in ["synchronous_commit", "fsync"] {
        let found: String =
            sqlx::query_scalar("SELECT current_setting($1)").bind(setting).fetch_one(pool).await?;
        if found == "off" {
            return Err(Problem::NotDurable { setting, found, wanted: "on" });
        }
    }
    Ok(())
}

/// Brings the database up to date. Safe to run from several nodes at once.
///
/// # Errors
/// [`Problem::Migrate`] when a step fails or the database was written by a newer program.
pub async fn migrate(db: &Db) -> Result<(), Problem> {
    match db {
        Db::Sqlite { writer, .. } => SQLITE_MIGRATIONS.run(writer).await?,
        Db::Postgres { writers, .. } => POSTGRES_MIGRATIONS.run(writers).await?,
    }
    Ok(())
}

/// How many steps [`migrate`] would run now.
///
/// # Errors
/// When the database does not answer.
pub async fn pending_migrations(db: &Db) -> Result<usize, Error> {
    let applied = match db {
        Db::Sqlite { readers, .. } => applied(&mut *readers.acquire().await?).await?,
        Db::Postgres { readers, .. } => applied(&mut *readers.acquire().await?).await?,
    };
    // Both folders hold the same steps: `tests/architecture.rs` compares their names.
    Ok(SQLITE_MIGRATIONS.iter().count().saturating_sub(applied))
}

/// A database that was never migrated has no table of migrations: nothing is applied then.
async fn applied<C: Migrate>(connection: &mut C) -> Result<usize, Error> {
    match connection.list_applied_migrations("_sqlx_migrations").await {
        Ok(steps) => Ok(steps.len()),
        Err(MigrateError::Execute(sqlx::Error::Database(refusal))) if lacks_table(&*refusal) => Ok(0),
        Err(MigrateError::Execute(error)) => Err(error.into()),
        Err(error) => Err(sqlx::Error::from(error).into()),
    }
}

/// PostgreSQL has a code for it; SQLite's 1 stands for all that is wrong with a statement, and
/// there is nothing else to be wrong with this one.
fn lacks_table(refusal: &dyn DatabaseError) -> bool {
    matches!(refusal.code().as_deref(), Some("42P01" | "1"))
}
