//! A back-end's interface, version 2, as the portal calls it (contract §3).

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{post, put};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::assertion;
use super::callbacks;
use super::closing;
use super::dealings;
use super::files::{self, File};
use super::store::{self, Change, Receipt};
use super::{Backend, Mode, follow, screening};
use crate::demo::http::Fault;

/// The most that a submission may weigh, in bytes.
const LARGEST: usize = 256 * 1024;
/// The longest idempotency key, in characters.
const LONGEST_KEY: usize = 255;

pub(super) fn router(backend: Arc<Backend>) -> Router {
    let records = format!("/v2/{}", backend.office.collection);
    Router::new()
        .route(&records, post(submit))
        .route(&format!("{records}/{{request}}/withdrawal"), post(withdraw))
        .merge(follow::router(&records))
        .merge(closing::router())
        .merge(if backend.office.has_element() { screening::router() } else { Router::new() })
        .route(&format!("{records}/{{request}}/attachments/{{attachment}}"), put(files::take))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn_with_state(backend.clone(), babble))
        .with_state(backend)
}

/// In garbage mode, answers as a misconfigured web server does.
pub(super) async fn babble(State(backend): State<Arc<Backend>>, request: Request, next: Next) -> Response {
    if backend.mode() == Mode::Garbage {
        let junk =
            "<!doctype html><title>It works!</title><script>alert(1)</script><h1>It works!</h1>\u{fffd}{\"";
        return (StatusCode::OK, Html(junk)).into_response();
    }
    next.run(request).await
}

/// A refusal, told as RFC 9457 asks.
pub(super) enum Refusal {
    Problem { status: StatusCode, name: &'static str, title: &'static str, detail: String },
    Fault(Fault),
}

impl<E: std::error::Error> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Fault(fault) => fault.into_response(),
            Self::Problem { status, name, title, detail } => {
                let kind = format!("urn:parvis:problem:{name}");
                let body = json!({"type": kind, "title": title, "status": status.as_u16(), "detail": detail});
                (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string())
                    .into_response()
            }
        }
    }
}

pub(super) fn problem(
    status: StatusCode,
    name: &'static str,
    title: &'static str,
    detail: impl Into<String>,
) -> Refusal {
    Refusal::Problem { status, name, title, detail: detail.into() }
}

pub(super) fn not_understood(detail: impl Into<String>) -> Refusal {
    let title = "Contenu non compris / Content not understood";
    problem(StatusCode::UNPROCESSABLE_ENTITY, "content", title, detail)
}

pub(super) fn not_admitted(refusal: &assertion::Refusal) -> Refusal {
    let title = "Appel non prouvé / Call not proven";
    match refusal {
        assertion::Refusal::Keys(_) => {
            let title = "Clés du portail illisibles / Portal keys unreadable";
            problem(StatusCode::SERVICE_UNAVAILABLE, "keys", title, refusal.to_string())
        }
        _ => problem(StatusCode::UNAUTHORIZED, "assertion", title, refusal.to_string()),
    }
}

pub(super) fn not_found() -> Refusal {
    problem(StatusCode::NOT_FOUND, "not-found", "Dossier inconnu / Unknown record", "")
}

