//! All tiles of this portal.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::files::Files;
use super::{Tile, TileId};
use crate::finding::Finding;
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
        if findings.is_empty() { Ok(Self { tiles }) } else { Err(findings) }
    }

    /// The tile of that id.
    #[must_use]
    pub fn get(&self, id: &TileId) -> Option<&Arc<Tile>> {
        self.tiles.iter().find(|tile| tile.id() == id)
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
