//! Requests in words: states, who acts next, timelines, notices.

use serde_json::{Map, Value};

use super::store::{Step, Summary};
use super::views::{StepKind, StepLine, WhoNext, WithdrawalWord};
use super::{Delivery, Request, State, Withdrawal};
use crate::notices::{Content, Words};
use crate::text::{Locale, Text, params};
use crate::tiles::{Catalogue, Tile, TileId};
use crate::web::views::{RequestLine, StateWord};

/// Where a request stands, in the words citizens see.
pub(crate) fn state_word(state: State, withdrawal: Withdrawal) -> StateWord {
    match (state, withdrawal) {
        (_, Withdrawal::Accepted) => StateWord::Withdrawn,
        (State::Draft, _) => StateWord::Draft,
        (State::Submitted, _) => StateWord::Submitted,
        (State::Received, _) => StateWord::Received,
        (State::InProgress, _) => StateWord::InProgress,
        (State::ActionNeeded, _) => StateWord::ActionNeeded,
        (State::Closed, _) => StateWord::Closed,
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
        (State::Draft | State::ActionNeeded, Withdrawal::None | Withdrawal::TooLate) => WhoNext::You,
        _ if request.waits_for_delivery() => WhoNext::Portal,
        _ if request.delivery == Delivery::GivenUp && request.as_of.is_none() => WhoNext::Contact,
        _ => WhoNext::Service,
    }
}

/// The service's title; its id when the tile is no longer published.
pub(crate) fn title(catalogue: &Catalogue, tile: &TileId, locale: Locale) -> String {
    catalogue.get(tile).map_or_else(|| tile.to_string(), |tile| tile.title(locale).to_owned())
}

/// A request as a line of a list.
pub(crate) fn line(catalogue: &Catalogue, request: &Summary, locale: Locale) -> RequestLine {
    let draft = request.state == State::Draft;
    let href = if draft {
        format!("/requests/{}/form/{}", request.reference, request.page)
    } else {
        format!("/requests/{}", request.reference)
    };
    let state = state_word(request.state, request.withdrawal);
    RequestLine {
        href,
        title: title(catalogue, &request.tile, locale),
        reference: (!draft).then(|| request.reference.to_string()),
        state,
        as_of: request.updated_at,
        needs_me: matches!(state, StateWord::ActionNeeded),
    }
}

/// A step as a line of the timeline. Words of the tile's for a status that it names, else the
/// portal's own.
pub(crate) fn step_line(tile: Option<&Tile>, text: &Text, step: &Step, locale: Locale) -> StepLine {
    let words = match (&step.key, tile) {
        (Some(key), Some(tile)) => tile.word_with(locale, key, &step.params.0),
        // text: step-*
        _ => text.get_with(locale, &format!("step-{}", step_word(step)), &step.params.0),
    };
    let detail = tile.and_then(|tile| detail(tile, step, locale));
    StepLine { at: step.at, text: words, detail, kind: step_kind(step) }
}

/// What a tile adds to a status under `{key}-detail`.
fn detail(tile: &Tile, step: &Step, locale: Locale) -> Option<String> {
    let key = format!("{}-detail", step.key.as_ref()?);
    tile.own_word_with(locale, &key, &step.params.0)
}

fn step_word(step: &Step) -> &str {
    match step.state {
        Some(State::Received) => "received",
        Some(State::InProgress) => "in-progress",
        Some(State::ActionNeeded) => "action-needed",
        Some(State::Closed) => "closed",
        Some(State::Draft | State::Submitted) | None => &step.kind,
    }
}

fn step_kind(step: &Step) -> StepKind {
    match (step.kind.as_str(), step.state) {
        (_, Some(State::Closed)) | ("withdrawal-accepted", _) => StepKind::End,
        (_, Some(State::ActionNeeded)) => StepKind::ActionNeeded,
        ("submitted" | "withdrawal-asked", _) => StepKind::Mine,
        _ => StepKind::Theirs,
    }
}

/// The notice of a step, in both languages: the step's own words as its subject.
pub(crate) fn notice(tile: &Tile, text: &Text, step: &Step, request: &Request) -> Content {
    let words = |locale| {
        let line = step_line(Some(tile), text, step, locale);
        let reference = params([("reference", request.reference.as_str().into())]);
        let closing = text.get_with(locale, "notice-request", &reference);
        Words {
            from: tile.title(locale).to_owned(),
            subject: line.text,
            paragraphs: line.detail.into_iter().chain([closing]).collect(),
        }
    };
    Content { fr: words(Locale::Fr), en: words(Locale::En), reference: Some(request.reference.clone()) }
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
        let kinds =
            ["submitted", "delivered", "given-up", "status", "withdrawal-asked", "withdrawal-accepted"];
        let states = ["received", "in-progress", "action-needed", "closed", "withdrawal-too-late"];
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
