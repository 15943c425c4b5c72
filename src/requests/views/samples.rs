//! Samples of the pages of a request after its questions.

use super::{
    AnswerRow, AnswerSection, CheckAnswers, Confirmation, Conflict, ConflictRow, Overview, Removal,
    RequestCopy, SectionLine, StageWord, Typed, WithdrawalPage, WithdrawalReceipt, WithdrawalWord,
};
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

pub(super) const REFERENCE: &str = "7K3M-9QXD-4FT";

pub(super) fn service(locale: Locale) -> String {
    sample(locale, "Suivi des plaintes", "Complaint follow-up")
}

pub(super) fn sections(locale: Locale, change: bool) -> Vec<AnswerSection> {
    let row = |field: &str, label: String, value: Option<&str>| AnswerRow {
        id: field.into(),
        label,
        value: value.map(Into::into),
        error: None,
        change_href: change
            .then(|| format!("/requests/0198c0de-0000-7000-8000-000000000001/form/person?field={field}")),
    };
    vec![
        AnswerSection {
            id: "person".into(),
            entry: false,
            title: sample(locale, "La personne concernée", "The person concerned"),
            rows: vec![
                row("name", sample(locale, "Nom complet", "Full name"), Some("Amélie Tremblay")),
                row("email", sample(locale, "Courriel", "Email"), None),
                row(
                    "home",
                    sample(locale, "Adresse", "Address"),
                    Some("1234, rue Saint-Jean\nQuébec\nG1R 4S9"),
                ),
            ],
        },
        AnswerSection {
            id: "3f9c2a71d0".into(),
            entry: true,
            title: sample(locale, "Témoin 1", "Witness 1"),
            rows: vec![row("3f9c2a71d0-name", sample(locale, "Nom", "Name"), Some("Léo Bélanger-Roy"))],
        },
        AnswerSection {
            id: "facts".into(),
            entry: false,
            title: sample(locale, "Les faits", "What happened"),
            rows: vec![
                row("facts", sample(locale, "Que s’est-il passé\u{a0}?", "What happened?"), Some(LONG)),
                row("result", sample(locale, "Ce que vous souhaitez", "What you would like"), Some(HOSTILE)),
            ],
        },
    ]
}

const LONG: &str = "J’ai attendu onze heures à l’urgence sans que personne ne vienne me parler.\n\nQuand j’ai demandé \
    combien de temps il restait, on m’a répondu de me rasseoir. \
    Anticonstitutionnellementanticonstitutionnellementanticonstitutionnellement.";

impl Page for CheckAnswers {
    const TEMPLATE: &'static str = "requests/check.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Self {
            tile: "complaints".into(),
            title: service(locale),
            sections: sections(locale, true),
            declaration: Some(sample(
                locale,
                "Je déclare que ces renseignements sont exacts, au meilleur de ma connaissance.",
                "I declare that, to the best of my knowledge, this information is correct.",
            )),
            changed: None,
            errors: vec![],
            saved_at: Some(SAMPLE_TIME),
            action: "/requests/0198c0de-0000-7000-8000-000000000001/check".into(),
            back_href: "/requests/0198c0de-0000-7000-8000-000000000001/form/wishes".into(),
            version: 7,
            resting: None,
            files_checking: false,
            files_refused: false,
        };
        let mut wrong = Self {
            resting: Some(HOSTILE.into()),
            files_checking: true,
            files_refused: true,
            ..usual.clone()
        };
        let message = sample(
            locale,
            "Cochez la déclaration pour envoyer votre demande.",
            "Tick the declaration to send your request.",
        );
        wrong.errors = vec![
            ErrorLine { input: "answer-email".into(), message: message.clone() },
            ErrorLine { input: "declaration".into(), message: message.clone() },
        ];
        if let Some(row) = wrong.sections.iter_mut().flat_map(|section| &mut section.rows).nth(1) {
            row.error = Some(message);
        }
        let bare = Self { declaration: None, saved_at: None, ..usual.clone() };
        vec![usual, wrong, bare]
    }
}

impl Page for Overview {
    const TEMPLATE: &'static str = "requests/overview.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let line = |fr, en, stage| SectionLine {
            title: sample(locale, fr, en),
            stage,
            href: (stage != StageWord::CannotStart).then(|| format!("/requests/{REFERENCE}/form/person")),
        };
        let begun = Self {
            title: service(locale),
            sections: vec![
                line("Les personnes du projet", "The people of the project", StageWord::Done),
                line("Votre foyer", "Your household", StageWord::InProgress),
                line(
                    "La personne qui portera l’enfant",
                    "The person who will carry the child",
                    StageWord::NotStarted,
                ),
                line("Les étapes du projet", "The steps of the project", StageWord::CannotStart),
            ],
            done: 1,
            changed: None,
            check_href: None,
            saved_at: SAMPLE_TIME,
            kept_until: Some(SAMPLE_TIME),
        };
        let mut done =
            Self { done: 4, check_href: Some(format!("/requests/{REFERENCE}/check")), ..begun.clone() };
        for section in &mut done.sections {
            section.stage = StageWord::Done;
            section.href = Some(format!("/requests/{REFERENCE}/form/person"));
        }
        vec![begun, done]
    }
}

