//! The control page: break the back-end on purpose, and see what it received. For people in HTML,
//! for tests in JSON.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::dealings::{Document, Letter, Task};
use super::files::File;
use super::store::{self, Callback, Receipt, Record};
use super::{Backend, Mode, callbacks};
use crate::clock::Micros;
use crate::demo::http::{Fault, Fields, refuse_foreign};
use crate::demo::pages::{self, language, moment};
use crate::text::Locale;

pub(super) fn router(backend: Arc<Backend>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/control/mode", post(set_mode))
        .route("/control/tell", post(tell))
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
    let is_json = is_json(&headers);
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

/// `POST /control/tell`, a form or JSON with `request` and `what`: `task`, `read`, `upload`, `message`
/// or `document` of the complaints office, `sign`, `signed` or `nurse` of the end-of-life care team. The
/// office asks, writes or hands over, now.
async fn tell(
    State(backend): State<Arc<Backend>>,
    headers: HeaderMap,
    body: String,
) -> Result<Response, Fault> {
    let form = if is_json(&headers) {
        let wish: Value = serde_json::from_str(&body).unwrap_or_default();
        let text = |name| wish.get(name).and_then(Value::as_str).unwrap_or_default();
        Fields::default().with("request", text("request")).with("what", text("what"))
    } else {
        Fields::parse(&body)
    };
    let request = form.get("request").unwrap_or_default();
    let mut change = backend.store.change().await?;
    let Some(mut record) = store::record(&mut change, request).await? else {
        return Ok((StatusCode::NOT_FOUND, "no such request\n").into_response());
    };
    match form.get("what") {
        Some("task") => callbacks::ask(&backend, &mut change, &mut record, "more-information").await?,
        Some("read") => {
            callbacks::offer(&backend, &mut change, &mut record, "rights").await?;
            callbacks::ask(&backend, &mut change, &mut record, "rights").await?;
        }
        Some("upload") => callbacks::ask(&backend, &mut change, &mut record, "visit-record").await?,
        Some("message") => callbacks::write(&backend, &mut change, &mut record, "commissioner").await?,
        Some("document") => callbacks::offer(&backend, &mut change, &mut record, "findings").await?,
        Some("sign") => {
            callbacks::offer(&backend, &mut change, &mut record, "request-form").await?;
            callbacks::ask(&backend, &mut change, &mut record, "sign").await?;
        }
        Some("signed") => callbacks::answered(&backend, &mut change, &mut record, "sign").await?,
        Some("nurse") => callbacks::write(&backend, &mut change, &mut record, "nurse").await?,
        _ => {
            let told = "what: task, read, upload, message, document, sign, signed, nurse\n";
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, told).into_response());
        }
    }
    store::keep_seq(&mut change, &record).await?;
    change.commit().await?;
    backend.bell.notify_one();
    if is_json(&headers) {
        return Ok(Json(json!({ "seq": record.seq })).into_response());
    }
    let lang = if form.get("lang") == Some("en") { Locale::En } else { Locale::Fr };
    Ok(Redirect::to(&format!("/?lang={lang}")).into_response())
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/json"))
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
    let letters = backend.store.letters().await?.into_iter();
    let letters: Vec<Value> =
        letters.map(|letter| json!({ "letter": letter, "content": content(&letter) })).collect();
    Ok(Json(json!({
        "mode": backend.mode(),
        "received": backend.store.receipts().await?,
        "records": records,
        "callbacks": backend.store.callbacks().await?,
        "tasks": backend.store.tasks().await?,
        "documents": backend.store.documents().await?,
        "letters": letters,
        "attachments": backend.store.files().await?,
        "closed_accounts": backend.closed_accounts().await?.len(),
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
    tasks: Vec<Task>,
    documents: Vec<Document>,
    letters: Vec<Said>,
    files: Vec<File>,
    /// When the citizen closed their portal account.
    closed: Option<String>,
}

/// What a citizen sent along the way, as the office reads it.
#[derive(Serialize)]
struct Said {
    /// Which task it answers; empty for a message.
    task: String,
    lines: Vec<String>,
}

impl Said {
    fn of(letter: &Letter) -> Self {
        let content = content(letter);
        let text = content.get("text").and_then(Value::as_str).unwrap_or_default();
        let rows = content.pointer("/wording/sections/0/rows").and_then(Value::as_array);
        let row = |row: &Value| {
            let part = |name| row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            format!("{} {}", part("label"), part("value"))
        };
        let rows = rows.into_iter().flatten().map(row);
        Self { task: letter.task.clone(), lines: text.lines().map(str::to_owned).chain(rows).collect() }
    }
}

fn content(letter: &Letter) -> Value {
    serde_json::from_str(&letter.content).unwrap_or_default()
}

#[derive(Serialize)]
struct View {
    name: &'static str,
    mode: Mode,
    portal: String,
    /// Whether it takes nothing in.
    looked_up: bool,
    /// What one can have it ask, write and hand over: `complaints`, `care` or nothing.
    talks: Option<&'static str>,
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
    let told = backend.store.callbacks().await?;
    let (tasks, documents) = (backend.store.tasks().await?, backend.store.documents().await?);
    let letters = backend.store.letters().await?;
    let files = backend.store.files().await?;
    let closed: HashMap<String, Micros> = backend.closed_accounts().await?.into_iter().collect();
    let card = |record: Record| Card {
        at: moment(record.received_at),
        stage: backend.office.steps.iter().position(|step| *step == record.code).map_or(0, |at| at + 1),
        receipts: receipts.iter().filter(|one| one.request == record.request).cloned().collect(),
        callbacks: told.iter().filter(|one| one.request == record.request).cloned().collect(),
        tasks: tasks.iter().filter(|one| one.request == record.request).cloned().collect(),
        documents: documents.iter().filter(|one| one.request == record.request).cloned().collect(),
        letters: letters.iter().filter(|one| one.request == record.request).map(Said::of).collect(),
        files: files.iter().filter(|one| one.request == record.request).cloned().collect(),
        closed: closed.get(&record.citizen).map(|at| moment(*at)),
        record,
    };
    let cards = backend.store.records().await?.into_iter().take(SHOWN).map(card).collect();
    let view = View {
        name: backend.office.name(locale),
        mode: backend.mode(),
        looked_up: backend.office.is_looked_up(),
        portal: backend.portal.to_string(),
        talks: backend.office.talks.then_some(if backend.office.findings.is_some() {
            "complaints"
        } else {
            "care"
        }),
        cards,
    };
    backend.pages.render("backend.html", locale, &format!("/?lang={}", locale.other()), view)
}
