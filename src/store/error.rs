//! What can go wrong between the portal and its database. "Not found" is an `Option`, not an error.

/// A failed query or connection.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The row exists already (a unique rule refused it).
    #[error("the row exists already")]
    Duplicate(#[source] sqlx::Error),
    /// The database does not answer: down, full, or every connection is in use.
    #[error("the database does not answer")]
    Unreachable(#[source] sqlx::Error),
    /// A row does not say what it should: damage, or a newer release wrote it.
    #[error("a row of the database cannot be read")]
    Unreadable(#[source] sqlx::Error),
    /// Anything else the database refused.
    #[error("the database refused: {0}")]
    Refused(#[source] sqlx::Error),
}

/// A result of the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refusal) if refusal.is_unique_violation() => Self::Duplicate(error),
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Tls(_) => Self::Unreachable(error),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Unreadable(error),
            _ => Self::Refused(error),
        }
    }
}
