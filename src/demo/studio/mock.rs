//! The back-ends that the tile names: routes and panels answer what lies in its `mock/`, a form's route
//! takes submissions and follows them up.

use std::fs;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::{BACKENDS, Mode, Received, Record, Studio};
use crate::demo::pages::moment;
use crate::tiles::Manifest;
use crate::tiles::manifest::Submit;
use crate::tiles::route::{PathTemplate, Route};

/// The most that a call may weigh, in bytes: the largest file of a request and its envelope.
const LARGEST: usize = 26 * 1024 * 1024;
/// The most of a body that the page shows, in characters.
const MOST_SHOWN: usize = 4_000;
/// How the files of examples end, by what they hold.
const ENDINGS: [(&str, &str); 6] = [
    ("application/json", "json"),
    ("application/pdf", "pdf"),
    ("text/plain", "txt"),
    ("text/csv", "csv"),
    ("image/png", "png"),
    ("image/jpeg", "jpg"),
];
/// What an assertion says of itself, and not of the citizen (contract §3).
const OF_THE_CALL: [&str; 9] = ["iss", "aud", "iat", "exp", "nbf", "jti", "htm", "htu", "cnt"];

pub(super) fn router(studio: Studio) -> Router {
    Router::new()
        .route(&format!("{BACKENDS}{{backend}}/{{*path}}"), any(answer))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(studio)
}

