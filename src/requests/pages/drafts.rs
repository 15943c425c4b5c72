//! A draft as a whole: where it stands, kept longer, deleted, restored for a week.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};

use super::draft::{days, expiry};
use super::{Found, see};
use crate::audit::{DraftEvent, Event};
use crate::clock::Micros;
use crate::requests::jobs::drafts::RESTORABLE;
use crate::requests::store::drafts as store;
use crate::requests::views::{DeletedDraft, DraftDeletion, DraftPage};
use crate::requests::{Requests, words};
use crate::text::Locale;
use crate::web::{Form, Result, Show, Trace, Viewer};

/// What the page of a draft, or of a deleted one, shows.
pub(super) fn page(found: &Found, locale: Locale, kept: bool) -> Response {
    let request = &found.request;
    let title = found.tile.outside_title(locale);
    let ends = request.expires_at.unwrap_or(request.updated_at);
    match request.deleted_at {
        Some(deleted_at) => Show(DeletedDraft {
            title,
            saved_at: request.updated_at,
            deleted_at,
            destroyed_at: ends,
            action: found.href("/restoration"),
        })
        .into_response(),
        None => Show(DraftPage {
            title,
            saved_at: request.updated_at,
            kept_until: ends,
            resume_href: found.href(&format!("/form/{}", request.page)),
            keep: words::keep_longer(&request.reference, days(&found.tile)),
            delete_href: found.href("/deletion"),
            kept,
        })
        .into_response(),
    }
}

/// The address of something that is only done by a button, opened by hand: the draft's own page.
pub(super) async fn show(_viewer: Viewer, locale: Locale, Path(reference): Path<String>) -> Response {
    see(locale, &format!("/requests/{reference}"))
}

/// Keeps a draft as long as if it had just been saved.
pub(super) async fn keep(
    State(requests): State<Requests>,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path(reference): Path<String>,
    _form: Form,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    let event = Event::from(DraftEvent::Kept { days: days(&found.tile) });
    let entry = event.of(viewer.account).on(found.request.id);
    let mut act = requests.base.acts.begin(viewer.actor(&trace), entry).await?;
    let at = act.at();
    if store::keep(act.rows(), found.request.id, expiry(&found.tile, at)).await? {
        act.commit().await?;
        return Ok(see(locale, &found.href("?done=kept")));
    }
    Ok(see(locale, &found.href("")))
}

/// Asks whether to delete the draft.
pub(super) async fn ask_deletion(
    State(requests): State<Requests>,
    viewer: Viewer,
    locale: Locale,
    Path(reference): Path<String>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    if !found.is_draft() {
        return Ok(see(locale, &found.href("")));
    }
    Ok(Show(DraftDeletion {
        title: found.tile.outside_title(locale),
        saved_at: found.request.updated_at,
        action: found.href("/deletion"),
        back_href: found.href(""),
    })
    .into_response())
}

/// Deletes the draft; for a week it can be restored.
pub(super) async fn delete(
    State(requests): State<Requests>,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path(reference): Path<String>,
    _form: Form,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    let event = Event::from(DraftEvent::Deleted { tile: found.request.tile.to_string() });
    let entry = event.of(viewer.account).on(found.request.id);
    let mut act = requests.base.acts.begin(viewer.actor(&trace), entry).await?;
    let at = act.at();
    let whenever = Micros(i64::MAX);
    if store::delete(act.rows(), found.request.id, (at, at.after(RESTORABLE)), whenever).await? {
        act.commit().await?;
        return Ok(see(locale, "/requests#deleted"));
    }
    Ok(see(locale, &found.href("")))
}

/// Restores a deleted draft, and leads to where it goes on.
pub(super) async fn restore(
    State(requests): State<Requests>,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path(reference): Path<String>,
    _form: Form,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    let event = Event::from(DraftEvent::Restored { tile: found.request.tile.to_string() });
    let entry = event.of(viewer.account).on(found.request.id);
    let mut act = requests.base.acts.begin(viewer.actor(&trace), entry).await?;
    let at = act.at();
    if store::restore(act.rows(), found.request.id, at, expiry(&found.tile, at)).await? {
        act.commit().await?;
    }
    let to = if found.request.deleted_at.is_some() {
        format!("/form/{}", found.request.page)
    } else {
        String::new()
    };
    Ok(see(locale, &found.href(&to)))
}
