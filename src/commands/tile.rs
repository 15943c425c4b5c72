//! `parvis tile`: what service teams work with on their own machines. It needs no portal.

pub mod dev;
mod look;

use std::fs;
use std::io::{Read as _, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context as _, bail};
use url::Url;

use super::Outcome;
use crate::export::{self, To};
use crate::releases::open::LARGEST_PACKAGE;
use crate::releases::scaffold::{self, Kind};
use crate::releases::{Refusal, Stamp, TeamKey, TeamPublicKey, TrustedKey, open, pack};
use crate::requests::schemas;
use crate::text::{Locale, Text};
use crate::tiles::form::FORM_SCHEMA;
use crate::tiles::version::Version;
use crate::tiles::{Catalogue, Files, Source, Tile, TileId};

/// Writes a new tile into a folder of its name.
///
/// # Errors
/// When the folder exists already, or cannot be written.
pub fn new(id: &TileId, kind: Kind, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let folder = Path::new(id.as_str());
    fs::create_dir(folder).with_context(|| format!("`{id}` cannot be made"))?;
    for (path, text) in scaffold::files(id, kind) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, text).with_context(|| format!("`{}` cannot be written", path.display()))?;
    }
    writeln!(out, "{id} is made. Change what you like, then: parvis tile check {id}")?;
    Ok(Outcome::Fine)
}

/// Checks a tile and writes one line per finding.
///
/// # Errors
/// When `out` cannot be written to.
pub fn check(folder: &Path, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let Some((_, tile)) = sound(folder, out)? else { return Ok(Outcome::Faulty) };
    writeln!(out, "{} {} is sound", tile.id(), tile.manifest.tile.version)?;
    Ok(Outcome::Fine)
}

/// Writes the tile in `folder` for another host into the new folder `output`.
///
/// # Errors
/// When there is nothing to export, or `output` exists or cannot be written.
pub fn export(
    folder: &Path,
    output: &Path,
    to: To,
    backend: Option<&Url>,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let Some((files, tile)) = sound(folder, out)? else { return Ok(Outcome::Faulty) };
    let exported = export::export(&tile, &files, to, backend)?;
    exported.write(output).with_context(|| format!("`{}` cannot be written", output.display()))?;
    for field in &exported.left_out {
        writeln!(out, "left out: `{field}`, which only the portal can ask for")?;
    }
    writeln!(
        out,
        "{} {}: {} files in {}",
        tile.id(),
        tile.release.version,
        exported.files.len(),
        output.display()
    )?;
    Ok(Outcome::Fine)
}

/// Makes a team's key: the private part in `file`, readable by its owner alone, the public one beside it.
///
/// # Errors
/// When one of the two files exists already, or cannot be written.
pub fn keygen(file: &Path, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let key = TeamKey::generate();
    let public = PathBuf::from(format!("{}.pub", file.display()));
    for (path, mode, pem) in
        [(file, 0o600, key.to_pem()?.as_str()), (&public, 0o644, key.public().to_pem()?.as_str())]
    {
        let made = fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
        let mut made = made.with_context(|| format!("`{}` cannot be made", path.display()))?;
        made.write_all(pem.as_bytes())?;
        made.sync_all()?;
    }
    writeln!(
        out,
        "{} is made. Keep {} secret; give {} to the operator.",
        key.public(),
        file.display(),
        public.display()
    )?;
    Ok(Outcome::Fine)
}

/// Packs the tile in `folder` into `file`, signed with the key in `key`.
///
/// # Errors
/// When the key or the folder cannot be read, or `file` cannot be written.
pub fn pack_to(
    folder: &Path,
    key: &Path,
    previous: Option<Version>,
    file: &Path,
    out: &mut impl Write,
) -> anyhow::Result<Outcome> {
    let pem = zeroize::Zeroizing::new(read(key)?);
    let key = TeamKey::from_pem(&pem).with_context(|| key.display().to_string())?;
    let Some((files, tile)) = sound(folder, out)? else { return Ok(Outcome::Faulty) };
    let stamp = Stamp { created: last_change(folder, &files)?, previous };
    let package = match pack(&tile, &files, stamp, &key) {
        Ok(package) => package,
        Err(refusal) => return refused(&refusal, out),
    };
    fs::write(file, &package).with_context(|| format!("`{}` cannot be written", file.display()))?;
    let (id, version) = (tile.id(), tile.manifest.tile.version);
    writeln!(
        out,
        "{id} {version}: {} files in {} bytes, signed by {}",
        files.contents().len(),
        package.len(),
        key.public()
    )?;
    Ok(Outcome::Fine)
}

