//! The proxy: a tile's own code asks, its back-end answers, and neither ever meets the other (contract §3).
//! The portal looks the call up in the tile's table of routes, builds the address itself, says for whom it calls,
//! and lets through what the contract names: of the request, of the answer, and of what went wrong.

mod answer;
mod api;
mod asked;
mod breaker;
mod bulkhead;
mod call;
mod capability;
mod events;
mod headers;
mod keyed;
mod load;
mod refusal;
mod retry;
mod store;

use std::ops::Deref;
use std::sync::Arc;

use crate::act::Chore;
use crate::base::Base;
use crate::exchange::Exchange;
use crate::identity::Identity;
use crate::tiles::{LiveCatalogue, Tile, TileId};

pub use api::{__path_call, __path_issue, Granted, Page, call, issue, router};
pub use breaker::{Breakers, Open, Pass};
pub use capability::{Capabilities, HEADER};

use bulkhead::Bulkheads;

pub use store::delete_all as forget;

/// What calls back-ends for tiles. Cheap to clone.
#[derive(Clone)]
pub struct Proxy(Arc<Inner>);

/// What a [`Proxy`] holds.
pub struct Inner {
    /// The ground.
    pub base: Base,
    /// Who people are.
    pub identity: Identity,
    /// The services.
    pub catalogue: LiveCatalogue,
    /// The way to the back-ends.
    pub exchange: Exchange,
    /// Which page may call for which tile.
    pub capabilities: Capabilities,
    /// Which back-ends are left alone for a while.
    pub breakers: Breakers,
    bulkheads: Bulkheads,
}

impl Proxy {
    /// A proxy over the rooms it needs.
    #[must_use]
    pub fn new(base: Base, identity: Identity, catalogue: LiveCatalogue, exchange: Exchange) -> Self {
        let capabilities = Capabilities::new(&base);
        let breakers = Breakers::new(base.clock.clone());
        let bulkheads = Bulkheads::default();
        Self(Arc::new(Inner { base, identity, catalogue, exchange, capabilities, breakers, bulkheads }))
    }

    /// Forgets calls under keys whose time is over. For a timer.
    ///
    /// # Errors
    /// The database's.
    pub async fn clear_expired(&self) -> crate::store::Result<()> {
        let mut chore = self.base.acts.chore(Chore::ClearExpired).await?;
        store::clear(chore.rows(), self.base.clock.now()).await?;
        chore.commit().await
    }

    /// The release of an `app` that a page was made from, while it may be called for.
    fn release(&self, tile: &TileId, digest: &str) -> Option<Arc<Tile>> {
        self.catalogue.release(tile, digest).filter(|tile| tile.app().is_some())
    }
}

impl Deref for Proxy {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
