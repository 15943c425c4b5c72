//! What the pages of announcements show.

use serde::Serialize;

use super::Draft;
use crate::clock::Micros;
use crate::text::{Bilingual, Locale};
use crate::web::banner::Banner;
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

/// A piece of news. Its words are data, so that a preview in the other language is exactly what is shown.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// The language of its words.
    pub lang: Locale,
    /// Where it is.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Its text: safe HTML.
    pub html: String,
    /// Since when it is shown, in words, and when it was corrected.
    pub when: String,
}

impl Item {
    fn sample(locale: Locale) -> Self {
        Self {
            lang: locale,
            href: sample(
                locale,
                "/nouvelles/0198c0de-0000-7000-8000-000000000009",
                "/news/0198c0de-0000-7000-8000-000000000009",
            ),
            title: sample(locale, "Nouveau service : Soins à domicile", "New service: Home care"),
            html: sample(
                locale,
                "<p>De l’aide chez vous. <a href=\"/fr/services/home-care\">Ouvrir le service</a></p>",
                "<p>Help at home. <a href=\"/en/services/home-care\">Open the service</a></p>",
            ),
            when: sample(locale, "22 novembre 2026", "November 22, 2026"),
        }
    }
}

/// The news that the person is shown, the latest first.
#[derive(Clone, Debug, Serialize)]
pub struct NewsList {
    /// The news.
    pub items: Vec<Item>,
    /// Where the feed is.
    pub feed_href: String,
    /// Whether someone is signed in: they may ask to be told.
    pub signed_in: bool,
}

impl Page for NewsList {
    const TEMPLATE: &'static str = "announcements/list.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Item::sample(locale);
        let hostile = Item { title: HOSTILE.into(), ..usual.clone() };
        let feed_href = sample(locale, "/nouvelles/atom.xml", "/news/atom.xml");
        let full = Self { items: vec![usual, hostile], feed_href, signed_in: true };
        vec![full.clone(), Self { items: vec![], signed_in: false, ..full }]
    }
}

/// One piece of news.
#[derive(Clone, Debug, Serialize)]
pub struct NewsPage {
    /// It; none once it was withdrawn.
    pub item: Option<Item>,
    /// When it was.
    pub withdrawn_at: Option<Micros>,
    /// Where all news are.
    pub list_href: String,
}

impl Page for NewsPage {
    const TEMPLATE: &'static str = "announcements/page.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let list_href = sample(locale, "/nouvelles", "/news");
        let usual = Self { item: Some(Item::sample(locale)), withdrawn_at: None, list_href };
        vec![usual.clone(), Self { item: None, withdrawn_at: Some(SAMPLE_TIME), ..usual }]
    }
}

/// An announcement on the administrators' list.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Its title as it is written; may be empty.
    pub title: String,
    /// How far it has come. The words are `announcement-state-{state}`.
    pub state: &'static str,
    /// Whether the portal proposed it, and nobody has worked on it.
    pub proposed: bool,
    /// When it was last saved.
    pub saved_at: Micros,
    /// To how many it was sent; none where it is not sent.
    pub sent: Option<i64>,
}

/// All announcements, for administrators. Posts `csrf` to begin one.
#[derive(Clone, Debug, Serialize)]
pub struct NewsBoard {
    /// They, the latest saved first.
    pub lines: Vec<Line>,
    /// What was just done: the words are `announcement-done-{done}`.
    pub done: Option<&'static str>,
}

impl Page for NewsBoard {
    const TEMPLATE: &'static str = "announcements/board.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let line = |title: String, state, proposed, sent| Line {
            id: "0198c0de-0000-7000-8000-000000000009".into(),
            title,
            state,
            proposed,
            saved_at: SAMPLE_TIME,
            sent,
        };
        let title = Item::sample(locale).title;
        let lines = vec![
            line(title.clone(), "draft", true, None),
            line(String::new(), "draft", false, None),
            line(title.clone(), "scheduled", false, None),
            line(title.clone(), "shown", false, Some(1_204)),
            line(title.clone(), "over", false, Some(0)),
            line(HOSTILE.into(), "withdrawn", false, None),
        ];
        vec![Self { lines, done: Some("published") }, Self { lines: vec![], done: None }]
    }
}

/// A service to choose.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// The tile's id.
    pub tile: String,
    /// Its title.
    pub title: String,
}

