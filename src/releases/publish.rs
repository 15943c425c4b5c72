//! Publishing, activating and going back: each an act.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::difference::{Change, between};
use super::log::By;
use super::open::Sealed;
use super::standing::{Line, Standing, Step};
use super::store::{self, ReleaseRow};
use super::{Opened, Refusal, ReleaseManifest, TeamPublicKey, TrustedKey, Why};
use crate::act::Act;
use crate::audit::TileEvent;
use crate::base::Base;
use crate::finding::Finding;
use crate::store::{Error as StoreError, Read, Sql};
use crate::text::format;
use crate::tiles::version::Version;
use crate::tiles::{Bar, Catalogue, Files, Manifest, Tile, TileId};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The package is refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The tile in it is not sound.
    #[error("the tile is not sound:\n{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Unsound(Vec<Finding>),
    /// There is no such release, key or step back.
    #[error("{0}")]
    Absent(String),
    /// Someone else acted on the tile meanwhile.
    #[error("someone else acted on this tile meanwhile: look again, then try again")]
    Overtaken,
    /// The database's.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Duplicate(_) => Self::Overtaken,
            other => Self::Store(other),
        }
    }
}

/// Whether to do it, or to say what would be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// Say it.
    Dry,
    /// Do it.
    Real,
}

/// A release that was taken in.
#[derive(Debug)]
pub struct Published {
    /// What it is.
    pub release: Opened,
    /// How many of its contents were not there before.
    pub new_contents: u64,
    /// What it may do that the active release may not, and the other way round.
    pub changes: Vec<Change>,
}

/// Keeps the releases of the portal. Cheap to clone.
#[derive(Clone)]
pub struct Releases {
    base: Base,
    /// The tiles that came with the portal: they are theirs, and what a first release is compared with.
    own: Arc<Catalogue>,
}

impl Releases {
    /// The releases in the database of `base`, beside the portal's `own` tiles.
    #[must_use]
    pub fn new(base: Base, own: Arc<Catalogue>) -> Self {
        Self { base, own }
    }

    pub(super) fn base(&self) -> &Base {
        &self.base
    }

    /// The tiles that came with the portal.
    pub(super) fn own(&self) -> &Catalogue {
        &self.own
    }

    /// Has a key sign the releases of a team.
    ///
    /// # Errors
    /// [`Error::Overtaken`] when it is known already; the database's.
    pub async fn trust(&self, by: &By, team: &str, key: &TeamPublicKey) -> Result<(), Error> {
        let id = key.to_string();
        let event = TileEvent::TeamKeyTrusted { team: team.to_owned(), key: id.clone() };
        let mut act = self.base.acts.begin(by.actor.clone(), event).await?;
        let at = act.at();
        store::trust(act.rows(), &id, team, &key.to_bytes(), at).await?;
        Ok(act.commit().await?)
    }

    /// Has a key sign no more; whose it was. What it signed before stays.
    ///
    /// # Errors
    /// [`Error::Absent`] when there is no such key in use; the database's.
    pub async fn withdraw(&self, by: &By, id: &str) -> Result<String, Error> {
        let mut act = self.base.acts.open(by.actor.clone()).await?;
        let at = act.at();
        let team = store::withdraw(act.rows(), id, at).await?;
        let team = team.ok_or_else(|| Error::Absent(format!("there is no key `{id}` in use")))?;
        act.also(TileEvent::TeamKeyWithdrawn { team: team.clone(), key: id.to_owned() });
        act.commit().await?;
        Ok(team)
    }

    /// Takes a packed release in. It may leave out contents that the last release of its tile has.
    ///
    /// # Errors
    /// Why it is refused; the database's.
    pub async fn publish(&self, by: &By, package: &[u8], run: Run) -> Result<Published, Error> {
        let (release, tile) = self.read(by, package).await?;
        self.open_backends(&tile)?;
        let id = tile.id();
        let mut act = self.base.acts.open(by.actor.clone()).await?;
        // Two of one tile at once: the second sees what the first did.
        store::hold_head(act.rows()).await?;
        signs_still(&release.key, &store::keys(act.rows()).await?)?;
        self.in_turn(&release, &store::of_tile(act.rows(), id).await?)?;
        let standing = Standing::of(&store::lines(act.rows(), id).await?);
        let changes = self.changes(act.rows(), &standing, id, &tile.manifest).await?;
        let at = act.at();
        let new_contents = store::insert(act.rows(), &release, at).await?;
        act.also(TileEvent::TilePublished {
            tile: id.to_string(),
            version: release.manifest.version.to_string(),
            release: release.manifest.digest.clone(),
            key: release.key.clone(),
        });
        if run == Run::Real {
            act.commit().await?;
        }
        Ok(Published { release, new_contents, changes })
    }

