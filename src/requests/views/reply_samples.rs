//! Samples of the pages on which a citizen replies: tasks, and messages.

use super::follow_samples::{days, document, messages, request_href, task};
use super::samples::{REFERENCE, sections, service};
use super::{
    Control, Conversation, Encoding, FieldView, OptionView, TaskDone, TaskPage, TaskWord, file_samples,
};
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

fn file_field(locale: Locale, (fr, en): (&str, &str), error: Option<String>) -> FieldView {
    FieldView {
        id: "files".into(),
        label: sample(locale, fr, en),
        hint: None,
        help: vec![],
        required: error.is_some(),
        control: Control::Files {
            limits: sample(
                locale,
                "PDF, JPEG ou PNG. Au plus 3 fichiers, de 10\u{a0}Mo chacun.",
                "PDF, JPEG or PNG. At most 3 files, of 10\u{a0}MB each.",
            ),
            accept: "application/pdf,.pdf".into(),
            largest: 10 << 20,
            multiple: true,
            room: true,
            checking: error.is_none(),
            files: if error.is_none() { file_samples::files() } else { vec![] },
        },
        error,
    }
}

impl Page for TaskPage {
    const TEMPLATE: &'static str = "requests/task.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = Self {
            title: service(locale),
            reference: REFERENCE.into(),
            task_title: task(locale, TaskWord::ToDo).title,
            paragraphs: vec![sample(
                locale,
                "La commissaire a besoin de ces précisions pour parler à l’équipe.",
                "The commissioner needs these details to talk with the team.",
            )],
            state: TaskWord::ToDo,
            due_at: Some(SAMPLE_TIME.after(days(10))),
            document: None,
            fields: vec![question(locale, None)],
            encoding: Encoding::Fields,
            errors: vec![],
            open: true,
            signs: false,
            resting: None,
            changed: false,
            kept: false,
            seq: 4,
            owner: "owner".into(),
            done: None,
            action: task(locale, TaskWord::ToDo).href,
            request_href: request_href(),
        };
        let message =
            sample(locale, "Dites si vous aviez vu l’infirmière.", "Say whether you had seen the nurse.");
        let wrong = Self {
            fields: vec![question(locale, Some(message.clone()))],
            errors: vec![ErrorLine { input: "seen".into(), message }],
            changed: true,
            resting: Some(HOSTILE.into()),
            state: TaskWord::Overdue,
            ..usual.clone()
        };
        let kept = Self { kept: true, ..usual.clone() };
        let read = Self {
            task_title: HOSTILE.into(),
            document: Some(document(locale, None)),
            fields: vec![],
            ..usual.clone()
        };
        let sign = Self { task_title: task(locale, TaskWord::ToDo).title, signs: true, ..read.clone() };
        let files = |error: Option<String>| Self {
            fields: vec![file_field(locale, ("Vos fichiers", "Your files"), error.clone())],
            encoding: Encoding::Parts,
            errors: error.map(|message| ErrorLine { input: "files".into(), message }).into_iter().collect(),
            ..usual.clone()
        };
        let no_file = sample(locale, "Ajoutez au moins un fichier.", "Add at least one file.");
        let done = |state, received_at| Self {
            state,
            fields: vec![],
            open: false,
            done: Some(TaskDone {
                at: SAMPLE_TIME,
                received_at,
                sections: sections(locale, false),
                files: file_samples::files(),
            }),
            ..usual.clone()
        };
        let not_needed = Self { state: TaskWord::NotNeeded, fields: vec![], open: false, ..usual.clone() };
        vec![
            usual.clone(),
            wrong,
            kept,
            read,
            sign,
            files(None),
            files(Some(no_file)),
            done(TaskWord::Done, None),
            done(TaskWord::Received, Some(SAMPLE_TIME)),
            done(TaskWord::Processed, Some(SAMPLE_TIME)),
            not_needed,
        ]
    }
}

fn question(locale: Locale, error: Option<String>) -> FieldView {
    let option = |code: &str, fr: &str, en: &str| OptionView {
        code: code.into(),
        label: sample(locale, fr, en),
        hint: None,
        checked: false,
    };
    FieldView {
        id: "seen".into(),
        label: sample(locale, "Aviez-vous vu l’infirmière du triage?", "Had you seen the triage nurse?"),
        hint: None,
        help: vec![],
        required: true,
        error,
        control: Control::Choice { options: vec![option("yes", "Oui", "Yes"), option("no", "Non", "No")] },
    }
}

impl Page for Conversation {
    const TEMPLATE: &'static str = "requests/messages.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let field = |value: &str, error: Option<String>| FieldView {
            id: "message".into(),
            label: sample(locale, "Votre message", "Your message"),
            hint: None,
            help: vec![],
            required: true,
            error,
            control: Control::Textarea { value: value.into(), max_length: Some(5_000) },
        };
        let usual = Self {
            title: service(locale),
            reference: REFERENCE.into(),
            messages: messages(locale),
            may_write: true,
            resting: None,
            fields: vec![field("", None), file_field(locale, ("Joindre des fichiers", "Attach files"), None)],
            encoding: Encoding::Parts,
            errors: vec![],
            sent: true,
            kept: false,
            owner: "owner".into(),
            action: format!("{}/messages", request_href()),
            request_href: request_href(),
        };
        let message = sample(locale, "Écrivez votre message.", "Write your message.");
        let wrong = Self {
            fields: vec![field(HOSTILE, Some(message.clone()))],
            encoding: Encoding::Fields,
            errors: vec![ErrorLine { input: "message".into(), message }],
            sent: false,
            kept: true,
            resting: Some(HOSTILE.into()),
            ..usual.clone()
        };
        let first = Self { messages: vec![], sent: false, ..usual.clone() };
        let over = Self { may_write: false, sent: false, ..usual.clone() };
        vec![usual, wrong, first, over]
    }
}
