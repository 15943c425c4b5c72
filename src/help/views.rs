//! What the pages of help show.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::articles;
use crate::web::page::Page;
use crate::web::views::{HOSTILE, RequestLine, SAMPLE_TIME, StateWord, sample};

/// A service whose help can be read.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceLink {
    /// Where its help is.
    pub href: String,
    /// Its title.
    pub title: String,
    /// One line on what it is for.
    pub summary: String,
}

impl ServiceLink {
    fn samples(locale: Locale) -> Vec<Self> {
        vec![Self {
            href: "/services/complaints/help".into(),
            title: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
            summary: sample(
                locale,
                "Porter plainte, et suivre la réponse.",
                "Make a complaint, and follow the answer.",
            ),
        }]
    }
}

/// *Where is my request?*, answered before it is asked.
#[derive(Clone, Debug, Serialize)]
pub struct Standing {
    /// Whether someone is signed in; a visitor is told how to find theirs.
    pub signed_in: bool,
    /// Their requests under way: those that wait for them first. What comes next is `help-next-{state}`.
    pub lines: Vec<RequestLine>,
}

impl Standing {
    fn samples(locale: Locale) -> [Self; 3] {
        let shown = |line: &RequestLine| !matches!(line.state, StateWord::Closed | StateWord::Withdrawn);
        let lines = RequestLine::samples(locale).into_iter().filter(shown).collect();
        [
            Self { signed_in: true, lines },
            Self { signed_in: true, lines: vec![] },
            Self { signed_in: false, lines: vec![] },
        ]
    }
}

/// The first page of help.
#[derive(Clone, Debug, Serialize)]
pub struct HelpPage {
    /// Where their requests are.
    pub standing: Standing,
    /// The services' own help.
    pub services: Vec<ServiceLink>,
    /// The portal's: our own text.
    pub html: String,
}

impl Page for HelpPage {
    const TEMPLATE: &'static str = "help/help.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let html = articles::article(locale, "help").map(|article| article.html).unwrap_or_default();
        let page = |standing| Self { standing, services: ServiceLink::samples(locale), html: html.clone() };
        Standing::samples(locale).map(page).to_vec()
    }
}

/// A piece of an excerpt.
#[derive(Clone, Debug, Serialize)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it was searched for.
    pub hit: bool,
}

/// A page that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// Where it is.
    pub href: String,
    /// Its title.
    pub title: String,
    /// The heading of the part that fits best; empty for its beginning.
    pub heading: String,
    /// What stands there.
    pub excerpt: Vec<Piece>,
}

/// What was found in the help.
#[derive(Clone, Debug, Serialize)]
pub struct SearchPage {
    /// What was searched for, as typed; empty before anything is.
    pub query: String,
    /// The pages found, the best first.
    pub hits: Vec<Hit>,
    /// Whether none has all the words: these have some.
    pub partly: bool,
    /// The services' own help, for whoever found nothing.
    pub services: Vec<ServiceLink>,
}

impl Page for SearchPage {
    const TEMPLATE: &'static str = "help/search.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let piece = |text: &str, hit| Piece { text: text.to_owned(), hit };
        let hit = Hit {
            href: "/help".into(),
            title: sample(locale, "Aide", "Help"),
            heading: sample(locale, "Se connecter", "Signing in"),
            excerpt: vec![
                piece("… vous y donnez votre ", false),
                piece("mot", true),
                piece(" de ", false),
                piece("passe", true),
                piece(HOSTILE, false),
            ],
        };
        let full = Self {
            query: sample(locale, "mot de passe", "password"),
            hits: vec![hit.clone(), Hit { heading: String::new(), title: HOSTILE.into(), ..hit }],
            partly: false,
            services: ServiceLink::samples(locale),
        };
        let partly = Self { partly: true, ..full.clone() };
        let nothing = Self { query: HOSTILE.into(), hits: vec![], ..full.clone() };
        let empty = Self { query: String::new(), ..nothing.clone() };
        vec![full, partly, nothing, empty]
    }
}

/// A day of the week, and when someone answers on it.
#[derive(Clone, Debug, Serialize)]
pub struct Day {
    /// Its words are `weekday-{day}`.
    pub day: &'static str,
    /// The spans of the day, in words; none: closed.
    pub spans: Vec<String>,
    /// Whether it is today.
    pub today: bool,
}

/// A day on which nobody answers.
#[derive(Clone, Debug, Serialize)]
pub struct Holiday {
    /// Which, in words.
    pub date: String,
    /// Why.
    pub name: String,
}

/// Whom to call, and when.
#[derive(Clone, Debug, Serialize)]
pub struct Telephone {
    /// The number, as people read it.
    pub number: String,
    /// The same as an address.
    pub href: String,
    /// A line more; may be empty.
    pub note: String,
    /// Until when someone answers, if someone does now.
    pub open_until: Option<Micros>,
    /// When someone answers next, if nobody does now.
    pub opens: Option<Micros>,
    /// Whether that is today.
    pub opens_today: bool,
    /// The days of the week.
    pub days: Vec<Day>,
    /// The next days on which nobody answers.
    pub holidays: Vec<Holiday>,
}

/// How to reach whoever runs the portal.
#[derive(Clone, Debug, Serialize)]
pub struct ContactPage {
    /// Where their requests are.
    pub standing: Standing,
    /// Whom to call; none where no number was published.
    pub telephone: Option<Telephone>,
    /// What else there is to know: our own text.
    pub html: String,
}

impl Page for ContactPage {
    const TEMPLATE: &'static str = "help/contact.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let html = articles::article(locale, "contact").map(|article| article.html).unwrap_or_default();
        let span =
            sample(locale, "de 8\u{a0}h\u{a0}30 à 16\u{a0}h\u{a0}30", "8:30\u{a0}a.m. to 4:30\u{a0}p.m.");
        let day = |day, open: bool| Day {
            day,
            spans: open.then(|| span.clone()).into_iter().collect(),
            today: day == "monday",
        };
        let open = Telephone {
            number: "1 800 555-0123".into(),
            href: "tel:18005550123".into(),
            note: sample(locale, "ATS : 711", "TTY: 711"),
            open_until: Some(SAMPLE_TIME),
            opens: None,
            opens_today: false,
            days: vec![day("monday", true), day("saturday", false)],
            holidays: vec![Holiday {
                date: sample(locale, "25 décembre 2026", "December 25, 2026"),
                name: sample(locale, "Noël", "Christmas Day"),
            }],
        };
        let closed =
            Telephone { open_until: None, opens: Some(SAMPLE_TIME), holidays: vec![], ..open.clone() };
        let today = Telephone { opens_today: true, ..closed.clone() };
        let ever = Telephone { opens: None, note: HOSTILE.into(), ..closed.clone() };
        let [mine, none, visitor] = Standing::samples(locale);
        let page = |standing: &Standing, telephone| Self {
            standing: standing.clone(),
            telephone,
            html: html.clone(),
        };
        vec![
            page(&visitor, Some(open)),
            page(&mine, Some(closed)),
            page(&none, Some(today)),
            page(&visitor, Some(ever)),
            page(&visitor, None),
        ]
    }
}
