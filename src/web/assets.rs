//! The style, scripts, pictures and fonts of the portal: embedded in the binary, served from memory
//! under names that change with their content, so that browsers keep them for good.

use std::collections::BTreeMap;

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::get;
use include_dir::{Dir, include_dir};

use super::file::{File, is_style};

/// Colours, type and spaces, which frames have too: what begins every style sheet of ours.
pub const TOKENS: &str = include_str!("../../assets/host/tokens.css");

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// The embedded files, ready to be served.
#[derive(Debug)]
pub struct Assets(BTreeMap<&'static str, Asset>);

#[derive(Clone, Debug)]
struct Asset {
    url: String,
    file: File,
}

impl Assets {
    /// All files of `assets/` but those of frames. Style sheets begin with the tokens, and name other files
    /// as `url("name")`; those names are replaced by the lasting ones.
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
        self.0.values().map(|asset| (asset.url.as_str(), asset.file.content()))
    }

    /// One route for each file; anything else under `/assets/` falls through.
    pub fn router<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        self.0.values().fold(Router::new(), |router, asset| {
            let served = asset.file.clone();
            let serve = async move |headers: HeaderMap| served.answer(&headers);
            router.route(&asset.url, get(serve))
        })
    }

    fn with_lasting_names(&self, style: &[u8]) -> String {
        let style = format!("{TOKENS}\n{}", String::from_utf8_lossy(style));
        self.0.iter().fold(style, |style, (name, asset)| {
            style.replace(&format!("url(\"{name}\")"), &format!("url(\"{}\")", asset.url))
        })
    }
}

impl Asset {
    fn new(name: &str, body: &[u8]) -> Self {
        let file = File::new(name, body);
        Self { url: format!("/assets/{}", file.lasting_name(name)), file }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_load_stays_within_its_budget() {
        let assets = Assets::embedded();
        let weight = |extension: &str| -> usize {
            let of_kind = assets.0.iter().filter(|(name, _)| name.ends_with(extension));
            of_kind.map(|(_, asset)| asset.file.weight()).sum()
        };
        assert!(weight(".css") < 12 * 1024, "style: {} bytes", weight(".css"));
        // All of them together, which no page loads: a page has its 10 KiB (`tests/browser/weight.test.mjs`).
        assert!(weight(".js") < 14 * 1024, "scripts: {} bytes", weight(".js"));
    }

    #[test]
    fn a_style_sheet_names_only_files_that_exist() {
        let assets = Assets::embedded();
        let style = String::from_utf8(assets.0["style.css"].file.content().to_vec()).unwrap();
        let named = style.split("url(\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        for url in named {
            assert!(assets.0.values().any(|asset| asset.url == url), "{url}");
        }
    }
}
