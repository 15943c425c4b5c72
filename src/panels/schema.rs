//! What a back-end may answer for a panel, as a JSON Schema (2020-12): for the team's own tests.

use serde_json::{Value, json};

use super::reply::{LONGEST_PARAM, LONGEST_TEXT, MOST_ENTRIES, MOST_FACTS, MOST_PARAMS};
use crate::tiles::Tile;
use crate::tiles::manifest::{Display, Panel};

/// The schema of the answers for a panel of a tile. It lets more members in: the contract may grow.
#[must_use]
pub fn of_panel(tile: &Tile, panel: &Panel) -> Value {
    let (name, shape) = match panel.display {
        Display::List => ("entries", json!({"type": "array", "maxItems": MOST_ENTRIES, "items": entry()})),
        Display::Facts => ("facts", json!({"$ref": "#/$defs/facts"})),
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:parvis:schema:panel:{}:{}:{}", tile.id(), panel.name, tile.release.version),
        "title": format!("{} – {}", tile.id(), panel.name),
        "type": "object",
        "properties": {name: shape},
        "required": [name],
        "$defs": {
            "facts": facts(panel),
            "moment": {"oneOf": [only("date", &json!({"type": "string", "format": "date"})),
                only("date_time", &json!({"type": "string", "format": "date-time"}))]},
            "value": value(panel),
        },
    })
}

fn entry() -> Value {
    json!({
        "type": "object",
        "properties": {
            "title": {"$ref": "#/$defs/value"},
            "when": {"$ref": "#/$defs/moment"},
            "facts": {"$ref": "#/$defs/facts"},
        },
        "required": ["title"],
    })
}

fn facts(panel: &Panel) -> Value {
    let fact = json!({
        "type": "object",
        "properties": {"fact": {"enum": panel.facts}, "value": {"$ref": "#/$defs/value"}},
        "required": ["fact", "value"],
    });
    json!({"type": "array", "maxItems": MOST_FACTS, "items": fact})
}

fn value(panel: &Panel) -> Value {
    let param = json!({"type": ["string", "number"], "maxLength": LONGEST_PARAM});
    let words = json!({
        "type": "object",
        "properties": {
            "code": {"enum": panel.codes},
            "params": {"type": "object", "maxProperties": MOST_PARAMS, "additionalProperties": param},
        },
        "required": ["code"],
    });
    let text = json!({"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT});
    json!({"oneOf": [
        only("text", &text),
        {"$ref": "#/$defs/moment"},
        only("number", &json!({"type": "integer"})),
        only("words", &words),
    ]})
}

/// An object of one member.
fn only(name: &str, shape: &Value) -> Value {
    json!({"type": "object", "properties": {name: shape}, "required": [name], "additionalProperties": false})
}
