//! The administrators' page of services: which release of each is shown, what waits, what was done.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

/// The services, the nodes and the log.
#[derive(Clone, Debug, Serialize)]
pub struct Services {
    /// What was just done: the words are `services-done-{done}`.
    pub done: Option<&'static str>,
    /// What is to be mended.
    pub errors: Vec<ErrorLine>,
    /// The services, those with a release that waits first.
    pub services: Vec<ServiceLine>,
    /// The nodes that serve.
    pub nodes: Vec<NodeLine>,
    /// The latest lines of the log, the newest first.
    pub log: Vec<LogLine>,
}

/// A service.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceLine {
    /// The tile's id.
    pub tile: String,
    /// Its title.
    pub title: String,
    /// Its team.
    pub team: String,
    /// The version that is shown; none where no release ever was.
    pub version: Option<String>,
    /// Whether that one came with the portal.
    pub own: bool,
    /// The version on trial, and to how many of a hundred citizens it is shown.
    pub canary: Option<(String, i64)>,
    /// The release that waits.
    pub waiting: Option<Waiting>,
    /// Whether there is a step back.
    pub can_go_back: bool,
}

/// A release that waits for approval.
#[derive(Clone, Debug, Serialize)]
pub struct Waiting {
    /// Its version.
    pub version: String,
    /// To how many of a hundred citizens it would be shown; 0: to all.
    pub percent: i64,
    /// What it may do that the one before may not, and the other way round.
    pub changes: Vec<ChangeLine>,
}

/// A difference, in both languages: an administrator approves what both say.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeLine {
    /// Whether it may do more.
    pub widens: bool,
    /// In the language of the page.
    pub words: String,
    /// In the other.
    pub other: String,
}

/// A node.
#[derive(Clone, Debug, Serialize)]
pub struct NodeLine {
    /// Its name.
    pub node: String,
    /// Whether it shows what the log says.
    pub current: bool,
    /// When it last said so.
    pub seen_at: Micros,
}

/// A line of the log.
#[derive(Clone, Debug, Serialize)]
pub struct LogLine {
    /// Its number.
    pub number: i64,
    /// The tile.
    pub tile: String,
    /// What was done: the words are `services-step-{step}`.
    pub step: &'static str,
    /// With which version.
    pub version: String,
    /// Who did it.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Micros,
}

impl Page for Services {
    const TEMPLATE: &'static str = "admin/services.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let line = |tile: &str, title: String| ServiceLine {
            tile: tile.into(),
            title,
            team: "complaints-office".into(),
            version: Some("1.2.0".into()),
            own: false,
            canary: None,
            waiting: None,
            can_go_back: true,
        };
        let change = |widens| ChangeLine {
            widens,
            words: sample(locale, "Connaître le courriel", "Learn the e-mail address"),
            other: HOSTILE.into(),
        };
        let waiting =
            Waiting { version: "1.3.0".into(), percent: 10, changes: vec![change(true), change(false)] };
        let waits = ServiceLine {
            waiting: Some(waiting),
            ..line("complaints", sample(locale, "Suivi des plaintes", "Complaint follow-up"))
        };
        let tried = ServiceLine {
            canary: Some(("2.0.0".into(), 10)),
            ..line("your-health", sample(locale, "Votre santé", "Your health"))
        };
        let own = ServiceLine {
            own: true,
            can_go_back: false,
            ..line("surrogacy", sample(locale, "Gestation pour autrui", "Surrogacy"))
        };
        let node = |node: &str, current| NodeLine { node: node.into(), current, seen_at: SAMPLE_TIME };
        let logged = |number, step| LogLine {
            number,
            tile: "complaints".into(),
            step,
            version: "1.2.0".into(),
            actor: "team:complaints-office".into(),
            reason: HOSTILE.into(),
            at: SAMPLE_TIME,
        };
        let steps = ["canary_ended", "canary", "rolled_back", "refused", "activated", "asked"];
        let full = Self {
            done: Some("approved"),
            errors: vec![],
            services: vec![waits, tried, own.clone()],
            nodes: vec![node("portal-1-3fa92c", true), node("portal-2-90c1d4", false)],
            log: (1..).zip(steps).map(|(number, step)| logged(number, step)).collect(),
        };
        let message = sample(locale, "Dites pourquoi vous refusez.", "Say why you refuse.");
        let errors = vec![ErrorLine { input: "reason-complaints".into(), message }];
        let wrong = Self { done: None, errors, ..full.clone() };
        let calm = Self { done: None, services: vec![own], log: vec![], ..full.clone() };
        vec![full, wrong, calm]
    }
}
