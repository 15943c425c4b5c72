//! The pages that belong to no feature, and the parts that several features' pages share.

use serde::Serialize;

use super::articles;
use super::page::Page;
use crate::clock::Micros;
use crate::text::Locale;

/// A service as a card.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// The tile's id: the card leads to `/services/{tile}`.
    pub tile: String,
    /// The tile's title in this language.
    pub title: String,
    /// One line on what it is for.
    pub summary: String,
    /// A short word on its state for this person, such as "draft under way"; usually none.
    pub note: Option<String>,
}

/// Where a request stands, in the words that citizens see: its state, its outcome and its
/// withdrawal taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateWord {
    /// Begun, not sent.
    Draft,
    /// Sent by the citizen; the service has not acknowledged it yet.
    Submitted,
    /// The service has it.
    Received,
    /// The service works on it.
    InProgress,
    /// The service, or a task, waits for the citizen.
    ActionNeeded,
    /// The citizen did what was asked; the service has not taken it into account yet.
    Answered,
    /// The service said something that the portal does not understand yet.
    UnderWay,
    /// The service is done with it.
    Closed,
    /// The citizen took it back, and the service agreed.
    Withdrawn,
}

/// A request in a list.
#[derive(Clone, Debug, Serialize)]
pub struct RequestLine {
    /// Where it leads: the request, or the draft to go on with.
    pub href: String,
    /// The service's title.
    pub title: String,
    /// The reference; none before it is sent.
    pub reference: Option<String>,
    /// Where it stands.
    pub state: StateWord,
    /// Since when.
    pub since: Micros,
    /// When it was last changed: for a draft, saved.
    pub as_of: Micros,
    /// Whether the citizen has something to do.
    pub needs_me: bool,
    /// Until when this step usually lasts.
    pub usual_end: Option<Micros>,
    /// Until when a draft is kept.
    pub kept_until: Option<Micros>,
    /// Whether it has yet to be handed to the service.
    pub waits_for_delivery: bool,
    /// When the service was last heard, if it does not answer now: the line is as of then.
    pub silent_since: Option<Micros>,
    /// What can be done with a draft, beside going on with it.
    pub draft: Option<DraftActions>,
}

/// What can be done with a draft, beside going on with it.
#[derive(Clone, Debug, Serialize)]
pub struct DraftActions {
    /// Its own page, where it is kept longer or deleted.
    pub manage_href: String,
    /// How it is kept longer, where its end is near.
    pub keep: Option<KeepLonger>,
}

/// A button that keeps a draft longer: it posts `csrf` to `action`.
#[derive(Clone, Debug, Serialize)]
pub struct KeepLonger {
    /// Where the form is posted.
    pub action: String,
    /// Days that it is kept from then on.
    pub days: u16,
}

/// One line of an error summary: the words, and the input that they lead to.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorLine {
    /// The `id` of the input to go to: its name.
    pub input: String,
    /// What happened and what to do, in this page's language; the same words stand by the field.
    pub message: String,
}

/// What went wrong, as far as a visitor is told. The words are `problem-title-{kind}` and
/// `problem-text-{kind}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorKind {
    /// 400: the browser sent something that makes no sense here.
    BadRequest,
    /// 403: signed in, but not allowed to see this.
    Forbidden,
    /// 403: the form was too old, or did not come from this portal.
    FormExpired,
    /// 404.
    NotFound,
    /// 405: the address is right, the method is not.
    NotAllowed,
    /// 408: it did not come in time.
    Late,
    /// 409 or 412: it changed meanwhile.
    Conflict,
    /// 413: more was sent than is taken.
    TooLarge,
    /// 414: the address is longer than any of ours.
    AddressTooLong,
    /// 415: it is in a format that is not read.
    UnknownFormat,
    /// 431: its head is larger than any browser's with our cookies.
    HeadTooLarge,
    /// 429: too often.
    TooMany,
    /// 401: the session has ended.
    SessionEnded,
    /// 401: signed in, but not surely or not lately enough.
    StepUp,
    /// 401: the session was ended since a copy of its cookie was used.
    SessionStolen,
    /// 500: our fault.
    Internal,
    /// 503: more is asked than can be answered.
    Busy,
    /// 503: resting.
    Unavailable,
}

impl ErrorKind {
    /// All of them, in the order of their status.
    pub const ALL: [Self; 18] = [
        Self::BadRequest,
        Self::SessionEnded,
        Self::StepUp,
        Self::SessionStolen,
        Self::Forbidden,
        Self::FormExpired,
        Self::NotFound,
        Self::NotAllowed,
        Self::Late,
        Self::Conflict,
        Self::TooLarge,
        Self::AddressTooLong,
        Self::UnknownFormat,
        Self::TooMany,
        Self::HeadTooLarge,
        Self::Internal,
        Self::Busy,
        Self::Unavailable,
    ];

    /// The word in its Fluent keys and in problem types (RFC 9457).
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::BadRequest => "bad-request",
            Self::Forbidden => "forbidden",
            Self::FormExpired => "form-expired",
            Self::NotFound => "not-found",
            Self::NotAllowed => "not-allowed",
            Self::Conflict => "conflict",
            Self::Late => "late",
            Self::TooLarge => "too-large",
            Self::AddressTooLong => "address-too-long",
            Self::UnknownFormat => "unknown-format",
            Self::HeadTooLarge => "head-too-large",
            Self::TooMany => "too-many",
            Self::SessionEnded => "session-ended",
            Self::StepUp => "step-up",
            Self::SessionStolen => "session-stolen",
            Self::Internal => "internal",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
        }
    }
}