impl Page for Removal {
    const TEMPLATE: &'static str = "requests/removal.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Self {
            title: service(locale),
            entry: sample(locale, "Témoin 1", "Witness 1"),
            sections: sections(locale, false).into_iter().skip(1).take(1).collect(),
            changed: false,
            action: format!("/requests/{REFERENCE}/form/people/witnesses/3f9c2a71d0/removal"),
            back_href: format!("/requests/{REFERENCE}/form/people"),
            version: 4,
        };
        vec![usual.clone(), Self { changed: true, ..usual }]
    }
}

impl Page for Confirmation {
    const TEMPLATE: &'static str = "requests/confirmation.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Self {
            title: service(locale),
            reference: REFERENCE.into(),
            submitted_at: SAMPLE_TIME,
            what_next: vec![
                sample(
                    locale,
                    "L’équipe accuse réception d’ici deux jours ouvrables.",
                    "The team confirms that it has your complaint within two working days.",
                ),
                sample(locale, "Elle vous répond dans les 45 jours.", "It answers you within 45 days."),
            ],
            request_href: format!("/requests/{REFERENCE}"),
            copy_href: format!("/requests/{REFERENCE}/copy"),
        };
        vec![usual.clone(), Self { what_next: vec![], ..usual }]
    }
}

impl Page for RequestCopy {
    const TEMPLATE: &'static str = "requests/copy.html";

    fn samples(locale: Locale) -> Vec<Self> {
        vec![Self {
            title: service(locale),
            reference: REFERENCE.into(),
            name: sample(locale, "Amélie Tremblay", "Connor O’Neil"),
            submitted_at: SAMPLE_TIME,
            sections: sections(locale, false),
            declaration: Some(sample(
                locale,
                "Je déclare que ces renseignements sont exacts.",
                "I declare that this information is correct.",
            )),
            request_href: format!("/requests/{REFERENCE}"),
            pdf_href: format!("/requests/{REFERENCE}/copy.pdf"),
        }]
    }
}

impl Page for Conflict {
    const TEMPLATE: &'static str = "requests/conflict.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let row = |field: &str, label: String, mine: Option<&str>, saved: Option<&str>| ConflictRow {
            field: field.into(),
            label,
            mine: mine.map(Into::into),
            saved: saved.map(Into::into),
        };
        vec![Self {
            title: service(locale),
            page_title: sample(locale, "La personne concernée", "The person concerned"),
            saved_at: SAMPLE_TIME,
            rows: vec![
                row(
                    "name",
                    sample(locale, "Nom complet", "Full name"),
                    Some("Amélie Tremblay"),
                    Some("A. Tremblay"),
                ),
                row("facts", sample(locale, "Que s’est-il passé\u{a0}?", "What happened?"), Some(LONG), None),
                row(
                    "result",
                    sample(locale, "Ce que vous souhaitez", "What you would like"),
                    None,
                    Some(HOSTILE),
                ),
            ],
            typed: vec![Typed { name: "name".into(), value: "Amélie Tremblay".into() }],
            action: "/requests/0198c0de-0000-7000-8000-000000000001/form/person".into(),
            version: 8,
        }]
    }
}

impl Page for WithdrawalPage {
    const TEMPLATE: &'static str = "requests/withdraw.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Self {
            title: service(locale),
            reference: REFERENCE.into(),
            lead: None,
            answer_within_days: Some(5),
            unsent: false,
            resting: None,
            action: format!("/requests/{REFERENCE}/withdrawal"),
            request_href: format!("/requests/{REFERENCE}"),
        };
        vec![
            usual.clone(),
            Self {
                lead: Some(HOSTILE.into()),
                answer_within_days: None,
                unsent: true,
                resting: Some(HOSTILE.into()),
                ..usual
            },
        ]
    }
}

impl Page for WithdrawalReceipt {
    const TEMPLATE: &'static str = "requests/withdrawal_receipt.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Self {
            title: service(locale),
            reference: REFERENCE.into(),
            name: sample(locale, "Amélie Tremblay", "Connor O’Neil"),
            asked_at: SAMPLE_TIME,
            due_at: Some(SAMPLE_TIME.after(std::time::Duration::from_hours(24 * 5))),
            withdrawal: WithdrawalWord::Asked,
            request_href: format!("/requests/{REFERENCE}"),
        };
        let accepted = Self { withdrawal: WithdrawalWord::Accepted, ..usual.clone() };
        let too_late = Self { withdrawal: WithdrawalWord::TooLate, ..usual.clone() };
        vec![usual, accepted, too_late]
    }
}
