//! The guards at the door: where a form came from, and the headers that every answer carries.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::Url;

use super::error::Error;

/// What the guards know of the portal's own address.
pub struct Guard {
    /// The origin that browsers name for our pages: `https://portal.example`.
    origin: String,
    /// The host that requests must name.
    host: String,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Guard {
    /// Guards for the portal at `public_url`, whose forms may also end up at the `issuers`.
    #[must_use]
    pub fn new(public_url: &Url, issuers: &[Url]) -> Self {
        let origin = public_url.origin().ascii_serialization();
        let host = origin.split_once("://").map_or("", |(_, host)| host).to_owned();
        let headers = security_headers(public_url, issuers);
        Self { origin, host, headers }
    }

    fn ours(&self, request: &Request) -> bool {
        let headers = request.headers();
        match text(headers, "sec-fetch-site") {
            Some(site) => site == "same-origin",
            // Browsers from before 2023 send no fetch metadata, but all name the origin of a form.
            None => text(headers, "origin").is_some_and(|origin| origin == self.origin),
        }
    }

    /// One `Host`, ours; an address in the request line must name it too (RFC 9112 §3.2.2).
    fn rightly_addressed(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let mut hosts = headers.get_all(header::HOST).iter();
        let named =
            hosts.next().is_none_or(|host| host.as_bytes().eq_ignore_ascii_case(self.host.as_bytes()));
        let authority =
            uri.authority().is_none_or(|authority| authority.as_str().eq_ignore_ascii_case(&self.host));
        let some_host = headers.contains_key(header::HOST) || uri.authority().is_some();
        named && authority && some_host && hosts.next().is_none()
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// What identity providers and their portals post to (OpenID Connect Back-Channel Logout §2.5, Core
/// §4): neither does anything on behalf of a cookie.
const FROM_ISSUERS: [&str; 2] = ["/auth/backchannel-logout", "/auth/initiate"];

/// Refuses requests addressed to another host, and forms that other sites' pages send with our
/// citizens' cookies. Interfaces under `/api/` read no cookie and are let through.
pub async fn layer(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let probe = matches!(request.uri().path(), "/healthz" | "/readyz");
    if !probe && !guard.rightly_addressed(request.uri(), request.headers()) {
        return Error::BadRequest.into_response();
    }
    let path = request.uri().path();
    let open = path.starts_with("/api/") || FROM_ISSUERS.contains(&path);
    if !request.method().is_safe() && !open && !guard.ours(&request) {
        return Error::FormExpired.into_response();
    }
    next.run(request).await
}

/// Puts the security headers on every answer, errors included (ASVS V14.4).
pub async fn headers_layer(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in &guard.headers {
        response.headers_mut().entry(name).or_insert_with(|| value.clone());
    }
    response
}

fn security_headers(public_url: &Url, issuers: &[Url]) -> Vec<(HeaderName, HeaderValue)> {
    // Signing out posts a form and is then redirected to the issuer, which browsers check too.
    let issuers: String =
        issuers.iter().flat_map(|url| [" ".to_owned(), url.origin().ascii_serialization()]).collect();
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'self'; form-action 'self'{issuers}; base-uri 'none'; frame-ancestors 'none'"
    );
    let mut headers = vec![
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        // Not `no-referrer`: forms would then name the origin `null`, which older browsers, without
        // fetch metadata, have nothing else to offer for.
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
        (HeaderName::from_static("origin-agent-cluster"), HeaderValue::from_static("?1")),
        (
            HeaderName::from_static("permissions-policy"),
            HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        ),
    ];
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.push((header::CONTENT_SECURITY_POLICY, policy));
    }
    if public_url.scheme() == "https" {
        let lasting = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.push((header::STRICT_TRANSPORT_SECURITY, lasting));
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(headers: &[(&str, &str)]) -> Request {
        let mut builder = Request::builder().method("POST").uri("/fr/sign-out");
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        builder.body(Body::empty()).unwrap()
    }

    fn guard() -> Guard {
        Guard::new(&Url::parse("http://localhost:8080").unwrap(), &[])
    }

    #[test]
    fn forms_come_from_our_own_pages_only() {
        let guard = guard();
        assert!(guard.ours(&request(&[("sec-fetch-site", "same-origin")])));
        assert!(guard.ours(&request(&[("origin", "http://localhost:8080")])));
        // A tile's host is the same site but not the same origin.
        assert!(
            !guard.ours(&request(&[("sec-fetch-site", "same-site"), ("origin", "http://localhost:8080")]))
        );
        assert!(!guard.ours(&request(&[("sec-fetch-site", "cross-site")])));
        assert!(!guard.ours(&request(&[("origin", "http://localhost:8081")])));
        assert!(!guard.ours(&request(&[])));
    }

    #[test]
    fn requests_name_one_host_and_it_is_ours() {
        let guard = guard();
        let addressed = |headers: &[(&str, &str)]| {
            let request = request(headers);
            guard.rightly_addressed(request.uri(), request.headers())
        };
        assert!(addressed(&[("host", "localhost:8080")]));
        assert!(!addressed(&[("host", "evil.example")]));
        assert!(!addressed(&[("host", "localhost:8080"), ("host", "localhost:8080")]));
        assert!(!addressed(&[]));
    }
}