/// Admits a call that only reads; gives the citizen for whom it is, unless it is for the portal.
pub(super) async fn admit_reader(
    backend: &Backend,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Option<String>, Refusal> {
    let address = uri.path_and_query().map_or_else(|| uri.path(), |address| address.as_str());
    let admitted = backend.admit(method, address, headers, b"").await;
    Ok(admitted.map_err(|refusal| not_admitted(&refusal))?.sub)
}

/// A call that changes something, after its proof and its key were checked.
pub(super) struct Call {
    pub(super) citizen: String,
    pub(super) key: String,
    digest: String,
}

pub(super) async fn admit(
    backend: &Backend,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Call, Refusal> {
    let admitted = backend.admit(&Method::POST, uri.path(), headers, body).await;
    let assertion = admitted.map_err(|refusal| not_admitted(&refusal))?;
    let anonymous = assertion::Refusal::Unproven("sub is missing");
    let citizen = assertion.sub.ok_or_else(|| not_admitted(&anonymous))?;
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    let usable = |key: &&str| !key.is_empty() && key.len() <= LONGEST_KEY;
    let key = key.filter(usable).ok_or_else(|| {
        let title = "Idempotency-Key manquante / Idempotency-Key missing";
        problem(StatusCode::BAD_REQUEST, "idempotency-key", title, "1 to 255 visible ASCII characters")
    })?;
    let digest = Sha256::new().chain_update(uri.path()).chain_update([0]).chain_update(body).finalize();
    Ok(Call { citizen, key: key.to_owned(), digest: URL_SAFE_NO_PAD.encode(digest) })
}

pub(super) fn still_running() -> Refusal {
    let title = "Réponse en préparation / Answer under way";
    problem(StatusCode::CONFLICT, "under-way", title, "the same key is being answered")
}

impl Call {
    /// The answer given before under this key, if any.
    pub(super) async fn earlier(
        &self,
        backend: &Backend,
        change: &mut Change,
    ) -> Result<Option<Response>, Refusal> {
        let Some(receipt) = store::recall(change, &self.key, backend.clock.now()).await? else {
            return Ok(None);
        };
        if receipt.digest != self.digest {
            let title = "Clé déjà employée pour un autre contenu / Key already used for other content";
            let refusal = problem(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-mismatch", title, "");
            return Ok(Some(refusal.into_response()));
        }
        Ok(Some(reply(receipt.status, receipt.reply)))
    }

    /// Keeps the answer under the key, in the same change as its effect.
    pub(super) async fn settle(
        &self,
        backend: &Backend,
        change: &mut Change,
        (kind, request): (&str, &str),
        (status, body): (StatusCode, &Value),
    ) -> Result<Response, Refusal> {
        let now = backend.clock.now();
        let receipt = Receipt {
            key: self.key.clone(),
            kind: kind.to_owned(),
            digest: self.digest.clone(),
            request: request.to_owned(),
            status: status.as_u16().into(),
            reply: body.to_string(),
            times: 1,
            first_at: now,
            last_at: now,
        };
        store::remember(change, &receipt).await?;
        Ok(reply(receipt.status, receipt.reply))
    }
}

fn reply(status: i64, body: String) -> Response {
    let status = u16::try_from(status).ok().and_then(|code| StatusCode::from_u16(code).ok());
    let headers = [(header::CONTENT_TYPE, "application/json")];
    (status.unwrap_or(StatusCode::OK), headers, body).into_response()
}

/// What a submission must contain for this office.
#[derive(Deserialize)]
struct Submission {
    request: Uuid,
    tile: String,
    answers: Map<String, Value>,
    #[serde(default)]
    attachments: Vec<File>,
}

/// `POST /v2/{collection}`: files a submission, once per key.
async fn submit(
    State(backend): State<Arc<Backend>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let call = admit(&backend, &uri, &headers, &body).await?;
    let _under_way = backend.take(&call.key).ok_or_else(still_running)?;
    let response = file(&backend, &call, &body).await?;
    backend.bell.notify_one();
    backend.linger().await;
    Ok(response)
}

async fn file(backend: &Backend, call: &Call, body: &[u8]) -> Result<Response, Refusal> {
    let mut change = backend.store.change().await?;
    if let Some(earlier) = call.earlier(backend, &mut change).await? {
        change.commit().await?;
        return Ok(earlier);
    }
    let content = std::str::from_utf8(body).map_err(|error| not_understood(error.to_string()))?;
    let submission: Submission =
        serde_json::from_str(content).map_err(|error| not_understood(error.to_string()))?;
    if submission.tile != backend.office.id || submission.answers.is_empty() {
        let id = backend.office.id;
        return Err(not_understood(format!("tile must be {id}, answers must not be empty")));
    }
    let request = submission.request.to_string();
    if store::record(&mut change, &request).await?.is_some() {
        return Err(not_understood("this request was filed under another key"));
    }
    let now = backend.clock.now();
    let [first, ..] = backend.pace.steps;
    let next = now.after(first);
    let whose = (request.as_str(), call.citizen.as_str());
    let reference = store::file(&mut change, backend.office.prefix, whose, content, (now, next)).await?;
    dealings::mark(&mut change, &request).await?;
    files::announce(&mut change, &request, &submission.attachments).await?;
    let answer = json!({"reference": reference});
    let response =
        call.settle(backend, &mut change, ("submission", &request), (StatusCode::CREATED, &answer)).await?;
    change.commit().await?;
    Ok(response)
}

/// `POST /v2/{collection}/{request}/withdrawal`: asks to withdraw; the answer comes by callback.
async fn withdraw(
    State(backend): State<Arc<Backend>>,
    Path(request): Path<Uuid>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let call = admit(&backend, &uri, &headers, &body).await?;
    let _under_way = backend.take(&call.key).ok_or_else(still_running)?;
    let response = decide(&backend, &call, &request.to_string()).await?;
    backend.bell.notify_one();
    backend.linger().await;
    Ok(response)
}

async fn decide(backend: &Backend, call: &Call, request: &str) -> Result<Response, Refusal> {
    let mut change = backend.store.change().await?;
    if let Some(earlier) = call.earlier(backend, &mut change).await? {
        change.commit().await?;
        return Ok(earlier);
    }
    let record = store::record(&mut change, request).await?;
    // Another citizen's record is as unknown as none at all.
    let Some(mut record) = record.filter(|record| record.citizen == call.citizen) else {
        return Err(not_found());
    };
    if record.withdrawal == "none" {
        let outcome = if backend.office.is_done(&record.code) { "too_late" } else { "accepted" };
        outcome.clone_into(&mut record.withdrawal);
    }
    record.seq += 1;
    // Withdrawn or done, nothing more is to come.
    store::advance(&mut change, &record, None).await?;
    callbacks::queue_withdrawal(backend, &mut change, &record).await?;
    let answer = json!({"request": request});
    let response =
        call.settle(backend, &mut change, ("withdrawal", request), (StatusCode::ACCEPTED, &answer)).await?;
    change.commit().await?;
    Ok(response)
}
