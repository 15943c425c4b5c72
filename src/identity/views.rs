//! The pages before and after a session: welcome, sign-in, its failures, signed out.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::banner::Banner;
use crate::web::page::Page;
use crate::web::views::{Card, HOSTILE, SAMPLE_TIME, sample};

/// A way to sign in.
#[derive(Clone, Debug, Serialize)]
pub struct IssuerChoice {
    /// Its name in addresses: the button leads to `/sign-in/{slug}`.
    pub slug: String,
    /// Its name in this language.
    pub label: String,
    /// Whether it will close: new people are led to another.
    pub closing: bool,
}

/// The first page for someone who is not signed in.
#[derive(Clone, Debug, Serialize)]
pub struct Welcome {
    /// What is important now.
    pub banners: Vec<Banner>,
    /// The services one may look at.
    pub services: Vec<Card>,
    /// The ways to sign in, the usual one first.
    pub issuers: Vec<IssuerChoice>,
}

impl Page for Welcome {
    const TEMPLATE: &'static str = "identity/welcome.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let two = vec![sample_issuer(locale), sample_pilot(locale)];
        vec![
            Self { banners: vec![], services: Card::samples(locale), issuers: vec![sample_issuer(locale)] },
            Self { banners: Banner::samples(locale), services: Card::samples(locale), issuers: two },
            Self { banners: vec![], services: vec![], issuers: vec![] },
        ]
    }
}

/// Why a person is asked to sign in. The words are `sign-in-because-{reason}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignInReason {
    /// They followed a link to a page of their own file.
    Page,
    /// Their session ended; nothing was being typed.
    SessionEnded,
    /// Their session ended while they answered; what they typed is kept for when they are back.
    AnswersKept,
    /// The service asks for a surer sign-in.
    Level,
    /// What they are about to do asks who they are anew.
    Fresh,
}

/// Choose how to sign in, or sign in again. With a single issuer the handler may go straight to it.
#[derive(Clone, Debug, Serialize)]
pub struct SignIn {
    /// Why this page is shown; none when they asked for it themselves.
    pub reason: Option<SignInReason>,
    /// Whether what they typed is kept for their return, where the reason does not say so.
    pub kept: bool,
    /// The ways to sign in, the usual one first.
    pub issuers: Vec<IssuerChoice>,
    /// What each of them carries on in its query: where they go on, and how surely.
    pub query: String,
    /// The way that would do, when none of theirs does.
    pub other_way: Option<String>,
}

impl Page for SignIn {
    const TEMPLATE: &'static str = "identity/sign_in.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let query = "return_to=%2Fservices%2Fcomplaints%3Fa%3D1%26b%3D2";
        let page =
            |reason, issuers| Self { reason, kept: false, issuers, query: query.into(), other_way: None };
        let closing = IssuerChoice { closing: true, ..sample_issuer(locale) };
        let other_way = Some(sample_pilot(locale).label);
        vec![
            page(None, vec![sample_pilot(locale), closing]),
            page(Some(SignInReason::Page), vec![sample_issuer(locale)]),
            page(Some(SignInReason::SessionEnded), vec![sample_issuer(locale)]),
            page(Some(SignInReason::AnswersKept), vec![sample_issuer(locale)]),
            Self { kept: true, ..page(Some(SignInReason::Level), vec![sample_issuer(locale)]) },
            page(Some(SignInReason::Fresh), vec![sample_issuer(locale)]),
            Self { kept: true, other_way, ..page(Some(SignInReason::Level), vec![]) },
            page(Some(SignInReason::Level), vec![]),
            page(None, vec![]),
        ]
    }
}

/// After signing out.
#[derive(Clone, Debug, Serialize)]
pub struct SignedOut {
    /// Whether drafts wait for their return.
    pub drafts_kept: bool,
}

impl Page for SignedOut {
    const TEMPLATE: &'static str = "identity/signed_out.html";

    fn samples(_: Locale) -> Vec<Self> {
        vec![Self { drafts_kept: false }, Self { drafts_kept: true }]
    }
}

