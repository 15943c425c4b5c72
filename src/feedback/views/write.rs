//! Telling of a problem or an idea, and checking it before it is sent.

use serde::Serialize;

use super::{AlongLine, IdeaLine};
use crate::feedback::{Kind, LONGEST_TEXT};
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, sample};

/// What a report's form carries from page to page: the inputs are named like the fields.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Written {
    /// What was typed.
    pub text: String,
    /// The page it is about, as the browser knows it.
    pub page: String,
    /// The size of the window, which only a script can tell.
    pub viewport: String,
    /// The id of the HTTP request that made the page.
    pub trace: String,
    /// Whether someone who is signed in does not wish to be known.
    pub anonymous: bool,
    /// The form's ticket.
    pub ticket: String,
}

impl Written {
    fn sample(locale: Locale) -> Self {
        Self {
            text: sample(
                locale,
                "Le bouton pour ajouter une photo ne fait rien sur mon téléphone.",
                "The button that adds a photo does nothing on my phone.",
            ),
            page: "/services/complaints".into(),
            viewport: "390×844".into(),
            trace: "0d9f3c5b7a8e6142".into(),
            anonymous: false,
            ticket: "c2FtcGxl".into(),
        }
    }
}

/// Telling. Posts `csrf`, the inputs of [`Written`], and `action`: `continue`.
#[derive(Clone, Debug, Serialize)]
pub struct WriteReport {
    /// A problem or an idea.
    pub kind: Kind,
    /// What was typed so far.
    pub written: Written,
    /// What is to be mended.
    pub errors: Vec<ErrorLine>,
    /// The most characters.
    pub most: usize,
}

impl Page for WriteReport {
    const TEMPLATE: &'static str = "feedback/write.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let begun = Written { text: String::new(), ..Written::sample(locale) };
        let new = Self { kind: Kind::Problem, written: begun, errors: vec![], most: LONGEST_TEXT };
        let idea = Self { kind: Kind::Idea, ..new.clone() };
        let message = sample(locale, "Dites-le en quelques mots.", "Say it in a few words.");
        let wrong = Self {
            written: Written { text: HOSTILE.into(), anonymous: true, ..Written::sample(locale) },
            errors: vec![ErrorLine { input: "text".into(), message }],
            ..new.clone()
        };
        vec![new, idea, wrong]
    }
}

/// The last look before sending. Posts `csrf`, the inputs of [`Written`], `known`, and `action`: `send` or
/// `change`.
#[derive(Clone, Debug, Serialize)]
pub struct CheckReport {
    /// A problem or an idea.
    pub kind: Kind,
    /// What was typed.
    pub written: Written,
    /// The same, a paragraph each.
    pub text: Vec<String>,
    /// What goes along.
    pub along: Vec<AlongLine>,
    /// Whether it goes with the person's account.
    pub known: bool,
    /// Published ideas that say something similar.
    pub similar: Vec<IdeaLine>,
}

impl Page for CheckReport {
    const TEMPLATE: &'static str = "feedback/check.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let written = Written::sample(locale);
        let problem = Self {
            kind: Kind::Problem,
            text: vec![written.text.clone()],
            written,
            along: AlongLine::samples(locale),
            known: true,
            similar: vec![],
        };
        let idea = Self {
            kind: Kind::Idea,
            along: vec![],
            known: false,
            similar: IdeaLine::samples(locale),
            ..problem.clone()
        };
        let hostile = Self { text: vec![HOSTILE.into()], ..problem.clone() };
        vec![problem, idea, hostile]
    }
}
