//! Requests (démarches): from the first answer of a draft to the back-end's last word, and back
//! out by withdrawal (P5, P10–P13).
//!
//! A request and its draft are one thing. Its parts are kept apart, because real back-ends lie:
//! its [`State`], its [`Withdrawal`], the [`Delivery`] of what was sent, and when the back-end was
//! last heard.

pub mod api;
mod copy;
mod error;
mod fields;
mod files;
pub mod jobs;
pub mod news;
pub mod pages;
mod parts;
pub mod personal;
pub mod reconcile;
mod replies;
pub mod schemas;
pub mod standing;
pub mod store;
mod subject;
mod submission;
pub mod views;
pub mod words;

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRef;
pub use error::Error;
use serde::{Deserialize, Serialize};

use crate::attachments::Attachments;
use crate::base::Base;
use crate::clock::Micros;
use crate::exchange::Exchange;
use crate::id::{AccountId, Reference, RequestId};
use crate::identity::Identity;
use crate::text::Locale;
use crate::tiles::{LiveCatalogue, Tile, TileId};

/// Where a request stands, as last told by its back-end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// Begun, not sent.
    Draft,
    /// Sent; the back-end has not told of it yet.
    Submitted,
    /// The back-end has it.
    Received,
    /// The back-end works on it.
    InProgress,
    /// The back-end waits for the citizen.
    ActionNeeded,
    /// It has ended. Final.
    Closed,
}

impl State {
    /// The word that is stored and logged.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Received => "received",
            Self::InProgress => "in_progress",
            Self::ActionNeeded => "action_needed",
            Self::Closed => "closed",
        }
    }
}

/// How far a withdrawal has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Withdrawal {
    /// None was asked for.
    None,
    /// The citizen asked; the back-end has not answered.
    Asked,
    /// The back-end stopped the request.
    Accepted,
    /// The back-end had decided already.
    TooLate,
}

/// How far the portal has come in handing a sent request to its back-end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Delivery {
    /// Nothing to hand over yet.
    None,
    /// In the outbox.
    Waiting,
    /// The back-end took it.
    Delivered,
    /// The portal stopped trying.
    GivenUp,
}

/// A request with its sealed parts.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Request {
    /// Its id, which back-ends know it by.
    pub id: RequestId,
    /// Whose it is.
    pub account_id: AccountId,
    /// For which service.
    pub tile: TileId,
    /// The version of the tile it was begun with.
    pub release: String,
    /// What the citizen knows it by.
    pub reference: Reference,
    /// Where it stands.
    pub state: State,
    /// How it ended, as a word of the contract's.
    pub outcome: Option<String>,
    /// How far its withdrawal has come.
    pub withdrawal: Withdrawal,
    /// How far its delivery has come.
    pub delivery: Delivery,
    /// When the back-end was last heard.
    pub as_of: Option<Micros>,
    /// Rises at every write by the citizen.
    pub version: i64,
    /// The page of the form to go on from.
    pub page: String,
    /// The language it was last worked on in.
    pub locale: Locale,
    /// Sealed: what was typed.
    pub inputs: Vec<u8>,
    /// Sealed: what was sent.
    pub wording: Option<Vec<u8>>,
    /// The back-end's own reference.
    pub backend_reference: Option<String>,
    /// When it was last changed.
    pub updated_at: Micros,
    /// When it was sent.
    pub submitted_at: Option<Micros>,
    /// When a draft will be deleted; of a deleted one, when it will be destroyed.
    pub expires_at: Option<Micros>,
    /// Since when it is in its state.
    pub state_since: Option<Micros>,
    /// The code of its latest status.
    pub code: Option<String>,
    /// Whether the tile does not know that code.
    pub unclear: bool,
    /// Whether the citizen has something to do.
    pub needs_me: bool,
    /// When a withdrawal was asked for.
    pub withdrawal_asked_at: Option<Micros>,
    /// Until when it should be answered.
    pub withdrawal_due_at: Option<Micros>,
    /// Since when a draft is deleted.
    pub deleted_at: Option<Micros>,
}

