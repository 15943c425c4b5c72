//! A new tile, sound from its first minute: what `parvis tile new` writes.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::tiles::TileId;

static FORM: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/releases/scaffold/form");
static APP: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/releases/scaffold/app");
static CONTENT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/releases/scaffold/content");
/// What stands for the id of the tile, its team and its back-end.
const PLACEHOLDER: &str = "new-tile";

/// What kind of tile to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Questions, sent to a back-end
    Form,
    /// An element of the team's own, with the questions for those without JavaScript
    App,
    /// Pages to read
    Content,
}

/// The files of a new tile of that id, by path.
#[must_use]
pub fn files(id: &TileId, kind: Kind) -> BTreeMap<String, String> {
    let layers: &[&Dir<'_>] = match kind {
        Kind::Form => &[&FORM],
        Kind::App => &[&FORM, &APP],
        Kind::Content => &[&CONTENT],
    };
    let mut files = BTreeMap::new();
    for layer in layers {
        add(layer, layer.path(), id, &mut files);
    }
    files
}

fn add(dir: &Dir<'_>, root: &Path, id: &TileId, files: &mut BTreeMap<String, String>) {
    for file in dir.files() {
        let path = file.path().strip_prefix(root).unwrap_or(file.path());
        let text = file.contents_utf8().unwrap_or_default().replace(PLACEHOLDER, id.as_str());
        files.insert(path.display().to_string(), text);
    }
    for inner in dir.dirs() {
        add(inner, root, id, files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;
    use crate::tiles::{Files, Tile};

    #[test]
    fn a_new_tile_is_sound() {
        let (id, portal): (TileId, _) = ("home-care".parse().unwrap(), Text::portal().unwrap());
        for kind in [Kind::Form, Kind::App, Kind::Content] {
            let files = files(&id, kind).into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
            let tile = Tile::read(&Files::new(&id, files), &portal).unwrap();
            assert_eq!((tile.id(), tile.manifest.tile.team.as_str()), (&id, "home-care"));
        }
    }
}
