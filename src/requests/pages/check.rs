//! Check your answers, declare, send; and the page that says it was sent.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{Found, WORDING, changed, see};
use crate::attachments;
use crate::audit::Event;
use crate::crash;
use crate::identity::Citizen;
use crate::limits::{Limit, Of};
use crate::outbox::{Kind, NewJob};
use crate::requests::submission::{self, Submission};
use crate::requests::views::{AnswerRow, AnswerSection, CheckAnswers, Confirmation};
use crate::requests::{Requests, store, withdrawal_rule};
use crate::text::{Locale, format};
use crate::tiles::form::{Answers, Entry, FieldError, FieldId, Inputs, PageId, SummaryRow, SummarySection};
use crate::vault::Place;
use crate::web::views::ErrorLine;
use crate::web::{Form, Result, Show, Trace, Viewer};

/// What keeps a draft from being sent.
#[derive(Default)]
struct Wrong {
    answers: Vec<(PageId, FieldError)>,
    declaration: bool,
    /// Another window changed the answers after they were read here.
    changed: bool,
}

/// All answers, with a way to change each.
pub(super) async fn show(
    State(requests): State<Requests>,
    (citizen, viewer): (Citizen, Viewer),
    locale: Locale,
    Path(reference): Path<String>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    if !found.is_draft() {
        return Ok(see(locale, &found.href("")));
    }
    let known = found.form()?.prefill(&citizen.claims.as_map());
    let inputs = found.inputs(&viewer.key, &known)?;
    Ok(view(&requests, &found, (&inputs, &known), locale, &Wrong::default()).await?.into_response())
}

async fn view(
    requests: &Requests,
    found: &Found,
    (inputs, known): (&Inputs, &Inputs),
    locale: Locale,
    wrong: &Wrong,
) -> Result<Show<CheckAnswers>> {
    let (tile, form) = (&found.tile, found.form()?);
    let resting = requests.resting(tile, locale).await?;
    let is_locked = |field: &FieldId| form.field(field).is_some_and(|field| field.is_locked(known));
    let message = |error: &FieldError| tile.error_message(locale, error);
    let line = |error: &FieldError| ErrorLine {
        input: format!("answer-{}", row_id(error.entry.as_ref(), &error.field)),
        message: message(error),
    };
    let mut errors: Vec<ErrorLine> = wrong.answers.iter().map(|(_, error)| line(error)).collect();
    let section = |section: SummarySection| {
        let href = section_href(found, &section);
        let row = |row: SummaryRow| {
            let here = |error: &&FieldError| error.field == row.field && error.entry == section.entry;
            let error = wrong.answers.iter().map(|(_, error)| error).find(here);
            AnswerRow {
                id: row_id(section.entry.as_ref(), &row.field),
                error: error.map(message),
                change_href: (!is_locked(&row.field)).then(|| format!("{href}#{}", row.field)),
                label: row.label,
                value: row.value,
            }
        };
        AnswerSection {
            id: section.entry.as_ref().map_or_else(|| section.page.to_string(), |entry| entry.id.to_string()),
            entry: section.entry.is_some(),
            rows: section.rows.into_iter().map(row).collect(),
            title: section.title,
        }
    };
    let sections = form.summary(tile, locale, inputs).into_iter().map(section);
    let mut say = |input: &str, key| {
        errors.push(ErrorLine { input: input.to_owned(), message: requests.base.text.get(locale, key) });
    };
    if wrong.changed {
        say("answers", "error-answers-changed");
    }
    if wrong.declaration {
        say("declaration", "error-declaration-required");
    }
    let last = form.pages_shown(inputs).last().map(|page| format!("/form/{}", page.id));
    let back = last.filter(|_| form.sections().is_empty()).unwrap_or_else(|| "/form".to_owned());
    Ok(Show(CheckAnswers {
        tile: tile.id().to_string(),
        title: tile.title(locale).to_owned(),
        sections: sections.collect(),
        declaration: submission::declaration(tile, locale),
        changed: changed::view(tile, inputs, Some(&found.request.release), locale),
        errors,
        saved_at: Some(found.request.updated_at),
        action: found.href("/check"),
        back_href: found.href(&back),
        version: found.request.version,
        resting,
        files_checking: found.has_files(attachments::State::Checking),
        files_refused: found.has_files(attachments::State::Refused),
    }))
}

/// What a row is called on the page.
fn row_id(entry: Option<&Entry>, field: &FieldId) -> String {
    entry.map_or_else(|| field.to_string(), |entry| format!("{}-{field}", entry.id))
}

/// Where what stands in a section can be changed, to come back here.
fn section_href(found: &Found, section: &SummarySection) -> String {
    let entry = section.entry.as_ref().map(|entry| format!("/{}/{}", entry.group, entry.id));
    found.href(&format!("/form/{}{}?from=check", section.page, entry.unwrap_or_default()))
}

