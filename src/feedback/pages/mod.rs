//! The pages of problems and ideas: telling, what became of it, published ideas, the administrators' board.

mod board;
mod follow;
mod ideas;
mod triage;
mod write;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use uuid::Uuid;

use super::store::Report;
use super::views::{AlongLine, ReportView, paragraphs};
use super::{Along, open};
use crate::id::ReportId;
use crate::requests::{Requests, words};
use crate::store::Sql;
use crate::text::{Bilingual, Locale};
use crate::tiles::{TileId, access};
use crate::web::Result;

/// The routes, below the language prefix.
pub fn router(requests: Requests) -> Router {
    Router::new()
        .route("/feedback/{kind}", get(write::ask).post(write::take))
        .route("/feedback/follow/{token}", get(follow::by_link))
        .route("/account/feedback", get(follow::mine))
        .route("/account/feedback/{reference}", get(follow::one))
        .route("/ideas", get(ideas::list))
        .route("/ideas/{reference}", get(ideas::one))
        .route("/ideas/{reference}/vote", post(ideas::vote))
        .route("/admin/feedback", get(board::list))
        .route("/admin/feedback/export", post(board::export))
        .route("/admin/feedback/{reference}", get(triage::show).post(triage::act))
        .with_state(requests)
}

/// Later than every report.
const LATEST: ReportId = ReportId(Uuid::max());

/// Where a list goes on that is read backwards; from the latest, where nothing says so.
fn before(typed: &str) -> ReportId {
    typed.parse().unwrap_or(LATEST)
}

impl Report {
    fn along(&self) -> Along {
        Along {
            page: self.page.clone(),
            tile: self.tile.clone(),
            release: self.release.clone(),
            viewport: self.viewport.clone(),
            trace: self.trace.clone(),
        }
    }

    /// The service, and its version, that came of it.
    fn fixed(&self, requests: &Requests, locale: Locale) -> Option<(String, String)> {
        let (tile, version) = (self.fixed_tile.as_ref()?, self.fixed_release.clone()?);
        Some((words::title(&requests.catalogue.current(), tile, locale), version))
    }

    /// As it is published.
    fn published(&self) -> Option<Bilingual> {
        self.published_at?;
        Some(Bilingual { fr: self.wording_fr.clone()?, en: self.wording_en.clone()? })
    }
}

/// An answer about a service: of a sensitive one, it is shown discreetly.
fn shown(requests: &Requests, tile: Option<&TileId>, page: impl IntoResponse) -> Response {
    let tile = tile.and_then(|tile| requests.catalogue.get(tile));
    let answer = page.into_response();
    match tile {
        Some(tile) => access::shown(&tile, answer),
        None => answer,
    }
}

/// A report as its author sees it.
async fn view(requests: &Requests, db: &mut impl Sql, report: &Report, locale: Locale) -> Result<ReportView> {
    let opened = open(&requests.base, db, report).await?;
    let answer = opened.answer.map(|answer| paragraphs(answer.get(locale)));
    Ok(ReportView {
        kind: report.kind,
        reference: report.reference.to_string(),
        status: report.status,
        text: paragraphs(&opened.text.unwrap_or_default()),
        along: AlongLine::all(report.along().lines(requests, report.locale, locale)),
        told_at: report.created_at,
        changed_at: report.changed_at,
        answer: answer.unwrap_or_default(),
        fixed: report.fixed(requests, locale),
        merged: report.merged_into.is_some(),
        idea_href: report.published_at.map(|_| format!("/ideas/{}", report.reference)),
    })
}
