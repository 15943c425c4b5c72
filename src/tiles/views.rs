//! Home, and the pages of a service before a request is begun.

pub mod panel;
pub mod passport;

use serde::Serialize;
use url::Url;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::banner::Banner;
use crate::web::page::Page;
use crate::web::views::{Card, DraftActions, HOSTILE, KeepLonger, RequestLine, SAMPLE_TIME, sample};
use panel::PanelView;

/// What kind of thing waits for the person. The words are `needs-me-{kind}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NeedsMeKind {
    /// A draft to finish; `when` is the moment it is deleted.
    Draft,
    /// A request whose service waits for them; `when` is the moment it was asked.
    Task,
    /// Something asked of them with a day; `when` is that day.
    TaskDue,
    /// A message they have not read; `when` is the moment it came.
    Unread,
}

/// One thing that waits for the person.
#[derive(Clone, Debug, Serialize)]
pub struct NeedsMe {
    /// What it is.
    pub kind: NeedsMeKind,
    /// The service's title, or the message's subject.
    pub title: String,
    /// One more line, such as the reference; may be empty.
    pub detail: String,
    /// Where to act.
    pub href: String,
    /// The moment that matters for its kind.
    pub when: Option<Micros>,
}

/// The first page of someone signed in.
#[derive(Clone, Debug, Serialize)]
pub struct Home {
    /// What is important now.
    pub banners: Vec<Banner>,
    /// The name they are known by.
    pub name: String,
    /// What waits for them, the most pressing first.
    pub needs_me: Vec<NeedsMe>,
    /// The services as cards.
    pub services: Vec<Card>,
    /// Their latest requests, drafts left out; `/requests` has them all.
    pub requests: Vec<RequestLine>,
}

impl Page for Home {
    const TEMPLATE: &'static str = "tiles/home.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let mut services = Card::samples(locale);
        if let Some(card) = services.first_mut() {
            card.note = Some(sample(locale, "Brouillon en cours", "Draft under way"));
        }
        let full = Self {
            banners: Banner::samples(locale),
            name: sample(locale, "Amélie Tremblay", "Connor O’Neil"),
            needs_me: NeedsMe::samples(locale),
            services,
            requests: RequestLine::samples(locale),
        };
        let empty = Self {
            banners: vec![],
            needs_me: vec![],
            services: Card::samples(locale),
            requests: vec![],
            ..full.clone()
        };
        let hostile = Self { name: HOSTILE.into(), services: vec![], ..full.clone() };
        vec![full, empty, hostile]
    }
}

/// A draft that can be gone on with.
#[derive(Clone, Debug, Serialize)]
pub struct DraftLine {
    /// Where it goes on.
    pub href: String,
    /// When it was last saved.
    pub saved_at: Micros,
    /// When it is deleted if nothing more is done.
    pub ends_at: Micros,
    /// What else can be done with it.
    pub actions: DraftActions,
}

/// A service's start page.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceStart {
    /// The tile's id.
    pub tile: String,
    /// Its title.
    pub title: String,
    /// One line on what it is for.
    pub summary: String,
    /// What it is, what to have at hand, how long it takes, other ways: the tile's own text, sanitised.
    pub html: Option<String>,
    /// What back-ends tell of the person.
    pub panels: Vec<PanelView>,
    /// Where the online help of this service is.
    pub help_href: String,
    /// Where a new request begins; none when the service is only read.
    pub start_href: Option<String>,
    /// Where a service that brings its own page is opened.
    pub open_href: Option<String>,
    /// Where the service is, of one that is elsewhere.
    pub way_out: Option<WayOut>,
    /// Drafts of this service that can be gone on with, the latest first.
    pub drafts: Vec<DraftLine>,
    /// Whether someone is signed in; if not, the button leads to sign-in first.
    pub signed_in: bool,
    /// Where to sign in to read the service's pages; none when they are here.
    pub unlock_href: Option<String>,
    /// What is said of the back-end where it rests: sending works, the answer comes later.
    pub resting: Option<String>,
}

/// A way out of the portal, to a service that is elsewhere.
#[derive(Clone, Debug, Serialize)]
pub struct WayOut {
    /// The address.
    pub href: String,
    /// Whose address it is, for people to recognise.
    pub host: String,
}

impl WayOut {
    /// The way to that address.
    #[must_use]
    pub fn to(address: &str) -> Self {
        let host = Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
        Self { href: address.to_owned(), host: host.unwrap_or_default() }
    }
}

