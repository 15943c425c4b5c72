//! Opening a packed release that anyone may have made: bounded, in memory, and refused whole.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tar::{Archive, Entry, EntryType};

use super::key::TeamPublicKey;
use super::manifest::{FileEntry, ReleaseManifest, check_path};
use super::pack::{CONTENTS, MANIFEST, SIGNATURE, Signed, assemble};
use super::refusal::{Refusal, Why};
use crate::tiles::files::{MOST_BYTES, MOST_FILES};
use crate::tiles::{Files, Manifest};

/// The greatest size of a manifest or a signature, in bytes.
const LARGEST_TEXT: u64 = 1024 * 1024;
/// The greatest size of a package, in bytes: its files, a header and padding for each, and both texts.
pub const LARGEST_PACKAGE: usize = MOST_BYTES + 1024 * (MOST_FILES + 4) + 2 * 1024 * 1024;
/// What the usual compressed files begin with: gzip, zip, zstd, xz, bzip2.
const COMPRESSED: [&[u8]; 5] = [b"\x1f\x8b", b"PK", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ", b"BZh"];

/// A key that may sign releases.
#[derive(Clone, Debug)]
pub struct TrustedKey {
    /// The key.
    pub public: TeamPublicKey,
    /// The team it belongs to; none: whichever the release names.
    pub team: Option<String>,
    /// Whether it signs no more.
    pub withdrawn: bool,
}

/// A release that is exactly what its team packed.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What it is.
    pub manifest: ReleaseManifest,
    /// The manifest's text, as it was signed.
    pub text: Vec<u8>,
    /// `release.sig`, as it came.
    pub signed: Vec<u8>,
    /// The id of the key that signed it.
    pub key: String,
    /// Its files.
    pub files: Files,
}

/// Opens a package, if it is exactly what the holder of one of `keys` packed.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn open(package: &[u8], keys: &[TrustedKey]) -> Result<Opened, Refusal> {
    let mut entries = entries(package)?;
    let mut take = |name: &str| entries.remove(name).ok_or_else(|| Why::Missing.of(name));
    let (text, signed) = (take(MANIFEST)?, take(SIGNATURE)?);
    let key = verify(&text, &signed, keys)?;
    let manifest = ReleaseManifest::parse(&text)?;
    if key.team.as_ref().is_some_and(|team| *team != manifest.team) {
        return Err(Why::OtherTeam.of(&manifest.team));
    }
    let contents = contents(&manifest, &entries)?;
    // Whatever is not in the manifest (times, owners, order, padding, bytes after the end) has one form too.
    if assemble(&text, &signed, &manifest, &contents)? != package {
        return Err(Why::NotAsPacked.of(&manifest.tile));
    }
    let files = Files::new(&manifest.tile, contents);
    agrees(&manifest, &files)?;
    Ok(Opened { manifest, key: key.public.to_string(), text, signed, files })
}

