//! A form as its element reads it: the definition with every word in both languages.

use serde_json::{Map, Value, json};

use super::Error;
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::form::{Condition, Field, FieldKind, Page};

/// The words that the element itself says, by the portal's keys.
const WORDS: [(&str, &str); 11] = [
    ("on", "form-continue"),
    ("back", "form-back"),
    ("send", "check-send-button"),
    ("optional", "export-optional"),
    ("declare", "answer-accepted"),
    ("sent", "export-sent"),
    ("failed", "export-failed"),
    ("street", "address-street"),
    ("unit", "address-unit"),
    ("city", "address-city"),
    ("postal_code", "address-postal-code"),
];

/// The definition, and the fields that it leaves out.
pub(super) fn definition(tile: &Tile) -> Result<(Value, Vec<String>), Error> {
    let mut left_out = Vec::new();
    let pages = tile.form.iter().flat_map(crate::tiles::form::Form::pages);
    let pages: Vec<Value> = pages.map(|page| of_page(tile, page, &mut left_out)).collect::<Result<_, _>>()?;
    let words: Map<String, Value> = WORDS
        .into_iter()
        .map(|(name, key)| (name.to_owned(), both(|locale| tile.word(locale, key))))
        .collect();
    Ok((json!({ "pages": pages, "words": words }), left_out))
}

fn both(words: impl Fn(Locale) -> String) -> Value {
    json!({ "fr": words(Locale::Fr), "en": words(Locale::En) })
}

fn of_page(tile: &Tile, page: &Page, left_out: &mut Vec<String>) -> Result<Value, Error> {
    let mut fields = Vec::new();
    for field in &page.fields {
        match of_field(tile, field) {
            Some(told) => fields.push(told),
            None if field.required => return Err(Error::CannotAsk(field.id.to_string())),
            None => left_out.push(field.id.to_string()),
        }
    }
    Ok(json!({
        "title": both(|locale| tile.word(locale, &page.title)),
        "visible_if": page.visible_if.as_ref().map(condition),
        "fields": fields,
    }))
}

/// A field; none of those that the element cannot ask.
fn of_field(tile: &Tile, field: &Field) -> Option<Value> {
    if matches!(field.kind, FieldKind::File { .. } | FieldKind::Group(_)) {
        return None;
    }
    let mut told = json!({
        "id": field.id,
        "type": field.kind.name(),
        "required": field.required,
        "label": both(|locale| tile.label(locale, field)),
        "visible_if": field.visible_if.as_ref().map(condition),
    });
    let entries = told.as_object_mut()?;
    if tile.own_word(Locale::Fr, &field.hint).is_some() {
        entries.insert("hint".into(), both(|locale| tile.own_word(locale, &field.hint).unwrap_or_default()));
    }
    let option =
        |code: &str, key: &str| json!({ "code": code, "label": both(|locale| tile.word(locale, key)) });
    let options: Vec<Value> = match &field.kind {
        FieldKind::YesNo => vec![option("yes", "answer-yes"), option("no", "answer-no")],
        _ => field
            .options()
            .iter()
            .map(|code| option(code.as_str(), &field.option_label(code.as_str())))
            .collect(),
    };
    if !options.is_empty() {
        entries.insert("options".into(), options.into());
    }
    match &field.kind {
        FieldKind::Text(length) | FieldKind::Textarea(length) => {
            entries.insert("max_length".into(), length.max.into());
        }
        FieldKind::Number { min, max } => {
            entries.insert("min".into(), (*min).into());
            entries.insert("max".into(), (*max).into());
        }
        _ => {}
    }
    Some(told)
}

/// A condition as form.json writes it.
fn condition(condition: &Condition) -> Value {
    let all = |some: &[Condition]| some.iter().map(self::condition).collect::<Vec<_>>();
    match condition {
        Condition::Equals { field, value } => json!({ "equals": { "field": field, "value": value } }),
        Condition::In { field, values } => json!({ "in": { "field": field, "values": values } }),
        Condition::Present { field } => json!({ "present": { "field": field } }),
        Condition::And(some) => json!({ "and": all(some) }),
        Condition::Or(some) => json!({ "or": all(some) }),
        Condition::Not(one) => json!({ "not": self::condition(one) }),
    }
}
