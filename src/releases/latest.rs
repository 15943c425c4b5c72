//! What is published, for those who go on from it.

use super::difference::Change;
use super::publish::{Error, Releases, manifest_of};
use super::standing::{Line, Standing, Step};
use super::store::{self, ReleaseRow};
use crate::clock::Micros;
use crate::tiles::{Files, TileId};

impl Releases {
    /// The last release of each tile of a team's, with the word for where it stands.
    ///
    /// # Errors
    /// The database's.
    pub async fn latest(&self, team: &str) -> Result<Vec<(ReleaseRow, &'static str)>, Error> {
        let mut latest: Vec<(ReleaseRow, &'static str)> = Vec::new();
        // By tile, the oldest first: the last of each is the latest.
        for (row, word) in self.list().await?.into_iter().filter(|(row, _)| row.team == team) {
            match latest.last_mut().filter(|(last, _)| last.tile == row.tile) {
                Some(last) => *last = (row, word),
                None => latest.push((row, word)),
            }
        }
        Ok(latest)
    }

    /// The files of a release.
    ///
    /// # Errors
    /// The database's.
    pub async fn files(&self, tile: &TileId, digest: &str) -> Result<Files, Error> {
        let contents = store::files(&mut self.base().db.read().await?, digest).await?;
        Ok(Files::new(tile, contents))
    }

    /// Whether there is such a tile: the portal's own, or a published one.
    ///
    /// # Errors
    /// The database's.
    pub async fn is_known(&self, tile: &TileId) -> Result<bool, Error> {
        let published = store::of_tile(&mut self.base().db.read().await?, tile).await?;
        Ok(self.own().get(tile).is_some() || !published.is_empty())
    }
}

/// A tile with releases: which, and where it stands.
#[derive(Clone, Debug)]
pub struct Found {
    /// The tile.
    pub tile: TileId,
    /// Its releases, oldest first.
    pub releases: Vec<ReleaseRow>,
    /// What its lines of the log come to.
    pub standing: Standing,
}

impl Releases {
    /// Every tile with releases.
    ///
    /// # Errors
    /// The database's.
    pub async fn standings(&self) -> Result<Vec<Found>, Error> {
        let mut db = self.base().db.read().await?;
        let mut all = Vec::new();
        let releases = store::releases(&mut db).await?;
        let lines = store::all_lines(&mut db).await?;
        for of_tile in releases.chunk_by(|one, next| one.tile == next.tile) {
            let Some(first) = of_tile.first() else { continue };
            let standing = Standing::of(lines.get(&first.tile).map_or(&[], Vec::as_slice));
            all.push(Found { tile: first.tile.clone(), releases: of_tile.to_vec(), standing });
        }
        Ok(all)
    }

    /// Whether the tile came with the portal.
    #[must_use]
    pub fn came_with_portal(&self, tile: &TileId) -> bool {
        self.own().get(tile).is_some()
    }

    /// What a release that waits may do that the active one may not, and the other way round.
    ///
    /// # Errors
    /// The database's.
    pub async fn changes_of_waiting(&self, tile: &TileId, asked: &ReleaseRow) -> Result<Vec<Change>, Error> {
        let mut db = self.base().db.read().await?;
        let standing = Standing::of(&store::lines(&mut db, tile).await?);
        let manifest = manifest_of(&mut db, asked).await?;
        self.changes(&mut db, &standing, tile, &manifest).await
    }

    /// Where the release that is shown came from; none of a tile that came with the portal.
    ///
    /// # Errors
    /// The database's.
    pub async fn origin(&self, tile: &TileId, digest: &str) -> Result<Option<Origin>, Error> {
        let mut db = self.base().db.read().await?;
        let all = store::of_tile(&mut db, tile).await?;
        let Some(release) = all.into_iter().find(|row| row.digest == digest) else { return Ok(None) };
        let lines = store::lines(&mut db, tile).await?;
        let shown = |line: &&Line| matches!(line.step, Step::Activated | Step::Canary | Step::RolledBack);
        let since = lines.iter().filter(shown).rfind(|line| line.digest == digest);
        // What was asked for and then shown was approved: it may do more.
        let approved = lines.windows(2).filter(|pair| match pair {
            [asked, then] => asked.step == Step::Asked && shown(&then) && asked.digest == then.digest,
            _ => false,
        });
        let widened_at = approved.filter_map(|pair| pair.last()).next_back().map(|line| line.at);
        Ok(Some(Origin { release, since: since.map(|line| line.at), widened_at }))
    }
}

/// Where a release came from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// It.
    pub release: ReleaseRow,
    /// Since when it is shown.
    pub since: Option<Micros>,
    /// When an administrator last let the tile do more.
    pub widened_at: Option<Micros>,
}
