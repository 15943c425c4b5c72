//! What the page of an `app` shows, and the document of its frame.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::text::Locale;
use crate::tiles::views::WayOut;
use crate::web::page::Page;
use crate::web::views::sample;

/// A file with its digest.
#[derive(Clone, Debug, Serialize)]
pub struct Loaded {
    /// Its address.
    pub href: String,
    /// `sha384-…`.
    pub integrity: String,
}

/// The document of a frame.
#[derive(Clone, Debug, Serialize)]
pub struct FrameDocument {
    /// The service's title.
    pub title: String,
    /// The addresses of the fonts.
    pub fonts: Vec<String>,
    /// The portal's style sheet, then the tile's.
    pub styles: Vec<Loaded>,
    /// The digests of all scripts, as JSON.
    pub import_map: String,
    /// The portal's script, which loads the tile's.
    pub adapter: Loaded,
    /// The tile's module.
    pub module: Loaded,
    /// The name of its element.
    pub element: String,
}

impl Page for FrameDocument {
    const TEMPLATE: &'static str = "frames/document.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let file =
            |name: &str| Loaded { href: format!("/frames/visits/{name}"), integrity: "sha384-AAAA".into() };
        vec![Self {
            title: sample(locale, "Vos visites", "Your visits"),
            fonts: vec!["/frames/visits/host/open-sans.woff2".into()],
            styles: vec![file("host/frame.css"), file("0a1b/files/style.css")],
            import_map: "{\"integrity\":{}}".into(),
            adapter: file("host/portal.js"),
            module: file("0a1b/files/index.js"),
            element: "qc-visits".into(),
        }]
    }
}

/// What an `app` offers beside its frame, and without JavaScript in its place.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OtherWay {
    /// The portal's own form.
    Form {
        /// Where it begins.
        href: String,
    },
    /// A page to read: safe HTML.
    Content {
        /// The page.
        html: String,
    },
    /// A service elsewhere.
    Link(WayOut),
}

/// What the page's broker must know (`assets/broker.js`).
#[derive(Clone, Debug, Serialize)]
pub struct Brokered {
    /// The tile's id.
    pub tile: String,
    /// The digest of the release that the page was made from.
    pub release: String,
    /// The frame's address.
    pub src: String,
    /// The frame's name for assistive technology.
    pub title: String,
    /// `fr-CA` or `en-CA`.
    pub locale: &'static str,
    /// The least height, in CSS pixels.
    pub min_height: u32,
    /// The greatest.
    pub max_height: u32,
    /// The method of each route that the tile may name.
    pub routes: BTreeMap<String, &'static str>,
    /// What else it may ask of the portal.
    pub host: Vec<&'static str>,
    /// Where `navigate` leads, by the names that a tile may say.
    pub targets: BTreeMap<&'static str, String>,
    /// A mark of whose page it is.
    pub owner: String,
    /// What the page itself says where it refuses a call: the titles of problems by their names.
    pub problems: BTreeMap<&'static str, String>,
}

/// The page of an `app`: its frame, and the other way to the same.
#[derive(Clone, Debug, Serialize)]
pub struct AppPage {
    /// The service's title.
    pub title: String,
    /// Its start page.
    pub start_href: String,
    /// Its help.
    pub help_href: String,
    /// For the broker.
    pub brokered: Brokered,
    /// Shown where the tile does not come up: safe HTML.
    pub fallback: String,
    /// The other way.
    pub other: OtherWay,
}

impl Page for AppPage {
    const TEMPLATE: &'static str = "frames/app.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let href = "/services/cancer-screening/form".to_owned();
        let with_form = Self {
            title: sample(locale, "Dépistage du cancer", "Cancer screening"),
            start_href: "/services/cancer-screening".into(),
            help_href: "/services/cancer-screening/help".into(),
            brokered: Brokered::sample(locale),
            fallback: sample(
                locale,
                "<p>Le programme de dépistage ne répond pas pour le moment.</p>",
                "<p>The screening program does not answer right now.</p>",
            ),
            other: OtherWay::Form { href },
        };
        let html = sample(locale, "<p>Appelez-nous au 811.</p>", "<p>Call us at 811.</p>");
        let with_content = Self { other: OtherWay::Content { html }, ..with_form.clone() };
        let elsewhere = OtherWay::Link(WayOut::to("https://depistage.example.ca/"));
        let with_link = Self { other: elsewhere, ..with_form.clone() };
        vec![with_form, with_content, with_link]
    }
}

impl Brokered {
    fn sample(locale: Locale) -> Self {
        Self {
            tile: "cancer-screening".into(),
            release: "0a1b2c".into(),
            src: "https://portail.example.ca/frames/cancer-screening/0a1b2c/fr".into(),
            title: sample(locale, "Dépistage du cancer", "Cancer screening"),
            locale: locale.tag(),
            min_height: 240,
            max_height: 6000,
            routes: BTreeMap::from([("appointments".into(), "GET")]),
            host: vec!["announce"],
            targets: BTreeMap::from([("home", "/fr".into())]),
            owner: "bWFyaw".into(),
            problems: BTreeMap::from([("too-many", sample(locale, "Trop de demandes", "Too many requests"))]),
        }
    }
}