    /// Reads a package and its tile. Nothing is held meanwhile: hashes of twenty MiB and the checks of a tile are
    /// work for a processor, and others write.
    async fn read(&self, by: &By, package: &[u8]) -> Result<(Opened, Tile), Error> {
        let mut db = self.base.db.read().await?;
        let keys = trusted(&store::keys(&mut db).await?);
        let package = package.to_vec();
        let sealed = apart(move || Sealed::read(package, &keys).map_err(Error::from)).await?;
        by.may_publish(&sealed.manifest)?;
        let kept = match self.last(&mut db, &sealed.manifest).await? {
            Some(last) if !sealed.is_whole() => store::files(&mut db, &last.digest).await?,
            _ => BTreeMap::new(),
        };
        drop(db);
        let text = Arc::clone(&self.base.text);
        apart(move || {
            let release = sealed.open(kept.into_values())?;
            let tile = Tile::read(&release.files, &text).map_err(Error::Unsound)?;
            Ok((release, tile))
        })
        .await
    }

    /// The last release of a tile, of the same team.
    async fn last(&self, db: &mut Read, of: &ReleaseManifest) -> Result<Option<ReleaseRow>, Error> {
        let all = store::of_tile(db, &of.tile).await?;
        Ok(all.into_iter().rfind(|row| row.team == of.team))
    }

    /// The names of the contents that the portal has not, of those that a manifest lists: what must be sent. It
    /// tells a team of its own tile's last release, and of nothing else.
    ///
    /// # Errors
    /// When it is no manifest, or another team's; the database's.
    pub async fn missing(&self, by: &By, manifest: &[u8]) -> Result<BTreeSet<String>, Error> {
        let manifest = ReleaseManifest::parse(manifest)?;
        by.may_publish(&manifest)?;
        let mut db = self.base.db.read().await?;
        let kept = match self.last(&mut db, &manifest).await? {
            Some(last) => store::contents(&mut db, &last.digest).await?,
            None => BTreeSet::new(),
        };
        Ok(manifest.files.into_values().map(|file| file.sha256).filter(|name| !kept.contains(name)).collect())
    }

    /// Every release with the word for where it stands: `active`, `asked`, `canary` or `published`.
    ///
    /// # Errors
    /// The database's.
    pub async fn list(&self) -> Result<Vec<(ReleaseRow, &'static str)>, Error> {
        let mut db = self.base.db.read().await?;
        let lines = store::all_lines(&mut db).await?;
        let standings: BTreeMap<_, _> =
            lines.iter().map(|(tile, lines)| (tile, Standing::of(lines))).collect();
        let none = Standing::default();
        let mut all = Vec::new();
        for row in store::releases(&mut db).await? {
            let standing = standings.get(&row.tile).unwrap_or(&none);
            let word = match Some(&row.digest) {
                digest if standing.active() == digest.map(String::as_str) => "active",
                digest if standing.asked.as_ref() == digest => Step::Asked.word(),
                digest if standing.canary.as_ref().map(|(on_trial, _)| on_trial) == digest => {
                    Step::Canary.word()
                }
                _ => "published",
            };
            all.push((row, word));
        }
        Ok(all)
    }

