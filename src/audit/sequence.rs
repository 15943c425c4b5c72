//! The sequencer: one at a time, it gives each event its place in the tree, signs the tree as it stands, and writes what
//! was signed to a second place (A5).
//!
//! Events are durable with their acts, whatever becomes of the sequencer: cut short between any two steps, it goes on
//! from what is in the database.

pub(super) mod store;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::note::{Checkpoint, Note, PublicKey};
use super::second_place::{self, SecondPlace};
use super::{Error, Kept};
use crate::act::{Acts, Chore};
use crate::clock::{Clock, Micros};
use crate::config::{self, Config};
use crate::crash;
use crate::store::{Db, Write};
use crate::vault::Vault;

use store::LeafRow;
pub use store::{CheckpointRow, newest_checkpoint};

/// The lock's name; the schema's follows, so that two logs in one database do not wait for each other.
const SCHEMA_LOCK: &str = "parvis audit sequencer of ";
/// Events placed in one transaction: on SQLite, citizens wait meanwhile.
const BATCH: i64 = 500;
/// How often the sequencer looks for events.
const LOOK: Duration = Duration::from_millis(400);
/// How long after the first checkpoint events without a seal are still taken: nodes of the release before may run yet.
const UPGRADE: Duration = Duration::from_hours(1);
/// Checkpoints written to the second place in one round.
const PLACED_AT_ONCE: i64 = 100;

/// Gives events their places. Cheap to clone.
#[derive(Clone)]
pub struct Sequencer(Arc<Ground>);

/// What it stands on.
pub(super) struct Ground {
    pub db: Db,
    pub acts: Acts,
    pub clock: Clock,
    pub vault: Arc<Vault>,
    pub settings: config::Audit,
    pub second_place: Option<SecondPlace>,
    /// When events of each code were last looked at, to empty them.
    pub emptied: Mutex<HashMap<&'static str, Micros>>,
    origin: String,
}

/// How the log stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How many events have their place.
    pub size: u64,
    /// How many of them are signed.
    pub signed: u64,
    /// When the oldest event happened that has its place and is not signed.
    pub unsigned_since: Option<Micros>,
    /// Since when the oldest event waits for its place.
    pub waits_since: Option<Micros>,
    /// When the oldest checkpoint was signed that is not in the second place, where there is one.
    pub unplaced_since: Option<Micros>,
}

impl Standing {
    /// How long an event may wait for its place, for its signature, and its checkpoint for the second place, before
    /// something is wrong.
    pub const PATIENCE: Duration = Duration::from_mins(3);

    /// Whether something is wrong.
    #[must_use]
    pub fn is_behind(&self, now: Micros) -> bool {
        let long = |since: Option<Micros>| since.is_some_and(|since| now.since(since) > Self::PATIENCE);
        [self.waits_since, self.unsigned_since, self.unplaced_since].into_iter().any(long)
    }
}

/// How the log in this database stands, under these settings.
///
/// # Errors
/// The database's.
pub async fn standing(db: &Db, settings: &config::Audit) -> Result<Standing, Error> {
    let mut db = db.read().await?;
    let signed = store::newest_checkpoint(&mut db).await?.map_or(0, |row| store::unsigned(row.size));
    let unplaced = match settings.checkpoints {
        Some(_) => store::unplaced(&mut db, 1).await?,
        None => Vec::new(),
    };
    Ok(Standing {
        size: store::size(&mut db).await?,
        signed,
        unsigned_since: store::happened_at(&mut db, signed).await?,
        waits_since: store::oldest_waiting(&mut db).await?,
        unplaced_since: unplaced.first().map(|row| row.at),
    })
}

/// The log's name in its checkpoints.
#[must_use]
pub fn origin(config: &Config) -> String {
    let host = config.portal.public_url.host_str().unwrap_or("parvis");
    config.audit.origin.clone().unwrap_or_else(|| format!("{host}/audit"))
}

/// The key that signs this portal's log, for those who verify it.
#[must_use]
pub fn public_key(config: &Config, vault: &Vault) -> PublicKey {
    let key = vault.checkpoint_key(config.audit.key_generation).verifying_key();
    PublicKey { name: origin(config), key }
}

impl Sequencer {
    /// A sequencer of the log in `db`.
    ///
    /// # Errors
    /// What is wrong with the second place.
    pub fn new(db: Db, acts: Acts, clock: Clock, vault: Arc<Vault>, config: &Config) -> Result<Self, Error> {
        let second_place = config.audit.checkpoints.as_ref().map(SecondPlace::open).transpose()?;
        let (settings, origin) = (config.audit.clone(), origin(config));
        let emptied = Mutex::default();
        Ok(Self(Arc::new(Ground { db, acts, clock, vault, settings, second_place, emptied, origin })))
    }

    pub(super) fn ground(&self) -> &Ground {
        &self.0
    }

    /// Makes rounds until `stop`; then a last one, so that a log at rest is signed.
    pub async fn run(self, stop: CancellationToken) {
        loop {
            if let Err(error) = self.round().await {
                tracing::warn!(%error, "audit.round_failed");
            }
            if stop.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_none() {
                break;
            }
        }
        if let Err(error) = self.settle().await {
            tracing::warn!(%error, "audit.not_settled");
        }
    }

