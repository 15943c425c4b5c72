//! Journeys: how they are looked for, and what one looks like.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

/// One event of a journey.
#[derive(Clone, Debug, Serialize)]
pub struct EventLine {
    /// When.
    pub at: Micros,
    /// The event's code, such as `request-submitted`; its words are `event-{code}`.
    pub code: String,
    /// Its fields: name and value.
    pub fields: Vec<(String, String)>,
}

/// What one citizen did and what was done for them, in order.
#[derive(Clone, Debug, Serialize)]
pub struct Journey {
    /// The citizen's pseudonym in the log.
    pub person: String,
    /// The reference that was looked up.
    pub reference: String,
    /// The service's title.
    pub title: String,
    /// The events, the earliest first.
    pub events: Vec<EventLine>,
}

/// Find a journey by reference. Posts `csrf`, `reference` and `reason`; looking is itself logged.
#[derive(Clone, Debug, Serialize)]
pub struct Journeys {
    /// The reference as typed.
    pub reference: String,
    /// The reason as chosen: one of `reasons`.
    pub reason: String,
    /// The reasons to choose from. The words are `journeys-because-{code}`.
    pub reasons: [&'static str; 4],
    /// What is to be mended; the inputs are `reference` and `reason`.
    pub errors: Vec<ErrorLine>,
    /// Whether the reference was well formed but nothing is known under it.
    pub not_found: bool,
    /// What was found.
    pub journey: Option<Journey>,
}

/// Why an administrator may look at a journey, as codes: the log holds no free text.
pub const REASONS: [&str; 4] = ["question", "complaint", "incident", "audit"];

impl Page for Journeys {
    const TEMPLATE: &'static str = "admin/journeys.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let empty = Self {
            reference: String::new(),
            reason: String::new(),
            reasons: REASONS,
            errors: vec![],
            not_found: false,
            journey: None,
        };
        let found = Self {
            reference: "7K3M-9QXD-4FT".into(),
            reason: "question".into(),
            journey: Some(Journey::sample(locale)),
            ..empty.clone()
        };
        let wrong = Self {
            reference: HOSTILE.into(),
            errors: vec![
                ErrorLine {
                    input: "reference".into(),
                    message: sample(
                        locale,
                        "Ce numéro ne correspond à aucune référence. Vérifiez chaque caractère.",
                        "This is not a reference. Check each character.",
                    ),
                },
                ErrorLine {
                    input: "reason".into(),
                    message: sample(
                        locale,
                        "Dites pourquoi vous consultez ce parcours.",
                        "Say why you are looking.",
                    ),
                },
            ],
            ..empty.clone()
        };
        let unknown = Self { not_found: true, journey: None, ..found.clone() };
        vec![found, empty, wrong, unknown]
    }
}

impl Journey {
    fn sample(locale: Locale) -> Self {
        let event = |code: &str, fields: &[(&str, &str)]| EventLine {
            at: SAMPLE_TIME,
            code: code.to_owned(),
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        };
        Self {
            person: "p-6f1e0c9a44".into(),
            reference: "7K3M-9QXD-4FT".into(),
            title: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
            events: EVENT_CODES
                .iter()
                .map(|code| event(code, &[("tile", "complaints"), ("release", "1.3.0")]))
                .chain([event("notice-sent", &[("note", HOSTILE)])])
                .collect(),
        }
    }
}

const EVENT_CODES: [&str; 36] = [
    "signin-started",
    "signin-succeeded",
    "signin-refused",
    "session-ended",
    "draft-begun",
    "draft-saved",
    "request-submitted",
    "request-delivered",
    "delivery-failed",
    "delivery-given-up",
    "status-received",
    "task-received",
    "message-received",
    "document-received",
    "code-unknown",
    "code-understood",
    "task-answered",
    "task-reminded",
    "message-written",
    "reply-delivered",
    "document-opened",
    "document-failed",
    "opening-delivered",
    "withdrawal-overdue",
    "callback-refused",
    "withdrawal-asked",
    "withdrawal-answered",
    "message-sent",
    "notice-sent",
    "notice-put-off",
    "data-exported",
    "account-closed",
    "closing-told",
    "journey-viewed",
    "job-replayed",
    "keys-created",
];
