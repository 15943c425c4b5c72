//! Hostile packages: each kind has its own refusal, and whatever is changed in a package is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use tar::{Builder, EntryType, Header};

use super::manifest::{FileEntry, ReleaseManifest};
use super::open::{Sealed, without_kept};
use super::pack::{SIGNATURE, seal};
use super::{Opened, Refusal, Stamp, TeamKey, TrustedKey, Why, manifest_of, open, pack, scaffold};
use crate::text::Text;
use crate::tiles::{Files, Tile, TileId};

type Contents = BTreeMap<String, Vec<u8>>;

fn contents() -> Contents {
    let id: TileId = "home-care".parse().unwrap();
    let files = scaffold::files(&id, scaffold::Kind::Content).into_iter();
    files.map(|(path, text)| (path, text.into_bytes())).collect()
}

fn tile(contents: &Contents) -> (Tile, Files) {
    let files = Files::new(&"home-care".parse().unwrap(), contents.clone());
    (Tile::read(&files, &Text::portal().unwrap()).unwrap(), files)
}

fn packed(key: &TeamKey) -> Vec<u8> {
    let (tile, files) = tile(&contents());
    let previous = Some("0.0.9".parse().unwrap());
    pack(&tile, &files, Stamp { created: 1_790_000_000, previous }, key).unwrap()
}

fn trusted(key: &TeamKey) -> TrustedKey {
    TrustedKey { public: key.public(), team: Some("home-care".to_owned()), withdrawn: false }
}

fn opened(package: &[u8], key: &TeamKey) -> Result<Opened, Refusal> {
    open(package, &[trusted(key)])
}

fn why(package: &[u8], key: &TeamKey) -> Why {
    opened(package, key).unwrap_err().why
}

/// What a hostile team signs: the manifest, changed.
fn forged(key: &TeamKey, change: impl FnOnce(&mut ReleaseManifest, &mut Contents)) -> Vec<u8> {
    let (tile, files) = tile(&contents());
    let mut contents = files.contents().clone();
    let mut manifest = ReleaseManifest::new(&tile.manifest, files.digest(), &contents);
    change(&mut manifest, &mut contents);
    seal(&manifest.to_canonical().unwrap(), key, &manifest, &contents).unwrap()
}

/// The manifest with one more file of that path.
fn with_path(key: &TeamKey, path: &str) -> Vec<u8> {
    forged(key, |manifest, contents| {
        manifest.files.insert(path.to_owned(), FileEntry::of(path, b"x"));
        contents.insert(path.to_owned(), b"x".to_vec());
    })
}

/// A tar with one entry, its name written as it comes.
fn entry(kind: EntryType, name: &str, size: u64) -> Vec<u8> {
    let mut header = Header::new_ustar();
    header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(0o644);
    header.set_cksum();
    let mut tar = Builder::new(Vec::new());
    tar.append(&header, &b""[..]).unwrap();
    tar.into_inner().unwrap()
}

#[test]
fn what_the_portal_has_need_not_be_sent_again() {
    let key = TeamKey::generate();
    let package = packed(&key);
    let missing = BTreeSet::from([FileEntry::of("tile.toml", &contents()["tile.toml"]).sha256]);
    let part = without_kept(&package, &missing).unwrap();
    assert!(part.len() < package.len());
    assert_eq!(manifest_of(&part).unwrap(), manifest_of(&package).unwrap());
    let sealed = || Sealed::read(part.clone(), &[trusted(&key)]).unwrap();
    assert!(!sealed().is_whole());
    let kept = contents().into_values().chain([b"what no manifest lists".to_vec()]);
    let (opened_part, whole) = (sealed().open(kept).unwrap(), opened(&package, &key).unwrap());
    assert_eq!(opened_part.files.contents(), whole.files.contents());
    assert_eq!(sealed().open([]).unwrap_err().why, Why::Missing);
    assert_eq!(why(&part, &key), Why::Missing);
}

