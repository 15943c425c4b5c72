//! `release.json`: what a release is, and each of its files. Written canonically (RFC 8785), so that one
//! release has one text and one signature.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256, Sha384};

use super::refusal::{Refusal, Why};
use crate::tiles::TileId;
use crate::tiles::files::{MOST_BYTES, MOST_FILES, hex};
use crate::tiles::version::Version;

/// The name of this format.
const SCHEMA: &str = "urn:parvis:release:1";
/// The greatest length of a path, in bytes.
const LONGEST_PATH: usize = 200;

/// The whole of `release.json`. Its fields, here and below, stand in the order of their names, as the
/// canonical form asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseManifest {
    /// The version of the contract.
    pub contract: u32,
    /// When the tile was last changed, in seconds since 1970.
    pub created: i64,
    /// SHA-256 over the tile's files: how drafts name the release they keep.
    pub digest: String,
    /// Its files, by path.
    pub files: BTreeMap<String, FileEntry>,
    /// The version it follows, where its team says so.
    pub previous: Option<Version>,
    /// `urn:parvis:release:1`.
    pub schema: String,
    /// The team that answers for it.
    pub team: String,
    /// Its id.
    pub tile: TileId,
    /// Its version.
    pub version: Version,
}

/// One file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// For browsers: `sha384-` and the base64 of the digest (Subresource Integrity).
    pub integrity: String,
    /// SHA-256 in hexadecimal, which names the content.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its media type, by its name.
    #[serde(rename = "type")]
    pub media_type: String,
}

impl FileEntry {
    /// What a manifest says of that content under that path.
    #[must_use]
    pub fn of(path: &str, content: &[u8]) -> Self {
        Self {
            integrity: format!("sha384-{}", STANDARD.encode(Sha384::digest(content))),
            sha256: hex(&Sha256::digest(content)),
            size: content.len() as u64,
            media_type: media_type(path).to_owned(),
        }
    }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css",
        Some("ftl" | "txt") => "text/plain",
        Some("js" | "mjs") => "text/javascript",
        Some("json") => "application/json",
        Some("md") => "text/markdown",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("toml") => "application/toml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

impl ReleaseManifest {
    /// The manifest of a tile's files.
    #[must_use]
    pub fn new(head: &crate::tiles::Manifest, digest: String, contents: &BTreeMap<String, Vec<u8>>) -> Self {
        let entry = |(path, content): (&String, &Vec<u8>)| (path.clone(), FileEntry::of(path, content));
        Self {
            contract: head.tile.contract,
            created: 0,
            digest,
            files: contents.iter().map(entry).collect(),
            previous: None,
            schema: SCHEMA.to_owned(),
            team: head.tile.team.clone(),
            tile: head.tile.id.clone(),
            version: head.tile.version,
        }
    }

    /// Its canonical text. Texts, whole numbers, names in order and no blanks are all that RFC 8785 asks of
    /// what it holds; paths are ASCII, so that order by bytes is order by UTF-16.
    ///
    /// # Errors
    /// Never for a manifest of ours.
    pub fn to_canonical(&self) -> Result<Vec<u8>, Refusal> {
        serde_json::to_vec(self).map_err(|_| Why::ManifestUnreadable.of(&self.tile))
    }

    /// The manifest of that text, if it is canonical and may be trusted with its paths.
    ///
    /// # Errors
    /// Why not.
    pub fn parse(text: &[u8]) -> Result<Self, Refusal> {
        let manifest: Self =
            serde_json::from_slice(text).map_err(|error| Why::ManifestUnreadable.of(error))?;
        if manifest.to_canonical()? != text {
            return Err(Why::ManifestNotCanonical.of("release.json"));
        }
        if manifest.schema != SCHEMA {
            return Err(Why::ManifestUnreadable.of(&manifest.schema));
        }
        manifest.check_bounds()?;
        manifest.files.keys().try_for_each(|path| check_path(path))?;
        no_clash(manifest.files.keys())?;
        Ok(manifest)
    }

    fn check_bounds(&self) -> Result<(), Refusal> {
        if self.files.len() > MOST_FILES {
            return Err(Why::TooMany.of(self.files.len()));
        }
        let total = self.files.values().try_fold(0_u64, |sum, file| sum.checked_add(file.size));
        match total {
            Some(total) if total <= MOST_BYTES as u64 => Ok(()),
            _ => Err(Why::TooLarge.of("release.json")),
        }
    }
}

/// Whether a path means the same on every system: names of ASCII letters, digits, `-`, `_` and `.`, no name
/// that begins with a dot. Look-alikes and other compositions of one letter have no place to hide in.
///
/// # Errors
/// Why it does not.
pub fn check_path(path: &str) -> Result<(), Refusal> {
    let drive = path.as_bytes().get(1) == Some(&b':');
    if path.starts_with(['/', '\\']) || drive {
        return Err(Why::AbsolutePath.of(path));
    }
    if path.split(['/', '\\']).any(|name| name == ".." || name == ".") {
        return Err(Why::Traversal.of(path));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let sound = |name: &str| !name.is_empty() && !name.starts_with('.') && name.chars().all(plain);
    if path.len() > LONGEST_PATH || !path.split('/').all(sound) {
        return Err(Why::PathLetters.of(path));
    }
    Ok(())
}

/// Refuses paths that a disk which does not tell capitals apart would take for one, and a file where another
/// has a folder.
fn no_clash<'a>(paths: impl Iterator<Item = &'a String>) -> Result<(), Refusal> {
    let (mut files, mut folders) = (BTreeSet::new(), BTreeMap::new());
    for path in paths {
        let mut places = path.match_indices('/').map(|(at, _)| path.get(..at).unwrap_or_default());
        let clashes = places.any(|folder| {
            let known = folders.entry(folder.to_ascii_lowercase()).or_insert(folder);
            *known != folder
        });
        if clashes || !files.insert(path.to_ascii_lowercase()) {
            return Err(Why::PathClash.of(path));
        }
    }
    match files.iter().find(|path| folders.contains_key(*path)) {
        Some(path) => Err(Why::PathClash.of(path)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_means_the_same_everywhere() {
        let why = |path| check_path(path).err().map(|refusal| refusal.why);
        for path in ["tile.toml", "content/help.fr.md", "a/b/c-d_e.js"] {
            assert_eq!(why(path), None, "{path}");
        }
        for path in ["/etc/passwd", "\\x", "c:/x"] {
            assert_eq!(why(path), Some(Why::AbsolutePath), "{path}");
        }
        for path in ["../x", "a/../b", "a/..", "a\\..\\b", "./a"] {
            assert_eq!(why(path), Some(Why::Traversal), "{path}");
        }
        // A Cyrillic `е`, a decomposed `é`, a right-to-left override, a NUL, a hidden name, empty names.
        for path in
            ["tilе.toml", "re\u{301}sume.md", "a\u{202e}.md", "a\0", ".git/x", "a//b", "a/", "", "a b"]
        {
            assert_eq!(why(path), Some(Why::PathLetters), "{path:?}");
        }
    }

    #[test]
    fn paths_do_not_clash() {
        let clash = |paths: &[&str]| {
            let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
            no_clash(paths.iter()).is_err()
        };
        assert!(!clash(&["a", "b/a", "b/c/a"]));
        assert!(clash(&["a.md", "A.md"]));
        assert!(clash(&["content/a", "Content/b"]));
        assert!(clash(&["a", "a/b"]));
    }
}
