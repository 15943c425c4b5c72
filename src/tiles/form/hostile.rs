//! Whatever is posted, a form neither panics nor keeps what it should not.

use std::sync::{Arc, LazyLock};

use jiff::civil::{Date, date};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::group::MOST_ENTRIES;
use super::inputs::LONGEST;
use super::{Entry, Form, Inputs};
use crate::text::Text;
use crate::tiles::{Catalogue, Source, Tile};

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

/// The sample with groups, and its form.
static PROJECT: LazyLock<Arc<Tile>> = LazyLock::new(|| {
    let catalogue = Catalogue::load(&Source::Embedded, &Text::portal().unwrap()).unwrap();
    Arc::clone(catalogue.get(&"surrogacy".parse().unwrap()).unwrap())
});

/// What hostile and honest people post at the pages of a project and of its entries.
fn posted_at_entries() -> impl Strategy<Value = Vec<(String, Vec<(String, String)>)>> {
    let form = PROJECT.form.as_ref().unwrap();
    let names: Vec<String> =
        form.fields().flat_map(super::Field::and_inner).flat_map(super::Field::input_names).collect();
    let deep =
        prop_oneof!["children", "children(\\.[a-f0-9]{10}){1,40}\\.child-name", "(a\\.){1,200}", "\\.passed"];
    let name = prop_oneof![8 => proptest::sample::select(names), 1 => deep, 1 => any::<String>()];
    let known = [
        "yes",
        "no",
        "couple",
        "alone",
        "quebec",
        "abroad",
        "always",
        "me",
        "3",
        "11",
        "2019",
        "g1r4s9",
        "418 555-0123",
        "a@b.ca",
        "ours",
        "friend",
        "planned",
        "email",
    ];
    let value = prop_oneof![
        2 => any::<String>(),
        8 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned),
    ];
    let post = proptest::collection::vec((name, value), 0..40);
    let id = prop_oneof!["[0-9a-f]{10}", Just("00000000a1".to_owned())];
    proptest::collection::vec((id, post), 0..12)
}

fn absorbed_with_entries(posts: &[(String, Vec<(String, String)>)]) -> Inputs {
    let form = PROJECT.form.as_ref().unwrap();
    let mut inputs = Inputs::default();
    for (id, posted) in posts {
        for page in form.pages() {
            form.absorb(page, posted, &mut inputs);
            for group in page.fields.iter().filter(|field| field.group().is_some()) {
                let entry = Entry { group: group.id.clone(), id: id.parse().unwrap() };
                form.absorb_entry(page, &entry, posted, &mut inputs);
            }
        }
    }
    inputs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn entries_take_only_what_they_are_asked(posts in posted_at_entries()) {
        let form = PROJECT.form.as_ref().unwrap();
        let inputs = absorbed_with_entries(&posts);
        for (name, _) in inputs.iter() {
            let known = form.fields().any(|field| match field.group() {
                None => field.input_names().iter().any(|known| known == name),
                Some(group) => name == field.id.as_str() || inputs.entries(&field.id).iter().any(|entry| {
                    let start = format!("{entry}.");
                    let inner = name.strip_prefix(&start);
                    inner.is_some_and(|name| group.fields.iter().any(|f| f.input_names().iter().any(|n| n == name)))
                }),
            });
            prop_assert!(known, "{name:?} was kept");
        }
        let again: Inputs = serde_json::from_str(&serde_json::to_string(&inputs).unwrap()).unwrap();
        prop_assert_eq!(&again, &inputs);
        let _ = form.progress(&inputs, TODAY);
        for page in form.pages() {
            let _ = form.check_page(page, &inputs, TODAY);
        }
        for locale in crate::text::Locale::ALL {
            let _ = form.summary(&PROJECT, locale, &inputs);
        }
    }

    /// What the portal sends is what it publishes as sent.
    #[test]
    fn answers_that_pass_fit_the_published_schema(posts in posted_at_entries()) {
        static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
            let schema = PROJECT.form.as_ref().unwrap().answers_schema(&PROJECT);
            jsonschema::draft202012::new(&schema).unwrap()
        });
        let form = PROJECT.form.as_ref().unwrap();
        let mut inputs = absorbed_with_entries(&posts);
        // What is wrong is left out until nothing is: then most forms are answered.
        for _ in 0..200 {
            match form.check(&inputs, TODAY) {
                Ok(answers) => {
                    let sent = serde_json::to_value(&answers).unwrap();
                    let wrong: Vec<String> = SCHEMA.iter_errors(&sent).map(|error| error.to_string()).collect();
                    prop_assert!(wrong.is_empty(), "{wrong:?} in {sent}");
                    break;
                }
                Err(errors) => mend(&mut inputs, &errors[0].1),
            }
        }
    }
}

/// Answers the field at fault as an honest person would.
fn mend(inputs: &mut Inputs, error: &super::FieldError) {
    let form = PROJECT.form.as_ref().unwrap();
    if let Some(entry) = &error.entry {
        return inputs.remove_entry(entry);
    }
    let field = form.field(&error.field).unwrap();
    let right = |part: &str| match part {
        "day" => "3",
        "month" => "2",
        "year" => {
            if field.id.as_str() == "signing-date" {
                "2027"
            } else {
                "1985"
            }
        }
        "street" | "city" => "Québec",
        "postal_code" => "G1R 4S9",
        _ => "",
    };
    let whole = field.options().first().map_or("yes", |code| code.as_str());
    let value = match field.kind.name() {
        "number" => "2",
        "email" => "a@b.ca",
        "phone" => "418 555-0123",
        "text" | "textarea" => "Rose",
        _ => whole,
    };
    let set = |name: String| {
        let text = name.split_once('.').map_or(value, |(_, part)| right(part)).to_owned();
        (name, vec![text])
    };
    inputs.extend(field.input_names().into_iter().map(set));
    if field.group().is_some() {
        for entry in inputs.entries(&field.id).iter().skip(1) {
            inputs.remove_entry(entry);
        }
    }
}

#[test]
fn ten_thousand_entries_are_refused_and_none_is_lost() {
    let form = PROJECT.form.as_ref().unwrap();
    let page = form.page("children").unwrap();
    let mut inputs = absorbed_with_entries(&[]);
    let post = [("child-name".to_owned(), "Mia".to_owned())];
    for number in 0..10_000 {
        let group = "children".to_owned().try_into().unwrap();
        let entry = Entry { group, id: format!("{number:010x}").parse().unwrap() };
        form.absorb_entry(page, &entry, &post, &mut inputs);
        if inputs.entries(&entry.group).len() > MOST_ENTRIES {
            break;
        }
    }
    let errors = form.check_page(page, &inputs, TODAY);
    assert_eq!(errors[0].key, "error-entries-many");
    assert_eq!(inputs.entries(&"children".to_owned().try_into().unwrap()).len(), MOST_ENTRIES + 1);
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
