//! What a back-end tells the portal, and how: Standard Webhooks, signed with ed25519 anew
//! at each attempt, tried until the portal takes it or refuses it for good.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer as _;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::store::{self, Callback, Change, Record};
use super::{Backend, Mode, dealings};
use crate::clock::Micros;
use crate::text::format;

/// How often to look when nothing is known to be due: tests move the clock without telling.
const LOOK: Duration = Duration::from_secs(1);
/// How long a citizen has to answer.
const TIME_TO_ANSWER: Duration = Duration::from_hours(24 * 10);

/// Lets records advance and delivers callbacks, for ever.
pub(super) async fn run(backend: &Backend) {
    let mut mode = backend.mode.subscribe();
    loop {
        let wait = if backend.mode() == Mode::Off { LOOK } else { turn(backend).await };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = backend.bell.notified() => {}
            _ = mode.changed() => {}
        }
    }
}

/// One turn: does what is due, and tells how long there is nothing to do.
async fn turn(backend: &Backend) -> Duration {
    match work(backend).await {
        Ok(next) => next.map_or(LOOK, |at| at.since(backend.clock.now())).min(LOOK),
        Err(error) => {
            tracing::error!(%error, "demo.backend.turn");
            LOOK
        }
    }
}

async fn work(backend: &Backend) -> Result<Option<Micros>, sqlx::Error> {
    let next = backend.store.next_due().await?;
    if next.is_none_or(|at| at > backend.clock.now()) {
        return Ok(next);
    }
    announce(backend).await?;
    let due = backend.store.due_callbacks(backend.clock.now()).await?;
    for delivered in join_all(due.iter().map(|callback| deliver(backend, callback))).await {
        delivered?;
    }
    backend.store.next_due().await
}

/// Moves every record that is due to its next status.
async fn announce(backend: &Backend) -> Result<(), sqlx::Error> {
    let now = backend.clock.now();
    let mut change = backend.store.change().await?;
    for mut record in store::due_records(&mut change, now).await? {
        let step = usize::try_from(record.steps).unwrap_or(usize::MAX);
        let Some(code) = backend.office.steps.get(step) else {
            store::advance(&mut change, &record, None).await?;
            continue;
        };
        record.code = (*code).to_owned();
        record.steps += 1;
        let talks = backend.pace.talks && backend.office.talks;
        let waits = talks && matches!(*code, "need-info" | "to-sign");
        let next = backend.pace.steps.get(step + 1).filter(|_| !waits).map(|wait| now.after(*wait));
        let findings = backend.office.findings.filter(|_| talks && backend.office.is_done(code));
        if let Some(findings) = findings {
            offer(backend, &mut change, &mut record, findings).await?;
        }
        // The second status says in how many days the next comes.
        let params = if step == 1 { json!({"days": "10"}) } else { json!({}) };
        let data = json!({"code": code, "params": params});
        tell(backend, &mut change, &mut record, "request.status", data).await?;
        if talks {
            talk(backend, &mut change, &mut record, code).await?;
        }
        store::advance(&mut change, &record, next).await?;
    }
    change.commit().await
}

/// What the office says beside a status: who works on it, what is missing, what to read.
async fn talk(
    backend: &Backend,
    change: &mut Change,
    record: &mut Record,
    code: &str,
) -> Result<(), sqlx::Error> {
    match code {
        "triage" => write(backend, change, record, "commissioner").await,
        "assessment" => write(backend, change, record, "nurse").await,
        "to-sign" => {
            offer(backend, change, record, "request-form").await?;
            ask(backend, change, record, "sign").await
        }
        "need-info" => {
            ask(backend, change, record, "more-information").await?;
            offer(backend, change, record, "rights").await?;
            ask(backend, change, record, "rights").await
        }
        _ => Ok(()),
    }
}

/// Asks something of the citizen, within ten days where it is a form.
pub(super) async fn ask(
    backend: &Backend,
    change: &mut Change,
    record: &mut Record,
    code: &str,
) -> Result<(), sqlx::Error> {
    dealings::ask(change, &record.request, code, code).await?;
    let due = format::day(backend.clock.now().after(TIME_TO_ANSWER));
    let data = match code {
        "rights" => json!({"task": code, "code": code, "document": "rights"}),
        "sign" => json!({"task": code, "code": code, "document": "request-form"}),
        _ => json!({"task": code, "code": code, "due": due.to_string()}),
    };
    tell(backend, change, record, "request.task", data).await
}

/// Writes to the citizen.
pub(super) async fn write(
    backend: &Backend,
    change: &mut Change,
    record: &mut Record,
    code: &str,
) -> Result<(), sqlx::Error> {
    let params = match code {
        "commissioner" => json!({"name": "Hélène Girard"}),
        "nurse" => json!({"name": "Nadia Benali"}),
        _ => json!({}),
    };
    tell(backend, change, record, "request.message", json!({"code": code, "params": params})).await
}

