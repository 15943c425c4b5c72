//! Following requests: the list, one request with its timeline, the copy to keep.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};

use super::{Found, WORDING, section_views, see};
use crate::identity::Citizen;
use crate::notices;
use crate::requests::submission::Submission;
use crate::requests::views::{
    AnswerSection, RequestCopy, RequestList, RequestMessage, RequestView, StepLine,
};
use crate::requests::{Requests, State as Stand, Withdrawal, store, words};
use crate::text::Locale;
use crate::vault::Place;
use crate::web::views::StateWord;
use crate::web::{Result, Show, Viewer};

/// The most requests that the list shows.
const LISTED: i64 = 200;

/// All requests of the viewer: drafts, those under way, those ended.
pub(super) async fn list(
    State(requests): State<Requests>,
    viewer: Viewer,
    locale: Locale,
) -> Result<Show<RequestList>> {
    let rows = store::list(&mut requests.base.db.read().await?, viewer.account, LISTED).await?;
    let mut page = RequestList { drafts: Vec::new(), open: Vec::new(), ended: Vec::new() };
    for row in &rows {
        let line = words::line(&requests.catalogue, row, locale);
        match line.state {
            StateWord::Draft => page.drafts.push(line),
            StateWord::Closed | StateWord::Withdrawn => page.ended.push(line),
            _ => page.open.push(line),
        }
    }
    // What waits for the citizen comes first; the order by time holds within each.
    page.open.sort_by_key(|line| !line.needs_me);
    Ok(Show(page))
}

/// One request: where it stands, who acts next, what happened.
pub(super) async fn show(
    State(requests): State<Requests>,
    viewer: Viewer,
    locale: Locale,
    Path(reference): Path<String>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    let request = &found.request;
    if found.is_draft() {
        let page = found.href(&format!("/form/{}", request.page));
        return Ok(see(locale, &page));
    }
    let mut db = requests.base.db.read().await?;
    let steps = store::steps(&mut db, request.id).await?;
    let messages = notices::store::of_request(&mut db, request.id).await?;
    drop(db);
    let line = |step| words::step_line(Some(&found.tile), &requests.base.text, step, locale);
    let steps: Vec<StepLine> = steps.iter().map(line).collect();
    let messages = messages.iter().map(|row| message_line(row, &viewer, locale)).collect::<Result<_>>()?;
    Ok(Show(RequestView {
        title: found.tile.title(locale).to_owned(),
        reference: request.reference.to_string(),
        service_reference: request.backend_reference.clone(),
        state: words::state_word(request.state, request.withdrawal),
        withdrawal: words::withdrawal_word(request.withdrawal),
        delivery_waiting: request.waits_for_delivery(),
        who_next: words::who_next(request),
        as_of: request.as_of,
        steps,
        sections: answers(&found, &viewer)?,
        withdraw_href: request.can_be_withdrawn(&found.tile).then(|| found.href("/withdrawal")),
        copy_href: found.href("/copy"),
        help_href: format!("/services/{}/help", found.tile.id()),
        messages,
        refresh: request.state != Stand::Closed && request.withdrawal != Withdrawal::Accepted,
    })
    .into_response())
}

fn message_line(row: &notices::store::Row, viewer: &Viewer, locale: Locale) -> Result<RequestMessage> {
    Ok(RequestMessage {
        href: notices::pages::href(row.id),
        subject: notices::pages::subject(row, &viewer.key, locale)?,
        at: row.created_at,
        unread: row.read_at.is_none(),
    })
}

/// The answers in the words that were shown when they were sent.
fn answers(found: &Found, viewer: &Viewer) -> Result<Vec<AnswerSection>> {
    let Some(submission) = submission(found, viewer)? else { return Ok(Vec::new()) };
    Ok(section_views(submission.sections))
}

fn submission(found: &Found, viewer: &Viewer) -> Result<Option<Submission>> {
    let Some(sealed) = &found.request.wording else { return Ok(None) };
    Ok(Some(viewer.key.open_json(Place::new(WORDING, found.request.id.0), sealed)?))
}

/// The copy to print or to keep.
pub(super) async fn copy(
    State(requests): State<Requests>,
    citizen: Citizen,
    viewer: Viewer,
    locale: Locale,
    Path(reference): Path<String>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    let (Some(submission), Some(submitted_at)) = (submission(&found, &viewer)?, found.request.submitted_at)
    else {
        return Ok(see(locale, &found.href("/check")));
    };
    Ok(Show(RequestCopy {
        title: found.tile.title(locale).to_owned(),
        reference: found.request.reference.to_string(),
        name: citizen.claims.name.clone().unwrap_or_default(),
        submitted_at,
        sections: section_views(submission.sections),
        declaration: submission.declaration,
        request_href: found.href(""),
    })
    .into_response())
}
