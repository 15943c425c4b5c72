//! How the portal runs, what waits for a second person, and what was changed.

use std::time::Duration;

use serde::Serialize;

use super::{CertificationLine, LogLine, Urgency};
use crate::admin::service_views::NodeLine;
use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

/// How one tile's calls to a back-end stand, on the node that answers.
#[derive(Clone, Debug, Serialize)]
pub struct WayLine {
    /// The tile.
    pub tile: String,
    /// `closed` (calls go through), `open` (left alone for a while), `half-open` (tried again); the words are
    /// `breaker-{state}`.
    pub state: &'static str,
}

/// A back-end of the registry.
#[derive(Clone, Debug, Serialize)]
pub struct BackendLine {
    /// Its name there.
    pub name: String,
    /// Whose it is.
    pub organisation: String,
    /// `open`, `silent` or `maintenance`; the words are `backend-{state}`.
    pub state: &'static str,
    /// When it was last heard.
    pub heard_at: Option<Micros>,
    /// Since when it does not answer.
    pub silent_since: Option<Micros>,
    /// The breakers on the way to it.
    pub ways: Vec<WayLine>,
    /// How long its certification holds.
    pub certification: Option<CertificationLine>,
    /// What citizens are told of its maintenance, in French and in English.
    pub message: Option<(String, String)>,
    /// Since when it is in maintenance.
    pub closed_since: Option<Micros>,
}

/// One kind of promised work.
#[derive(Clone, Debug, Serialize)]
pub struct QueueLine {
    /// The kind.
    pub kind: String,
    /// How many jobs wait.
    pub waiting: u64,
    /// How many gave up.
    pub dead: u64,
    /// Since when the oldest waits.
    pub oldest: Option<Micros>,
}

/// What came of a look at the whole log.
#[derive(Clone, Debug, Serialize)]
pub struct LogCheckLine {
    /// `holds`, `bent`, `unseen` (the second place was missing), or `unfinished`: it goes on, or was cut short.
    pub outcome: &'static str,
    /// How many events were looked at.
    pub events: u64,
    /// When it ended, or began.
    pub at: Micros,
}

/// How long ago something was.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Age {
    /// `hours` or `days`; the words are `backups-{unit}`.
    pub unit: &'static str,
    /// How many of them have passed.
    pub count: u64,
}

impl Age {
    /// In hours for two days, then in days.
    #[must_use]
    pub fn of(span: Duration) -> Self {
        match span.as_secs() / (60 * 60) {
            hours @ 0..48 => Self { unit: "hours", count: hours },
            hours => Self { unit: "days", count: hours / 24 },
        }
    }
}

/// The last backup that a script told of.
#[derive(Clone, Debug, Serialize)]
pub struct BackupLine {
    /// When it was made.
    pub at: Micros,
    /// How long ago that is.
    pub age: Age,
    /// `full` or `incremental`; the words are `backup-{kind}`.
    pub kind: &'static str,
    /// Its size, rounded up; none when it was not said.
    pub megabytes: Option<u64>,
    /// Whether it was read back and found whole.
    pub verified: bool,
    /// After how many hours it should have had a successor, when it should by now.
    pub late: Option<u32>,
}

/// The last time that a backup was put back.
#[derive(Clone, Debug, Serialize)]
pub struct RestoreLine {
    /// When.
    pub at: Micros,
    /// When the newest event happened that came back.
    pub newest: Micros,
}

/// What scripts told of backups.
#[derive(Clone, Debug, Serialize)]
pub struct Backups {
    /// The last one made.
    pub last: Option<BackupLine>,
    /// The last one put back.
    pub restored: Option<RestoreLine>,
}

impl Backups {
    /// None, a fresh one, one that is too old, and one that was put back.
    fn samples() -> [Self; 4] {
        let made = |hours, late| BackupLine {
            at: SAMPLE_TIME,
            age: Age::of(Duration::from_hours(hours)),
            kind: if late { "incremental" } else { "full" },
            megabytes: (!late).then_some(12_345),
            verified: !late,
            late: late.then_some(26),
        };
        let restored = RestoreLine { at: SAMPLE_TIME, newest: SAMPLE_TIME };
        [
            Self { last: None, restored: None },
            Self { last: Some(made(0, false)), restored: None },
            Self { last: Some(made(75, true)), restored: None },
            Self { last: Some(made(5, false)), restored: Some(restored) },
        ]
    }
}

/// How the portal runs. Closing the way to a back-end posts `csrf`, `what`, `subject`, `fr` and `en` to
/// `/admin/confirmations`; opening it posts `csrf`.
#[derive(Clone, Debug, Serialize)]
pub struct Operations {
    /// Whether a way was opened just now.
    pub opened: bool,
    /// The portal's version.
    pub version: &'static str,
    /// The back-ends.
    pub backends: Vec<BackendLine>,
    /// The work that is not done.
    pub queues: Vec<QueueLine>,
    /// The last night's look at the whole log.
    pub log_check: Option<LogCheckLine>,
    /// The backups.
    pub backups: Backups,
    /// The nodes.
    pub nodes: Vec<NodeLine>,
    /// The moment of all this.
    pub at: Micros,
}

impl Page for Operations {
    const TEMPLATE: &'static str = "admin/operations.html";

