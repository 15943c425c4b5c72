//! Samples of a page of questions, with every kind of field.

use super::{
    AddressPart, Control, Encoding, EntryView, FieldView, FileView, FormChanged, FormPage, InputKind,
    OptionView, file_samples,
};
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

fn service(locale: Locale) -> String {
    sample(locale, "Suivi des plaintes", "Complaint follow-up")
}

impl Page for FormPage {
    const TEMPLATE: &'static str = "requests/form.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Self {
            tile: "complaints".into(),
            title: service(locale),
            page_title: sample(locale, "La personne concernée", "The person concerned"),
            lead: Some(sample(
                locale,
                "La personne qui a reçu les soins ou les services.",
                "The person who received the care or services.",
            )),
            section: None,
            number: 1,
            of: 3,
            back: false,
            fields: every_field(locale),
            encoding: Encoding::Fields,
            errors: vec![],
            saved_at: Some(SAMPLE_TIME),
            action: "/requests/0198c0de-0000-7000-8000-000000000001/form/person".into(),
            version: 3,
            begun_by: None,
            release: "c0de".repeat(16),
            owner: String::new(),
            changed: None,
            kept: false,
            from_check: false,
        };
        let first = Self {
            saved_at: None,
            version: 0,
            begun_by: Some("q1dOJ3kXbU6Zf0s8mW2yLA".into()),
            owner: String::new(),
            fields: every_field(locale).into_iter().take(2).collect(),
            ..usual.clone()
        };
        let kept = Self { kept: true, from_check: true, lead: None, ..first.clone() };
        let part = Self {
            section: Some(sample(locale, "Les personnes", "The people")),
            number: 2,
            back: true,
            fields: fields_of_a_section(locale),
            ..usual.clone()
        };
        let wrong = in_error(part.clone(), locale);
        let [taken_over, changed] =
            FormChanged::samples(locale).map(|changed| Self { changed: Some(changed), ..usual.clone() });
        let files = Self { encoding: Encoding::Parts, fields: fields_with_files(locale), ..part.clone() };
        let refused = in_error(files.clone(), locale);
        vec![
            usual.clone(),
            in_error(usual, locale),
            first,
            kept,
            part,
            wrong,
            files,
            refused,
            taken_over,
            changed,
        ]
    }
}

/// An answer that cannot be changed, and groups: with entries, full, without.
fn fields_of_a_section(locale: Locale) -> Vec<FieldView> {
    let say = |fr: &str, en: &str| sample(locale, fr, en);
    let entry = |group: &str, number: usize, summary: &str, incomplete| EntryView {
        id: format!("{group}.3f9c2a71d{number}"),
        title: format!("{} {number}", sample(locale, "Enfant", "Child")),
        summary: summary.into(),
        incomplete,
    };
    let entries = |group: &str| {
        let first = entry(group, 1, "Léo\nBélanger-Roy\n3 mars 2019", false);
        vec![first, entry(group, 2, HOSTILE, true)]
    };
    let add = say("Ajouter un enfant", "Add a child");
    let group = |id: &str, entries, add| {
        with_hint(
            field(id, say("Vos enfants", "Your children"), Control::Group { entries, add }),
            say(
                "Ceux qui vivent avec vous, même une partie du temps.",
                "Those who live with you, even part-time.",
            ),
        )
    };
    let name = field("name", say("Nom", "Name"), Control::Fixed { value: "Amélie Tremblay".into() });
    let helped = FieldView {
        help: vec![say(
            "Il est sur la carte, sous votre nom. Une carte échue convient.",
            "It is on the card, under your name. An expired card will do.",
        )],
        ..field(
            "insurance",
            say("Numéro d’assurance maladie", "Health insurance number"),
            Control::Input {
                input: InputKind::HealthInsuranceNumber,
                value: String::new(),
                max_length: None,
                autocomplete: None,
            },
        )
    };
    vec![
        name,
        helped,
        group("children", entries("children"), Some(add.clone())),
        group("others", entries("others"), None),
        optional(group("none", vec![], Some(add))),
    ]
}

/// Files: none yet, in every state, no room for more.
fn fields_with_files(locale: Locale) -> Vec<FieldView> {
    let files = |id: &str, files: Vec<FileView>, room| {
        let control = Control::Files {
            limits: sample(
                locale,
                "PDF, JPEG ou PNG. Au plus 5 fichiers, de 10\u{a0}Mo chacun.",
                "PDF, JPEG or PNG. At most 5 files, of 10\u{a0}MB each.",
            ),
            accept: "application/pdf,.pdf".into(),
            largest: 10 << 20,
            multiple: true,
            room,
            checking: !files.is_empty(),
            files,
        };
        optional(field(id, sample(locale, "Vos documents", "Your documents"), control))
    };
    vec![
        files("documents", vec![], true),
        files("photos", file_samples::files(), true),
        files("full", file_samples::files(), false),
    ]
}

