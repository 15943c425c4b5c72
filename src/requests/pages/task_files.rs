//! Tasks that ask for files: the files are added and removed on the task's page, whose form is posted
//! here.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::files::fields_of;
use super::form::owner;
use super::reply_files::{Gathered, INPUT};
use super::see;
use super::taking::{Taking, TakingFor};
use super::tasks::{Opened, Standing, Wrong, answer, keep_task};
use crate::id::{Reference, TaskId};
use crate::identity::MaybeCitizen;
use crate::requests::Requests;
use crate::requests::views::TaskPage;
use crate::text::Locale;
use crate::tiles::form::Inputs;
use crate::web::{Error, Multipart, Result, Show, Trace, Viewer};

/// The address of a task with files, opened by hand: the task itself.
pub(super) async fn show(locale: Locale, Path((reference, task)): Path<(Reference, TaskId)>) -> Response {
    see(locale, &format!("/requests/{reference}/tasks/{task}"))
}

/// Takes the files that were chosen for a task, and goes where the button leads.
pub(super) async fn upload(
    State(requests): State<Requests>,
    MaybeCitizen(session): MaybeCitizen,
    viewer: Option<Viewer>,
    trace: Trace,
    locale: Locale,
    Path((reference, task)): Path<(String, String)>,
    mut multipart: Multipart,
) -> Result<Response> {
    let (Some(viewer), Some(session)) = (viewer, session) else {
        let fields = fields_of(&mut multipart).await?;
        return keep_task(&requests, &trace, locale, (&reference, &task), &multipart.form(fields)).await;
    };
    let named = (reference.as_str(), task.as_str());
    let opened = Opened::of(&requests, &viewer, named, locale).await?;
    let (rules, id) = (opened.rules().ok_or(Error::NotFound)?, opened.task.id);
    let (found, purpose) = (&opened.found, TakingFor::Task(id));
    let taking = Taking { requests: &requests, viewer: &viewer, trace: &trace, found, purpose, rules };
    let gathered = Gathered::of(&taking, &id.to_string(), &mut multipart, locale).await?;
    if !gathered.refused.is_empty() {
        let opened = Opened::of(&requests, &viewer, named, locale).await?;
        let now = requests.base.clock.now();
        let text = &requests.base.text;
        let standing = Standing { found: &opened.found, viewer: &viewer, text, now, locale };
        let wrong = Wrong { files: gathered.refused, ..Wrong::default() };
        let page = opened.view(&standing, &Inputs::default(), &wrong)?;
        let page = TaskPage { owner: owner(&requests, viewer.account), ..page };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Show(page)).into_response());
    }
    if gathered.stays() {
        return Ok(see(locale, &format!("{}#{INPUT}", opened.action())));
    }
    let citizen = (MaybeCitizen(Some(session)), Some(viewer));
    answer(State(requests), citizen.0, citizen.1, trace, locale, Path((reference, task)), gathered.form).await
}
