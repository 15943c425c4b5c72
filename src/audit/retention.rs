//! How long events say of whom they were. After that their personal parts are emptied, and the log still verifies.

mod store;

use std::collections::HashMap;
use std::sync::PoisonError;
use std::time::Duration;

use super::catalogue::{self, Kind};
use super::sequence::Sequencer;
use super::{AuditEvent, Error};
use crate::act::Actor;
use crate::clock::Micros;
use crate::config::Retention;

const A_DAY: Duration = Duration::from_hours(24);
/// Events emptied in one act.
const BATCH: i64 = 500;

/// What an event is about: how long it says of whom it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Sign-ins, sessions, what was refused.
    Security,
    /// What people did with their requests, and what became of it.
    Journey,
    /// What staff and the portal itself did.
    Administration,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Security, Self::Journey, Self::Administration];

    /// Its word, in the settings and in the log.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Security => "security",
            Self::Journey => "journey",
            Self::Administration => "administration",
        }
    }

    /// After how long its events are emptied; `None`: never.
    #[must_use]
    pub fn kept_for(self, retention: Retention) -> Option<Duration> {
        let days = match self {
            Self::Security => retention.security_days,
            Self::Journey => retention.journey_days,
            Self::Administration => retention.administration_days,
        };
        (days > 0).then(|| A_DAY * days)
    }
}

/// Whether an event must say nothing of persons any more.
#[must_use]
pub fn is_due(retention: Retention, now: Micros, code: &str, at: Micros) -> bool {
    catalogue::class_of(code).kept_for(retention).is_some_and(|span| now.since(at) >= span)
}

impl Sequencer {
    /// Empties what is due. Each code is looked at once a day.
    ///
    /// # Errors
    /// The database's; what is left is emptied the next day.
    pub async fn empty_due(&self) -> Result<(), Error> {
        let ground = self.ground();
        let (now, retention) = (ground.clock.now(), ground.settings.retention);
        let due = |kind: &&Kind| {
            let mut looked = ground.emptied.lock().unwrap_or_else(PoisonError::into_inner);
            let is_due = looked.get(kind.code).is_none_or(|at| now.since(*at) >= A_DAY);
            if is_due {
                looked.insert(kind.code, now);
            }
            is_due
        };
        let kinds: Vec<&Kind> = catalogue::all().filter(due).collect();
        if kinds.is_empty() {
            return Ok(());
        }
        let emptied = store::emptied(&mut ground.db.read().await?).await?;
        for kind in kinds {
            if let Some(span) = kind.class.kept_for(retention) {
                self.empty(kind, &emptied, now.before(span)).await?;
            }
        }
        Ok(())
    }

    async fn empty(
        &self,
        kind: &Kind,
        emptied: &HashMap<String, Micros>,
        before: Micros,
    ) -> Result<(), Error> {
        let ground = self.ground();
        let mut from = emptied.get(kind.code).copied().unwrap_or_default();
        loop {
            let due = store::due(&mut ground.db.read().await?, kind.code, from, before, BATCH).await?;
            let Some(last) = due.last() else { return Ok(()) };
            from = last.at;
            let mut act = ground.acts.open(Actor::system()).await?;
            let mut events = 0;
            for event in &due {
                events += u64::from(store::empty(act.rows(), event).await?);
            }
            store::note(act.rows(), kind.code, from).await?;
            if events > 0 {
                act.also(AuditEvent::PersonsEmptied { emptied: kind.code, events });
            }
            act.commit().await?;
        }
    }
}