/// An announcement being written. Posts `csrf`, `version`, the draft's inputs and `action`.
#[expect(clippy::struct_excessive_bools, reason = "each is a sentence of the page")]
#[derive(Clone, Debug, Serialize)]
pub struct Edit {
    /// Its id.
    pub id: String,
    /// How often it was saved.
    pub version: i64,
    /// Whether people are shown it: what is written is a correction.
    pub published: bool,
    /// Whether it was sent, or is being sent: that cannot be taken back.
    pub sent: bool,
    /// What is written.
    pub draft: Draft,
    /// The services whose users it can be for.
    pub tiles: Vec<Choice>,
    /// What is to be mended before it is published.
    pub errors: Vec<ErrorLine>,
    /// Whether it was saved just now.
    pub saved: bool,
    /// Whether someone else saved meanwhile.
    pub overtaken: bool,
}

impl Page for Edit {
    const TEMPLATE: &'static str = "announcements/edit.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let both = |fr: &str, en: &str| Bilingual { fr: fr.to_owned(), en: en.to_owned() };
        let draft = Draft {
            title: both("Nouveau service : Soins à domicile", "New service: Home care"),
            text: both("De l’aide **chez vous**.", "Help **at home**."),
            from: "2026-11-22T14:05".into(),
            ..Draft::blank()
        };
        let calm = Self {
            id: "0198c0de-0000-7000-8000-000000000009".into(),
            version: 3,
            published: false,
            sent: false,
            draft,
            tiles: vec![Choice {
                tile: "complaints".into(),
                title: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
            }],
            errors: vec![],
            saved: true,
            overtaken: false,
        };
        let wrong = Self {
            draft: Draft { title: both(HOSTILE, ""), until: HOSTILE.into(), ..calm.draft.clone() },
            errors: vec![
                ErrorLine {
                    input: "title-en".into(),
                    message: sample(locale, "Écrivez un titre en anglais.", "Write a title in English."),
                },
                ErrorLine {
                    input: "until".into(),
                    message: sample(locale, "Choisissez une date et une heure.", "Choose a date and a time."),
                },
            ],
            saved: false,
            ..calm.clone()
        };
        let correction = Self { published: true, sent: true, saved: false, overtaken: true, ..calm.clone() };
        vec![calm, wrong, correction]
    }
}

/// An announcement exactly as people will be shown it, in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Face {
    /// The language.
    pub lang: Locale,
    /// Its banner, where it has one.
    pub banner: Option<Banner>,
    /// Its page.
    pub item: Item,
}

/// The last look before it is published. Posts `csrf` and `version`.
#[derive(Clone, Debug, Serialize)]
pub struct Preview {
    /// Its id.
    pub id: String,
    /// How often what is published was saved.
    pub version: i64,
    /// Whether people are shown it already: this corrects it.
    pub published: bool,
    /// The words of whom it is for are `announcement-for-{audience}`.
    pub audience: &'static str,
    /// The title of the service whose users it is for; else empty.
    pub service: String,
    /// When it is shown first; none: at once.
    pub from: Option<Micros>,
    /// When it is shown no more.
    pub until: Option<Micros>,
    /// Whether it will be sent to those who asked for news.
    pub sends: bool,
    /// In both languages.
    pub faces: Vec<Face>,
}

impl Page for Preview {
    const TEMPLATE: &'static str = "announcements/preview.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let face = |lang: Locale| Face {
            lang,
            banner: Banner::samples(lang).into_iter().next(),
            item: Item::sample(lang),
        };
        let important = Self {
            id: "0198c0de-0000-7000-8000-000000000009".into(),
            version: 3,
            published: false,
            audience: "everyone",
            service: String::new(),
            from: None,
            until: Some(SAMPLE_TIME),
            sends: true,
            faces: Locale::ALL.map(face).to_vec(),
        };
        let plain = |lang: Locale| Face { banner: None, ..face(lang) };
        let correction = Self {
            published: true,
            audience: "users",
            service: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
            from: Some(SAMPLE_TIME),
            sends: false,
            faces: Locale::ALL.map(plain).to_vec(),
            ..important.clone()
        };
        vec![important, correction]
    }
}

/// Whether to take an announcement back. Posts `csrf`.
#[derive(Clone, Debug, Serialize)]
pub struct Withdrawal {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// To how many it was sent; they keep their message.
    pub sent: i64,
}

impl Page for Withdrawal {
    const TEMPLATE: &'static str = "announcements/withdraw.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let one = |title, sent| Self { id: "0198c0de-0000-7000-8000-000000000009".into(), title, sent };
        vec![one(Item::sample(locale).title, 1_204), one(HOSTILE.into(), 0)]
    }
}
