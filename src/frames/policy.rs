//! What browsers are told about a frame: the headers that close it (contract §2). The sandbox makes its origin
//! opaque, even opened on its own; then everything is forbidden but the files of this release.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

use super::Frames;
use crate::tiles::Tile;
use crate::web::headers::{OwnPolicy, nothing_of_the_browser};

/// What a frame may do: run its script, and have forms, which go nowhere.
pub(super) const SANDBOX: &str = "allow-scripts allow-forms";

/// The policy of the document of a tile's frame. `import_map` is the digest of its one inline script, which
/// holds no code.
fn content_policy(frames: &Frames, tile: &Tile, import_map: &str) -> String {
    let (files, host) = (frames.files_address(tile), frames.host_address(tile));
    let portal = &frames.portal;
    format!(
        "sandbox {SANDBOX}; default-src 'none'; script-src {files} {host} '{import_map}'; \
         style-src {files} {host}; img-src {files} data:; font-src {files} {host}; connect-src 'none'; \
         frame-src 'none'; worker-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors {portal}"
    )
}

/// Closes the document of a tile's frame.
pub(super) fn of_document(frames: &Frames, tile: &Tile, import_map: &str, response: Response) -> Response {
    let made = [
        (header::CONTENT_SECURITY_POLICY, content_policy(frames, tile, import_map)),
        (HeaderName::from_static("permissions-policy"), nothing_of_the_browser()),
    ];
    let fixed = [
        // What the policy above cannot stop: preconnections, and WebRTC.
        ("connection-allowlist", "(response-origin)"),
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("integrity-policy", "blocked-destinations=(script)"),
        ("referrer-policy", "no-referrer"),
    ];
    let mut response = closed(response, &fixed);
    if frames.hosts.is_some() {
        // A process for each tile's host. On the portal's own, which has an agent of its own already, browsers
        // would only complain.
        response.headers_mut().insert("origin-agent-cluster", HeaderValue::from_static("?1"));
    }
    for (name, value) in made {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// A file that only frames load: their origin is opaque, so that every one of them is a stranger here.
pub(super) fn of_file(response: Response) -> Response {
    let fixed = [
        ("access-control-allow-origin", "*"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("referrer-policy", "no-referrer"),
    ];
    closed(response, &fixed)
}

fn closed(mut response: Response, headers: &[(&'static str, &'static str)]) -> Response {
    for (name, value) in headers {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response.extensions_mut().insert(OwnPolicy);
    response
}
