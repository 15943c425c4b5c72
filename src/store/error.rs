//! What can go wrong between the portal and its database. "Not found" is an `Option`, not an error.

use std::sync::Arc;

/// A failed query or connection.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The row exists already (a unique rule refused it).
    #[error("the row exists already")]
    Duplicate(#[source] Arc<sqlx::Error>),
    /// The database does not answer: down, full, or every connection is in use.
    #[error("the database does not answer")]
    Unreachable(#[source] Arc<sqlx::Error>),
    /// A row does not say what it should: damage, or a newer release wrote it.
    #[error("a row of the database cannot be read")]
    Unreadable(#[source] Arc<sqlx::Error>),
    /// Anything else the database refused.
    #[error("the database refused: {0}")]
    Refused(#[source] Arc<sqlx::Error>),
}

/// A result of the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let error = Arc::new(error);
        match &*error {
            sqlx::Error::Database(refusal) if refusal.is_unique_violation() => Self::Duplicate(error),
            sqlx::Error::Database(refusal) if refusal.code().is_some_and(|code| means_absent(&code)) => {
                Self::Unreachable(error)
            }
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Tls(_) => Self::Unreachable(error),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Unreadable(error),
            _ => Self::Refused(error),
        }
    }
}

/// Whether a database that answers says that it cannot serve now. PostgreSQL's classes 08, 53 and
/// 57P: the connection, resources, an operator who intervenes. SQLite's results 5, 10 and 13: busy,
/// input or output, disk full (the low byte; the others tell why).
fn means_absent(code: &str) -> bool {
    let of_postgres = code.len() == 5;
    let result = code.parse::<u32>().map_or(0, |code| code & 0xff);
    if of_postgres {
        ["08", "53", "57P"].iter().any(|class| code.starts_with(class))
    } else {
        matches!(result, 5 | 10 | 13)
    }
}
