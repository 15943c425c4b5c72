//! What a frame loads: the files of one release, and the portal's adapter, style and fonts. Each is vouched for
//! by its digest in the document, and kept for good.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::{Frames, policy};
use crate::web::{Error, Result};

/// A file of a release, as its tile's check let it through.
pub(super) async fn of_tile(
    State(frames): State<Frames>,
    Path((tile, release, path)): Path<(String, String, String)>,
    asked: HeaderMap,
) -> Result<Response> {
    let tile = frames.release(&tile, &release)?;
    let file = tile.asset(&path).ok_or(Error::NotFound)?;
    Ok(policy::of_file(file.answer(&asked)))
}

/// A file of the portal's own. It is the same for all tiles; each loads it from its own host.
pub(super) async fn of_host(
    State(frames): State<Frames>,
    Path((_, file)): Path<(String, String)>,
    asked: HeaderMap,
) -> Result<Response> {
    let file = frames.host_files.get(&file).ok_or(Error::NotFound)?;
    Ok(policy::of_file(file.answer(&asked)))
}
