//! The guard of releases on trial: one that fails too often is taken back by the portal itself.

use super::publish::{Error, Releases};
use super::store;
use crate::act::Chore;
use crate::tiles::LiveCatalogue;

/// So often a release is used at least before anything is read from its faults.
const SAMPLE: i64 = 20;
/// It fails too often when more than one use in so many did.
const ONE_IN: i64 = 10;

impl Releases {
    /// Adds what this node counted of releases on trial, and ends the trials of those that fail too often.
    ///
    /// # Errors
    /// The database's.
    pub async fn guard(&self, live: &LiveCatalogue) -> Result<(), Error> {
        for (digest, counted) in live.take_uses() {
            let mut chore = self.base().acts.chore(Chore::CountUses).await?;
            let more = (i64::from(counted.all), i64::from(counted.faults));
            let (uses, faults) = store::count_use(chore.rows(), &digest, more).await?;
            chore.commit().await?;
            if !fails(uses, faults) {
                continue;
            }
            let current = live.current();
            let Some(trial) = current.trials().find(|trial| trial.tile.release.digest == digest) else {
                continue;
            };
            let reason = format!("{faults} of {uses} uses failed");
            if self.end_trial(trial.tile.id(), &digest, &reason).await? {
                let release = &trial.tile.release;
                tracing::error!(tile = %release.tile, version = release.version, reason, "release.trial_ended");
            }
        }
        Ok(())
    }
}

/// Whether that is too often.
fn fails(uses: i64, faults: i64) -> bool {
    uses >= SAMPLE && faults * ONE_IN > uses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_uses_say_nothing_and_a_tenth_of_faults_is_borne() {
        assert!(!fails(19, 19));
        assert!(!fails(20, 2));
        assert!(fails(20, 3));
        assert!(fails(1000, 101) && !fails(1000, 100));
    }
}
