//! The published releases as tiles: what is shown, and what pages and drafts still hold to.

use std::sync::Arc;
use std::time::Duration;

use super::Why;
use super::publish::{Error, Releases};
use super::standing::Standing;
use super::store::{self, ReleaseRow};
use crate::store::Read;
use crate::tiles::{Catalogue, Files, Tile, TileId, Trial};

/// How long a page may be open on a release that is shown no more: as long as any session lasts.
const PAGES_STAY: Duration = Duration::from_hours(24);

/// A release that some draft was begun with, or that waits to be delivered: of which tile, and its version.
pub type Begun = (TileId, String);

impl Releases {
    /// The number of the last line of the log: it rises with each act.
    ///
    /// # Errors
    /// The database's.
    pub async fn number(&self) -> Result<i64, Error> {
        Ok(store::head(&mut self.base().db.read().await?).await?.number)
    }

    /// The tiles as the log of activations has them, over those that came with the portal, and the last
    /// line that they are of. What `before` holds is not read again; `begun` are the releases that drafts hold to.
    ///
    /// A release that cannot be shown (a row was touched, an older portal does not understand it) is logged, and
    /// the one that was active before it is shown in its place: one broken tile takes no other with it.
    ///
    /// # Errors
    /// The database's.
    pub async fn catalogue(&self, before: &Catalogue, begun: &[Begun]) -> Result<(i64, Catalogue), Error> {
        let mut db = self.base().db.read().await?;
        // Before the rows: what happens meanwhile has a later line, and is looked at again.
        let number = store::head(&mut db).await?.number;
        let (mut shown, mut kept, mut trials) = (Vec::new(), Vec::new(), Vec::new());
        let since = self.base().clock.now().before(PAGES_STAY);
        let all = store::releases(&mut db).await?;
        let lines = store::all_lines(&mut db).await?;
        for of_tile in all.chunk_by(|one, next| one.tile == next.tile) {
            let Some(first) = of_tile.first() else { continue };
            let lines = lines.get(&first.tile).map_or(&[][..], Vec::as_slice);
            let standing = Standing::of(lines);
            let open = Standing::shown_since(lines, since);
            let row = |digest: &str| of_tile.iter().find(|row| row.digest == digest);
            let mut path = standing.path().rev().filter_map(row);
            for row in path.by_ref() {
                if let Some(tile) = self.shelved(&mut db, before, row).await? {
                    shown.push(tile);
                    break;
                }
            }
            if let Some((row, percent)) = standing.canary.as_ref().and_then(|(on, of)| Some((row(on)?, *of)))
            {
                let percent = percent.unsigned_abs();
                let tile = self.shelved(&mut db, before, row).await?;
                trials.extend(tile.map(|tile| Trial { tile, percent }));
            }
            let held = |row: &&ReleaseRow| {
                let begun = begun.iter().any(|(tile, version)| *tile == row.tile && *version == row.version);
                begun || open.contains(&row.digest)
            };
            for row in path.take(1).chain(of_tile.iter().filter(held)) {
                kept.extend(self.shelved(&mut db, before, row).await?);
            }
        }
        Ok((number, self.own().with(&shown, kept, trials)))
    }

    /// The tile of a release: the one at hand, or read from its files.
    async fn shelved(
        &self,
        db: &mut Read,
        before: &Catalogue,
        row: &ReleaseRow,
    ) -> Result<Option<Arc<Tile>>, Error> {
        if let Some(tile) = before.release(&row.tile, &row.digest) {
            return Ok(Some(Arc::clone(tile)));
        }
        let files = Files::new(&row.tile, store::files(db, &row.digest).await?);
        let text = Arc::clone(&self.base().text);
        let digest = row.digest.clone();
        // Reading a tile is work for a processor, and pages are waiting for one.
        let read = tokio::task::spawn_blocking(move || read(&files, &digest, &text)).await;
        let read = read.unwrap_or_else(|_| Err(Why::Unreadable.of(&row.tile).into()));
        let unchecked = |tile: &Tile| tile.takes_unchecked_files(&self.base().config);
        let checked = read.and_then(|tile| {
            if unchecked(&tile) { Err(Why::UncheckedFiles.of(&row.tile).into()) } else { Ok(tile) }
        });
        match checked {
            Ok(tile) => Ok(Some(Arc::new(tile))),
            Err(error) => {
                tracing::error!(tile = %row.tile, version = row.version, %error, "release.cannot_be_shown");
                Ok(None)
            }
        }
    }
}

/// A row that was touched is not trusted.
fn read(files: &Files, digest: &str, text: &Arc<crate::text::Text>) -> Result<Tile, Error> {
    if files.digest() != digest {
        return Err(Why::FileDiffers.of(digest).into());
    }
    Tile::read(files, text).map_err(Error::Unsound)
}
