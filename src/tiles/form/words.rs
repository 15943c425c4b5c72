//! Answers in words, for the page that shows them once more and for the copy to keep.

use super::answer::{Address, Answer};
use super::{Asked, Entry, Field, FieldId, FieldKind, Form, Inputs, PageId, formats};
use crate::text::{Locale, format, params};
use crate::tiles::Tile;

/// The answers of one page, or of one entry of a group on it, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummarySection {
    /// The page.
    pub page: PageId,
    /// The entry; none for the page itself.
    pub entry: Option<Entry>,
    /// Its title.
    pub title: String,
    /// Its questions and their answers, in order.
    pub rows: Vec<SummaryRow>,
}

/// One question and its answer, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryRow {
    /// The field.
    pub field: FieldId,
    /// Its label.
    pub label: String,
    /// The answer; `None` when there is none. May hold line feeds. What was typed and is no answer
    /// yet is shown as it was typed.
    pub value: Option<String>,
}

impl Form {
    /// What these answers call for, page by page, in words; each entry of a group follows its page.
    #[must_use]
    pub fn summary(&self, tile: &Tile, locale: Locale, inputs: &Inputs) -> Vec<SummarySection> {
        let mut sections = Vec::new();
        for shown in self.shown(inputs) {
            let rows: Vec<SummaryRow> =
                shown.fields.iter().filter_map(|asked| asked.row(tile, locale, inputs)).collect();
            if rows.is_empty() {
                continue;
            }
            let page = shown.page.id.clone();
            let heading = tile.word(locale, &shown.page.title);
            sections.push(SummarySection { page: page.clone(), entry: None, title: heading, rows });
            for asked in shown.fields {
                sections.extend(asked.entries(&page, tile, locale, inputs));
            }
        }
        sections
    }
}

impl Asked<'_> {
    fn row(&self, tile: &Tile, locale: Locale, inputs: &Inputs) -> Option<SummaryRow> {
        let value = match &self.field.kind {
            FieldKind::Info => return None,
            FieldKind::Group(_) => self.names(tile, locale, inputs),
            _ => self.field.words(tile, locale, inputs),
        };
        Some(SummaryRow { field: self.field.id.clone(), label: tile.label(locale, self.field), value })
    }

    /// The entries by their first answers, one a line.
    fn names(&self, tile: &Tile, locale: Locale, inputs: &Inputs) -> Option<String> {
        let entries = inputs.entries(&self.field.id);
        let name = |(place, entry): (usize, &Entry)| {
            let typed = inputs.of_entry(entry);
            let first = self.inner.iter().find_map(|field| field.words(tile, locale, &typed));
            first.unwrap_or_else(|| tile.entry_title(locale, self.field, place))
        };
        let names: Vec<String> = entries.iter().enumerate().map(name).collect();
        (!names.is_empty()).then(|| names.join("\n"))
    }

    fn entries(&self, page: &PageId, tile: &Tile, locale: Locale, inputs: &Inputs) -> Vec<SummarySection> {
        let entries = inputs.entries(&self.field.id).into_iter().enumerate();
        let section = |(place, entry): (usize, Entry)| {
            let typed = inputs.of_entry(&entry);
            let row = |field: &&Field| field.row(tile, locale, &typed);
            SummarySection {
                page: page.clone(),
                title: tile.entry_title(locale, self.field, place),
                rows: self.inner.iter().filter_map(row).collect(),
                entry: Some(entry),
            }
        };
        entries.map(section).collect()
    }
}

impl Field {
    /// The question and its answer; `None` for a passage of text.
    pub fn row(&self, tile: &Tile, locale: Locale, inputs: &Inputs) -> Option<SummaryRow> {
        let asks = !self.input_names().is_empty();
        asks.then(|| SummaryRow {
            field: self.id.clone(),
            label: tile.label(locale, self),
            value: self.words(tile, locale, inputs),
        })
    }

    /// The answer in words; what was typed and is no answer yet, as it was typed.
    #[must_use]
    pub fn words(&self, tile: &Tile, locale: Locale, inputs: &Inputs) -> Option<String> {
        match self.parse(inputs) {
            Ok(answer) => answer.map(|answer| self.say(tile, locale, &answer)),
            Err(_) => Some(self.typed(inputs)),
        }
    }

    fn say(&self, tile: &Tile, locale: Locale, answer: &Answer) -> String {
        match answer {
            Answer::Text(number) if self.kind == FieldKind::Phone => say_phone(tile, locale, number),
            Answer::Text(text) => text.clone(),
            Answer::Code(code) => tile.word(locale, &self.option_label(code)),
            Answer::Codes(codes) => {
                let labels: Vec<String> =
                    codes.iter().map(|code| tile.word(locale, &self.option_label(code))).collect();
                labels.join("\n")
            }
            Answer::Files(names) => names.join("\n"),
            Answer::Accepted => tile.word(locale, "answer-accepted"),
            Answer::YesNo(true) => tile.word(locale, "answer-yes"),
            Answer::YesNo(false) => tile.word(locale, "answer-no"),
            Answer::Number(number) => format::number(locale, *number),
            Answer::Day(day) => format::calendar_date(locale, *day),
            Answer::Address(address) => say_address(tile, locale, address),
            // A group is said entry by entry.
            Answer::Entries(_) => String::new(),
        }
    }

    fn typed(&self, inputs: &Inputs) -> String {
        let names = self.input_names();
        let typed: Vec<&str> = names.iter().flat_map(|name| inputs.all(name)).map(String::as_str).collect();
        typed.join(" ")
    }
}

fn say_phone(tile: &Tile, locale: Locale, kept: &str) -> String {
    match formats::phone_parts(kept) {
        Some((number, Some(extension))) => {
            let parts = params([("number", number.into()), ("extension", extension.into())]);
            tile.word_with(locale, "answer-phone-extension", &parts)
        }
        Some((number, None)) => number,
        None => kept.to_owned(),
    }
}

fn say_address(tile: &Tile, locale: Locale, address: &Address) -> String {
    let street = if address.unit.is_empty() {
        address.street.clone()
    } else {
        let parts =
            params([("street", address.street.clone().into()), ("unit", address.unit.clone().into())]);
        tile.word_with(locale, "answer-address-unit", &parts)
    };
    format!("{street}\n{}  {}", address.city, address.postal_code)
}