impl Request {
    /// Whether it can be worked on: begun, neither sent nor deleted.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.state == State::Draft && self.deleted_at.is_none()
    }

    /// Whether the back-end has yet to be told of it. One that tells of a request has it, even when
    /// its answer to the delivery was lost.
    #[must_use]
    pub fn waits_for_delivery(&self) -> bool {
        self.as_of.is_none() && self.delivery == Delivery::Waiting
    }

    /// Whether the citizen may still ask to withdraw.
    #[must_use]
    pub fn can_be_withdrawn(&self, tile: &Tile) -> bool {
        let open = !matches!(self.state, State::Draft | State::Closed);
        open && self.withdrawal == Withdrawal::None && withdrawal_rule(tile).is_some()
    }
}

/// How the tile's requests are withdrawn, if they can be.
pub(crate) fn withdrawal_rule(tile: &Tile) -> Option<&crate::tiles::manifest::Withdrawal> {
    tile.manifest.status.as_ref()?.withdrawal.as_ref()
}

/// What the rooms of requests share. Cheap to clone.
#[derive(Clone)]
pub struct Requests(Arc<Inner>);

/// What a [`Requests`] holds.
pub struct Inner {
    /// The ground.
    pub base: Base,
    /// Who people are.
    pub identity: Identity,
    /// The services.
    pub catalogue: LiveCatalogue,
    /// The way to the back-ends.
    pub exchange: Exchange,
    /// The files that people add.
    pub attachments: Attachments,
}

impl Requests {
    /// The rooms of requests over the rooms they need.
    #[must_use]
    pub fn new(
        base: Base,
        identity: Identity,
        catalogue: LiveCatalogue,
        exchange: Exchange,
        attachments: Attachments,
    ) -> Self {
        Self(Arc::new(Inner { base, identity, catalogue, exchange, attachments }))
    }
}

impl Requests {
    /// The release that a request is worked on with. A draft keeps the one it was begun with, unless the one that
    /// is active says how answers are carried over; what was not delivered yet goes out as it was sent.
    #[must_use]
    pub fn tile_of(&self, request: &Request) -> Option<Arc<Tile>> {
        let catalogue = self.catalogue.current();
        let active = catalogue.get(&request.tile);
        let draft = request.state == State::Draft;
        let carried =
            active.is_some_and(|tile| draft && !tile.manifest.changes_since(&request.release).is_empty());
        let keeps = (draft || request.delivery == Delivery::Waiting) && !carried;
        let kept = catalogue.version(&request.tile, &request.release).filter(|_| keeps);
        kept.or(active).cloned()
    }

    /// What administrators say of a service's back-end while it is in maintenance.
    ///
    /// # Errors
    /// The database's.
    pub async fn resting(&self, tile: &Tile, locale: Locale) -> crate::store::Result<Option<String>> {
        let Some(submit) = &tile.manifest.submit else { return Ok(None) };
        let closed = self.exchange.in_maintenance().await?;
        Ok(closed.get(&submit.backend).map(|one| one.message.get(locale).to_owned()))
    }

    /// What a task asks, in its tile's words, for its owner: in a list, where a sensitive service is not
    /// named.
    ///
    /// # Errors
    /// When what is sealed of it does not open with the key.
    pub fn open_task_title(
        &self,
        task: &store::tasks::OpenTask,
        key: &crate::vault::DataKey,
        locale: Locale,
    ) -> Result<String, crate::vault::Error> {
        let details = news::task_details(task.id, task.details.as_deref(), key)?;
        let Some(tile) = self.catalogue.get(&task.tile) else { return Ok(task.tile.to_string()) };
        if tile.is_sensitive() {
            return Ok(self.base.text.get(locale, "discreet-task"));
        }
        Ok(words::task_title(&tile, &self.base.text, &task.code, &details.params, locale))
    }
}

/// For extractors that ask who is there.
impl FromRef<Requests> for Identity {
    fn from_ref(requests: &Requests) -> Self {
        requests.identity.clone()
    }
}

impl Deref for Requests {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
