//! Withdrawing a request: consequences first, then asked of the back-end, whose word decides (P13).

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::check::add_step;
use super::{Found, see};
use crate::audit::Event;
use crate::outbox::{Kind, NewJob};
use crate::requests::views::WithdrawalPage;
use crate::requests::{Requests, store, withdrawal_rule};
use crate::text::Locale;
use crate::web::{Form, Result, Show, Trace, Viewer};

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
        answer_within_days: withdrawal_rule(&found.tile).map(|rule| i64::from(rule.answer_within_days)),
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
        let entry = Event::WithdrawalAsked.of(viewer.account).on(id);
        let mut act = requests.base.acts.begin(viewer.actor(&trace), entry).await?;
        let at = act.at();
        if store::ask_withdrawal(act.rows(), id, at).await? {
            add_step(&requests, &mut act, id, "withdrawal-asked").await?;
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
    Ok(see(locale, &found.href("")))
}
