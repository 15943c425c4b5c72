//! What the answers of a form are, as a JSON Schema (2020-12): for the team whose back-end receives
//! them. Everything that the form checks and JSON Schema can say is in it, conditions included.

use serde_json::{Map, Value, json};

use super::field::Length;
use super::{Condition, Field, FieldId, FieldKind, Form, Group};
use crate::text::Locale;
use crate::tiles::Tile;

/// The JSON Schema of `form.json`, for editors.
pub const FORM_SCHEMA: &str = include_str!("../../../docs/form.schema.json");

impl Form {
    /// The schema of the answers to this form.
    #[must_use]
    pub fn answers_schema(&self, tile: &Tile) -> Value {
        let asked: Vec<&Field> = self.fields().filter(|field| field.kind.answers()).collect();
        let always = |field: &Field| field.required && self.condition(&field.id).is_none();
        let mut schema = object(tile, &asked, always);
        let rules: Vec<Value> = self.rules();
        if !rules.is_empty() {
            insert(&mut schema, "allOf", json!(rules));
        }
        schema
    }

    /// When a field of a page is asked; `None`: always.
    fn condition(&self, id: &FieldId) -> Option<Condition> {
        let page = self.pages().iter().find(|page| page.fields.iter().any(|field| field.id == *id))?;
        let field = page.fields.iter().find(|field| field.id == *id)?;
        both(page.visible_if.as_ref(), field.visible_if.as_ref())
    }

    /// One rule for each field that is not always asked: what must be there when it is, and what may
    /// not when it is not.
    fn rules(&self) -> Vec<Value> {
        let mut rules = Vec::new();
        for field in self.fields().filter(|field| field.kind.answers()) {
            if let Some(condition) = self.condition(&field.id) {
                rules.push(rule(&self.holds(&condition), field, |object| object));
            }
            for inner in field.group().into_iter().flat_map(|group| &group.fields) {
                if let Some(condition) = &inner.visible_if {
                    let each = |entry| json!({"properties": {field.id.as_str(): {"items": entry}}});
                    rules.push(rule(&self.holds(condition), inner, each));
                }
            }
        }
        rules
    }

    /// The answers for which a condition holds.
    fn holds(&self, condition: &Condition) -> Value {
        let all = |some: &[Condition]| some.iter().map(|one| self.holds(one)).collect::<Vec<_>>();
        match condition {
            Condition::Equals { field, value } => self.is_one_of(field, std::slice::from_ref(value)),
            Condition::In { field, values } => self.is_one_of(field, values),
            Condition::Present { field } => json!({"required": [field.as_str()]}),
            Condition::And(some) if some.is_empty() => json!(true),
            Condition::Or(some) if some.is_empty() => json!(false),
            Condition::And(some) => json!({"allOf": all(some)}),
            Condition::Or(some) => json!({"anyOf": all(some)}),
            Condition::Not(one) => json!({"not": self.holds(one)}),
        }
    }

    fn is_one_of(&self, field: &FieldId, codes: &[String]) -> Value {
        let kind = self.field(field).map(|field| &field.kind);
        let sent = |code: &String| match kind {
            Some(FieldKind::YesNo | FieldKind::Declaration) => json!(code == "yes"),
            _ => json!(code),
        };
        let values: Vec<Value> = codes.iter().map(sent).collect();
        let answer = match kind {
            Some(FieldKind::Choices { .. }) => json!({"contains": {"enum": values}}),
            _ => json!({"enum": values}),
        };
        json!({"required": [field.as_str()], "properties": {field.as_str(): answer}})
    }
}

fn both(page: Option<&Condition>, field: Option<&Condition>) -> Option<Condition> {
    match (page, field) {
        (Some(page), Some(field)) => Some(Condition::And(vec![page.clone(), field.clone()])),
        (one, other) => one.or(other).cloned(),
    }
}

fn rule(holds: &Value, field: &Field, place: impl Fn(Value) -> Value) -> Value {
    let absent = place(json!({"properties": {field.id.as_str(): false}}));
    if field.required {
        json!({"if": holds, "then": place(json!({"required": [field.id.as_str()]})), "else": absent})
    } else {
        json!({"if": holds, "else": absent})
    }
}

fn object(tile: &Tile, fields: &[&Field], always: impl Fn(&Field) -> bool) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.id.to_string(), answer(tile, field))).collect();
    let required: Vec<&str> =
        fields.iter().filter(|field| always(field)).map(|field| field.id.as_str()).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// The schema of one answer, with its question in both languages.
fn answer(tile: &Tile, field: &Field) -> Value {
    let mut schema = shape(tile, &field.kind);
    let [fr, en] = Locale::ALL.map(|locale| tile.label(locale, field));
    insert(&mut schema, "title", json!(format!("{fr} / {en}")));
    schema
}

fn shape(tile: &Tile, kind: &FieldKind) -> Value {
    match kind {
        FieldKind::Text(Length { min, max }) | FieldKind::Textarea(Length { min, max }) => {
            json!({"type": "string", "minLength": (*min).max(1), "maxLength": max})
        }
        FieldKind::Date { .. } => json!({"type": "string", "format": "date"}),
        FieldKind::Choice(options) => json!({"enum": options}),
        FieldKind::Choices { options, min, max } => json!({
            "type": "array", "items": {"enum": options}, "uniqueItems": true,
            "minItems": (*min).max(1), "maxItems": max,
        }),
        FieldKind::YesNo => json!({"type": "boolean"}),
        FieldKind::Number { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
        FieldKind::Email => json!({"type": "string", "maxLength": 254, "pattern": "^[^@]+@[^@]+$"}),
        FieldKind::Phone => json!({"type": "string", "pattern": "^\\+1[2-9][0-9]{9}(;ext=[0-9]{1,6})?$"}),
        FieldKind::PostalCode => postal_code(),
        FieldKind::HealthInsuranceNumber => {
            json!({"type": "string", "pattern": "^[A-Z]{4} [0-9]{4} [0-9]{4}$"})
        }
        FieldKind::Address => address(),
        FieldKind::Declaration => json!({"const": true}),
        FieldKind::Group(group) => entries(tile, group),
        // A passage of text has no answer, and files come beside the answers.
        FieldKind::Info | FieldKind::File { .. } => json!(false),
    }
}

fn postal_code() -> Value {
    json!({"type": "string", "pattern": "^[A-Z][0-9][A-Z] [0-9][A-Z][0-9]$"})
}

fn address() -> Value {
    let line = || json!({"type": "string", "minLength": 1, "maxLength": 100});
    json!({
        "type": "object",
        "properties": {"street": line(), "unit": line(), "city": line(), "postal_code": postal_code()},
        "required": ["street", "city", "postal_code"],
        "additionalProperties": false,
    })
}

fn entries(tile: &Tile, group: &Group) -> Value {
    let fields: Vec<&Field> = group.fields.iter().filter(|field| field.kind.answers()).collect();
    let entry = object(tile, &fields, |field| field.required && field.visible_if.is_none());
    json!({"type": "array", "items": entry, "minItems": group.min.max(1), "maxItems": group.max})
}

fn insert(schema: &mut Value, name: &str, value: Value) {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert(name.to_owned(), value);
    }
}
