//! The jobs that no attempt could bring to an end, and another try for each.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::Value;

use crate::admin::views::{JobLine, Jobs};
use crate::audit::{Entry, Event};
use crate::id::{JobId, ReplyId};
use crate::identity::{Administrator, Staff};
use crate::outbox::store::Replayed;
use crate::outbox::{self, Kind};
use crate::requests::{Requests, store};
use crate::text::Locale;
use crate::web::{Error, Form, Result, Show, Trace};

/// The most dead jobs on a page.
const MOST_JOBS: i64 = 200;

pub(super) fn router(requests: Requests) -> Router {
    Router::new()
        .route("/admin/jobs", get(jobs))
        .route("/admin/jobs/{id}/replay", post(replay))
        .with_state(requests)
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
    _: Staff,
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
