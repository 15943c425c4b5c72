//! The citizen's pages of a request, in the order they meet them.

mod access;
mod changed;
mod check;
mod conflict;
mod copy;
mod documents;
mod draft;
mod drafts;
mod entry;
mod files;
mod follow;
mod form;
mod invitations;
mod list;
mod messages;
mod overview;
mod parts;
mod question;
mod reply_files;
mod save;
mod silence;
mod step;
mod taking;
mod task_files;
mod tasks;
mod withdrawal;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde_json::Map;
use sqlx::types::Json;

use super::files::Listed;
use super::store::{self, Step};
use super::{Request, Requests, views};
use crate::attachments;
use crate::clock::{Clock, Micros};
use crate::id::{Reference, RequestId, StepId};
use crate::store::Sql;
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::form::{Form, Inputs};
use crate::vault::{DataKey, Place};
use crate::web::{Denied, Error, Result, Viewer, Wanted};

pub(super) const INPUTS: &str = "request.inputs";
pub(super) const WORDING: &str = "request.wording";

/// The routes, below the language prefix.
pub fn router(requests: Requests) -> Router {
    Router::new()
        .route("/services/{tile}/form", get(form::first).post(save::begin))
        .route("/requests", get(list::list))
        .route("/requests/{reference}", get(follow::show))
        .route("/requests/{reference}/keeping", get(drafts::show).post(drafts::keep))
        .route("/requests/{reference}/deletion", get(drafts::ask_deletion).post(drafts::delete))
        .route("/requests/{reference}/restoration", get(drafts::show).post(drafts::restore))
        .route("/requests/{reference}/form", get(overview::show))
        .route("/requests/{reference}/form/{page}", get(form::show).post(save::save))
        .route("/requests/{reference}/form/{page}/files", get(files::show).post(files::upload))
        .route("/requests/{reference}/files/{file}", get(files::download))
        .route("/requests/{reference}/form/{page}/{group}/{entry}", get(form::show).post(save::save))
        .route(
            "/requests/{reference}/form/{page}/{group}/{entry}/removal",
            get(entry::ask_removal).post(entry::remove),
        )
        .route("/requests/{reference}/check", get(check::show).post(check::send))
        .route("/requests/{reference}/confirmation", get(check::confirmation))
        .route("/requests/{reference}/copy", get(copy::page))
        .route("/requests/{reference}/copy.pdf", get(copy::pdf))
        .route("/requests/{reference}/tasks/{task}", get(tasks::show).post(tasks::answer))
        .route("/requests/{reference}/parts/{part}", get(parts::show).post(parts::change))
        .route("/invitations", get(invitations::ask).post(invitations::take))
        .route("/invitations/{invitation}", get(invitations::show).post(invitations::answer))
        .route("/requests/{reference}/tasks/{task}/files", get(task_files::show).post(task_files::upload))
        .route("/requests/{reference}/messages", get(messages::show).post(messages::write))
        .route("/requests/{reference}/messages/files", get(messages::leave_files).post(messages::upload))
        .route("/requests/{reference}/documents/{document}", get(documents::open))
        .route("/requests/{reference}/withdrawal", get(withdrawal::ask).merge(post(withdrawal::confirm)))
        .route("/requests/{reference}/withdrawal/receipt", get(withdrawal::receipt))
        .layer(from_fn_with_state(requests.clone(), access::layer))
        .with_state(requests)
}

/// A request of the viewer's with its tile.
struct Found {
    request: Request,
    tile: Arc<Tile>,
    /// The files that were added to it.
    files: Vec<Listed>,
}

