//! The control page: break the back-end on purpose, and see what it received. For people in HTML,
//! for tests in JSON.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::store::{Callback, Receipt, Record};
use super::{Backend, Mode};
use crate::demo::http::{Fault, Fields, refuse_foreign};
use crate::demo::pages::{self, language, moment};
use crate::text::Locale;

pub(super) fn router(backend: Arc<Backend>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/control/mode", post(set_mode))
        .route("/control/received", get(received))
        .route("/style.css", get(pages::style))
        .layer(middleware::from_fn(refuse_foreign))
        .with_state(backend)
}

#[derive(Deserialize)]
struct Wish {
    mode: Mode,
}

/// `POST /control/mode`, a form with `mode` or JSON `{"mode": "on|off|slow|garbage"}`.
async fn set_mode(State(backend): State<Arc<Backend>>, headers: HeaderMap, body: String) -> Response {
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/json"));
    let form = Fields::parse(&body);
    let wish = if is_json {
        serde_json::from_str::<Wish>(&body)
    } else {
        serde_json::from_value(json!({ "mode": form.get("mode") }))
    };
    let Ok(Wish { mode }) = wish else {
        return (StatusCode::UNPROCESSABLE_ENTITY, "mode: on, off, slow, garbage\n").into_response();
    };
    backend.mode.send_replace(mode);
    tracing::info!(?mode, "demo.backend.mode");
    if is_json {
        return Json(json!({ "mode": mode })).into_response();
    }
    let lang = if form.get("lang") == Some("en") { Locale::En } else { Locale::Fr };
    Redirect::to(&format!("/?lang={lang}")).into_response()
}

/// A record with all that is known of it, for tests.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    record: Record,
    content: Value,
}

/// `GET /control/received`: the mode, what came under each key and how often, every record with
/// its content, every callback.
async fn received(State(backend): State<Arc<Backend>>) -> Result<Json<Value>, Fault> {
    let told =
        |record: Record| Told { content: serde_json::from_str(&record.content).unwrap_or_default(), record };
    let records: Vec<Told> = backend.store.records().await?.into_iter().map(told).collect();
    Ok(Json(json!({
        "mode": backend.mode(),
        "received": backend.store.receipts().await?,
        "records": records,
        "callbacks": backend.store.callbacks().await?,
    })))
}

/// A record on the page.
#[derive(Serialize)]
struct Card {
    #[serde(flatten)]
    record: Record,
    at: String,
    /// How many of its statuses were announced.
    stage: usize,
    receipts: Vec<Receipt>,
    callbacks: Vec<Callback>,
}

#[derive(Serialize)]
struct View {
    name: &'static str,
    mode: Mode,
    portal: String,
    cards: Vec<Card>,
}

/// How many records the page shows.
const SHOWN: usize = 20;

/// `GET /`
async fn page(
    State(backend): State<Arc<Backend>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, Fault> {
    let locale = language(&headers, &Fields::parse(&query.unwrap_or_default()));
    let receipts = backend.store.receipts().await?;
    let callbacks = backend.store.callbacks().await?;
    let card = |record: Record| Card {
        at: moment(record.received_at),
        stage: backend.office.steps.iter().position(|step| *step == record.code).map_or(0, |at| at + 1),
        receipts: receipts.iter().filter(|one| one.request == record.request).cloned().collect(),
        callbacks: callbacks.iter().filter(|one| one.request == record.request).cloned().collect(),
        record,
    };
    let cards = backend.store.records().await?.into_iter().take(SHOWN).map(card).collect();
    let view = View {
        name: backend.office.name(locale),
        mode: backend.mode(),
        portal: backend.portal.to_string(),
        cards,
    };
    backend.pages.render("backend.html", locale, &format!("/?lang={}", locale.other()), view)
}
