//! What can go wrong when nobody is there to be told: jobs, news, the rounds of the house.

use crate::{identity, notices, outbox, web};

/// Why something could not be brought to an end. Nothing of it remains; a job's lease runs out and
/// it comes back.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database did not take it, or another worker holds the job.
    #[error(transparent)]
    Outbox(#[from] outbox::Error),
    /// The owner's key cannot be had.
    #[error(transparent)]
    Identity(#[from] identity::Error),
    /// A sealed field does not open.
    #[error(transparent)]
    Vault(#[from] crate::vault::Error),
    /// The notice could not be written.
    #[error(transparent)]
    Notice(#[from] notices::Error),
}

impl From<crate::store::Error> for Error {
    fn from(error: crate::store::Error) -> Self {
        Self::Outbox(error.into())
    }
}

impl From<Error> for web::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Outbox(outbox::Error::Store(error)) => error.into(),
            Error::Outbox(error) => Self::internal(error),
            Error::Identity(error) => error.into(),
            Error::Vault(error) => error.into(),
            Error::Notice(error) => error.into(),
        }
    }
}
