//! The studio's page: switches, links, what came, and what is wrong with the tile. For people in HTML, for
//! scripts in JSON.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Mode, Received, Studio};
use crate::demo::http::{Fault, Fields, refuse_foreign};
use crate::demo::pages::{language, style};
use crate::demo::people::Person;
use crate::finding::Finding;
use crate::text::Locale;
use crate::tiles::manifest::Kind;

pub(super) fn router(studio: Studio) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/control/mode", post(set_mode))
        .route("/control/report", get(report))
        .route("/style.css", get(style))
        .layer(middleware::from_fn(refuse_foreign))
        .with_state(studio)
}

/// What the page shows.
#[derive(Serialize)]
struct View<'a> {
    title: String,
    id: String,
    version: String,
    kind: Kind,
    mode: Mode,
    /// The tile on the portal, French then English.
    addresses: [String; 2],
    people: &'a [Person],
    findings: Vec<Said>,
    advice: Vec<Said>,
    received: Vec<Received>,
}

/// A finding, for the page and for scripts.
#[derive(Serialize)]
struct Said {
    file: String,
    line: Option<usize>,
    message: String,
}

impl From<&Finding> for Said {
    fn from(finding: &Finding) -> Self {
        Self { file: finding.file.clone(), line: finding.line, message: finding.message.clone() }
    }
}

impl Studio {
    fn view(&self, locale: Locale) -> View<'_> {
        let memory = self.memory();
        let about = &memory.tile.manifest.tile;
        let portal = self.0.portal.as_str().trim_end_matches('/');
        View {
            title: about.title.get(locale).to_owned(),
            id: about.id.to_string(),
            version: memory.tile.release.version.clone(),
            kind: about.kind,
            mode: memory.mode,
            addresses: Locale::ALL.map(|locale| format!("{portal}/{locale}/services/{}", about.id)),
            people: &self.0.people,
            findings: memory.report.findings.iter().map(Said::from).collect(),
            advice: memory.report.advice.iter().map(Said::from).collect(),
            received: memory.received.iter().cloned().collect(),
        }
    }
}

/// `GET /`.
async fn page(
    State(studio): State<Studio>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, Fault> {
    let locale = language(&headers, &Fields::parse(&query.unwrap_or_default()));
    let switch = format!("/?lang={}", locale.other());
    studio.0.pages.render("studio.html", locale, &switch, studio.view(locale))
}

/// `GET /control/report`: the same, for scripts.
async fn report(State(studio): State<Studio>) -> Json<Value> {
    Json(json!(studio.view(Locale::En)))
}

/// `POST /control/mode`, a form with `mode`.
async fn set_mode(State(studio): State<Studio>, body: String) -> Response {
    let form = Fields::parse(&body);
    let Ok(mode) = serde_json::from_value(json!(form.get("mode"))) else {
        return (StatusCode::UNPROCESSABLE_ENTITY, "mode: fine, empty, failing, slow, lying, down\n")
            .into_response();
    };
    studio.memory().mode = mode;
    studio.0.switched.notify_one();
    let lang = if form.get("lang") == Some("en") { Locale::En } else { Locale::Fr };
    Redirect::to(&format!("/?lang={lang}")).into_response()
}
