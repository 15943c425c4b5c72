//! Requests in words: states, who acts next, timelines, notices.

use std::time::Duration;

use serde_json::{Map, Value};

use super::news::Details;
use super::personal::RequestRecord;
use super::store::drafts::DueDraft;
use super::store::tasks::OpenTask;
use super::store::{Step, Summary};
use super::views::{StepKind, StepLine, WhoNext, WithdrawalWord};
use super::{Delivery, Request, State, Withdrawal};
use crate::clock::Micros;
use crate::id::Reference;
use crate::notices::{Content, Words};
use crate::text::{Locale, Params, Text, format, params};
use crate::tiles::{Catalogue, Tile, TileId};
use crate::web::views::{DraftActions, KeepLonger, RequestLine, StateWord};

/// What the words for where a request stands are chosen from.
#[derive(Clone, Copy)]
pub(crate) struct Stand {
    state: State,
    withdrawal: Withdrawal,
    unclear: bool,
    needs_me: bool,
}

impl From<&Request> for Stand {
    fn from(request: &Request) -> Self {
        let Request { state, withdrawal, unclear, needs_me, .. } = *request;
        Self { state, withdrawal, unclear, needs_me }
    }
}

impl From<&Summary> for Stand {
    fn from(request: &Summary) -> Self {
        let Summary { state, withdrawal, unclear, needs_me, .. } = *request;
        Self { state, withdrawal, unclear, needs_me }
    }
}

impl From<&RequestRecord> for Stand {
    fn from(request: &RequestRecord) -> Self {
        let RequestRecord { state, withdrawal, code_unknown, needs_you, .. } = *request;
        Self { state, withdrawal, unclear: code_unknown, needs_me: needs_you }
    }
}

/// Where a request stands, in the words citizens see.
pub(crate) fn state_word(stand: Stand) -> StateWord {
    match (stand.state, stand.withdrawal) {
        (_, Withdrawal::Accepted) => StateWord::Withdrawn,
        (State::Draft, _) => StateWord::Draft,
        (State::Closed, _) => StateWord::Closed,
        _ if stand.needs_me => StateWord::ActionNeeded,
        _ if stand.unclear => StateWord::UnderWay,
        (State::Submitted, _) => StateWord::Submitted,
        (State::Received, _) => StateWord::Received,
        (State::InProgress, _) => StateWord::InProgress,
        (State::ActionNeeded, _) => StateWord::Answered,
    }
}

/// How far a withdrawal has come, in the words citizens see.
pub(crate) fn withdrawal_word(withdrawal: Withdrawal) -> WithdrawalWord {
    match withdrawal {
        Withdrawal::None => WithdrawalWord::None,
        Withdrawal::Asked => WithdrawalWord::Asked,
        Withdrawal::Accepted => WithdrawalWord::Accepted,
        Withdrawal::TooLate => WithdrawalWord::TooLate,
    }
}

/// Who acts next.
pub(crate) fn who_next(request: &Request) -> WhoNext {
    match (request.state, request.withdrawal) {
        (State::Closed, _) | (_, Withdrawal::Accepted) => WhoNext::Nobody,
        (State::Draft, _) => WhoNext::You,
        _ if request.needs_me && request.withdrawal != Withdrawal::Asked => WhoNext::You,
        _ if request.waits_for_delivery() => WhoNext::Portal,
        _ if request.delivery == Delivery::GivenUp && request.as_of.is_none() => WhoNext::Contact,
        _ if request.unclear => WhoNext::Unclear,
        (State::ActionNeeded, _) => WhoNext::Answered,
        _ => WhoNext::Service,
    }
}

/// Until when the present step usually lasts, by the tile's manifest.
pub(crate) fn usual_end(tile: &Tile, code: Option<&str>, since: Option<Micros>) -> Option<Micros> {
    let codes = &tile.manifest.status.as_ref()?.codes;
    let days = codes.get(code?)?.usual_days?;
    Some(since?.after(Duration::from_hours(24 * u64::from(days))))
}

