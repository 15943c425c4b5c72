//! Leaving: a tile as what other hosts take in (contract §7). The same bytes that its team signed, another host
//! adapter around them: a Liferay client extension, a page of its own, an npm package.

mod element;
mod form;
mod html;
mod liferay;
mod npm;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use url::Url;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::tiles::{Files, Tile};
use element::Element;

/// What to leave for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum To {
    /// A Liferay client extension: its folder for a workspace, and the zip that is deployed
    Liferay,
    /// A page that any web server shows
    Html,
    /// An npm package with a custom element
    Npm,
}

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The kind of tile has nothing to take along.
    #[error("a tile of kind `link` is an address: there is nothing to export")]
    OnlyAnAddress,
    /// The form asks for what the exported element cannot ask.
    #[error(
        "the exported form cannot ask for `{0}`, which must be answered: files and groups are the portal's"
    )]
    CannotAsk(String),
    /// The zip could not be written.
    #[error("the zip cannot be written: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// A file could not be written.
    #[error("{0}")]
    Write(#[from] std::io::Error),
}

/// What is written, by path, and what is left out.
#[derive(Debug, Default)]
pub struct Exported {
    /// The files.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The fields of a form that its element does not ask: optional files and groups.
    pub left_out: Vec<String>,
}

/// The tile for another host, whose back-end is at `backend` there, if that is known by now.
///
/// # Errors
/// When there is nothing to export, or the exported form could not be answered.
pub fn export(tile: &Tile, files: &Files, to: To, backend: Option<&Url>) -> Result<Exported, Error> {
    let element = Element::of(tile, files)?;
    let written = match to {
        To::Liferay => liferay::files(tile, &element, backend.unwrap_or(&example()))?,
        To::Html => html::files(tile, &element, backend),
        To::Npm => npm::files(tile, &element),
    };
    Ok(Exported { files: written, left_out: element.left_out })
}

/// Where a back-end is of which nobody has said where it is.
fn example() -> Url {
    #[expect(clippy::unwrap_used, reason = "a constant that a test reads")]
    Url::parse("https://backend.example.ca").unwrap()
}

impl Exported {
    /// Writes everything below `folder`, which must not exist.
    ///
    /// # Errors
    /// The file system's.
    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        fs::create_dir(folder)?;
        for (path, content) in &self.files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, content)?;
        }
        Ok(())
    }
}

/// A zip of files, the same bytes for the same files: no times, no owners.
fn zipped(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, Error> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (path, content) in files {
        zip.start_file(path, options.unix_permissions(0o644))?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}
