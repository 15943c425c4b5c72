//! What one citizen did and what was done for them: found without their name, and looked at for a
//! reason, which they can read themselves (A1). A reason holds for an hour, for one person and in one
//! session; until it is given, a journey's address asks for it.

use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;

use super::gaps;
use crate::admin::export::{self, Format, What};
use crate::admin::views::{EventLine, Journey, Journeys, REASONS};
use crate::audit::search::{self, Line, Search};
use crate::audit::{Event, OversightEvent};
use crate::clock::Micros;
use crate::config::Role;
use crate::id::{AccountId, EventId, Reference};
use crate::identity::{self, Staff};
use crate::limits::Limit;
use crate::requests::{Requests, store};
use crate::store::Read;
use crate::text::Locale;
use crate::web::views::ErrorLine;
use crate::web::{Error, Form, Result, Show, Trace};

/// The most events of one journey on a page.
const MOST_EVENTS: i64 = 200;
/// How long a reason holds.
const REASON_HOLDS: Duration = Duration::from_hours(1);

pub(super) fn router(requests: Requests) -> Router {
    Router::new()
        .route("/admin/journeys", get(journeys).post(find))
        .route("/admin/journeys/{person}", get(journey))
        .route("/admin/journeys/{person}/export", get(take_along))
        .with_state(requests)
}

/// A role as the log and its words name it.
pub(super) fn role_word(role: Role) -> &'static str {
    match role {
        Role::Admin => "admin",
        Role::Auditor => "auditor",
        Role::Publisher => "publisher",
    }
}

async fn journeys(_: Staff) -> Show<Journeys> {
    Show(Journeys::empty())
}

/// What was typed to find a person by: it is posted, and no address ever holds it.
enum Known {
    Reference(Reference),
    Pseudonym(String),
    Email(String),
}

impl Known {
    fn of(typed: &str) -> Option<Self> {
        if typed.contains('@') {
            return Some(Self::Email(typed.to_owned()));
        }
        if typed.starts_with("p-") {
            return Some(Self::Pseudonym(typed.to_owned()));
        }
        typed.parse().ok().map(Self::Reference)
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Reference(_) => "reference",
            Self::Pseudonym(_) => "pseudonym",
            Self::Email(_) => "email",
        }
    }

    fn reference(&self) -> Option<String> {
        match self {
            Self::Reference(reference) => Some(reference.to_string()),
            Self::Pseudonym(_) | Self::Email(_) => None,
        }
    }

    /// The accounts it leads to, the latest first.
    async fn accounts(&self, requests: &Requests) -> Result<Vec<AccountId>> {
        let base = &requests.base;
        let mut db = base.db.read().await?;
        Ok(match self {
            Self::Reference(reference) => {
                store::owner(&mut db, reference).await?.into_iter().map(|(account, ..)| account).collect()
            }
            Self::Pseudonym(name) => identity::by_pseudonym(&mut db, name).await?.into_iter().collect(),
            Self::Email(email) => identity::by_email(&mut db, &base.vault, email).await?,
        })
    }
}

/// Finds a person. A search that finds someone is logged before anything is shown.
async fn find(
    State(requests): State<Requests>,
    staff: Staff,
    trace: Trace,
    locale: Locale,
    form: Form,
) -> Result<Response> {
    let typed = |name| form.get(name).unwrap_or_default().trim().to_owned();
    let search = Journeys { reference: typed("reference"), reason: typed("reason"), ..Journeys::empty() };
    let known = Known::of(&search.reference);
    let reason = REASONS.into_iter().find(|code| *code == search.reason);
    let (Some(known), Some(reason)) = (&known, reason) else {
        let errors = mistakes(&requests, locale, known.is_none(), reason.is_none());
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Show(Journeys { errors, ..search })).into_response());
    };
    let accounts = known.accounts(&requests).await?;
    let Some(account) = accounts.first() else {
        return Ok(Show(Journeys { not_found: true, ..search }).into_response());
    };
    let names = accounts.iter().map(|account| identity::pseudonym(&requests.base.vault, *account));
    if accounts.len() > 1 {
        return Ok(Show(Journeys { several: names.collect(), ..search }).into_response());
    }
    let (by, reference) = (known.word(), known.reference());
    let event = Event::JourneyViewed { by, reference, reason, role: role_word(staff.role()) };
    requests.base.acts.log(staff.actor(&trace), event.of(*account)).await?;
    let person = identity::pseudonym(&requests.base.vault, *account);
    Ok(Redirect::to(&format!("/{locale}/admin/journeys/{person}")).into_response())
}

fn mistakes(requests: &Requests, locale: Locale, unknown: bool, without_reason: bool) -> Vec<ErrorLine> {
    let say = |key| requests.base.text.get(locale, key);
    let line = |input: &str, key| ErrorLine { input: input.to_owned(), message: say(key) };
    let wrong_reference = unknown.then(|| line("reference", "journeys-error-reference"));
    let wrong_reason = without_reason.then(|| line("reason", "journeys-error-reason"));
    wrong_reference.into_iter().chain(wrong_reason).collect()
}

