//! Groups, sections, locked answers, and what nobody could ever be asked.

use super::*;

pub(super) const LONG: &str = r#"{
    "sections": [
        {"id": "people", "pages": ["you", "children"]},
        {"id": "plan", "pages": ["dates", "help"], "after": ["people"]},
        {"id": "extra", "pages": ["more"]}
    ],
    "pages": [
        {"id": "you", "fields": [
            {"id": "name", "type": "text", "required": true, "prefill": "given_name", "locked": true},
            {"id": "parent", "type": "yes_no", "required": true}]},
        {"id": "children", "visible_if": {"equals": {"field": "parent", "value": "yes"}}, "fields": [
            {"id": "children", "type": "group", "min": 1, "max": 2, "fields": [
                {"id": "child-name", "type": "text", "required": true, "max_length": 20},
                {"id": "child-birth", "type": "date", "latest": "today"},
                {"id": "school", "type": "text", "visible_if": {"present": {"field": "name"}}}]}]},
        {"id": "dates", "fields": [{"id": "day", "type": "date", "required": true}]},
        {"id": "help", "fields": [{"id": "hint", "type": "info"}, {"id": "note", "type": "text"}]},
        {"id": "more", "visible_if": {"present": {"field": "children"}},
         "fields": [{"id": "extra", "type": "text"}]}
    ]
}"#;

fn long() -> Form {
    Form::parse("form.json", LONG).unwrap()
}

fn entry(id: &str) -> Entry {
    Entry { group: "children".to_owned().try_into().unwrap(), id: id.parse().unwrap() }
}

const ONE: &str = "00000000a1";
const TWO: &str = "00000000b2";

/// A draft with two children, the second of whom has no name yet.
fn with_children(form: &Form) -> Inputs {
    let mut inputs = typed(form, &[("name", "Léo"), ("parent", "yes")]);
    let page = form.page("children").unwrap();
    form.absorb_entry(page, &entry(ONE), &posted(&[("child-name", "Mia"), ("school", "É")]), &mut inputs);
    form.absorb_entry(page, &entry(TWO), &posted(&[("child-birth.day", "3")]), &mut inputs);
    inputs
}

#[test]
fn an_entry_is_named_before_it_is_answered_and_keeps_its_name() {
    let form = long();
    let mut inputs = with_children(&form);
    let group = &entry(ONE).group;
    assert_eq!(inputs.entries(group), [entry(ONE), entry(TWO)]);
    assert_eq!(inputs.of_entry(&entry(ONE)).get("child-name"), "Mia");
    let before = inputs.clone();
    let page = form.page("children").unwrap();
    form.absorb_entry(page, &entry(ONE), &posted(&[("child-name", "Mia")]), &mut inputs);
    assert_eq!(inputs, before, "posting twice is posting once");
    form.absorb_entry(page, &entry("00000000c3"), &posted(&[("child-name", " ")]), &mut inputs);
    assert_eq!(inputs, before, "an entry begins with its first answer");
    inputs.remove_entry(&entry(ONE));
    assert_eq!(inputs.entries(group), [entry(TWO)]);
    assert!(inputs.iter().all(|(name, _)| !name.contains(ONE)), "nothing is left of it");
    assert_eq!(inputs.of_entry(&entry(TWO)), before.of_entry(&entry(TWO)));
}

#[test]
fn a_group_says_what_is_wrong_where() {
    let form = long();
    let inputs = with_children(&form);
    let page = form.page("children").unwrap();
    let on_page = form.check_page(page, &inputs, TODAY);
    assert_eq!(on_page.len(), 1, "{on_page:?}");
    assert_eq!((on_page[0].key, on_page[0].input.as_str()), ("error-entry", "children.00000000b2"));
    assert_eq!(on_page[0].params["number"], 2);
    let in_entry = form.check_entry(page, &entry(TWO), &inputs, TODAY);
    let keys: Vec<_> = in_entry.iter().map(|error| (error.key, error.input.as_str())).collect();
    assert_eq!(keys, [("error-required", "child-name"), ("error-date-incomplete", "child-birth.month")]);
    let whole = form.check(&inputs, TODAY).unwrap_err();
    let of_children: Vec<_> = whole.iter().filter(|(page, _)| page.as_str() == "children").collect();
    assert_eq!(of_children.len(), 2);
    assert!(of_children.iter().all(|(_, error)| error.entry == Some(entry(TWO))));
}

