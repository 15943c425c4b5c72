//! The pages of a draft as a whole: gone on with, kept longer, deleted, restored.

use std::time::Duration;

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{DraftActions, HOSTILE, KeepLonger, RequestLine, SAMPLE_TIME, StateWord, sample};

const DAY: Duration = Duration::from_hours(24);

/// The form changed since the draft was begun.
#[derive(Clone, Debug, Serialize)]
pub struct FormChanged {
    /// Answers that have no place in it any more: they are shown, to be copied, and not sent.
    pub aside: Vec<Answered>,
}

/// A question and what was answered.
#[derive(Clone, Debug, Serialize)]
pub struct Answered {
    /// The question.
    pub label: String,
    /// What was answered.
    pub value: String,
}

/// A draft as a whole.
#[derive(Clone, Debug, Serialize)]
pub struct DraftPage {
    /// The service's title.
    pub title: String,
    /// When it was last saved.
    pub saved_at: Micros,
    /// When it is deleted if nothing more is done.
    pub kept_until: Micros,
    /// Where it goes on.
    pub resume_href: String,
    /// How it is kept longer.
    pub keep: KeepLonger,
    /// Where it is deleted.
    pub delete_href: String,
    /// Whether it was just kept longer: the page says so.
    pub kept: bool,
}

/// Whether to delete a draft. Posts `csrf` to `action`.
#[derive(Clone, Debug, Serialize)]
pub struct DraftDeletion {
    /// The service's title.
    pub title: String,
    /// When it was last saved.
    pub saved_at: Micros,
    /// Where the form is posted.
    pub action: String,
    /// Back to the draft.
    pub back_href: String,
}

/// A draft that is deleted and can be restored. Posts `csrf` to `action`.
#[derive(Clone, Debug, Serialize)]
pub struct DeletedDraft {
    /// The service's title.
    pub title: String,
    /// When it was last saved.
    pub saved_at: Micros,
    /// When it was deleted.
    pub deleted_at: Micros,
    /// When it is destroyed.
    pub destroyed_at: Micros,
    /// Where it is restored.
    pub action: String,
}

fn service(locale: Locale) -> String {
    sample(locale, "Suivi des plaintes", "Complaint follow-up")
}

fn href(rest: &str) -> String {
    format!("/requests/7K3M-9QXD-4FT{rest}")
}

impl Page for DraftPage {
    const TEMPLATE: &'static str = "requests/draft.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Self {
            title: service(locale),
            saved_at: SAMPLE_TIME,
            kept_until: SAMPLE_TIME.after(30 * DAY),
            resume_href: href("/form/person"),
            keep: KeepLonger { action: href("/keeping"), days: 30 },
            delete_href: href("/deletion"),
            kept: false,
        };
        vec![usual.clone(), Self { kept: true, ..usual.clone() }, Self { title: HOSTILE.into(), ..usual }]
    }
}

impl Page for DraftDeletion {
    const TEMPLATE: &'static str = "requests/draft_deletion.html";

    fn samples(locale: Locale) -> Vec<Self> {
        vec![Self {
            title: service(locale),
            saved_at: SAMPLE_TIME,
            action: href("/deletion"),
            back_href: href(""),
        }]
    }
}

impl FormChanged {
    pub(super) fn samples(locale: Locale) -> [Self; 2] {
        let answered = |label, value: &str| Answered { label, value: value.into() };
        let aside = vec![
            answered(sample(locale, "Numéro de télécopieur", "Fax number"), "514 555-0123"),
            answered(HOSTILE.into(), HOSTILE),
        ];
        [Self { aside: vec![] }, Self { aside }]
    }
}

impl DeletedDraft {
    pub(super) fn sample(locale: Locale) -> Self {
        Self {
            title: service(locale),
            saved_at: SAMPLE_TIME,
            deleted_at: SAMPLE_TIME.after(DAY),
            destroyed_at: SAMPLE_TIME.after(8 * DAY),
            action: href("/restoration"),
        }
    }
}

impl Page for DeletedDraft {
    const TEMPLATE: &'static str = "requests/draft_deleted.html";

    fn samples(locale: Locale) -> Vec<Self> {
        vec![Self::sample(locale)]
    }
}

/// A draft as a line of a list.
pub(super) fn line(locale: Locale) -> RequestLine {
    RequestLine {
        href: href("/form/person"),
        title: service(locale),
        reference: None,
        state: StateWord::Draft,
        since: SAMPLE_TIME,
        as_of: SAMPLE_TIME,
        needs_me: false,
        usual_end: None,
        kept_until: Some(SAMPLE_TIME.after(30 * DAY)),
        waits_for_delivery: false,
        silent_since: None,
        draft: Some(DraftActions {
            manage_href: href(""),
            keep: Some(KeepLonger { action: href("/keeping"), days: 30 }),
        }),
    }
}
