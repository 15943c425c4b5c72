//! Callbacks: back-ends tell where requests stand (`contract.md` §5). Proven, taken once, applied
//! only if newer, and told to the citizen, all in one transaction.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::types;

use super::store::{News, Step, Taken};
use super::{Request, Requests, State as Stand, Withdrawal, store, words};
use crate::act::{Act, Actor};
use crate::audit::{Entry, Event};
use crate::crash;
use crate::exchange::Refusal;
use crate::id::{RequestId, StepId};
use crate::identity;
use crate::notices::{self, Recipient};
use crate::tiles::Tile;
use crate::tiles::manifest::CitizenState;
use crate::web::{Error, Problem, Trace};

/// The longest callback taken, in bytes.
pub const LONGEST_CALLBACK: usize = 16 * 1024;

/// The routes, at the root.
pub fn router(requests: Requests) -> Router {
    Router::new().route("/api/v1/callbacks/{backend}", post(callback)).with_state(requests)
}

/// What a back-end tells.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", content = "data")]
pub enum Callback {
    /// Where the request stands.
    #[serde(rename = "request.status")]
    Status(StatusData),
    /// The answer to a withdrawal.
    #[serde(rename = "request.withdrawal")]
    Withdrawal(WithdrawalData),
}

/// A status: a code that the tile's manifest explains.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct StatusData {
    /// The portal's id of the request.
    #[schema(value_type = String, format = Uuid)]
    request: RequestId,
    /// The back-end's counter for this request: only rising ones are applied.
    seq: i64,
    /// The back-end's code.
    code: String,
    /// Scalars for the tile's words, at most five.
    #[serde(default)]
    #[schema(value_type = Object)]
    params: Map<String, Value>,
}

/// The answer to a withdrawal.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct WithdrawalData {
    /// The portal's id of the request.
    #[schema(value_type = String, format = Uuid)]
    request: RequestId,
    /// The back-end's counter for this request.
    seq: i64,
    /// What the back-end decided.
    outcome: WithdrawalOutcome,
}

/// What a back-end decides on a withdrawal.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalOutcome {
    /// The request stops.
    Accepted,
    /// It had been decided already.
    TooLate,
}

impl WithdrawalOutcome {
    fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::TooLate => "too_late",
        }
    }
}

impl Callback {
    fn request(&self) -> RequestId {
        match self {
            Self::Status(data) => data.request,
            Self::Withdrawal(data) => data.request,
        }
    }

    fn seq(&self) -> i64 {
        match self {
            Self::Status(data) => data.seq,
            Self::Withdrawal(data) => data.seq,
        }
    }
}

