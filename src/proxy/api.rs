//! What a tile's page asks of the portal: the right to call, and calls (contract §3).

use axum::body::Body;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use axum::routing::{any, post};
use axum::{Extension, Json, Router};
use serde::{Deserialize, Serialize};

use super::call::Calling;
use super::load::Load;
use super::refusal::Refusal;
use super::{HEADER, Proxy, asked, headers};
use crate::identity::Citizen;
use crate::limits::{Limit, Of};
use crate::text::Locale;
use crate::tiles::access::{self, Use};
use crate::tiles::{Tile, TileId};
use crate::web::deadline::Deadline;
use crate::web::{Error, Trace, Wanted};

/// The longest idempotency key, in characters.
const LONGEST_KEY: usize = 128;

/// The routes, at the root, for people who are signed in.
pub fn router(proxy: Proxy) -> Router {
    Router::new()
        .route("/api/v1/tiles/{tile}/capability", post(issue))
        .route("/api/v1/tiles/{tile}/routes/{route}", any(call))
        .with_state(proxy)
}

/// What a page says of itself.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct Page {
    /// The digest of the release that it was made from.
    release: String,
    /// The mark of whose page it is.
    owner: String,
}

/// What it gets.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Granted {
    /// The capability, for the header `parvis-capability`; it holds for fifteen minutes.
    capability: String,
}

/// Issues the capability of a page.
///
/// # Errors
/// When the session may not use the tile, or is not of whose page it is.
#[utoipa::path(
    post,
    path = "/api/v1/tiles/{tile}/capability",
    tag = "tiles",
    params(("tile" = String, Path, description = "The tile's id")),
    request_body = Page,
    responses(
        (status = 200, description = "The page may call for its tile", body = Granted),
        (status = 401, description = "Nobody is signed in, or not surely enough", content_type = "application/problem+json"),
        (status = 403, description = "Somebody else's page, or nobody who may use the tile", content_type = "application/problem+json"),
        (status = 404, description = "No such tile, or a release that is not served any more", content_type = "application/problem+json"),
    )
)]
pub async fn issue(
    State(proxy): State<Proxy>,
    citizen: Citizen,
    Path(tile): Path<String>,
    page: Result<Json<Page>, JsonRejection>,
) -> Result<Json<Granted>, Refusal> {
    let id: TileId = tile.parse().map_err(|_| Error::NotFound)?;
    let Json(page) = page.map_err(|_| Error::BadRequest)?;
    let tile = proxy.release(&id, &page.release).ok_or(Error::NotFound)?;
    if page.owner != proxy.capabilities.owner(citizen.account) {
        return Err(Error::Forbidden(Wanted::Capability).into());
    }
    admit(&proxy, &citizen, &tile).await?;
    Ok(Json(Granted { capability: proxy.capabilities.issue(citizen.id, &id, &page.release) }))
}

