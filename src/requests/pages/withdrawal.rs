//! Withdrawing a request: consequences first, then asked of the back-end, whose word decides (P13).
//! The citizen keeps a receipt of having asked.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{Found, see};
use crate::audit::Event;
use crate::identity::Citizen;
use crate::outbox::{Kind, NewJob};
use crate::requests::views::{WithdrawalPage, WithdrawalReceipt};
use crate::requests::{Requests, store, withdrawal_rule, words};
use crate::text::Locale;
use crate::web::{Form, Result, Show, Trace, Viewer};

const HOURS_A_DAY: u64 = 24;

/// What withdrawing means, and the button that asks for it.
pub(super) async fn ask(
    State(requests): State<Requests>,
    viewer: Viewer,
    locale: Locale,
    Path(reference): Path<String>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    if !found.request.can_be_withdrawn(&found.tile) {
        return Ok(see(locale, &found.href("")));
    }
    Ok(Show(WithdrawalPage {
        title: found.tile.title(locale).to_owned(),
        reference: found.request.reference.to_string(),
        resting: requests.resting(&found.tile, locale).await?,
        lead: found.tile.own_word(locale, "withdrawal-lead"),
        answer_within_days: withdrawal_rule(&found.tile).map(|rule| i64::from(rule.answer_within_days)),
        unsent: found.request.waits_for_delivery(),
        action: found.href("/withdrawal"),
        request_href: found.href(""),
    })
    .into_response())
}

/// Asks for the withdrawal. Asking twice is asking once.
pub(super) async fn confirm(
    State(requests): State<Requests>,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path(reference): Path<String>,
    _form: Form,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    if found.request.can_be_withdrawn(&found.tile) {
        let id = found.request.id;
        let days = withdrawal_rule(&found.tile).map(|rule| u64::from(rule.answer_within_days));
        let entry = Event::WithdrawalAsked.of(viewer.account).on(id);
        let mut act = requests.base.acts.begin(viewer.actor(&trace), entry).await?;
        let at = act.at();
        let due = days.map(|days| at.after(Duration::from_hours(days * HOURS_A_DAY)));
        if store::withdrawals::ask_withdrawal(act.rows(), id, at, due).await? {
            requests.add_step(&mut act, id, "withdrawal-asked").await?;
            act.promise(NewJob {
                kind: Kind::DeliverWithdrawal,
                subject: id.0,
                account: Some(viewer.account),
                request: Some(id),
                payload: json!({}),
            })
            .await?;
            act.commit().await?;
        }
    }
    Ok(see(locale, &found.href("/withdrawal/receipt")))
}

/// The receipt: that it was asked, when, and what comes of it.
pub(super) async fn receipt(
    State(requests): State<Requests>,
    citizen: Citizen,
    viewer: Viewer,
    locale: Locale,
    Path(reference): Path<String>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    let request = &found.request;
    let Some(asked_at) = request.withdrawal_asked_at else { return Ok(see(locale, &found.href(""))) };
    Ok(Show(WithdrawalReceipt {
        title: found.tile.title(locale).to_owned(),
        reference: request.reference.to_string(),
        name: citizen.claims.name.clone().unwrap_or_default(),
        asked_at,
        due_at: request.withdrawal_due_at,
        withdrawal: words::withdrawal_word(request.withdrawal),
        request_href: found.href(""),
    })
    .into_response())
}
