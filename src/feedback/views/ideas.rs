//! Published ideas.

use serde::Serialize;

use crate::clock::Micros;
use crate::feedback::Status;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{HOSTILE, SAMPLE_TIME, sample};

/// A published idea in a list.
#[derive(Clone, Debug, Serialize)]
pub struct IdeaLine {
    /// Its page.
    pub href: String,
    /// How its published wording begins.
    pub excerpt: String,
    /// Where it stands.
    pub status: Status,
    /// How many support it.
    pub votes: i64,
}

impl IdeaLine {
    pub(super) fn samples(locale: Locale) -> Vec<Self> {
        let line = |excerpt: String, status, votes| Self {
            href: "/ideas/7K3M-9QXD-4FT".into(),
            excerpt,
            status,
            votes,
        };
        let texts = sample(locale, "Choisir l’heure des rappels.", "Choose when reminders come.");
        let photos = sample(
            locale,
            "Joindre plusieurs photos d’un seul geste, depuis le téléphone.",
            "Attach several photos at once, from the phone.",
        );
        vec![
            line(photos, Status::Planned, 1_204),
            line(texts, Status::Studied, 1),
            line(HOSTILE.into(), Status::Declined, 0),
        ]
    }
}

/// The published ideas, those with the most votes first.
#[derive(Clone, Debug, Serialize)]
pub struct Ideas {
    /// The ideas.
    pub ideas: Vec<IdeaLine>,
    /// Where those with fewer votes are.
    pub next_href: Option<String>,
}

impl Page for Ideas {
    const TEMPLATE: &'static str = "feedback/ideas.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let ideas = IdeaLine::samples(locale);
        let next_href = Some("/ideas?votes=1&before=0198c0de-0000-7000-8000-000000000002".into());
        vec![Self { ideas, next_href }, Self { ideas: vec![], next_href: None }]
    }
}

/// A published idea. Posts `csrf` and `action`, `give` or `take-back`, to `{href}/vote`.
#[derive(Clone, Debug, Serialize)]
pub struct IdeaPage {
    /// Its page.
    pub href: String,
    /// Its reference.
    pub reference: String,
    /// Its published wording, a paragraph each.
    pub text: Vec<String>,
    /// Where it stands.
    pub status: Status,
    /// How many support it.
    pub votes: i64,
    /// Whether the person supports it; none of someone who is not signed in.
    pub mine: Option<bool>,
    /// Since when it is published.
    pub published_at: Micros,
    /// The service, and its version, that came of it.
    pub fixed: Option<(String, String)>,
}

impl Page for IdeaPage {
    const TEMPLATE: &'static str = "feedback/idea.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Self {
            href: "/ideas/7K3M-9QXD-4FT".into(),
            reference: "7K3M-9QXD-4FT".into(),
            text: vec![sample(
                locale,
                "Joindre plusieurs photos d’un seul geste, depuis le téléphone.",
                "Attach several photos at once, from the phone.",
            )],
            status: Status::Planned,
            votes: 1_204,
            mine: Some(false),
            published_at: SAMPLE_TIME,
            fixed: None,
        };
        let service = sample(locale, "Suivi des plaintes", "Complaint follow-up");
        let done = Self {
            status: Status::Done,
            mine: Some(true),
            votes: 1,
            fixed: Some((service, "2.0.0".into())),
            ..usual.clone()
        };
        let outside = Self { text: vec![HOSTILE.into()], mine: None, votes: 0, ..usual.clone() };
        vec![usual, done, outside]
    }
}