/// The page that says what happened, what was kept and what to do.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// What went wrong.
    pub kind: ErrorKind,
    /// The trace id to quote when asking for help.
    pub trace: String,
    /// Whether answers typed before this are kept.
    pub kept: bool,
    /// Where to try again, or to sign in again; none leads home only.
    pub retry_href: Option<String>,
    /// Minutes to wait before that.
    pub minutes: u64,
    /// The form that could not be taken now, to be sent again as it was typed.
    pub again: Option<FormAgain>,
}

/// A form to be sent again, without its token.
#[derive(Clone, Debug, Serialize)]
pub struct FormAgain {
    /// Where it goes: the path after the language prefix, with its query.
    pub action: String,
    /// What was typed, and the button that was pressed.
    pub fields: Vec<(String, String)>,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "web/error.html";

    fn samples(_: Locale) -> Vec<Self> {
        let page = |kind, kept| Self {
            kind,
            trace: "0b7c1f9e4d2a4f6a".into(),
            kept,
            retry_href: matches!(kind, ErrorKind::SessionEnded | ErrorKind::SessionStolen)
                .then(|| "/sign-in".into()),
            minutes: 1,
            again: matches!(kind, ErrorKind::TooMany).then(|| FormAgain {
                action: "/services/complaints/form".into(),
                fields: vec![("given-name".into(), HOSTILE.into()), ("action".into(), "continue".into())],
            }),
        };
        ErrorKind::ALL.into_iter().flat_map(|kind| [page(kind, false), page(kind, true)]).collect()
    }
}

/// A page of plain text: privacy, accessibility, help, contact.
#[derive(Clone, Debug, Serialize)]
pub struct Article {
    /// The title, also the page's heading.
    pub title: String,
    /// The text as HTML, made from our own Markdown.
    pub html: String,
}

impl Page for Article {
    const TEMPLATE: &'static str = "web/article.html";

    fn samples(locale: Locale) -> Vec<Self> {
        articles::NAMES.into_iter().filter_map(|name| articles::article(locale, name)).collect()
    }
}

/// The words of a sample in that language.
#[must_use]
pub fn sample(locale: Locale, french: &str, english: &str) -> String {
    match locale {
        Locale::Fr => french,
        Locale::En => english,
    }
    .to_owned()
}

/// The moment around which samples happen: 22 November 2026, 14:05 in Montréal.
pub const SAMPLE_TIME: Micros = Micros(1_795_374_300_000_000);

/// Text that would break a page that trusts it.
pub const HOSTILE: &str =
    "<script>alert('é')</script> \" onmouseover=\"x ${{7*7}} {{ page }} &amp; \u{202e}gauche";

impl Card {
    /// The five sample services.
    #[must_use]
    pub fn samples(locale: Locale) -> Vec<Self> {
        let card = |tile: &str, title, summary| Self { tile: tile.to_owned(), title, summary, note: None };
        let say = |fr, en| sample(locale, fr, en);
        vec![
            card(
                "complaints",
                say("Suivi des plaintes", "Complaint follow-up"),
                say(
                    "Porter plainte au sujet de soins ou de services reçus, et suivre la réponse.",
                    "Make a complaint about care or services you received, and follow the answer.",
                ),
            ),
            card(
                "your-health",
                say("Votre santé", "Your health"),
                say(
                    "Vos renseignements de santé, au même endroit.",
                    "Your health information, in one place.",
                ),
            ),
            card(
                "medical-assistance-in-dying",
                say("Aide médicale à mourir", "Medical assistance in dying"),
                say(
                    "Comprendre la démarche, vos droits et les personnes à qui parler.",
                    "Understand the process, your rights and the people you can talk to.",
                ),
            ),
            card(
                "surrogacy",
                say("Grossesse pour autrui", "Surrogacy"),
                say(
                    "Un projet parental avec une autre personne, étape par étape.",
                    "A parental project with another person, step by step.",
                ),
            ),
            card(
                "cancer-screening",
                say("Programme québécois de dépistage du cancer", "Québec cancer screening program"),
                say(
                    "Savoir quand et comment passer un examen de dépistage.",
                    "Know when and how to be screened.",
                ),
            ),
        ]
    }
}

impl RequestLine {
    /// One request in each state.
    #[must_use]
    pub fn samples(locale: Locale) -> Vec<Self> {
        let line = |state, reference: &str| Self {
            href: format!("/requests/{reference}"),
            title: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
            reference: Some(reference.to_owned()),
            state,
            since: SAMPLE_TIME,
            as_of: SAMPLE_TIME,
            needs_me: state == StateWord::ActionNeeded,
            usual_end: (state == StateWord::InProgress).then_some(SAMPLE_TIME),
            kept_until: None,
            waits_for_delivery: state == StateWord::Submitted,
            silent_since: (state == StateWord::Received).then_some(SAMPLE_TIME),
            draft: None,
        };
        vec![
            line(StateWord::ActionNeeded, "7K3M-9QXD-4FT"),
            line(StateWord::InProgress, "2B8N-H5WC-Z0R"),
            line(StateWord::Received, "9D4T-K1XM-6VA"),
            line(StateWord::Answered, "3H7V-W2QK-9XN"),
            line(StateWord::UnderWay, "8J5D-T6RB-1CM"),
            line(StateWord::Submitted, "5QFE-82RJ-W3C"),
            line(StateWord::Closed, "C6YP-0NH7-S2G"),
            line(StateWord::Withdrawn, "M1ZK-V9T4-B8E"),
        ]
    }
}
