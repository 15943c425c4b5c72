//! Limits by address, for routes and for forms.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::ClientAddress;
use super::error::Result;
use crate::limits::{Limit, Limits};

/// Counts each request of a route against a limit, by the address it comes from:
/// `.layer(from_fn_with_state(Limit::SignIn, limited::layer))`.
pub async fn layer(State(limit): State<Limit>, request: Request, next: Next) -> Response {
    match count(&request, limit) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// Counts one more of the request's address. One that came by no connection, as in unit tests, counts as none.
pub(super) fn count(request: &Request, limit: Limit) -> Result<()> {
    let known = request.extensions().get::<Limits>().zip(request.extensions().get::<ClientAddress>());
    known.map_or(Ok(()), |(limits, client)| Ok(limits.count(limit, client.source())?))
}
