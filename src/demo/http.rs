//! What the demo's HTTP services share: a listener each, form fields, and headers. Nothing of the
//! portal's own edge is used here, so that the portal meets strangers.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::Error;

/// How long a connection may stay silent before or between requests.
const SILENCE: Duration = Duration::from_secs(30);
/// How long a stop waits for answers under way.
const PARTING: Duration = Duration::from_secs(2);

/// Opens the loopback port `first_port + offset`, or any free one when `first_port` is 0.
pub(super) async fn bind(service: &'static str, first_port: u16, offset: u16) -> Result<TcpListener, Error> {
    let port = match first_port {
        0 => 0,
        first => first.checked_add(offset).ok_or(Error::NoSuchPort { service, first_port, offset })?,
    };
    TcpListener::bind(("127.0.0.1", port)).await.map_err(|cause| Error::Port { service, port, cause })
}

/// How it reaches the portal: no redirects, no proxy, and no waiting for ever.
pub(super) fn client() -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(Duration::from_secs(10))
        .pool_max_idle_per_host(1)
        .build()
}

/// Serves HTTP/1.1 on `listener` until `stop`. A service that fails closes its connection without
/// an answer, as a machine that is down does.
pub(super) async fn serve<S>(listener: TcpListener, service: S, stop: CancellationToken)
where
    S: tower::Service<hyper::Request<Incoming>, Response = Response<Body>> + Clone + Send + 'static,
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    S::Future: Send,
{
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else {
            // Out of file descriptors, most likely: let some close.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let service = TowerToHyperService::new(service.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(SILENCE)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "demo connection ended");
            }
        });
    }
    drop(listener);
    // Whoever is still talking after this is cut off with the process.
    let _ = tokio::time::timeout(PARTING, graceful.shutdown()).await;
}

/// Name and value pairs of a query or a posted form, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded` text.
    pub(super) fn parse(text: &str) -> Self {
        Self(url::form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// The first value of that name; an empty one counts as absent (RFC 6749 §3.1).
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(one, _)| one == name)?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }

    /// A name that comes more than once, if any.
    pub(super) fn repeated(&self) -> Option<&str> {
        let later = self
            .0
            .iter()
            .enumerate()
            .find(|(place, (name, _))| self.0.iter().take(*place).any(|(earlier, _)| earlier == name));
        later.map(|(_, (name, _))| name.as_str())
    }

    /// The same fields with one more, in place of any of that name.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(one, _)| one != name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The fields as a query.
    pub(super) fn encode(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

/// Something that should not happen in the demo: logged here, answered 500 without details.
#[derive(Debug)]
pub(super) struct Fault(String);

impl<E: std::error::Error> From<E> for Fault {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(next) = cause {
            text.push_str(": ");
            text.push_str(&next.to_string());
            cause = next.source();
        }
        Self(text)
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        tracing::error!(error = self.0, "demo.fault");
        (StatusCode::INTERNAL_SERVER_ERROR, "500\n").into_response()
    }
}

/// Refuses what another site's page makes a browser send. The identity provider is not under it:
/// there, other sites are what it is for.
pub(super) async fn refuse_foreign(request: Request, next: Next) -> Response {
    let foreign = request.headers().get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    if foreign && !request.method().is_safe() {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

/// Adds the headers that every answer of the demo carries, with `policy` as its content security
/// policy.
pub(super) async fn guard(policy: HeaderValue, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_know_what_came_twice_and_what_is_empty() {
        let fields = Fields::parse("a=1&b=&a=2&c=%C3%A9");
        assert_eq!(fields.get("a"), Some("1"));
        assert_eq!(fields.get("b"), None);
        assert_eq!(fields.repeated(), Some("a"));
        assert_eq!(fields.with("a", "3 4").encode(), "b=&c=%C3%A9&a=3+4");
    }
}
