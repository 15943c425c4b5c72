//! What is done with published releases: shown to all or to some, approved, refused, taken back. Each is an act
//! and a line of the log.

use super::Why;
use super::difference::Change;
use super::log::{self, By, Done, Head};
use super::publish::{Error, Releases, Run, find, manifest_of};
use super::standing::{Line, Standing, Step};
use super::store::{self, ReleaseRow};
use crate::act::Act;
use crate::audit::TileEvent;
use crate::tiles::version::Version;
use crate::tiles::{Release, TileId};

/// What came of an activation.
#[derive(Debug)]
pub struct Activated {
    /// What it may do that the release before may not, and the other way round.
    pub changes: Vec<Change>,
    /// Whether it waits for an administrator instead.
    pub waits: bool,
    /// The line of the log that says it, which every node should read.
    pub number: i64,
}

/// How a release is activated.
#[derive(Clone, Copy, Debug, Default)]
pub struct How<'a> {
    /// To how many of a hundred citizens it is shown, from 1 to 99; 0: to all.
    pub percent: u8,
    /// Why, for the log.
    pub reason: &'a str,
}

/// A release about to be acted on, while the head of the log is held.
struct Held {
    act: Act,
    head: Head,
    release: ReleaseRow,
    lines: Vec<Line>,
    standing: Standing,
}

impl Held {
    async fn note(&mut self, by: &By, step: Step, percent: i64, reason: &str) -> Result<i64, Error> {
        let done = Done { step, release: &self.release, percent, reason };
        log::note(&mut self.act, &self.head, by, self.lines.len(), done).await?;
        Ok(self.head.number + 1)
    }

    /// Shows the release to all, or to some.
    async fn show(&mut self, by: &By, percent: i64, reason: &str, approved: bool) -> Result<i64, Error> {
        let (tile, version) = (self.release.tile.to_string(), self.release.version.clone());
        if percent > 0 {
            store::forget_use(self.act.rows(), &self.release.digest).await?;
            self.act.also(TileEvent::TileCanaryBegun { tile, version, percent });
            return self.note(by, Step::Canary, percent, reason).await;
        }
        let release = self.release.digest.clone();
        self.act.also(TileEvent::TileActivated { tile, version, release, approved });
        self.note(by, Step::Activated, 0, reason).await
    }

    fn waits(&self) -> Result<(), Error> {
        let ReleaseRow { tile, version, .. } = &self.release;
        if self.standing.asked.as_ref() == Some(&self.release.digest) {
            return Ok(());
        }
        Err(Error::Absent(format!("{tile} {version} does not wait: activate it first")))
    }
}

impl Releases {
    async fn hold(&self, by: &By, tile: &TileId, version: Version) -> Result<Held, Error> {
        let mut act = self.base().acts.open(by.actor.clone()).await?;
        let head = store::hold_head(act.rows()).await?;
        let (release, lines) = find(&mut act, tile, version).await?;
        by.may_act_on(&release)?;
        let standing = Standing::of(&lines);
        Ok(Held { act, head, release, lines, standing })
    }

    async fn changes_of(&self, held: &mut Held) -> Result<Vec<Change>, Error> {
        let manifest = manifest_of(held.act.rows(), &held.release).await?;
        self.changes(held.act.rows(), &held.standing, &held.release.tile, &manifest).await
    }

    /// Makes a release the active one, or puts it on trial; when it may do more than the one before, it waits
    /// for an administrator instead.
    ///
    /// # Errors
    /// When it cannot be; the database's.
    pub async fn activate(
        &self,
        by: &By,
        tile: &TileId,
        version: Version,
        how: How<'_>,
        run: Run,
    ) -> Result<Activated, Error> {
        let mut held = self.hold(by, tile, version).await?;
        if held.standing.active() == Some(held.release.digest.as_str()) {
            return Err(Error::Absent(format!("{tile} {version} is active already")));
        }
        goes_up(&mut held).await?;
        let percent = i64::from(how.percent);
        if percent > 0 && held.standing.active().is_none() && self.own().get(tile).is_none() {
            return Err(Error::Absent(format!(
                "no release of {tile} is active: there is none to fall back on"
            )));
        }
        let changes = self.changes_of(&mut held).await?;
        let widens = changes.iter().filter(|change| change.widens).count();
        // What is on trial was approved before it was.
        let on_trial =
            held.standing.canary.as_ref().is_some_and(|(digest, _)| *digest == held.release.digest);
        let waits = widens > 0 && !on_trial;
        let number = if waits {
            let version = held.release.version.clone();
            held.act.also(TileEvent::TileApprovalAsked { tile: tile.to_string(), version, widens });
            held.note(by, Step::Asked, percent, how.reason).await?
        } else {
            held.show(by, percent, how.reason, false).await?
        };
        if run == Run::Real {
            held.act.commit().await?;
        }
        Ok(Activated { changes, waits, number })
    }

