//! Where a back-end's name leads: every address is looked at after it was resolved and before
//! anything connects, so a name that changes its mind gains nothing (ASVS 12.6.1).

use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::config::Backend;

/// Resolves a back-end's name to those of its addresses that the registry admits. The client connects to
/// these very addresses.
pub(super) struct Admitted {
    pub id: String,
    pub backend: Arc<Backend>,
    pub names: Arc<dyn Resolve>,
}

/// The name leads nowhere that the registry admits.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to no address that the registry admits")]
pub(super) struct Forbidden;

impl Resolve for Admitted {
    fn resolve(&self, name: Name) -> Resolving {
        let (id, backend, found) = (self.id.clone(), self.backend.clone(), self.names.resolve(name));
        Box::pin(async move {
            let (admitted, refused): (Vec<SocketAddr>, Vec<_>) =
                found.await?.partition(|address| backend.admits(address.ip()));
            for address in &refused {
                tracing::error!(backend = id, address = %address.ip(), "exchange.address_refused");
            }
            if admitted.is_empty() && !refused.is_empty() {
                return Err(Forbidden.into());
            }
            Ok(Box::new(admitted.into_iter()) as Addrs)
        })
    }
}

/// The names as this machine resolves them.
pub(super) struct System;

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
