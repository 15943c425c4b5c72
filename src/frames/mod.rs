//! Frames: where a tile's own code runs (contract §2). The portal writes the frame's document itself and says,
//! in its headers, that nothing may happen in it but the tile's script; the tile holds no cookie, no credential
//! and no address, only a port to the portal's page, which asks for it by the names of its routes.

mod document;
pub mod drafts;
pub mod failures;
mod files;
mod host;
pub mod pages;
pub mod personal;
mod policy;
mod store;
pub mod views;

use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::get;

use crate::base::Base;
use crate::identity::{Citizen, Identity};
use crate::proxy::{self, Capabilities};
use crate::tiles::{LiveCatalogue, Tile, TileId};
use crate::web::tile_hosts::{FRAMES, TileHosts};
use crate::web::{Error, Result, Wanted};
use host::HostFiles;

/// What makes and serves frames. Cheap to clone.
#[derive(Clone)]
pub struct Frames(Arc<Inner>);

/// What a [`Frames`] holds.
pub struct Inner {
    /// The ground.
    pub base: Base,
    /// Who people are.
    pub identity: Identity,
    /// The services.
    pub catalogue: LiveCatalogue,
    /// Where each tile has its own host; none: all frames come from the portal's.
    pub hosts: Option<TileHosts>,
    /// Which page may call for which tile.
    capabilities: Capabilities,
    host_files: HostFiles,
    /// The portal's origin, which alone may show frames.
    portal: String,
}

impl Frames {
    /// Frames over the rooms they need.
    #[must_use]
    pub fn new(base: Base, identity: Identity, catalogue: LiveCatalogue, hosts: Option<TileHosts>) -> Self {
        let portal = base.config.portal.public_url.origin().ascii_serialization();
        let (capabilities, host_files) = (Capabilities::new(&base), HostFiles::embedded());
        Self(Arc::new(Inner { base, identity, catalogue, hosts, capabilities, host_files, portal }))
    }

    /// The frames themselves and their files: for browsers, whoever is signed in or not.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/frames/{tile}/{release}/{locale}", get(document::show))
            .route("/frames/{tile}/{release}/files/{*path}", get(files::of_tile))
            .route("/frames/{tile}/host/{file}", get(files::of_host))
            .with_state(self.clone())
    }

    /// What pages of people who are signed in ask for their frames.
    pub fn api_router(&self) -> Router {
        drafts::router().merge(failures::router()).with_state(self.clone())
    }

    /// The release of a tile of kind `app` that a page was made from.
    fn release(&self, tile: &str, digest: &str) -> Result<Arc<Tile>> {
        let id: TileId = tile.parse().map_err(|_| Error::NotFound)?;
        let tile = self.catalogue.release(&id, digest).filter(|tile| tile.app().is_some());
        tile.ok_or(Error::NotFound)
    }

    /// The release that the page was made from which asks, in that person's session.
    fn of_page(&self, citizen: &Citizen, tile: &str, headers: &HeaderMap) -> Result<Arc<Tile>> {
        let id: TileId = tile.parse().map_err(|_| Error::NotFound)?;
        let capability = headers.get(proxy::HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let release = self
            .capabilities
            .check(citizen.id, &id, capability)
            .ok_or(Error::Forbidden(Wanted::Capability))?;
        self.release(tile, release)
    }

    /// Where all that a tile's frame loads is: `https://visits.tuiles.example.ca/frames/visits`.
    fn address(&self, tile: &TileId) -> String {
        let origin =
            self.hosts.as_ref().map_or_else(|| self.portal.clone(), |hosts| hosts.origin(tile.as_str()));
        format!("{origin}{FRAMES}{tile}")
    }

    /// Where the files of a release are.
    fn files_address(&self, tile: &Tile) -> String {
        format!("{}/{}/files/", self.address(tile.id()), tile.release.digest)
    }

    /// Where the portal's own files for the frame of a tile are.
    fn host_address(&self, tile: &Tile) -> String {
        format!("{}/host/", self.address(tile.id()))
    }
}

impl Deref for Frames {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
