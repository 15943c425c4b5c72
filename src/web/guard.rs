//! The first guard: what is not a plain request to this portal, by its own pages, goes no further.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use url::Url;

use super::client::Scheme;
use super::error::Error;
use super::listener::{Intake, Refusal};
use super::tile_hosts::{FRAMES, TileHosts};

/// The longest path and query taken (RFC 9110 §4.1 asks for 8000 bytes at the least).
const LONGEST_TARGET: usize = 8 * 1024;
/// What a method of ours may be. Routes say which of them they take.
const METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

/// What the guard knows of the portal's own address.
pub struct Guard {
    /// The origin that browsers name for our pages: `https://portal.example`.
    origin: String,
    /// The host that requests must name.
    host: String,
    /// The hosts of tiles, where each has one.
    tiles: Option<TileHosts>,
}

impl Guard {
    /// The guard of the portal at `public_url`.
    #[must_use]
    pub fn new(public_url: &Url, tiles: Option<TileHosts>) -> Self {
        let origin = public_url.origin().ascii_serialization();
        let host = origin.split_once("://").map_or("", |(_, host)| host).to_owned();
        Self { origin, host, tiles }
    }

    /// Why this request goes no further, if it does not.
    fn refuse(&self, request: &Request) -> Option<Error> {
        let (method, uri, headers) = (request.method(), request.uri(), request.headers());
        let target = uri.path_and_query().map_or(0, |target| target.as_str().len());
        if !METHODS.contains(method) {
            return Some(Error::NotAllowed);
        }
        if !is_probe(uri) {
            match self.asked(uri, headers) {
                Asked::Nobody => return Some(Error::BadRequest),
                Asked::Portal if self.tiles.is_some() && uri.path().starts_with(FRAMES) => {
                    return Some(Error::NotFound);
                }
                Asked::Portal => {}
                Asked::Tile(tile) => {
                    if let Some(error) = refuse_at_tile(&tile, method, uri) {
                        return Some(error);
                    }
                }
            }
        }
        if target > LONGEST_TARGET {
            return Some(Error::AddressTooLong);
        }
        // What is packed can be a bomb (ASVS 12.1.2): no browser packs a form.
        if headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
            return Some(Error::UnknownFormat);
        }
        let open = uri.path().starts_with("/api/") || FROM_ISSUERS.contains(&uri.path());
        let foreign = !method.is_safe() && !open && !self.ours(request);
        foreign.then_some(Error::FormExpired)
    }

    /// To the same page over TLS, for whom a proxy says that it asked without; what was posted in
    /// clear is not taken (ASVS 9.1.1).
    fn to_https(&self, request: &Request) -> Option<Response> {
        let in_clear = request.extensions().get::<Scheme>() == Some(&Scheme::Http);
        if !in_clear || !self.origin.starts_with("https://") || is_probe(request.uri()) {
            return None;
        }
        let portal = self.asked(request.uri(), request.headers()) == Asked::Portal;
        if !request.method().is_safe() || !portal {
            return Some(Error::BadRequest.into_response());
        }
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        Some(Redirect::permanent(&format!("{}{target}", self.origin)).into_response())
    }

    fn ours(&self, request: &Request) -> bool {
        let headers = request.headers();
        match text(headers, "sec-fetch-site") {
            Some(site) => site == "same-origin",
            // Browsers from before 2023 send no fetch metadata, but all name the origin of a form.
            None => text(headers, "origin").is_some_and(|origin| origin == self.origin),
        }
    }

    /// Whom a request names: in one `Host`, and an address in the request line must agree with it (RFC 9112
    /// §3.2.2).
    fn asked(&self, uri: &Uri, headers: &HeaderMap) -> Asked {
        let mut hosts = headers.get_all(header::HOST).iter().map(HeaderValue::as_bytes);
        let authority = uri.authority().map(|authority| authority.as_str().as_bytes());
        let (host, more) = (hosts.next(), hosts.next());
        let differs = host.zip(authority).is_some_and(|(host, named)| !host.eq_ignore_ascii_case(named));
        let Some(named) = host.or(authority).filter(|_| more.is_none() && !differs) else {
            return Asked::Nobody;
        };
        if named.eq_ignore_ascii_case(self.host.as_bytes()) {
            return Asked::Portal;
        }
        let tile = self.tiles.as_ref().zip(std::str::from_utf8(named).ok());
        tile.and_then(|(tiles, host)| tiles.tile(host)).map_or(Asked::Nobody, Asked::Tile)
    }
}

/// Whom a request names as its host.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Portal,
    /// A tile, by its name.
    Tile(String),
    Nobody,
}

/// A tile's host gives its frames and their files, to read, and nothing else.
fn refuse_at_tile(tile: &str, method: &Method, uri: &Uri) -> Option<Error> {
    let own = uri.path().strip_prefix(FRAMES).and_then(|rest| rest.strip_prefix(tile));
    if !own.is_some_and(|rest| rest.starts_with('/')) {
        return Some(Error::NotFound);
    }
    (!matches!(*method, Method::GET | Method::HEAD)).then_some(Error::NotAllowed)
}

