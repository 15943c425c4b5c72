//! The tiles as they are now: one handle for every room, behind which they change while the portal runs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::{Catalogue, Release, Tile, TileId};
use crate::id::AccountId;

/// Where rooms find the tiles. Cheap to clone; all clones show the same.
///
/// Each call looks anew. What belongs together is read from one [`current`](Self::current), which never
/// changes under its reader's hands.
#[derive(Clone, Debug)]
pub struct LiveCatalogue(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    current: RwLock<Arc<Catalogue>>,
    uses: Mutex<BTreeMap<String, Uses>>,
}

/// How often a release on trial was used on this node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// In all.
    pub all: u32,
    /// Without success, and not by the person's fault.
    pub faults: u32,
}

impl LiveCatalogue {
    /// A handle that shows `catalogue` first.
    #[must_use]
    pub fn new(catalogue: Arc<Catalogue>) -> Self {
        Self(Arc::new(Inner { current: RwLock::new(catalogue), ..Inner::default() }))
    }

    /// All tiles as they are at this moment.
    #[must_use]
    pub fn current(&self) -> Arc<Catalogue> {
        Arc::clone(&self.0.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows `catalogue` from now on, to whoever looks next.
    pub fn replace(&self, catalogue: Catalogue) {
        *self.0.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(catalogue);
    }

    /// The tile to show anyone.
    #[must_use]
    pub fn get(&self, id: &TileId) -> Option<Arc<Tile>> {
        self.current().get(id).cloned()
    }

    /// The tile to show that account, or a visitor.
    #[must_use]
    pub fn get_for(&self, id: &TileId, account: Option<AccountId>) -> Option<Arc<Tile>> {
        self.current().get_for(id, account).cloned()
    }

    /// The release of that version, as long as drafts may still hold to it.
    #[must_use]
    pub fn version(&self, id: &TileId, version: &str) -> Option<Arc<Tile>> {
        self.current().version(id, version).cloned()
    }

    /// Counts a use of a release, and whether it failed, if it is on trial.
    pub fn used(&self, release: &Release, failed: bool) {
        if self.current().trials().any(|trial| trial.tile.release.digest == release.digest) {
            let mut uses = self.0.uses.lock().unwrap_or_else(PoisonError::into_inner);
            let count = uses.entry(release.digest.clone()).or_default();
            count.all += 1;
            count.faults += u32::from(failed);
        }
    }

    /// Takes what was counted since the last time, by digest.
    #[must_use]
    pub fn take_uses(&self) -> BTreeMap<String, Uses> {
        std::mem::take(&mut *self.0.uses.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The release of that digest, as long as pages or drafts may still hold to it.
    #[must_use]
    pub fn release(&self, id: &TileId, digest: &str) -> Option<Arc<Tile>> {
        self.current().release(id, digest).cloned()
    }
}
