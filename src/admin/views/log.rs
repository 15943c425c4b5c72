//! The log: how it is searched, and what is found.

use serde::{Deserialize, Serialize};

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

/// What is asked of the log, as the address says it: codes and ids, never anybody's words.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct LogAsked {
    /// The event's code.
    pub event: String,
    /// The tile.
    pub service: String,
    /// From that day on.
    pub from: String,
    /// To that day.
    pub until: String,
    /// A request's reference.
    pub reference: String,
    /// A person's pseudonym.
    pub person: String,
    /// A session's id.
    pub session: String,
    /// The id of an HTTP request.
    pub trace: String,
}

impl LogAsked {
    /// Every input and what was typed.
    #[must_use]
    pub fn inputs(&self) -> [(&'static str, &str); 8] {
        [
            ("event", &self.event),
            ("service", &self.service),
            ("from", &self.from),
            ("until", &self.until),
            ("reference", &self.reference),
            ("person", &self.person),
            ("session", &self.session),
            ("trace", &self.trace),
        ]
    }
}

/// Something to choose.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

/// A line of the log.
#[derive(Clone, Debug, Serialize)]
pub struct LogLine {
    /// When.
    pub at: Micros,
    /// The event's code; its words are `event-{code}`.
    pub code: String,
    /// Who, as a kind: the words are `actor-{actor}`.
    pub actor: String,
    /// The pseudonym of the person whose journey it belongs to.
    pub person: Option<String>,
    /// The pseudonym of the administrator or auditor who acted.
    pub staff: Option<String>,
    /// Its fields: name and value.
    pub fields: Vec<(String, String)>,
}

impl LogLine {
    /// Lines to show pages with.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let line = |code: &str, person: Option<&str>, staff: Option<&str>| Self {
            at: SAMPLE_TIME,
            code: code.into(),
            actor: if staff.is_some() { "staff" } else { "citizen" }.into(),
            person: person.map(str::to_owned),
            staff: staff.map(str::to_owned),
            fields: vec![("tile".into(), "complaints".into()), ("note".into(), HOSTILE.into())],
        };
        let person = Some("p-6f1e0c9a44b27d0835c1");
        vec![
            line("request-submitted", person, None),
            line("journey-viewed", person, Some("p-0d47a9e6c35b4f18a2be")),
            line("tile-activated", None, Some("p-0d47a9e6c35b4f18a2be")),
        ]
    }
}

/// The log, searched by GET.
#[derive(Clone, Debug, Serialize)]
pub struct Log {
    /// What is asked.
    pub asked: LogAsked,
    /// The services to choose from.
    pub services: Vec<Choice>,
    /// What is to be mended; the inputs are those of `asked`.
    pub errors: Vec<ErrorLine>,
    /// What was found; none before anything is asked.
    pub lines: Option<Vec<LogLine>>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// The search as the end of an address.
    pub query: String,
    /// The most lines in a file.
    pub most: i64,
}

impl Page for Log {
    const TEMPLATE: &'static str = "admin/log.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let services = vec![Choice {
            value: "complaints".into(),
            label: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
        }];
        let empty = Self {
            asked: LogAsked::default(),
            services,
            errors: vec![],
            lines: None,
            next: None,
            query: String::new(),
            most: 10_000,
        };
        let asked = LogAsked {
            service: "complaints".into(),
            from: "2026-11-01".into(),
            trace: HOSTILE.into(),
            ..LogAsked::default()
        };
        let found = Self {
            asked: asked.clone(),
            lines: Some(LogLine::samples()),
            next: Some("0198c0de".into()),
            query: "service=complaints&from=2026-11-01".into(),
            ..empty.clone()
        };
        let nothing = Self { lines: Some(vec![]), next: None, ..found.clone() };
        let message = sample(
            locale,
            "Ce n’est pas le numéro d’une requête au portail.",
            "This is not the id of a request to the portal.",
        );
        let wrong =
            Self { asked, errors: vec![ErrorLine { input: "trace".into(), message }], ..empty.clone() };
        vec![found, empty, nothing, wrong]
    }
}
