mod carry;
mod long;
mod schema;

use std::sync::Arc;

use jiff::civil::{Date, date};
use serde_json::json;

use super::*;
use crate::text::{Locale, Text};
use crate::tiles::{Catalogue, Source, Tile};

const TODAY: Date = date(2026, 11, 22);

fn complaints() -> Arc<Tile> {
    let catalogue = Catalogue::load(&Source::Embedded, &Text::portal().unwrap()).unwrap();
    Arc::clone(catalogue.get(&"complaints".parse().unwrap()).unwrap())
}

/// A form of one page with one field.
fn field(definition: &str) -> Form {
    let json = format!(r#"{{"pages": [{{"id": "page", "fields": [{{"id": "it", {definition}}}]}}]}}"#);
    Form::parse("form.json", &json).unwrap()
}

fn posted(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn typed(form: &Form, pairs: &[(&str, &str)]) -> Inputs {
    let mut inputs = Inputs::default();
    for page in form.pages() {
        form.absorb(page, &posted(pairs), &mut inputs);
    }
    inputs
}

/// The answer to a form of one field, or the key and the input of what is wrong.
fn answer(form: &Form, pairs: &[(&str, &str)]) -> Result<serde_json::Value, (&'static str, String)> {
    match form.check(&typed(form, pairs), TODAY) {
        Ok(answers) => Ok(answers.get("it").cloned().unwrap_or_default()),
        Err(errors) => Err((errors[0].1.key, errors[0].1.input.clone())),
    }
}

fn wrong(key: &'static str, input: &str) -> Result<serde_json::Value, (&'static str, String)> {
    Err((key, input.to_owned()))
}

#[test]
fn text_is_measured_in_characters_as_people_see_them() {
    let form = field(r#""type": "text", "required": true, "min_length": 2, "max_length": 4"#);
    assert_eq!(answer(&form, &[]), wrong("error-required", "it"));
    assert_eq!(answer(&form, &[("it", " \u{a0}\u{200b}\t ")]), wrong("error-required", "it"));
    assert_eq!(answer(&form, &[("it", "a")]), wrong("error-too-short", "it"));
    assert_eq!(answer(&form, &[("it", "abcde")]), wrong("error-too-long", "it"));
    assert_eq!(answer(&form, &[("it", "e\u{301}te\u{301}s")]), Ok(json!("étés")));
    assert_eq!(answer(&form, &[("it", "a\0\u{202e}b")]), Ok(json!("ab")));
    assert_eq!(answer(&form, &[("it", "a \r\n b")]), Ok(json!("a b")));
}

#[test]
fn several_lines_keep_their_lines() {
    let form = field(r#""type": "textarea", "max_length": 20"#);
    assert_eq!(answer(&form, &[("it", " a\r\nb\rc\u{2028}d \n")]), Ok(json!("a\nb\nc d")));
    let over = form.check(&typed(&form, &[("it", &"é".repeat(30_000))]), TODAY).unwrap_err();
    assert_eq!(over[0].1.params["max"], 20);
    assert_eq!(over[0].1.params["over"], 19_980);
}

#[test]
fn a_day_says_which_part_is_wrong() {
    let form = field(r#""type": "date", "required": true, "earliest": "today-1y", "latest": "today""#);
    let day = |day, month, year| answer(&form, &[("it.day", day), ("it.month", month), ("it.year", year)]);
    assert_eq!(day("22", "11", "2026"), Ok(json!("2026-11-22")));
    assert_eq!(day("", "", ""), wrong("error-date", "it.day"));
    assert_eq!(day("22", "", "2026"), wrong("error-date-incomplete", "it.month"));
    assert_eq!(day("22", "11", "26"), wrong("error-date-year", "it.year"));
    assert_eq!(day("31", "11", "2026"), wrong("error-date-real", "it.day"));
    assert_eq!(day("23", "11", "2026"), wrong("error-date-future", "it.day"));
    assert_eq!(day("21", "11", "2025"), wrong("error-date-early", "it.day"));
}

#[test]
fn only_offered_options_are_taken() {
    let one = field(r#""type": "choice", "required": true, "options": ["a", "b"]"#);
    assert_eq!(answer(&one, &[("it", "b")]), Ok(json!("b")));
    assert_eq!(answer(&one, &[("it", "c")]), wrong("error-option", "it"));
    assert_eq!(answer(&one, &[]), wrong("error-choose", "it"));
    let some =
        field(r#""type": "choices", "required": true, "options": ["a", "b", "c"], "min": 2, "max": 2"#);
    assert_eq!(answer(&some, &[("it", "c"), ("it", "a")]), Ok(json!(["a", "c"])));
    assert_eq!(answer(&some, &[("it", "a"), ("it", "a")]), wrong("error-too-few", "it"));
    assert_eq!(answer(&some, &[("it", "a"), ("it", "b"), ("it", "c")]), wrong("error-too-many", "it"));
    assert_eq!(answer(&some, &[]), wrong("error-choose-some", "it"));
    let yes_no = field(r#""type": "yes_no""#);
    assert_eq!(answer(&yes_no, &[("it", "no")]), Ok(json!(false)));
    assert_eq!(answer(&yes_no, &[("it", "maybe")]), wrong("error-option", "it"));
    assert_eq!(answer(&yes_no, &[]), Ok(json!(null)));
}

#[test]
fn texts_with_a_shape_are_kept_in_one_form() {
    let of = |kind: &str, text: &str| answer(&field(&format!(r#""type": "{kind}""#)), &[("it", text)]);
    assert_eq!(of("number", "1 200"), Ok(json!(1200)));
    assert_eq!(of("number", "-1"), wrong("error-number-small", "it"));
    assert_eq!(of("number", "9999999999"), wrong("error-number-large", "it"));
    assert_eq!(of("number", "dix"), wrong("error-number", "it"));
    assert_eq!(of("email", "amelie@exemple.ca"), Ok(json!("amelie@exemple.ca")));
    assert_eq!(of("email", "amelie"), wrong("error-email", "it"));
    assert_eq!(of("phone", "(514) 555-0123"), Ok(json!("+15145550123")));
    assert_eq!(of("phone", "555"), wrong("error-phone", "it"));
    assert_eq!(of("postal_code", "h2x1y4"), Ok(json!("H2X 1Y4")));
    assert_eq!(of("postal_code", "75001"), wrong("error-postal-code", "it"));
    assert_eq!(of("health_insurance_number", "trea84532712"), Ok(json!("TREA 8453 2712")));
    assert_eq!(of("health_insurance_number", "1234"), wrong("error-health-insurance-number", "it"));
}

#[test]
fn an_address_is_whole_or_absent() {
    let form = field(r#""type": "address""#);
    let with = |code: &str| {
        let pairs = [("it.street", "12, rue Principale"), ("it.city", "Gaspé"), ("it.postal_code", code)];
        answer(&form, &pairs)
    };
    let whole = json!({"street": "12, rue Principale", "city": "Gaspé", "postal_code": "G4X 1A1"});
    assert_eq!(with("g4x 1a1"), Ok(whole));
    assert_eq!(with("9"), wrong("error-postal-code", "it.postal_code"));
    assert_eq!(with(""), wrong("error-address-incomplete", "it.postal_code"));
    assert_eq!(answer(&form, &[("it.unit", "4")]), wrong("error-address-incomplete", "it.street"));
    assert_eq!(answer(&form, &[]), Ok(json!(null)));
}

#[test]
fn a_declaration_is_accepted_or_not() {
    let form = field(r#""type": "declaration", "required": true"#);
    assert_eq!(answer(&form, &[("it", "yes")]), Ok(json!(true)));
    assert_eq!(answer(&form, &[]), wrong("error-declaration", "it"));
    let mut inputs = typed(&form, &[("it", "yes")]);
    form.absorb(form.first_page(), &[], &mut inputs);
    assert!(inputs.is_empty(), "an absent check box was cleared");
}

#[test]
fn a_page_takes_only_what_it_asks() {
    let tile = complaints();
    let form = tile.form.as_ref().unwrap();
    let mut inputs = Inputs::default();
    let all = posted(&[("csrf", "x"), ("story", "…"), ("given-name.day", "1"), ("given-name", "Léo")]);
    form.absorb(form.first_page(), &all, &mut inputs);
    assert_eq!(inputs.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["given-name"]);
    form.absorb(form.first_page(), &posted(&[("family-name", "Roy")]), &mut inputs);
    assert_eq!(inputs.get("given-name"), "Léo", "an absent text stays");
}

#[test]
fn questions_follow_from_answers() {
    let tile = complaints();
    let form = tile.form.as_ref().unwrap();
    let event = form.page("event").unwrap();
    let asked = |who: &str| {
        let inputs = typed(form, &[("for-whom", who)]);
        let fields = form.fields_shown(event, &inputs);
        fields.iter().filter(|field| field.id.as_str().starts_with("person")).count()
    };
    assert_eq!([asked("me"), asked("child"), asked("relative")], [0, 1, 2]);
    let none = Inputs::default();
    let pages: Vec<&str> = form.pages_shown(&none).into_iter().map(|page| page.id.as_str()).collect();
    assert_eq!(pages, ["you", "event", "documents", "answer"]);
    assert_eq!(form.next_after(event, &none).unwrap().id.as_str(), "documents");
    assert_eq!(form.previous_before(event, &none).unwrap().id.as_str(), "you");
    assert!(form.next_after(form.page("answer").unwrap(), &none).is_none());
    assert!(form.previous_before(form.first_page(), &none).is_none());
}

const CHAIN: &str = r#"{"pages": [
    {"id": "one", "fields": [{"id": "a", "type": "yes_no"}]},
    {"id": "two", "visible_if": {"equals": {"field": "a", "value": "yes"}}, "fields": [{"id": "b", "type": "yes_no"}]},
    {"id": "three", "visible_if": {"or": [{"in": {"field": "b", "values": ["yes"]}}, {"and": []}]},
     "fields": [{"id": "c", "type": "text", "required": true, "visible_if": {"present": {"field": "b"}}}]}
]}"#;

#[test]
fn an_answer_to_a_question_no_longer_asked_counts_as_none() {
    let form = Form::parse("form.json", CHAIN).unwrap();
    let mut inputs = typed(&form, &[("a", "yes"), ("b", "yes"), ("c", "x")]);
    let sent = |inputs: &Inputs| serde_json::to_value(form.check(inputs, TODAY).unwrap()).unwrap();
    assert_eq!(sent(&inputs), json!({"a": true, "b": true, "c": "x"}));
    form.absorb(form.first_page(), &posted(&[("a", "no")]), &mut inputs);
    assert_eq!(sent(&inputs), json!({"a": false}));
    assert_eq!(form.pages_shown(&inputs).len(), 1, "a page without fields is passed over");
    form.absorb(form.first_page(), &posted(&[("a", "yes")]), &mut inputs);
    assert_eq!(sent(&inputs), json!({"a": true, "b": true, "c": "x"}), "nothing typed was lost");
}

#[test]
fn a_draft_begins_with_what_is_known() {
    let tile = complaints();
    let form = tile.form.as_ref().unwrap();
    let claims = json!({"given_name": "Amélie", "birthdate": "1984-03-27", "email": 3, "sub": "x"});
    let inputs = form.prefill(claims.as_object().unwrap());
    let mut known: Vec<(&str, &str)> =
        inputs.iter().map(|(name, values)| (name, values[0].as_str())).collect();
    known.sort_unstable();
    let expected = [
        ("birth-date.day", "27"),
        ("birth-date.month", "3"),
        ("birth-date.year", "1984"),
        ("given-name", "Amélie"),
    ];
    assert_eq!(known, expected);
    let odd = json!({"birthdate": "0000-03-27"});
    assert!(form.prefill(odd.as_object().unwrap()).get("birth-date.day") != "x");
}

/// A complaint by someone who answers everything.
fn complete() -> Vec<(&'static str, &'static str)> {
    vec![
        ("given-name", "Amélie"),
        ("family-name", "Tremblay"),
        ("birth-date.day", "27"),
        ("birth-date.month", "3"),
        ("birth-date.year", "1984"),
        ("health-insurance-number", "trea84532712"),
        ("for-whom", "relative"),
        ("reach", "mail"),
        ("person-name", "Léo Bélanger-Roy"),
        ("person-consent", "yes"),
        ("place", "Hôpital Exemple"),
        ("place-postal-code", "h2x 1y4"),
        ("event-date.day", "1"),
        ("event-date.month", "11"),
        ("event-date.year", "2026"),
        ("subjects", "rights"),
        ("subjects", "care"),
        ("story", "Nous avons attendu.\r\nPersonne n’est venu."),
        ("wait-hours", "12"),
        ("spoken", "yes"),
        ("email", "amelie@exemple.ca"),
        ("home.street", "12, rue Principale"),
        ("home.unit", "4"),
        ("home.city", "Gaspé"),
        ("home.postal_code", "g4x1a1"),
    ]
}

#[test]
fn a_whole_complaint_becomes_answers() {
    let tile = complaints();
    let form = tile.form.as_ref().unwrap();
    let answers = form.check(&typed(form, &complete()), TODAY).unwrap();
    let sent = serde_json::to_value(&answers).unwrap();
    assert_eq!(sent["subjects"], json!(["care", "rights"]));
    assert_eq!(sent["event-date"], json!("2026-11-01"));
    assert_eq!(sent["person-consent"], json!(true));
    assert_eq!(sent["home"]["unit"], json!("4"));
    assert!(answers.get("phone").is_none() && answers.get("support").is_none());
}

#[test]
fn a_summary_says_answers_in_words() {
    let tile = complaints();
    let form = tile.form.as_ref().unwrap();
    let inputs = typed(form, &complete());
    let value = |locale: Locale, id: &str| {
        let pages = form.summary(&tile, locale, &inputs);
        let row = pages.into_iter().flat_map(|page| page.rows).find(|row| row.field.as_str() == id);
        row.unwrap().value
    };
    let said = |id: &str| [value(Locale::Fr, id).unwrap(), value(Locale::En, id).unwrap()];
    assert_eq!(said("birth-date"), ["27 mars 1984", "March 27, 1984"]);
    assert_eq!(said("for-whom"), ["Une personne que je représente", "Someone I speak for"]);
    assert_eq!(said("spoken"), ["Oui", "Yes"]);
    assert_eq!(said("subjects")[1], "The care and services received\nMy rights");
    assert_eq!(said("home")[0], "12, rue Principale, app. 4\nGaspé  G4X 1A1");
    assert_eq!(value(Locale::Fr, "hoped"), None);
    let half = typed(form, &[("birth-date.day", "40"), ("birth-date.month", "mars")]);
    let rows = &form.summary(&tile, Locale::Fr, &half)[0].rows;
    assert_eq!(rows[2].value.as_deref(), Some("40 mars"), "what is no answer yet is shown as typed");
}

#[test]
fn every_mistake_has_words_in_both_languages() {
    let tile = complaints();
    let form = tile.form.as_ref().unwrap();
    let mistakes = [
        ("birth-date.day", "1"),
        ("email", "x"),
        ("health-insurance-number", "x"),
        ("subjects", "x"),
        ("for-whom", "relative"),
        ("reach", "phone"),
        ("story", "court"),
        ("wait-hours", "2000"),
    ];
    let errors = form.check(&typed(form, &mistakes), TODAY).unwrap_err();
    assert!(errors.len() > 10);
    for (page, error) in &errors {
        assert!(form.page(page.as_str()).is_some());
        for locale in Locale::ALL {
            let message = tile.error_message(locale, error);
            assert!(!message.contains(['{', '⟦']), "{message}");
        }
    }
    let message = |id: &str| {
        let error = &errors.iter().find(|(_, error)| error.field.as_str() == id).unwrap().1;
        tile.error_message(Locale::Fr, error)
    };
    assert_eq!(message("given-name"), "Écrivez votre prénom.", "the tile's own words come first");
    assert_eq!(message("place"), "Répondez à «\u{a0}Où cela s’est-il passé?\u{a0}».");
    assert_eq!(message("birth-date"), "«\u{a0}Date de naissance\u{a0}»\u{a0}: ajoutez le mois.");
    assert!(message("story").starts_with("Dites-en un peu plus"));
    assert!(message("wait-hours").contains("1\u{a0}000 ou moins"), "{}", message("wait-hours"));
}

fn definition_finding(json: &str) -> String {
    let found = Form::parse("form.json", json).unwrap_err();
    assert_eq!(found.len(), 1, "{found:#?}");
    found[0].to_string()
}

#[test]
fn slips_in_a_definition_are_named() {
    let page = |fields: &str| format!("{{\"pages\": [{{\"id\": \"page\", \"fields\": [\n{fields}\n]}}]}}");
    let found = |fields: &str| definition_finding(&page(fields));
    let slip = found(r#"{"id": "a", "type": "text", "requird": true}"#);
    assert!(
        slip.starts_with("form.json:2: unknown field `requird`") && slip.ends_with("`required`?"),
        "{slip}"
    );
    assert!(found(r#"{"id": "a", "type": "txt"}"#).ends_with("did you mean `text`?"));
    assert!(found(r#"{"id": "A b", "type": "text"}"#).contains("`A b` is no id"));
    assert!(found(r#"{"id": "a", "type": "text", "options": ["x"]}"#).contains("`options` means nothing"));
    assert!(found(r#"{"id": "a", "type": "choice", "options": ["x"]}"#).contains("at least two"));
    assert!(found(r#"{"id": "a", "type": "choice", "options": ["x", "hint"]}"#).contains("share a text key"));
    assert!(found(r#"{"id": "a", "type": "text", "max_length": 20000}"#).contains("`max_length`"));
    assert!(found(r#"{"id": "a", "type": "number", "min": 2, "max": 1}"#).contains("`min` is above"));
    assert!(found(r#"{"id": "a", "type": "date", "latest": "tomorrow"}"#).contains("is no day"));
    assert!(found(r#"{"id": "a", "type": "info", "required": true}"#).contains("asks nothing"));
    assert!(found(r#"{"id": "a", "type": "phone", "prefill": "email"}"#).contains("cannot be filled"));
    assert!(found(r#"{"id": "csrf", "type": "text"}"#).contains("name of the portal's own"));
    assert!(found(r#"{"id": "a", "type": "file"}"#).contains("stand on the first page"));
    assert!(found(r#"{"id": "remove", "type": "text"}"#).contains("name of the portal's own"));
    let files = r#"{"pages": [{"id": "p", "fields": [{"id": "a", "type": "text"}]},
        {"id": "q", "fields": [{"id": "f", "type": "file", "max": 21}]}]}"#;
    assert!(definition_finding(files).contains("`max` counts files"));
    let read = r#"{"pages": [{"id": "p", "fields": [{"id": "a", "type": "text"}]},
        {"id": "q", "fields": [{"id": "f", "type": "file"}]},
        {"id": "r", "fields": [{"id": "b", "type": "text", "visible_if": {"present": {"field": "f"}}}]}]}"#;
    assert!(definition_finding(read).contains("files are no answer to depend on"));
    let twice = found("{\"id\": \"a\", \"type\": \"text\"},\n{\"id\": \"a\", \"type\": \"text\"}");
    assert!(twice.contains("two fields are named `a`"), "{twice}");
    assert!(found("").contains("page `page` has no fields"));
    assert!(definition_finding(r#"{"pages": []}"#).contains("at least one page"));
}

#[test]
fn a_condition_reads_earlier_pages_and_real_codes() {
    let later = CHAIN.replace(r#""field": "a", "value": "yes""#, r#""field": "c", "value": "yes""#);
    assert!(definition_finding(&later).contains("`two` depends on `c`, which no earlier page asks"));
    let never = CHAIN.replace(r#""field": "a", "value": "yes""#, r#""field": "a", "value": "oui""#);
    assert!(definition_finding(&never).contains("being `oui`, which it never is"));
    let deep = format!("{}true{}", "{\"not\":".repeat(500), "}".repeat(500));
    assert!(Form::parse("form.json", &CHAIN.replace(r#"{"and": []}"#, &deep)).is_err());
}