fn in_error(mut page: FormPage, locale: Locale) -> FormPage {
    let message = sample(locale, "Ce champ est à revoir\u{a0}: écrivez une réponse.", "Check this answer.");
    for field in &mut page.fields {
        if matches!(field.control, Control::Info { .. } | Control::Fixed { .. }) {
            continue;
        }
        field.error = Some(message.clone());
        let input = match &mut field.control {
            Control::Date { invalid, month, .. } => {
                month.push_str("14");
                invalid.insert(format!("{}.month", field.id)).clone()
            }
            Control::Address { parts } => parts.last_mut().map_or_else(String::new, |part| {
                part.invalid = true;
                part.name.clone()
            }),
            Control::Input { value, .. } | Control::Textarea { value, .. } => {
                HOSTILE.clone_into(value);
                field.id.clone()
            }
            _ => field.id.clone(),
        };
        page.errors.push(ErrorLine { input, message: message.clone() });
    }
    page
}

fn every_field(locale: Locale) -> Vec<FieldView> {
    let say = |fr: &str, en: &str| sample(locale, fr, en);
    let line = |input, value: &str, autocomplete: Option<&str>| Control::Input {
        input,
        value: value.into(),
        max_length: Some(120),
        autocomplete: autocomplete.map(Into::into),
    };
    vec![
        field(
            "name",
            say("Nom complet", "Full name"),
            line(InputKind::Text, "Amélie Tremblay", Some("name")),
        ),
        with_hint(
            field("birth", say("Date de naissance", "Date of birth"), birth_date()),
            say("Par exemple, 27 3 1984.", "For example, 27 3 1984."),
        ),
        with_hint(
            field(
                "insurance",
                say("Numéro d’assurance maladie", "Health insurance number"),
                line(InputKind::HealthInsuranceNumber, "", None),
            ),
            say(
                "Quatre lettres et huit chiffres, sur la carte.",
                "Four letters and eight digits, on the card.",
            ),
        ),
        optional(field("email", say("Courriel", "Email"), line(InputKind::Email, "", Some("email")))),
        optional(field(
            "phone",
            say("Téléphone", "Telephone"),
            line(InputKind::Phone, "418 555-0123", Some("tel")),
        )),
        field("postal", say("Code postal", "Postal code"), line(InputKind::PostalCode, "G1R 4S9", None)),
        field(
            "nights",
            say("Nombre de nuits passées sur place", "Number of nights spent there"),
            line(InputKind::Number, "", None),
        ),
        field("home", say("Adresse", "Address"), Control::Address { parts: address(locale) }),
        field(
            "where",
            say("Où cela s’est-il passé\u{a0}?", "Where did it happen?"),
            Control::Choice { options: places(locale) },
        ),
        field(
            "contact",
            say("Comment vous joindre", "How to reach you"),
            Control::Choices { options: places(locale) },
        ),
        field(
            "facts",
            say("Que s’est-il passé\u{a0}?", "What happened?"),
            Control::Textarea { value: String::new(), max_length: Some(4_000) },
        ),
        field(
            "notice",
            say("Vos soins ne changent pas", "Your care does not change"),
            Control::Info {
                paragraphs: vec![say("Porter plainte est un droit.", "Making a complaint is a right.")],
            },
        ),
        field(
            "truth",
            say("Je déclare que c’est exact.", "I declare that this is correct."),
            Control::Declaration { checked: false },
        ),
    ]
}

fn field(id: &str, label: String, control: Control) -> FieldView {
    FieldView { id: id.into(), label, hint: None, help: vec![], required: true, error: None, control }
}

fn with_hint(field: FieldView, hint: String) -> FieldView {
    FieldView { hint: Some(hint), ..field }
}

fn optional(field: FieldView) -> FieldView {
    FieldView { required: false, ..field }
}

fn birth_date() -> Control {
    Control::Date { day: "27".into(), month: "3".into(), year: "1984".into(), birth: true, invalid: None }
}

fn address(locale: Locale) -> Vec<AddressPart> {
    let part = |name: &str, label: String, autocomplete: &str, short| AddressPart {
        name: format!("home.{name}"),
        label,
        value: String::new(),
        autocomplete: autocomplete.into(),
        short,
        invalid: false,
    };
    vec![
        part("street", sample(locale, "Numéro et rue", "Number and street"), "address-line1", false),
        part("unit", sample(locale, "Appartement (facultatif)", "Unit (optional)"), "address-line2", true),
        part("city", sample(locale, "Ville", "City"), "address-level2", false),
        part("postal_code", sample(locale, "Code postal", "Postal code"), "postal-code", true),
    ]
}

fn places(locale: Locale) -> Vec<OptionView> {
    let option =
        |code: &str, label: String, hint, checked| OptionView { code: code.into(), label, hint, checked };
    vec![
        option("hospital", sample(locale, "À l’hôpital", "In a hospital"), None, true),
        option(
            "home-care",
            sample(locale, "À la maison", "At home"),
            Some(sample(
                locale,
                "Soins à domicile, visites d’une infirmière",
                "Home care, visits by a nurse",
            )),
            false,
        ),
        option(
            "other",
            sample(
                locale,
                "Dans un autre établissement du réseau de la santé et des services sociaux, public ou conventionné",
                "In another facility of the health and social services network, public or under agreement",
            ),
            None,
            false,
        ),
    ]
}
