//! One call of a tile, from its page to its back-end and back.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use serde_json::{Map, Value};
use tokio::sync::OwnedSemaphorePermit;
use uuid::Uuid;

use super::Proxy;
use super::answer::{self, Answer};
use super::breaker::Pass;
use super::events;
use super::keyed::Begun;
use super::load::Load;
use super::refusal::Refusal;
use super::{retry, store};
use crate::act::Chore;
use crate::audit::{Entry, ServiceEvent};
use crate::exchange::{Caller, Failure, Passage, Passed};
use crate::identity::Citizen;
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::manifest::{Journal, ProxyRoute};
use crate::tiles::route::Method;
use crate::web::{Error, Trace};

/// A call that the portal agreed to make.
pub struct Calling {
    pub proxy: Proxy,
    pub citizen: Citizen,
    pub trace: Trace,
    pub tile: Arc<Tile>,
    pub route: ProxyRoute,
    pub locale: Locale,
    /// Path and query at the back-end.
    pub path: String,
    /// What goes up beside the assertion.
    pub headers: HeaderMap,
    /// The key that makes a repeated call the same call.
    pub key: Option<String>,
}

/// How a call went, as the log has it.
type Outcome = (&'static str, Option<String>);

impl Calling {
    /// Makes the call, writes down what the tile's manifest asks for, and hands the answer on. Under a key it is
    /// made to its end, even when the page is gone by then.
    pub async fn make(self, load: Load) -> Result<Response, Refusal> {
        match self.key.clone().filter(|_| self.route.method != Method::Get) {
            Some(key) => {
                let making = tokio::spawn(async move { self.make_once(&key, load).await });
                making.await.map_err(Error::internal)?
            }
            None => self.make_now(load).await,
        }
    }

    async fn make_now(&self, load: Load) -> Result<Response, Refusal> {
        let streams = &self.proxy.bulkheads;
        let stream = if self.route.streams() {
            Some(streams.stream(self.citizen.id).ok_or(Refusal::Busy)?)
        } else {
            None
        };
        let answered = self.answered(load).await;
        self.write_down(outcome(answered.as_ref().err())).await?;
        let (answer, pass, place) = answered?;
        Ok(match stream {
            Some(stream) => events::stream(answer, pass, [place, stream]),
            None => answer.stream(pass, place),
        })
    }

    /// The call under a key: its answer is read whole and kept before anybody sees it.
    async fn make_once(&self, key: &str, load: Load) -> Result<Response, Refusal> {
        let id = match self.begin(key, load.digest(), load.sending()).await? {
            Begun::Now(id) => id,
            Begun::Before(response) => return Ok(response),
        };
        let whole = self.whole(load).await;
        let content = match &whole {
            Ok((answer, body)) => Some(self.seal(id, (answer.status, &answer.headers, body))?),
            Err(_) => None,
        };
        self.end(id, content, outcome(whole.as_ref().err())).await?;
        let (answer, body) = whole?;
        Ok(answer::response(answer.status, answer.headers, Body::from(body)))
    }

    async fn whole(&self, load: Load) -> Result<(Answer, Bytes), Refusal> {
        let (mut answer, pass, _place) = self.answered(load).await?;
        let body = answer.whole().await;
        pass.ended(body.as_ref().map(drop).map_err(|failure| *failure));
        Ok((answer, body.map_err(Refusal::Failed)?))
    }

    /// The beginning of the answer.
    async fn answered(&self, load: Load) -> Result<(Answer, Pass, OwnedSemaphorePermit), Refusal> {
        let (tile, backend) = (self.tile.id(), self.route.backend.as_str());
        let place = self.proxy.bulkheads.enter(tile).ok_or(Refusal::Busy)?;
        let pass = self.proxy.breakers.admit(tile, backend);
        let pass = pass.map_err(|open| Refusal::Open(open.retry_after))?;
        let looked = match self.pass_on(load, &pass).await {
            Ok(passed) => answer::look(&self.route, passed).await,
            Err(refusal) => Err(refusal),
        };
        match looked {
            Ok(answer) => Ok((answer, pass, place)),
            Err(refusal) => {
                match &refusal {
                    Refusal::Refused(..) => pass.went_well(),
                    Refusal::Failed(failure) => pass.ended(Err(*failure)),
                    // The page's own fault.
                    _ => drop(pass),
                }
                Err(refusal)
            }
        }
    }

    /// Passes the call on; a second time where that is worth it and does no harm.
    async fn pass_on(&self, load: Load, pass: &Pass) -> Result<Passed, Refusal> {
        let (caller, digest, sending) = (self.caller(), load.digest(), load.sending());
        let passage = self.passage(digest, sending);
        let exchange = &self.proxy.exchange;
        let whole = match load {
            Load::Whole(whole) => whole,
            Load::File(file) => {
                let wrong = file.wrong();
                let sent = exchange.pass(&passage, Body::from_stream(file.stream()), &caller).await;
                return match wrong.refusal() {
                    Some(refusal) => Err(refusal),
                    None => sent.map_err(Refusal::Failed),
                };
            }
        };
        let first = exchange.pass(&passage, whole.clone().into(), &caller).await;
        let failure = match &first {
            Ok(passed) => Failure::Status(passed.status.as_u16()),
            Err(failure) => *failure,
        };
        let harmless = self.route.method == Method::Get || self.key.is_some();
        if !(harmless && retry::is_worth_it(failure) && pass.may_retry()) {
            return first.map_err(Refusal::Failed);
        }
        tokio::time::sleep(retry::wait()).await;
        exchange.pass(&passage, whole.into(), &caller).await.map_err(Refusal::Failed)
    }

    fn passage(&self, digest: [u8; 32], sending: Duration) -> Passage<'_> {
        Passage {
            backend: &self.route.backend,
            tile: self.tile.id().as_str(),
            method: self.route.method.as_str(),
            path: &self.path,
            headers: self.headers.clone(),
            digest,
            sending,
        }
    }

    /// For whom the portal calls. Of what is known of them, the back-end learns what both the route and the
    /// tile's permissions name.
    fn caller(&self) -> Caller {
        let known = self.citizen.claims.as_map();
        let permitted = &self.tile.manifest.permissions.claims;
        let released = self.route.claims.iter().filter(|claim| permitted.contains(claim));
        let claims: Map<String, Value> = released
            .filter_map(|claim| Some((claim.as_str().to_owned(), known.get(claim.as_str())?.clone())))
            .collect();
        Caller {
            account: self.citizen.account,
            acr: self.citizen.acr.clone(),
            signed_in_at: self.citizen.signed_in_at,
            locale: self.locale,
            claims,
        }
    }

    /// The line that the route's `journal` asks for.
    fn event(&self, (outcome, reason): Outcome) -> Option<Entry> {
        let (tile, route, backend) =
            (self.tile.id().to_string(), self.route.name.clone(), self.route.backend.clone());
        let event = match self.route.journal {
            Journal::None => return None,
            Journal::Read => ServiceEvent::AppRead { tile, route, backend, outcome, reason },
            Journal::Submission => ServiceEvent::AppSubmitted { tile, route, backend, outcome, reason },
        };
        Some(event.of(self.citizen.account))
    }

    /// Writes that line, before anybody sees the answer.
    async fn write_down(&self, outcome: Outcome) -> Result<(), Refusal> {
        let Some(event) = self.event(outcome) else { return Ok(()) };
        Ok(self.proxy.base.acts.log(self.citizen.actor(&self.trace), event).await?)
    }

    /// Writes that line and keeps the answer of a call under a key. Without one it may be made again.
    async fn end(&self, id: Uuid, content: Option<Vec<u8>>, outcome: Outcome) -> Result<(), Refusal> {
        let acts = &self.proxy.base.acts;
        if let Some(event) = self.event(outcome) {
            let mut act = acts.begin(self.citizen.actor(&self.trace), event).await?;
            store::end(act.rows(), id, content.as_deref()).await?;
            return Ok(act.commit().await?);
        }
        let mut chore = acts.chore(Chore::EndCall).await?;
        store::end(chore.rows(), id, content.as_deref()).await?;
        Ok(chore.commit().await?)
    }
}

/// What is written down of how a call went.
fn outcome(refusal: Option<&Refusal>) -> Outcome {
    match refusal {
        None => ("answered", None),
        Some(refusal @ Refusal::Refused(..)) => ("refused", Some(refusal.reason())),
        Some(refusal) => ("missing", Some(refusal.reason())),
    }
}