async fn answer(
    State(studio): State<Studio>,
    Path((backend, path)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = format!("/{path}");
    let call = Call::of(&studio.tile().manifest, &backend, &method, &path);
    let (mode, content) = (studio.mode(), serde_json::from_slice(&body).ok());
    let answer = match mode {
        Mode::Failing => problem(500, "failing", "Panne d’exemple / Example failure", ""),
        Mode::Lying => Answer::lie(),
        _ => studio.answer(call, &backend, &headers, content.as_ref()),
    };
    studio.note(Received {
        at: moment(studio.0.clock.now()),
        backend,
        method: method.to_string(),
        path,
        status: answer.status,
        missing: answer.missing.clone(),
        citizen: citizen(&headers).as_ref().map(shown).unwrap_or_default(),
        body: content.as_ref().map(shown).unwrap_or_default(),
    });
    if mode == Mode::Slow {
        tokio::time::sleep(studio.0.slow).await;
    }
    answer.into_response()
}

/// What a call is, by the tile's manifest.
enum Call {
    /// Answers that a citizen sends.
    Submission,
    /// The wish to withdraw that request.
    Withdrawal(String),
    /// The states of requests are asked for: all that there is to say was called back.
    Pull,
    /// Something told, or a file handed in: nothing is to be answered.
    Told,
    /// What lies in `mock/` under that name, as one of these types.
    Example(String, Vec<String>),
    /// Nothing that the tile may call.
    Unknown,
}

impl Call {
    fn of(manifest: &Manifest, backend: &str, method: &Method, path: &str) -> Self {
        for route in manifest.routes.iter().filter(|route| route.backend == backend) {
            if route.method.as_str() == method.as_str() && hole(&route.upstream, path).is_some() {
                return Self::Example(route.name.clone(), route.reply.types.clone());
            }
        }
        for panel in manifest.panels.iter().filter(|panel| panel.backend == backend) {
            if method == Method::GET && hole(&panel.upstream, path).is_some() {
                return Self::Example(panel.name.clone(), vec!["application/json".to_owned()]);
            }
        }
        if manifest.submit.as_ref().is_some_and(|submit| submit.backend == backend) {
            return Self::of_form(manifest, method, path);
        }
        Self::Unknown
    }

    fn of_form(manifest: &Manifest, method: &Method, path: &str) -> Self {
        let calls = |route: &Route| {
            (route.method.as_str() == method.as_str()).then(|| hole(&route.path, path)).flatten()
        };
        let (submit, status) = (manifest.submit.as_ref(), manifest.status.as_ref());
        if submit.is_some_and(|submit| calls(&submit.route).is_some()) {
            return Self::Submission;
        }
        let withdrawal = status.and_then(|status| status.withdrawal.as_ref());
        if let Some(request) = withdrawal.and_then(|withdrawal| calls(&withdrawal.route)) {
            return Self::Withdrawal(request);
        }
        if status.and_then(|status| status.pull.as_ref()).is_some_and(|pull| calls(&pull.route).is_some()) {
            return Self::Pull;
        }
        let below = |submit: &Submit| path.starts_with(&submit.route.path.to_string());
        if method == Method::PUT && path.contains("/attachments/") && submit.is_some_and(below) {
            return Self::Told;
        }
        let documents = manifest.documents.as_ref();
        if documents.is_some_and(|documents| calls(&documents.route).is_some()) {
            return Self::Example("document".to_owned(), documents.map_or(vec![], |one| one.types.clone()));
        }
        let told = [
            manifest.tasks.as_ref().map(|tasks| &tasks.route),
            manifest.parts.as_ref().map(|parts| &parts.route),
            manifest.messages.as_ref().and_then(|messages| messages.route.as_ref()),
            documents.and_then(|documents| documents.opened.as_ref()),
            status.and_then(|status| status.account_closed.as_ref()).map(|closed| &closed.route),
        ];
        if told.into_iter().flatten().any(|route| calls(route).is_some()) {
            Self::Told
        } else {
            Self::Unknown
        }
    }
}

/// What fills the first hole of a template in a path that fits it; empty where it has none.
fn hole(template: &PathTemplate, path: &str) -> Option<String> {
    let template = template.to_string();
    let (expected, came): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    let is_hole = |segment: &str| segment.starts_with('{');
    let fits = |(expected, came): (&&str, &&str)| expected == came || (is_hole(expected) && !came.is_empty());
    let fit = expected.len() == came.len() && expected.iter().zip(&came).all(fits);
    let mut filled = expected.iter().zip(&came).filter(|(expected, _)| is_hole(expected));
    fit.then(|| filled.next().map_or_else(String::new, |(_, came)| (*came).to_owned()))
}

/// What goes back.
#[derive(Clone)]
pub(super) struct Answer {
    status: u16,
    media_type: String,
    body: Vec<u8>,
    missing: Option<String>,
}

impl Answer {
    fn json(status: u16, body: &Value) -> Self {
        let media_type = "application/json".to_owned();
        Self { status, media_type, body: body.to_string().into_bytes(), missing: None }
    }

    /// What a misconfigured web server says.
    fn lie() -> Self {
        let page = "<!doctype html><title>It works!</title><script>alert(1)</script><h1>It works!</h1>";
        Self { status: 200, media_type: "text/html".to_owned(), body: page.into(), missing: None }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(header::CONTENT_TYPE, self.media_type)], self.body).into_response()
    }
}

/// A refusal, told as RFC 9457 asks.
fn problem(status: u16, name: &str, title: &str, detail: &str) -> Answer {
    let kind = format!("urn:parvis:problem:{name}");
    let body = json!({ "type": kind, "title": title, "status": status, "detail": detail });
    Answer { media_type: "application/problem+json".to_owned(), ..Answer::json(status, &body) }
}

impl Studio {
    fn answer(&self, call: Call, backend: &str, headers: &HeaderMap, content: Option<&Value>) -> Answer {
        match call {
            Call::Submission => self.submission(backend, headers, content),
            Call::Withdrawal(request) => self.withdrawal(backend, request),
            Call::Pull => Answer::json(200, &json!({ "requests": [], "next": "0", "more": false })),
            Call::Told => Answer { body: Vec::new(), ..Answer::json(204, &Value::Null) },
            Call::Example(name, types) => self.example(&name, &types),
            Call::Unknown => {
                problem(404, "not-found", "Appel inconnu / Unknown call", "no route of tile.toml leads here")
            }
        }
    }