/// Has a document for the citizen.
pub(super) async fn offer(
    backend: &Backend,
    change: &mut Change,
    record: &mut Record,
    code: &str,
) -> Result<(), sqlx::Error> {
    dealings::offer(change, &record.request, code).await?;
    let purpose = if code == "request-form" { "sign" } else { "read" };
    let data = json!({"document": code, "code": code, "purpose": purpose});
    tell(backend, change, record, "request.document", data).await
}

/// A citizen answered a task, or wrote: the office takes it into account, and goes on.
pub(super) async fn answered(
    backend: &Backend,
    change: &mut Change,
    record: &mut Record,
    task: &str,
) -> Result<(), sqlx::Error> {
    if task.is_empty() {
        write(backend, change, record, "read").await?;
        return store::keep_seq(change, record).await;
    }
    let Some(code) = dealings::process(change, &record.request, task).await? else { return Ok(()) };
    let data = json!({"task": task, "code": code, "state": "processed"});
    tell(backend, change, record, "request.task", data).await?;
    if record.code == "to-sign" && task == "sign" {
        return store::advance(change, record, Some(backend.clock.now())).await;
    }
    let waited = record.code == "need-info" && task == "more-information";
    if waited {
        "resumed".clone_into(&mut record.code);
        tell(backend, change, record, "request.status", json!({"code": "resumed"})).await?;
        let [.., last] = backend.pace.steps;
        return store::advance(change, record, Some(backend.clock.now().after(last))).await;
    }
    store::keep_seq(change, record).await
}

/// Queues the next news of a record, to leave at once.
async fn tell(
    backend: &Backend,
    change: &mut Change,
    record: &mut Record,
    kind: &str,
    data: Value,
) -> Result<(), sqlx::Error> {
    record.seq += 1;
    queue(backend, change, record, kind, data, backend.clock.now()).await
}

/// Queues the answer to a wish to withdraw.
pub(super) async fn queue_withdrawal(
    backend: &Backend,
    change: &mut Change,
    record: &Record,
) -> Result<(), sqlx::Error> {
    let at = backend.clock.now().after(backend.pace.withdrawal);
    let data = match record.withdrawal.as_str() {
        "too_late" if backend.office.talks => json!({"outcome": "too_late", "reason": "decided"}),
        outcome => json!({"outcome": outcome}),
    };
    queue(backend, change, record, "request.withdrawal", data, at).await
}

/// Queues a callback of that type; `data` is what it says beside the request and its number.
async fn queue(
    backend: &Backend,
    change: &mut Change,
    record: &Record,
    kind: &str,
    data: Value,
    at: Micros,
) -> Result<(), sqlx::Error> {
    let mut full = json!({"request": record.request, "seq": record.seq});
    if let (Value::Object(full), Value::Object(data)) = (&mut full, data) {
        full.extend(data);
    }
    let timestamp = backend.clock.now().timestamp().to_string();
    let body = json!({"type": kind, "timestamp": timestamp, "data": full}).to_string();
    let id = format!("msg_{}", backend.clock.new_uuid().simple());
    store::queue(change, &id, record, &body, at).await?;
    dealings::mark(change, &record.request).await
}

/// Tries once to deliver, and notes how it went.
async fn deliver(backend: &Backend, callback: &Callback) -> Result<(), sqlx::Error> {
    let (outcome, answer) = match send(backend, callback).await {
        Ok(status) if status.is_success() => ("delivered", status.as_u16().to_string()),
        Ok(status) if status.is_client_error() && status.as_u16() != 429 => {
            tracing::warn!(status = status.as_u16(), seq = callback.seq, "demo.callback.refused");
            ("refused", status.as_u16().to_string())
        }
        Ok(status) => ("waiting", status.as_u16().to_string()),
        Err(error) => ("waiting", error.to_string()),
    };
    let doublings = u32::try_from(callback.attempts).unwrap_or(u32::MAX).min(16);
    let wait = backend.pace.first_retry.saturating_mul(1 << doublings).min(backend.pace.longest_retry);
    backend.store.attempted(callback, outcome, &answer, backend.clock.now().after(wait)).await
}

async fn send(backend: &Backend, callback: &Callback) -> Result<reqwest::StatusCode, reqwest::Error> {
    let timestamp = backend.clock.now().seconds();
    let signed = format!("{}.{timestamp}.{}", callback.id, callback.body);
    let signature = STANDARD.encode(backend.callback_key.sign(signed.as_bytes()).to_bytes());
    let address =
        format!("{}/api/v1/callbacks/{}", backend.portal.as_str().trim_end_matches('/'), backend.office.id);
    let request = backend
        .http
        .post(address)
        .header("content-type", "application/json")
        .header("webhook-id", &callback.id)
        .header("webhook-timestamp", timestamp)
        .header("webhook-signature", format!("v1a,{signature}"))
        .body(callback.body.clone());
    Ok(request.send().await?.status())
}