/// Those who ask whether the portal lives know it by its address alone.
fn is_probe(uri: &Uri) -> bool {
    matches!(uri.path(), "/healthz" | "/readyz")
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// What identity providers and their portals post to (OpenID Connect Back-Channel Logout §2.5, Core
/// §4): neither does anything on behalf of a cookie.
const FROM_ISSUERS: [&str; 2] = ["/auth/backchannel-logout", "/auth/initiate"];

/// Refuses what is not a plain request to us, and forms that other sites' pages send with our
/// citizens' cookies. Interfaces under `/api/` read no cookie, or ask for a
/// header that no other site's page can send: where they are called from is no matter.
pub async fn layer(State(guard): State<Arc<Guard>>, mut request: Request, next: Next) -> Response {
    let intake = request.extensions().get::<Intake>().cloned();
    let refused = intake.as_ref().and_then(Intake::refusal).map(Error::from);
    if let Some(error) = refused.or_else(|| guard.refuse(&request)) {
        return error.into_response();
    }
    if let Some(redirect) = guard.to_https(&request) {
        return redirect;
    }
    if matches!(guard.asked(request.uri(), request.headers()), Asked::Tile(_)) {
        // Nobody is signed in at a tile's host, whatever a browser brings there.
        request.headers_mut().remove(header::COOKIE);
    }
    let response = next.run(request).await;
    // A body that was refused while it was read looks like any broken one to whoever read it.
    match intake.as_ref().and_then(Intake::refusal) {
        Some(refusal) => Error::from(refusal).into_response(),
        None => response,
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Malformed => Self::BadRequest,
            Refusal::Late => Self::Late,
            Refusal::TargetTooLong => Self::AddressTooLong,
            Refusal::HeadTooLarge => Self::HeadTooLarge,
        }
    }
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
        Guard::new(&portal(), None)
    }

    fn portal() -> Url {
        Url::parse("http://localhost:8080").unwrap()
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
        let asked = |headers: &[(&str, &str)]| {
            let request = request(headers);
            guard.asked(request.uri(), request.headers())
        };
        assert_eq!(asked(&[("host", "localhost:8080")]), Asked::Portal);
        assert_eq!(asked(&[("host", "evil.example")]), Asked::Nobody);
        assert_eq!(asked(&[("host", "visits.localhost:8080")]), Asked::Nobody);
        assert_eq!(asked(&[("host", "localhost:8080"), ("host", "localhost:8080")]), Asked::Nobody);
        assert_eq!(asked(&[]), Asked::Nobody);
    }

    #[test]
    fn a_tiles_host_has_its_own_frames_and_nothing_else() {
        let guard = Guard::new(&portal(), Some(TileHosts::new(&portal(), "tiles.localhost")));
        let refuse = |method: &str, host: &str, path: &str| {
            let mut request = request(&[("host", host), ("sec-fetch-site", "same-origin")]);
            *request.method_mut() = method.parse().unwrap();
            *request.uri_mut() = path.parse().unwrap();
            guard.refuse(&request).map(|error| super::super::error::status(error.kind()).as_u16())
        };
        let (tile, portal) = ("visits.tiles.localhost:8080", "localhost:8080");
        assert_eq!(refuse("GET", tile, "/frames/visits/host/portal.js"), None);
        for path in
            ["/fr", "/", "/api/v1/openapi.json", "/frames/visits-2/a", "/frames/other/a", "/frames/visits"]
        {
            assert_eq!(refuse("GET", tile, path), Some(404), "{path}");
        }
        assert_eq!(refuse("POST", tile, "/frames/visits/a"), Some(405));
        assert_eq!(refuse("GET", portal, "/frames/visits/a"), Some(404), "each tile has its host");
        assert_eq!(refuse("GET", portal, "/fr"), None);
        assert_eq!(refuse("GET", "tiles.localhost:8080", "/fr"), Some(400));
        assert_eq!(refuse("GET", "a.visits.tiles.localhost:8080", "/frames/visits/a"), Some(400));
    }

    #[test]
    fn what_is_no_plain_request_goes_no_further() {
        let refuse = |method: &str, uri: &str, headers: &[(&str, &str)]| {
            let mut request = request(headers);
            *request.method_mut() = method.parse().unwrap();
            *request.uri_mut() = uri.parse().unwrap();
            request.headers_mut().insert(header::HOST, "localhost:8080".parse().unwrap());
            guard().refuse(&request).map(|error| super::super::error::status(error.kind()).as_u16())
        };
        assert_eq!(refuse("GET", "/fr", &[]), None);
        for method in ["TRACE", "CONNECT", "PROPFIND", "FOO", "get"] {
            assert_eq!(refuse(method, "/fr", &[]), Some(405), "{method}");
        }
        assert_eq!(refuse("GET", &format!("/{}", "a".repeat(LONGEST_TARGET)), &[]), Some(414));
        assert_eq!(refuse("GET", "http://evil.example/fr", &[]), Some(400));
        assert_eq!(refuse("GET", "http://localhost:8080/fr", &[]), None);
        for coding in ["gzip", "br", "gzip, gzip", "GZIP"] {
            assert_eq!(refuse("POST", "/api/v1/x", &[("content-encoding", coding)]), Some(415), "{coding}");
        }
        assert_eq!(refuse("POST", "/api/v1/x", &[("content-encoding", "identity")]), None);
        // A method in a header or a field changes nothing: the request is a POST.
        assert_eq!(refuse("POST", "/fr", &[("x-http-method-override", "GET")]), Some(403));
    }

    #[test]
    fn who_asked_in_clear_is_sent_to_https() {
        let guard = Guard::new(&Url::parse("https://portail.example").unwrap(), None);
        let mut request = request(&[("host", "portail.example")]);
        assert!(guard.to_https(&request).is_none(), "nobody said so");
        request.extensions_mut().insert(Scheme::Http);
        assert_eq!(guard.to_https(&request).unwrap().status(), 400, "a form in clear");
        *request.method_mut() = Method::GET;
        *request.uri_mut() = "/fr?a=b".parse().unwrap();
        let answer = guard.to_https(&request).unwrap();
        assert_eq!(answer.headers()[header::LOCATION], "https://portail.example/fr?a=b");
        *request.uri_mut() = "/healthz".parse().unwrap();
        assert!(guard.to_https(&request).is_none());
    }
}