#[test]
fn the_same_folder_gives_the_same_bytes_and_comes_back_whole() {
    let key = TeamKey::generate();
    let package = packed(&key);
    assert_eq!(package, packed(&key));
    let opened = opened(&package, &key).unwrap();
    assert_eq!(*opened.files.contents(), contents());
    assert_eq!(opened.manifest.digest, tile(&contents()).0.release.digest);
    let text = String::from_utf8(opened.text).unwrap();
    assert!(text.starts_with(r#"{"contract":1,"created":1790000000,"digest":""#), "{text}");
    assert!(text.contains(r#""tile.toml":{"integrity":"sha384-"#) && !text.contains(' '), "{text}");
}

#[test]
fn two_files_of_one_content_are_packed_once() {
    let key = TeamKey::generate();
    let twice = forged(&key, |manifest, contents| {
        for path in ["content/a.md", "content/b.md"] {
            manifest.files.insert(path.to_owned(), FileEntry::of(path, b"the same"));
            contents.insert(path.to_owned(), b"the same".to_vec());
        }
        manifest.digest = Files::new(&manifest.tile, contents.clone()).digest();
    });
    let names = tar::Archive::new(twice.as_slice()).entries().unwrap().count();
    assert_eq!(names, 2 + contents().len() + 1);
    assert!(opened(&twice, &key).is_ok());
}

#[test]
fn entries_are_plain_files_of_known_names() {
    let key = TeamKey::generate();
    for (kind, name, size, expected) in [
        (EntryType::Symlink, "release.json", 0, Why::Link),
        (EntryType::Link, "files/a", 0, Why::Link),
        (EntryType::Char, "files/a", 0, Why::Device),
        (EntryType::Block, "files/a", 0, Why::Device),
        (EntryType::Fifo, "files/a", 0, Why::Device),
        (EntryType::Directory, "files/", 0, Why::NotAFile),
        (EntryType::GNULongName, "././@LongLink", 0, Why::NotAFile),
        (EntryType::XHeader, "pax", 0, Why::NotAFile),
        (EntryType::GNUSparse, "files/a", 0, Why::NotAFile),
        (EntryType::Regular, "../files/a", 0, Why::Traversal),
        (EntryType::Regular, "files/../../a", 0, Why::Traversal),
        (EntryType::Regular, "/etc/cron.d/a", 0, Why::AbsolutePath),
        (EntryType::Regular, "files/a", 1 << 32, Why::TooLarge),
        (EntryType::Regular, "release.json", 1 << 21, Why::TooLarge),
        (EntryType::Regular, "Release.json", 0, Why::Unlisted),
    ] {
        assert_eq!(why(&entry(kind, name, size), &key), expected, "{kind:?} {name}");
    }
}

#[test]
fn bombs_are_put_out_before_they_are_read() {
    let key = TeamKey::generate();
    assert_eq!(why(b"\x1f\x8b\x08\0rest", &key), Why::Compressed);
    assert_eq!(why(b"PK\x03\x04rest", &key), Why::Compressed);
    assert_eq!(why(&vec![0; super::open::LARGEST_PACKAGE + 1], &key), Why::TooLarge);
    let mut many = Builder::new(Vec::new());
    for number in 0..2_100 {
        let mut header = Header::new_ustar();
        header.set_size(0);
        many.append_data(&mut header, format!("files/{number}"), &b""[..]).unwrap();
    }
    assert_eq!(why(&many.into_inner().unwrap(), &key), Why::TooMany);
    // A small package that says to be large: a thousand paths of one content.
    let bomb = forged(&key, |manifest, contents| {
        let content = vec![b'x'; 64 * 1024];
        for number in 0..1_000 {
            let path = format!("content/{number}.md");
            manifest.files.insert(path.clone(), FileEntry::of(&path, &content));
            contents.insert(path, content.clone());
        }
    });
    assert!(bomb.len() < 600 * 1024, "{}", bomb.len());
    assert_eq!(why(&bomb, &key), Why::TooLarge);
}

#[test]
fn paths_of_a_signed_manifest_are_not_trusted_either() {
    let key = TeamKey::generate();
    for (path, expected) in [
        ("../../etc/passwd", Why::Traversal),
        ("/etc/passwd", Why::AbsolutePath),
        ("c:\\windows\\x", Why::AbsolutePath),
        ("Tile.toml", Why::PathClash),
        ("tile.toml/x", Why::PathClash),
        ("Content/x.md", Why::PathClash),
        ("content/re\u{301}sume.md", Why::PathLetters),
        ("content/hеlp.fr.md", Why::PathLetters),
        (".git/config", Why::PathLetters),
    ] {
        assert_eq!(why(&with_path(&key, path), &key), expected, "{path}");
    }
}

#[test]
fn a_manifest_says_the_truth_in_one_way() {
    let key = TeamKey::generate();
    let says = |change: fn(&mut ReleaseManifest)| why(&forged(&key, |manifest, _| change(manifest)), &key);
    let size = |manifest: &mut ReleaseManifest| manifest.files.get_mut("tile.toml").unwrap().size += 1;
    assert_eq!(says(size), Why::FileDiffers);
    let kind = |manifest: &mut ReleaseManifest| {
        manifest.files.get_mut("tile.toml").unwrap().media_type = "text/html".to_owned();
    };
    assert_eq!(says(kind), Why::FileDiffers);
    assert_eq!(says(|manifest| manifest.tile = "complaints".parse().unwrap()), Why::ManifestDiffers);
    assert_eq!(says(|manifest| manifest.version = "9.0.0".parse().unwrap()), Why::ManifestDiffers);
    assert_eq!(says(|manifest| manifest.team = "others".to_owned()), Why::OtherTeam);
    assert_eq!(says(|manifest| manifest.schema = "urn:parvis:release:2".to_owned()), Why::ManifestUnreadable);
    let unlisted = forged(&key, |manifest, contents| {
        manifest.files.remove("content/help.fr.md");
        contents.remove("content/help.fr.md");
    });
    assert_eq!(why(&unlisted, &key), Why::ManifestDiffers, "its digest tells");

    let (tile, files) = tile(&contents());
    let manifest = ReleaseManifest::new(&tile.manifest, files.digest(), files.contents());
    let spaced = serde_json::to_vec_pretty(&manifest).unwrap();
    let loose = seal(&spaced, &key, &manifest, files.contents()).unwrap();
    assert_eq!(why(&loose, &key), Why::ManifestNotCanonical);
    let twice = String::from_utf8(manifest.to_canonical().unwrap()).unwrap();
    let twice = twice.replacen(
        "\"files\":{",
        "\"files\":{\"tile.toml\":{\"integrity\":\"\",\"sha256\":\"\",\"size\":0,\"type\":\"\"},",
        1,
    );
    let twice = seal(twice.as_bytes(), &key, &manifest, files.contents()).unwrap();
    assert_eq!(why(&twice, &key), Why::ManifestNotCanonical, "a name twice");
}

#[test]
fn only_a_trusted_key_signs() {
    let (key, other) = (TeamKey::generate(), TeamKey::generate());
    assert_eq!(why(&packed(&other), &key), Why::UnknownKey);
    let withdrawn = TrustedKey { withdrawn: true, ..trusted(&key) };
    assert_eq!(open(&packed(&key), &[withdrawn]).unwrap_err().why, Why::WithdrawnKey);
    let of_others = TrustedKey { team: Some("others".to_owned()), ..trusted(&key) };
    assert_eq!(open(&packed(&key), &[of_others]).unwrap_err().why, Why::OtherTeam);
    // The other's signature under the key's name.
    let package = packed(&other);
    let swapped = String::from_utf8(package).unwrap();
    let swapped = swapped.replace(&other.public().to_string(), &key.public().to_string());
    assert_eq!(opened(swapped.as_bytes(), &key).unwrap_err(), Why::WrongSignature.of(SIGNATURE));
}

#[test]
fn entries_are_neither_added_nor_left_out() {
    let key = TeamKey::generate();
    let package = packed(&key);
    let without = |name: &str| rebuilt(&package, |entry, content| (entry != name).then_some(content));
    assert_eq!(why(&without("release.json"), &key), Why::Missing);
    assert_eq!(why(&without("release.sig"), &key), Why::Missing);
    let first = opened(&package, &key).unwrap().manifest.files["tile.toml"].sha256.clone();
    let name = format!("files/{first}");
    assert_eq!(why(&without(&name), &key), Why::Missing);
    let changed = rebuilt(&package, |entry, mut content| {
        if entry == name {
            content.push(b'\n');
        }
        Some(content)
    });
    assert_eq!(why(&changed, &key), Why::FileDiffers);
    let twice = [&entry(EntryType::Regular, &name, 0)[..512], package.as_slice()].concat();
    assert_eq!(why(&twice, &key), Why::Duplicate);
    let more = [&entry(EntryType::Regular, "files/more", 0)[..512], package.as_slice()].concat();
    assert_eq!(why(&more, &key), Why::Unlisted);
    assert_eq!(why(&[package.as_slice(), b"after"].concat(), &key), Why::NotAsPacked);
    assert_eq!(why(&[&[0; 512], package.as_slice()].concat(), &key), Why::Missing);
    assert_eq!(why(package.get(..package.len() / 2).unwrap(), &key), Why::Unreadable);
}

fn rebuilt(package: &[u8], mut change: impl FnMut(&str, Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let mut tar = Builder::new(Vec::new());
    for entry in tar::Archive::new(package).entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut content).unwrap();
        if let Some(content) = change(&name, content) {
            let mut header = entry.header().clone();
            header.set_size(content.len() as u64);
            tar.append_data(&mut header, name, content.as_slice()).unwrap();
        }
    }
    tar.into_inner().unwrap()
}

/// One package for all changes to begin from.
static PACKED: LazyLock<(TeamKey, Vec<u8>)> = LazyLock::new(|| {
    let key = TeamKey::generate();
    let package = packed(&key);
    (key, package)
});

proptest! {
    /// Whoever changes, adds, moves or takes away bytes anywhere: the package is refused.
    #[test]
    fn a_changed_package_is_refused(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..6),
    ) {
        let (key, package) = &*PACKED;
        let mut changed = package.clone();
        for (at, byte, what) in edits {
            let at = at.index(changed.len());
            match what {
                0 => changed[at] = byte,
                1 => changed.insert(at, byte),
                _ => drop(changed.remove(at)),
            }
        }
        prop_assert_eq!(opened(&changed, key).is_ok(), changed == *package);
    }

    /// Whole blocks, the unit of a tar, swapped, doubled or dropped.
    #[test]
    fn moved_blocks_are_refused(
        one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>(), what in 0_u8..3,
    ) {
        let (key, package) = &*PACKED;
        let mut blocks: Vec<&[u8]> = package.chunks(512).collect();
        let (one, other) = (one.index(blocks.len()), other.index(blocks.len()));
        match what {
            0 => blocks.swap(one, other),
            1 => blocks.insert(other, blocks[one]),
            _ => drop(blocks.remove(one)),
        }
        let changed = blocks.concat();
        prop_assert_eq!(opened(&changed, key).is_ok(), changed == *package);
    }

    /// Any bytes at all neither open nor bring the reader down.
    #[test]
    fn noise_is_refused(noise in prop::collection::vec(any::<u8>(), 0..4096)) {
        prop_assert!(opened(&noise, &PACKED.0).is_err());
    }
}
