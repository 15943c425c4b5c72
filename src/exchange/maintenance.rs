//! Back-ends in maintenance: administrators close the way to one for a while, and say in both languages
//! what citizens read meanwhile. What was promised to it waits, and is not given up over it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Exchange, store};
use crate::act::Act;
use crate::audit::OversightEvent;
use crate::base::Base;
use crate::clock::Micros;
use crate::news::{Cache, Heard, News};
use crate::store::Result;
use crate::text::Bilingual;

/// A back-end's maintenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maintenance {
    /// What citizens are told.
    pub message: Bilingual,
    /// Since when.
    pub since: Micros,
}

type All = Arc<BTreeMap<String, Maintenance>>;

/// What this node remembers of it.
pub(super) struct Remembered(Arc<Cache<(), All>>);

impl Remembered {
    pub fn new(base: &Base) -> Self {
        let cache = Arc::new(Cache::new(&base.news, 1));
        let told = Arc::clone(&cache);
        base.news.subscribe(move |heard| {
            if matches!(heard, Heard::Silence | Heard::News(News::Maintenance)) {
                told.forget_all();
            }
        });
        Self(cache)
    }
}

impl Exchange {
    /// The back-ends in maintenance.
    ///
    /// # Errors
    /// The database's.
    pub async fn in_maintenance(&self) -> Result<Arc<BTreeMap<String, Maintenance>>> {
        let cache = &self.0.maintenance.0;
        if let Some(known) = cache.get(&()) {
            return Ok(known);
        }
        let ticket = cache.ticket();
        let all = Arc::new(store::in_maintenance(&mut self.0.base.db.read().await?).await?);
        cache.keep(ticket, (), Arc::clone(&all));
        Ok(all)
    }

    /// Closes the way to a back-end, as part of `act`.
    ///
    /// # Errors
    /// The database's.
    pub async fn begin_maintenance(&self, act: &mut Act, backend: &str, message: &Bilingual) -> Result<()> {
        let at = act.at();
        store::begin_maintenance(act.rows(), backend, message, at).await?;
        act.also(OversightEvent::MaintenanceBegun { backend: backend.to_owned() });
        act.tell(News::Maintenance);
        Ok(())
    }

    /// Opens it again; `false` when it was open.
    ///
    /// # Errors
    /// The database's.
    pub async fn end_maintenance(&self, act: &mut Act, backend: &str) -> Result<bool> {
        act.also(OversightEvent::MaintenanceEnded { backend: backend.to_owned() });
        act.tell(News::Maintenance);
        store::end_maintenance(act.rows(), backend).await
    }
}
