//! Packing: a tile's folder becomes one file, the same bytes from the same folder.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use tar::{Builder, EntryType, Header};

use super::key::TeamKey;
use super::manifest::{ReleaseManifest, check_path};
use super::refusal::{Refusal, Why};
use crate::tiles::version::Version;
use crate::tiles::{Files, Tile};

/// The entry with the manifest.
pub(super) const MANIFEST: &str = "release.json";
/// The entry with the signature over it.
pub(super) const SIGNATURE: &str = "release.sig";
/// Where the contents are.
pub(super) const CONTENTS: &str = "files/";

/// What a release says beside its files.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    /// When the tile was last changed, in seconds since 1970.
    pub created: i64,
    /// The version it follows.
    pub previous: Option<Version>,
}

/// `release.sig`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signed {
    /// The id of the key.
    pub key: String,
    /// The signature in base64.
    pub signature: String,
}

/// Packs a tile that was found sound.
///
/// # Errors
/// When one of its paths cannot be part of a release.
pub fn pack(tile: &Tile, files: &Files, stamp: Stamp, key: &TeamKey) -> Result<Vec<u8>, Refusal> {
    files.contents().keys().try_for_each(|path| check_path(path))?;
    let manifest = ReleaseManifest {
        created: stamp.created,
        previous: stamp.previous,
        ..ReleaseManifest::new(&tile.manifest, files.digest(), files.contents())
    };
    let text = manifest.to_canonical()?;
    ReleaseManifest::parse(&text)?;
    seal(&text, key, &manifest, files.contents())
}

/// The package of a manifest's text, signed, with its contents.
pub(super) fn seal(
    text: &[u8],
    key: &TeamKey,
    manifest: &ReleaseManifest,
    contents: &BTreeMap<String, Vec<u8>>,
) -> Result<Vec<u8>, Refusal> {
    let signature = STANDARD.encode(key.sign(text));
    let signed = Signed { key: key.public().to_string(), signature };
    let signed = serde_json::to_vec(&signed).map_err(|_| Why::WrongSignature.of(SIGNATURE))?;
    assemble(text, &signed, manifest, contents)
}

/// Puts the entries together: the manifest, the signature, then each content once, by its name.
pub(super) fn assemble(
    text: &[u8],
    signed: &[u8],
    manifest: &ReleaseManifest,
    contents: &BTreeMap<String, Vec<u8>>,
) -> Result<Vec<u8>, Refusal> {
    let mut package = Builder::new(Vec::new());
    add(&mut package, MANIFEST, text)?;
    add(&mut package, SIGNATURE, signed)?;
    let named: BTreeMap<&str, &[u8]> = manifest
        .files
        .iter()
        .filter_map(|(path, file)| Some((file.sha256.as_str(), contents.get(path)?.as_slice())))
        .collect();
    for (sha256, content) in named {
        add(&mut package, &format!("{CONTENTS}{sha256}"), content)?;
    }
    package.into_inner().map_err(|error| Why::Unreadable.of(error))
}

/// Adds a plain file of nobody, from no time.
fn add(package: &mut Builder<Vec<u8>>, name: &str, content: &[u8]) -> Result<(), Refusal> {
    let mut header = Header::new_ustar();
    header.set_entry_type(EntryType::Regular);
    header.set_size(content.len() as u64);
    header.set_mode(0o444);
    header.set_mtime(0);
    header.set_uid(0);
    header.set_gid(0);
    package.append_data(&mut header, name, content).map_err(|error| Why::Unreadable.of(error))
}