    fn samples(_: Locale) -> Vec<Self> {
        let backend = |name: &str, state| BackendLine {
            name: name.into(),
            organisation: "msss".into(),
            state,
            heard_at: Some(SAMPLE_TIME),
            silent_since: (state == "silent").then_some(SAMPLE_TIME),
            ways: ["closed", "open", "half-open"]
                .map(|state| WayLine { tile: "your-health".into(), state })
                .into(),
            certification: None,
            message: None,
            closed_since: None,
        };
        let certification = |days_left| {
            Some(CertificationLine {
                backend: "labs".into(),
                number: "BC20260901-01".into(),
                valid_until: SAMPLE_TIME,
                days_left,
                urgency: Urgency::of(days_left),
            })
        };
        let closed = BackendLine {
            message: Some((HOSTILE.into(), HOSTILE.into())),
            closed_since: Some(SAMPLE_TIME),
            ..backend("complaints", "maintenance")
        };
        let silent = BackendLine { certification: certification(None), ..backend("labs", "silent") };
        let open = BackendLine {
            ways: vec![],
            certification: certification(Some(212)),
            ..backend("surrogacy", "open")
        };
        let queue =
            |kind: &str, dead| QueueLine { kind: kind.into(), waiting: 3, dead, oldest: Some(SAMPLE_TIME) };
        let node = |node: &str, current| NodeLine { node: node.into(), current, seen_at: SAMPLE_TIME };
        let [never, fresh, late, restored] = Backups::samples();
        let full = Self {
            opened: true,
            version: "0.1.0",
            backends: vec![closed, silent, open.clone()],
            queues: vec![queue("deliver-request", 2), queue("send-mail", 0)],
            log_check: Some(LogCheckLine { outcome: "bent", events: 0, at: SAMPLE_TIME }),
            backups: late,
            nodes: vec![node("portal-1-3fa92c", true), node("portal-2-90c1d4", false)],
            at: SAMPLE_TIME,
        };
        let calm = Self {
            opened: false,
            backends: vec![open],
            queues: vec![],
            backups: fresh,
            nodes: vec![],
            ..full.clone()
        };
        let held = Some(LogCheckLine { outcome: "holds", events: 12_345, at: SAMPLE_TIME });
        let unseen = Some(LogCheckLine { outcome: "unseen", events: 12_345, at: SAMPLE_TIME });
        let unseen = Self { log_check: unseen, backups: restored, ..calm.clone() };
        let first_day = Self { log_check: None, backups: never, ..calm.clone() };
        vec![full, Self { log_check: held, ..calm }, unseen, first_day]
    }
}

/// Something that waits for another person.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmationLine {
    /// Its id: deciding posts `csrf` and `action` to `/admin/confirmations/{id}`.
    pub id: String,
    /// What: the words are `confirmation-{what}`.
    pub what: String,
    /// On what.
    pub subject: String,
    /// What citizens will be told, in French and in English.
    pub message: Option<(String, String)>,
    /// The pseudonym of whoever asked.
    pub by: String,
    /// Whether that is who looks.
    pub own: bool,
    /// When.
    pub at: Micros,
}

/// What waits for another person.
#[derive(Clone, Debug, Serialize)]
pub struct Confirmations {
    /// What was just done: the words are `confirmations-done-{done}`.
    pub done: Option<&'static str>,
    /// What is to be mended.
    pub errors: Vec<ErrorLine>,
    /// What waits, the oldest first.
    pub open: Vec<ConfirmationLine>,
    /// The ids of what was confirmed and lets its person fetch the whole log.
    pub logs: Vec<String>,
}

impl Page for Confirmations {
    const TEMPLATE: &'static str = "admin/confirmations.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let line = |what: &str, subject: &str, own| ConfirmationLine {
            id: "0198c0de-0000-7000-8000-000000000003".into(),
            what: what.into(),
            subject: subject.into(),
            message: None,
            by: "p-0d47a9e6c35b4f18a2be".into(),
            own,
            at: SAMPLE_TIME,
        };
        let maintenance = ConfirmationLine {
            message: Some((HOSTILE.into(), HOSTILE.into())),
            ..line("maintenance", "complaints", false)
        };
        let open = vec![maintenance, line("destroy-job", "0198c0de", true), line("export-log", "", false)];
        let full = Self { done: Some("asked"), errors: vec![], open, logs: vec!["0198c0de".into()] };
        let message = sample(locale, "Écrivez le message dans les deux langues.", "Write the message twice.");
        let wrong = Self {
            done: None,
            errors: vec![ErrorLine { input: "confirmations".into(), message }],
            ..full.clone()
        };
        let calm = Self { done: Some("confirmed"), errors: vec![], open: vec![], logs: vec![] };
        let others = ["refused", "overtaken"].map(|done| Self { done: Some(done), ..calm.clone() });
        [full, wrong, calm.clone()].into_iter().chain(others).collect()
    }
}

/// The change register.
#[derive(Clone, Debug, Serialize)]
pub struct Changes {
    /// The changes, the newest first.
    pub lines: Vec<LogLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

impl Page for Changes {
    const TEMPLATE: &'static str = "admin/changes.html";

    fn samples(_: Locale) -> Vec<Self> {
        vec![
            Self { lines: LogLine::samples(), next: Some("0198c0de".into()) },
            Self { lines: vec![], next: None },
        ]
    }
}