/// The service's title; its id when the tile is no longer published.
pub(crate) fn title(catalogue: &Catalogue, tile: &TileId, locale: Locale) -> String {
    catalogue.get(tile).map_or_else(|| tile.to_string(), |tile| tile.title(locale).to_owned())
}

/// The same where others may look over the citizen's shoulder.
pub(crate) fn outside_title(catalogue: &Catalogue, tile: &TileId, locale: Locale) -> String {
    catalogue.get(tile).map_or_else(|| tile.to_string(), |tile| tile.outside_title(locale))
}

/// A request as a line of a list.
pub(crate) fn line(catalogue: &Catalogue, request: &Summary, locale: Locale) -> RequestLine {
    let draft = request.state == State::Draft;
    let href = if draft {
        format!("/requests/{}/form/{}", request.reference, request.page)
    } else {
        format!("/requests/{}", request.reference)
    };
    let tile = catalogue.get(&request.tile);
    let ends = tile.and_then(|tile| usual_end(tile, request.code.as_deref(), request.state_since));
    let unsent = request.delivery == Delivery::Waiting && request.as_of.is_none();
    let theirs = !draft && !request.needs_me && request.state != State::Closed;
    RequestLine {
        href,
        title: outside_title(catalogue, &request.tile, locale),
        reference: (!draft).then(|| request.reference.to_string()),
        state: state_word(request.into()),
        since: request.state_since.unwrap_or(request.updated_at),
        as_of: request.updated_at,
        needs_me: request.needs_me,
        usual_end: ends.filter(|_| theirs),
        kept_until: request.expires_at.filter(|_| draft),
        waits_for_delivery: unsent && !draft,
        silent_since: None,
        draft: None,
    }
}

/// How a draft is kept longer.
pub(crate) fn keep_longer(reference: &Reference, days: u16) -> KeepLonger {
    KeepLonger { action: format!("/requests/{reference}/keeping"), days }
}

/// What can be done with a draft that is deleted at `ends`. That it can be kept longer is said once its
/// owner was told of its end.
pub(crate) fn draft_actions(
    tile: Option<&Tile>,
    reference: &Reference,
    (ends, now): (Micros, Micros),
) -> DraftActions {
    let rules = tile.and_then(|tile| tile.manifest.form.as_ref()).map(|form| &form.draft);
    let is_near = |days: u16| ends <= now.after(Duration::from_hours(24 * u64::from(days)));
    let keep = rules.filter(|rules| is_near(rules.remind_days()));
    DraftActions {
        manage_href: format!("/requests/{reference}"),
        keep: keep.map(|rules| keep_longer(reference, rules.days)),
    }
}

/// A step as a line of the timeline. Words of the tile's for a status that it names, else the
/// portal's own.
pub(crate) fn step_line(tile: Option<&Tile>, text: &Text, step: &Step, locale: Locale) -> StepLine {
    let told = step.key.as_ref().zip(tile);
    let words = match (told, step.kind.as_str()) {
        (Some((key, tile)), "status") => tile.word_with(locale, key, &step.params.0),
        (Some((key, tile)), kind) => {
            let asked = tile.word_with(locale, key, &step.params.0);
            // text: step-*
            text.get_with(locale, &format!("step-{kind}"), &params([("title", asked.into())]))
        }
        (None, _) => text.get_with(locale, &format!("step-{}", step_word(step)), &step.params.0),
    };
    let detail = tile.and_then(|tile| detail(tile, step, locale));
    StepLine { at: step.at, text: words, detail, kind: step_kind(step) }
}

/// What a tile adds to a line: the reason of an answer to a withdrawal, or its words under
/// `{key}-detail`.
fn detail(tile: &Tile, step: &Step, locale: Locale) -> Option<String> {
    let key = step.key.as_ref()?;
    match step.kind.as_str() {
        "withdrawal-accepted" | "withdrawal-too-late" => tile.own_word_with(locale, key, &step.params.0),
        "status" | "task-asked" => tile.own_word_with(locale, &format!("{key}-detail"), &step.params.0),
        _ => None,
    }
}