/// The person of that pseudonym, and the reason that this session gave for looking at their journey.
pub(super) async fn looked(requests: &Requests, staff: &Staff, account: AccountId) -> Result<Option<String>> {
    let base = &requests.base;
    let since = base.clock.now().before(REASON_HOLDS);
    Ok(search::reason_given(&mut base.db.read().await?, account, staff.id, since).await?)
}

async fn person(requests: &Requests, pseudonym: &str) -> Result<AccountId> {
    let found = identity::by_pseudonym(&mut requests.base.db.read().await?, pseudonym).await?;
    found.ok_or(Error::NotFound)
}

#[derive(Debug, Default, Deserialize)]
struct Place {
    /// The event that the page before ended with.
    after: Option<EventId>,
}

/// One journey, the earliest events first; or the question why it is looked at.
async fn journey(
    State(requests): State<Requests>,
    staff: Staff,
    Path(pseudonym): Path<String>,
    Query(place): Query<Place>,
) -> Result<Response> {
    let account = person(&requests, &pseudonym).await?;
    if looked(&requests, &staff, account).await?.is_none() {
        return Ok(Show(Journeys { reference: pseudonym, gate: true, ..Journeys::empty() }).into_response());
    }
    let after = place.after.unwrap_or(EventId(uuid::Uuid::nil()));
    Ok(Show(read(&requests, account, pseudonym, after).await?).into_response())
}

async fn read(requests: &Requests, account: AccountId, person: String, after: EventId) -> Result<Journey> {
    let mut db = requests.base.db.read().await?;
    let rows = crate::audit::store::journey(&mut db, account, after, MOST_EVENTS + 1).await?;
    let page = rows.get(..rows.len().min(200)).unwrap_or_default();
    let next = page.last().filter(|_| rows.len() > page.len()).map(|last| last.id.to_string());
    let now = requests.base.clock.now();
    let mut missing = gaps::missing(&mut db, page, now).await?;
    if let (Some(first), Some(last)) = (page.first(), page.last()) {
        let until = if next.is_some() { last.at } else { now };
        missing.extend(gaps::unsent(&mut db, account, (first.at, until), now).await?);
    }
    let mut events = Vec::with_capacity(page.len());
    let mut before: Option<Micros> = None;
    for row in page {
        let reference = match row.request() {
            Some(id) => store::reference(&mut db, id).await?.map(|reference| reference.to_string()),
            None => None,
        };
        let pause = before.and_then(|before| gaps::pause(row.at.since(before)));
        before = Some(row.at);
        events.push(EventLine {
            at: row.at,
            code: row.code.clone(),
            actor: row.actor.clone(),
            reference,
            pause,
            fields: fields(&row.fields.0, row.trace.as_deref()),
        });
    }
    Ok(Journey { person, events, missing, next, whole: after.0.is_nil() })
}

/// The fields of an event in plain, with the trace.
pub(super) fn fields(
    fields: &serde_json::Map<String, serde_json::Value>,
    trace: Option<&str>,
) -> Vec<(String, String)> {
    let plain = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let told = fields.iter().filter(|(_, value)| !value.is_null());
    let told = told.map(|(name, value)| (name.clone(), plain(value)));
    told.chain(trace.map(|trace| ("trace".to_owned(), trace.to_owned()))).collect()
}

#[derive(Debug, Default, Deserialize)]
struct As {
    #[serde(default)]
    format: String,
}

/// Hands a journey over, once a reason was given: written down first, and so many times a day.
async fn take_along(
    State(requests): State<Requests>,
    staff: Staff,
    trace: Trace,
    locale: Locale,
    Path(pseudonym): Path<String>,
    Query(wish): Query<As>,
) -> Result<Response> {
    let format = Format::of(&wish.format).ok_or(Error::NotFound)?;
    let account = person(&requests, &pseudonym).await?;
    let Some(reason) = looked(&requests, &staff, account).await? else {
        return Ok(Redirect::to(&format!("/{locale}/admin/journeys/{pseudonym}")).into_response());
    };
    let role = role_word(staff.role());
    let event = OversightEvent::JourneyExported { reason, role, format: format.word() };
    let base = &requests.base;
    let mut act = base.acts.begin(staff.actor(&trace), event.of(account)).await?;
    base.limits.spend(&mut act, Limit::LogExport, staff.account).await?;
    act.commit().await?;
    let what = What::Found(Box::new(Search { account: Some(account), ..Search::default() }));
    Ok(export::file(base, &pseudonym, what, format, export::MOST_LINES))
}

/// The person whose journey a line belongs to, as the administration names them.
pub(super) fn named(requests: &Requests, line: &Line) -> Option<String> {
    line.account_id.map(|account| identity::pseudonym(&requests.base.vault, account))
}

/// Whose journey a search would show the whole of: it asks for a reason, as a journey does.
pub(super) async fn subject(db: &mut Read, search: &Search) -> Result<Option<AccountId>> {
    Ok(match (search.account, search.session) {
        (Some(account), _) => Some(account),
        (None, Some(session)) => search::whose(db, session).await?,
        (None, None) => None,
    })
}
