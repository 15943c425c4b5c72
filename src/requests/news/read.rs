//! From what a back-end wrote to what the portal keeps: codes become the tile's words and states,
//! and what is not fit to be shown is refused.

use serde_json::{Map, Value};
use sqlx::types::Json;

use super::callback::{
    Callback, DocumentData, MessageData, News, StatusData, TaskData, TaskState, WithdrawalData,
    WithdrawalOutcome,
};
use super::{Details, Effect, Subject, Told};
use crate::audit::Event;
use crate::clock::Micros;
use crate::requests::store::Step;
use crate::requests::{State, words};
use crate::text::format;
use crate::tiles::manifest::CitizenState;

impl Subject {
    /// What was told in the portal's terms; `None` when its codes, names or parameters are not fit
    /// for use. `heard_at` bounds the back-end's clock: nothing has happened later than it is heard
    /// of, nor before the request was sent.
    pub(super) fn read(&self, callback: Callback, heard_at: Micros) -> Option<Told> {
        let happened_at = Micros(callback.timestamp.as_microsecond()).min(heard_at);
        let at = happened_at.max(self.request.submitted_at.unwrap_or(happened_at));
        if callback.news.seq() < 1 {
            return None;
        }
        match callback.news {
            News::Status(data) => self.status(data, at),
            News::Task(data) => self.task(data, at),
            News::Message(data) => self.message(data, at),
            News::Document(data) => self.document(data, at),
            News::Withdrawal(data) => self.withdrawal(data, at),
        }
    }

    fn status(&self, data: StatusData, at: Micros) -> Option<Told> {
        let codes = self.tile.manifest.status.as_ref().map(|status| &status.codes);
        let known = codes.and_then(|codes| codes.get(&data.code));
        let state = known.map(|code| stand(code.state));
        let outcome = known.and_then(|code| code.outcome);
        let event = Event::StatusReceived {
            backend: self.backend.clone(),
            seq: data.seq,
            status: data.code.clone(),
            state: state.map(|state| state.word().to_owned()),
        };
        let key = known.and_then(|code| code.key.clone());
        let line = self.line("status", data.seq, at).of(data.code, known.is_some());
        let mut told = line.saying(key, data.params)?.told(event, Effect::None);
        told.step.state = state;
        told.step.outcome = outcome.map(|outcome| outcome.word().to_owned());
        Some(told)
    }

    fn task(&self, data: TaskData, at: Micros) -> Option<Told> {
        let codes = self.tile.manifest.tasks.as_ref().map(|tasks| &tasks.codes);
        let known = codes.and_then(|codes| codes.get(&data.code));
        let event = Event::TaskReceived {
            backend: self.backend.clone(),
            seq: data.seq,
            task: data.code.clone(),
            state: data.state.word(),
        };
        let kind = match data.state {
            TaskState::Asked => "task-asked",
            TaskState::Processed => "task-processed",
            TaskState::Withdrawn => "task-withdrawn",
        };
        let effect = Effect::Task {
            name: name(data.task)?,
            state: data.state,
            kind: known.map(|code| code.kind),
            due_at: data.due.map(format::end_of_day),
        };
        let line = self.line(kind, data.seq, at).of(data.code, known.is_some());
        let line = line.saying(known.map(|code| code.key.clone()), data.params)?;
        let document = match data.document {
            Some(document) => Some(name(document)?),
            None => None,
        };
        Some(line.about(document, data.due.map(format::end_of_day)).told(event, effect))
    }

    fn message(&self, data: MessageData, at: Micros) -> Option<Told> {
        let codes = self.tile.manifest.messages.as_ref().map(|messages| &messages.codes);
        let known = codes.and_then(|codes| codes.get(&data.code));
        let event = Event::MessageReceived {
            backend: self.backend.clone(),
            seq: data.seq,
            message: data.code.clone(),
        };
        let line = self.line("message", data.seq, at).of(data.code, known.is_some());
        Some(line.saying(known.map(|code| code.key.clone()), data.params)?.told(event, Effect::None))
    }

    fn document(&self, data: DocumentData, at: Micros) -> Option<Told> {
        let codes = self.tile.manifest.documents.as_ref().map(|documents| &documents.codes);
        let known = codes.and_then(|codes| codes.get(&data.code));
        let state = data.state.word();
        let event = Event::DocumentReceived {
            backend: self.backend.clone(),
            seq: data.seq,
            document: data.code.clone(),
            state,
        };
        let effect =
            Effect::Document { name: name(data.document)?, purpose: data.purpose, state: data.state };
        let kind = if state == "withdrawn" { "document-withdrawn" } else { "document" };
        let line = self.line(kind, data.seq, at).of(data.code, known.is_some());
        Some(line.saying(known.map(|code| code.key.clone()), data.params)?.told(event, effect))
    }

    fn withdrawal(&self, data: WithdrawalData, at: Micros) -> Option<Told> {
        let reasons = self.tile.manifest.status.as_ref().map(|status| &status.reasons);
        let known = data.reason.as_ref().and_then(|reason| reasons?.get(reason));
        let event = Event::WithdrawalAnswered { backend: self.backend.clone(), outcome: data.outcome.word() };
        let kind = match data.outcome {
            WithdrawalOutcome::Accepted => "withdrawal-accepted",
            WithdrawalOutcome::TooLate => "withdrawal-too-late",
        };
        let known_or_none = known.is_some() || data.reason.is_none();
        let mut line = self.line(kind, data.seq, at);
        if let Some(reason) = data.reason {
            line = line.of(reason, known_or_none);
        }
        Some(line.saying(known.map(|reason| reason.key.clone()), data.params)?.told(event, Effect::None))
    }

    fn line(&self, kind: &str, seq: i64, at: Micros) -> Line {
        let step = Step { seq: Some(seq), ..crate::requests::pages::own_step(&self.clock, at, kind) };
        Line { step, details: Details::default(), known: true }
    }
}

/// A line of the timeline in the making.
struct Line {
    step: Step,
    details: Details,
    known: bool,
}

impl Line {
    fn of(mut self, code: String, known: bool) -> Self {
        self.step.code = Some(code);
        self.known = known;
        self
    }

    /// The words for it; `None` when the code is no code or a parameter is not fit to be shown.
    fn saying(mut self, key: Option<String>, params: Map<String, Value>) -> Option<Self> {
        if !self.step.code.as_deref().is_none_or(words::is_code) {
            return None;
        }
        let params = words::safe_params(params)?;
        self.step.key = key;
        self.step.params = Json(params.clone());
        self.details.params = params;
        Some(self)
    }

    fn about(mut self, document: Option<String>, due_at: Option<Micros>) -> Self {
        self.details.document = document;
        self.details.due_at = due_at;
        self
    }

    fn told(self, event: Event, effect: Effect) -> Told {
        Told { step: self.step, details: self.details, event, effect, known: self.known }
    }
}

/// The state that a meaning of a code leads to.
pub(in crate::requests) fn stand(state: CitizenState) -> State {
    match state {
        CitizenState::Received => State::Received,
        CitizenState::InProgress => State::InProgress,
        CitizenState::ActionNeeded => State::ActionNeeded,
        CitizenState::Closed => State::Closed,
    }
}

/// A back-end's name for a task or a document: it becomes a segment of a path.
fn name(name: String) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let fit = (1..=64).contains(&name.len()) && name.chars().all(plain) && name.chars().any(|c| c != '.');
    fit.then_some(name)
}
