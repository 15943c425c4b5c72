//! The document of a frame: the portal's, with nothing of the tile's in it but names of files and their digests.

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::host::{ADAPTER, FONTS, STYLE};
use super::views::{FrameDocument, Loaded};
use super::{Frames, policy};
use crate::text::Locale;
use crate::tiles::Tile;
use crate::web::file::{File, is_script};
use crate::web::{Error, Result, Show};

/// The frame of a release, in a language.
pub(super) async fn show(
    State(frames): State<Frames>,
    Path((tile, release, locale)): Path<(String, String, String)>,
) -> Result<Response> {
    let tile = frames.release(&tile, &release)?;
    let locale = Locale::ALL.into_iter().find(|known| known.prefix() == locale).ok_or(Error::NotFound)?;
    let document = document(&frames, &tile, locale).ok_or(Error::NotFound)?;
    let digest = format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(&document.import_map)));
    let mut response = Show(document).into_response();
    response.extensions_mut().insert(locale);
    Ok(policy::of_document(&frames, &tile, &digest, response))
}

fn document(frames: &Frames, tile: &Tile, locale: Locale) -> Option<FrameDocument> {
    let app = tile.app()?;
    let address = frames.files_address(tile);
    let of_tile = |path: &str| Some(loaded(format!("{address}{path}"), tile.asset(path)?));
    let of_host = |name: &str| {
        let (lasting, file) = frames.host_files.named(name)?;
        Some(loaded(format!("{}{lasting}", frames.host_address(tile)), file))
    };
    let styles = app.css.iter().filter_map(|path| of_tile(path));
    let fonts = FONTS.iter().filter_map(|(name, _)| of_host(name));
    Some(FrameDocument {
        fonts: fonts.map(|font| font.href).collect(),
        title: tile.title(locale).to_owned(),
        styles: of_host(STYLE).into_iter().chain(styles).collect(),
        import_map: import_map(tile, &address),
        adapter: of_host(ADAPTER)?,
        module: of_tile(&app.module)?,
        element: app.element.clone(),
    })
}

fn loaded(href: String, file: &File) -> Loaded {
    Loaded { href, integrity: file.integrity().to_owned() }
}

/// The digest of every script of the release, for those that a script of it imports (HTML, import maps).
fn import_map(tile: &Tile, address: &str) -> String {
    let scripts = tile.assets().filter(|(path, _)| is_script(path));
    let integrity: Map<String, Value> =
        scripts.map(|(path, file)| (format!("{address}{path}"), file.integrity().into())).collect();
    // It stands in a `script` element, which a path must not end.
    json!({ "integrity": integrity }).to_string().replace('<', "\\u003c")
}
