//! Panels of a service's page as they are shown: words of the tile's, values of the back-end's.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::tiles::manifest::Display;
use crate::web::views::{HOSTILE, SAMPLE_TIME, sample};

/// A panel.
#[derive(Clone, Debug, Serialize)]
pub struct PanelView {
    /// Its name: the end of its address on the page.
    pub name: String,
    /// Its title.
    pub title: String,
    /// How it is shown.
    pub display: Display,
    /// As of when it is known, if its service does not answer now.
    pub as_of: Option<Micros>,
    /// Whether there is nothing to show since its service does not answer.
    pub missing: bool,
    /// What is said when the service has nothing.
    pub empty: String,
    /// Of a list.
    pub entries: Vec<EntryView>,
    /// Of a table of facts.
    pub facts: Vec<FactView>,
}

/// An entry of a list.
#[derive(Clone, Debug, Serialize)]
pub struct EntryView {
    /// What it is.
    pub title: Shown,
    /// When.
    pub when: Option<Shown>,
    /// More about it.
    pub facts: Vec<FactView>,
}

/// A fact: its name and what it is.
#[derive(Clone, Debug, Serialize)]
pub struct FactView {
    /// Its name.
    pub label: String,
    /// What it is.
    pub value: Shown,
}

/// A value in words.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// The words.
    pub text: String,
    /// Their language, where it is not the page's.
    pub lang: Option<&'static str>,
}

impl PanelView {
    /// A panel in each state.
    #[must_use]
    pub fn samples(locale: Locale) -> Vec<Self> {
        let say = |fr: &str, en: &str| Shown { text: sample(locale, fr, en), lang: None };
        let fact = |label: String, value| FactView { label, value };
        let place = || sample(locale, "Endroit", "Place");
        let entry = |title, when| EntryView {
            title,
            when: Some(when),
            facts: vec![fact(place(), say("CLSC Exemple", "CLSC Exemple"))],
        };
        let list = Self {
            name: "appointments".into(),
            title: sample(locale, "Vos rendez-vous", "Your appointments"),
            display: Display::List,
            as_of: None,
            missing: false,
            empty: sample(locale, "Aucun rendez-vous.", "No appointments."),
            entries: vec![
                entry(say("Prise de sang", "Blood test"), say("le 4 décembre 2026", "December 4, 2026")),
                entry(Shown { text: HOSTILE.into(), lang: Some("fr-CA") }, say("demain", "tomorrow")),
            ],
            facts: vec![],
        };
        let empty = Self { name: "vaccines".into(), entries: vec![], ..list.clone() };
        let kept = Self { name: "results".into(), as_of: Some(SAMPLE_TIME), ..list.clone() };
        let missing = Self { name: "renewals".into(), missing: true, entries: vec![], ..list.clone() };
        let table = Self {
            name: "pharmacy".into(),
            display: Display::Facts,
            entries: vec![],
            facts: vec![fact(place(), say("Pharmacie Exemple", "Example Pharmacy"))],
            ..list.clone()
        };
        vec![list, empty, kept, missing, table]
    }
}
