//! What the pages of problems and ideas show their authors and everyone.

pub mod board;
mod ideas;
mod write;

use serde::Serialize;

use super::{Kind, Status};
use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{HOSTILE, SAMPLE_TIME, sample};

pub use ideas::{IdeaLine, IdeaPage, Ideas};
pub use write::{CheckReport, WriteReport, Written};

/// Something that goes along with a report; the words are `report-along-{name}`.
#[derive(Clone, Debug, Serialize)]
pub struct AlongLine {
    /// What: `page`, `service`, `language`, `viewport` or `trace`.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

impl AlongLine {
    /// The lines of these names and values.
    #[must_use]
    pub fn all(lines: Vec<(&'static str, String)>) -> Vec<Self> {
        lines.into_iter().map(|(name, value)| Self { name, value }).collect()
    }

    pub(super) fn samples(locale: Locale) -> Vec<Self> {
        Self::all(vec![
            ("page", "/requests/…/messages".into()),
            ("service", sample(locale, "Suivi des plaintes (1.3.0)", "Complaint follow-up (1.3.0)")),
            ("language", sample(locale, "Français", "English")),
            ("viewport", "390×844".into()),
            ("trace", "0d9f3c5b7a8e6142".into()),
        ])
    }
}

/// A report as its author sees it.
#[derive(Clone, Debug, Serialize)]
pub struct ReportView {
    /// A problem or an idea.
    pub kind: Kind,
    /// Its reference.
    pub reference: String,
    /// Where it stands.
    pub status: Status,
    /// What was typed, a paragraph each.
    pub text: Vec<String>,
    /// What went along.
    pub along: Vec<AlongLine>,
    /// When it was told.
    pub told_at: Micros,
    /// When it last changed.
    pub changed_at: Micros,
    /// The answer, a paragraph each; empty without one.
    pub answer: Vec<String>,
    /// The service, and its version, that came of it.
    pub fixed: Option<(String, String)>,
    /// Whether it is worked on with another.
    pub merged: bool,
    /// Where it is published.
    pub idea_href: Option<String>,
}

/// The paragraphs of what was typed: empty lines part them.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<String> {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.map(str::to_owned).collect()
}

impl ReportView {
    pub(super) fn sample(locale: Locale) -> Self {
        Self {
            kind: Kind::Problem,
            reference: "7K3M-9QXD-4FT".into(),
            status: Status::Done,
            text: vec![sample(
                locale,
                "Sur mon téléphone, le bouton pour ajouter une photo ne fait rien.",
                "On my phone, the button that adds a photo does nothing.",
            )],
            along: AlongLine::samples(locale),
            told_at: SAMPLE_TIME,
            changed_at: SAMPLE_TIME,
            answer: vec![
                sample(locale, "Merci de nous l’avoir dit.", "Thank you for telling us."),
                sample(
                    locale,
                    "Le bouton fonctionne maintenant sur tous les téléphones.",
                    "The button now works on all phones.",
                ),
            ],
            fixed: Some((sample(locale, "Suivi des plaintes", "Complaint follow-up"), "1.3.1".into())),
            merged: false,
            idea_href: None,
        }
    }
}

/// What became of a report.
#[derive(Clone, Debug, Serialize)]
pub struct FollowReport {
    /// The report.
    pub report: ReportView,
    /// Whether it was just sent.
    pub sent: bool,
    /// This page's whole address, where nothing else leads to it.
    pub link: Option<String>,
}

impl Page for FollowReport {
    const TEMPLATE: &'static str = "feedback/follow.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let answered = ReportView::sample(locale);
        let new = ReportView {
            kind: Kind::Idea,
            status: Status::Received,
            along: vec![],
            answer: vec![],
            fixed: None,
            ..answered.clone()
        };
        let merged = ReportView {
            text: vec![HOSTILE.into()],
            answer: vec![],
            fixed: None,
            merged: true,
            idea_href: Some("/ideas/7K3M-9QXD-4FT".into()),
            ..answered.clone()
        };
        let link = "https://portail.example/fr/feedback/follow/mVt3Yw0zF1n9c2Xq8LrB6kJ5hD7sA4eP";
        vec![
            Self { report: answered, sent: false, link: None },
            Self { report: new, sent: true, link: Some(link.into()) },
            Self { report: merged, sent: true, link: None },
        ]
    }
}

/// A report in a list of one's own.
#[derive(Clone, Debug, Serialize)]
pub struct ReportLine {
    /// Its page.
    pub href: String,
    /// A problem or an idea.
    pub kind: Kind,
    /// Its reference.
    pub reference: String,
    /// Where it stands.
    pub status: Status,
    /// How it begins.
    pub excerpt: String,
    /// When it was told.
    pub told_at: Micros,
    /// Whether there is an answer.
    pub answered: bool,
}

/// What someone told, the latest first.
#[derive(Clone, Debug, Serialize)]
pub struct MyReports {
    /// The reports.
    pub reports: Vec<ReportLine>,
    /// Where the older ones are.
    pub next_href: Option<String>,
}

impl Page for MyReports {
    const TEMPLATE: &'static str = "feedback/mine.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let line = |kind, status, excerpt: String, answered| ReportLine {
            href: "/account/feedback/7K3M-9QXD-4FT".into(),
            kind,
            reference: "7K3M-9QXD-4FT".into(),
            status,
            excerpt,
            told_at: SAMPLE_TIME,
            answered,
        };
        let photo = sample(locale, "Le bouton pour ajouter une photo…", "The button that adds a photo…");
        let reports = vec![
            line(Kind::Problem, Status::Done, photo, true),
            line(Kind::Idea, Status::Studied, HOSTILE.into(), false),
        ];
        let next_href = Some("/account/feedback?before=0198c0de-0000-7000-8000-000000000002".into());
        vec![Self { reports, next_href }, Self { reports: vec![], next_href: None }]
    }
}

/// How a text begins, in so many characters at the most.
#[must_use]
pub fn excerpt(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_ends_with_a_whole_word() {
        assert_eq!(excerpt("Un  bouton\nne fait rien", 40), "Un bouton ne fait rien");
        assert_eq!(excerpt("Un bouton ne fait rien", 12), "Un bouton…");
        assert_eq!(excerpt("Anticonstitutionnellement", 8), "Anticons…");
    }
}