/// Why a sign-in did not succeed. The words are `sign-in-failed-title-{reason}` and
/// `sign-in-failed-text-{reason}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignInFailure {
    /// The person stopped it at the issuer.
    Cancelled,
    /// It took too long, or the page was opened twice: the flow is no longer known.
    Expired,
    /// The issuer answered with something that the portal cannot trust.
    Refused,
    /// The sign-in was not sure enough for what was asked.
    Level,
    /// Someone else came back than the person who is signed in.
    OtherPerson,
    /// What the issuer says does not fit what is known of the account.
    Doubt,
    /// The way to be added opens an account of its own.
    Conflict,
    /// The two ways to be tied together are two people's.
    TwoPeople,
    /// The issuer cannot be reached.
    Unavailable,
    /// The issuer is no longer, or not yet, open to everyone.
    Closed,
    /// The issuer did not tell what the portal cannot do without.
    Incomplete,
}

impl SignInFailure {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Cancelled,
        Self::Expired,
        Self::Refused,
        Self::Level,
        Self::OtherPerson,
        Self::Doubt,
        Self::Conflict,
        Self::TwoPeople,
        Self::Unavailable,
        Self::Closed,
        Self::Incomplete,
    ];
}

/// The sign-in did not succeed: what happened, and the way to try again.
#[derive(Clone, Debug, Serialize)]
pub struct SignInFailed {
    /// Why.
    pub reason: SignInFailure,
    /// Where to try again.
    pub retry_href: String,
    /// The trace id to quote when asking for help.
    pub trace: String,
}

impl Page for SignInFailed {
    const TEMPLATE: &'static str = "identity/sign_in_failed.html";

    fn samples(_: Locale) -> Vec<Self> {
        let page = |reason| Self { reason, retry_href: "/sign-in".into(), trace: "0b7c1f9e4d2a4f6a".into() };
        SignInFailure::ALL.into_iter().map(page).collect()
    }
}

/// A way to sign in of an account.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// Its id, for the form that takes it away.
    pub id: String,
    /// The identity service's name.
    pub label: String,
    /// Since when it leads to the account.
    pub since: Micros,
    /// When the person last came in by it.
    pub last_used: Micros,
    /// Whether they came in by it now: it cannot be taken away.
    pub present: bool,
    /// Whether it will close.
    pub closing: bool,
    /// Whether it has closed.
    pub closed: bool,
}

/// The ways to sign in of an account, and those that can be added.
#[derive(Clone, Debug, Serialize)]
pub struct SignIns {
    /// Those there are, the oldest first.
    pub ways: Vec<Way>,
    /// Those that can be added.
    pub others: Vec<IssuerChoice>,
    /// The service that they came in by, if all of theirs will close.
    pub closing: Option<String>,
    /// Where they go on without adding one now, after the language prefix.
    pub later_href: Option<String>,
}

impl Page for SignIns {
    const TEMPLATE: &'static str = "identity/sign_ins.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let way = |choice: IssuerChoice, present| Way {
            id: "0198c0de-0000-7000-8000-000000000003".into(),
            label: choice.label,
            since: SAMPLE_TIME,
            last_used: SAMPLE_TIME,
            present,
            closing: false,
            closed: false,
        };
        let old = sample_issuer(locale);
        let one = Self {
            ways: vec![way(old.clone(), true)],
            others: vec![sample_pilot(locale)],
            closing: None,
            later_href: None,
        };
        let led = Self {
            ways: vec![Way { closing: true, ..way(old.clone(), true) }],
            closing: Some(old.label.clone()),
            later_href: Some("/requests".into()),
            ..one.clone()
        };
        let closed = Way { closed: true, ..way(old, false) };
        let hostile = Way { label: HOSTILE.into(), ..way(sample_pilot(locale), true) };
        let two = Self { ways: vec![closed, hostile], others: vec![], ..one.clone() };
        vec![one, led, two]
    }
}

fn sample_issuer(locale: Locale) -> IssuerChoice {
    IssuerChoice {
        slug: "federation".into(),
        label: sample(locale, "Service d’identité de démonstration", "Demonstration identity service"),
        closing: false,
    }
}

fn sample_pilot(locale: Locale) -> IssuerChoice {
    IssuerChoice {
        slug: "pilot".into(),
        label: sample(locale, "Nouveau service d’authentification", "New authentication service"),
        closing: false,
    }
}
