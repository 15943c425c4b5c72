//! Publishing over HTTP: a token lets a team talk, its key lets it publish. Every refusal is whole, and told in
//! both languages as a problem document (RFC 9457).

mod refused;

use std::collections::BTreeSet;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::json;

use refused::Refused;

use super::activate::How;
use super::difference::Change;
use super::log::By;
use super::open::LARGEST_PACKAGE;
use super::publish::{Published, Releases, Run};
use crate::limits::Limit;
use crate::text::{Locale, Text};
use crate::tiles::TileId;
use crate::tiles::version::Version;
use crate::web::{self, Denied, Problem, Wanted, limited};

/// The routes, at the root.
pub fn router(releases: Releases) -> Router {
    let counted = from_fn_with_state(Limit::Callback, limited::layer);
    Router::new()
        .route("/api/v1/releases", post(publish))
        .route("/api/v1/releases/check", post(check))
        .route("/api/v1/releases/missing", post(missing))
        .route("/api/v1/releases/{tile}", get(standing))
        .route("/api/v1/releases/{tile}/activation", post(activate))
        .route("/api/v1/releases/{tile}/rollback", post(roll_back))
        .layer(DefaultBodyLimit::max(LARGEST_PACKAGE + 1))
        .layer(counted)
        .with_state(releases)
}

/// A team that calls, known by its token before a byte of its package is read.
pub(crate) struct Team(By);

impl FromRequestParts<Releases> for Team {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, releases: &Releases) -> Result<Self, Response> {
        let value = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = value.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        match releases.team_of(token).await {
            Ok(Some(team)) => Ok(Self(By::team(&team))),
            Ok(None) => Err(unauthorized()),
            Err(error) => Err(Refused(error).into_response()),
        }
    }
}

/// RFC 6750 §3: says how one authenticates.
fn unauthorized() -> Response {
    let way = [(header::WWW_AUTHENTICATE, "Bearer realm=\"releases\"")];
    let denied = Extension(Denied::from(Wanted::Token));
    (way, denied, Problem::new(StatusCode::UNAUTHORIZED, "bad-token")).into_response()
}

/// Something that a release may do that the one before may not, or the other way round.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Told {
    /// Whether it may do more.
    widens: bool,
    /// In French.
    fr: String,
    /// In English.
    en: String,
}

fn told(changes: &[Change], text: &Text) -> Vec<Told> {
    let told = |change: &Change| {
        let [fr, en] = Locale::ALL.map(|locale| change.words(text, locale));
        Told { widens: change.widens, fr, en }
    };
    changes.iter().map(told).collect()
}

/// A release that was, or would be, taken in.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Taken {
    /// Of which tile.
    #[schema(value_type = String)]
    tile: TileId,
    /// Its version.
    version: String,
    /// SHA-256 over its files.
    digest: String,
    /// How many of its contents were not there before.
    new_contents: u64,
    /// What it may do that the active release may not, and the other way round.
    changes: Vec<Told>,
}

fn taken(published: &Published, text: &Text) -> Taken {
    let head = &published.release.manifest;
    Taken {
        tile: head.tile.clone(),
        version: head.version.to_string(),
        digest: head.digest.clone(),
        new_contents: published.new_contents,
        changes: told(&published.changes, text),
    }
}

/// What must be sent.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Missing {
    /// SHA-256 of contents, in hexadecimal: those that the portal has not.
    missing: BTreeSet<String>,
}

/// Says which contents of a release must be sent: its package may leave the others out, since the last release of
/// the tile has them.
#[utoipa::path(
    post,
    path = "/api/v1/releases/missing",
    tag = "releases",
    request_body(content_type = "application/json", description = "The `release.json` of a package"),
    responses(
        (status = 200, description = "What must be sent", body = Missing),
        (status = 401, description = "The token lets nobody talk", content_type = "application/problem+json"),
        (status = 422, description = "No manifest, or another team's: why, in both languages", content_type = "application/problem+json"),
    )
)]
pub(crate) async fn missing(State(releases): State<Releases>, team: Team, manifest: Bytes) -> Response {
    match releases.missing(&team.0, &manifest).await {
        Ok(missing) => Json(Missing { missing }).into_response(),
        Err(error) => Refused(error).told(&releases.base().text),
    }
}

/// Says what would come of publishing a package, and does nothing.
#[utoipa::path(
    post,
    path = "/api/v1/releases/check",
    tag = "releases",
    request_body(content_type = "application/x-tar", description = "A release as `parvis tile pack` writes it"),
    responses(
        (status = 200, description = "It would be taken in", body = Taken),
        (status = 401, description = "The token lets nobody talk", content_type = "application/problem+json"),
        (status = 413, description = "Larger than any release", content_type = "application/problem+json"),
        (status = 422, description = "Refused whole: why, in both languages, or every finding with file and line", content_type = "application/problem+json"),
        (status = 429, description = "Too often; again after `Retry-After` seconds", content_type = "application/problem+json"),
    )
)]
pub(crate) async fn check(State(releases): State<Releases>, team: Team, package: Bytes) -> Response {
    take(&releases, &team.0, &package, Run::Dry).await
}

/// Takes a package in. It is not shown to anyone before it is activated.
#[utoipa::path(
    post,
    path = "/api/v1/releases",
    tag = "releases",
    request_body(content_type = "application/x-tar", description = "A release as `parvis tile pack` writes it"),
    responses(
        (status = 201, description = "It is published", body = Taken),
        (status = 401, description = "The token lets nobody talk", content_type = "application/problem+json"),
        (status = 409, description = "Someone else acted on the tile meanwhile", content_type = "application/problem+json"),
        (status = 413, description = "Larger than any release", content_type = "application/problem+json"),
        (status = 422, description = "Refused whole: why, in both languages, or every finding with file and line", content_type = "application/problem+json"),
        (status = 429, description = "Too often; again after `Retry-After` seconds", content_type = "application/problem+json"),
    )
)]
pub(crate) async fn publish(State(releases): State<Releases>, team: Team, package: Bytes) -> Response {
    take(&releases, &team.0, &package, Run::Real).await
}

