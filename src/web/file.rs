//! A file that browsers load and keep for good: its type, its digest, its bytes, packed beforehand.

use std::io::Write as _;

use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, VARY,
};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256, Sha384};

/// A year, the longest that caches honour (RFC 9111); the address changes when the content does.
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// A file, ready to be served.
#[derive(Clone, Debug)]
pub struct File {
    media_type: HeaderValue,
    integrity: String,
    plain: Bytes,
    /// Only where it is smaller: fonts and pictures that are packed already stay plain.
    gzip: Option<Bytes>,
}

impl File {
    /// The file of that name and content.
    #[must_use]
    pub fn new(name: &str, body: &[u8]) -> Self {
        let media_type = media_type(name).unwrap_or("application/octet-stream");
        Self {
            media_type: HeaderValue::from_static(media_type),
            integrity: format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(body))),
            plain: Bytes::copy_from_slice(body),
            gzip: gzip(body).filter(|smaller| smaller.len() < body.len()).map(Bytes::from),
        }
    }

    /// What it holds.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.plain
    }

    /// Its type, as the answer names it.
    #[must_use]
    pub fn media_type(&self) -> &str {
        self.media_type.to_str().unwrap_or_default()
    }

    /// Its SHA-384 as pages name it (Subresource Integrity §3.5).
    #[must_use]
    pub fn integrity(&self) -> &str {
        &self.integrity
    }

    /// How many bytes a browser that takes gzip loads.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.gzip.as_ref().unwrap_or(&self.plain).len()
    }

    /// Its name with a mark of its content in it, so that it may be kept for good:
    /// `style.{mark}.css`.
    #[must_use]
    pub fn lasting_name(&self, name: &str) -> String {
        let digest = Sha256::digest(&self.plain);
        let mark = BASE64_URL_SAFE_NO_PAD.encode(digest.first_chunk::<9>().unwrap_or(&[0; 9]));
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        format!("{stem}.{mark}.{extension}")
    }

    /// The answer to a request with those headers.
    #[must_use]
    pub fn answer(&self, asked: &HeaderMap) -> Response {
        let always = [
            (CONTENT_TYPE, self.media_type.clone()),
            (CACHE_CONTROL, FOR_GOOD),
            (VARY, ACCEPT_ENCODING.into()),
        ];
        match &self.gzip {
            Some(gzip) if takes_gzip(asked) => {
                let encoding = [(CONTENT_ENCODING, HeaderValue::from_static("gzip"))];
                (always, encoding, gzip.clone()).into_response()
            }
            _ => (always, self.plain.clone()).into_response(),
        }
    }
}

/// The type of a file that pages load, by its name; none for what browsers have no use for.
#[must_use]
pub fn media_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

/// Whether a file of that name is a style sheet.
#[must_use]
pub fn is_style(name: &str) -> bool {
    media_type(name).is_some_and(|kind| kind.starts_with("text/css"))
}

/// Whether a file of that name is a script.
#[must_use]
pub fn is_script(name: &str) -> bool {
    media_type(name).is_some_and(|kind| kind.starts_with("text/javascript"))
}

fn gzip(body: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

/// Whether `Accept-Encoding` names gzip and does not refuse it with `q=0` (RFC 9110 §12.5.3).
fn takes_gzip(asked: &HeaderMap) -> bool {
    let values = asked.get_all(ACCEPT_ENCODING).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = quality.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    #[tokio::test]
    async fn a_file_is_served_for_good_and_compressed_for_those_who_ask() {
        let style = File::new("style.css", "main { color: inherit } ".repeat(20).as_bytes());
        let get = |accept: &'static str| {
            style.answer(&HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(accept))]))
        };
        let plain = get("br, gzip;q=0");
        assert_eq!(plain.headers()[CACHE_CONTROL], FOR_GOOD);
        assert_eq!(plain.headers()[CONTENT_TYPE], "text/css; charset=utf-8");
        assert!(!plain.headers().contains_key(CONTENT_ENCODING));
        let gzip = get("deflate, GZIP;q=0.5");
        assert_eq!(gzip.headers()[CONTENT_ENCODING], "gzip");
        let length =
            async |response: Response| response.into_body().collect().await.unwrap().to_bytes().len();
        assert_eq!(style.weight(), length(gzip).await);
        assert!(style.weight() < length(plain).await);
    }

    #[test]
    fn a_file_is_known_by_its_content() {
        // The digest that `openssl dgst -sha384 -binary | base64` prints for nothing at all.
        let empty = "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb";
        assert_eq!(File::new("empty.js", b"").integrity(), empty);
        let names = ["a", "b"].map(|body| File::new("a.js", body.as_bytes()).lasting_name("a.js"));
        assert!(names[0] != names[1] && names.iter().all(|name| is_script(name)), "{names:?}");
    }
}
