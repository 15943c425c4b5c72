//! Samples of the pages of a request that was sent.

use std::time::Duration;

use super::samples::{REFERENCE, sections, service};
use super::{
    DeletedDraft, DocumentLine, DocumentResting, ListSection, PartLine, RequestList, RequestView, SentWord,
    ShelfWord, StepKind, StepLine, TaskLine, TaskWord, Utterance, WhoNext, WithdrawalWord, drafts,
    file_samples,
};
use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::HOSTILE;
use crate::web::views::{RequestLine, SAMPLE_TIME, StateWord, sample};

pub(super) fn days(days: u64) -> Duration {
    Duration::from_hours(24 * days)
}

pub(super) fn request_href() -> String {
    format!("/requests/{REFERENCE}")
}

impl Page for RequestList {
    const TEMPLATE: &'static str = "requests/list.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let section = |shelf, count, lines: Vec<RequestLine>, more: Option<&str>| ListSection {
            shelf,
            count,
            lines,
            more_href: more.map(str::to_owned),
        };
        let of = |keep: fn(&RequestLine) -> bool| -> Vec<RequestLine> {
            RequestLine::samples(locale).into_iter().filter(keep).collect()
        };
        let ended = |line: &RequestLine| matches!(line.state, StateWord::Closed | StateWord::Withdrawn);
        let usual = Self {
            sections: vec![
                section(ShelfWord::Mine, 1, of(|line| line.needs_me), None),
                section(
                    ShelfWord::Open,
                    184,
                    of(|line| {
                        !line.needs_me && !matches!(line.state, StateWord::Closed | StateWord::Withdrawn)
                    }),
                    Some("/requests?show=open"),
                ),
                section(ShelfWord::Drafts, 1, vec![drafts::line(locale)], None),
                section(ShelfWord::Ended, 2, of(ended), None),
            ],
            shown: None,
            first_href: None,
            deleted: vec![DeletedDraft::sample(locale)],
            some_silent: true,
        };
        let empty = Self { sections: vec![], deleted: vec![], some_silent: false, ..usual.clone() };
        let one = Self {
            sections: usual.sections.iter().filter(|one| one.shelf == ShelfWord::Open).cloned().collect(),
            shown: Some(ShelfWord::Open),
            first_href: Some("/requests?show=open".into()),
            deleted: vec![],
            some_silent: false,
        };
        vec![usual, empty, one]
    }
}

impl Page for RequestView {
    const TEMPLATE: &'static str = "requests/request.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let usual = usual(locale);
        let waiting = Self {
            state: StateWord::Submitted,
            service_reference: None,
            delivery_waiting: true,
            resting: Some(HOSTILE.into()),
            files_checking: true,
            who_next: WhoNext::Portal,
            as_of: None,
            steps: steps(locale).into_iter().skip(3).collect(),
            parts: vec![],
            tasks: vec![],
            documents: vec![],
            messages: vec![],
            ..usual.clone()
        };
        let late = Self {
            state: StateWord::InProgress,
            who_next: WhoNext::Service,
            usual_end: Some(SAMPLE_TIME),
            late: true,
            silent: true,
            tasks: vec![],
            ..usual.clone()
        };
        let usually = Self { late: false, silent: false, ..late.clone() };
        let unclear = Self { state: StateWord::UnderWay, who_next: WhoNext::Unclear, ..waiting.clone() };
        let answered = Self {
            state: StateWord::Answered,
            who_next: WhoNext::Answered,
            done: Some("task"),
            tasks: vec![task(locale, TaskWord::Done), task(locale, TaskWord::NotNeeded)],
            ..usual.clone()
        };
        let read = Self { done: Some("task-read"), ..answered.clone() };
        let all = vec![usual.clone(), waiting, late, usually, unclear, answered, read];
        all.into_iter().chain(withdrawals(&usual)).collect()
    }
}

fn usual(locale: Locale) -> RequestView {
    RequestView {
        title: service(locale),
        reference: REFERENCE.into(),
        service_reference: Some("PLA-2026-000123".into()),
        state: StateWord::ActionNeeded,
        since: Some(SAMPLE_TIME),
        withdrawal: WithdrawalWord::None,
        withdrawal_due_at: None,
        withdrawal_overdue: false,
        delivery_waiting: false,
        resting: None,
        who_next: WhoNext::You,
        usual_end: None,
        late: false,
        as_of: Some(SAMPLE_TIME),
        silent: false,
        done: None,
        parts: PartLine::samples(locale),
        tasks: [TaskWord::ToDo, TaskWord::Overdue, TaskWord::Received, TaskWord::Processed]
            .map(|state| task(locale, state))
            .into(),
        documents: vec![document(locale, None), document(locale, Some(SAMPLE_TIME))],
        messages: messages(locale),
        messages_href: Some(format!("{}/messages", request_href())),
        may_write: true,
        steps: steps(locale),
        sections: sections(locale, false),
        files: file_samples::files(),
        files_checking: false,
        withdraw_href: Some(format!("{}/withdrawal", request_href())),
        copy_href: format!("{}/copy", request_href()),
        receipt_href: None,
        help_href: "/services/complaints/help".into(),
        refresh: true,
    }
}