/// Makes one call of a tile. The method is that of the route; values for its holes come as `path.{name}`, query
/// parameters as `query.{name}`; the body goes up as it is.
///
/// # Errors
/// A [`Refusal`], as a problem document.
#[utoipa::path(
    post,
    path = "/api/v1/tiles/{tile}/routes/{route}",
    tag = "tiles",
    params(
        ("tile" = String, Path, description = "The tile's id"),
        ("route" = String, Path, description = "The route's name in its manifest"),
        ("parvis-capability" = String, Header, description = "The page's capability"),
        ("idempotency-key" = Option<String>, Header, description = "Makes a repeated call the same call"),
        ("content-digest" = Option<String>, Header, description = "The SHA-256 of a file (RFC 9530)"),
    ),
    responses(
        (status = 200, description = "What the back-end answered"),
        (status = 400, description = "Values that do not fit the route", content_type = "application/problem+json"),
        (status = 403, description = "No capability, or one that holds no more", content_type = "application/problem+json"),
        (status = 404, description = "No such tile or route", content_type = "application/problem+json"),
        (status = 409, description = "The same call is under way, or what the back-end says", content_type = "application/problem+json"),
        (status = 413, description = "More than goes up", content_type = "application/problem+json"),
        (status = 422, description = "The key was used for another call, or what the back-end says", content_type = "application/problem+json"),
        (status = 429, description = "Too often", content_type = "application/problem+json"),
        (status = 502, description = "An answer that may not be handed on", content_type = "application/problem+json"),
        (status = 503, description = "The back-end is not there, or too much is under way", content_type = "application/problem+json"),
        (status = 504, description = "The back-end did not answer in time", content_type = "application/problem+json"),
    )
)]
#[expect(clippy::too_many_arguments, reason = "each is a part of the request")]
pub async fn call(
    State(proxy): State<Proxy>,
    citizen: Citizen,
    trace: Trace,
    Path((tile, route)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    method: Method,
    came: HeaderMap,
    deadline: Option<Extension<Deadline>>,
    body: Body,
) -> Result<Response, Refusal> {
    let id: TileId = tile.parse().map_err(|_| Error::NotFound)?;
    let capability = came.get(HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let pinned = proxy.capabilities.check(citizen.id, &id, capability);
    let pinned = pinned.and_then(|digest| proxy.release(&id, digest));
    let shown = pinned.clone().or_else(|| proxy.catalogue.get(&id));
    let shown = shown.filter(|tile| tile.app().is_some()).ok_or(Error::NotFound)?;
    if !shown.manifest.routes.iter().any(|known| known.name == route) {
        return Err(Error::NotFound.into());
    }
    let tile = pinned.ok_or(Error::Forbidden(Wanted::Capability))?;
    let route = tile.manifest.routes.iter().find(|known| known.name == route).ok_or(Error::NotFound)?;
    if route.method.as_str() != method.as_str() {
        return Err(Error::NotAllowed.into());
    }
    admit(&proxy, &citizen, &tile).await?;
    proxy.base.limits.count(Limit::AppCall, Of::service(citizen.account, &id))?;
    let path = asked::path(route, query.as_deref().unwrap_or_default())?;
    let key = key(&came)?;
    let load = Load::read(route, &came, body, deadline.map(|Extension(deadline)| deadline)).await?;
    let mut up = headers::up(&came, route, &trace.0);
    up.extend(load.headers(&came));
    if let Some(key) = &key {
        up.insert("idempotency-key", key.parse().map_err(|_| Error::BadRequest)?);
    }
    let (catalogue, release) = (proxy.catalogue.clone(), tile.release.clone());
    let calling = Calling {
        tile: tile.clone(),
        route: route.clone(),
        locale: locale(&came),
        path,
        headers: up,
        key,
        proxy,
        citizen,
        trace,
    };
    let answer = calling.make(load).await;
    catalogue
        .used(&release, answer.as_ref().map_or_else(Refusal::status, Response::status).is_server_error());
    answer
}

/// Lets someone go on who may use the tile now: as a page of it would.
async fn admit(proxy: &Proxy, citizen: &Citizen, tile: &Tile) -> Result<(), Refusal> {
    match access::admit(&proxy.identity, citizen, tile, Use::Fill, Locale::default()).await? {
        Some(_) => Err(Error::Forbidden(Wanted::Admission).into()),
        None => Ok(()),
    }
}

fn locale(came: &HeaderMap) -> Locale {
    let asked = came.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Locale::negotiate(asked.unwrap_or_default())
}

/// The key of a call: visible ASCII characters, or none.
fn key(came: &HeaderMap) -> Result<Option<String>, Error> {
    let Some(value) = came.get("idempotency-key") else { return Ok(None) };
    let fits = |key: &&str| {
        (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
    };
    value.to_str().ok().filter(fits).map(|key| Some(key.to_owned())).ok_or(Error::BadRequest)
}
