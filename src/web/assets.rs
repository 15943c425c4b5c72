//! The style, scripts, pictures and fonts of the portal: embedded in the binary, served from memory
//! under names that change with their content, so that browsers keep them for good.

use std::collections::BTreeMap;
use std::io::Write as _;

use axum::Router;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, VARY,
};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use include_dir::{Dir, include_dir};
use sha2::{Digest as _, Sha256};

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// A year, the longest that caches honour (RFC 9111); the name changes when the content does.
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The embedded files, ready to be served.
#[derive(Debug)]
pub struct Assets(BTreeMap<&'static str, Asset>);

#[derive(Clone, Debug)]
struct Asset {
    url: String,
    media_type: HeaderValue,
    plain: Bytes,
    /// Only where it is smaller: fonts and pictures that are compressed already stay plain.
    gzip: Option<Bytes>,
}

impl Assets {
    /// All files of `assets/`. Style sheets name other files as `url("name")`; those names are
    /// replaced by the lasting ones.
    #[must_use]
    pub fn embedded() -> Self {
        let files = || FILES.files().filter_map(|file| Some((file.path().to_str()?, file.contents())));
        let (styles, others): (Vec<_>, Vec<_>) = files().partition(|(name, _)| is_style(name));
        let mut assets =
            Self(others.into_iter().map(|(name, body)| (name, Asset::new(name, body))).collect());
        for (name, body) in styles {
            let style = Asset::new(name, assets.with_lasting_names(body).as_bytes());
            assets.0.insert(name, style);
        }
        assets
    }

    /// The address of a file by its name under `assets/`, such as `style.css`.
    #[must_use]
    pub fn url(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|asset| asset.url.as_str())
    }

    /// Every file's address and content.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.values().map(|asset| (asset.url.as_str(), asset.plain.as_ref()))
    }

    /// One route for each file; anything else under `/assets/` falls through.
    pub fn router<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        self.0.values().fold(Router::new(), |router, asset| {
            let served = asset.clone();
            let serve = async move |headers: HeaderMap| served.answer(&headers);
            router.route(&asset.url, get(serve))
        })
    }

    fn with_lasting_names(&self, style: &[u8]) -> String {
        let style = String::from_utf8_lossy(style).into_owned();
        self.0.iter().fold(style, |style, (name, asset)| {
            style.replace(&format!("url(\"{name}\")"), &format!("url(\"{}\")", asset.url))
        })
    }
}

impl Asset {
    fn new(name: &str, body: &[u8]) -> Self {
        let digest = Sha256::digest(body);
        let mark = BASE64_URL_SAFE_NO_PAD.encode(digest.first_chunk::<9>().unwrap_or(&[0; 9]));
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        Self {
            url: format!("/assets/{stem}.{mark}.{extension}"),
            media_type: HeaderValue::from_static(media_type(extension)),
            plain: Bytes::copy_from_slice(body),
            gzip: gzip(body).filter(|smaller| smaller.len() < body.len()).map(Bytes::from),
        }
    }

    fn answer(&self, asked: &HeaderMap) -> Response {
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

fn is_style(name: &str) -> bool {
    media_type(name.rsplit_once('.').map_or("", |(_, extension)| extension)).starts_with("text/css")
}

fn media_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
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
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::*;

    async fn get_style(accept_encoding: &str) -> Response {
        let assets = Assets::embedded();
        let request = Request::get(assets.url("style.css").unwrap()).header(ACCEPT_ENCODING, accept_encoding);
        assets.router::<()>().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn a_file_is_served_for_good_and_compressed_for_those_who_ask() {
        let plain = get_style("br, gzip;q=0").await;
        assert_eq!(plain.status(), StatusCode::OK);
        assert_eq!(plain.headers()[CACHE_CONTROL], FOR_GOOD);
        assert_eq!(plain.headers()[CONTENT_TYPE], "text/css; charset=utf-8");
        assert!(!plain.headers().contains_key(CONTENT_ENCODING));
        let gzip = get_style("deflate, GZIP;q=0.5").await;
        assert_eq!(gzip.headers()[CONTENT_ENCODING], "gzip");
        let length =
            async |response: Response| response.into_body().collect().await.unwrap().to_bytes().len();
        assert!(length(gzip).await < length(plain).await);
    }

    #[test]
    fn what_browsers_load_stays_within_its_budget() {
        let assets = Assets::embedded();
        let weight = |extension: &str| -> usize {
            let of_kind = assets.0.iter().filter(|(name, _)| name.ends_with(extension));
            of_kind.map(|(_, asset)| asset.gzip.as_ref().unwrap_or(&asset.plain).len()).sum()
        };
        assert!(weight(".css") < 12 * 1024, "style: {} bytes", weight(".css"));
        assert!(weight(".js") < 10 * 1024, "scripts: {} bytes", weight(".js"));
    }

    #[test]
    fn a_style_sheet_names_only_files_that_exist() {
        let assets = Assets::embedded();
        let style = String::from_utf8(assets.0["style.css"].plain.to_vec()).unwrap();
        let named = style.split("url(\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        for url in named {
            assert!(assets.0.values().any(|asset| asset.url == url), "{url}");
        }
    }
}
