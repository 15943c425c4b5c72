//! The JSON Schemas of panels, for service teams.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};

use super::{Panels, schema};
use crate::tiles::TileId;
use crate::web::{Error, Result};

/// The route, at the root.
pub fn router(panels: Panels) -> Router {
    Router::new().route("/api/v1/schemas/panels/{tile}/{panel}", get(of_panel)).with_state(panels)
}

/// What the back-end of that panel may answer.
///
/// # Errors
/// [`Error::NotFound`] when there is no such panel.
#[utoipa::path(
    get,
    path = "/api/v1/schemas/panels/{tile}/{panel}",
    tag = "schemas",
    params(
        ("tile" = String, Path, description = "The tile's id"),
        ("panel" = String, Path, description = "The panel's name"),
    ),
    responses(
        (status = 200, description = "The JSON Schema of its answers", content_type = "application/schema+json"),
        (status = 404, description = "No such panel", content_type = "application/problem+json"),
    )
)]
pub async fn of_panel(
    State(panels): State<Panels>,
    Path((tile, panel)): Path<(String, String)>,
) -> Result<impl IntoResponse> {
    let id: TileId = tile.parse().map_err(|_| Error::NotFound)?;
    let tile = panels.catalogue.get(&id).ok_or(Error::NotFound)?;
    let panel = tile.manifest.panels.iter().find(|one| one.name == panel).ok_or(Error::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "application/schema+json")], Json(schema::of_panel(&tile, panel))))
}
