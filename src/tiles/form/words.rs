//! Answers in words, for the page that shows them once more and for the copy to keep.

use super::answer::{Address, Answer};
use super::{Field, FieldId, FieldKind, Form, Inputs, PageId, formats};
use crate::text::{Locale, format, params};
use crate::tiles::Tile;

/// The answers of one page, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryPage {
    /// The page.
    pub page: PageId,
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
    /// What these answers call for, page by page, in words.
    #[must_use]
    pub fn summary(&self, tile: &Tile, locale: Locale, inputs: &Inputs) -> Vec<SummaryPage> {
        let pages = self.shown(inputs).into_iter().map(|shown| SummaryPage {
            page: shown.page.id.clone(),
            title: tile.word(locale, &shown.page.title),
            rows: shown.fields.into_iter().filter_map(|field| field.row(tile, locale, inputs)).collect(),
        });
        pages.filter(|page| !page.rows.is_empty()).collect()
    }
}

impl Field {
    fn row(&self, tile: &Tile, locale: Locale, inputs: &Inputs) -> Option<SummaryRow> {
        if self.input_names().is_empty() {
            return None;
        }
        let value = match self.parse(inputs) {
            Ok(answer) => answer.map(|answer| self.say(tile, locale, &answer)),
            Err(_) => Some(self.typed(inputs)),
        };
        Some(SummaryRow { field: self.id.clone(), label: tile.label(locale, self), value })
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
            Answer::Accepted => tile.word(locale, "answer-accepted"),
            Answer::YesNo(true) => tile.word(locale, "answer-yes"),
            Answer::YesNo(false) => tile.word(locale, "answer-no"),
            Answer::Number(number) => format::number(locale, *number),
            Answer::Day(day) => format::calendar_date(locale, *day),
            Answer::Address(address) => say_address(tile, locale, address),
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
