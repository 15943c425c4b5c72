//! The administrators' pages. Looking at a citizen's journey is itself an event of that journey,
//! with its reason.

use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::Value;

use super::views::{
    CertificationLine, EventLine, JobLine, Jobs, Journey, Journeys, REASONS, SilentLine, Today, Urgency,
};
use crate::audit::{self, Entry, Event};
use crate::clock::Micros;
use crate::config::{Backend, Config, Standing};
use crate::id::{AccountId, EventId, JobId, Reference, ReplyId};
use crate::identity::Administrator;
use crate::outbox::store::Replayed;
use crate::outbox::{self, Kind};
use crate::requests::{Requests, store, words};
use crate::store::Read;
use crate::text::{Locale, format};
use crate::tiles::TileId;
use crate::web::views::ErrorLine;
use crate::web::{Error, Form, Result, Show, Trace};

/// The most events of one journey on a page.
const MOST_EVENTS: i64 = 1_000;
/// The most dead jobs on a page.
const MOST_JOBS: i64 = 200;

/// With no more days left, a certification's end is worth a line.
const WORTH_KNOWING_DAYS: u32 = 60;

/// How long a back-end may be silent before it is worth a line.
const PATIENCE: Duration = Duration::from_mins(2);

/// The routes, below the language prefix.
pub fn router(requests: Requests) -> Router {
    Router::new()
        .route("/admin", get(today))
        .route("/admin/journeys", get(journeys).post(find_journey))
        .route("/admin/jobs", get(jobs))
        .route("/admin/jobs/{id}/replay", post(replay))
        .with_state(requests)
}

/// What happened since midnight, and what waits.
async fn today(State(requests): State<Requests>, _: Administrator) -> Result<Show<Today>> {
    let now = requests.base.clock.now();
    let since = format::midnight(now);
    let mut db = requests.base.db.read().await?;
    let mut counts = [0_u64; 5];
    let codes =
        ["signin-succeeded", "request-submitted", "request-delivered", "message-sent", "callback-refused"];
    for (count, code) in counts.iter_mut().zip(codes) {
        *count = audit::store::count_since(&mut db, code, since).await?.max(0).unsigned_abs();
    }
    let [sign_ins, submissions, deliveries, messages, callbacks_refused] = counts;
    let by_state = outbox::store::count_by_state(&mut db).await?;
    let jobs_in = |states: &[&str]| -> u64 {
        let counted = by_state.iter().filter(|(state, _)| states.contains(&state.as_str()));
        counted.map(|(_, count)| count.max(&0).unsigned_abs()).sum()
    };
    Ok(Show(Today {
        sign_ins,
        submissions,
        deliveries,
        messages,
        callbacks_refused,
        jobs_waiting: jobs_in(&["waiting", "leased"]),
        jobs_dead: jobs_in(&["dead"]),
        codes_unknown: store::count_unclear(&mut db).await?.max(0).unsigned_abs(),
        withdrawals_overdue: store::withdrawals::count_overdue(&mut db, now).await?.max(0).unsigned_abs(),
        silent: silent(&mut db, now).await?,
        certifications: certifications(&requests.base.config, now),
        single_host: requests.base.config.tiles.domain.is_none()
            && requests.catalogue.current().iter().any(|tile| tile.app().is_some()),
        oldest_waiting: outbox::store::oldest_waiting(&mut db).await?,
        at: now,
    }))
}

/// The back-ends that have not answered for a while.
async fn silent(db: &mut Read, now: Micros) -> Result<Vec<SilentLine>> {
    let contacts = store::pulls::contacts(db).await?.into_iter();
    let line = |contact: store::pulls::Contact| {
        let since = contact.failing_since.filter(|since| now.since(*since) >= PATIENCE)?;
        Some(SilentLine { backend: contact.backend, since })
    };
    Ok(contacts.filter_map(line).collect())
}

/// The certifications that hold for less than two months, or no more.
fn certifications(config: &Config, now: Micros) -> Vec<CertificationLine> {
    let today = format::day(now);
    let line = |(name, backend): (&String, &Backend)| {
        let certification = backend.certification.as_ref()?;
        let days_left = match backend.standing(today) {
            Standing::Holds { days_left } if days_left <= WORTH_KNOWING_DAYS => Some(days_left),
            Standing::Expired => None,
            Standing::Holds { .. } | Standing::NotYet | Standing::Uncertified => return None,
        };
        Some(CertificationLine {
            backend: name.clone(),
            number: certification.number.clone(),
            valid_until: format::end_of_day(certification.valid_until),
            days_left,
            urgency: Urgency::of(days_left),
        })
    };
    let mut lines: Vec<_> = config.backend.iter().filter_map(line).collect();
    lines.sort_by_key(|line| line.days_left);
    lines
}

fn empty_search() -> Journeys {
    Journeys {
        reference: String::new(),
        reason: String::new(),
        reasons: REASONS,
        errors: Vec::new(),
        not_found: false,
        journey: None,
    }
}

async fn journeys(_: Administrator) -> Show<Journeys> {
    Show(empty_search())
}

