//! The page of a passport, for everyone.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use super::views::Passport;
use super::{promises, receivers};
use crate::releases::{Error as ReleaseError, Releases};
use crate::requests::Requests;
use crate::text::Locale;
use crate::tiles::views::WayOut;
use crate::tiles::{TileId, access};
use crate::web::{Error, Result, Show, Viewer};

/// What a passport is made from.
#[derive(Clone)]
struct Sources {
    requests: Requests,
    releases: Releases,
}

/// The route, below the language prefix.
pub fn router(requests: Requests, releases: Releases) -> Router {
    Router::new().route("/services/{tile}/passport", get(show)).with_state(Sources { requests, releases })
}

async fn show(
    State(sources): State<Sources>,
    viewer: Option<Viewer>,
    locale: Locale,
    Path(tile): Path<String>,
) -> Result<Response> {
    let id: TileId = tile.parse().map_err(|_| Error::NotFound)?;
    let account = viewer.map(|viewer| viewer.account);
    let tile = sources.requests.catalogue.get_for(&id, account).ok_or(Error::NotFound)?;
    let history = sources.releases.history(&id).await.map_err(|error| match error {
        ReleaseError::Store(error) => error.into(),
        other => Error::internal(other),
    })?;
    let (purpose, retention) = promises(&tile, locale);
    let page = Passport {
        tile: id.to_string(),
        title: tile.title(locale).to_owned(),
        team: tile.manifest.tile.team.clone(),
        version: tile.release.version.clone(),
        since: history.map(|history| history.since),
        changed: history.map(|history| history.changed),
        receivers: receivers(&tile, &sources.requests.base.config.backend),
        purpose,
        retention,
        elsewhere: tile.manifest.link.as_ref().map(|link| WayOut::to(link.get(locale)).host),
    };
    Ok(access::shown(&tile, Show(page).into_response()))
}
