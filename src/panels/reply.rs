//! What a back-end answers for a panel: its shape, and what it may hold.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::tiles::manifest::{Display, Panel};

/// The most entries of a list.
pub const MOST_ENTRIES: usize = 50;
/// The most facts of an entry, or of a table.
pub const MOST_FACTS: usize = 12;
/// The longest free text, in characters.
pub const LONGEST_TEXT: usize = 200;
/// The most parameters of words.
pub const MOST_PARAMS: usize = 5;
/// The longest parameter, in characters.
pub const LONGEST_PARAM: usize = 80;

/// An answer. Members that this portal does not know are passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// For a list.
    #[serde(default)]
    pub entries: Vec<Entry>,
    /// For a table of facts.
    #[serde(default)]
    pub facts: Vec<Fact>,
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What it is.
    pub title: Value,
    /// When.
    #[serde(default)]
    pub when: Option<Value>,
    /// More about it.
    #[serde(default)]
    pub facts: Vec<Fact>,
}

/// A fact: its name is the tile's, its value the back-end's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Which, of those that the tile names.
    pub fact: String,
    /// What it is.
    pub value: Value,
}

/// A value: exactly one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A proper name, such as a clinic's or a medication's, in the language asked for.
    Text(String),
    /// A day.
    Date(Date),
    /// A moment.
    DateTime(Timestamp),
    /// A number.
    Number(i64),
    /// Words of the tile's.
    Words {
        /// Which, of those that the tile names.
        code: String,
        /// The parameters of the words.
        #[serde(default)]
        params: Map<String, Json>,
    },
}

impl Reply {
    /// The answer for `panel`; none when it does not fit.
    #[must_use]
    pub fn read(panel: &Panel, body: Json) -> Option<Self> {
        // An empty answer would else look like an empty list.
        let named = match panel.display {
            Display::List => body.get("entries").is_some(),
            Display::Facts => body.get("facts").is_some(),
        };
        let reply: Self = serde_json::from_value(body).ok().filter(|_| named)?;
        let fits = reply.entries.len() <= MOST_ENTRIES
            && fit_facts(panel, &reply.facts)
            && reply.entries.iter().all(|entry| entry.fits(panel));
        fits.then_some(reply)
    }
}

impl Entry {
    fn fits(&self, panel: &Panel) -> bool {
        let moment = |when: &Value| matches!(when, Value::Date(_) | Value::DateTime(_));
        self.title.fits(panel) && self.when.as_ref().is_none_or(moment) && fit_facts(panel, &self.facts)
    }
}

fn fit_facts(panel: &Panel, facts: &[Fact]) -> bool {
    let known = |fact: &Fact| panel.facts.contains(&fact.fact) && fact.value.fits(panel);
    facts.len() <= MOST_FACTS && facts.iter().all(known)
}

impl Value {
    fn fits(&self, panel: &Panel) -> bool {
        match self {
            Self::Text(text) => is_plain(text, LONGEST_TEXT) && !text.trim().is_empty(),
            Self::Date(_) | Self::DateTime(_) | Self::Number(_) => true,
            Self::Words { code, params } => {
                let fit = |param: &Json| match param {
                    Json::String(text) => is_plain(text, LONGEST_PARAM),
                    Json::Number(_) => true,
                    _ => false,
                };
                panel.codes.contains(code) && params.len() <= MOST_PARAMS && params.values().all(fit)
            }
        }
    }
}

/// One line of text that shows what it says: no control characters, none that turns the direction of
/// what follows.
fn is_plain(text: &str, longest: usize) -> bool {
    let turns =
        |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    text.chars().count() <= longest && !text.chars().any(|c| c.is_control() || turns(c))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn panel(display: Display) -> Panel {
        Panel {
            name: "visits".into(),
            backend: "records".into(),
            upstream: "/v1/visits".parse().unwrap(),
            display,
            claims: vec![],
            facts: vec!["place".into()],
            codes: vec!["vaccine".into()],
            keep_hours: None,
        }
    }

    fn read(body: Json) -> Option<Reply> {
        Reply::read(&panel(Display::List), body)
    }

    #[test]
    fn an_answer_that_fits_is_taken() {
        let body = json!({ "entries": [ {
            "title": { "words": { "code": "vaccine", "params": { "dose": 2 } } },
            "when": { "date": "2026-12-04" },
            "facts": [ { "fact": "place", "value": { "text": "CLSC Exemple" } } ],
            "later": "passed over"
        } ] });
        let reply = read(body).unwrap();
        assert_eq!(reply.entries[0].when, Some(Value::Date("2026-12-04".parse().unwrap())));
        assert_eq!(read(json!({ "entries": [] })), Some(Reply::default()));
    }

    #[test]
    fn what_does_not_fit_is_no_answer() {
        let titled = |title: Json| json!({ "entries": [ { "title": title } ] });
        let fact = |fact: Json| json!({ "entries": [ { "title": { "text": "x" }, "facts": [fact] } ] });
        let rubbish = [
            json!(null),
            json!({}),
            json!([]),
            json!({ "facts": [] }),
            json!({ "entries": "x" }),
            titled(json!("x")),
            titled(json!({ "text": "x".repeat(201) })),
            titled(json!({ "text": "a\nb" })),
            titled(json!({ "text": "a\u{202e}b" })),
            titled(json!({ "text": " " })),
            titled(json!({ "html": "<b>" })),
            titled(json!({ "words": { "code": "surgery" } })),
            titled(json!({ "words": { "code": "vaccine", "params": { "a": ["x"] } } })),
            json!({ "entries": [ { "title": { "text": "x" }, "when": { "text": "soon" } } ] }),
            fact(json!({ "fact": "doctor", "value": { "text": "x" } })),
            fact(json!({ "fact": "place", "value": { "date": "2026-13-40" } })),
            json!({ "entries": vec![json!({ "title": { "text": "x" } }); 51] }),
        ];
        for body in rubbish {
            assert_eq!(read(body.clone()), None, "{body}");
        }
        assert_eq!(Reply::read(&panel(Display::Facts), json!({ "entries": [] })), None, "a list for a table");
    }
}
