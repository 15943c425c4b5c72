//! The log, searched by what happened. The search is in the address, to be kept and shared: it holds codes
//! and ids, and nobody's words. One that would show a person's journey asks for the reason first.

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use jiff::civil::Date;
use serde::Deserialize;

use super::journeys;
use crate::admin::export::{self, Format, What};
use crate::admin::views::{Choice, Log, LogAsked, LogLine};
use crate::audit::OversightEvent;
use crate::audit::search::{self, Line, Search};
use crate::id::EventId;
use crate::identity::{self, Staff};
use crate::limits::Limit;
use crate::requests::{Requests, store};
use crate::store::Read;
use crate::text::{Locale, format};
use crate::web::views::ErrorLine;
use crate::web::{Error, Result, Show, Trace};

/// The most lines on a page.
const MOST_LINES: usize = 50;

pub(super) fn router(requests: Requests) -> Router {
    Router::new()
        .route("/admin/log", get(show))
        .route("/admin/log/export", get(take_along))
        .with_state(requests)
}

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    #[serde(flatten)]
    query: LogAsked,
    /// The line that the page before ended with.
    before: Option<EventId>,
    #[serde(default)]
    format: String,
}

/// A search as it was understood: by which codes, and what of it makes no sense.
#[derive(Default)]
struct Understood {
    search: Search,
    by: Vec<&'static str>,
    wrong: Vec<&'static str>,
}

impl Understood {
    fn take<T>(&mut self, input: &'static str, typed: &str, value: Option<T>) -> Option<T> {
        if typed.is_empty() {
            return None;
        }
        self.by.push(input);
        if value.is_none() {
            self.wrong.push(input);
        }
        value
    }
}

/// The search that the address asks for. What it names and nobody knows is wrong, not simply not found.
async fn understand(db: &mut Read, asked: &LogAsked) -> Result<Understood> {
    let mut all = Understood::default();
    let day = |typed: &str| typed.parse::<Date>().ok();
    if let Ok(reference) = asked.reference.parse() {
        let owner = store::owner(db, &reference).await?;
        all.search.account = owner.as_ref().map(|(account, ..)| *account);
        all.search.request = owner.map(|(_, request, _)| request);
    }
    all.take("reference", &asked.reference, all.search.request);
    if !asked.person.is_empty() {
        let found = identity::by_pseudonym(db, &asked.person).await?;
        all.search.account = all.take("person", &asked.person, found);
    }
    all.search.session = all.take("session", &asked.session, asked.session.parse().ok());
    let code = |typed: &str| typed.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let event = Some(asked.event.clone()).filter(|typed| code(typed));
    all.search.code = all.take("event", &asked.event, event);
    all.search.tile = all.take("service", &asked.service, Some(asked.service.clone()));
    let trace = Some(asked.trace.clone()).filter(|typed| typed.bytes().all(|byte| byte.is_ascii_hexdigit()));
    all.search.trace = all.take("trace", &asked.trace, trace);
    let from = day(&asked.from).map(|day| format::midnight(format::end_of_day(day)));
    all.search.from = all.take("from", &asked.from, from);
    let until = day(&asked.until).map(|day| crate::clock::Micros(format::end_of_day(day).0 + 1));
    all.search.until = all.take("until", &asked.until, until);
    Ok(all)
}

