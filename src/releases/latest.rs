//! What is published, for those who go on from it.

use super::publish::{Error, Releases};
use super::store::{self, ReleaseRow};
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