fn step_word(step: &Step) -> String {
    let word = match step.state {
        Some(State::Received) => "received",
        Some(State::InProgress) => "in-progress",
        Some(State::ActionNeeded) => "action-needed",
        Some(State::Closed) => "closed",
        Some(State::Draft | State::Submitted) | None => &step.kind,
    };
    // What the tile has no words for: a neutral line.
    let unclear = matches!(
        step.kind.as_str(),
        "task-asked" | "task-processed" | "task-withdrawn" | "message" | "document" | "document-withdrawn"
    );
    if unclear { format!("{word}-unclear") } else { word.to_owned() }
}

fn step_kind(step: &Step) -> StepKind {
    match (step.kind.as_str(), step.state) {
        (_, Some(State::Closed)) | ("withdrawal-accepted", _) => StepKind::End,
        (_, Some(State::ActionNeeded)) | ("task-asked" | "task-reopened", _) => StepKind::ActionNeeded,
        ("submitted" | "withdrawal-asked" | "task-done" | "message-sent", _) => StepKind::Mine,
        _ => StepKind::Theirs,
    }
}

/// The notice of a step, in both languages: the step's own words as its subject.
pub(crate) fn notice(tile: &Tile, text: &Text, step: &Step, details: &Details, request: &Request) -> Content {
    if tile.is_sensitive() {
        return discreet_notice(tile, text, &request.reference);
    }
    let words = |locale| {
        let line = step_line(Some(tile), text, step, locale);
        let (subject, said) = match (&step.key, step.kind.as_str()) {
            (Some(key), "message") => {
                (tile.word_with(locale, key, &step.params.0), paragraphs(tile, step, locale))
            }
            _ => (line.text, line.detail.into_iter().collect()),
        };
        let due = details.due_at.map(|due| due_words(text, due, locale));
        let reference = params([("reference", request.reference.as_str().into())]);
        let closing = text.get_with(locale, "notice-request", &reference);
        Words {
            from: tile.title(locale).to_owned(),
            subject,
            paragraphs: said.into_iter().chain(due).chain([closing]).collect(),
        }
    };
    Content {
        fr: words(Locale::Fr),
        en: words(Locale::En),
        reference: Some(request.reference.clone()),
        link: None,
    }
}

/// The notice of anything new with a sensitive service: what it is stands on the request's own page.
pub(crate) fn discreet_notice(tile: &Tile, text: &Text, reference: &Reference) -> Content {
    let words = |locale| {
        let values = params([("reference", reference.as_str().into())]);
        Words {
            from: tile.outside_title(locale),
            subject: text.get(locale, "notice-discreet"),
            paragraphs: vec![text.get_with(locale, "notice-discreet-open", &values)],
        }
    };
    Content { fr: words(Locale::Fr), en: words(Locale::En), reference: Some(reference.clone()), link: None }
}

