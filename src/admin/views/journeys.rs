//! Journeys: how a person is found, and what their journey looks like.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

/// Why a journey may be looked at, as codes: the log holds no free text.
pub const REASONS: [&str; 4] = ["question", "complaint", "incident", "audit"];

/// Find a person by a reference, an address or a pseudonym. Posts `csrf`, `reference` and `reason`; looking is
/// itself logged.
#[derive(Clone, Debug, Serialize)]
pub struct Journeys {
    /// What was typed, or the pseudonym of the journey whose address was opened.
    pub reference: String,
    /// The reason as chosen: one of `reasons`.
    pub reason: String,
    /// The reasons to choose from. The words are `journeys-because-{code}`.
    pub reasons: [&'static str; 4],
    /// What is to be mended; the inputs are `reference` and `reason`.
    pub errors: Vec<ErrorLine>,
    /// Whether what was typed was well formed but leads to nobody.
    pub not_found: bool,
    /// Whether a journey's own address was opened: only the reason is missing.
    pub gate: bool,
    /// The pseudonyms of several accounts that it leads to.
    pub several: Vec<String>,
}

impl Journeys {
    /// Nothing typed yet.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            reference: String::new(),
            reason: String::new(),
            reasons: REASONS,
            errors: Vec::new(),
            not_found: false,
            gate: false,
            several: Vec::new(),
        }
    }
}

impl Page for Journeys {
    const TEMPLATE: &'static str = "admin/journeys.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let error = |input: &str, fr, en| ErrorLine { input: input.into(), message: sample(locale, fr, en) };
        let wrong = Self {
            reference: HOSTILE.into(),
            errors: vec![
                error(
                    "reference",
                    "Ce n’est ni un numéro de démarche, ni un courriel, ni un pseudonyme.",
                    "This is no request number, e-mail address or pseudonym.",
                ),
                error("reason", "Dites pourquoi vous consultez ce parcours.", "Say why you are looking."),
            ],
            ..Self::empty()
        };
        let typed = Self { reference: "7K3M-9QXD-4FT".into(), reason: "question".into(), ..Self::empty() };
        let unknown = Self { not_found: true, ..typed.clone() };
        let gate = Self { reference: PERSON.into(), gate: true, ..Self::empty() };
        let several = Self { several: vec![PERSON.into(), "p-9a11f00c9a44b27d0835".into()], ..typed };
        vec![Self::empty(), wrong, unknown, gate, several]
    }
}

const PERSON: &str = "p-6f1e0c9a44b27d0835c1";

/// How long nothing happened: the words are `journey-pause-{unit}`.
#[derive(Clone, Debug, Serialize)]
pub struct Pause {
    /// `minutes`, `hours` or `days`.
    pub unit: &'static str,
    /// How many.
    pub count: u64,
}

/// One event of a journey.
#[derive(Clone, Debug, Serialize)]
pub struct EventLine {
    /// When.
    pub at: Micros,
    /// The event's code, such as `request-submitted`; its words are `event-{code}`.
    pub code: String,
    /// Who, as a kind: the words are `actor-{actor}`.
    pub actor: String,
    /// The reference of the request that it is about.
    pub reference: Option<String>,
    /// How long nothing happened before it, where that was long.
    pub pause: Option<Pause>,
    /// Its fields: name and value.
    pub fields: Vec<(String, String)>,
}

/// Something that should have happened by now.
#[derive(Clone, Debug, Serialize)]
pub struct MissingLine {
    /// What: the words are `journey-missing-{word}`.
    pub word: &'static str,
    /// Of a notice, its channel: the words are `channel-by-{channel}`.
    pub channel: Option<&'static str>,
    /// Since when it is waited for.
    pub since: Micros,
}

/// What one citizen did and what was done for them, in order.
#[derive(Clone, Debug, Serialize)]
pub struct Journey {
    /// The citizen's pseudonym.
    pub person: String,
    /// The events, the earliest first.
    pub events: Vec<EventLine>,
    /// What should have happened and did not.
    pub missing: Vec<MissingLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// Whether it begins at the beginning.
    pub whole: bool,
}

impl Page for Journey {
    const TEMPLATE: &'static str = "admin/journey.html";

    fn samples(_: Locale) -> Vec<Self> {
        let event = |code: &str, fields: &[(&str, &str)]| EventLine {
            at: SAMPLE_TIME,
            code: code.to_owned(),
            actor: "citizen".into(),
            reference: Some("7K3M-9QXD-4FT".into()),
            pause: None,
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        };
        let codes = EVENT_CODES.iter();
        let mut events: Vec<_> =
            codes.map(|code| event(code, &[("tile", "complaints"), ("release", "1.3.0")])).collect();
        for (event, unit) in events.iter_mut().skip(1).zip(["minutes", "hours", "days"]) {
            event.pause = Some(Pause { unit, count: 3 });
        }
        events.push(event("notice-sent", &[("note", HOSTILE)]));
        let words = ["delivery", "news", "withdrawal", "reply"].map(|word| (word, None));
        let notices = ["notice", "notice-failed", "notice-given-up"].map(|word| (word, Some("email")));
        let line = |(word, channel)| MissingLine { word, channel, since: SAMPLE_TIME };
        let missing = words.into_iter().chain(notices).map(line).collect();
        let full =
            Self { person: PERSON.into(), events, missing, next: Some("0198c0de".into()), whole: true };
        let rest = Self { events: vec![], missing: vec![], next: None, whole: false, ..full.clone() };
        vec![full, rest]
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
