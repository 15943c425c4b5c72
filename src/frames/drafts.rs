//! What an element keeps for its person (`host.draft`): JSON of its own, sealed, one for each person and service.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Json, Router, routing};
use serde_json::Value;
use uuid::Uuid;

use super::{Frames, store};
use crate::act::Chore;
use crate::audit::{DraftEvent, Event};
use crate::identity::Citizen;
use crate::limits::Limit;
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::access::{self, Use};
use crate::tiles::manifest::HostCall;
use crate::vault::Place;
use crate::web::{Error, Result, Trace, Wanted};

/// The most that is kept, in bytes.
const LARGEST: usize = 64 * 1024;
/// So long it is kept after its last change.
const KEPT: Duration = Duration::from_hours(24 * 30);

/// The routes.
pub(super) fn router() -> Router<Frames> {
    Router::new().route("/api/v1/tiles/{tile}/draft", routing::get(read).put(keep))
}

/// Where the content of a row is sealed.
pub(super) fn place(id: Uuid) -> Place {
    Place::new("app_draft.content", id)
}

impl Frames {
    /// The release that the page was made from, for a person who may use it and from that page.
    async fn admit(&self, citizen: &Citizen, tile: &str, headers: &HeaderMap) -> Result<Arc<Tile>> {
        let tile = self.of_page(citizen, tile, headers)?;
        if !tile.manifest.permissions.host.contains(&HostCall::Draft) {
            return Err(Error::NotFound);
        }
        match access::admit(&self.identity, citizen, &tile, Use::Fill, Locale::default()).await? {
            Some(_) => Err(Error::Forbidden(Wanted::Admission)),
            None => Ok(tile),
        }
    }

    /// Clears away what has been kept long enough. For a timer.
    ///
    /// # Errors
    /// The database's.
    pub async fn clear_expired(&self) -> crate::store::Result<()> {
        let now = self.base.clock.now();
        let mut chore = self.base.acts.chore(Chore::ClearExpired).await?;
        store::clear(chore.rows(), now).await?;
        chore.commit().await
    }
}

/// What is kept; `null` when nothing is.
///
/// # Errors
/// When the page may not ask; the database's.
#[utoipa::path(
    get,
    path = "/api/v1/tiles/{tile}/draft",
    tag = "tiles",
    params(
        ("tile" = String, Path, description = "The tile's id"),
        ("parvis-capability" = String, Header, description = "The page's capability"),
    ),
    responses(
        (status = 200, description = "The element's own JSON, or null", body = Object),
        (status = 401, description = "Nobody is signed in", content_type = "application/problem+json"),
        (status = 403, description = "No capability, or one that holds no more", content_type = "application/problem+json"),
        (status = 404, description = "The tile keeps no drafts", content_type = "application/problem+json"),
    )
)]
pub async fn read(
    State(frames): State<Frames>,
    citizen: Citizen,
    Path(tile): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>> {
    let tile = frames.admit(&citizen, &tile, &headers).await?;
    let mut db = frames.base.db.read().await?;
    let kept = store::of(&mut db, citizen.account, tile.id(), frames.base.clock.now()).await?;
    let content = kept.map(|kept| citizen.key.open_json(place(kept.id), &kept.content)).transpose()?;
    Ok(Json(content.unwrap_or_default()))
}

/// Keeps JSON in the place of what was kept; `null` destroys it.
///
/// # Errors
/// When the page may not ask, too often, or with too much; the database's.
#[utoipa::path(
    put,
    path = "/api/v1/tiles/{tile}/draft",
    tag = "tiles",
    params(
        ("tile" = String, Path, description = "The tile's id"),
        ("parvis-capability" = String, Header, description = "The page's capability"),
    ),
    request_body = Object,
    responses(
        (status = 204, description = "Kept for thirty days"),
        (status = 400, description = "No JSON", content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", content_type = "application/problem+json"),
        (status = 403, description = "No capability, or one that holds no more", content_type = "application/problem+json"),
        (status = 404, description = "The tile keeps no drafts", content_type = "application/problem+json"),
        (status = 413, description = "More than 64 KiB", content_type = "application/problem+json"),
        (status = 429, description = "Too often", content_type = "application/problem+json"),
    )
)]
pub async fn keep(
    State(frames): State<Frames>,
    citizen: Citizen,
    trace: Trace,
    Path(tile): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode> {
    let tile = frames.admit(&citizen, &tile, &headers).await?;
    if body.len() > LARGEST {
        return Err(Error::TooLarge);
    }
    let content: Value = serde_json::from_slice(&body).map_err(|_| Error::BadRequest)?;
    let mut act = frames.base.acts.open(citizen.actor(&trace)).await?;
    frames.base.limits.spend(&mut act, Limit::DraftSave, citizen.account).await?;
    let id = tile.id().to_string();
    if content.is_null() {
        if store::delete(act.rows(), citizen.account, tile.id()).await? {
            act.also(Event::from(DraftEvent::AppDeleted { tile: id }).of(citizen.account));
        }
    } else {
        act.also(Event::from(DraftEvent::AppSaved { tile: id }).of(citizen.account));
        store::keep(act.rows(), citizen.account, &seal(&frames, &citizen, &tile, &content)?).await?;
    }
    act.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn seal(frames: &Frames, citizen: &Citizen, tile: &Tile, content: &Value) -> Result<store::Kept> {
    let (id, now) = (frames.base.clock.new_uuid(), frames.base.clock.now());
    Ok(store::Kept {
        id,
        tile: tile.id().clone(),
        saved_at: now,
        expires_at: now.after(KEPT),
        content: citizen.key.seal_json(place(id), content)?,
    })
}
