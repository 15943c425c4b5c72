//! What administrators see of problems and ideas.

use serde::Serialize;

use super::ReportView;
use crate::clock::Micros;
use crate::feedback::{Kind, Status};
use crate::text::{Bilingual, Locale};
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

/// What is asked for on the board, as typed; empty is everything.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Asked {
    /// `problem` or `idea`.
    pub kind: String,
    /// Where they stand, or `all`.
    pub status: String,
    /// The service's id.
    pub tile: String,
    /// `fr` or `en`.
    pub language: String,
    /// Who takes care of them: `me`, `nobody`, or the pseudonym of another administrator.
    pub assignee: String,
    /// Words, or a reference.
    pub words: String,
}

/// A report on the board.
#[derive(Clone, Debug, Serialize)]
pub struct BoardLine {
    /// Its reference, under which it is at `/admin/feedback/{reference}`.
    pub reference: String,
    /// A problem or an idea.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// How it begins.
    pub excerpt: String,
    /// The service's id.
    pub tile: Option<String>,
    /// The language it was told in: `fr` or `en`.
    pub language: Locale,
    /// When it was told.
    pub told_at: Micros,
    /// Who takes care of it.
    pub assignee: Option<String>,
    /// How many support it, where it is published.
    pub votes: Option<i64>,
}

/// A service to choose.
#[derive(Clone, Debug, Serialize)]
pub struct TileChoice {
    /// Its id.
    pub tile: String,
    /// Its title.
    pub title: String,
}

/// An administrator to choose.
#[derive(Clone, Debug, Serialize)]
pub struct ColleagueChoice {
    /// What the administration knows them by.
    pub pseudonym: String,
    /// Their name.
    pub name: String,
}

/// How many reports stand there.
#[derive(Clone, Debug, Serialize)]
pub struct StatusCount {
    /// Where.
    pub status: Status,
    /// How many.
    pub count: i64,
}

/// All problems and ideas, the latest first. `GET` with the inputs `kind`, `status`, `tile`, `language`, `assignee`,
/// `words`; exporting posts `csrf` and `format` to `/admin/feedback/export`.
#[derive(Clone, Debug, Serialize)]
pub struct Board {
    /// What is asked for.
    pub asked: Asked,
    /// How many stand where.
    pub counts: Vec<StatusCount>,
    /// The services to choose from.
    pub tiles: Vec<TileChoice>,
    /// The other administrators.
    pub colleagues: Vec<ColleagueChoice>,
    /// The reports that fit.
    pub reports: Vec<BoardLine>,
    /// Where the older ones are.
    pub next_href: Option<String>,
}

fn colleagues() -> Vec<ColleagueChoice> {
    let named =
        |pseudonym: &str, name: &str| ColleagueChoice { pseudonym: pseudonym.into(), name: name.into() };
    vec![named("p-6f1e0c9a44b27d0835c1", "Simon Cloutier"), named("p-0835c16f1e0c9a44b27d", HOSTILE)]
}

fn tiles(locale: Locale) -> Vec<TileChoice> {
    let title = sample(locale, "Suivi des plaintes", "Complaint follow-up");
    vec![TileChoice { tile: "complaints".into(), title }]
}

impl Page for Board {
    const TEMPLATE: &'static str = "feedback/board.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let line = |kind, status, excerpt: String| BoardLine {
            reference: "7K3M-9QXD-4FT".into(),
            kind,
            status,
            excerpt,
            tile: None,
            language: Locale::Fr,
            told_at: SAMPLE_TIME,
            assignee: None,
            votes: None,
        };
        let photo = sample(locale, "Le bouton pour ajouter une photo…", "The button that adds a photo…");
        let taken = BoardLine {
            tile: Some("complaints".into()),
            assignee: Some("Simone Gagnon".into()),
            ..line(Kind::Problem, Status::Studied, photo)
        };
        let idea = BoardLine { votes: Some(12), ..line(Kind::Idea, Status::Received, HOSTILE.into()) };
        let count = |(status, count)| StatusCount { status, count };
        let full = Self {
            asked: Asked { status: "received".into(), ..Asked::default() },
            counts: Status::ALL.into_iter().zip([12, 3, 2, 148, 0]).map(count).collect(),
            tiles: tiles(locale),
            colleagues: colleagues(),
            reports: vec![taken, idea],
            next_href: Some("/admin/feedback?status=received&before=0198c0de".into()),
        };
        let asked = Asked {
            kind: "idea".into(),
            status: "all".into(),
            tile: "complaints".into(),
            language: "en".into(),
            assignee: "me".into(),
            words: HOSTILE.into(),
        };
        let empty = Self { asked, reports: vec![], next_href: None, ..full.clone() };
        vec![full, empty]
    }
}

