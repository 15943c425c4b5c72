//! The desk: where publishers write services to read, in the browser, and publish them as the signed
//! releases that everyone publishes (contract §6).
//!
//! A manuscript is what is being written. It is kept from page to page, seen beforehand as citizens will see
//! it, and ends as a release of the desk's team, signed with the key that the operator gave the desk.
//! The desk changes the words of a service and nothing else: what a release may do stays as it is.

mod manuscript;
pub mod pages;
mod store;
pub mod views;

use std::sync::Arc;

use secrecy::ExposeSecret as _;

use crate::act::Actor;
use crate::audit::TileEvent;
use crate::base::Base;
use crate::clock::Micros;
use crate::finding::Finding;
use crate::identity::Identity;
use crate::releases::scaffold::{self, Kind};
use crate::releases::{self, Activated, By, How, Refusal, Releases, Run, Stamp, TeamKey, pack};
use crate::store::Error as StoreError;
use crate::tiles::version::Version;
use crate::tiles::{Files, Tile, TileId};

pub use manuscript::{Manuscript, Part};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such service here.
    #[error("there is no such service at the desk")]
    NotFound,
    /// The service is another team's.
    #[error("the service is another team's")]
    OtherTeam,
    /// The id is another service's.
    #[error("the id is another service's")]
    Taken,
    /// Someone else saved or published meanwhile.
    #[error("someone else saved or published meanwhile")]
    Overtaken,
    /// The words are not fit to be published.
    #[error("the words are not fit to be published")]
    Unsound(Unsound),
    /// The release was refused.
    #[error(transparent)]
    Refused(Refusal),
    /// The releases'.
    #[error(transparent)]
    Releases(releases::Error),
    /// The database's.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is kept cannot be read.
    #[error("a manuscript cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

impl From<releases::Error> for Error {
    fn from(error: releases::Error) -> Self {
        match error {
            releases::Error::Refused(refusal) => Self::Refused(refusal),
            releases::Error::Overtaken => Self::Overtaken,
            releases::Error::Store(error) => Self::Store(error),
            other => Self::Releases(other),
        }
    }
}

/// What is wrong with words, and in which files they became.
#[derive(Debug)]
pub struct Unsound {
    files: Files,
    findings: Vec<Finding>,
}

/// The desk. Cheap to clone.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    base: Base,
    identity: Identity,
    releases: Releases,
    team: String,
    key: TeamKey,
}

/// The key of the desk is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("desk.key is no ed25519 private key in PEM: make one with `parvis tile keygen`")]
pub struct BadKey;

/// A service at the desk.
#[derive(Clone, Debug)]
struct OnDesk {
    tile: TileId,
    words: Manuscript,
    /// The version of the last release, and the word for where it stands.
    published: Option<(Version, &'static str)>,
    /// When what is being written was last saved.
    saved_at: Option<Micros>,
}

/// What is being written of a service, or would be.
struct Open {
    words: Manuscript,
    /// How often it was saved; 0 before the first time.
    version: i64,
    /// What its words go into.
    source: Source,
    /// Whether another release was published since it was begun.
    overtaken: bool,
}

/// What a manuscript changes the words of: the last release, or a new tile.
struct Source {
    files: Files,
    release: Option<(String, Version)>,
}

impl Source {
    /// The version that follows.
    fn next(&self) -> Version {
        self.release.as_ref().map_or(Version::FIRST, |(_, version)| version.next())
    }
}

impl Desk {
    /// The desk of this portal, where the operator set one up.
    ///
    /// # Errors
    /// When its key is none.
    pub fn open(base: Base, identity: Identity, releases: Releases) -> Result<Option<Self>, BadKey> {
        let settings = &base.config.desk;
        let (Some(team), Some(key)) = (settings.team.clone(), &settings.key) else { return Ok(None) };
        let key = TeamKey::from_pem(key.expose_secret()).map_err(|_| BadKey)?;
        Ok(Some(Self(Arc::new(Inner { base, identity, releases, team, key }))))
    }

    /// Every service at the desk, by id.
    async fn all(&self) -> Result<Vec<OnDesk>, Error> {
        let mut all = Vec::new();
        let written = store::all(&mut self.0.base.db.read().await?).await?;
        for (row, word) in self.0.releases.latest(&self.0.team).await? {
            let files = self.0.releases.files(&row.tile, &row.digest).await?;
            let Ok(words) = Manuscript::of(&files) else { continue };
            let version = row.version.parse().ok();
            all.push(OnDesk {
                saved_at: written.iter().find(|one| one.tile == row.tile).map(|one| one.saved_at),
                published: version.map(|version| (version, word)),
                tile: row.tile,
                words,
            });
        }
        for row in written {
            if all.iter().all(|one| one.tile != row.tile) {
                let words = serde_json::from_str(&row.words)?;
                all.push(OnDesk { tile: row.tile, words, published: None, saved_at: Some(row.saved_at) });
            }
        }
        all.sort_by(|a, b| a.tile.cmp(&b.tile));
        Ok(all)
    }

