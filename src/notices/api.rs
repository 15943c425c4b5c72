//! What a service with GC Notify's interface tells of what it took (its "delivery receipts"): that an address
//! reaches nobody is often known only after it said yes.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Extension, Json, Router};
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::channels::return_path::Print;
use super::delivery::{self, Why};
use crate::act::Actor;
use crate::base::Base;
use crate::id::DeliveryId;
use crate::limits::Limit;
use crate::web::{Denied, Result, Trace, Wanted, limited};

/// The longest receipt taken, in bytes.
const LONGEST: usize = 16 * 1024;

/// The route, at the root.
pub fn router(base: Base) -> Router {
    let counted = from_fn_with_state(Limit::Callback, limited::layer);
    Router::new().route("/api/v1/notify/receipts", post(receipt).layer(counted)).with_state(base)
}

/// What became of a notification, as GC Notify tells it. It says more, which is not read.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct Receipt {
    /// The `reference` that the portal gave: a delivery's id.
    reference: Option<Uuid>,
    /// The address; kept nowhere.
    to: String,
    /// `delivered`, `permanent-failure`, `temporary-failure`, `technical-failure`…
    status: String,
}

/// Takes a receipt.
#[utoipa::path(
    post,
    path = "/api/v1/notify/receipts",
    request_body = Receipt,
    params(("authorization" = String, Header, description = "`Bearer` and `notify.callback_token`")),
    responses(
        (status = 200, description = "Heard; also when it says nothing that changes anything"),
        (status = 400, description = "The body is no receipt"),
        (status = 401, description = "Another token, or none is set"),
    ),
    tag = "receipts"
)]
pub(crate) async fn receipt(
    State(base): State<Base>,
    trace: Trace,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response> {
    if !is_admitted(&base, &headers) {
        let denied = Extension(Denied::from(Wanted::Token));
        return Ok((StatusCode::UNAUTHORIZED, denied, Json(())).into_response());
    }
    let receipt: Option<Receipt> =
        Some(&body).filter(|body| body.len() <= LONGEST).and_then(|body| serde_json::from_slice(body).ok());
    let Some(Receipt { reference, to, status }) = receipt else {
        return Ok((StatusCode::BAD_REQUEST, Json(())).into_response());
    };
    // What failed for a while, or for its own reasons, says nothing of the address.
    if let Some(delivery) = reference.filter(|_| status == "permanent-failure") {
        let from = (Print::of(&base.vault, &to), Why::Bounced);
        delivery::note_bounce(&base, Actor::backend(trace.0), DeliveryId(delivery), from).await?;
    }
    Ok(Json(()).into_response())
}

fn is_admitted(base: &Base, headers: &HeaderMap) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    let token = base.config.notify.callback_token.as_ref();
    token.is_some_and(|token| {
        let token = token.expose_secret().trim();
        !token.is_empty() && bool::from(given.as_bytes().ct_eq(token.as_bytes()))
    })
}