/// Another report, in a line.
#[derive(Clone, Debug, Serialize)]
pub struct OtherLine {
    /// Its reference.
    pub reference: String,
    /// How it begins.
    pub excerpt: String,
}

/// What was typed in the forms of the triage page.
#[derive(Clone, Debug, Serialize)]
pub struct TriageTyped {
    /// The answer: `answer-fr`, `answer-en`.
    pub answer: Bilingual,
    /// The wording to publish: `wording-fr`, `wording-en`.
    pub wording: Bilingual,
    /// The reference to merge into: `into`.
    pub into: String,
    /// The version that came of it: `version`.
    pub version: String,
}

/// Who told a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Author {
    /// Someone with their account, who is told what is decided.
    Known,
    /// Someone without, who has a link.
    Unknown,
    /// Someone who closed their account: nothing is left of what they wrote.
    Left,
}

/// One report, and what can be done with it. Every form posts `csrf`, `seen` and `action`: `stand`, `answer`,
/// `take`, `assign`, `release`, `merge`, `separate`, `fix`, `publish` or `withdraw`.
#[derive(Clone, Debug, Serialize)]
pub struct Triage {
    /// The report.
    pub report: ReportView,
    /// Its version, which the forms carry as `seen`.
    pub seen: i64,
    /// Who told it, as far as that matters: the words are `triage-author-{author}`.
    pub author: Author,
    /// All statuses.
    pub statuses: [Status; 5],
    /// The services to choose from, and the one it is about.
    pub tiles: Vec<TileChoice>,
    /// The service's id that is chosen.
    pub tile: String,
    /// Who takes care of it.
    pub assignee: Option<String>,
    /// The other administrators, to whom it may be handed: `assignee`.
    pub colleagues: Vec<ColleagueChoice>,
    /// Whether that is who looks.
    pub mine: bool,
    /// The report that is worked on in its place.
    pub into: Option<OtherLine>,
    /// The reports that were merged into this one.
    pub merged: Vec<OtherLine>,
    /// Whether it is published.
    pub published: bool,
    /// How many support it.
    pub votes: i64,
    /// What was typed, or is there to be changed.
    pub typed: TriageTyped,
    /// What is to be mended.
    pub errors: Vec<ErrorLine>,
    /// What was just done: the words are `triage-done-{done}`.
    pub done: Option<&'static str>,
    /// Whether someone else acted on it meanwhile: nothing was done.
    pub overtaken: bool,
}

impl Page for Triage {
    const TEMPLATE: &'static str = "feedback/triage.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let nothing = Bilingual { fr: String::new(), en: String::new() };
        let other = |excerpt: &str| OtherLine { reference: "2B8N-H5WC-Z0R".into(), excerpt: excerpt.into() };
        let problem = Self {
            report: ReportView::sample(locale),
            seen: 3,
            author: Author::Known,
            statuses: Status::ALL,
            tiles: tiles(locale),
            tile: "complaints".into(),
            assignee: Some("Simone Gagnon".into()),
            colleagues: colleagues(),
            mine: true,
            into: None,
            merged: vec![other("Photo"), other(HOSTILE)],
            published: false,
            votes: 0,
            typed: TriageTyped {
                answer: nothing.clone(),
                wording: nothing.clone(),
                into: String::new(),
                version: String::new(),
            },
            errors: vec![],
            done: Some("answered"),
            overtaken: false,
        };
        let report = ReportView { kind: Kind::Idea, answer: vec![], fixed: None, ..problem.report.clone() };
        let message = sample(locale, "Écrivez la réponse en anglais aussi.", "Write it in English too.");
        let idea = Self {
            report,
            author: Author::Unknown,
            assignee: None,
            mine: false,
            merged: vec![],
            published: true,
            votes: 12,
            typed: TriageTyped {
                answer: Bilingual { fr: HOSTILE.into(), en: String::new() },
                ..problem.typed.clone()
            },
            errors: vec![ErrorLine { input: "answer-en".into(), message }],
            done: None,
            ..problem.clone()
        };
        let merged = Self {
            report: ReportView { merged: true, ..problem.report.clone() },
            into: Some(other("Photo")),
            merged: vec![],
            done: None,
            overtaken: true,
            ..problem.clone()
        };
        vec![problem, idea, merged]
    }
}
