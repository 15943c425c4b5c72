//! The ground that every room stands on, built once at start: settings, database, acts, clock,
//! keys and words. A feature's own state holds a [`Base`] beside the rooms it needs.

use std::ops::Deref;
use std::sync::Arc;

use crate::act::Acts;
use crate::clock::Clock;
use crate::config::Config;
use crate::limits::Limits;
use crate::news::Newsroom;
use crate::outbox::Wake;
use crate::store::Db;
use crate::text::Text;
use crate::vault::Vault;

/// The ground; cheap to clone.
#[derive(Clone)]
pub struct Base(Arc<Ground>);

/// What a [`Base`] holds.
pub struct Ground {
    /// The settings in effect.
    pub config: Config,
    /// The database, for reading.
    pub db: Db,
    /// The only way to change anything.
    pub acts: Acts,
    /// The one source of time.
    pub clock: Clock,
    /// The keeper of keys.
    pub vault: Arc<Vault>,
    /// How often what may be done.
    pub limits: Limits,
    /// The portal's words.
    pub text: Arc<Text>,
    /// Rouses the outbox.
    pub wake: Wake,
    /// Where this node hears what others changed.
    pub news: Newsroom,
}

impl Base {
    /// The ground over an open database.
    #[must_use]
    pub fn new(config: Config, db: Db, clock: Clock, vault: Vault, text: Arc<Text>) -> Self {
        let wake = Wake::default();
        // SQLite is one node's own.
        let news = Newsroom::new(matches!(db, Db::Sqlite { .. }));
        let vault = Arc::new(vault);
        let acts = Acts::new(db.clone(), clock.clone(), wake.clone(), news.clone(), Arc::clone(&vault));
        let limits = Limits::new(config.limits.clone(), (&db, &acts), &clock, &vault);
        Self(Arc::new(Ground { config, db, acts, clock, vault, limits, text, wake, news }))
    }
}

impl Deref for Base {
    type Target = Ground;

    fn deref(&self) -> &Ground {
        &self.0
    }
}