async fn take(releases: &Releases, by: &By, package: &[u8], run: Run) -> Response {
    let text = &releases.base().text;
    let status = if run == Run::Real { StatusCode::CREATED } else { StatusCode::OK };
    match releases.publish(by, package, run).await {
        Ok(published) => (status, Json(taken(&published, text))).into_response(),
        Err(error) => Refused(error).told(text),
    }
}

/// What to activate, and how.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Activation {
    /// The version.
    #[schema(value_type = String)]
    version: Version,
    /// To how many of a hundred citizens, from 1 to 99; none: to all.
    #[serde(default)]
    canary: Option<u8>,
    /// Why, for the log.
    #[serde(default)]
    reason: String,
}

/// What came of an activation.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Outcome {
    /// `active`, `canary`, or `asked`: it waits for an administrator.
    result: &'static str,
    /// What it may do that the release before may not, and the other way round.
    changes: Vec<Told>,
}

/// Shows a published release to all, or to some; when it may do more than the one before, it waits for an
/// administrator instead.
#[utoipa::path(
    post,
    path = "/api/v1/releases/{tile}/activation",
    tag = "releases",
    params(("tile" = String, Path, description = "The tile's id")),
    request_body = Activation,
    responses(
        (status = 200, description = "What came of it", body = Outcome),
        (status = 400, description = "Not what the call takes", content_type = "application/problem+json"),
        (status = 401, description = "The token lets nobody talk", content_type = "application/problem+json"),
        (status = 404, description = "No such release, or it is active already", content_type = "application/problem+json"),
        (status = 422, description = "Another team's, or lower than the active one", content_type = "application/problem+json"),
    )
)]
pub(crate) async fn activate(
    State(releases): State<Releases>,
    team: Team,
    Path(tile): Path<String>,
    body: Bytes,
) -> Response {
    let Ok(asked) = serde_json::from_slice::<Activation>(&body) else { return unreadable() };
    let text = &releases.base().text;
    let percent = asked.canary.unwrap_or(0);
    let Some(tile) = tile.parse::<TileId>().ok().filter(|_| percent < 100) else {
        return web::Error::BadRequest.into_response();
    };
    let how = How { percent, reason: &asked.reason };
    match releases.activate(&team.0, &tile, asked.version, how, Run::Real).await {
        Ok(activated) => {
            let result = match (activated.waits, percent) {
                (true, _) => "asked",
                (false, 0) => "active",
                (false, _) => "canary",
            };
            Json(Outcome { result, changes: told(&activated.changes, text) }).into_response()
        }
        Err(error) => Refused(error).told(text),
    }
}

/// A body that is not what the call takes.
fn unreadable() -> Response {
    web::Error::BadRequest.into_response()
}

/// Why a step back is taken.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepBack {
    /// For the log.
    #[serde(default)]
    reason: String,
}

/// Ends the trial, or makes the release before the active one again.
#[utoipa::path(
    post,
    path = "/api/v1/releases/{tile}/rollback",
    tag = "releases",
    params(("tile" = String, Path, description = "The tile's id")),
    request_body = StepBack,
    responses(
        (status = 200, description = "The version that all are shown again", body = serde_json::Value),
        (status = 400, description = "Not what the call takes", content_type = "application/problem+json"),
        (status = 401, description = "The token lets nobody talk", content_type = "application/problem+json"),
        (status = 404, description = "None was active before", content_type = "application/problem+json"),
        (status = 422, description = "Another team's", content_type = "application/problem+json"),
    )
)]
pub(crate) async fn roll_back(
    State(releases): State<Releases>,
    team: Team,
    Path(tile): Path<String>,
    body: Bytes,
) -> Response {
    let Ok(asked) = serde_json::from_slice::<StepBack>(&body) else { return unreadable() };
    let Ok(tile) = tile.parse::<TileId>() else { return web::Error::NotFound.into_response() };
    match releases.roll_back(&team.0, &tile, &asked.reason).await {
        Ok(release) => Json(json!({ "version": release.version, "digest": release.digest })).into_response(),
        Err(error) => Refused(error).told(&releases.base().text),
    }
}

/// A release and where it stands.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Listed {
    /// Its version.
    version: String,
    /// SHA-256 over its files.
    digest: String,
    /// `active`, `canary`, `asked` or `published`.
    standing: &'static str,
    /// When it was published, in RFC 3339.
    published_at: String,
}

/// The releases of a tile and where each stands, the oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/releases/{tile}",
    tag = "releases",
    params(("tile" = String, Path, description = "The tile's id")),
    responses(
        (status = 200, description = "Its releases", body = [Listed]),
        (status = 401, description = "The token lets nobody talk", content_type = "application/problem+json"),
    )
)]
pub(crate) async fn standing(
    State(releases): State<Releases>,
    team: Team,
    Path(tile): Path<String>,
) -> Response {
    match releases.list().await {
        Ok(all) => {
            let mine = all
                .into_iter()
                .filter(|(row, _)| row.tile.as_str() == tile && team.0.may_act_on(row).is_ok());
            let line = |(row, standing): (super::ReleaseRow, &'static str)| Listed {
                version: row.version,
                digest: row.digest,
                standing,
                published_at: row.published_at.rfc3339(),
            };
            Json(mine.map(line).collect::<Vec<_>>()).into_response()
        }
        Err(error) => Refused(error).into_response(),
    }
}
