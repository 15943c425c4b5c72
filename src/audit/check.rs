//! Each night's look at the whole log. What it finds is an event, and stands in the administration.

mod store;

use std::time::Duration;

use super::second_place::SecondPlace;
use super::sequence::Sequencer;
use super::verify::{self, Bent, Known, Trust, Verified};
use super::{AuditEvent, Error};
use crate::act::{Actor, Chore};
use crate::clock::Micros;
use crate::text::format;

pub use store::{Check, last_check};

/// When the night's look begins, after midnight where the portal's people live.
const BEGINS: Duration = Duration::from_hours(3);
/// A log younger than this has no night behind it.
const YOUNG: Duration = Duration::from_hours(24);

impl Sequencer {
    /// Tells monitoring what the last look found, whichever node looked, and when a backup was last told of.
    ///
    /// # Errors
    /// The database's.
    #[expect(clippy::cast_precision_loss, reason = "seconds until the year 9999 are exact in a double")]
    pub async fn tell_monitoring(&self) -> Result<(), Error> {
        let mut db = self.ground().db.read().await?;
        if let Some(check) = store::last_check(&mut db).await?.filter(|check| check.ended_at.is_some()) {
            let unseen = check.is_unseen();
            let bent = check.holds() == Some(false) && !unseen;
            metrics::gauge!("parvis_audit_bent").set(f64::from(bent));
            metrics::gauge!("parvis_audit_unseen").set(f64::from(unseen));
        }
        if let Some((at, _)) = super::last_backup(&mut db).await? {
            metrics::gauge!("parvis_backup_made_seconds").set(at.seconds() as f64);
        }
        Ok(())
    }

    /// Looks at the whole log, once a night on one node.
    ///
    /// # Errors
    /// The database's or the second place's; another node or another night looks again.
    pub async fn check_nightly(&self) -> Result<(), Error> {
        let ground = self.ground();
        let now = ground.clock.now();
        let day = format::day(now).to_string();
        let mut db = ground.db.read().await?;
        let is_night = now.since(format::midnight(now)) >= BEGINS;
        let is_young = store::first_signed_at(&mut db).await?.is_none_or(|first| now.since(first) < YOUNG);
        let looked = store::last_check(&mut db).await?.is_some_and(|check| check.day >= day);
        drop(db);
        if !is_night || is_young || looked {
            return Ok(());
        }
        let mut chore = ground.acts.chore(Chore::TakeCheck).await?;
        if store::take(chore.rows(), &day, now).await? {
            chore.commit().await?;
            self.check(&day).await?;
        }
        Ok(())
    }

    /// Looks at the whole log now, and writes down what was found as the look of that day.
    async fn check(&self, day: &str) -> Result<(), Error> {
        let ground = self.ground();
        let trust = Trust::portal(&ground.settings, &ground.vault)?;
        let mut known = Known {
            vault: Some(&ground.vault),
            retention: Some((ground.settings.retention, ground.clock.now())),
            second_places: Vec::new(),
        };
        let unseen = match &ground.second_place {
            Some(place) => look_into(place, &mut known).await,
            None => None,
        };
        let found = verify::database(&ground.db, &trust, known, None).await?;
        let unseen = unseen.filter(|_| found.as_ref().is_ok_and(|verified| verified.signed > 0));
        if let Err(bent) = &found {
            tracing::error!(%bent, "audit.bent");
        }
        let mut act = ground.acts.begin(Actor::system(), event(&found, unseen.is_some())).await?;
        let (size, finding) = (size(&found), found.err().map(|bent| bent.to_string()).or(unseen));
        let at = act.at();
        store::end(act.rows(), day, at, size, finding.as_deref()).await?;
        Ok(act.commit().await?)
    }
}

fn size(found: &Result<Verified, Bent>) -> u64 {
    found.as_ref().map_or(0, |verified| verified.size)
}

/// Adds what the second place has; what is said when there is nothing of it to look at. A system's log is read by
/// its own tools alone.
async fn look_into(place: &SecondPlace, known: &mut Known<'_>) -> Option<String> {
    match place.read().await {
        Ok(Some(found)) if found.notes.is_empty() => Some("the second place is empty".to_owned()),
        Ok(Some(found)) => {
            known.second_places.push(verify::second_place("the second place", found));
            None
        }
        Ok(None) => None,
        Err(error) => {
            tracing::error!(%error, "audit.second_place_missing");
            Some(format!("the second place cannot be read: {error}"))
        }
    }
}

fn event(found: &Result<Verified, Bent>, unseen: bool) -> AuditEvent {
    let (outcome, place) = match found {
        Ok(_) if unseen => ("unseen", None),
        Ok(_) => ("holds", None),
        Err(bent) => (bent.code(), bent.place()),
    };
    AuditEvent::AuditChecked { outcome, size: size(found), place }
}

impl Check {
    /// Whether the log was what was written; `None` while the look goes on, or when it was cut short.
    #[must_use]
    pub fn holds(&self) -> Option<bool> {
        self.ended_at.map(|_: Micros| self.finding.is_none())
    }

    /// Whether all events are what was written, and the second place was not there: that the end was cut off would
    /// not have been seen.
    #[must_use]
    pub fn is_unseen(&self) -> bool {
        self.finding.is_some() && self.size.is_some_and(|size| size > 0)
    }
}
