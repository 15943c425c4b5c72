//! What the passport of a service shows.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{HOSTILE, SAMPLE_TIME, sample};

/// When something is received. The words are `passport-what-{what}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The answers of a request that is sent.
    Answers,
    /// The files that go with it.
    Files,
    /// That a page of the service was opened.
    Opening,
    /// What is done on such a page.
    Doing,
}

/// Something that a system receives.
#[derive(Clone, Debug, Serialize)]
pub struct ReceiverUse {
    /// When.
    pub what: What,
    /// What goes with it of the person. The words are `passport-claim-{claim}`.
    pub claims: Vec<&'static str>,
}

/// A system behind a service.
#[derive(Clone, Debug, Serialize)]
pub struct Receiver {
    /// Whose it is.
    pub organisation: String,
    /// The country where it keeps data, when that is not Canada.
    pub abroad: Option<String>,
    /// What it receives.
    pub uses: Vec<ReceiverUse>,
}

/// The passport.
#[derive(Clone, Debug, Serialize)]
pub struct Passport {
    /// The tile's id.
    pub tile: String,
    /// Its title.
    pub title: String,
    /// The team that publishes it.
    pub team: String,
    /// The version.
    pub version: String,
    /// Since when it is published; none of a service that came with the portal.
    pub since: Option<Micros>,
    /// When what it may do last changed.
    pub changed: Option<Micros>,
    /// The systems behind it.
    pub receivers: Vec<Receiver>,
    /// What it is for.
    pub purpose: Option<String>,
    /// How long it is kept.
    pub retention: Option<String>,
    /// Where it leads out to, of one that is elsewhere.
    pub elsewhere: Option<String>,
}

impl Page for Passport {
    const TEMPLATE: &'static str = "tiles/passport.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let full = Self {
            tile: "cancer-screening".into(),
            title: sample(locale, "Dépistage du cancer", "Cancer screening"),
            team: "cancer-screening".into(),
            version: "2.0.0".into(),
            since: Some(SAMPLE_TIME),
            changed: Some(SAMPLE_TIME),
            receivers: vec![Receiver {
                organisation: "MSSS".into(),
                abroad: Some("US".into()),
                uses: vec![
                    ReceiverUse {
                        what: What::Answers,
                        claims: vec!["given_name", "family_name", "birthdate"],
                    },
                    ReceiverUse { what: What::Files, claims: vec![] },
                    ReceiverUse { what: What::Opening, claims: vec!["email"] },
                    ReceiverUse { what: What::Doing, claims: vec![] },
                ],
            }],
            purpose: Some(sample(locale, "Organiser votre examen.", "To arrange your test.")),
            retention: Some(sample(locale, "Deux ans.", "Two years.")),
            elsewhere: None,
        };
        let own = Self {
            since: None,
            changed: None,
            receivers: vec![],
            purpose: None,
            retention: None,
            team: HOSTILE.into(),
            ..full.clone()
        };
        vec![full, Self { elsewhere: Some("rendez-vous.example.ca".into()), ..own.clone() }, own]
    }
}
