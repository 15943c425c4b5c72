//! What the pages of the desk show.

use serde::Serialize;

use super::manuscript::{Manuscript, Part};
use crate::clock::Micros;
use crate::text::{Bilingual, Locale};
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

/// A service at the desk.
#[derive(Clone, Debug, Serialize)]
pub struct DeskLine {
    /// The tile's id.
    pub tile: String,
    /// Its title.
    pub title: String,
    /// The version last published; none of a new service.
    pub version: Option<String>,
    /// Where that stands. The words are `desk-standing-{standing}`; `new` of a new service.
    pub standing: &'static str,
    /// When what is being written was last saved.
    pub saved_at: Option<Micros>,
}

/// The services that publishers write.
#[derive(Clone, Debug, Serialize)]
pub struct DeskList {
    /// In whose name they are published.
    pub team: String,
    /// The services, by id.
    pub services: Vec<DeskLine>,
    /// The id of a new service, as typed; the input is `tile`.
    pub tile: String,
    /// What is to be mended.
    pub errors: Vec<ErrorLine>,
    /// What was just done: the words are `desk-done-{done}`.
    pub done: Option<&'static str>,
}

impl Page for DeskList {
    const TEMPLATE: &'static str = "desk/list.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let line = |tile: &str, title: String, version: Option<&str>, standing, saved_at| DeskLine {
            tile: tile.to_owned(),
            title,
            version: version.map(str::to_owned),
            standing,
            saved_at,
        };
        let full = Self {
            team: "information".into(),
            services: vec![
                line(
                    "home-care",
                    sample(locale, "Soins à domicile", "Home care"),
                    Some("1.2.0"),
                    "active",
                    Some(SAMPLE_TIME),
                ),
                line("hostile", HOSTILE.into(), None, "new", Some(SAMPLE_TIME)),
                line("vaccines", sample(locale, "Vaccination", "Vaccination"), Some("1.0.0"), "asked", None),
            ],
            tile: String::new(),
            errors: vec![],
            done: Some("active"),
        };
        let empty = Self { services: vec![], done: None, ..full.clone() };
        let wrong = Self {
            tile: HOSTILE.into(),
            errors: vec![ErrorLine {
                input: "tile".into(),
                message: sample(locale, "Choisissez un autre identifiant.", "Choose another identifier."),
            }],
            ..empty.clone()
        };
        vec![full, empty, wrong]
    }
}

/// One thing to write, in both languages; the inputs are `{name}-fr` and `{name}-en`, the words
/// `desk-part-{name}` and `desk-hint-{name}`.
#[derive(Clone, Debug, Serialize)]
pub struct PartView {
    /// Which.
    pub name: Part,
    /// Whether it is pages rather than a line.
    pub long: bool,
    /// What is written so far.
    pub words: Bilingual,
}

/// Writing a service. Posts `csrf`, `version`, the parts, and `action`: `save`, `preview` or `publish`.
#[derive(Clone, Debug, Serialize)]
pub struct DeskEdit {
    /// The tile's id.
    pub tile: String,
    /// How often it was saved.
    pub version: i64,
    /// The release that comes next.
    pub next: String,
    /// What is written.
    pub parts: Vec<PartView>,
    /// What is to be mended before it can be published.
    pub errors: Vec<ErrorLine>,
    /// Whether it was just saved.
    pub saved: bool,
    /// Whether someone else saved or published meanwhile: what was typed is here, and not kept.
    pub overtaken: bool,
}

/// The parts of a manuscript, to be written.
#[must_use]
pub fn parts(words: &Manuscript) -> Vec<PartView> {
    let view = |part: Part| PartView { name: part, long: part.is_long(), words: words.part(part).clone() };
    Part::ALL.map(view).to_vec()
}

fn written() -> Manuscript {
    let pair = |fr: &str, en: &str| Bilingual { fr: fr.into(), en: en.into() };
    Manuscript {
        title: pair("Soins à domicile", "Home care"),
        summary: pair("De l’aide chez vous, quand vous en avez besoin.", "Help at home, when you need it."),
        content: pair(
            "## Ce que c’est\n\nUne infirmière vient chez vous.",
            "## What it is\n\nA nurse comes.",
        ),
        help: pair("## Comment ça se passe\n\nVous appelez.", "## How it goes\n\nYou call."),
    }
}

impl Page for DeskEdit {
    const TEMPLATE: &'static str = "desk/edit.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let calm = Self {
            tile: "home-care".into(),
            version: 3,
            next: "1.3.0".into(),
            parts: parts(&written()),
            errors: vec![],
            saved: true,
            overtaken: false,
        };
        let mut hostile = written();
        hostile.content.fr = HOSTILE.into();
        let wrong = Self {
            parts: parts(&hostile),
            errors: vec![ErrorLine {
                input: "content-fr".into(),
                message: sample(
                    locale,
                    "Texte de la page, français, ligne 1 : raw HTML",
                    "Text of the page, French, line 1: raw HTML",
                ),
            }],
            saved: false,
            ..calm.clone()
        };
        vec![calm.clone(), wrong, Self { saved: false, overtaken: true, ..calm }]
    }
}

/// What a service will look like.
#[derive(Clone, Debug, Serialize)]
pub struct DeskPreview {
    /// The tile's id.
    pub tile: String,
    /// Its title.
    pub title: String,
    /// The line for its card.
    pub summary: String,
    /// Its page: safe HTML.
    pub html: String,
    /// Its help: safe HTML.
    pub help: String,
}

impl Page for DeskPreview {
    const TEMPLATE: &'static str = "desk/preview.html";

    fn samples(locale: Locale) -> Vec<Self> {
        vec![Self {
            tile: "home-care".into(),
            title: sample(locale, "Soins à domicile", "Home care"),
            summary: sample(locale, "De l’aide chez vous.", "Help at home."),
            html: sample(
                locale,
                "<h2>Ce que c’est</h2><p>Une visite.</p>",
                "<h2>What it is</h2><p>A visit.</p>",
            ),
            help: sample(locale, "<h2>Comment</h2><p>Vous appelez.</p>", "<h2>How</h2><p>You call.</p>"),
        }]
    }
}

/// The last look before publishing. Posts `csrf` and `version`.
#[derive(Clone, Debug, Serialize)]
pub struct DeskPublish {
    /// The tile's id.
    pub tile: String,
    /// Its title.
    pub title: String,
    /// How often what is published was saved.
    pub version: i64,
    /// The release that it becomes.
    pub release: String,
    /// Whether it is the service's first: an administrator then lets it appear.
    pub first: bool,
    /// Why it was not published.
    pub refused: Option<String>,
}

impl Page for DeskPublish {
    const TEMPLATE: &'static str = "desk/publish.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let next = Self {
            tile: "home-care".into(),
            title: sample(locale, "Soins à domicile", "Home care"),
            version: 3,
            release: "1.3.0".into(),
            first: false,
            refused: None,
        };
        let refused = sample(locale, "Version refusée : clé inconnue.", "Release refused: unknown key.");
        let first = Self { first: true, release: "1.0.0".into(), refused: Some(refused), ..next.clone() };
        vec![next, first]
    }
}
