//! Drafts begun with another version of a form.

use super::long::LONG;
use super::*;
use crate::tiles::manifest::Migration;

fn migration(toml: &str) -> Migration {
    toml::from_str(toml).unwrap()
}

fn inputs(all: &[(&str, &[&str])]) -> Inputs {
    let owned = |values: &[&str]| values.iter().map(|&value| value.to_owned()).collect();
    all.iter().map(|(name, values)| ((*name).to_owned(), owned(values))).collect()
}

fn long() -> Form {
    Form::parse("form.json", LONG).unwrap()
}

#[test]
fn what_the_form_asks_stays_as_it_was() {
    let typed = inputs(&[
        ("name", &["Léo"]),
        ("parent", &["yes"]),
        ("children", &["00000000a1"]),
        ("children.00000000a1.child-birth.day", &["3"]),
        ("day.month", &["13"]),
        (".passed", &["you"]),
    ]);
    assert_eq!(long().carry(&typed, &[]), typed);
    assert!(Form::aside(&typed).is_empty());
}

#[test]
fn declared_changes_are_followed_one_after_the_other() {
    let first = migration("from = '1.0.0'\nrename = { kids = 'little-ones', kid = 'given', when = 'then' }");
    let second = migration(
        "from = '1.1.0'\nrename = { little-ones = 'children', given = 'child-name', then = 'day' }
        recode = { parent = { true = 'yes' } }",
    );
    let typed = inputs(&[
        ("kids", &["00000000a1"]),
        ("kids.00000000a1.kid", &["Mia"]),
        ("when.day", &["3"]),
        ("parent", &["true"]),
    ]);
    let carried = long().carry(&typed, &[&first, &second]);
    let expected = inputs(&[
        ("children", &["00000000a1"]),
        ("children.00000000a1.child-name", &["Mia"]),
        ("day.day", &["3"]),
        ("parent", &["yes"]),
    ]);
    assert_eq!(carried, expected);
}

#[test]
fn what_has_no_place_is_put_aside_and_comes_back_with_its_question() {
    let typed = inputs(&[
        ("fax", &["514 555-0123"]),
        ("home.street", &["1, rue A"]),
        ("home.city", &["Laval"]),
        ("parent", &["perhaps"]),
        ("children.00000000a1.shoe", &["38"]),
        (".passed", &["you", "gone"]),
    ]);
    let form = long();
    let carried = form.carry(&typed, &[]);
    let aside: Vec<(String, Vec<String>)> =
        Form::aside(&carried).into_iter().map(|aside| (aside.field, aside.values)).collect();
    let of = |field: &str, values: &[&str]| {
        (field.to_owned(), values.iter().map(|&value| value.to_owned()).collect::<Vec<_>>())
    };
    let expected = [
        of("shoe", &["38"]),
        of("fax", &["514 555-0123"]),
        of("home", &["Laval", "1, rue A"]),
        of("parent", &["perhaps"]),
    ];
    assert_eq!(aside, expected);
    assert_eq!(carried.get("parent"), "", "no option of that code");
    assert!(carried.passed(&form.page("you").unwrap().id));
    assert_eq!(form.carry(&carried, &[]), carried, "again and again");

    let older =
        LONG.replace("{\"id\": \"note\", \"type\": \"text\"}", "{\"id\": \"fax\", \"type\": \"text\"}");
    let back = Form::parse("form.json", &older).unwrap().carry(&carried, &[]);
    assert_eq!(back.get("fax"), "514 555-0123");
}

#[test]
fn what_was_answered_since_is_not_overwritten() {
    let typed = inputs(&[(".aside.note", &["older"]), ("note", &["newer"])]);
    let carried = long().carry(&typed, &[]);
    assert_eq!(carried.get("note"), "newer");
    assert_eq!(Form::aside(&carried)[0].values, ["older"]);
}