#[test]
fn a_group_has_a_least_and_a_most() {
    let form = long();
    let mut inputs = typed(&form, &[("name", "Léo"), ("parent", "yes")]);
    let page = form.page("children").unwrap();
    let key = |inputs: &Inputs| form.check_page(page, inputs, TODAY).first().map(|error| error.key);
    assert_eq!(key(&inputs), Some("error-entries-few"));
    for id in [ONE, TWO] {
        form.absorb_entry(page, &entry(id), &posted(&[("child-name", "Mia")]), &mut inputs);
        assert_eq!(key(&inputs), None);
    }
    form.absorb_entry(page, &entry("00000000c3"), &posted(&[("child-name", "Zoé")]), &mut inputs);
    assert_eq!(key(&inputs), Some("error-entries-many"));
}

#[test]
fn answers_of_a_group_are_a_list_and_those_no_longer_asked_are_kept_unsent() {
    let form = long();
    let mut inputs = with_children(&form);
    inputs.remove_entry(&entry(TWO));
    let day = [("day.day", "1"), ("day.month", "2"), ("day.year", "2027")];
    form.absorb(form.page("dates").unwrap(), &posted(&day), &mut inputs);
    let sent = |inputs: &Inputs| serde_json::to_value(form.check(inputs, TODAY).unwrap()).unwrap();
    let expected = json!([{"child-name": "Mia", "school": "É"}]);
    assert_eq!(sent(&inputs)["children"], expected);
    form.absorb(form.first_page(), &posted(&[("parent", "no")]), &mut inputs);
    assert_eq!(sent(&inputs).get("children"), None);
    form.absorb(form.first_page(), &posted(&[("parent", "yes")]), &mut inputs);
    assert_eq!(sent(&inputs)["children"], expected, "they changed their mind: nothing was lost");
}

#[test]
fn a_locked_answer_cannot_be_posted_away() {
    let form = long();
    let claims = json!({"given_name": "Léo"});
    let known = form.prefill(claims.as_object().unwrap());
    let mut inputs = known.clone();
    form.absorb(form.first_page(), &posted(&[("name", "Mallory"), ("parent", "no")]), &mut inputs);
    form.lock(&known, &mut inputs);
    assert_eq!((inputs.get("name"), inputs.get("parent")), ("Léo", "no"));
    let unknown = Inputs::default();
    form.absorb(form.first_page(), &posted(&[("name", "Amélie")]), &mut inputs);
    form.lock(&unknown, &mut inputs);
    assert_eq!(inputs.get("name"), "Amélie", "without the claim, the question stays open");
}

#[test]
fn sections_tell_how_far_they_have_come() {
    let form = long();
    let stages = |inputs: &Inputs| -> Vec<(String, Stage, String)> {
        let all = form.progress(inputs, TODAY);
        all.iter().map(|one| (one.section.id.to_string(), one.stage, one.page.id.to_string())).collect()
    };
    let line = |id: &str, stage, page: &str| (id.to_owned(), stage, page.to_owned());
    let claims = json!({"given_name": "Léo"});
    let mut inputs = form.prefill(claims.as_object().unwrap());
    let people = |stage, page| line("people", stage, page);
    let expected = [people(Stage::NotStarted, "you"), line("plan", Stage::CannotStart, "dates")];
    assert_eq!(stages(&inputs), expected, "a section without a page to show is not listed");
    form.absorb(form.first_page(), &posted(&[("parent", "yes")]), &mut inputs);
    assert_eq!(stages(&inputs)[0], people(Stage::InProgress, "you"));
    inputs.pass(&form.first_page().id);
    assert_eq!(stages(&inputs)[0], people(Stage::InProgress, "children"));
    let page = form.page("children").unwrap();
    form.absorb_entry(page, &entry(ONE), &posted(&[("child-name", "Mia")]), &mut inputs);
    inputs.pass(&page.id);
    let expected = [
        people(Stage::Done, "you"),
        line("plan", Stage::NotStarted, "dates"),
        line("extra", Stage::NotStarted, "more"),
    ];
    assert_eq!(stages(&inputs), expected);
    inputs.pass(&form.page("help").unwrap().id);
    assert_eq!(stages(&inputs)[1], line("plan", Stage::InProgress, "dates"), "a page without a duty counts");
    let beside = form.pages_beside(&page.id, &inputs);
    assert_eq!(beside.iter().map(|page| page.id.as_str()).collect::<Vec<_>>(), ["you", "children"]);
}

