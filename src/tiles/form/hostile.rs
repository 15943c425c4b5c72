//! Whatever is posted, a form neither panics nor keeps what it should not.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::inputs::LONGEST;
use super::{Form, Inputs};

const TODAY: Date = date(2026, 11, 22);

static FORM: LazyLock<Form> = LazyLock::new(|| {
    let json = include_str!("../../../tiles/complaints/form.json");
    Form::parse("form.json", json).unwrap()
});

/// Names and values of every kind: the form's own, near misses and anything at all.
fn posted() -> impl Strategy<Value = Vec<(String, String)>> {
    let names: Vec<String> = FORM.fields().flat_map(super::Field::input_names).collect();
    let name = prop_oneof![8 => proptest::sample::select(names), 1 => "\\PC{0,40}", 1 => any::<String>()];
    let known =
        ["me", "relative", "phone", "mail", "yes", "31", "2", "2026", "h2x1y4", "a@b.ca", "trea84532712"];
    let value = prop_oneof![
        4 => any::<String>(),
        4 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => "[\0-\u{1f}\u{80}-\u{9f}\u{200b}-\u{206f}\u{feff}🧑👩e\u{301}]{0,50}",
        1 => "[0-9 +().-]{0,20}",
    ];
    proptest::collection::vec((name, value), 0..40)
}

fn absorbed(posted: &[(String, String)]) -> Inputs {
    let mut inputs = Inputs::default();
    for page in FORM.pages() {
        FORM.absorb(page, posted, &mut inputs);
    }
    inputs
}

proptest! {
    #[test]
    fn anything_can_be_posted(posted in posted()) {
        let inputs = absorbed(&posted);
        for page in FORM.pages() {
            let _ = FORM.check_page(page, &inputs, TODAY);
        }
        if let Err(errors) = FORM.check(&inputs, TODAY) {
            let names: Vec<String> = FORM.fields().flat_map(super::Field::input_names).collect();
            prop_assert!(errors.iter().all(|(_, error)| names.contains(&error.input)));
        }
    }

    #[test]
    fn what_is_kept_is_clean_and_stays_as_it_is(posted in posted()) {
        let once = absorbed(&posted);
        let names: Vec<String> = FORM.fields().flat_map(super::Field::input_names).collect();
        for (name, values) in once.iter() {
            prop_assert!(names.iter().any(|known| known == name));
            for value in values {
                prop_assert!(!value.is_empty() && value.trim() == value && value.chars().count() <= LONGEST);
                prop_assert!(value.chars().all(|c| c == '\n' || !c.is_control()));
                let unseen = value.contains(['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}']);
                prop_assert!(!unseen);
                prop_assert!(value.nfc().eq(value.chars()));
            }
        }
        let again: Vec<(String, String)> = once
            .iter()
            .flat_map(|(name, values)| values.iter().map(move |value| (name.to_owned(), value.clone())))
            .collect();
        prop_assert_eq!(absorbed(&again), once);
    }

    #[test]
    fn accents_count_the_same_however_they_are_typed(text in "[a-zàâçéèêëîïôùûüÿœæ '-]{0,60}") {
        let post = |text: String| absorbed(&[("given-name".to_owned(), text)]);
        prop_assert_eq!(post(text.nfd().collect()), post(text.nfc().collect()));
    }

    #[test]
    fn a_definition_may_be_anything(json in any::<String>()) {
        prop_assert!(Form::parse("form.json", &json).is_err());
    }

    #[test]
    fn drafts_survive_storage(posted in posted()) {
        let inputs = absorbed(&posted);
        let stored = serde_json::to_string(&inputs).unwrap();
        prop_assert_eq!(serde_json::from_str::<Inputs>(&stored).unwrap(), inputs);
    }
}

#[test]
fn a_megabyte_is_cut_short_and_refused() {
    for part in ["a", "é", "e\u{301}", "\u{301}", "🧑‍🧑‍🧒", "\0", " "] {
        let text = part.repeat(1_000_000 / part.len());
        let inputs = absorbed(&[("story".to_owned(), text.clone()), ("given-name".to_owned(), text)]);
        assert!(inputs.get("story").chars().count() <= LONGEST);
        assert!(FORM.check(&inputs, TODAY).is_err());
    }
}
