//! The administrators' pages.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

/// Today's numbers, since midnight, and what needs attention now.
#[derive(Clone, Debug, Serialize)]
pub struct Today {
    /// Sign-ins that succeeded.
    pub sign_ins: u64,
    /// Requests sent.
    pub submissions: u64,
    /// Requests handed to their back-ends.
    pub deliveries: u64,
    /// Messages put into inboxes.
    pub messages: u64,
    /// Jobs that wait for their turn or for another try.
    pub jobs_waiting: u64,
    /// Since when the oldest of them waits.
    pub oldest_waiting: Option<Micros>,
    /// Jobs that gave up: someone must look.
    pub jobs_dead: u64,
    /// Callbacks refused: a bad signature, an old time, an unknown request.
    pub callbacks_refused: u64,
    /// Requests that show a neutral state: their tile does not know the code that came.
    pub codes_unknown: u64,
    /// Withdrawals that a back-end has not answered in the time it promised.
    pub withdrawals_overdue: u64,
    /// The back-ends that do not answer.
    pub silent: Vec<SilentLine>,
    /// The back-ends whose certification ends soon or has ended, the most urgent first.
    pub certifications: Vec<CertificationLine>,
    /// Whether tiles' code runs on the portal's own host, for want of a domain of its own.
    pub single_host: bool,
    /// The moment of these numbers.
    pub at: Micros,
}

/// A back-end that does not answer.
#[derive(Clone, Debug, Serialize)]
pub struct SilentLine {
    /// Its name in the registry.
    pub backend: String,
    /// Since when.
    pub since: Micros,
}

/// A certification that ends soon, or holds no more.
#[derive(Clone, Debug, Serialize)]
pub struct CertificationLine {
    /// The back-end's name in the registry.
    pub backend: String,
    /// The certification's number.
    pub number: String,
    /// Its last day.
    pub valid_until: Micros,
    /// Days left after today; none when it has ended.
    pub days_left: Option<u32>,
    /// How it is shown.
    pub urgency: Urgency,
}

/// How much the end of a certification presses: two months, a month, a week before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Urgency {
    /// Good to know.
    Known,
    /// The renewal should be under way.
    Soon,
    /// Nothing is sent any more, or in a week at most.
    Now,
}

impl Urgency {
    /// For so many days left; none when it has ended.
    #[must_use]
    pub fn of(days_left: Option<u32>) -> Self {
        match days_left {
            None | Some(..=7) => Self::Now,
            Some(8..=30) => Self::Soon,
            Some(_) => Self::Known,
        }
    }
}

impl Page for Today {
    const TEMPLATE: &'static str = "admin/today.html";

    fn samples(_: Locale) -> Vec<Self> {
        let ending = |backend: &str, days_left: Option<u32>| CertificationLine {
            backend: backend.to_owned(),
            number: "BC20260901-01".into(),
            valid_until: SAMPLE_TIME,
            days_left,
            urgency: Urgency::of(days_left),
        };
        let calm = Self {
            sign_ins: 1_204,
            submissions: 87,
            deliveries: 86,
            messages: 241,
            jobs_waiting: 0,
            oldest_waiting: None,
            jobs_dead: 0,
            callbacks_refused: 0,
            codes_unknown: 0,
            withdrawals_overdue: 0,
            silent: vec![],
            certifications: vec![],
            single_host: false,
            at: SAMPLE_TIME,
        };
        let alarmed = Self {
            jobs_waiting: 12,
            oldest_waiting: Some(SAMPLE_TIME),
            jobs_dead: 3,
            callbacks_refused: 1,
            codes_unknown: 2,
            single_host: true,
            withdrawals_overdue: 1,
            silent: vec![SilentLine { backend: "complaints".into(), since: SAMPLE_TIME }],
            certifications: vec![
                ending("complaints", None),
                ending("labs", Some(1)),
                ending("surrogacy", Some(29)),
                ending(HOSTILE, Some(59)),
            ],
            ..calm.clone()
        };
        vec![alarmed, calm]
    }
}

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
                .chain([event("mail-sent", &[("note", HOSTILE)])])
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
    "mail-sent",
    "mail-failed",
    "data-exported",
    "account-closed",
    "closing-told",
    "journey-viewed",
    "job-replayed",
    "keys-created",
];

/// A job that gave up.
#[derive(Clone, Debug, Serialize)]
pub struct JobLine {
    /// Its id: replaying posts `csrf` to `/admin/jobs/{id}/replay`.
    pub id: String,
    /// What it does, such as `deliver`.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What the last try answered.
    pub last_error: String,
    /// When it was first tried.
    pub since: Micros,
}

/// The jobs that gave up, with a button to replay each.
#[derive(Clone, Debug, Serialize)]
pub struct Jobs {
    /// The jobs, the oldest first.
    pub dead: Vec<JobLine>,
    /// Whether one was just put back into the queue: the page says so.
    pub replayed: bool,
}

impl Page for Jobs {
    const TEMPLATE: &'static str = "admin/jobs.html";

    fn samples(_: Locale) -> Vec<Self> {
        let job = |last_error: &str| JobLine {
            id: "0198c0de-0000-7000-8000-000000000003".into(),
            kind: "deliver".into(),
            attempts: 14,
            last_error: last_error.to_owned(),
            since: SAMPLE_TIME,
        };
        vec![
            Self { dead: vec![job("connection refused"), job(HOSTILE)], replayed: false },
            Self { dead: vec![], replayed: true },
        ]
    }
}
