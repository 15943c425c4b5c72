//! The trace id of an HTTP request, and the one log line that each request leaves.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, Method, header::HeaderName, request::Parts};
use axum::middleware::Next;
use axum::response::Response;

use super::Error;
use crate::id::random;

static TRACE_HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id that ties an HTTP request, its log line, its audit events and the page a person sees.
/// Always ours: one sent by the client could be forged to confuse the log.
#[derive(Clone, Debug)]
pub struct Trace(pub Arc<str>);

impl Trace {
    fn new() -> Self {
        Self(format!("{:016x}", u64::from_be_bytes(random())).into())
    }

    /// The trace of this HTTP request.
    #[must_use]
    pub fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().cloned().unwrap_or_else(Self::new)
    }
}

impl<S: Sync> axum::extract::FromRequestParts<S> for Trace {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        Ok(Self::of(parts))
    }
}

/// Gives each request its trace id, counts it, and writes its one log line: the route's pattern,
/// never the path, which could tell whose file it was.
pub async fn layer(mut request: Request, next: Next) -> Response {
    let trace = Trace::new();
    let began = Instant::now();
    let method = request.method().clone();
    request.extensions_mut().insert(trace.clone());

    let mut response = next.run(request).await;

    let route = response.extensions().get::<Route>().map_or("unmatched", Route::as_str).to_owned();
    let (status, elapsed) = (response.status().as_u16(), began.elapsed());
    record(&method, &route, status, elapsed.as_secs_f64());
    let elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(trace = %trace.0, %method, route, status, elapsed_ms, "http.request");
    if let Ok(value) = HeaderValue::from_str(&trace.0) {
        response.headers_mut().insert(TRACE_HEADER.clone(), value);
    }
    response
}

fn record(method: &Method, route: &str, status: u16, seconds: f64) {
    // Anyone may make up methods: each would be a series of its own.
    let known = matches!(
        *method,
        Method::GET
            | Method::HEAD
            | Method::POST
            | Method::OPTIONS
            | Method::PUT
            | Method::PATCH
            | Method::DELETE
    );
    let labels = [
        ("method", if known { method.to_string() } else { "other".to_owned() }),
        ("route", route.to_owned()),
        ("status", format!("{}xx", status / 100)),
    ];
    metrics::counter!("parvis_http_requests_total", &labels).increment(1);
    metrics::histogram!("parvis_http_request_seconds", &labels).record(seconds);
}

/// The pattern of the route that answered, carried by the response to the outermost layer.
#[derive(Clone)]
struct Route(MatchedPath);

impl Route {
    fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// Notes the matched route on the response; sits inside the router, where it is known.
pub async fn note_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(Route(route));
    }
    response
}
