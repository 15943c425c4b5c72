//! Following one request: where it stands, who acts next, what happened; and the copy to keep.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::messages::{may_write, utterances};
use super::reply_files::ReplyFiles;
use super::silence::Silences;
use super::tasks::{self, Standing};
use super::{Found, WORDING, documents, drafts, parts, section_views};
use crate::attachments;
use crate::requests::news::opened;
use crate::requests::standing::in_order;
use crate::requests::store::parts::Part;
use crate::requests::store::{self, Document, Reply, Step, Task};
use crate::requests::submission::Submission;
use crate::requests::views::{AnswerSection, RequestView, StepLine};
use crate::requests::{Requests, State as Stand, Withdrawal, words};
use crate::text::Locale;
use crate::vault::Place;
use crate::web::{Result, Show, Viewer};

/// The latest messages shown on the request's own page.
const LATEST_MESSAGES: usize = 2;
/// What the page can say that the citizen has just done.
const DONE: [&str; 2] = ["task", "task-read"];

/// What led to the page, in its query.
#[derive(Debug, Default, Deserialize)]
pub struct From {
    done: Option<String>,
}

/// All that is known of a request beside its row.
struct Known {
    steps: Vec<Step>,
    tasks: Vec<Task>,
    documents: Vec<Document>,
    replies: Vec<Reply>,
    parts: Vec<Part>,
    files: ReplyFiles,
    silences: Silences,
    resting: Option<String>,
}

impl Known {
    async fn of(requests: &Requests, found: &Found, viewer: &Viewer, locale: Locale) -> Result<Self> {
        let resting = requests.resting(&found.tile, locale).await?;
        let files = ReplyFiles::of(requests, found, &viewer.key).await?;
        let (mut db, id) = (requests.base.db.read().await?, found.request.id);
        Ok(Self {
            steps: store::steps(&mut db, id).await?,
            tasks: store::tasks::of_request(&mut db, id).await?,
            documents: store::documents::of_request(&mut db, id).await?,
            replies: store::replies::of_request(&mut db, id).await?,
            parts: store::parts::of_request(&mut db, id).await?,
            files,
            resting,
            silences: Silences::now(&mut db).await?,
        })
    }
}

/// One request: where it stands, who acts next, what happened.
pub(super) async fn show(
    State(requests): State<Requests>,
    viewer: Viewer,
    locale: Locale,
    Path(reference): Path<String>,
    Query(from): Query<From>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    if found.request.state == Stand::Draft {
        return Ok(drafts::page(&found, locale, from.done.as_deref() == Some("kept")));
    }
    let known = Known::of(&requests, &found, &viewer, locale).await?;
    let view = view(&requests, &found, &viewer, known, locale)?;
    let done = from.done.and_then(|done| DONE.into_iter().find(|known| *known == done));
    Ok(Show(RequestView { done, ..view }).into_response())
}

fn view(
    requests: &Requests,
    found: &Found,
    viewer: &Viewer,
    known: Known,
    locale: Locale,
) -> Result<RequestView> {
    let (request, tile, now) = (&found.request, &*found.tile, requests.base.clock.now());
    let steps = opened(in_order(known.steps), &viewer.key)?;
    let said = (known.replies.as_slice(), &known.files);
    let mut messages = utterances((found, &requests.base.text), &steps, said, &viewer.key, locale)?;
    let has_messages = !messages.is_empty();
    messages.drain(..messages.len().saturating_sub(LATEST_MESSAGES));
    let may_write = may_write(found);
    let line = |(step, _): &(Step, _)| words::step_line(Some(tile), &requests.base.text, step, locale);
    let steps: Vec<StepLine> = steps.iter().rev().map(line).collect();
    let usual_end = words::usual_end(tile, request.code.as_deref(), request.state_since)
        .filter(|_| request.state != Stand::Closed && !request.needs_me);
    let standing = Standing { found, viewer, text: &requests.base.text, now, locale };
    let silent = known.silences.of_request(requests, request);
    let asked = request.withdrawal == Withdrawal::Asked;
    Ok(RequestView {
        title: tile.title(locale).to_owned(),
        reference: request.reference.to_string(),
        service_reference: request.backend_reference.clone(),
        state: words::state_word(request.into()),
        since: request.state_since,
        withdrawal: words::withdrawal_word(request.withdrawal),
        withdrawal_due_at: request.withdrawal_due_at.filter(|_| asked),
        withdrawal_overdue: asked && request.withdrawal_due_at.is_some_and(|due| due <= now),
        resting: known.resting.filter(|_| request.state != Stand::Closed),
        delivery_waiting: request.waits_for_delivery(),
        who_next: words::who_next(request),
        usual_end,
        late: usual_end.is_some_and(|end| end < now),
        as_of: silent.or(request.as_of),
        silent: silent.is_some(),
        done: None,
        tasks: tasks::lines(&standing, &known.tasks, &known.replies)?,
        parts: parts::lines(found, &known.parts, now, locale),
        documents: documents::lines(found, &known.documents, &viewer.key, locale)?,
        messages,
        messages_href: (has_messages || may_write).then(|| found.href("/messages")),
        may_write,
        steps,
        sections: answers(found, viewer)?,
        files: found.files.iter().map(|listed| listed.view(tile, locale)).collect(),
        files_checking: request.waits_for_delivery() && found.has_files(attachments::State::Checking),
        withdraw_href: request.can_be_withdrawn(tile).then(|| found.href("/withdrawal")),
        copy_href: found.href("/copy"),
        receipt_href: request.withdrawal_asked_at.map(|_| found.href("/withdrawal/receipt")),
        help_href: format!("/services/{}/help", tile.id()),
        refresh: request.state != Stand::Closed && request.withdrawal != Withdrawal::Accepted,
    })
}

/// The answers in the words that were shown when they were sent.
fn answers(found: &Found, viewer: &Viewer) -> Result<Vec<AnswerSection>> {
    let Some(submission) = submission(found, viewer)? else { return Ok(Vec::new()) };
    Ok(section_views(submission.sections))
}

pub(super) fn submission(found: &Found, viewer: &Viewer) -> Result<Option<Submission>> {
    let Some(sealed) = &found.request.wording else { return Ok(None) };
    Ok(Some(viewer.key.open_json(Place::new(WORDING, found.request.id.0), sealed)?))
}