    async fn read(&self, tile: &TileId) -> Result<Open, Error> {
        let row = store::one(&mut self.0.base.db.read().await?, tile).await?;
        let source = self.source(tile).await?;
        let published = source.release.as_ref().map(|(digest, _)| digest.clone());
        match row {
            Some(row) => Ok(Open {
                words: serde_json::from_str(&row.words)?,
                version: row.version,
                overtaken: row.follows != published,
                source,
            }),
            None if published.is_none() && self.0.releases.is_known(tile).await? => Err(Error::OtherTeam),
            None if published.is_none() => Err(Error::NotFound),
            None => Ok(Open {
                words: Manuscript::of(&source.files).map_err(|_| Error::NotFound)?,
                version: 0,
                overtaken: false,
                source,
            }),
        }
    }

    async fn source(&self, tile: &TileId) -> Result<Source, Error> {
        let all = self.0.releases.latest(&self.0.team).await?;
        match all.into_iter().find(|(row, _)| row.tile == *tile) {
            Some((row, _)) => Ok(Source {
                files: self.0.releases.files(tile, &row.digest).await?,
                release: row.version.parse().ok().map(|version| (row.digest, version)),
            }),
            None => Ok(Source { files: blank(tile), release: None }),
        }
    }

    /// Begins a new service.
    async fn begin(&self, actor: Actor, tile: &TileId) -> Result<(), Error> {
        if self.0.releases.is_known(tile).await? {
            return Err(Error::Taken);
        }
        let words = Manuscript::of(&blank(tile)).map_err(|_| Error::NotFound)?;
        let saved = TileEvent::ManuscriptSaved { tile: tile.to_string(), version: 1 };
        let mut act = self.0.base.acts.begin(actor, saved).await?;
        let at = act.at();
        if !store::begin(act.rows(), tile, None, &serde_json::to_string(&words)?, at).await? {
            return Err(Error::Taken);
        }
        Ok(act.commit().await?)
    }

    /// Keeps `words` in the place of those saved as `version`.
    async fn save(&self, actor: Actor, tile: &TileId, version: i64, words: &Manuscript) -> Result<(), Error> {
        let open = self.read(tile).await?;
        let json = serde_json::to_string(words)?;
        let next = version.saturating_add(1);
        let saved = TileEvent::ManuscriptSaved { tile: tile.to_string(), version: next };
        let mut act = self.0.base.acts.begin(actor, saved).await?;
        let at = act.at();
        let follows = open.source.release.as_ref().map(|(digest, _)| digest.as_str());
        let kept = match version {
            0 => store::begin(act.rows(), tile, follows, &json, at).await?,
            _ => store::save(act.rows(), tile, version, &json, at).await?,
        };
        if !kept {
            return Err(Error::Overtaken);
        }
        Ok(act.commit().await?)
    }

    /// Throws away what is being written, as saved as `version`. What is published stays.
    async fn discard(&self, actor: Actor, tile: &TileId, version: i64) -> Result<(), Error> {
        let discarded = TileEvent::ManuscriptDiscarded { tile: tile.to_string() };
        let mut act = self.0.base.acts.begin(actor, discarded).await?;
        if !store::end(act.rows(), tile, version).await? {
            return Err(Error::Overtaken);
        }
        Ok(act.commit().await?)
    }

    /// The tile that the words would become, checked as every release is.
    fn compose(&self, tile: &TileId, open: &Open) -> Result<(Tile, Files), Error> {
        let files = open.words.files(tile, &open.source.files, &self.0.team, open.source.next());
        let files = files.map_err(|_| Error::NotFound)?;
        match Tile::read(&files, &self.0.base.text) {
            Ok(tile) => Ok((tile, files)),
            Err(findings) => Err(Error::Unsound(Unsound { files, findings })),
        }
    }

    /// Packs, signs and publishes what was saved as `version`, and makes it active, or has it wait for an
    /// administrator when it may do more than before, as a new service always does.
    async fn publish(&self, actor: Actor, id: &TileId, version: i64) -> Result<(Version, Activated), Error> {
        let open = self.read(id).await?;
        if open.version != version || open.overtaken {
            return Err(Error::Overtaken);
        }
        let (tile, files) = self.compose(id, &open)?;
        let release = tile.manifest.tile.version;
        let stamp = Stamp {
            created: self.0.base.clock.now().seconds(),
            previous: open.source.release.as_ref().map(|(_, version)| *version),
        };
        let package = pack(&tile, &files, stamp, &self.0.key).map_err(Error::Refused)?;
        let by = By::person(actor.clone());
        self.0.releases.publish(&by, &package, Run::Real).await?;
        let activated = self.0.releases.activate(&by, id, release, How::default(), Run::Real).await?;
        let published = TileEvent::ManuscriptPublished { tile: id.to_string(), version: release.to_string() };
        let mut act = self.0.base.acts.begin(actor, published).await?;
        store::end(act.rows(), id, version).await?;
        act.commit().await?;
        Ok((release, activated))
    }
}

/// A new service, before anything is written.
fn blank(tile: &TileId) -> Files {
    let files = scaffold::files(tile, Kind::Content);
    Files::new(tile, files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect())
}