    /// Approves the release that waits, and shows it to those whom it was to be shown to.
    ///
    /// # Errors
    /// When another one waits, or none; the database's.
    pub async fn approve(
        &self,
        by: &By,
        tile: &TileId,
        version: Version,
        reason: &str,
        run: Run,
    ) -> Result<Activated, Error> {
        let mut held = self.hold(by, tile, version).await?;
        held.waits()?;
        let changes = self.changes_of(&mut held).await?;
        let percent = held.standing.asked_percent;
        let number = held.show(by, percent, reason, true).await?;
        if run == Run::Real {
            held.act.commit().await?;
        }
        Ok(Activated { changes, waits: false, number })
    }

    /// Refuses the release that waits.
    ///
    /// # Errors
    /// When another one waits, or none; the database's.
    pub async fn refuse(&self, by: &By, tile: &TileId, version: Version, reason: &str) -> Result<(), Error> {
        let mut held = self.hold(by, tile, version).await?;
        held.waits()?;
        let version = held.release.version.clone();
        held.act.also(TileEvent::TileApprovalRefused { tile: tile.to_string(), version });
        held.note(by, Step::Refused, 0, reason).await?;
        Ok(held.act.commit().await?)
    }

    /// Takes the last step back: ends the trial, or makes the release before the active one again, in the end
    /// the tile that came with the portal. Which one all are shown then.
    ///
    /// # Errors
    /// When there is none before; the database's.
    pub async fn roll_back(&self, by: &By, tile: &TileId, reason: &str) -> Result<Release, Error> {
        let mut act = self.base().acts.open(by.actor.clone()).await?;
        let head = store::hold_head(act.rows()).await?;
        let lines = store::lines(act.rows(), tile).await?;
        let standing = Standing::of(&lines);
        let all = store::of_tile(act.rows(), tile).await?;
        all.first().map_or(Ok(()), |release| by.may_act_on(release))?;
        let row = |digest: &str| all.iter().find(|row| row.digest == digest).cloned();
        let own = self.own().get(tile).map(|own| row_of(&own.release));
        let active = standing.active().and_then(row);
        if let Some(release) = standing.canary.as_ref().and_then(|(digest, _)| row(digest)) {
            let back = active.or(own).ok_or_else(|| none_before(tile))?;
            act.also(ended(&release, false));
            let done = Done { step: Step::CanaryEnded, release: &release, percent: 0, reason };
            log::note(&mut act, &head, by, lines.len(), done).await?;
            act.commit().await?;
            return Ok(release_of(&back));
        }
        let before = standing.before().and_then(row).or(own);
        let (Some(active), Some(before)) = (active, before) else { return Err(none_before(tile)) };
        act.also(TileEvent::TileRolledBack {
            tile: tile.to_string(),
            from: active.version,
            version: before.version.clone(),
            release: before.digest.clone(),
        });
        let done = Done { step: Step::RolledBack, release: &before, percent: 0, reason };
        log::note(&mut act, &head, by, lines.len(), done).await?;
        act.commit().await?;
        Ok(release_of(&before))
    }

    /// Ends a trial that failed too often; `false` when it had ended.
    ///
    /// # Errors
    /// The database's.
    pub async fn end_trial(&self, tile: &TileId, digest: &str, reason: &str) -> Result<bool, Error> {
        let by = By::system();
        let mut act = self.base().acts.open(by.actor.clone()).await?;
        let head = store::hold_head(act.rows()).await?;
        let lines = store::lines(act.rows(), tile).await?;
        let on_trial = Standing::of(&lines).canary.filter(|(on_trial, _)| on_trial == digest);
        let all = store::of_tile(act.rows(), tile).await?;
        let release = on_trial.and_then(|_| all.into_iter().find(|row| row.digest == digest));
        let Some(release) = release else { return Ok(false) };
        act.also(ended(&release, true));
        let done = Done { step: Step::CanaryEnded, release: &release, percent: 0, reason };
        log::note(&mut act, &head, &by, lines.len(), done).await?;
        act.commit().await?;
        Ok(true)
    }
}

fn ended(release: &ReleaseRow, by_itself: bool) -> TileEvent {
    let (tile, version) = (release.tile.to_string(), release.version.clone());
    TileEvent::TileCanaryEnded { tile, version, by_itself }
}

fn none_before(tile: &TileId) -> Error {
    Error::Absent(format!("no release of {tile} was active before this one"))
}

/// Only a step back goes down.
async fn goes_up(held: &mut Held) -> Result<(), Error> {
    let all = store::of_tile(held.act.rows(), &held.release.tile).await?;
    let active = all.iter().find(|row| Some(row.digest.as_str()) == held.standing.active());
    let version = |row: &ReleaseRow| row.version.parse::<Version>().ok();
    match (active.and_then(version), version(&held.release)) {
        (Some(active), Some(version)) if version < active => Err(Why::LowerVersion.of(version).into()),
        _ => Ok(()),
    }
}

fn release_of(row: &ReleaseRow) -> Release {
    Release { tile: row.tile.clone(), version: row.version.clone(), digest: row.digest.clone() }
}

/// The tile that came with the portal, as if it had been published before all others.
fn row_of(own: &Release) -> ReleaseRow {
    let Release { tile, version, digest } = own.clone();
    ReleaseRow { digest, tile, version, team: String::new(), published_at: crate::clock::Micros(0) }
}