impl Page for ServiceStart {
    const TEMPLATE: &'static str = "tiles/start.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Self {
            tile: "complaints".into(),
            title: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
            summary: sample(
                locale,
                "Porter plainte au sujet de soins ou de services reçus, et suivre la réponse.",
                "Make a complaint about care or services you received, and follow the answer.",
            ),
            html: Some(sample(locale, START_FR, START_EN)),
            panels: vec![],
            help_href: "/services/complaints/help".into(),
            start_href: Some("/services/complaints/begin".into()),
            open_href: None,
            way_out: None,
            drafts: vec![],
            signed_in: true,
            unlock_href: None,
            resting: None,
        };
        let anonymous = Self { signed_in: false, ..usual.clone() };
        let resume =
            Self { drafts: vec![DraftLine::sample()], resting: Some(HOSTILE.into()), ..usual.clone() };
        let read_only = Self { start_href: None, html: None, ..usual.clone() };
        let told = Self { panels: PanelView::samples(locale), html: usual.html.clone(), ..read_only.clone() };
        let unlock_href = Some("/sign-in?return_to=%2Fservices%2Fyour-health&level=2".to_owned());
        let locked = Self { unlock_href, ..read_only.clone() };
        let locked_out = Self { signed_in: false, ..locked.clone() };
        let elsewhere =
            Self { way_out: Some(WayOut::to("https://rendez-vous.example.ca/fr")), ..read_only.clone() };
        let app = Self { open_href: Some("/services/cancer-screening/app".into()), ..usual.clone() };
        vec![usual, anonymous, resume, read_only, told, locked, locked_out, elsewhere, app]
    }
}

/// The online help of a service.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceHelp {
    /// The tile's id.
    pub tile: String,
    /// Its title.
    pub title: String,
    /// The tile's help, sanitised.
    pub html: String,
}

impl Page for ServiceHelp {
    const TEMPLATE: &'static str = "tiles/help.html";

    fn samples(locale: Locale) -> Vec<Self> {
        vec![Self {
            tile: "complaints".into(),
            title: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
            html: sample(locale, START_FR, START_EN),
        }]
    }
}

impl DraftLine {
    fn sample() -> Self {
        Self {
            href: "/requests/0198c0de-0000-7000-8000-000000000001/form/person".into(),
            saved_at: SAMPLE_TIME,
            actions: DraftActions {
                manage_href: "/requests/7K3M-9QXD-4FT".into(),
                keep: Some(KeepLonger { action: "/requests/7K3M-9QXD-4FT/keeping".into(), days: 30 }),
            },
            ends_at: SAMPLE_TIME.after(std::time::Duration::from_hours(720)),
        }
    }
}

impl NeedsMe {
    fn samples(locale: Locale) -> Vec<Self> {
        let service = sample(locale, "Suivi des plaintes", "Complaint follow-up");
        vec![
            Self {
                kind: NeedsMeKind::TaskDue,
                title: sample(locale, "Précisez votre attente à l’urgence", "Tell us more about your wait"),
                detail: service.clone(),
                href: "/requests/7K3M-9QXD-4FT/tasks/0198c0de-0000-8000-8000-000000000004".into(),
                when: Some(SAMPLE_TIME),
            },
            Self {
                kind: NeedsMeKind::Task,
                title: service.clone(),
                detail: "7K3M-9QXD-4FT".into(),
                href: "/requests/7K3M-9QXD-4FT".into(),
                when: Some(SAMPLE_TIME),
            },
            Self {
                kind: NeedsMeKind::Draft,
                title: service,
                detail: String::new(),
                href: DraftLine::sample().href,
                when: Some(DraftLine::sample().ends_at),
            },
            Self {
                kind: NeedsMeKind::Unread,
                title: sample(locale, "Votre plainte a été reçue", "Your complaint was received"),
                detail: String::new(),
                href: "/messages/0198c0de-0000-7000-8000-000000000002".into(),
                when: Some(SAMPLE_TIME),
            },
        ]
    }
}

const START_FR: &str = "<p>Vous n’êtes pas satisfait de soins ou de services reçus\u{a0}? Vous pouvez le dire, et \
    quelqu’un examinera votre plainte.</p><h2>Ce qu’il faut avoir sous la main</h2><ul><li>le nom de \
    l’établissement</li><li>la date de ce qui s’est passé</li></ul><h2>Combien de temps cela prend</h2>\
    <p>Environ dix minutes. Vous pouvez vous arrêter et continuer plus tard.</p>";
const START_EN: &str = "<p>Not satisfied with care or services you received? You can say so, and someone will look \
    into it.</p><h2>What to have at hand</h2><ul><li>the name of the facility</li><li>the date it happened</li>\
    </ul><h2>How long it takes</h2><p>About ten minutes. You can stop and go on later.</p>";

/// The service is not for someone of this age, or their age is not known.
#[derive(Clone, Debug, Serialize)]
pub struct AgeBar {
    /// The service's title.
    pub title: String,
    /// The youngest age that may use it, in years.
    pub min_age: i64,
    /// Whether the identity service told the birth date.
    pub age_known: bool,
    /// Where the service says how else to go about it.
    pub help_href: String,
}

impl Page for AgeBar {
    const TEMPLATE: &'static str = "tiles/age.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let page = |age_known| Self {
            title: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
            min_age: 14,
            age_known,
            help_href: "/services/complaints/help".into(),
        };
        vec![page(true), page(false)]
    }
}