/// Finds the journey of the person behind a reference. A search that finds someone is logged
/// before anything is shown.
async fn find_journey(
    State(requests): State<Requests>,
    administrator: Administrator,
    trace: Trace,
    locale: Locale,
    form: Form,
) -> Result<Response> {
    let typed = |name| form.get(name).unwrap_or_default().trim().to_owned();
    let search = Journeys { reference: typed("reference"), reason: typed("reason"), ..empty_search() };
    let reference = search.reference.parse::<Reference>();
    let reason = REASONS.into_iter().find(|code| *code == search.reason);
    let (Ok(reference), Some(reason)) = (&reference, reason) else {
        let say = |key| requests.base.text.get(locale, key);
        let line = |input: &str, key| ErrorLine { input: input.to_owned(), message: say(key) };
        let wrong_reference = reference.is_err().then(|| line("reference", "journeys-error-reference"));
        let wrong_reason = reason.is_none().then(|| line("reason", "journeys-error-reason"));
        let errors = wrong_reference.into_iter().chain(wrong_reason).collect();
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Show(Journeys { errors, ..search })).into_response());
    };
    let owner = store::owner(&mut requests.base.db.read().await?, reference).await?;
    let Some((account, request, tile)) = owner else {
        return Ok(Show(Journeys { not_found: true, ..search }).into_response());
    };
    let event = Event::JourneyViewed { reference: reference.to_string(), reason };
    let act = requests.base.acts.begin(administrator.actor(&trace), event.of(account).on(request)).await?;
    act.commit().await?;
    let journey = journey(&requests, account, reference, &tile, locale).await?;
    Ok(Show(Journeys { journey: Some(journey), ..search }).into_response())
}

async fn journey(
    requests: &Requests,
    account: AccountId,
    reference: &Reference,
    tile: &TileId,
    locale: Locale,
) -> Result<Journey> {
    let beginning = EventId(uuid::Uuid::nil());
    let rows =
        audit::store::journey(&mut requests.base.db.read().await?, account, beginning, MOST_EVENTS).await?;
    let pseudonym = requests.base.vault.pairwise_subject("journeys", account);
    Ok(Journey {
        person: format!("p-{}", pseudonym.get(..10).unwrap_or_default()),
        reference: reference.to_string(),
        title: words::title(&requests.catalogue.current(), tile, locale),
        events: rows.into_iter().map(event_line).collect(),
    })
}

fn event_line(row: audit::store::Row) -> EventLine {
    let fields = row.fields.0.into_iter().filter(|(_, value)| !value.is_null());
    let mut fields: Vec<(String, String)> = fields.map(|(name, value)| (name, plain(&value))).collect();
    fields.extend(row.trace.map(|trace| ("trace".to_owned(), trace)));
    EventLine { at: row.at, code: row.code, fields }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The answer or message that a job is for.
fn reply_of(payload: &Value) -> Option<ReplyId> {
    payload.get("reply")?.as_str()?.parse().ok()
}

#[derive(Debug, Default, Deserialize)]
struct ReplayQuery {
    #[serde(default)]
    replayed: bool,
}

/// The jobs that no attempt could bring to an end.
async fn jobs(
    State(requests): State<Requests>,
    _: Administrator,
    Query(query): Query<ReplayQuery>,
) -> Result<Show<Jobs>> {
    let rows = outbox::store::dead(&mut requests.base.db.read().await?, MOST_JOBS).await?;
    let line = |row: outbox::store::DeadJob| JobLine {
        id: row.id.to_string(),
        kind: row.kind,
        attempts: row.attempts,
        last_error: row.last_error.unwrap_or_default(),
        since: row.created_at,
    };
    Ok(Show(Jobs { dead: rows.into_iter().map(line).collect(), replayed: query.replayed }))
}

/// Sets a dead job to run again.
async fn replay(
    State(requests): State<Requests>,
    administrator: Administrator,
    trace: Trace,
    locale: Locale,
    Path(id): Path<String>,
    _form: Form,
) -> Result<Response> {
    let id: JobId = id.parse().map_err(|_| Error::NotFound)?;
    let unknown = Event::JobReplayed { kind: String::new() };
    let mut act = requests.base.acts.begin(administrator.actor(&trace), unknown).await?;
    let at = act.at();
    let replayed = outbox::store::replay(act.rows(), id, at).await?;
    let Replayed { kind, account_id: account, request_id: request, payload } =
        replayed.ok_or(Error::NotFound)?;
    if let (Some(Kind::DeliverRequest), Some(request)) = (Kind::of(&kind), request) {
        store::tried_again(act.rows(), request).await?;
    }
    if let (Some(Kind::DeliverReply), Some(reply)) = (Kind::of(&kind), reply_of(&payload)) {
        store::replies::tried_again(act.rows(), reply).await?;
    }
    act.becomes(Entry { event: Event::JobReplayed { kind }, account, request });
    act.commit().await?;
    requests.base.wake.now();
    Ok(Redirect::to(&format!("/{locale}/admin/jobs?replayed=true")).into_response())
}