/// Sends the request: one act with the rows, the event and the promise to deliver. Sending twice
/// is sending once: the second finds the draft gone and shows the confirmation.
pub(super) async fn send(
    State(requests): State<Requests>,
    citizen: Citizen,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path(reference): Path<String>,
    form: Form,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    if !found.is_draft() {
        return Ok(see(locale, &found.href("/confirmation")));
    }
    if form.get("action") == Some("save") {
        return Ok(see(locale, "/"));
    }
    let known = found.form()?.prefill(&citizen.claims.as_map());
    let inputs = found.inputs(&viewer.key, &known)?;
    let today = format::day(requests.base.clock.now());
    let declared =
        submission::declaration(&found.tile, locale).is_none() || form.get("declaration") == Some("yes");
    let answers = match found.form()?.check(&inputs, today) {
        Ok(answers) if declared => answers,
        checked => {
            let wrong =
                Wrong { answers: checked.err().unwrap_or_default(), declaration: !declared, changed: false };
            let page = view(&requests, &found, (&inputs, &known), locale, &wrong).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    // The version that was checked by eye is the version that is sent.
    if form.get("version") != Some(found.request.version.to_string().as_str()) {
        let wrong = Wrong { changed: true, ..Wrong::default() };
        let page = view(&requests, &found, (&inputs, &known), locale, &wrong).await?;
        return Ok((StatusCode::PRECONDITION_FAILED, page).into_response());
    }
    let submission = compose(&found, &citizen, &inputs, &answers, locale)?;
    submit(&requests, &viewer, &trace, &found, &submission).await?;
    Ok(see(locale, &found.href("/confirmation")))
}

fn compose(
    found: &Found,
    citizen: &Citizen,
    inputs: &Inputs,
    answers: &Answers,
    locale: Locale,
) -> Result<Submission> {
    let tile = &found.tile;
    Ok(Submission {
        answers: submission::answers_json(answers),
        locale,
        sections: submission::sections(tile, found.form()?, locale, inputs),
        declaration: submission::declaration(tile, locale),
        acr: citizen.acr.clone(),
        signed_in_at: citizen.signed_in_at,
        claims: Submission::released(tile, &citizen.claims.as_map()),
    })
}

async fn submit(
    requests: &Requests,
    viewer: &Viewer,
    trace: &Trace,
    found: &Found,
    submission: &Submission,
) -> Result<()> {
    let request = &found.request;
    let wording = viewer.key.seal_json(Place::new(WORDING, request.id.0), submission)?;
    let event = Event::RequestSubmitted {
        tile: request.tile.to_string(),
        release: found.tile.release.version.clone(),
        reference: request.reference.to_string(),
    };
    let base = &requests.base;
    let mut act = base.acts.begin(viewer.actor(trace), event.of(viewer.account).on(request.id)).await?;
    base.limits.spend(&mut act, Limit::Submission, Of::service(viewer.account, &request.tile)).await?;
    let at = act.at();
    let sending = store::Sending {
        id: request.id,
        version: request.version,
        release: &found.tile.release.version,
        wording: &wording,
        locale: submission.locale,
        at,
    };
    if !store::submit(act.rows(), &sending).await? {
        // Another window sent it, changed it or deleted it: the next page tells which.
        return Ok(());
    }
    requests.add_step(&mut act, request.id, "submitted").await?;
    act.promise(NewJob {
        kind: Kind::DeliverRequest,
        subject: request.id.0,
        account: Some(viewer.account),
        request: Some(request.id),
        payload: json!({}),
    })
    .await?;
    act.commit().await?;
    crash::point("submit.committed");
    Ok(())
}

/// It was sent: the reference, what comes next and when, a copy to keep.
pub(super) async fn confirmation(
    State(requests): State<Requests>,
    viewer: Viewer,
    locale: Locale,
    Path(reference): Path<String>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    let Some(submitted_at) = found.request.submitted_at else {
        return Ok(see(locale, &found.href("/check")));
    };
    Ok(Show(Confirmation {
        title: found.tile.title(locale).to_owned(),
        reference: found.request.reference.to_string(),
        submitted_at,
        what_next: what_next(&requests, &found, locale),
        request_href: found.href(""),
        copy_href: found.href("/copy"),
    })
    .into_response())
}

/// The tile's own sentences (`next-1`, `next-2`, …), or the portal's.
fn what_next(requests: &Requests, found: &Found, locale: Locale) -> Vec<String> {
    let own = found.tile.what_next(locale);
    if !own.is_empty() {
        return own;
    }
    let withdraw = withdrawal_rule(&found.tile).map(|_| "what-next-withdraw");
    let keys = ["what-next-received", "what-next-told"].into_iter().chain(withdraw);
    keys.map(|key| requests.base.text.get(locale, key)).collect()
}
