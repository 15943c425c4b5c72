//! Whoever uses a service is signed in as surely as its tile asks, and old enough: one layer over
//! every page of a service's form and of its requests, so that no handler can forget it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{FromRequest as _, RawPathParams, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::Found;
use super::form::keep_for_later;
use crate::id::TaskId;
use crate::identity::MaybeCitizen;
use crate::requests::Requests;
use crate::requests::subject::Place;
use crate::text::Locale;
use crate::tiles::access::{Use, admit, shown};
use crate::tiles::{Tile, TileId};
use crate::web::answer::wants_page;
use crate::web::{Denied, Error, Form, Result, Show, Trace, Viewer, Wanted};

/// Lets the request through to its handler, leads to a surer sign-in, or says what stands in the
/// way. People who are not signed in are the handlers' to receive.
pub(super) async fn layer(
    State(requests): State<Requests>,
    MaybeCitizen(session): MaybeCitizen,
    trace: Trace,
    locale: Locale,
    params: RawPathParams,
    request: Request,
    next: Next,
) -> Result<Response> {
    let viewer = request.extensions().get::<Viewer>().cloned();
    let (Some(session), Some(viewer)) = (session, viewer) else { return Ok(next.run(request).await) };
    let page = Page::of(&params);
    let Some((tile, questions)) = page.service(&requests, &viewer, request.uri().path()).await? else {
        return Ok(next.run(request).await);
    };
    let what = page.what(request.uri().path());
    let discreet = |answer: Result<Response>| answer.map(|response| shown(&tile, response));
    discreet(match admit(&requests.identity, &session, &tile, what, locale).await {
        Ok(None) => Ok(next.run(request).await),
        Ok(Some(bar)) => {
            let denied = Extension(Denied::from(Wanted::Admission));
            Ok((StatusCode::FORBIDDEN, denied, Show(bar)).into_response())
        }
        Err(Error::StepUp(lacks)) => {
            // A program is told, and keeps what it has; a person's answers are kept here. A form with
            // files cannot be: they are chosen again after the sign-in.
            let posted = request.method() == Method::POST && Form::is(&request);
            let kept = questions.filter(|_| posted && wants_page(request.headers()));
            let Some(path) = kept else { return Err(Error::StepUp(lacks)) };
            let form = Form::from_request(request, &()).await?;
            keep_for_later(&requests, &trace, locale, &path, &form, &lacks).await
        }
        Err(error) => Err(error),
    })
}

/// The page asked for, by what its address names.
struct Page<'a> {
    tile: Option<&'a str>,
    reference: Option<&'a str>,
    questions: Option<Place>,
    task: Option<&'a str>,
}

impl<'a> Page<'a> {
    fn of(params: &'a RawPathParams) -> Self {
        let named = |wanted| params.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value);
        let owned = |name| named(name).map(str::to_owned);
        let questions = owned("reference").zip(owned("page")).map(|(reference, page)| Place {
            reference,
            page,
            group: owned("group"),
            entry: owned("entry"),
        });
        Self { tile: named("tile"), reference: named("reference"), questions, task: named("task") }
    }

    /// What the page is for. One that has no rule of its own here falls under the strictest.
    fn what(&self, path: &str) -> Use {
        match (self.reference, path.rsplit('/').next()) {
            (Some(_), Some("withdrawal")) => Use::Withdraw,
            (
                Some(_),
                Some(
                    "confirmation" | "copy" | "copy.pdf" | "receipt" | "keeping" | "deletion" | "restoration",
                ),
            ) => Use::Read,
            (Some(reference), Some(last)) if reference == last => Use::Read,
            _ => Use::Fill,
        }
    }

    /// The service, and the path of the page where something is typed that is worth keeping, if it is
    /// one. A list of requests is no service's.
    async fn service(
        &self,
        requests: &Requests,
        viewer: &Viewer,
        path: &str,
    ) -> Result<Option<(Arc<Tile>, Option<String>)>> {
        if let Some(tile) = self.tile {
            let id: TileId = tile.parse().map_err(|_| Error::NotFound)?;
            let tile =
                requests.catalogue.get_for(&id, Some(viewer.account)).filter(|tile| tile.form.is_some());
            let tile = tile.ok_or(Error::NotFound)?;
            return Ok(Some((tile, Some(format!("/services/{id}/form")))));
        }
        let Some(reference) = self.reference else { return Ok(None) };
        let found = Found::of(requests, viewer, reference).await?;
        let task = self.task.and_then(|task| task.parse::<TaskId>().ok());
        let typed = self.questions.as_ref().and_then(Place::path);
        let typed = typed.or_else(|| task.map(|task| found.href(&format!("/tasks/{task}"))));
        let typed = typed.or_else(|| path.ends_with("/messages").then(|| found.href("/messages")));
        Ok(Some((found.tile, typed)))
    }
}
