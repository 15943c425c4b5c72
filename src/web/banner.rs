//! An important announcement at the head of welcome and home, as data.

use serde::Serialize;

use super::views::{HOSTILE, sample};
use crate::text::Locale;

/// A banner. Its words are data, so that it looks the same in a preview in the other language.
#[derive(Clone, Debug, Serialize)]
pub struct Banner {
    /// The announcement's id.
    pub id: String,
    /// As which edition it was put aside: a correction is shown anew.
    pub edition: i64,
    /// The language of its words.
    pub lang: Locale,
    /// Its title.
    pub title: String,
    /// Where it is read in full.
    pub href: String,
    /// What says that it is important.
    pub label: String,
    /// The link to the whole.
    pub more: String,
    /// The button that puts it aside, by a form that posts `csrf` and `edition`.
    pub aside: String,
}

impl Banner {
    /// The usual one, and a hostile one.
    #[must_use]
    pub fn samples(locale: Locale) -> Vec<Self> {
        let say = |fr, en| sample(locale, fr, en);
        let usual = Self {
            id: "0198c0de-0000-7000-8000-000000000009".into(),
            edition: 1,
            lang: locale,
            title: say(
                "Le portail fait une pause dimanche de 2 h à 4 h",
                "The portal will pause on Sunday from 2 to 4 a.m.",
            ),
            href: say(
                "/nouvelles/0198c0de-0000-7000-8000-000000000009",
                "/news/0198c0de-0000-7000-8000-000000000009",
            ),
            label: say("Important", "Important"),
            more: say("Lire la nouvelle", "Read the news"),
            aside: say("Mettre de côté", "Put aside"),
        };
        let hostile = Self {
            id: "0198c0de-0000-7000-8000-00000000000a".into(),
            title: HOSTILE.into(),
            ..usual.clone()
        };
        vec![usual, hostile]
    }
}
