//! JSON Schemas for service teams: of `form.json` for their editors, of what their back-end receives
//! for its tests.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::Requests;
use crate::attachments::Kind;
use crate::tiles::form::FORM_SCHEMA;
use crate::tiles::{Tile, TileId};
use crate::web::{Error, Result};

/// What makes a JSON document a JSON Schema to those who fetch it.
const MEDIA_TYPE: &str = "application/schema+json";

/// The routes, at the root.
pub fn router(requests: Requests) -> Router {
    Router::new()
        .route("/api/v1/schemas/form.json", get(of_form))
        .route("/api/v1/schemas/submissions/{tile}", get(of_submission))
        .with_state(requests)
}

/// `form.json`, for editors.
#[utoipa::path(
    get,
    path = "/api/v1/schemas/form.json",
    tag = "schemas",
    responses((status = 200, description = "The JSON Schema of form.json", content_type = "application/schema+json"))
)]
pub async fn of_form() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, MEDIA_TYPE)], FORM_SCHEMA)
}

/// What the back-end of that tile receives.
///
/// # Errors
/// [`Error::NotFound`] when there is no such tile, or it asks nothing.
#[utoipa::path(
    get,
    path = "/api/v1/schemas/submissions/{tile}",
    tag = "schemas",
    params(("tile" = String, Path, description = "The tile's id")),
    responses(
        (status = 200, description = "The JSON Schema of its submissions", content_type = "application/schema+json"),
        (status = 404, description = "No such form", content_type = "application/problem+json"),
    )
)]
pub async fn of_submission(
    State(requests): State<Requests>,
    Path(tile): Path<String>,
) -> Result<impl IntoResponse> {
    let id: TileId = tile.parse().map_err(|_| Error::NotFound)?;
    let schema = requests.catalogue.get(&id).and_then(|tile| submission(&tile)).ok_or(Error::NotFound)?;
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE)], Json(schema)))
}

/// The schema of [`super::submission::Submission::body`] for a tile; `None` when it asks nothing. It
/// lets more members in at its outside: the contract may grow, answers may not.
#[must_use]
pub fn submission(tile: &Tile) -> Option<Value> {
    let answers = tile.form.as_ref()?.answers_schema(tile);
    let text = || json!({"type": "string", "minLength": 1});
    let row = json!({
        "type": "object",
        "properties": {"field": text(), "label": text(), "value": {"type": ["string", "null"]}},
        "required": ["field", "label", "value"],
    });
    let section = json!({
        "type": "object",
        "properties": {"title": text(), "group": text(), "rows": {"type": "array", "items": row}},
        "required": ["title", "rows"],
    });
    Some(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:parvis:schema:submission:{}:{}", tile.id(), tile.release.version),
        "title": format!("{} {}", tile.id(), tile.release.version),
        "type": "object",
        "properties": {
            "request": {"type": "string", "format": "uuid"},
            "reference": {"type": "string", "pattern": "^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}$"},
            "tile": {"const": tile.id()},
            "release": {"const": tile.release.version},
            "locale": {"enum": ["fr-CA", "en-CA"]},
            "submitted_at": {"type": "string", "format": "date-time"},
            "answers": answers,
            "attachments": {"type": "array", "items": attachment()},
            "wording": {
                "type": "object",
                "properties": {
                    "sections": {"type": "array", "items": section},
                    "declaration": {"type": ["string", "null"]},
                },
                "required": ["sections", "declaration"],
            },
        },
        "required": ["request", "reference", "tile", "release", "locale", "submitted_at", "answers", "attachments", "wording"],
    }))
}

/// The schema of [`super::submission::SentFile`].
fn attachment() -> Value {
    json!({
        "type": "object",
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "field": {"type": "string"},
            "name": {"type": "string"},
            "media_type": {"enum": Kind::ALL.map(Kind::media_type)},
            "size": {"type": "integer", "minimum": 1},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        },
        "required": ["id", "field", "name", "media_type", "size", "sha256"],
    })
}