/// What became of a callback.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Outcome {
    /// `applied`, `repeated` (the same message was taken before) or `ignored` (newer news was).
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
        (status = 202, description = "Applied, or ignored because newer news was applied before", body = Outcome),
        (status = 200, description = "The same message was taken before", body = Outcome),
        (status = 400, description = "The body is no callback"),
        (status = 401, description = "No signature fits, or the timestamp is too far from now"),
        (status = 404, description = "The back-end has no such request"),
        (status = 409, description = "The same id came with another body"),
        (status = 413, description = "Longer than 16 KiB"),
        (status = 503, description = "Try again later"),
    ),
    tag = "callbacks"
)]
pub(crate) async fn callback(
    State(requests): State<Requests>,
    Path(backend): Path<String>,
    trace: Trace,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Error> {
    if body.len() > LONGEST_CALLBACK {
        return requests.refuse(&backend, StatusCode::PAYLOAD_TOO_LARGE, "too_large", &trace).await;
    }
    let webhook = match requests.exchange.verify(&backend, &headers, &body) {
        Ok(webhook) => webhook,
        Err(refusal) => return requests.refuse_envelope(&backend, refusal, &trace).await,
    };
    let callback: Callback = match serde_json::from_slice(&body) {
        Ok(callback) => callback,
        Err(_) => return requests.refuse(&backend, StatusCode::BAD_REQUEST, "bad_body", &trace).await,
    };
    let Some(subject) = requests.told_about(&backend, callback.request()).await? else {
        return requests.refuse(&backend, StatusCode::NOT_FOUND, "unknown_request", &trace).await;
    };
    let Some(news) = subject.read(callback, &backend) else {
        return requests.refuse(&backend, StatusCode::BAD_REQUEST, "bad_params", &trace).await;
    };
    let mut act = requests.base.acts.begin(Actor::backend(trace.0.clone()), news.entry.clone()).await?;
    let at = act.at();
    let taken = store::take_callback(act.rows(), &backend, &webhook.id, &webhook.body_hash, at).await?;
    let (status, result) = match taken {
        Taken::New => {
            let applied = requests.apply(&mut act, &subject, &news).await?;
            (StatusCode::ACCEPTED, if applied { "applied" } else { "ignored" })
        }
        Taken::Again => (StatusCode::OK, "repeated"),
        Taken::Differs => {
            drop(act);
            return requests.refuse(&backend, StatusCode::CONFLICT, "reused_id", &trace).await;
        }
    };
    if result != "applied" {
        let ignored = Event::CallbackIgnored { backend, seq: news.seq };
        act.becomes(ignored.of(subject.request.account_id).on(subject.request.id));
    }
    crash::point("callback.before_commit");
    act.commit().await?;
    crash::point("callback.committed");
    Ok(answer(status, result))
}

/// The request that a callback is about, with its tile and its owner's key.
struct Subject {
    request: Request,
    tile: Arc<Tile>,
    key: crate::vault::DataKey,
}

/// A callback in the portal's terms.
struct Read {
    seq: i64,
    entry: Entry,
    state: Option<Stand>,
    outcome: Option<String>,
    withdrawal: Option<Withdrawal>,
    step: Step,
}

impl Subject {
    /// The callback in the portal's terms; `None` when its code or parameters are not fit for use.
    fn read(&self, callback: Callback, backend: &str) -> Option<Read> {
        let seq = callback.seq();
        let read = match callback {
            Callback::Status(data) => self.read_status(data, backend)?,
            Callback::Withdrawal(data) => read_withdrawal(data.outcome, backend, seq),
        };
        let entry =
            Entry { account: Some(self.request.account_id), request: Some(self.request.id), ..read.entry };
        Some(Read { entry, ..read })
    }

    fn read_status(&self, data: StatusData, backend: &str) -> Option<Read> {
        if !words::is_code(&data.code) {
            return None;
        }
        let params = words::safe_params(data.params)?;
        let codes = self.tile.manifest.status.as_ref().map(|status| &status.codes);
        let known = codes.and_then(|codes| codes.get(&data.code));
        if known.is_none() {
            // An unknown code shows a neutral line; the operator must hear of it.
            tracing::error!(backend, code = data.code, tile = %self.tile.id(), "callback.unknown_code");
        }
        let state = known.map(|code| stand(code.state));
        let event = Event::StatusReceived {
            backend: backend.to_owned(),
            seq: data.seq,
            status: data.code.clone(),
            state: state.map(|state| state.word().to_owned()),
        };
        let step = Step {
            at: crate::clock::Micros::default(),
            kind: "status".to_owned(),
            state,
            key: known.and_then(|code| code.key.clone()),
            params: types::Json(params),
        };
        let outcome = known
            .and_then(|code| code.outcome)
            .and_then(|outcome| serde_json::to_value(outcome).ok()?.as_str().map(str::to_owned));
        Some(Read { seq: data.seq, entry: event.into(), state, outcome, withdrawal: None, step })
    }
}

fn stand(state: CitizenState) -> Stand {
    match state {
        CitizenState::Received => Stand::Received,
        CitizenState::InProgress => Stand::InProgress,
        CitizenState::ActionNeeded => Stand::ActionNeeded,
        CitizenState::Closed => Stand::Closed,
    }
}

fn read_withdrawal(outcome: WithdrawalOutcome, backend: &str, seq: i64) -> Read {
    let event = Event::WithdrawalAnswered { backend: backend.to_owned(), outcome: outcome.word() };
    let (state, withdrawal, ended) = match outcome {
        WithdrawalOutcome::Accepted => {
            (Some(Stand::Closed), Withdrawal::Accepted, Some("withdrawn".to_owned()))
        }
        WithdrawalOutcome::TooLate => (None, Withdrawal::TooLate, None),
    };
    let kind = match outcome {
        WithdrawalOutcome::Accepted => "withdrawal-accepted",
        WithdrawalOutcome::TooLate => "withdrawal-too-late",
    };
    let step = super::pages::own_step(crate::clock::Micros::default(), kind);
    Read { seq, entry: event.into(), state, outcome: ended, withdrawal: Some(withdrawal), step }
}

impl Requests {
    /// The request, if it went to that back-end; another back-end's looks like none.
    async fn told_about(&self, backend: &str, id: RequestId) -> Result<Option<Subject>, Error> {
        let mut db = self.base.db.read().await?;
        let Some(request) = store::find_by_id(&mut db, id).await? else { return Ok(None) };
        let Some(tile) = self.catalogue.get(&request.tile).cloned() else { return Ok(None) };
        let theirs = tile.manifest.submit.as_ref().is_some_and(|submit| submit.backend == backend);
        if !theirs || request.state == Stand::Draft {
            return Ok(None);
        }
        let key = identity::data_key(&mut db, &self.base.vault, request.account_id).await?;
        Ok(key.map(|key| Subject { request, tile, key }))
    }

    /// Applies news if it is newer: state, timeline, inbox, e-mail.
    async fn apply(&self, act: &mut Act, subject: &Subject, read: &Read) -> Result<bool, Error> {
        let (request, at) = (&subject.request, act.at());
        let news = News {
            id: request.id,
            seq: read.seq,
            state: read.state,
            outcome: read.outcome.as_deref(),
            withdrawal: read.withdrawal,
            at,
        };
        if !store::apply(act.rows(), &news).await? {
            return Ok(false);
        }
        let step = Step { at, ..read.step.clone() };
        store::insert_step(act.rows(), StepId::new(&self.base.clock), request.id, &step).await?;
        let content = words::notice(&subject.tile, &self.base.text, &step, request);
        let to = Recipient { account: request.account_id, request: Some(request.id), key: &subject.key };
        notices::tell(&self.base, act, &to, &content).await?;
        Ok(true)
    }

    async fn refuse_envelope(
        &self,
        backend: &str,
        refusal: Refusal,
        trace: &Trace,
    ) -> Result<Response, Error> {
        let status = match refusal {
            Refusal::UnknownBackend => StatusCode::NOT_FOUND,
            Refusal::BadEnvelope => StatusCode::BAD_REQUEST,
            Refusal::BadSignature | Refusal::Stale => StatusCode::UNAUTHORIZED,
        };
        self.refuse(backend, status, refusal.code(), trace).await
    }

    /// Refuses a callback and logs it under a name of the registry's: what a stranger wrote in the
    /// address is no code.
    async fn refuse(
        &self,
        backend: &str,
        status: StatusCode,
        reason: &'static str,
        trace: &Trace,
    ) -> Result<Response, Error> {
        let backend = if self.exchange.knows(backend) { backend } else { "unknown" };
        let event = Event::CallbackRefused { backend: backend.to_owned(), reason };
        let act = self.base.acts.begin(Actor::backend(trace.0.clone()), event).await?;
        act.commit().await?;
        Ok(Problem { status, code: reason }.into_response())
    }
}