/// The paragraphs of a back-end's message, in the tile's words.
pub(crate) fn paragraphs(tile: &Tile, step: &Step, locale: Locale) -> Vec<String> {
    let key = step.key.as_ref().map(|key| format!("{key}-detail"));
    let said = key.and_then(|key| tile.own_word_with(locale, &key, &step.params.0)).unwrap_or_default();
    said.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn due_words(text: &Text, due: Micros, locale: Locale) -> String {
    text.get_with(locale, "task-due", &params([("when", format::date(locale, due).into())]))
}

/// The reminder of a task that is due soon, in both languages.
pub(crate) fn reminder(tile: &Tile, text: &Text, task: &OpenTask, details: &Details) -> Content {
    if tile.is_sensitive() {
        return discreet_notice(tile, text, &task.reference);
    }
    let words = |locale| {
        let asked = task_title(tile, text, &task.code, &details.params, locale);
        let subject = text.get_with(locale, "notice-task-reminder", &params([("title", asked.into())]));
        let due = task.due_at.map(|due| due_words(text, due, locale));
        let reference = params([("reference", task.reference.as_str().into())]);
        let closing = text.get_with(locale, "notice-request", &reference);
        let paragraphs = due.into_iter().chain([closing]).collect();
        Words { from: tile.title(locale).to_owned(), subject, paragraphs }
    };
    Content {
        fr: words(Locale::Fr),
        en: words(Locale::En),
        reference: Some(task.reference.clone()),
        link: None,
    }
}

/// The reminder of a draft that is deleted soon, in both languages: it tells nothing of its answers.
pub(crate) fn draft_reminder(tile: &Tile, text: &Text, draft: &DueDraft) -> Content {
    if tile.is_sensitive() {
        return discreet_notice(tile, text, &draft.reference);
    }
    let words = |locale| {
        let when = params([("when", format::date(locale, draft.expires_at).into())]);
        Words {
            from: tile.title(locale).to_owned(),
            subject: text.get_with(locale, "notice-draft-subject", &when),
            paragraphs: ["notice-draft-what", "notice-draft-keep"]
                .map(|key| text.get_with(locale, key, &when))
                .to_vec(),
        }
    };
    Content {
        fr: words(Locale::Fr),
        en: words(Locale::En),
        reference: Some(draft.reference.clone()),
        link: None,
    }
}

/// What a task asks, in the tile's words.
pub(crate) fn task_title(tile: &Tile, text: &Text, code: &str, values: &Params, locale: Locale) -> String {
    let known = tile.manifest.tasks.as_ref().and_then(|tasks| tasks.codes.get(code));
    match known {
        Some(known) => tile.word_with(locale, &known.key, values),
        None => text.get(locale, "step-task-asked-unclear"),
    }
}

/// Parameters of a callback that are fit to be shown: at most five scalars of at most 80
/// characters, without line breaks (`contract.md` §5).
pub(crate) fn safe_params(params: Map<String, Value>) -> Option<Map<String, Value>> {
    let fit = |value: &Value| match value {
        Value::String(text) => text.chars().count() <= 80 && !text.chars().any(char::is_control),
        Value::Number(_) => true,
        _ => false,
    };
    (params.len() <= 5 && params.keys().all(|key| is_code(key)) && params.values().all(fit)).then_some(params)
}

/// Whether that can be a back-end's code or the name of a parameter. Control characters are not
/// only no codes: PostgreSQL cannot store NUL.
pub(crate) fn is_code(text: &str) -> bool {
    (1..=64).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_its_words() {
        let text = Text::portal().unwrap();
        let kinds = [
            "submitted",
            "delivered",
            "given-up",
            "status",
            "withdrawal-asked",
            "withdrawal-accepted",
            "withdrawal-too-late",
            "withdrawal-overdue",
            "task-asked",
            "task-processed",
            "task-withdrawn",
            "task-done",
            "task-reopened",
            "task-asked-unclear",
            "task-processed-unclear",
            "task-withdrawn-unclear",
            "message",
            "message-unclear",
            "message-sent",
            "document",
            "document-unclear",
            "document-withdrawn",
            "document-withdrawn-unclear",
            "reply-given-up",
        ];
        let states = ["received", "in-progress", "action-needed", "closed"];
        for word in kinds.into_iter().chain(states) {
            assert!(Locale::ALL.iter().all(|locale| text.has(*locale, &format!("step-{word}"))), "{word}");
        }
    }

    #[test]
    fn parameters_that_could_carry_a_message_are_refused() {
        let params = |value: Value| Map::from_iter([("days".to_owned(), value)]);
        assert!(safe_params(params("10".into())).is_some());
        assert!(safe_params(params(10.into())).is_some());
        assert!(safe_params(params("x".repeat(81).into())).is_none());
        assert!(safe_params(params("a\nb".into())).is_none());
        assert!(safe_params(Map::from_iter([("da\0ys".to_owned(), 1.into())])).is_none());
        assert!(safe_params(params(serde_json::json!(["a"]))).is_none());
        assert!(safe_params((0..6).map(|n| (n.to_string(), n.into())).collect()).is_none());
    }
}
