//! The files of a tile, wherever they come from, and the digest that names them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use include_dir::Dir;
use sha2::{Digest, Sha256};

use super::TileId;
use crate::finding::Finding;

/// The greatest number of files in a tile.
pub const MOST_FILES: usize = 2_000;
/// The greatest size of all files of a tile, in bytes.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;

/// The files of one tile by their path in its folder, with `/` between names.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The tile's folder, which begins the file names of findings.
    folder: String,
    contents: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// The files of the tile of that id, from memory.
    #[must_use]
    pub fn new(id: &TileId, contents: BTreeMap<String, Vec<u8>>) -> Self {
        Self { folder: id.to_string(), contents }
    }

    /// The files of a folder that is part of the binary, passing over names that begin with a dot.
    pub(super) fn embedded(dir: &Dir<'_>) -> Self {
        let mut files = Self { folder: name_of(dir.path()), contents: BTreeMap::new() };
        files.add_embedded(dir, dir.path());
        files
    }

    fn add_embedded(&mut self, dir: &Dir<'_>, root: &Path) {
        for file in dir.files().filter(|file| !name_of(file.path()).starts_with('.')) {
            let path = file.path().strip_prefix(root).unwrap_or(file.path());
            self.contents.insert(path.display().to_string(), file.contents().to_vec());
        }
        for inner in dir.dirs() {
            self.add_embedded(inner, root);
        }
    }

    /// The files of a folder on disk. Names that begin with a dot are passed over; links are
    /// refused, since they could lead out of the folder.
    ///
    /// # Errors
    /// What stands in the way, with the name of its file.
    pub fn on_disk(dir: &Path) -> Result<Self, Finding> {
        let mut files = Self { folder: name_of(dir), contents: BTreeMap::new() };
        files.add_on_disk(dir, "")?;
        Ok(files)
    }

    fn add_on_disk(&mut self, dir: &Path, prefix: &str) -> Result<(), Finding> {
        let failed =
            |path: &str, error: std::io::Error| Finding::new(path, format!("cannot be read: {error}"));
        for entry in fs::read_dir(dir).map_err(|error| failed(&self.name(prefix), error))? {
            let entry = entry.map_err(|error| failed(&self.name(prefix), error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let path = format!("{prefix}{name}");
            let kind = entry.file_type().map_err(|error| failed(&self.name(&path), error))?;
            if kind.is_dir() {
                self.add_on_disk(&entry.path(), &format!("{path}/"))?;
            } else if kind.is_file() {
                let contents = fs::read(entry.path()).map_err(|error| failed(&self.name(&path), error))?;
                self.contents.insert(path, contents);
                self.within_limits()?;
            } else {
                return Err(Finding::new(
                    self.name(&path),
                    "is a link or a device: a tile holds plain files only",
                ));
            }
        }
        Ok(())
    }

    fn within_limits(&self) -> Result<(), Finding> {
        let bytes: usize = self.contents.values().map(Vec::len).sum();
        if self.contents.len() > MOST_FILES || bytes > MOST_BYTES {
            let message = format!("a tile has at most {MOST_FILES} files and 20 MiB");
            return Err(Finding::new(self.folder.clone(), message));
        }
        Ok(())
    }

    /// The tile's folder.
    #[must_use]
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// A file's name in findings: `complaints/form.json`.
    #[must_use]
    pub fn name(&self, path: &str) -> String {
        format!("{}/{path}", self.folder)
    }

    /// The text of a file.
    ///
    /// # Errors
    /// When there is no such file, or it is not UTF-8.
    pub fn text(&self, path: &str) -> Result<&str, Finding> {
        let contents =
            self.contents.get(path).ok_or_else(|| Finding::new(self.name(path), "there is no such file"))?;
        std::str::from_utf8(contents).map_err(|_| Finding::new(self.name(path), "is not UTF-8"))
    }

    /// Whether there is a file at that path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.contents.contains_key(path)
    }

    /// Every file with its path, sorted by it.
    #[must_use]
    pub fn contents(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.contents
    }

    /// All paths, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.contents.keys().map(String::as_str)
    }

    /// SHA-256, in hexadecimal, of what `sha256sum` prints for all files, sorted by path.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut all = Sha256::new();
        for (path, contents) in &self.contents {
            all.update(format!("{}  {path}\n", hex(&Sha256::digest(contents))));
        }
        hex(&all.finalize())
    }
}

#[cfg(test)]
impl Files {
    /// The same files but one, changed.
    pub(super) fn with(mut self, path: &str, contents: &str) -> Self {
        self.contents.insert(path.to_owned(), contents.as_bytes().to_vec());
        self
    }

    /// The same files without one.
    pub(super) fn without(mut self, path: &str) -> Self {
        self.contents.remove(path);
        self
    }
}

fn name_of(dir: &Path) -> String {
    dir.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Bytes as small hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_holds_plain_files_only() {
        let dir = std::env::temp_dir().join(format!("parvis-files-{}", std::process::id()));
        fs::create_dir_all(dir.join("content")).unwrap();
        fs::write(dir.join("content/help.fr.md"), "# Aide").unwrap();
        fs::write(dir.join(".swp"), "an editor's").unwrap();
        let paths: Vec<String> = Files::on_disk(&dir).unwrap().paths().map(str::to_owned).collect();
        std::os::unix::fs::symlink("/etc/passwd", dir.join("tile.toml")).unwrap();
        let finding = Files::on_disk(&dir).unwrap_err();
        fs::remove_dir_all(&dir).unwrap();
        assert_eq!(paths, ["content/help.fr.md"]);
        assert!(finding.to_string().contains("tile.toml: is a link or a device"), "{finding}");
    }
}
