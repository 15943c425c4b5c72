//! A service's passport: who publishes it, since when, what it learns of a person and why.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{HOSTILE, SAMPLE_TIME, sample};

/// The passport of a service.
#[derive(Clone, Debug, Serialize)]
pub struct Passport {
    /// The tile's id.
    pub tile: String,
    /// The service's title.
    pub title: String,
    /// The team that answers for it.
    pub team: String,
    /// The version that is shown.
    pub version: String,
    /// SHA-256 over its files.
    pub digest: String,
    /// Where a published release came from; none of a service that came with the portal.
    pub origin: Option<PassportOrigin>,
    /// What it learns of the person: the words are `passport-claim-{claim}`.
    pub claims: Vec<&'static str>,
    /// Whether it learns what is answered in its form.
    pub answers: bool,
    /// Whether it takes files.
    pub files: bool,
    /// Who receives it.
    pub recipients: Vec<Recipient>,
    /// What it is used for, in the service's words.
    pub purpose: Option<String>,
    /// How long it is kept, in the service's words.
    pub retention: Option<String>,
}

/// Where a release came from.
#[derive(Clone, Debug, Serialize)]
pub struct PassportOrigin {
    /// When its team published it.
    pub published_at: Micros,
    /// Since when it is shown.
    pub since: Option<Micros>,
    /// When an administrator last let the service do more.
    pub widened_at: Option<Micros>,
}

/// An organisation that receives something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recipient {
    /// Its name.
    pub organisation: String,
    /// Whether what it receives stays in Canada.
    pub in_canada: bool,
}

impl Page for Passport {
    const TEMPLATE: &'static str = "tiles/passport.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let published = Self {
            tile: "complaints".into(),
            title: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
            team: "complaints-office".into(),
            version: "1.2.0".into(),
            digest: "c0de".repeat(16),
            origin: Some(PassportOrigin {
                published_at: SAMPLE_TIME,
                since: Some(SAMPLE_TIME),
                widened_at: Some(SAMPLE_TIME),
            }),
            claims: vec!["given_name", "family_name", "birthdate", "email"],
            answers: true,
            files: true,
            recipients: vec![
                Recipient { organisation: HOSTILE.into(), in_canada: true },
                Recipient { organisation: "Exemple".into(), in_canada: false },
            ],
            purpose: Some(sample(locale, "Traiter votre plainte.", "To handle your complaint.")),
            retention: Some(sample(locale, "Cinq ans.", "Five years.")),
        };
        let own = Self {
            origin: None,
            claims: vec![],
            answers: false,
            files: false,
            recipients: vec![],
            purpose: None,
            retention: None,
            ..published.clone()
        };
        vec![published, own]
    }
}
