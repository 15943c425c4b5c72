//! The copy of what was sent, as a document to keep: in the words and the language in which it was
//! sent, whatever becomes of the tile.

use jiff::Timestamp;

use super::submission::{Section, Submission};
use crate::id::Reference;
use crate::pdf::{Block, Document, can_show};
use crate::text::{Locale, Text, format, params};

/// What the copy is of.
pub struct Sent<'a> {
    /// The service's title, in the language of the submission.
    pub title: String,
    /// What the citizen knows the request by.
    pub reference: &'a Reference,
    /// Whose request it is.
    pub name: String,
    /// When it was sent.
    pub at: crate::clock::Micros,
    /// The portal's name.
    pub portal: String,
}

/// The document, ready to be rendered.
pub fn document(text: &Text, sent: &Sent<'_>, submission: &Submission) -> Document {
    let locale = submission.locale;
    let word = |key: &str| text.get(locale, key);
    let about = vec![
        (word("request-number"), sent.reference.to_string()),
        (word("copy-name"), sent.name.clone()),
        (word("copy-sent"), format::date_time(locale, sent.at)),
    ];
    let mut blocks = vec![Block::Heading(1, sent.title.clone()), Block::Answers(about)];
    for section in &submission.sections {
        blocks.push(Block::Heading(if section.group.is_some() { 3 } else { 2 }, section.title.clone()));
        blocks.push(Block::Answers(rows(section, &word("answer-none"))));
    }
    if let Some(declaration) = &submission.declaration {
        blocks.push(Block::Heading(2, word("copy-declaration")));
        blocks.push(Block::Paragraph(declaration.clone()));
    }
    if !blocks.iter().all(shows) {
        blocks.push(Block::Paragraph(word("copy-unshown")));
    }
    let reference = params([("reference", sent.reference.as_str().into())]);
    Document {
        language: locale.tag().to_owned(),
        title: format!("{} – {}", word("copy-title"), sent.title),
        author: sent.portal.clone(),
        at: timestamp(sent.at),
        foot: text.get_with(locale, "copy-foot", &reference),
        blocks,
    }
}

/// The questions of a section with their answers.
pub(super) fn rows(section: &Section, none: &str) -> Vec<(String, String)> {
    let row = |row: &super::submission::Row| {
        (row.label.clone(), row.value.clone().unwrap_or_else(|| none.to_owned()))
    };
    section.rows.iter().map(row).collect()
}

fn shows(block: &Block) -> bool {
    match block {
        Block::Heading(_, text) | Block::Paragraph(text) => can_show(text),
        Block::Answers(rows) => rows.iter().all(|(question, answer)| can_show(question) && can_show(answer)),
    }
}

fn timestamp(at: crate::clock::Micros) -> Timestamp {
    at.timestamp()
}

/// The name that the file is saved under: it tells strangers nothing of the service.
pub fn file_name(reference: &Reference, locale: Locale) -> String {
    let copy = if locale == Locale::Fr { "copie" } else { "copy" };
    format!("{copy}-{reference}.pdf")
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;
    use crate::clock::Micros;
    use crate::requests::submission::Row;

    fn submission(value: &str) -> Submission {
        let row = |label: &str, value: Option<&str>| Row {
            field: "x".to_owned(),
            label: label.to_owned(),
            value: value.map(str::to_owned),
        };
        let section = |title: &str, group: Option<&str>, rows| Section {
            title: title.to_owned(),
            group: group.map(str::to_owned),
            rows,
        };
        Submission {
            answers: json!({}),
            locale: Locale::En,
            sections: vec![
                section("You", None, vec![row("Given name", Some(value)), row("Phone", None)]),
                section("Child 1", Some("children"), vec![row("Name", Some("Mia"))]),
            ],
            declaration: Some("This is true.".to_owned()),
            acr: None,
            signed_in_at: Micros(0),
            claims: Map::new(),
        }
    }

    fn made(value: &str) -> Document {
        let sent = Sent {
            title: "Complaint follow-up".to_owned(),
            reference: &"7KQ2-M4XA-9T2".parse().unwrap(),
            name: "Connor O’Neil".to_owned(),
            at: Micros::from_seconds(1_795_000_000),
            portal: "Parvis".to_owned(),
        };
        document(&Text::portal().unwrap(), &sent, &submission(value))
    }

    #[test]
    fn a_copy_says_what_was_sent_in_its_own_language() {
        let document = made("Connor");
        assert_eq!(document.language, "en-CA");
        let headings: Vec<(u8, &str)> = document
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading(level, text) => Some((*level, text.as_str())),
                _ => None,
            })
            .collect();
        let expected = [(1, "Complaint follow-up"), (2, "You"), (3, "Child 1"), (2, "Declaration accepted")];
        assert_eq!(headings, expected);
        assert!(document.blocks.contains(&Block::Answers(vec![
            ("Given name".to_owned(), "Connor".to_owned()),
            ("Phone".to_owned(), "No answer".to_owned()),
        ])));
        document.render().unwrap();
    }

    #[test]
    fn what_no_font_shows_is_said() {
        let count = made("Connor").blocks.len();
        assert_eq!(made("Connor 🧑").blocks.len(), count + 1);
        made("Connor 🧑\0").render().unwrap();
    }
}
