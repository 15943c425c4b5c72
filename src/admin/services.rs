//! Where an administrator sees which release of each service is shown, and decides on those that may do more than
//! the one before.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::service_views::{ChangeLine, LogLine, NodeLine, ServiceLine, Services, Waiting};
use crate::identity::{Administrator, Need, Staff};
use crate::releases::log::Logged;
use crate::releases::{By, Error as Refused, Releases, Run};
use crate::requests::Requests;
use crate::text::Locale;
use crate::tiles::TileId;
use crate::tiles::version::Version;
use crate::web::views::ErrorLine;
use crate::web::{Error, Form, Result, Show, Trace};

/// The most lines of the log on the page.
const MOST_LINES: i64 = 50;
/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// What the page stands on.
#[derive(Clone)]
struct Room {
    requests: Requests,
    releases: Releases,
}

/// The routes, below the language prefix.
pub fn router(requests: Requests, releases: Releases) -> Router {
    Router::new()
        .route("/admin/services", get(show))
        .route("/admin/services/{tile}/decision", post(decide))
        .route("/admin/services/{tile}/rollback", post(roll_back))
        .with_state(Room { requests, releases })
}

/// What was done before the page.
#[derive(Debug, Default, Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

impl Done {
    fn word(&self) -> Option<&'static str> {
        ["approved", "refused", "rolled-back", "overtaken"].into_iter().find(|word| *word == self.done)
    }
}

async fn show(
    State(room): State<Room>,
    staff: Staff,
    locale: Locale,
    Query(done): Query<Done>,
) -> Result<Show<Services>> {
    room.requests.identity.require(&staff, Need::FRESH).await?;
    Ok(Show(Services { done: done.word(), ..room.page(locale).await? }))
}

/// Approves or refuses the release that waits. A refusal says why: its team reads it.
async fn decide(
    State(room): State<Room>,
    administrator: Administrator,
    trace: Trace,
    locale: Locale,
    Path(tile): Path<String>,
    form: Form,
) -> Result<Response> {
    room.requests.identity.require(&administrator, Need::FRESH).await?;
    let tile: TileId = tile.parse().map_err(|_| Error::NotFound)?;
    let version: Option<Version> = form.get("version").and_then(|version| version.parse().ok());
    let version = version.ok_or(Error::BadRequest)?;
    let (reason, by) = (reason(&form), By::person(administrator.actor(&trace)));
    let (done, word) = match form.get("action") {
        Some("approve") => {
            let approved = room.releases.approve(&by, &tile, version, &reason, Run::Real).await;
            (approved.map(drop), "approved")
        }
        Some("refuse") if reason.is_empty() => return room.asks_why(&tile, locale).await,
        Some("refuse") => (room.releases.refuse(&by, &tile, version, &reason).await, "refused"),
        _ => return Err(Error::BadRequest),
    };
    answer(done, word, locale)
}

async fn roll_back(
    State(room): State<Room>,
    administrator: Administrator,
    trace: Trace,
    locale: Locale,
    Path(tile): Path<String>,
    form: Form,
) -> Result<Response> {
    room.requests.identity.require(&administrator, Need::FRESH).await?;
    let tile: TileId = tile.parse().map_err(|_| Error::NotFound)?;
    let by = By::person(administrator.actor(&trace));
    let done = room.releases.roll_back(&by, &tile, &reason(&form)).await;
    answer(done.map(drop), "rolled-back", locale)
}

fn reason(form: &Form) -> String {
    form.get("reason").unwrap_or_default().trim().chars().take(LONGEST_REASON).collect()
}

/// Back to the page; what someone else did meanwhile is there to be read.
fn answer(done: std::result::Result<(), Refused>, word: &str, locale: Locale) -> Result<Response> {
    let word = match done {
        Ok(()) => word,
        Err(Refused::Absent(_) | Refused::Overtaken) => "overtaken",
        Err(Refused::Store(error)) => return Err(error.into()),
        Err(error) => return Err(Error::internal(error)),
    };
    Ok(Redirect::to(&format!("/{locale}/admin/services?done={word}")).into_response())
}

