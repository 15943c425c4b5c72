//! The sample tiles, changed for a test.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A folder of tiles, which a portal reads as it starts. Removed when dropped.
pub struct Tiles(PathBuf);

impl Tiles {
    /// The sample tiles, one line of the manifest of complaints written otherwise.
    pub fn ruled(line: &str, instead: &str) -> Self {
        Self::samples().with("complaints/tile.toml", line, instead)
    }

    /// The sample tiles as they are.
    pub fn samples() -> Self {
        let name = uuid::Uuid::from_bytes(parvis::id::random()).simple();
        let tiles = std::env::temp_dir().join(format!("parvis-tiles-{name}"));
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tiles"), &tiles);
        Self(tiles)
    }

    /// The same tiles with one passage of one of their files written otherwise.
    pub fn with(self, path: &str, passage: &str, instead: &str) -> Self {
        let file = self.0.join(path);
        let before = fs::read_to_string(&file).unwrap();
        assert!(before.contains(passage), "{passage}");
        fs::write(&file, before.replacen(passage, instead, 1)).unwrap();
        self
    }

    /// The settings of a portal that has these tiles.
    pub fn settings(&self) -> Value {
        json!({ "tiles": { "dir": self.0 } })
    }
}

impl Drop for Tiles {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
