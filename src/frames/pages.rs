//! The page that holds a tile's frame.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use super::Frames;
use super::views::{AppPage, Brokered, OtherWay};
use crate::id::AccountId;
use crate::identity::Citizen;
use crate::text::Locale;
use crate::tiles::access::{self, Use};
use crate::tiles::manifest::{AppRules, HostCall, NoJs};
use crate::tiles::views::WayOut;
use crate::tiles::{Tile, TileId};
use crate::web::answer::problem_title;
use crate::web::headers::MayFrame;
use crate::web::views::ErrorKind;
use crate::web::{Error, Result, Show};

/// What a page's broker says of itself, without asking the server.
const PROBLEMS: [ErrorKind; 5] = [
    ErrorKind::NotFound,
    ErrorKind::SessionEnded,
    ErrorKind::TooLarge,
    ErrorKind::TooMany,
    ErrorKind::Unavailable,
];

/// The routes, below the language prefix.
pub fn router(frames: Frames) -> Router {
    Router::new().route("/services/{tile}/app", get(show)).with_state(frames)
}

/// An `app`, for someone who may use it.
async fn show(
    State(frames): State<Frames>,
    citizen: Citizen,
    locale: Locale,
    Path(tile): Path<String>,
) -> Result<Response> {
    let id: TileId = tile.parse().map_err(|_| Error::NotFound)?;
    let tile = frames.catalogue.get_for(&id, Some(citizen.account)).ok_or(Error::NotFound)?;
    let app = tile.app().ok_or(Error::NotFound)?;
    frames.catalogue.used(&tile.release, false);
    if let Some(bar) = access::admit(&frames.identity, &citizen, &tile, Use::Fill, locale).await? {
        return Ok(access::shown(&tile, (StatusCode::FORBIDDEN, Show(bar)).into_response()));
    }
    let brokered = brokered(&frames, &tile, app, citizen.account, locale);
    let may_frame = MayFrame(brokered.src.clone());
    let page = AppPage {
        title: tile.title(locale).to_owned(),
        start_href: format!("/services/{id}"),
        help_href: format!("/services/{id}/help"),
        brokered,
        fallback: tile.fallback(locale).unwrap_or_default().to_owned(),
        other: other_way(&tile, app, locale),
    };
    let mut response = Show(page).into_response();
    response.extensions_mut().insert(may_frame);
    Ok(access::shown(&tile, response))
}

fn other_way(tile: &Tile, app: &AppRules, locale: Locale) -> OtherWay {
    match &app.no_js {
        NoJs::Form(_) => OtherWay::Form { href: format!("/services/{}/form", tile.id()) },
        NoJs::Content(_) => OtherWay::Content { html: tile.no_js(locale).unwrap_or_default().to_owned() },
        NoJs::Link(link) => OtherWay::Link(WayOut::to(link.get(locale))),
    }
}

fn brokered(frames: &Frames, tile: &Tile, app: &AppRules, account: AccountId, locale: Locale) -> Brokered {
    let release = &tile.release.digest;
    let start = format!("/{locale}/services/{}", tile.id());
    let targets = [
        ("home", format!("/{locale}")),
        ("start", start.clone()),
        ("help", format!("{start}/help")),
        ("requests", format!("/{locale}/requests")),
        ("messages", format!("/{locale}/messages")),
    ];
    let form = tile.form.is_some().then(|| ("form", format!("{start}/form")));
    Brokered {
        tile: tile.id().to_string(),
        release: release.clone(),
        src: format!("{}/{release}/{locale}", frames.address(tile.id())),
        title: tile.title(locale).to_owned(),
        locale: locale.tag(),
        min_height: app.min_height,
        max_height: app.max_height,
        routes: tile
            .manifest
            .routes
            .iter()
            .map(|route| (route.name.clone(), route.method.as_str()))
            .collect(),
        host: tile.manifest.permissions.host.iter().copied().map(HostCall::as_str).collect(),
        targets: targets.into_iter().chain(form).collect(),
        owner: frames.capabilities.owner(account),
        problems: PROBLEMS.map(|kind| (kind.word(), problem_title(&frames.base.text, locale, kind))).into(),
    }
}
