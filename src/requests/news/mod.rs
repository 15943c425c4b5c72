//! News: what back-ends tell of requests. Pushed as a callback or pulled as a list, in order or not,
//! once or twice, the same news leads to the same state, timeline and notices: each is kept once
//! under the back-end's own number, and where the request stands is folded from all of them.

mod callback;
mod read;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use sqlx::types::Json;

pub use callback::{
    Callback, DocumentData, DocumentState, MessageData, News, Purpose, StatusData, TaskData, TaskState,
    WithdrawalData, WithdrawalOutcome,
};

pub(super) use read::stand;

use super::standing::Standing;
use super::store::documents::Offered;
use super::store::tasks::Asked;
use super::store::{self, Step};
use super::{Error, Request, Requests, State, words};
use crate::act::Act;
use crate::audit::{Entry, Event};
use crate::clock::{Clock, Micros};
use crate::id::{DocumentId, RequestId, TaskId};
use crate::identity;
use crate::notices::preferences::Class;
use crate::notices::{self, Recipient};
use crate::tiles::Tile;
use crate::tiles::manifest::TaskKind;
use crate::vault::{DataKey, Place};

const STEP_DETAILS: &str = "step.details";
const TASK_DETAILS: &str = "task.details";
const DOCUMENT_DETAILS: &str = "document.details";

/// What is sealed of a line, a task or a document: what the back-end said beside its code.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Details {
    /// The parameters of the tile's words.
    pub params: Map<String, Value>,
    /// For a task: the document to read, by the back-end's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// For a task: the end of the last day to do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Micros>,
}

/// What news changes beside the timeline.
enum Effect {
    None,
    Task { name: String, state: TaskState, kind: Option<TaskKind>, due_at: Option<Micros> },
    Document { name: String, purpose: Purpose, state: DocumentState },
}

/// News in the portal's terms.
pub(super) struct Told {
    step: Step,
    details: Details,
    event: Event,
    effect: Effect,
    /// Whether the tile has words for its code.
    known: bool,
}

impl Told {
    /// The event that it is.
    pub fn entry(&self, request: &Request) -> Entry {
        self.event.clone().of(request.account_id).on(request.id)
    }
}

/// The request that news is about, with its tile and its owner's key.
pub(super) struct Subject {
    pub request: Request,
    tile: Arc<Tile>,
    key: DataKey,
    backend: String,
    clock: Clock,
}

