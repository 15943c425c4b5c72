//! The inbox and its messages.

use serde::{Deserialize, Serialize};

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
    /// The reference of the request it is about.
    pub reference: Option<String>,
    /// When it came.
    pub at: Micros,
    /// Whether it has not been opened.
    pub unread: bool,
}

/// A request that messages are about.
#[derive(Clone, Debug, Serialize)]
pub struct RequestChoice {
    /// Its reference.
    pub reference: String,
    /// The service.
    pub from: String,
    /// Whether only its messages are shown.
    pub chosen: bool,
}

/// What was done with a message a moment ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InboxDone {
    /// It was put away.
    Archived,
    /// It was taken out again.
    Restored,
}

/// The inbox, or what was put away from it.
#[derive(Clone, Debug, Serialize)]
pub struct Inbox {
    /// Whether it shows what was put away.
    pub archived: bool,
    /// What was done a moment ago.
    pub done: Option<InboxDone>,
    /// Whether an address of the person's reaches nobody.
    pub failed: bool,
    /// The requests to choose from.
    pub requests: Vec<RequestChoice>,
    /// The reference of the chosen one.
    pub chosen: Option<String>,
    /// The messages that were not opened, the latest first.
    pub unread: Vec<MessageLine>,
    /// The others, the latest first.
    pub read: Vec<MessageLine>,
    /// The page, from 1.
    pub page: u32,
    /// Whether there is another after it.
    pub more: bool,
}

impl Page for Inbox {
    const TEMPLATE: &'static str = "notices/inbox.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let line = |subject: String, unread| MessageLine {
            href: "/messages/0198c0de-0000-7000-8000-000000000002".into(),
            subject,
            from: sample(locale, "Suivi des plaintes", "Complaint follow-up"),
            reference: Some("7K3M-9QXD-4FT".into()),
            at: SAMPLE_TIME,
            unread,
        };
        let choice = |reference: &str, fr, en| RequestChoice {
            reference: reference.into(),
            from: sample(locale, fr, en),
            chosen: false,
        };
        let usual = Self {
            archived: false,
            done: None,
            failed: false,
            requests: vec![
                choice("7K3M-9QXD-4FT", "Suivi des plaintes", "Complaint follow-up"),
                choice("2PQR-7ABC-9XY", "Dépistage du cancer", "Cancer screening"),
            ],
            chosen: None,
            unread: vec![
                line(sample(locale, "Un renseignement nous manque", "We need one more thing from you"), true),
                line(
                    sample(locale, "Votre plainte est en traitement", "We are working on your complaint"),
                    true,
                ),
            ],
            read: vec![
                line(sample(locale, "Votre plainte a été reçue", "Your complaint was received"), false),
                line(HOSTILE.into(), false),
            ],
            page: 1,
            more: true,
        };
        let mut chosen = Self { failed: true, chosen: Some("7K3M-9QXD-4FT".into()), ..usual.clone() };
        chosen.requests.iter_mut().take(1).for_each(|choice| choice.chosen = true);
        let empty = Self { unread: vec![], read: vec![], requests: vec![], more: false, ..usual.clone() };
        let archived = Self { archived: true, unread: vec![], page: 2, more: false, ..usual.clone() };
        let put_away = Self { done: Some(InboxDone::Archived), ..usual.clone() };
        let none_away = Self { archived: true, done: Some(InboxDone::Restored), ..empty.clone() };
        vec![usual, chosen, empty, archived, put_away, none_away]
    }
}

/// What became of a message on a channel out of the portal.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryLine {
    /// The channel's word.
    pub channel: &'static str,
    /// Where it stands: the words are `delivery-{word}`.
    pub word: &'static str,
    /// When it came to its end, or leaves.
    pub at: Micros,
}

/// One message.
#[derive(Clone, Debug, Serialize)]
pub struct MessageView {
    /// Its id.
    pub id: String,
    /// Its subject.
    pub subject: String,
    /// The service it comes from.
    pub from: String,
    /// When it came.
    pub at: Micros,
    /// Its text, a paragraph each.
    pub paragraphs: Vec<String>,
    /// Whether it was put away.
    pub archived: bool,
    /// What became of it outside the portal.
    pub deliveries: Vec<DeliveryLine>,
    /// The request it is about.
    pub request_href: Option<String>,
    /// That request's reference.
    pub reference: Option<String>,
    /// Where else it leads.
    pub link: Option<String>,
}

impl Page for MessageView {
    const TEMPLATE: &'static str = "notices/message.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let delivery = |(channel, word)| DeliveryLine { channel, word, at: SAMPLE_TIME };
        let usual = Self {
            id: "0198c0de-0000-7000-8000-000000000002".into(),
            archived: false,
            deliveries: [("email", "failed"), ("sms", "held"), ("push", "sent")].map(delivery).into(),
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
            link: None,
        };
        let hostile = Self {
            subject: HOSTILE.into(),
            paragraphs: vec![HOSTILE.into()],
            archived: true,
            deliveries: [("email", "retried"), ("sms", "given-up")].map(delivery).into(),
            request_href: None,
            reference: None,
            link: Some("/nouvelles/0198c0de-0000-7000-8000-000000000003".into()),
            ..usual.clone()
        };
        vec![usual, hostile]
    }
}
