//! Opening a packed release that anyone may have made: bounded, in memory, and refused whole.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use tar::{Archive, Entry, EntryType};

use super::key::TeamPublicKey;
use super::manifest::{FileEntry, ReleaseManifest, check_path};
use super::pack::{CONTENTS, MANIFEST, SIGNATURE, Signed, assemble};
use super::refusal::{Refusal, Why};
use crate::tiles::files::{MOST_BYTES, MOST_FILES, hex};
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

/// A package whose signature holds, before its files are looked at. It may leave out contents that the portal has.
#[derive(Debug)]
pub struct Sealed {
    /// What it says that it is.
    pub manifest: ReleaseManifest,
    package: Vec<u8>,
    text: Vec<u8>,
    signed: Vec<u8>,
    key: String,
    entries: BTreeMap<String, Vec<u8>>,
}

impl Sealed {
    /// Reads a package that a holder of one of `keys` signed.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn read(package: Vec<u8>, keys: &[TrustedKey]) -> Result<Self, Refusal> {
        let mut entries = entries(&package)?;
        let mut take = |name: &str| entries.remove(name).ok_or_else(|| Why::Missing.of(name));
        let (text, signed) = (take(MANIFEST)?, take(SIGNATURE)?);
        let key = verify(&text, &signed, keys)?;
        let manifest = ReleaseManifest::parse(&text)?;
        if key.team.as_ref().is_some_and(|team| *team != manifest.team) {
            return Err(Why::OtherTeam.of(&manifest.team));
        }
        Ok(Self { manifest, key: key.public.to_string(), package, text, signed, entries })
    }

    /// Whether all its contents came with it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.manifest.files.values().all(|file| self.entries.contains_key(&content_name(&file.sha256)))
    }

    /// Opens it, with `kept` contents in the place of those that it left out: exactly what was packed, or nothing.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn open(mut self, kept: impl IntoIterator<Item = Vec<u8>>) -> Result<Opened, Refusal> {
        let came = contents(&self.manifest, &self.entries, Left::Out)?;
        // Whatever is not in the manifest (times, owners, order, padding, bytes after the end) has one form too.
        if assemble(&self.text, &self.signed, &self.manifest, &came)? != self.package {
            return Err(Why::NotAsPacked.of(&self.manifest.tile));
        }
        let listed: BTreeSet<&str> = self.manifest.files.values().map(|file| file.sha256.as_str()).collect();
        for content in kept {
            let sha256 = hex(&Sha256::digest(&content));
            if listed.contains(sha256.as_str()) {
                self.entries.entry(content_name(&sha256)).or_insert(content);
            }
        }
        let files = Files::new(&self.manifest.tile, contents(&self.manifest, &self.entries, Left::Refused)?);
        agrees(&self.manifest, &files)?;
        Ok(Opened { manifest: self.manifest, key: self.key, text: self.text, signed: self.signed, files })
    }
}

fn content_name(sha256: &str) -> String {
    format!("{CONTENTS}{sha256}")
}

/// Opens a package, if it is exactly what the holder of one of `keys` packed.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn open(package: &[u8], keys: &[TrustedKey]) -> Result<Opened, Refusal> {
    Sealed::read(package.to_vec(), keys)?.open([])
}

/// The manifest of a package, as it was signed: what a portal is asked about before anything is sent.
///
/// # Errors
/// When it is no package.
pub fn manifest_of(package: &[u8]) -> Result<Vec<u8>, Refusal> {
    entries(package)?.remove(MANIFEST).ok_or_else(|| Why::Missing.of(MANIFEST))
}

/// The same package without the contents that the portal has: those alone whose names are in `missing` stay.
///
/// # Errors
/// When it is no package.
pub fn without_kept(package: &[u8], missing: &BTreeSet<String>) -> Result<Vec<u8>, Refusal> {
    let mut entries = entries(package)?;
    let mut take = |name: &str| entries.remove(name).ok_or_else(|| Why::Missing.of(name));
    let (text, signed) = (take(MANIFEST)?, take(SIGNATURE)?);
    let manifest = ReleaseManifest::parse(&text)?;
    entries.retain(|name, _| name.strip_prefix(CONTENTS).is_some_and(|sha256| missing.contains(sha256)));
    assemble(&text, &signed, &manifest, &contents(&manifest, &entries, Left::Out)?)
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

/// What is done about contents that are not there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Left {
    /// Nothing: the portal may have them.
    Out,
    /// The package is refused.
    Refused,
}

/// The files by their paths, each what the manifest says, and none besides.
fn contents(
    manifest: &ReleaseManifest,
    entries: &BTreeMap<String, Vec<u8>>,
    left: Left,
) -> Result<BTreeMap<String, Vec<u8>>, Refusal> {
    let (mut files, mut used) = (BTreeMap::new(), BTreeSet::new());
    for (path, listed) in &manifest.files {
        let name = content_name(&listed.sha256);
        match entries.get(&name) {
            Some(content) if FileEntry::of(path, content) != *listed => return Err(Why::FileDiffers.of(path)),
            Some(content) => drop(files.insert(path.clone(), content.clone())),
            None if left == Left::Refused => return Err(Why::Missing.of(path)),
            None => {}
        }
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