/// The portal's id of something that a back-end named within a request: the same whenever it is
/// told of, so that what is sealed for it opens.
fn named(request: RequestId, what: &str, name: &str) -> uuid::Uuid {
    let digest = Sha256::new()
        .chain_update(request.0.as_bytes())
        .chain_update(what)
        .chain_update([0])
        .chain_update(name)
        .finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(digest.get(..16).unwrap_or(&[0; 16]));
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

impl Requests {
    /// The request, if it went to that back-end; another back-end's looks like none.
    pub(super) async fn told_about(&self, backend: &str, id: RequestId) -> Result<Option<Subject>, Error> {
        let mut db = self.base.db.read().await?;
        let Some(request) = store::find_by_id(&mut db, id).await? else { return Ok(None) };
        let Some(tile) = self.catalogue.get(&request.tile) else { return Ok(None) };
        let theirs = tile.manifest.submit.as_ref().is_some_and(|submit| submit.backend == backend);
        if !theirs || request.state == State::Draft {
            return Ok(None);
        }
        let key = identity::data_key(&mut db, &self.base.vault, request.account_id).await?;
        let (backend, clock) = (backend.to_owned(), self.base.clock.clone());
        Ok(key.map(|key| Subject { request, tile, key, backend, clock }))
    }

    /// What was told in the portal's terms; `None` when it is not fit for use.
    pub(super) fn read_news(&self, subject: &Subject, callback: Callback) -> Option<Told> {
        subject.read(callback, self.base.clock.now())
    }

    /// Takes news in, as part of `act`: timeline, task or document, state, inbox, e-mail. `false`
    /// when it was taken before.
    pub(super) async fn take_in(&self, act: &mut Act, subject: &Subject, told: &Told) -> Result<bool, Error> {
        let (request, heard_at) = (&subject.request, act.at());
        store::heard(act.rows(), request.id, heard_at).await?;
        let step = sealed_step(told.step.clone(), &told.details, &subject.key)?;
        let new = store::insert_step(act.rows(), request.id, &step).await?;
        if new {
            self.take_effect(act, subject, told).await?;
            self.restand(act, request.id, told.step.at).await?;
            self.tell_of(act, subject, told).await?;
        }
        store::pulls::heard(act.rows(), &subject.backend, heard_at).await?;
        Ok(new)
    }

    async fn take_effect(&self, act: &mut Act, subject: &Subject, told: &Told) -> Result<(), Error> {
        let (request, seq, at) = (subject.request.id, told.step.seq.unwrap_or_default(), told.step.at);
        let code = told.step.code.as_deref().unwrap_or_default();
        match &told.effect {
            Effect::None => {}
            Effect::Task { name, state: TaskState::Asked, kind, due_at } => {
                let id = TaskId(named(request, "task", name));
                let details = subject.key.seal_json(Place::new(TASK_DETAILS, id.0), &told.details)?;
                let asked = Asked {
                    id,
                    request,
                    name,
                    seq,
                    at,
                    code,
                    kind: *kind,
                    due_at: *due_at,
                    details: &details,
                };
                store::tasks::ask(act.rows(), &asked).await?;
            }
            Effect::Task { name, state, .. } => {
                let id = TaskId(named(request, "task", name));
                store::tasks::end(act.rows(), id, request, (name, code), (seq, state.word())).await?;
            }
            Effect::Document { name, purpose, state } => {
                let id = DocumentId(named(request, "document", name));
                let details = subject.key.seal_json(Place::new(DOCUMENT_DETAILS, id.0), &told.details)?;
                let (purpose, state) = (purpose.word(), state.word());
                let offered = Offered { id, request, name, seq, at, code, purpose, state, details: &details };
                store::documents::offer(act.rows(), &offered).await?;
            }
        }
        Ok(())
    }

    /// Tells the citizen, and the operator of a code that the tile has no words for.
    async fn tell_of(&self, act: &mut Act, subject: &Subject, told: &Told) -> Result<(), Error> {
        let request = &subject.request;
        if !told.known {
            let code = told.step.code.clone().unwrap_or_default();
            tracing::error!(backend = subject.backend, code, tile = %subject.tile.id(), "news.unknown_code");
            let unknown = Event::CodeUnknown {
                backend: subject.backend.clone(),
                kind: told.step.kind.clone(),
                unknown: code,
            };
            act.also(unknown.of(request.account_id).on(request.id));
        }
        let content = words::notice(&subject.tile, &self.base.text, &told.step, &told.details, request);
        let to = Recipient { account: request.account_id, request: Some(request.id), key: &subject.key };
        Ok(notices::tell(&self.base, act, &to, Class::Requests, &content).await?)
    }

    /// Folds where the request stands from all its lines. Its row must be held.
    pub(super) async fn restand(&self, act: &mut Act, request: RequestId, at: Micros) -> Result<(), Error> {
        let steps = store::steps(act.rows(), request).await?;
        let tasks = store::tasks::of_request(act.rows(), request).await?;
        let standing = Standing::of(&steps);
        let needs_me = standing.needs_me(&tasks);
        store::stand(act.rows(), request, &standing, needs_me, at).await?;
        Ok(())
    }

    /// Adds a line of the portal's own to a request's timeline, as part of `act`.
    pub(super) async fn add_step(
        &self,
        act: &mut Act,
        request: RequestId,
        kind: &str,
    ) -> Result<Step, Error> {
        let step = super::pages::own_step(&self.base.clock, act.at(), kind);
        store::insert_step(act.rows(), request, &step).await?;
        Ok(step)
    }
}

/// A line with its details sealed. What is sealed is not kept in clear beside it.
///
/// # Errors
/// Never in practice; see [`DataKey::seal`].
pub(super) fn sealed_step(step: Step, details: &Details, key: &DataKey) -> Result<Step, crate::vault::Error> {
    let sealed = key.seal_json(Place::new(STEP_DETAILS, step.id.0), details)?;
    Ok(Step { params: Json(Map::new()), details: Some(sealed), ..step })
}

/// Opens what is sealed of a request's lines, for its owner.
///
/// # Errors
/// When one does not open with the key.
pub(super) fn opened(steps: Vec<Step>, key: &DataKey) -> Result<Vec<(Step, Details)>, crate::vault::Error> {
    steps.into_iter().map(|step| open(step, key)).collect()
}

fn open(mut step: Step, key: &DataKey) -> Result<(Step, Details), crate::vault::Error> {
    let Some(sealed) = &step.details else { return Ok((step, Details::default())) };
    let details: Details = key.open_json(Place::new(STEP_DETAILS, step.id.0), sealed)?;
    step.params = Json(details.params.clone());
    Ok((step, details))
}

/// Opens what is sealed of a task.
///
/// # Errors
/// When it does not open with the key.
pub(super) fn task_details(
    id: TaskId,
    sealed: Option<&[u8]>,
    key: &DataKey,
) -> Result<Details, crate::vault::Error> {
    sealed.map_or_else(
        || Ok(Details::default()),
        |sealed| key.open_json(Place::new(TASK_DETAILS, id.0), sealed),
    )
}

/// Opens what is sealed of a document.
///
/// # Errors
/// When it does not open with the key.
pub(super) fn document_details(
    id: DocumentId,
    sealed: &[u8],
    key: &DataKey,
) -> Result<Details, crate::vault::Error> {
    key.open_json(Place::new(DOCUMENT_DETAILS, id.0), sealed)
}
