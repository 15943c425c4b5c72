//! Callbacks: back-ends tell what becomes of requests (`contract.md` §5). Proven, taken once, kept
//! under the back-end's own number, and told to the citizen, all in one transaction.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::Serialize;

use super::news::Callback;
use super::{Requests, store};
use crate::act::Actor;
use crate::audit::Event;
use crate::crash;
use crate::exchange::Refusal;
use crate::limits::Limit;
use crate::web::{ClientAddress, Error, Problem, Trace, limited};
use store::Taken;

/// The longest callback taken, in bytes.
pub const LONGEST_CALLBACK: usize = 16 * 1024;

/// The routes, at the root.
pub fn router(requests: Requests) -> Router {
    let counted = from_fn_with_state(Limit::Callback, limited::layer);
    Router::new().route("/api/v1/callbacks/{backend}", post(callback).layer(counted)).with_state(requests)
}

/// What became of a callback.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Outcome {
    /// `applied`, `repeated` (the same message was taken before) or `ignored` (the same number was).
    result: &'static str,
}

fn answer(status: StatusCode, result: &'static str) -> Response {
    (status, Json(Outcome { result })).into_response()
}

/// Takes a callback.
#[utoipa::path(
    post,
    path = "/api/v1/callbacks/{backend}",
    params(
        ("backend" = String, Path, description = "The back-end's name in the operator's registry"),
        ("webhook-id" = String, Header, description = "The same at every attempt"),
        ("webhook-timestamp" = i64, Header, description = "Seconds since 1970, of this attempt; within 300 s of now"),
        ("webhook-signature" = String, Header, description = "`v1a,` and the base64 of ed25519 over `id.timestamp.body`"),
    ),
    request_body = Callback,
    responses(
        (status = 202, description = "Applied, or ignored because this number of the request was told before", body = Outcome),
        (status = 200, description = "The same message was taken before", body = Outcome),
        (status = 400, description = "The body is no callback"),
        (status = 401, description = "No signature fits, or the timestamp is too far from now"),
        (status = 404, description = "The back-end has no such request"),
        (status = 409, description = "The same id came with another body"),
        (status = 413, description = "Longer than 16 KiB"),
        (status = 429, description = "More than one address may send; again after `Retry-After` seconds"),
        (status = 503, description = "Try again later"),
    ),
    tag = "callbacks"
)]
pub(crate) async fn callback(
    State(requests): State<Requests>,
    Path(backend): Path<String>,
    trace: Trace,
    client: ClientAddress,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Error> {
    let from = From { backend, trace, client };
    let backend = &from.backend;
    if body.len() > LONGEST_CALLBACK {
        return requests.refuse(&from, StatusCode::PAYLOAD_TOO_LARGE, "too_large").await;
    }
    let webhook = match requests.exchange.verify(backend, &headers, &body) {
        Ok(webhook) => webhook,
        Err(refusal) => return requests.refuse_envelope(&from, refusal).await,
    };
    let callback: Callback = match serde_json::from_slice(&body) {
        Ok(callback) => callback,
        Err(_) => return requests.refuse(&from, StatusCode::BAD_REQUEST, "bad_body").await,
    };
    let Some(subject) = requests.told_about(backend, callback.news.request()).await? else {
        return requests.refuse(&from, StatusCode::NOT_FOUND, "unknown_request").await;
    };
    let seq = callback.news.seq();
    let Some(told) = requests.read_news(&subject, callback) else {
        return requests.refuse(&from, StatusCode::BAD_REQUEST, "bad_params").await;
    };
    let entry = told.entry(&subject.request);
    let mut act = requests.base.acts.begin(Actor::backend(from.trace.0.clone()), entry).await?;
    let at = act.at();
    let taken = store::take_callback(act.rows(), backend, &webhook.id, &webhook.body_hash, at).await?;
    let (status, result) = match taken {
        Taken::New => {
            let applied = requests.take_in(&mut act, &subject, &told).await?;
            (StatusCode::ACCEPTED, if applied { "applied" } else { "ignored" })
        }
        Taken::Again => (StatusCode::OK, "repeated"),
        Taken::Differs => {
            drop(act);
            return requests.refuse(&from, StatusCode::CONFLICT, "reused_id").await;
        }
    };
    if result != "applied" {
        let ignored = Event::CallbackIgnored { backend: backend.clone(), seq };
        act.becomes(ignored.of(subject.request.account_id).on(subject.request.id));
    }
    crash::point("callback.before_commit");
    act.commit().await?;
    crash::point("callback.committed");
    Ok(answer(status, result))
}

/// Who says to tell something.
struct From {
    /// The name in the address: as a stranger wrote it, until the envelope is proven.
    backend: String,
    trace: Trace,
    client: ClientAddress,
}

impl Requests {
    async fn refuse_envelope(&self, from: &From, refusal: Refusal) -> Result<Response, Error> {
        let status = match refusal {
            Refusal::UnknownBackend => StatusCode::NOT_FOUND,
            Refusal::BadEnvelope => StatusCode::BAD_REQUEST,
            Refusal::BadSignature | Refusal::Stale => StatusCode::UNAUTHORIZED,
        };
        self.refuse(from, status, refusal.code()).await
    }

    /// Refuses a callback and logs it under a name of the registry's: what a stranger wrote in the
    /// address is no code. Beyond a limit it is refused unlogged, so that nobody fills the log.
    async fn refuse(&self, from: &From, status: StatusCode, reason: &'static str) -> Result<Response, Error> {
        self.base.limits.count(Limit::CallbackRefusal, from.client.source())?;
        let backend = if self.exchange.knows(&from.backend) { &from.backend } else { "unknown" };
        let event = Event::CallbackRefused { backend: backend.to_owned(), reason };
        self.base.acts.log(Actor::backend(from.trace.0.clone()), event).await?;
        Ok(Problem::new(status, reason).into_response())
    }
}