impl Found {
    /// The viewer's request of that reference; one that is not theirs is not found.
    async fn of(requests: &Requests, viewer: &Viewer, reference: &str) -> Result<Self> {
        let reference: Reference = reference.parse().map_err(|_| Error::NotFound)?;
        let mut db = requests.base.db.read().await?;
        let found = store::find(&mut db, viewer.account, &reference).await?;
        let Some(request) = found else { return Err(nothing_of_theirs(&mut db, &reference).await?) };
        let tile = requests.tile_of(&request).ok_or(Error::NotFound)?;
        let files = match super::files::rules(&tile) {
            Some(_) => attachments::store::list(&mut db, request.id).await?,
            None => Vec::new(),
        };
        let files = Listed::all(files, &viewer.key, &request.reference)?;
        Ok(Self { request, tile, files })
    }

    /// The same in the release that the page was made from, if the draft was last saved with that one.
    fn made_from(self, requests: &Requests, digest: Option<&str>) -> Self {
        let of_page = digest.and_then(|digest| requests.catalogue.release(&self.request.tile, digest));
        let of_page = of_page.filter(|tile| tile.release.version == self.request.release);
        Self { tile: of_page.unwrap_or(self.tile), ..self }
    }

    /// Whether one of its files has come so far.
    fn has_files(&self, state: attachments::State) -> bool {
        self.files.iter().any(|listed| listed.file.state == state)
    }

    fn is_draft(&self) -> bool {
        self.request.is_draft()
    }

    /// A path below the request's.
    fn href(&self, rest: &str) -> String {
        format!("/requests/{}{rest}", self.request.reference)
    }

    fn form(&self) -> Result<&Form> {
        self.tile.form.as_ref().ok_or(Error::NotFound)
    }

    /// What was typed so far; what is locked to a claim is what is `known` now.
    fn inputs(&self, key: &DataKey, known: &Inputs) -> Result<Inputs> {
        let typed = key.open_json(Place::new(INPUTS, self.request.id.0), &self.request.inputs)?;
        let changes = self.tile.manifest.changes_since(&self.request.release);
        let mut inputs = self.form()?.carry(&typed, &changes);
        self.form()?.lock(known, &mut inputs);
        self.form()?.set_files(&mut inputs, |field| {
            let kept = self.files.iter().filter(|listed| listed.is_kept());
            kept.filter(|listed| listed.file.field == field.as_str()).map(Listed::name).collect()
        });
        Ok(inputs)
    }
}

/// There is no such request, or it is another person's, which is written down: the two look alike.
async fn nothing_of_theirs(db: &mut impl Sql, reference: &Reference) -> Result<Error> {
    let owner = store::owner(db, reference).await?;
    Ok(owner.map_or(Error::NotFound, |(_, request, _)| {
        Error::NotTheirs(Denied { wanted: Wanted::Owner, request: Some(request) })
    }))
}

/// Leads the browser to another page of the same language.
fn see(locale: Locale, path: &str) -> Response {
    Redirect::to(&format!("/{locale}{path}")).into_response()
}

fn seal_inputs(key: &DataKey, request: RequestId, inputs: &Inputs) -> Result<Vec<u8>> {
    Ok(key.seal_json(Place::new(INPUTS, request.0), inputs)?)
}

/// Questions and answers that were sent, as pages show them.
fn section_views(sections: Vec<super::submission::Section>) -> Vec<views::AnswerSection> {
    let section = |(number, section): (usize, super::submission::Section)| {
        let row = |row: super::submission::Row| views::AnswerRow {
            id: format!("{number}-{}", row.field),
            label: row.label,
            value: row.value,
            error: None,
            change_href: None,
        };
        views::AnswerSection {
            id: number.to_string(),
            entry: section.group.is_some(),
            rows: section.rows.into_iter().map(row).collect(),
            title: section.title,
        }
    };
    sections.into_iter().enumerate().map(section).collect()
}

/// A line of the timeline that the portal itself writes.
pub(super) fn own_step(clock: &Clock, at: Micros, kind: &str) -> Step {
    Step {
        at,
        kind: kind.to_owned(),
        state: None,
        key: None,
        params: Json(Map::new()),
        seq: None,
        code: None,
        outcome: None,
        id: StepId::new(clock),
        details: None,
    }
}