    /// Refuses a release of another team's tile, one that was published before, and one that does not rise.
    fn in_turn(&self, release: &Opened, before: &[ReleaseRow]) -> Result<(), Refusal> {
        let manifest = &release.manifest;
        let own = self.own.get(&manifest.tile).map(|tile| tile.manifest.tile.team.as_str());
        let mut teams = before.iter().map(|row| row.team.as_str()).chain(own);
        if teams.any(|team| team != manifest.team) {
            return Err(Why::OtherTeam.of(&manifest.tile));
        }
        let highest = before.iter().filter_map(|row| row.version.parse::<Version>().ok()).max();
        if before.iter().any(|row| row.version == manifest.version.to_string()) {
            return Err(Why::Replayed.of(manifest.version));
        }
        if highest.is_some_and(|highest| manifest.version < highest) {
            return Err(Why::LowerVersion.of(manifest.version));
        }
        if manifest.previous.is_some() && manifest.previous != highest {
            let named = manifest.previous.map(|version| version.to_string());
            return Err(Why::NotNext.of(named.unwrap_or_default()));
        }
        Ok(())
    }

    /// Refuses a tile that names a back-end that may not be spoken to (contract §4), or takes files unchecked.
    fn open_backends(&self, tile: &Tile) -> Result<(), Refusal> {
        let today = format::day(self.base.clock.now());
        if tile.takes_unchecked_files(&self.base.config) {
            return Err(Why::UncheckedFiles.of(tile.id()));
        }
        let Some((name, bar)) = tile.barred(&self.base.config, today).next() else { return Ok(()) };
        let why = match bar {
            Bar::Unknown => Why::UnknownBackend,
            Bar::Uncertified | Bar::NotYet | Bar::Expired => Why::UncertifiedBackend,
            Bar::Abroad => Why::BackendAbroad,
        };
        Err(why.of(name))
    }

    /// What `after` may do that the active release may not, or the portal's own tile where none is.
    pub(super) async fn changes(
        &self,
        db: &mut impl Sql,
        standing: &Standing,
        tile: &TileId,
        after: &Manifest,
    ) -> Result<Vec<Change>, Error> {
        let all = store::of_tile(db, tile).await?;
        let active = all.iter().find(|row| Some(row.digest.as_str()) == standing.active());
        Ok(match active {
            Some(row) => between(Some(&manifest_of(db, row).await?), after),
            None => between(self.own.get(tile).map(|tile| &tile.manifest), after),
        })
    }
}

/// The release of that version, and what was done with its tile so far.
pub(super) async fn find(
    act: &mut Act,
    tile: &TileId,
    version: Version,
) -> Result<(ReleaseRow, Vec<Line>), Error> {
    let all = store::of_tile(act.rows(), tile).await?;
    let found = all.into_iter().find(|row| row.version == version.to_string());
    let release = found.ok_or_else(|| Error::Absent(format!("{tile} {version} is not published here")))?;
    Ok((release, store::lines(act.rows(), tile).await?))
}

/// The `tile.toml` of a published release, read from its files and held against their digest: a row that
/// was touched is not trusted.
pub(super) async fn manifest_of(db: &mut impl Sql, release: &ReleaseRow) -> Result<Manifest, Error> {
    let files = Files::new(&release.tile, store::files(db, &release.digest).await?);
    if files.digest() != release.digest {
        return Err(Why::FileDiffers.of(&release.tile).into());
    }
    let source = files.text("tile.toml").map_err(|finding| Error::Unsound(vec![finding]))?;
    Manifest::parse(&files.name("tile.toml"), source).map_err(|finding| Error::Unsound(vec![finding]))
}

/// Does a processor's work where no page waits for it.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(Why::Unreadable.of(error).into()))
}

/// A key may have been withdrawn while what it signed was read.
fn signs_still(key: &str, rows: &[store::KeyRow]) -> Result<(), Refusal> {
    let trusted = trusted(rows);
    let found = trusted.iter().find(|known| known.public.to_string() == key);
    if found.is_some_and(|known| !known.withdrawn) { Ok(()) } else { Err(Why::WithdrawnKey.of(key)) }
}

fn trusted(rows: &[store::KeyRow]) -> Vec<TrustedKey> {
    let key = |row: &store::KeyRow| {
        let public = TeamPublicKey::from_bytes(&row.public).ok()?;
        Some(TrustedKey { public, team: Some(row.team.clone()), withdrawn: row.withdrawn_at.is_some() })
    };
    rows.iter().filter_map(key).collect()
}