impl Room {
    async fn asks_why(&self, tile: &TileId, locale: Locale) -> Result<Response> {
        let message = self.requests.base.text.get(locale, "services-error-reason");
        let errors = vec![ErrorLine { input: format!("reason-{tile}"), message }];
        let page = Services { errors, ..self.page(locale).await? };
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Show(page)).into_response())
    }

    async fn page(&self, locale: Locale) -> Result<Services> {
        let standings = self.releases.standings().await.map_err(Error::internal)?;
        let log = self.releases.latest_lines(MOST_LINES).await.map_err(Error::internal)?;
        let (number, nodes) = self.releases.nodes().await.map_err(Error::internal)?;
        let mut services: BTreeMap<String, ServiceLine> = BTreeMap::new();
        for tile in self.requests.catalogue.current().iter() {
            services.insert(tile.id().to_string(), self.own(tile.id(), locale));
        }
        for standing in &standings {
            services.insert(standing.tile.to_string(), self.line(standing, locale).await?);
        }
        let mut services: Vec<ServiceLine> = services.into_values().collect();
        services.sort_by_key(|line| line.waiting.is_none());
        let version = |line: &Logged| {
            let published = standings.iter().flat_map(|standing| &standing.releases);
            let found = published.into_iter().find(|row| row.digest == line.digest);
            found.map_or_else(|| line.digest.chars().take(8).collect(), |row| row.version.clone())
        };
        let log_line = |line: &Logged| LogLine {
            number: line.number,
            tile: line.tile.to_string(),
            step: line.step.word(),
            version: version(line),
            actor: line.actor.clone(),
            reason: line.reason.clone(),
            at: line.at,
        };
        Ok(Services {
            done: None,
            errors: Vec::new(),
            services,
            nodes: nodes
                .into_iter()
                .map(|node| NodeLine {
                    current: node.number >= number,
                    node: node.node,
                    seen_at: node.seen_at,
                })
                .collect(),
            log: log.iter().map(log_line).collect(),
        })
    }

    /// A service as it is shown, before any release of it.
    fn own(&self, id: &TileId, locale: Locale) -> ServiceLine {
        let tile = self.requests.catalogue.get(id);
        ServiceLine {
            tile: id.to_string(),
            title: tile.as_ref().map_or_else(|| id.to_string(), |tile| tile.title(locale).to_owned()),
            team: tile.as_ref().map(|tile| tile.manifest.tile.team.clone()).unwrap_or_default(),
            version: tile.map(|tile| tile.release.version.clone()),
            own: true,
            canary: None,
            waiting: None,
            can_go_back: false,
        }
    }

    async fn line(&self, found: &crate::releases::Found, locale: Locale) -> Result<ServiceLine> {
        let row = |digest: &str| found.releases.iter().find(|row| row.digest == digest);
        let shown = self.own(&found.tile, locale);
        let canary =
            found.standing.canary.as_ref().and_then(|(on, of)| Some((row(on)?.version.clone(), *of)));
        let asked = found.standing.asked.as_deref().and_then(row);
        let waiting = match asked {
            Some(asked) => {
                let changes = self.releases.changes_of_waiting(&found.tile, asked).await;
                let changes = changes.map_err(Error::internal)?;
                let other = if locale == Locale::Fr { Locale::En } else { Locale::Fr };
                let text = &self.requests.base.text;
                let line = |change: &crate::releases::difference::Change| ChangeLine {
                    widens: change.widens,
                    words: change.words(text, locale),
                    other: change.words(text, other),
                };
                let percent = found.standing.asked_percent;
                let changes = changes.iter().map(line).collect();
                Some(Waiting { version: asked.version.clone(), percent, changes })
            }
            None => None,
        };
        let active = found.standing.active().and_then(row);
        let team = found.releases.first().map(|row| row.team.clone()).unwrap_or_default();
        let can_go_back = canary.is_some()
            || found.standing.before().is_some()
            || (active.is_some() && self.releases.came_with_portal(&found.tile));
        let version = active.map(|row| row.version.clone()).or(shown.version);
        Ok(ServiceLine { team, version, own: active.is_none(), canary, waiting, can_go_back, ..shown })
    }
}
