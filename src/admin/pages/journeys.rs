//! What one citizen did and what was done for them: found, and looked at for a reason.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;

use crate::admin::views::{EventLine, Journey, Journeys, REASONS};
use crate::audit::{self, Event};
use crate::id::{AccountId, EventId, Reference};
use crate::identity::Staff;
use crate::requests::{Requests, store, words};
use crate::text::Locale;
use crate::tiles::TileId;
use crate::web::views::ErrorLine;
use crate::web::{Form, Result, Show, Trace};

/// The most events of one journey on a page.
const MOST_EVENTS: i64 = 1_000;

pub(super) fn router(requests: Requests) -> Router {
    Router::new().route("/admin/journeys", get(journeys).post(find_journey)).with_state(requests)
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

async fn journeys(_: Staff) -> Show<Journeys> {
    Show(empty_search())
}

/// Finds the journey of the person behind a reference. A search that finds someone is logged
/// before anything is shown.
async fn find_journey(
    State(requests): State<Requests>,
    staff: Staff,
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
    let act = requests.base.acts.begin(staff.actor(&trace), event.of(account).on(request)).await?;
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
