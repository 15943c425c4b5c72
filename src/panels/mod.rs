//! Panels: parts of a service's page that back-ends fill in for the person who looks at it (X4). All
//! are asked at once, each within its own time; the page is whole with those that answer, and says of
//! the others as of when they are known, or that they are not to be had now.

pub mod api;
pub mod personal;
mod read;
mod reply;
mod schema;
mod store;
mod words;

use std::ops::Deref;
use std::sync::Arc;

use crate::act::Chore;
use crate::base::Base;
use crate::exchange::Exchange;
use crate::proxy::Breakers;
use crate::tiles::LiveCatalogue;

pub use reply::Reply;

/// Why panels cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database's.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// What was kept does not open.
    #[error(transparent)]
    Vault(#[from] crate::vault::Error),
    /// Too often.
    #[error(transparent)]
    Limit(#[from] crate::limits::Error),
}

impl From<Error> for crate::web::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            Error::Vault(error) => error.into(),
            Error::Limit(error) => error.into(),
        }
    }
}

/// What reads panels. Cheap to clone.
#[derive(Clone)]
pub struct Panels(Arc<Inner>);

/// What a [`Panels`] holds.
pub struct Inner {
    /// The ground.
    pub base: Base,
    /// The services.
    pub catalogue: LiveCatalogue,
    /// The way to the back-ends.
    pub exchange: Exchange,
    /// Which back-ends are left alone for a while.
    pub breakers: Breakers,
}

impl Panels {
    /// Panels over the rooms they need.
    #[must_use]
    pub fn new(base: Base, catalogue: LiveCatalogue, exchange: Exchange, breakers: Breakers) -> Self {
        Self(Arc::new(Inner { base, catalogue, exchange, breakers }))
    }

    /// Clears away the answers whose time is over. For a timer.
    ///
    /// # Errors
    /// The database's.
    pub async fn clear_expired(&self) -> crate::store::Result<()> {
        let now = self.base.clock.now();
        let mut chore = self.base.acts.chore(Chore::ClearExpired).await?;
        store::clear(chore.rows(), now).await?;
        chore.commit().await
    }
}

impl Deref for Panels {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