    /// Takes a submission in, once per key.
    fn submission(&self, backend: &str, headers: &HeaderMap, content: Option<&Value>) -> Answer {
        let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok());
        let request = content.and_then(|content| content.get("request")).and_then(Value::as_str);
        let Some((key, request)) = key.zip(request) else {
            return problem(422, "content", "Contenu non compris / Content not understood", "");
        };
        let mut memory = self.memory();
        if let Some(earlier) = memory.answers.get(key) {
            return earlier.clone();
        }
        let reference = format!("EX-{:04}", memory.records.len() + 1);
        let answer = Answer::json(201, &json!({ "reference": reference }));
        memory.answers.insert(key.to_owned(), answer.clone());
        memory.records.insert(request.to_owned(), Record::default());
        drop(memory);
        self.follow(backend.to_owned(), request.to_owned());
        answer
    }

    fn withdrawal(&self, backend: &str, request: String) -> Answer {
        let mut memory = self.memory();
        let Some(record) = memory.records.get_mut(&request) else {
            return problem(404, "not-found", "Dossier inconnu / Unknown record", "");
        };
        let outcome = if record.is_over { "too_late" } else { "accepted" };
        record.is_over = true;
        drop(memory);
        let answer = Answer::json(202, &json!({ "request": request }));
        self.settle(backend.to_owned(), request, outcome);
        answer
    }

    /// The example of that name. It is read at each call, so that a change shows at once.
    fn example(&self, name: &str, types: &[String]) -> Answer {
        let endings = ENDINGS.iter().filter(|(media_type, _)| types.iter().any(|taken| taken == media_type));
        for (media_type, ending) in endings {
            let Ok(body) = fs::read(self.0.folder.join(format!("mock/{name}.{ending}"))) else { continue };
            let body = match serde_json::from_slice(&body) {
                Ok(example) if self.mode() == Mode::Empty => emptied(&example).to_string().into_bytes(),
                _ => body,
            };
            return Answer { status: 200, media_type: (*media_type).to_owned(), body, missing: None };
        }
        let missing = example_file(name, types);
        let answer = problem(404, "example", "Exemple manquant / Example missing", &missing);
        Answer { missing: Some(missing), ..answer }
    }
}

/// Where the example of that name is looked for first: `mock/slots.json`.
#[must_use]
pub fn example_file(name: &str, types: &[String]) -> String {
    let ending = ENDINGS.iter().find(|(media_type, _)| types.iter().any(|taken| taken == media_type));
    format!("mock/{name}.{}", ending.map_or("json", |(_, ending)| ending))
}

/// The same with nothing in its lists.
fn emptied(example: &Value) -> Value {
    match example {
        Value::Array(_) => json!([]),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, value)| (name.clone(), emptied(value))).collect())
        }
        other => other.clone(),
    }
}

/// What the assertion of a call says of the citizen. It is shown, not believed: nothing here hangs on it.
fn citizen(headers: &HeaderMap) -> Option<Value> {
    let token = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?.1;
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let mut claims: Map<String, Value> = serde_json::from_slice(&claims).ok()?;
    claims.retain(|name, _| !OF_THE_CALL.contains(&name.as_str()));
    Some(Value::Object(claims))
}

fn shown(value: &Value) -> String {
    format!("{value:#}").chars().take(MOST_SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_fits_its_template_and_no_other() {
        let template: PathTemplate = "/v1/requests/{request}/withdrawal".parse().unwrap();
        assert_eq!(hole(&template, "/v1/requests/7/withdrawal"), Some("7".to_owned()));
        for other in ["/v1/requests//withdrawal", "/v1/requests/7", "/v1/requests/7/withdrawal/x"] {
            assert_eq!(hole(&template, other), None, "{other}");
        }
        assert_eq!(hole(&"/v1/slots".parse().unwrap(), "/v1/slots"), Some(String::new()));
    }

    #[test]
    fn an_empty_answer_keeps_its_shape() {
        let example = json!({ "slots": [{ "id": 1 }], "page": { "items": [1], "of": 2 } });
        assert_eq!(emptied(&example), json!({ "slots": [], "page": { "items": [], "of": 2 } }));
    }
}
