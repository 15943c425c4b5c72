//! Panels in words: the tile's for what is named, the back-end's values in the page's language.

use super::reply::{Entry, Fact, Reply, Value};
use crate::clock::Micros;
use crate::text::{Locale, format};
use crate::tiles::Tile;
use crate::tiles::manifest::Panel;
use crate::tiles::views::panel::{EntryView, FactView, PanelView, Shown};

/// What is known for a panel.
pub(super) enum Told {
    /// The back-end just said it, asked in that language.
    Now(Reply, Locale),
    /// It said it then, and does not answer now.
    AsOf(Micros, Reply, Locale),
    /// It does not answer, and nothing is kept.
    Nothing,
}

/// What is known for that panel, in the page's language.
pub(super) fn view(tile: &Tile, panel: &Panel, told: Told, locale: Locale) -> PanelView {
    let (as_of, reply, asked_in, missing) = match told {
        Told::Now(reply, asked_in) => (None, reply, asked_in, false),
        Told::AsOf(at, reply, asked_in) => (Some(at), reply, asked_in, false),
        Told::Nothing => (None, Reply::default(), locale, true),
    };
    let saying = Saying { tile, panel, locale, asked_in };
    PanelView {
        name: panel.name.clone(),
        title: tile.word(locale, &panel.title()),
        display: panel.display,
        as_of,
        missing,
        empty: tile.word(locale, &panel.empty()),
        entries: reply.entries.iter().map(|entry| saying.entry(entry)).collect(),
        facts: saying.facts(&reply.facts),
    }
}

/// How values become words.
struct Saying<'a> {
    tile: &'a Tile,
    panel: &'a Panel,
    locale: Locale,
    /// The language of the back-end's own texts.
    asked_in: Locale,
}

impl Saying<'_> {
    fn entry(&self, entry: &Entry) -> EntryView {
        EntryView {
            title: self.value(&entry.title),
            when: entry.when.as_ref().map(|when| self.value(when)),
            facts: self.facts(&entry.facts),
        }
    }

    fn facts(&self, facts: &[Fact]) -> Vec<FactView> {
        let fact = |fact: &Fact| FactView {
            label: self.tile.word(self.locale, &self.panel.fact(&fact.fact)),
            value: self.value(&fact.value),
        };
        facts.iter().map(fact).collect()
    }

    fn value(&self, value: &Value) -> Shown {
        let text = match value {
            Value::Text(text) => {
                let lang = (self.asked_in != self.locale).then(|| self.asked_in.tag());
                return Shown { text: text.clone(), lang };
            }
            Value::Date(day) => format::calendar_date(self.locale, *day),
            Value::DateTime(at) => format::date_time(self.locale, Micros(at.as_microsecond())),
            Value::Number(number) => format::number(self.locale, *number),
            Value::Words { code, params } => self.tile.word_with(self.locale, &self.panel.code(code), params),
        };
        Shown { text, lang: None }
    }
}