    /// Places what waits, signs what is due, and brings it to the second place.
    ///
    /// # Errors
    /// The database's or the second place's; the next round goes on from there.
    pub async fn round(&self) -> Result<(), Error> {
        self.place_all().await?;
        self.sign(self.0.settings.checkpoint_events).await?;
        self.bring_away().await?;
        self.measure().await
    }

    /// The same, and signs whatever is not: for the end, and for commands.
    ///
    /// # Errors
    /// As for [`Sequencer::round`].
    pub async fn settle(&self) -> Result<(), Error> {
        self.place_all().await?;
        self.sign(1).await?;
        self.bring_away().await
    }

    async fn place_all(&self) -> Result<(), Error> {
        while store::oldest_waiting(&mut self.0.db.read().await?).await?.is_some() {
            if !self.place_some().await? {
                break;
            }
        }
        Ok(())
    }

    /// Places a batch; `false` when another node is at it.
    async fn place_some(&self) -> Result<bool, Error> {
        let mut chore = self.0.acts.chore(Chore::SequenceAudit).await?;
        let tx = chore.rows();
        if !store::hold(tx).await? {
            return Ok(false);
        }
        let size = store::size(tx).await?;
        let mut peaks = store::peaks(tx, size).await?;
        let mut leaves = Vec::new();
        for event in store::waiting(tx, BATCH).await? {
            let Some(event) = self.admitted(tx, event).await? else { continue };
            let (place, id) = (peaks.size(), event.id);
            let hash = event.hash(place);
            leaves.push(LeafRow::new(place, id, hash, &peaks.push(hash)));
        }
        store::add(tx, &leaves).await?;
        crash::point("audit.before_placed");
        chore.commit().await?;
        crash::point("audit.placed");
        Ok(true)
    }

    /// The event, if the portal wrote it; else it is marked.
    async fn admitted(&self, tx: &mut Write, event: Kept) -> Result<Option<Kept>, Error> {
        if event.is_sealed(&self.0.vault) && event.keeps_its_word() {
            return Ok(Some(event));
        }
        let now = self.0.clock.now();
        let older = event.seal.is_none() && event.commitment.is_none();
        if older && store::first_signed_at(tx).await?.is_none_or(|first| now.since(first) < UPGRADE) {
            let event = event.sealed(&self.0.vault);
            store::seal(tx, &event).await?;
            return Ok(Some(event));
        }
        tracing::error!(event = %event.id, "audit.foreign_event");
        metrics::counter!("parvis_audit_refused_total").increment(1);
        store::refuse(tx, event.id, now).await?;
        Ok(None)
    }

    /// Signs the tree if there are `many` new leaves, or some and it is time.
    async fn sign(&self, many: u64) -> Result<(), Error> {
        let (now, ground) = (self.0.clock.now(), &*self.0);
        let mut db = ground.db.read().await?;
        let newest = store::newest_checkpoint(&mut db).await?;
        let fresh = store::size(&mut db)
            .await?
            .saturating_sub(newest.as_ref().map_or(0, |row| store::unsigned(row.size)));
        drop(db);
        let span = Duration::from_secs(ground.settings.checkpoint_s);
        let due = newest.is_none_or(|row| now.since(row.at) >= span);
        if fresh == 0 || !(due || fresh >= many) {
            return Ok(());
        }
        let mut chore = ground.acts.chore(Chore::SignCheckpoint).await?;
        let tx = chore.rows();
        if !store::hold(tx).await? {
            return Ok(());
        }
        let size = store::size(tx).await?;
        let root = store::peaks(tx, size).await?.root();
        let checkpoint = Checkpoint { origin: ground.origin.clone(), size, root };
        let key = ground.vault.checkpoint_key(ground.settings.key_generation);
        store::keep_checkpoint(tx, now, &Note::sign(checkpoint, &key)).await?;
        crash::point("audit.before_signed");
        chore.commit().await?;
        crash::point("audit.signed");
        Ok(())
    }

    /// Writes checkpoints to the second place that are not there yet. Written twice, one is as good as once.
    async fn bring_away(&self) -> Result<(), Error> {
        let Some(second_place) = &self.0.second_place else { return Ok(()) };
        let rows = store::unplaced(&mut self.0.db.read().await?, PLACED_AT_ONCE).await?;
        for row in rows {
            let written = second_place.write(row.at, store::unsigned(row.size), &row.note).await;
            if let Err(error) = written {
                metrics::counter!("parvis_audit_second_place_failures_total").increment(1);
                return Err(error.into());
            }
            crash::point("audit.before_brought_away");
            let mut chore = self.0.acts.chore(Chore::PlaceCheckpoint).await?;
            store::placed(chore.rows(), row.size, self.0.clock.now()).await?;
            chore.commit().await?;
        }
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "a gauge of the number of events may be a little off")]
    async fn measure(&self) -> Result<(), Error> {
        let standing = standing(&self.0.db, &self.0.settings).await?;
        let lag = standing.waits_since.map_or(Duration::ZERO, |since| self.0.clock.now().since(since));
        metrics::gauge!("parvis_audit_lag_seconds").set(lag.as_secs_f64());
        metrics::gauge!("parvis_audit_events").set(standing.size as f64);
        metrics::gauge!("parvis_audit_unsigned_events")
            .set(standing.size.saturating_sub(standing.signed) as f64);
        Ok(())
    }
}

impl From<second_place::Error> for Error {
    fn from(error: second_place::Error) -> Self {
        Self::SecondPlace(error)
    }
}