#[test]
fn slips_in_groups_and_sections_are_named() {
    let found = |old: &str, new: &str| {
        assert!(LONG.contains(old), "{old}");
        definition_finding(&LONG.replacen(old, new, 1))
    };
    let nested = r#"{"id": "toys", "type": "group", "fields": [{"id": "toy", "type": "text"}]}"#;
    let deep = found(r#"{"id": "child-birth", "type": "date", "latest": "today"}"#, nested);
    assert!(deep.starts_with("form.json:") && deep.contains("`toys` is too deep"), "{deep}");
    assert!(found(r#""min": 1, "max": 2"#, r#""min": 3, "max": 2"#).contains("count entries, 30 at most"));
    assert!(found(r#""max": 2"#, r#""max": 31"#).contains("count entries, 30 at most"));
    assert!(found(r#""max": 2"#, r#""max": 2, "required": true"#).contains("`min` says how many"));
    assert!(
        found(r#""latest": "today""#, r#""prefill": "birthdate""#).contains("no claim is about one entry")
    );
    assert!(
        found(r#"{"field": "children"}"#, r#"{"field": "school"}"#).contains("for each entry of `children`")
    );
    assert!(found(r#"{"field": "name"}"#, r#"{"field": "nmae"}"#).ends_with("did you mean `name`?"));
    assert!(
        found(r#"{"id": "day", "type": "date","#, r#"{"id": "day", "type": "date", "locked": true,"#)
            .contains("locked to a claim")
    );
    assert!(
        found(r#""id": "note", "type": "text""#, r#""id": "note", "type": "text", "own": true"#)
            .contains("`own` means nothing")
    );
    assert!(found(r#"["dates", "help"]"#, r#"["dates", "hepl"]"#).ends_with("did you mean `help`?"));
    assert!(found(r#"["dates", "help"]"#, r#"["dates"]"#).contains("page `help` stands in no section"));
    assert!(found(r#"["dates", "help"]"#, r#"["help", "dates"]"#).contains("in the order in which"));
    assert!(found(r#""after": ["people"]"#, r#""after": ["extra"]"#).contains("which is no earlier section"));
    let first = LONG.replacen(r#""pages": ["you", "children"]"#, r#""pages": ["children"]"#, 1);
    assert!(Form::parse("form.json", &first).is_err());
    let alone = r#"{"pages": [{"id": "p", "fields": [
        {"id": "g", "type": "group", "fields": [{"id": "f", "type": "text"}]}]}]}"#;
    assert!(definition_finding(alone).contains("stands on the first page"));
    let empty = LONG.replacen(r#"{"id": "note", "type": "text"}"#, r#"{"id": "note", "type": "group"}"#, 1);
    assert!(definition_finding(&empty).contains("the group `note` asks nothing"));
}

#[test]
fn what_nobody_could_be_asked_is_named() {
    let condition = |condition: &str| {
        let json = LONG.replacen(r#"{"present": {"field": "children"}}"#, condition, 1);
        Form::parse("form.json", &json).err().map(|found| found[0].message.clone())
    };
    let yes = r#"{"equals": {"field": "parent", "value": "yes"}}"#;
    let no = r#"{"equals": {"field": "parent", "value": "no"}}"#;
    let never = Some("`more` is never asked: no answers make its condition hold".to_owned());
    assert_eq!(condition(yes), None);
    assert_eq!(condition(&format!(r#"{{"and": [{yes}, {no}]}}"#)), never);
    assert_eq!(condition(r#"{"or": []}"#), never);
    assert_eq!(condition(r#"{"not": {"present": {"field": "parent"}}}"#), never, "it must be answered");
    // The children are asked of parents only.
    assert_eq!(condition(&format!(r#"{{"and": [{{"present": {{"field": "children"}}}}, {no}]}}"#)), never);
    assert_eq!(condition(&format!(r#"{{"or": [{{"present": {{"field": "children"}}}}, {no}]}}"#)), None);
}
