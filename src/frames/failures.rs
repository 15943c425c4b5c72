//! What pages tell of tiles that did not come up: a release on trial of which that is told too often is taken back.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;

use super::Frames;
use crate::identity::Citizen;
use crate::limits::{Limit, Of};
use crate::web::Result;

/// The routes.
pub(super) fn router() -> Router<Frames> {
    Router::new().route("/api/v1/tiles/{tile}/failure", post(note))
}

/// Notes that the tile of a page did not come up.
///
/// # Errors
/// When the page may not call for it, or tells it too often.
#[utoipa::path(
    post,
    path = "/api/v1/tiles/{tile}/failure",
    tag = "tiles",
    params(
        ("tile" = String, Path, description = "The tile's id"),
        ("parvis-capability" = String, Header, description = "The page's capability"),
    ),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", content_type = "application/problem+json"),
        (status = 403, description = "No capability, or one that holds no more", content_type = "application/problem+json"),
        (status = 429, description = "Too often", content_type = "application/problem+json"),
    )
)]
pub async fn note(
    State(frames): State<Frames>,
    citizen: Citizen,
    Path(tile): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode> {
    let tile = frames.of_page(&citizen, &tile, &headers)?;
    frames.base.limits.count(Limit::AppCall, Of::service(citizen.account, tile.id()))?;
    tracing::warn!(tile = %tile.id(), version = tile.release.version, "frames.not_up");
    frames.catalogue.used(&tile.release, true);
    Ok(StatusCode::NO_CONTENT)
}
