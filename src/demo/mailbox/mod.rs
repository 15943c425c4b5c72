//! The demo's mailbox: whatever the portal sends by SMTP is shown on a page, and told to scripts as
//! JSON. Nothing leaves the machine, nothing is kept after a stop.

pub(super) mod smtp;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use mail_parser::MessageParser;
use serde::Serialize;

use super::http::{Fault, Fields, refuse_foreign};
use super::pages::{self, Pages, language, moment};
use crate::clock::{Clock, Micros};
use crate::text::Locale;

/// The most messages kept: the oldest go first.
const MOST: usize = 200;

/// One message as it was received.
#[derive(Clone, Debug, Serialize)]
struct Mail {
    /// Rising from 1.
    id: u64,
    received_at: Micros,
    /// The sender of the header, `Name <address>`.
    from: String,
    /// The recipients of the envelope: who would have got it.
    to: Vec<String>,
    subject: String,
    /// The header's date, RFC 3339; empty when there is none.
    date: String,
    text: String,
    /// Where one press ends such messages (RFC 8058), which mail programs show beside them.
    unsubscribe: Option<String>,
}

/// The messages received.
pub(super) struct Mailbox {
    clock: Clock,
    pages: Pages,
    mails: Mutex<VecDeque<Mail>>,
}

impl Mailbox {
    /// An empty mailbox.
    pub(super) fn new(clock: Clock, pages: Pages) -> Self {
        Self { clock, pages, mails: Mutex::default() }
    }

    fn mails(&self) -> MutexGuard<'_, VecDeque<Mail>> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a message in. False when it cannot be read as one.
    fn take(&self, to: Vec<String>, raw: &[u8]) -> bool {
        let Some(message) = MessageParser::default().parse(raw) else { return false };
        let from = message.from().and_then(|from| from.first()).map(|from| {
            let address = from.address().unwrap_or_default();
            from.name().map_or_else(|| address.to_owned(), |name| format!("{name} <{address}>"))
        });
        let mut mails = self.mails();
        let mail = Mail {
            id: mails.front().map_or(1, |latest| latest.id + 1),
            received_at: self.clock.now(),
            from: from.unwrap_or_default(),
            to,
            subject: message.subject().unwrap_or_default().to_owned(),
            date: message.date().map(mail_parser::DateTime::to_rfc3339).unwrap_or_default(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            unsubscribe: message.header_raw("List-Unsubscribe").map(address),
        };
        mails.push_front(mail);
        mails.truncate(MOST);
        true
    }
}

/// The address in angle brackets of a header.
fn address(header: &str) -> String {
    header.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// The mailbox page and its JSON.
pub(super) fn router(mailbox: Arc<Mailbox>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/messages.json", get(messages))
        .route("/clear", post(clear))
        .route("/style.css", get(pages::style))
        .layer(middleware::from_fn(refuse_foreign))
        .with_state(mailbox)
}

/// `GET /messages.json`: every message, the latest first.
async fn messages(State(mailbox): State<Arc<Mailbox>>) -> Json<Vec<Mail>> {
    Json(mailbox.mails().iter().cloned().collect())
}

/// `POST /clear`: forgets every message.
async fn clear(State(mailbox): State<Arc<Mailbox>>, body: String) -> Redirect {
    mailbox.mails().clear();
    let lang = if Fields::parse(&body).get("lang") == Some("en") { Locale::En } else { Locale::Fr };
    Redirect::to(&format!("/?lang={lang}"))
}

/// A message on the page.
#[derive(Serialize)]
struct Card {
    #[serde(flatten)]
    mail: Mail,
    at: String,
    parts: Vec<Part>,
}

/// A piece of a message's text.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Part {
    text: String,
    link: bool,
}

/// `GET /`
async fn page(
    State(mailbox): State<Arc<Mailbox>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, Fault> {
    let locale = language(&headers, &Fields::parse(&query.unwrap_or_default()));
    let card =
        |mail: &Mail| Card { at: moment(mail.received_at), parts: parts(&mail.text), mail: mail.clone() };
    let cards: Vec<Card> = mailbox.mails().iter().map(card).collect();
    mailbox.pages.render("mailbox.html", locale, &format!("/?lang={}", locale.other()), cards)
}

/// Cuts a text where addresses begin and end, so that the page can make links of them.
fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let rest = word.strip_prefix(bare).unwrap_or_default();
        let is_link = bare.starts_with("http://") || bare.starts_with("https://");
        if is_link {
            parts.push(Part { text: bare.to_owned(), link: true });
        }
        let plain = if is_link { rest } else { word };
        match parts.last_mut() {
            Some(last) if !last.link => last.text.push_str(plain),
            _ => parts.push(Part { text: plain.to_owned(), link: false }),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_a_text_become_links() {
        let text = "Voyez :\nhttps://a.example/x\n\nMerci  beaucoup";
        let found = parts(text);
        let links: Vec<&str> = found.iter().filter(|part| part.link).map(|part| part.text.as_str()).collect();
        assert_eq!(links, ["https://a.example/x"]);
        assert_eq!(found.iter().map(|part| part.text.as_str()).collect::<String>(), text);
    }
}
