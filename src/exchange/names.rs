//! Where a back-end's name leads: every address is looked at after it was resolved and before
//! anything connects, so a name that changes its mind gains nothing (ASVS 12.6.1).

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use hyper_util::client::legacy::connect::dns::Name;

use crate::config::Backend;

/// Resolves names.
pub(super) trait Names: Send + Sync {
    /// The addresses to which `name` leads; their ports say nothing.
    fn resolve(&self, name: String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;
}

/// Resolves a back-end's name to those of its addresses that the registry admits. The client connects to
/// these very addresses.
#[derive(Clone)]
pub(super) struct Admitted {
    pub id: String,
    pub backend: Arc<Backend>,
    pub names: Arc<dyn Names>,
}

/// The name leads nowhere that the registry admits.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to no address that the registry admits")]
pub(super) struct Forbidden;

impl tower::Service<Name> for Admitted {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let Self { id, backend, names } = self.clone();
        Box::pin(async move {
            let found = names.resolve(name.as_str().to_owned()).await?;
            let (admitted, refused): (Vec<SocketAddr>, Vec<_>) =
                found.into_iter().partition(|address| backend.admits(address.ip()));
            for address in &refused {
                tracing::error!(backend = id, address = %address.ip(), "exchange.address_refused");
            }
            if admitted.is_empty() && !refused.is_empty() {
                return Err(Forbidden.into());
            }
            Ok(admitted.into_iter())
        })
    }
}

/// The names as this machine resolves them.
pub(super) struct System;

impl Names for System {
    fn resolve(&self, name: String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect()) })
    }
}
