//! The two databases behind one text of SQL.
//!
//! SQLite lives in the process and needs nothing installed; PostgreSQL is for production. Queries
//! are constants in the dialect both share and run through [`on!`](crate::on), which compiles them
//! for both. Reads ask for `&mut impl Sql`; changes ask for `&mut Write`, which only an act can
//! open (`act.rs`), so that nothing changes unlogged.

mod connect;
mod error;

use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction};

pub use connect::{Problem, migrate, open, pending_migrations};
pub use error::{Error, Result};

/// The database, chosen once by the scheme of the configured address. Connections for reading
/// refuse to write, whatever SQL they are given.
#[derive(Clone)]
pub enum Db {
    /// One file in this process: many readers, one writer at a time.
    Sqlite {
        /// Connections with `query_only` on.
        readers: SqlitePool,
        /// The single connection that may write: waiting for it is fair, unlike SQLite's lock.
        writer: SqlitePool,
    },
    /// A PostgreSQL server, shared by all portal nodes.
    Postgres {
        /// Connections whose transactions are read-only by default.
        readers: PgPool,
        /// Connections that may write.
        writers: PgPool,
    },
}

/// One connection for reading, held for as long as a page needs it: taking the pool for every
/// query costs two and a half times the query.
pub enum Read {
    /// A SQLite connection.
    Sqlite(PoolConnection<Sqlite>),
    /// A PostgreSQL connection.
    Postgres(PoolConnection<Postgres>),
}

/// One open transaction. Functions that change rows ask for this type and no other.
pub enum Write {
    /// A SQLite transaction that already holds the write lock.
    Sqlite(Transaction<'static, Sqlite>),
    /// A PostgreSQL transaction.
    Postgres(Transaction<'static, Postgres>),
}

/// A borrowed connection, as [`on!`](crate::on) sees it.
pub enum Conn<'c> {
    /// To SQLite.
    Sqlite(&'c mut SqliteConnection),
    /// To PostgreSQL.
    Postgres(&'c mut PgConnection),
}

/// What a query can run on: a [`Read`] or a [`Write`].
pub trait Sql: Send {
    /// The connection to run on.
    fn conn(&mut self) -> Conn<'_>;
}

impl Sql for Read {
    fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(c) => Conn::Sqlite(c),
            Self::Postgres(c) => Conn::Postgres(c),
        }
    }
}

impl Sql for Write {
    fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(c) => Conn::Sqlite(c),
            Self::Postgres(c) => Conn::Postgres(c),
        }
    }
}

/// Compiles `$run` for both databases and runs it on the one `$db` is connected to.
#[macro_export]
macro_rules! on {
    ($db:expr, |$c:ident| $run:expr) => {
        match $crate::store::Sql::conn($db) {
            $crate::store::Conn::Sqlite($c) => $run,
            $crate::store::Conn::Postgres($c) => $run,
        }
    };
}

impl Db {
    /// A connection for reading.
    ///
    /// # Errors
    /// [`Error::Unreachable`] when the database does not answer in time.
    pub async fn read(&self) -> Result<Read> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Read::Sqlite(readers.acquire().await?),
            Self::Postgres { readers, .. } => Read::Postgres(readers.acquire().await?),
        })
    }

    /// Starts a transaction that already holds the write lock, so that SQLite waits for its turn
    /// here instead of failing with "database is locked" half-way (PostgreSQL locks rows instead).
    /// Called by `act.rs` alone; `tests/architecture.rs` checks it.
    ///
    /// # Errors
    /// [`Error::Unreachable`] when the database does not answer in time.
    pub(crate) async fn write(&self) -> Result<Write> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Write::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres { writers, .. } => Write::Postgres(writers.begin().await?),
        })
    }

    /// Closes every connection, waiting for those in use.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { readers, writers } => {
                readers.close().await;
                writers.close().await;
            }
        }
    }
}

impl Write {
    /// Makes the transaction durable.
    ///
    /// # Errors
    /// The database's refusal; the transaction is then rolled back.
    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }
}