fn withdrawals(usual: &RequestView) -> Vec<RequestView> {
    let ended = |state, withdrawal| RequestView {
        state,
        withdrawal,
        who_next: WhoNext::Nobody,
        withdraw_href: None,
        may_write: false,
        refresh: false,
        ..usual.clone()
    };
    let asked = RequestView {
        state: StateWord::InProgress,
        withdrawal: WithdrawalWord::Asked,
        withdrawal_due_at: Some(SAMPLE_TIME),
        who_next: WhoNext::Service,
        withdraw_href: None,
        receipt_href: Some(format!("{}/withdrawal/receipt", request_href())),
        ..usual.clone()
    };
    let too_late = RequestView { withdrawal: WithdrawalWord::TooLate, ..asked.clone() };
    vec![
        RequestView { withdrawal_overdue: true, ..asked.clone() },
        asked,
        too_late,
        ended(StateWord::Withdrawn, WithdrawalWord::Accepted),
        ended(StateWord::Closed, WithdrawalWord::TooLate),
        ended(StateWord::Closed, WithdrawalWord::None),
    ]
}

fn steps(locale: Locale) -> Vec<StepLine> {
    let step = |days: u64, kind, fr: &str, en: &str| StepLine {
        at: SAMPLE_TIME.before(Duration::from_hours(24 * days)),
        text: sample(locale, fr, en),
        detail: (kind == StepKind::ActionNeeded).then(|| {
            sample(locale, "Elle vous appellera d’ici dix jours.", "They will call you within ten days.")
        }),
        kind,
    };
    vec![
        step(
            0,
            StepKind::ActionNeeded,
            "L’équipe a besoin d’un renseignement de plus.",
            "The team needs one more thing from you.",
        ),
        step(
            2,
            StepKind::Theirs,
            "Votre plainte est examinée. Réponse d’ici 10 jours.",
            "Your complaint is being looked at. Answer within 10 days.",
        ),
        step(4, StepKind::Theirs, "Votre plainte a été reçue.", "Your complaint was received."),
        step(5, StepKind::Mine, "Vous avez envoyé votre démarche.", "You sent your request."),
    ]
}

pub(super) fn task(locale: Locale, state: TaskWord) -> TaskLine {
    let open = matches!(state, TaskWord::ToDo | TaskWord::Overdue);
    TaskLine {
        href: format!("{}/tasks/0198c0de-0000-8000-8000-000000000004", request_href()),
        title: sample(locale, "Précisez votre attente à l’urgence", "Tell us more about your wait"),
        state,
        due_at: Some(SAMPLE_TIME.after(days(10))),
        done_at: (!open && state != TaskWord::NotNeeded).then_some(SAMPLE_TIME),
    }
}

pub(super) fn document(locale: Locale, opened_at: Option<Micros>) -> DocumentLine {
    DocumentLine {
        href: format!("{}/documents/0198c0de-0000-8000-8000-000000000005", request_href()),
        title: sample(locale, "Conclusions de l’étude de votre plainte", "Findings on your complaint"),
        at: SAMPLE_TIME,
        opened_at,
    }
}

pub(super) fn messages(locale: Locale) -> Vec<Utterance> {
    let theirs = Utterance {
        at: SAMPLE_TIME.before(days(2)),
        subject: Some(sample(locale, "Qui étudie votre plainte", "Who is looking into your complaint")),
        paragraphs: vec![
            sample(
                locale,
                "Mme Girard, commissaire, a lu votre plainte.",
                "Ms. Girard has read your complaint.",
            ),
            sample(locale, "Elle parle maintenant à l’équipe.", "She is now talking with the team."),
        ],
        files: vec![],
        sent: None,
    };
    let mine = |sent| Utterance {
        at: SAMPLE_TIME,
        subject: None,
        paragraphs: vec![sample(locale, "Merci. J’ai retrouvé la date.", "Thank you. I found the date.")],
        files: if sent == SentWord::Waiting { file_samples::files() } else { vec![] },
        sent: Some(sent),
    };
    vec![theirs, mine(SentWord::Received), mine(SentWord::Waiting), mine(SentWord::GivenUp)]
}

impl Page for DocumentResting {
    const TEMPLATE: &'static str = "requests/document_resting.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let line = document(locale, None);
        vec![Self {
            title: service(locale),
            document_title: line.title,
            retry_href: line.href,
            request_href: request_href(),
        }]
    }
}
