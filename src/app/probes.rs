//! What operators and load balancers ask a node.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};

use super::App;
use crate::audit::sequence;
use crate::store;

impl App {
    pub(super) fn probes(&self) -> Router {
        Router::new()
            .route("/healthz", get(|| async { "ok\n" }))
            .route("/readyz", get(ready))
            .with_state(self.clone())
    }
}

/// Whether this node can serve: its database answers and is up to date, and it shows the releases that the
/// others show. (Keys were opened at start.)
async fn ready(State(app): State<App>) -> impl IntoResponse {
    let (status, database) = match store::pending_migrations(&app.base.db).await {
        Ok(0) => (StatusCode::OK, "ok"),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "behind"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "unreachable"),
    };
    let (status, releases) = if app.shown.is_stale(app.base.clock.now()) {
        (StatusCode::SERVICE_UNAVAILABLE, "behind")
    } else {
        (status, "ok")
    };
    let audit = if database == "ok" { audit_log(&app).await } else { "unknown" };
    (status, Json(serde_json::json!({ "database": database, "releases": releases, "audit": audit })))
}

/// Whether the audit log's events get their places, signatures and second place in time. Every node would say the same
/// of it, so none is taken out of service over it.
async fn audit_log(app: &App) -> &'static str {
    match sequence::standing(&app.base.db, &app.base.config.audit).await {
        Ok(standing) if standing.is_behind(app.base.clock.now()) => "behind",
        Ok(_) => "ok",
        Err(_) => "unreachable",
    }
}
