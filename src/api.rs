//! The OpenAPI document: the interface that back-ends talk to, generated from the handlers.

use axum::routing::get;
use axum::{Json, Router};
use utoipa::OpenApi;

use crate::{frames, notices, panels, proxy, releases, requests};

#[derive(OpenApi)]
#[openapi(
    info(title = "Parvis", description = "What back-ends tell the portal. See `docs/contract.md`."),
    paths(requests::api::callback, requests::schemas::of_form, requests::schemas::of_submission,
        notices::api::receipt, notices::unsubscribe::press, panels::api::of_panel, proxy::issue, proxy::call,
        frames::drafts::read, frames::drafts::keep, frames::failures::note,
        releases::api::missing, releases::api::check, releases::api::publish, releases::api::standing, releases::api::activate,
        releases::api::roll_back),
    components(schemas(requests::news::Callback, notices::api::Receipt, proxy::Page, proxy::Granted)),
    tags(
        (name = "callbacks", description = "Signed as Standard Webhooks with ed25519"),
        (name = "receipts", description = "What became of notices that left the portal"),
        (name = "tiles", description = "What the page of a service's element asks for it"),
        (name = "releases", description = "Publishing: a team's token lets it talk, its key lets it publish"),
        (name = "schemas", description = "JSON Schemas (2020-12) for service teams"),
    )
)]
struct Interface;

/// The OpenAPI document as JSON.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    Interface::openapi()
}

/// The route of the document, at the root.
pub fn router() -> Router {
    Router::new().route("/api/v1/openapi.json", get(|| async { Json(document()) }))
}