/// The entries of a tar, by name; plain files alone, each once.
fn entries(package: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, Refusal> {
    if package.len() > LARGEST_PACKAGE {
        return Err(Why::TooLarge.of(package.len()));
    }
    if COMPRESSED.iter().any(|magic| package.starts_with(magic)) {
        return Err(Why::Compressed.of(package.len()));
    }
    let unreadable = |error: std::io::Error| Why::Unreadable.of(error);
    let (mut all, mut left) = (BTreeMap::new(), MOST_BYTES as u64);
    // Raw: what would stretch a name or a size is an entry like any other, and refused.
    for entry in Archive::new(package).entries().map_err(unreadable)?.raw(true) {
        let entry = entry.map_err(unreadable)?;
        let name = name_of(&entry)?;
        if all.len() >= MOST_FILES + 2 {
            return Err(Why::TooMany.of(&name));
        }
        let is_text = name == MANIFEST || name == SIGNATURE;
        let most = if is_text { LARGEST_TEXT } else { left };
        let content = bounded(entry, &name, most)?;
        if !is_text {
            left = left.saturating_sub(content.len() as u64);
        }
        if all.insert(name.clone(), content).is_some() {
            return Err(Why::Duplicate.of(name));
        }
    }
    Ok(all)
}

fn name_of(entry: &Entry<'_, &[u8]>) -> Result<String, Refusal> {
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    match entry.header().entry_type() {
        EntryType::Regular => {}
        EntryType::Symlink | EntryType::Link => return Err(Why::Link.of(name)),
        EntryType::Char | EntryType::Block | EntryType::Fifo => return Err(Why::Device.of(name)),
        _ => return Err(Why::NotAFile.of(name)),
    }
    check_path(&name)?;
    let known = name == MANIFEST || name == SIGNATURE || name.starts_with(CONTENTS);
    if known { Ok(name) } else { Err(Why::Unlisted.of(name)) }
}

fn bounded(entry: Entry<'_, &[u8]>, name: &str, most: u64) -> Result<Vec<u8>, Refusal> {
    let size = entry.size();
    if size > most {
        return Err(Why::TooLarge.of(name));
    }
    let mut content = Vec::new();
    entry.take(most).read_to_end(&mut content).map_err(|error| Why::Unreadable.of(error))?;
    if content.len() as u64 == size { Ok(content) } else { Err(Why::Unreadable.of(name)) }
}

/// The key that signed, once its signature holds. Before it does, nothing of the manifest is read.
fn verify<'k>(text: &[u8], signed: &[u8], keys: &'k [TrustedKey]) -> Result<&'k TrustedKey, Refusal> {
    let wrong = || Why::WrongSignature.of(SIGNATURE);
    let claim: Signed = serde_json::from_slice(signed).map_err(|_| wrong())?;
    if serde_json::to_vec(&claim).ok().as_deref() != Some(signed) {
        return Err(wrong());
    }
    let key = keys.iter().find(|key| key.public.to_string() == claim.key);
    let key = key.ok_or_else(|| Why::UnknownKey.of(&claim.key))?;
    if key.withdrawn {
        return Err(Why::WithdrawnKey.of(&claim.key));
    }
    let signature = STANDARD.decode(&claim.signature).ok().and_then(|bytes| bytes.try_into().ok());
    let holds = signature.is_some_and(|signature| key.public.verifies(text, &signature));
    if holds { Ok(key) } else { Err(wrong()) }
}

/// The files by their paths, each what the manifest says, and none besides.
fn contents(
    manifest: &ReleaseManifest,
    entries: &BTreeMap<String, Vec<u8>>,
) -> Result<BTreeMap<String, Vec<u8>>, Refusal> {
    let (mut files, mut used) = (BTreeMap::new(), BTreeSet::new());
    for (path, listed) in &manifest.files {
        let name = format!("{CONTENTS}{}", listed.sha256);
        let content = entries.get(&name).ok_or_else(|| Why::Missing.of(path))?;
        if FileEntry::of(path, content) != *listed {
            return Err(Why::FileDiffers.of(path));
        }
        files.insert(path.clone(), content.clone());
        used.insert(name);
    }
    match entries.keys().find(|name| !used.contains(*name)) {
        Some(name) => Err(Why::Unlisted.of(name)),
        None => Ok(files),
    }
}

/// Whether `release.json` says what `tile.toml` says.
fn agrees(manifest: &ReleaseManifest, files: &Files) -> Result<(), Refusal> {
    let source = files.text("tile.toml").map_err(|finding| Why::Missing.of(finding))?;
    let head = Manifest::parse("tile.toml", source).map_err(|finding| Why::ManifestDiffers.of(finding))?;
    let told = ReleaseManifest {
        created: manifest.created,
        previous: manifest.previous,
        ..ReleaseManifest::new(&head, files.digest(), files.contents())
    };
    if told == *manifest { Ok(()) } else { Err(Why::ManifestDiffers.of(&manifest.tile)) }
}
