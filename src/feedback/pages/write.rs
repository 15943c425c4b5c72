//! Telling: the form, the last look, sending. Nothing is kept before it is sent; what was typed goes along from
//! page to page.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::shown;
use crate::feedback::along::{Along, Brought};
use crate::feedback::send::{self, Sending};
use crate::feedback::store::{Report, ideas};
use crate::feedback::ticket::{TRAP, Ticket, Worth};
use crate::feedback::views::{AlongLine, CheckReport, IdeaLine, WriteReport, Written, excerpt, paragraphs};
use crate::feedback::{Kind, LONGEST_TEXT};
use crate::requests::Requests;
use crate::text::{Locale, fold, params};
use crate::web::views::ErrorLine;
use crate::web::{Error, Form, Result, Show, Trace, Viewer};

/// Less says nothing.
const SHORTEST_TEXT: usize = 10;
/// So many similar ideas are suggested.
const SUGGESTED: i64 = 5;

/// What the link to the form tells of the page that it stood on.
#[derive(Debug, Default, Deserialize)]
pub struct From {
    #[serde(default)]
    page: String,
    #[serde(default)]
    trace: String,
}

/// The form.
pub async fn ask(
    State(requests): State<Requests>,
    Path(kind): Path<String>,
    viewer: Option<Viewer>,
    Query(from): Query<From>,
) -> Result<Response> {
    let kind = Kind::of(&kind).ok_or(Error::NotFound)?;
    let brought = Brought { page: &from.page, viewport: "", trace: "" };
    let along = Along::of(&requests, kind, &brought, (viewer.as_ref(), false)).await?;
    let written = Written {
        page: from.page,
        trace: from.trace,
        ticket: Ticket::issue(&requests.base)?,
        ..Written::default()
    };
    let page = Show(WriteReport { kind, written, errors: Vec::new(), most: LONGEST_TEXT });
    Ok(shown(&requests, along.tile.as_ref(), page))
}

fn typed(form: &Form) -> Written {
    let input = |name| form.get(name).unwrap_or_default().to_owned();
    Written {
        text: input("text").replace("\r\n", "\n").trim().to_owned(),
        page: input("page"),
        viewport: input("viewport"),
        trace: input("trace"),
        anonymous: form.get("anonymous").is_some(),
        ticket: input("ticket"),
    }
}

/// Whatever is pressed: what was typed is on the page that follows, until it is sent.
pub async fn take(
    State(requests): State<Requests>,
    Path(kind): Path<String>,
    viewer: Option<Viewer>,
    trace: Trace,
    locale: Locale,
    form: Form,
) -> Result<Response> {
    let kind = Kind::of(&kind).ok_or(Error::NotFound)?;
    let written = typed(&form);
    let known = viewer.is_some() && !written.anonymous;
    let brought = Brought { page: &written.page, viewport: &written.viewport, trace: &written.trace };
    let along = Along::of(&requests, kind, &brought, (viewer.as_ref(), known)).await?;
    let tile = along.tile.clone();
    let errors = errors(&requests, &written.text, locale);
    if form.get("action") == Some("change") || !errors.is_empty() {
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let page = (status, Show(WriteReport { kind, written, errors, most: LONGEST_TEXT }));
        return Ok(shown(&requests, tile.as_ref(), page));
    }
    let Some(ticket) = ready(&requests, &form, &written, known) else {
        let page = Show(check(&requests, kind, written, &along, known, locale).await?);
        return Ok(shown(&requests, tile.as_ref(), page));
    };
    let sending = Sending {
        kind,
        text: &written.text,
        along: &along,
        locale,
        ticket: &ticket,
        viewer: viewer.as_ref().filter(|_| known),
        source: form.client().source(),
    };
    let reference = send::send(&requests, &trace, &sending).await?;
    let next = if known {
        format!("/{locale}/account/feedback/{reference}?sent=true")
    } else {
        format!("/{locale}/feedback/follow/{}?sent=true", ticket.link())
    };
    Ok(Redirect::to(&next).into_response())
}

/// The form's ticket, if it is to be sent now. Whoever was faster than people are, filled in what they do not
/// see, or comes with another form's ticket, sees the last look again, as does someone whose session ended
/// meanwhile: a robot learns nothing, a person has nothing to type again.
fn ready(requests: &Requests, form: &Form, written: &Written, known: bool) -> Option<Ticket> {
    let base = &requests.base;
    let trapped = form.get(TRAP).is_some_and(|value| !value.is_empty());
    let same = form.get("known") == Some(if known { "yes" } else { "no" });
    if form.get("action") != Some("send") || !same {
        return None;
    }
    let ticket = Ticket::open(base, &written.ticket);
    let good = ticket.filter(|ticket| !trapped && ticket.worth(base.clock.now()) == Worth::Good);
    if good.is_none() {
        metrics::counter!("parvis_reports_held_total").increment(1);
    }
    good
}

fn errors(requests: &Requests, text: &str, locale: Locale) -> Vec<ErrorLine> {
    let words = &requests.base.text;
    let length = text.chars().count();
    let message = if length < SHORTEST_TEXT {
        words.get(locale, "report-error-short")
    } else if length > LONGEST_TEXT {
        let over = params([("most", LONGEST_TEXT.into()), ("length", length.into())]);
        words.get_with(locale, "report-error-long", &over)
    } else {
        return Vec::new();
    };
    vec![ErrorLine { input: "text".into(), message }]
}

/// The last look: exactly what will be sent.
async fn check(
    requests: &Requests,
    kind: Kind,
    written: Written,
    along: &Along,
    known: bool,
    locale: Locale,
) -> Result<CheckReport> {
    let similar = match kind {
        Kind::Idea => similar(requests, &written.text, locale).await?,
        Kind::Problem => Vec::new(),
    };
    Ok(CheckReport {
        kind,
        text: paragraphs(&written.text),
        along: AlongLine::all(along.lines(requests, locale, locale)),
        known,
        similar,
        written: Written { ticket: fresh(requests, written.ticket)?, ..written },
    })
}

/// The same ticket, as long as it may serve.
fn fresh(requests: &Requests, ticket: String) -> Result<String> {
    let base = &requests.base;
    let worth = Ticket::open(base, &ticket).map(|ticket| ticket.worth(base.clock.now()));
    match worth {
        Some(Worth::Good | Worth::Hasty) => Ok(ticket),
        Some(Worth::Stale) | None => Ticket::issue(base),
    }
}

/// Published ideas that have words in common with this text: two at the least, or the only one.
async fn similar(requests: &Requests, text: &str, locale: Locale) -> Result<Vec<IdeaLine>> {
    let mut words: Vec<String> = fold::words(text).into_iter().collect();
    // The longer a word, the more it tells.
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(ideas::COMPARED);
    let shared = if words.len() > 2 { 2 } else { 1 };
    let found = ideas::similar(&mut requests.base.db.read().await?, &words, shared, SUGGESTED).await?;
    Ok(found.iter().filter_map(|idea| line(idea, locale)).collect())
}

/// A published idea in a list.
pub(super) fn line(idea: &Report, locale: Locale) -> Option<IdeaLine> {
    Some(IdeaLine {
        href: format!("/ideas/{}", idea.reference),
        excerpt: excerpt(idea.published()?.get(locale), 140),
        status: idea.status,
        votes: idea.votes,
    })
}
