//! The passport of a service: what its signed release says of it, for everyone to read before they use it.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::config::Config;
use crate::releases::{Origin, Releases};
use crate::requests::Requests;
use crate::text::Locale;
use crate::tiles::views::passport::{Passport, PassportOrigin, Recipient};
use crate::tiles::{Tile, TileId, access};
use crate::web::{Error, Result, Show, Viewer};

/// The route, below the language prefix.
pub fn router(requests: Requests, releases: Releases) -> Router {
    Router::new().route("/services/{tile}/passport", get(show)).with_state((requests, releases))
}

async fn show(
    State((requests, releases)): State<(Requests, Releases)>,
    viewer: Option<Viewer>,
    locale: Locale,
    Path(tile): Path<String>,
) -> Result<Response> {
    let id: TileId = tile.parse().map_err(|_| Error::NotFound)?;
    let account = viewer.map(|viewer| viewer.account);
    let tile = requests.catalogue.get_for(&id, account).ok_or(Error::NotFound)?;
    let origin = releases.origin(&id, &tile.release.digest).await.map_err(Error::internal)?;
    let page = passport(&requests.base.config, &tile, origin, locale);
    Ok(access::shown(&tile, Show(page).into_response()))
}

fn passport(config: &Config, tile: &Tile, origin: Option<Origin>, locale: Locale) -> Passport {
    let manifest = &tile.manifest;
    let privacy = manifest.privacy.as_ref();
    Passport {
        tile: tile.id().to_string(),
        title: tile.title(locale).to_owned(),
        team: manifest.tile.team.clone(),
        version: tile.release.version.clone(),
        digest: tile.release.digest.clone(),
        origin: origin.map(|origin| PassportOrigin {
            published_at: origin.release.published_at,
            since: origin.since,
            widened_at: origin.widened_at,
        }),
        claims: manifest.permissions.claims.iter().map(|claim| claim.as_str()).collect(),
        answers: tile.form.is_some(),
        files: manifest.submit.as_ref().is_some_and(|submit| submit.attachments.is_some()),
        recipients: recipients(config, tile),
        purpose: privacy.map(|privacy| privacy.purpose.get(locale).to_owned()),
        retention: privacy.map(|privacy| privacy.retention.get(locale).to_owned()),
    }
}

/// The organisations whose back-ends the release names, each once, as the operator registered them.
fn recipients(config: &Config, tile: &Tile) -> Vec<Recipient> {
    let mut all: Vec<Recipient> = Vec::new();
    for backend in tile.backend_names().filter_map(|name| config.backend.get(name)) {
        let recipient =
            Recipient { organisation: backend.organisation.clone(), in_canada: backend.country == "CA" };
        if !all.contains(&recipient) {
            all.push(recipient);
        }
    }
    all
}