/// Says whether `file` is exactly what the holder of the key in `public` packed.
///
/// # Errors
/// When one of them cannot be read.
pub fn verify(file: &Path, public: &Path, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let key = TeamPublicKey::from_pem(&read(public)?).with_context(|| public.display().to_string())?;
    let trusted = TrustedKey { public: key, team: None, withdrawn: false };
    match open(&package(file)?, &[trusted]) {
        Ok(opened) => {
            let head = opened.manifest;
            writeln!(
                out,
                "{} {} of {}: {} files, as signed by {}",
                head.tile,
                head.version,
                head.team,
                head.files.len(),
                opened.key
            )?;
            Ok(Outcome::Fine)
        }
        Err(refusal) => refused(&refusal, out),
    }
}

/// Writes why a release is refused: its code, then in both languages.
pub(super) fn refused(refusal: &Refusal, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let text = Text::portal()?;
    writeln!(out, "{}", refusal.why.code())?;
    for locale in Locale::ALL {
        writeln!(out, "{}: {}", locale.prefix(), refusal.words(&text, locale))?;
    }
    Ok(Outcome::Faulty)
}

/// The bytes of a package, no more than one may have and one, so that what is larger is seen to be.
pub(super) fn package(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let opened = fs::File::open(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
    opened.take(LARGEST_PACKAGE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The tile in a folder, or what is wrong with it, told.
fn sound(folder: &Path, out: &mut impl Write) -> anyhow::Result<Option<(Files, Tile)>> {
    // Its name matters, which `.` does not say.
    let folder = folder.canonicalize().with_context(|| format!("`{}` cannot be read", folder.display()))?;
    let portal = Text::portal()?;
    let read = Files::on_disk(&folder).map_err(|finding| vec![finding]);
    match read.and_then(|files| Tile::read(&files, &portal).map(|tile| (files, tile))) {
        Ok(sound) => Ok(Some(sound)),
        Err(findings) => {
            for finding in &findings {
                writeln!(out, "{finding}")?;
            }
            writeln!(out, "{} findings", findings.len())?;
            Ok(None)
        }
    }
}

/// When the newest of the files was changed, in seconds since 1970; `SOURCE_DATE_EPOCH` where it is set
/// (reproducible-builds.org), since a fresh copy of a folder has new times.
fn last_change(folder: &Path, files: &Files) -> anyhow::Result<i64> {
    if let Ok(set) = std::env::var("SOURCE_DATE_EPOCH") {
        return set.parse().context("SOURCE_DATE_EPOCH is no number of seconds");
    }
    let mut newest = 0;
    for path in files.contents().keys() {
        let changed = fs::metadata(folder.join(path))?.modified()?;
        let seconds = changed.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        newest = newest.max(i64::try_from(seconds)?);
    }
    Ok(newest)
}

fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("`{}` cannot be read", file.display()))
}

/// Prints the schema of `form.json`; with the name of a tile in `folder`, that of what its back-end
/// receives.
///
/// # Errors
/// When the tiles cannot be read, there is none of that name, or `out` cannot be written to.
pub fn schema(tile: Option<&str>, folder: Option<PathBuf>, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let Some(tile) = tile else {
        write!(out, "{FORM_SCHEMA}")?;
        return Ok(Outcome::Fine);
    };
    let id: TileId = tile.parse()?;
    let source = folder.map_or(Source::Embedded, Source::Dir);
    let tiles = match Catalogue::load(&source, &Text::portal()?) {
        Ok(tiles) => tiles,
        Err(findings) => {
            for finding in findings {
                writeln!(out, "{finding}")?;
            }
            return Ok(Outcome::Faulty);
        }
    };
    let Some(tile) = tiles.get(&id) else { bail!("there is no tile `{id}`") };
    let schema = schemas::submission(tile).with_context(|| format!("`{id}` asks nothing: it has no form"))?;
    writeln!(out, "{schema:#}")?;
    Ok(Outcome::Fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(tile: Option<&str>, folder: Option<PathBuf>) -> String {
        let mut out = Vec::new();
        schema(tile, folder, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn prints_either_schema() {
        assert!(printed(None, None).contains("urn:parvis:schema:form:1"));
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tiles");
        let of_samples = printed(Some("complaints"), None);
        assert!(of_samples.contains("urn:parvis:schema:submission:complaints:"), "{of_samples}");
        assert_eq!(of_samples, printed(Some("complaints"), Some(here)));
        assert!(schema(Some("your-health"), None, &mut Vec::new()).is_err(), "it asks nothing");
        assert!(schema(Some("nothing"), None, &mut Vec::new()).is_err());
    }
}
