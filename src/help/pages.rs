//! The pages of help: its first page, what was searched for, and whom to call.

use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use jiff::civil::{Date, DateTime, Weekday};
use serde::Deserialize;

use super::Help;
use super::index::{Found, LONGEST_SEARCH};
use super::lines::{self, Lines};
use super::views::{
    ContactPage, Day, HelpPage, Hit, Holiday, Piece, SearchPage, ServiceLink, Standing, Telephone,
};
use crate::clock::Micros;
use crate::config::Span;
use crate::requests::store::{self, After, Shelf};
use crate::requests::words;
use crate::text::{Locale, format, params};
use crate::web::{Error, Result, Show, Viewer, articles};

/// The most requests under way that are shown, of each kind.
const SHOWN: i64 = 5;
/// The most days without anyone that are told beforehand.
const HOLIDAYS: usize = 4;

/// The routes, below the language prefix.
pub fn router(help: Help) -> Router {
    Router::new()
        .route("/help", get(first))
        .route("/help/search", get(search))
        .route("/contact", get(contact))
        .with_state(help)
}

async fn first(State(help): State<Help>, viewer: Option<Viewer>, locale: Locale) -> Result<Show<HelpPage>> {
    Ok(Show(HelpPage {
        standing: help.standing(viewer.as_ref(), locale).await?,
        services: help.services(locale),
        html: article(locale, "help")?,
    }))
}

fn article(locale: Locale, name: &str) -> Result<String> {
    articles::article(locale, name).map(|article| article.html).ok_or(Error::NotFound)
}

/// What was searched for. It stands in the address, so that a page that was found leads back to it; the portal
/// writes it down nowhere.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

async fn search(State(help): State<Help>, locale: Locale, Query(asked): Query<Asked>) -> Show<SearchPage> {
    let query: String = asked.q.trim().chars().take(LONGEST_SEARCH).collect();
    let outcome = help.index().search(locale, &query);
    Show(SearchPage {
        hits: outcome.found.into_iter().map(hit).collect(),
        partly: outcome.partly,
        services: help.services(locale),
        query,
    })
}

fn hit(found: Found) -> Hit {
    let excerpt = found.excerpt.into_iter().map(|(text, hit)| Piece { text, hit }).collect();
    Hit { href: found.href, title: found.title, heading: found.heading, excerpt }
}

async fn contact(
    State(help): State<Help>,
    viewer: Option<Viewer>,
    locale: Locale,
) -> Result<Show<ContactPage>> {
    Ok(Show(ContactPage {
        standing: help.standing(viewer.as_ref(), locale).await?,
        telephone: help.telephone(locale),
        html: article(locale, "contact")?,
    }))
}

impl Help {
    fn services(&self, locale: Locale) -> Vec<ServiceLink> {
        let catalogue = self.0.requests.catalogue.current();
        let link = |tile: &std::sync::Arc<crate::tiles::Tile>| ServiceLink {
            href: format!("/services/{}/help", tile.id()),
            title: tile.title(locale).to_owned(),
            summary: tile.summary(locale).to_owned(),
        };
        catalogue.iter().map(link).collect()
    }

    /// The person's requests under way: those that wait for them first.
    async fn standing(&self, viewer: Option<&Viewer>, locale: Locale) -> Result<Standing> {
        let Some(viewer) = viewer else { return Ok(Standing { signed_in: false, lines: Vec::new() }) };
        let catalogue = self.0.requests.catalogue.current();
        let mut db = self.0.requests.base.db.read().await?;
        let mut lines = Vec::new();
        for shelf in [Shelf::Mine, Shelf::Open] {
            let rows = store::shelf(&mut db, viewer.account, shelf, After::BEGINNING, SHOWN).await?;
            lines.extend(rows.iter().map(|row| words::line(&catalogue, row, locale)));
        }
        Ok(Standing { signed_in: true, lines })
    }

    fn telephone(&self, locale: Locale) -> Option<Telephone> {
        let base = &self.0.requests.base;
        let contact = &base.config.contact;
        let number = contact.telephone.clone()?;
        let now = format::local(base.clock.now());
        let (open_until, opens) = match lines::at(contact, now) {
            Lines::Open(until) => (Some(until), None),
            Lines::Closed(opens) => (None, opens),
        };
        let moment = |at: Option<DateTime>| at.and_then(format::moment);
        let today = now.date();
        let ahead = contact.holidays.range(today..).take(HOLIDAYS);
        let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        Some(Telephone {
            href: format!("tel:{digits}"),
            number,
            note: contact.note.as_ref().map_or_else(String::new, |note| note.get(locale).to_owned()),
            open_until: moment(open_until),
            opens: moment(opens),
            opens_today: opens.is_some_and(|opens| opens.date() == today),
            days: WEEK.map(|(day, word)| self.day(day, word, today, locale)).to_vec(),
            holidays: ahead
                .map(|(day, name)| Holiday {
                    date: format::calendar_date(locale, *day),
                    name: name.get(locale).to_owned(),
                })
                .collect(),
        })
    }

    fn day(&self, day: Weekday, word: &'static str, today: Date, locale: Locale) -> Day {
        let base = &self.0.requests.base;
        let time = |at: jiff::civil::Time| {
            format::moment(today.to_datetime(at))
                .map_or_else(String::new, |at: Micros| format::time(locale, at))
        };
        let span = |span: &Span| {
            let values = params([("from", time(span.opens).into()), ("to", time(span.closes).into())]);
            base.text.get_with(locale, "contact-span", &values)
        };
        let spans = base.config.contact.hours.on(day).iter().map(span).collect();
        Day { day: word, spans, today: today.weekday() == day }
    }
}

/// The days of the week in their order, with the end of their words' keys.
const WEEK: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];