async fn show(
    State(requests): State<Requests>,
    staff: Staff,
    trace: Trace,
    locale: Locale,
    Query(query): Query<Asked>,
) -> Result<Response> {
    let page = form(&requests, &query.query, locale);
    let understood = understand(&mut requests.base.db.read().await?, &query.query).await?;
    if understood.by.is_empty() {
        return Ok(Show(page).into_response());
    }
    if !understood.wrong.is_empty() {
        let say = |input| requests.base.text.get(locale, mistake(input));
        let line = |input: &&'static str| ErrorLine { message: say(input), input: (*input).to_owned() };
        let errors = understood.wrong.iter().map(line).collect();
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Show(Log { errors, ..page })).into_response());
    }
    if let Some(gate) = gate(&requests, &staff, &understood.search, locale).await? {
        return Ok(gate);
    }
    let event = OversightEvent::LogSearched { by: understood.by.clone() };
    requests.base.acts.log(staff.actor(&trace), event).await?;
    let before = query.before.unwrap_or(search::newest());
    let mut db = requests.base.db.read().await?;
    let limit = i64::try_from(MOST_LINES + 1).unwrap_or(i64::MAX);
    let lines = search::find(&mut db, &understood.search, before, limit).await?;
    let shown = lines.get(..lines.len().min(MOST_LINES)).unwrap_or_default();
    let next = shown.last().filter(|_| lines.len() > shown.len()).map(|last| last.id.to_string());
    let lines = shown.iter().map(|line| log_line(&requests, line)).collect();
    Ok(Show(Log { lines: Some(lines), next, query: address(&query.query), ..page }).into_response())
}

/// What is said of an input that makes no sense.
fn mistake(input: &str) -> &'static str {
    match input {
        "event" => "log-error-event",
        "reference" => "log-error-reference",
        "person" => "log-error-person",
        "session" => "log-error-session",
        "trace" => "log-error-trace",
        _ => "log-error-day",
    }
}

/// Where a search that shows a person's journey is led for want of a reason.
async fn gate(
    requests: &Requests,
    staff: &Staff,
    search: &Search,
    locale: Locale,
) -> Result<Option<Response>> {
    let subject = journeys::subject(&mut requests.base.db.read().await?, search).await?;
    let Some(account) = subject else { return Ok(None) };
    if journeys::looked(requests, staff, account).await?.is_some() {
        return Ok(None);
    }
    let person = identity::pseudonym(&requests.base.vault, account);
    Ok(Some(Redirect::to(&format!("/{locale}/admin/journeys/{person}")).into_response()))
}

/// Hands over what a search finds, newest first: written down, and so many times a day. The whole log takes
/// two people and is no search.
async fn take_along(
    State(requests): State<Requests>,
    staff: Staff,
    trace: Trace,
    locale: Locale,
    Query(query): Query<Asked>,
) -> Result<Response> {
    let format = Format::of(&query.format).ok_or(Error::NotFound)?;
    let understood = understand(&mut requests.base.db.read().await?, &query.query).await?;
    if understood.by.is_empty() || !understood.wrong.is_empty() {
        return Err(Error::BadRequest);
    }
    if let Some(gate) = gate(&requests, &staff, &understood.search, locale).await? {
        return Ok(gate);
    }
    let base = &requests.base;
    let event = OversightEvent::LogExported { by: understood.by, format: format.word() };
    let mut act = base.acts.begin(staff.actor(&trace), event).await?;
    base.limits.spend(&mut act, Limit::LogExport, staff.account).await?;
    act.commit().await?;
    let what = What::Found(Box::new(understood.search));
    Ok(export::file(base, "log", what, format, export::MOST_LINES))
}

fn form(requests: &Requests, asked: &LogAsked, locale: Locale) -> Log {
    let catalogue = requests.catalogue.current();
    let choice = |tile: &crate::tiles::Tile| Choice {
        value: tile.id().to_string(),
        label: tile.title(locale).to_owned(),
    };
    Log {
        asked: asked.clone(),
        services: catalogue.iter().map(|tile| choice(tile)).collect(),
        errors: Vec::new(),
        lines: None,
        next: None,
        query: String::new(),
        most: export::MOST_LINES,
    }
}

fn log_line(requests: &Requests, line: &Line) -> LogLine {
    LogLine {
        at: line.at,
        code: line.code.clone(),
        actor: line.actor.clone(),
        person: journeys::named(requests, line),
        staff: export::staff(&requests.base, line),
        fields: journeys::fields(&line.fields.0, line.trace.as_deref()),
    }
}

/// The search as the end of an address.
fn address(asked: &LogAsked) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in asked.inputs() {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    query.finish()
}
