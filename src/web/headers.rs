//! The headers that every answer carries, errors included (ASVS V14.4).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use url::Url;

/// What of the browser no page of ours uses, and no frame in one may. Only names that Chromium knows: of
/// others it complains in the console of every page.
const NOT_USED: [&str; 23] = [
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "xr-spatial-tracking",
];

/// On an answer: a document or a file for a tile's frame, which brings a policy of its own.
#[derive(Clone, Copy, Debug)]
pub struct OwnPolicy;

/// On an answer: the one address that the page may show in a frame.
#[derive(Clone, Debug)]
pub struct MayFrame(pub String);

/// What of the browser nobody may use, as a header's value.
#[must_use]
pub fn nothing_of_the_browser() -> String {
    NOT_USED.map(|name| format!("{name}=()")).join(", ")
}

/// The headers, made once.
pub struct SecurityHeaders {
    /// On every answer.
    of_all: Vec<(HeaderName, HeaderValue)>,
    /// On every answer that brings no policy of its own.
    of_ours: Vec<(HeaderName, HeaderValue)>,
}

impl SecurityHeaders {
    /// The headers of the portal at `public_url`, whose forms may also end up at the
    /// `ways_out`: the issuers, and where the quick exit leads.
    #[must_use]
    pub fn new(public_url: &Url, ways_out: &[Url]) -> Self {
        let secure = public_url.scheme() == "https";
        let fixed = |name, value| (HeaderName::from_static(name), HeaderValue::from_static(value));
        let mut of_all = vec![fixed("x-content-type-options", "nosniff")];
        let mut of_ours = vec![
            fixed("x-frame-options", "DENY"),
            // Not `no-referrer`: forms would then name the origin `null`, which older browsers, without
            // fetch metadata, have nothing else to offer for.
            fixed("referrer-policy", "same-origin"),
            fixed("cross-origin-opener-policy", "same-origin"),
            fixed("cross-origin-embedder-policy", "require-corp"),
            fixed("cross-origin-resource-policy", "same-origin"),
            fixed("origin-agent-cluster", "?1"),
        ];
        let made = [
            (header::CONTENT_SECURITY_POLICY, content_policy(ways_out, secure)),
            (HeaderName::from_static("permissions-policy"), nothing_of_the_browser()),
        ];
        of_ours.extend(made.into_iter().filter_map(|(name, value)| Some((name, value.parse().ok()?))));
        if secure {
            of_all.push(fixed("strict-transport-security", "max-age=31536000; includeSubDomains"));
        }
        Self { of_all, of_ours }
    }
}

/// What a page may load and where it may send. No `report-to`: nothing would read the reports.
fn content_policy(ways_out: &[Url], secure: bool) -> String {
    // Leaving posts a form and is then redirected to the issuer or elsewhere, which browsers check too.
    let ways_out: String =
        ways_out.iter().flat_map(|url| [" ".to_owned(), url.origin().ascii_serialization()]).collect();
    let upgrade = if secure { "; upgrade-insecure-requests" } else { "" };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'self'; form-action 'self'{ways_out}; base-uri 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types portal notices{upgrade}"
    )
}

/// Puts the headers on every answer. What does not say for how long it may be kept is not kept.
pub async fn layer(State(headers): State<Arc<SecurityHeaders>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let own = response.extensions().get::<OwnPolicy>().is_some();
    let of_ours = headers.of_ours.iter().filter(|_| !own);
    for (name, value) in headers.of_all.iter().chain(of_ours) {
        response.headers_mut().entry(name).or_insert_with(|| value.clone());
    }
    if let Some(MayFrame(address)) = response.extensions_mut().remove() {
        may_frame(response.headers_mut(), &address);
    }
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Lets the page show that address in a frame, beside what its policy allows.
fn may_frame(headers: &mut HeaderMap, address: &str) {
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    let wider = policy.and_then(|policy| format!("{policy}; frame-src {address}").parse().ok());
    if let Some(wider) = wider {
        headers.insert(header::CONTENT_SECURITY_POLICY, wider);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(headers: &SecurityHeaders, name: &str) -> Option<String> {
        let found = headers.of_all.iter().chain(&headers.of_ours).find(|(found, _)| found == name);
        found.map(|(_, value)| value.to_str().unwrap().to_owned())
    }

    #[test]
    fn https_is_for_good_and_plain_http_for_this_machine() {
        let secure = SecurityHeaders::new(&"https://portail.example.ca".parse().unwrap(), &[]);
        assert!(value(&secure, "strict-transport-security").is_some());
        assert!(value(&secure, "content-security-policy").unwrap().ends_with("; upgrade-insecure-requests"));
        let local = SecurityHeaders::new(&"http://localhost:8080".parse().unwrap(), &[]);
        assert_eq!(value(&local, "strict-transport-security"), None);
        assert!(!value(&local, "content-security-policy").unwrap().contains("upgrade"));
    }

    #[test]
    fn a_page_frames_one_address_or_none() {
        let headers = SecurityHeaders::new(&"http://localhost:8080".parse().unwrap(), &[]);
        let policy = value(&headers, "content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("frame-src"), "{policy}");
        let mut page = HeaderMap::from_iter([(header::CONTENT_SECURITY_POLICY, policy.parse().unwrap())]);
        may_frame(&mut page, "https://visits.tuiles.example.ca");
        assert_eq!(
            page[header::CONTENT_SECURITY_POLICY],
            format!("{policy}; frame-src https://visits.tuiles.example.ca")
        );
    }

    #[test]
    fn forms_may_end_up_at_the_issuers() {
        let issuers =
            ["https://sfid.example.ca/realms/x".parse().unwrap(), "https://sag.example.ca".parse().unwrap()];
        let headers = SecurityHeaders::new(&"https://portail.example.ca".parse().unwrap(), &issuers);
        let policy = value(&headers, "content-security-policy").unwrap();
        assert!(
            policy.contains("form-action 'self' https://sfid.example.ca https://sag.example.ca;"),
            "{policy}"
        );
        assert!(value(&headers, "permissions-policy").unwrap().contains("camera=(), "));
    }
}
