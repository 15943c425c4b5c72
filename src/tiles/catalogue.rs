//! All tiles of this portal.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use sha2::{Digest as _, Sha256};

use super::files::Files;
use super::{Tile, TileId};
use crate::finding::Finding;
use crate::id::AccountId;
use crate::text::Text;

/// The sample tiles, part of the binary.
static SAMPLES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/tiles");

/// Where tiles are read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The sample tiles, part of the binary.
    Embedded,
    /// A folder with one folder per tile.
    Dir(PathBuf),
}

/// The tiles of this portal, sorted by id.
#[derive(Debug, Default)]
pub struct Catalogue {
    tiles: Vec<Arc<Tile>>,
    /// Releases that are not shown to all, and that pages or drafts may hold to.
    kept: Vec<Arc<Tile>>,
    /// Releases on trial.
    trials: Vec<Trial>,
}

/// A release that some citizens are shown in the place of the active one.
#[derive(Clone, Debug)]
pub struct Trial {
    /// It.
    pub tile: Arc<Tile>,
    /// To how many of a hundred.
    pub percent: u64,
}

impl Trial {
    /// Whether it is shown to that account: always the same answer, and the more accounts the higher the
    /// percentage. Another release is tried on others.
    fn is_for(&self, account: AccountId) -> bool {
        let salted = Sha256::new().chain_update(&self.tile.release.digest).chain_update(account.0.as_bytes());
        let place = salted.finalize().iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
        place % 100 < self.percent
    }
}

impl Catalogue {
    /// Reads and checks every tile.
    ///
    /// # Errors
    /// Everything that is wrong with any of them.
    pub fn load(source: &Source, portal: &Arc<Text>) -> Result<Self, Vec<Finding>> {
        let all = match source {
            Source::Embedded => Ok(SAMPLES.dirs().map(Files::embedded).collect()),
            Source::Dir(dir) => folders(dir),
        };
        let mut tiles = Vec::new();
        let mut findings = Vec::new();
        for files in all.map_err(|finding| vec![finding])? {
            match Tile::read(&files, portal) {
                Ok(tile) => tiles.push(Arc::new(tile)),
                Err(found) => findings.extend(found),
            }
        }
        tiles.sort_by(|a, b| a.id().cmp(b.id()));
        if findings.is_empty() { Ok(Self { tiles, ..Self::default() }) } else { Err(findings) }
    }

    /// The tile of that id.
    #[must_use]
    pub fn get(&self, id: &TileId) -> Option<&Arc<Tile>> {
        self.tiles.iter().find(|tile| tile.id() == id)
    }

    /// These tiles with `published` in the place of those of the same id, `kept` and `trials` at hand besides.
    /// What was replaced is kept too.
    #[must_use]
    pub fn with(&self, published: &[Arc<Tile>], kept: Vec<Arc<Tile>>, trials: Vec<Trial>) -> Self {
        let is_replaced = |own: &&Arc<Tile>| published.iter().any(|tile| tile.id() == own.id());
        let (replaced, own): (Vec<_>, Vec<_>) = self.tiles.iter().partition(is_replaced);
        let mut tiles: Vec<Arc<Tile>> = own.into_iter().chain(published).cloned().collect();
        tiles.sort_by(|a, b| a.id().cmp(b.id()));
        let kept = kept.into_iter().chain(replaced.into_iter().cloned()).collect();
        Self { tiles, kept, trials }
    }

    /// The release of that digest, shown or kept.
    #[must_use]
    pub fn release(&self, id: &TileId, digest: &str) -> Option<&Arc<Tile>> {
        self.every().find(|tile| tile.id() == id && tile.release.digest == digest)
    }

    /// The release of that version, shown or kept.
    #[must_use]
    pub fn version(&self, id: &TileId, version: &str) -> Option<&Arc<Tile>> {
        self.every().find(|tile| tile.id() == id && tile.release.version == version)
    }

