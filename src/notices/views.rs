//! The inbox and its messages.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{HOSTILE, SAMPLE_TIME, sample};

/// A message in the inbox.
#[derive(Clone, Debug, Serialize)]
pub struct MessageLine {
    /// The message's page.
    pub href: String,
    /// Its subject.
    pub subject: String,
    /// The service it comes from.
    pub from: String,
    /// When it came.
    pub at: Micros,
    /// Whether it has not been opened.
    pub unread: bool,
}

/// The inbox.
#[derive(Clone, Debug, Serialize)]
pub struct Inbox {
    /// The messages, the latest first.
    pub messages: Vec<MessageLine>,
}

impl Page for Inbox {
    const TEMPLATE: &'static str = "notices/inbox.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let line = |subject: String, unread| MessageLine {
            href: "/messages/0198c0de-0000-7000-8000-000000000002".into(),
            subject,
            from: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
            at: SAMPLE_TIME,
            unread,
        };
        let messages = vec![
            line(sample(locale, "Un renseignement nous manque", "We need one more thing from you"), true),
            line(sample(locale, "Votre plainte est en traitement", "We are working on your complaint"), true),
            line(sample(locale, "Votre plainte a été reçue", "Your complaint was received"), false),
            line(HOSTILE.into(), false),
        ];
        vec![Self { messages }, Self { messages: vec![] }]
    }
}

/// One message.
#[derive(Clone, Debug, Serialize)]
pub struct MessageView {
    /// Its subject.
    pub subject: String,
    /// The service it comes from.
    pub from: String,
    /// When it came.
    pub at: Micros,
    /// Its text, a paragraph each.
    pub paragraphs: Vec<String>,
    /// The request it is about.
    pub request_href: Option<String>,
    /// That request's reference.
    pub reference: Option<String>,
}

impl Page for MessageView {
    const TEMPLATE: &'static str = "notices/message.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Self {
            subject: sample(locale, "Un renseignement nous manque", "We need one more thing from you"),
            from: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
            at: SAMPLE_TIME,
            paragraphs: vec![
                sample(
                    locale,
                    "Pour continuer, nous avons besoin de savoir dans quel service les faits se sont passés.",
                    "To go on, we need to know in which department it happened.",
                ),
                sample(
                    locale,
                    "Quelqu’un de l’équipe vous appellera dans les dix jours.",
                    "Someone from the team will call you within ten days.",
                ),
            ],
            request_href: Some("/requests/7K3M-9QXD-4FT".into()),
            reference: Some("7K3M-9QXD-4FT".into()),
        };
        let hostile = Self {
            subject: HOSTILE.into(),
            paragraphs: vec![HOSTILE.into()],
            request_href: None,
            reference: None,
            ..usual.clone()
        };
        vec![usual, hostile]
    }
}
