//! The two JSON Schemas, held against what the portal itself takes.

use jsonschema::{Validator, draft202012};
use serde_json::Value;

use super::*;

fn editors() -> Validator {
    draft202012::new(&serde_json::from_str(FORM_SCHEMA).unwrap()).unwrap()
}

fn catalogue() -> Catalogue {
    Catalogue::load(&Source::Embedded, &Text::portal().unwrap()).unwrap()
}

#[test]
fn editors_accept_every_sample() {
    let schema = editors();
    let samples = [
        include_str!("../../../../tiles/complaints/form.json"),
        include_str!("../../../../tiles/surrogacy/form.json"),
        include_str!("../../../../tiles/cancer-screening/form.json"),
        CHAIN,
        super::long::LONG,
    ];
    for sample in samples {
        let form: Value = serde_json::from_str(sample).unwrap();
        let wrong: Vec<String> =
            schema.iter_errors(&form).map(|error| format!("{error} at {}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

/// Fields that are wrong in their shape, as teams write them. The portal refuses them too.
const BROKEN: [&str; 26] = [
    r#"{"id": "a", "type": "text", "requird": true}"#,
    r#"{"id": "a", "type": "txt"}"#,
    r#"{"id": "a"}"#,
    r#"{"type": "text"}"#,
    r#"{"id": "A b", "type": "text"}"#,
    r#"{"id": "csrf", "type": "text"}"#,
    r#"{"id": "a", "type": "text", "required": "yes"}"#,
    r#"{"id": "a", "type": "text", "options": ["x", "y"]}"#,
    r#"{"id": "a", "type": "text", "max_length": 20000}"#,
    r#"{"id": "a", "type": "text", "max_length": 0}"#,
    r#"{"id": "a", "type": "text", "locked": true}"#,
    r#"{"id": "a", "type": "text", "own": true}"#,
    r#"{"id": "a", "type": "choice"}"#,
    r#"{"id": "a", "type": "choice", "options": ["x"]}"#,
    r#"{"id": "a", "type": "choice", "options": ["x", "x"]}"#,
    r#"{"id": "a", "type": "choice", "options": ["x", "hint"]}"#,
    r#"{"id": "a", "type": "date", "latest": "tomorrow"}"#,
    r#"{"id": "a", "type": "date", "min": 1}"#,
    r#"{"id": "a", "type": "info", "required": true}"#,
    r#"{"id": "a", "type": "phone", "prefill": "email"}"#,
    r#"{"id": "a", "type": "text", "prefill": "email"}"#,
    r#"{"id": "a", "type": "text", "visible_if": {"equals": {"field": "b"}}}"#,
    r#"{"id": "a", "type": "text", "visible_if": {"matches": {"field": "b", "value": "c"}}}"#,
    r#"{"id": "a", "type": "group"}"#,
    r#"{"id": "a", "type": "group", "max": 31, "fields": [{"id": "b", "type": "text"}]}"#,
    r#"{"id": "a", "type": "group", "fields": [{"id": "b", "type": "group", "fields": []}]}"#,
];

#[test]
fn editors_refuse_every_broken_example() {
    let schema = editors();
    for field in BROKEN {
        let json = format!(r#"{{"pages": [{{"id": "page", "fields": [{field}]}}]}}"#);
        assert!(!schema.is_valid(&serde_json::from_str(&json).unwrap()), "the editor takes {field}");
        assert!(Form::parse("form.json", &json).is_err(), "the portal takes {field}");
    }
    for form in ["{}", r#"{"pages": []}"#, r#"{"pages": [{"id": "page"}]}"#, r#"{"pages": {}, "x": 1}"#] {
        assert!(!schema.is_valid(&serde_json::from_str(form).unwrap()), "{form}");
    }
}

#[test]
fn answers_that_are_sent_fit_the_schema_and_others_do_not() {
    let tile = complaints();
    let form = tile.form.as_ref().unwrap();
    let schema = draft202012::new(&form.answers_schema(&tile)).unwrap();
    let sent = serde_json::to_value(form.check(&typed(form, &complete()), TODAY).unwrap()).unwrap();
    assert!(
        schema.is_valid(&sent),
        "{:?}",
        schema.iter_errors(&sent).map(|e| e.to_string()).collect::<Vec<_>>()
    );
    let with = |change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
        let mut changed = sent.clone();
        change(changed.as_object_mut().unwrap());
        schema.is_valid(&changed)
    };
    assert!(!with(&|answers| drop(answers.remove("given-name"))), "a missing answer");
    assert!(!with(&|answers| drop(answers.remove("person-name"))), "one that a condition calls for");
    assert!(!with(&|answers| drop(answers.insert("for-whom".into(), json!("me")))), "one no longer asked");
    assert!(
        !with(&|answers| drop(answers.insert("spoken".into(), json!("yes")))),
        "a word for a truth value"
    );
    assert!(!with(&|answers| drop(answers.insert("subjects".into(), json!([])))), "nothing ticked");
    assert!(!with(&|answers| drop(answers.insert("spare".into(), json!(1)))), "what no one asked");
}

#[test]
fn every_schema_of_answers_is_a_schema() {
    for tile in catalogue().iter() {
        let Some(form) = &tile.form else { continue };
        let schema = form.answers_schema(tile);
        assert!(jsonschema::meta::is_valid(&schema), "{:?}", tile.id());
        let fields = form.fields().filter(|field| field.kind.answers()).count();
        assert_eq!(schema["properties"].as_object().unwrap().len(), fields);
    }
    let form: Value = serde_json::from_str(FORM_SCHEMA).unwrap();
    assert!(jsonschema::meta::is_valid(&form));
}