    /// The tile to show that account, or a visitor.
    #[must_use]
    pub fn get_for(&self, id: &TileId, account: Option<AccountId>) -> Option<&Arc<Tile>> {
        let trial = account.and_then(|account| {
            self.trials.iter().find(|trial| trial.tile.id() == id && trial.is_for(account))
        });
        trial.map_or_else(|| self.get(id), |trial| Some(&trial.tile))
    }

    /// The releases on trial.
    pub fn trials(&self) -> impl Iterator<Item = &Trial> {
        self.trials.iter()
    }

    fn every(&self) -> impl Iterator<Item = &Arc<Tile>> {
        self.tiles.iter().chain(self.trials.iter().map(|trial| &trial.tile)).chain(&self.kept)
    }

    /// All tiles, sorted by id.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Tile>> {
        self.tiles.iter()
    }
}

/// The files of every tile in a folder, passing over names that begin with a dot.
fn folders(dir: &Path) -> Result<Vec<Files>, Finding> {
    let failed =
        |error: std::io::Error| Finding::new(dir.display().to_string(), format!("cannot be read: {error}"));
    let mut folders = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && entry.file_type().map_err(failed)?.is_dir() {
            folders.push(Files::on_disk(&entry.path())?);
        }
    }
    Ok(folders)
}

/// The files of a sample tile.
#[cfg(test)]
pub(super) fn sample(id: &str) -> Files {
    Files::embedded(SAMPLES.get_dir(id).unwrap())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Locale;

    #[test]
    fn the_samples_are_sound() {
        let portal = Text::portal().unwrap();
        let catalogue = Catalogue::load(&Source::Embedded, &portal).unwrap();
        let ids: Vec<&str> = catalogue.iter().map(|tile| tile.id().as_str()).collect();
        let expected =
            ["cancer-screening", "complaints", "medical-assistance-in-dying", "surrogacy", "your-health"];
        assert_eq!(ids, expected);
        for tile in catalogue.iter() {
            let pages = Locale::ALL.map(|locale| [tile.help(locale), tile.content(locale).unwrap()]);
            assert!(pages.as_flattened().iter().all(|html| html.contains("<h2>")), "{:?}", tile.id());
        }
    }

    #[test]
    fn the_help_of_each_form_tells_its_process() {
        let portal = Text::portal().unwrap();
        let catalogue = Catalogue::load(&Source::Embedded, &portal).unwrap();
        let states = ["state-received", "state-in-progress", "state-action-needed", "state-closed"];
        for tile in catalogue.iter().filter(|tile| tile.form.is_some()) {
            for locale in Locale::ALL {
                for key in states.into_iter().chain(["withdraw-link"]) {
                    let words = portal.get(locale, key);
                    let told = tile.help(locale).contains(&words);
                    assert!(told, "the help of {} says nothing of “{words}”", tile.id());
                }
            }
        }
    }

    #[test]
    fn a_release_is_the_same_wherever_it_is_read() {
        let portal = Text::portal().unwrap();
        let on_disk = Source::Dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tiles"));
        let releases = |source| {
            let catalogue = Catalogue::load(source, &portal).unwrap();
            catalogue.iter().map(|tile| tile.release.clone()).collect::<Vec<_>>()
        };
        assert_eq!(releases(&Source::Embedded), releases(&on_disk));
    }

    #[test]
    fn a_change_of_one_file_is_another_release() {
        let before = sample("surrogacy");
        let after = before.clone().with("content/help.fr.md", "## Autre chose");
        assert_eq!(before.digest().len(), 64);
        assert_ne!(before.digest(), after.digest());
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let nowhere = Source::Dir("/nowhere/tiles".into());
        let findings = Catalogue::load(&nowhere, &Text::portal().unwrap()).unwrap_err();
        assert!(findings[0].to_string().starts_with("/nowhere/tiles: cannot be read"));
    }
}
