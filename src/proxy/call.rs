//! One call of a tile, from its page to its back-end and back.

use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value};
use tokio::sync::OwnedSemaphorePermit;

use super::Proxy;
use super::answer::{self, Answer};
use super::breaker::Pass;
use super::events;
use super::load::Load;
use super::refusal::Refusal;
use super::retry;
use crate::audit::ServiceEvent;
use crate::exchange::{Caller, Failure, Passage, Passed};
use crate::identity::Citizen;
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::manifest::{Journal, ProxyRoute};
use crate::tiles::route::Method;
use crate::web::Trace;

/// A call that the portal agreed to make.
pub struct Calling<'a> {
    pub proxy: &'a Proxy,
    pub citizen: &'a Citizen,
    pub trace: &'a Trace,
    pub tile: &'a Tile,
    pub route: &'a ProxyRoute,
    pub locale: Locale,
    /// Path and query at the back-end.
    pub path: String,
    /// What goes up beside the assertion.
    pub headers: HeaderMap,
    /// The key that makes a repeated call the same call.
    pub key: Option<String>,
}

impl Calling<'_> {
    /// Makes the call, writes down what the tile's manifest asks for, and hands the answer on.
    pub async fn make(&self, load: Load) -> Result<Response, Refusal> {
        let streams = &self.proxy.bulkheads;
        let stream = if self.route.streams() {
            Some(streams.stream(self.citizen.id).ok_or(Refusal::Busy)?)
        } else {
            None
        };
        let answered = self.answered(load).await;
        let outcome = match &answered {
            Ok(_) => ("answered", None),
            Err(refusal @ Refusal::Refused(..)) => ("refused", Some(refusal.reason())),
            Err(refusal) => ("missing", Some(refusal.reason())),
        };
        self.write_down(outcome).await?;
        let (answer, pass, place) = answered?;
        Ok(match stream {
            Some(stream) => events::stream(answer, pass, [place, stream]),
            None => answer.stream(pass, place),
        })
    }

    /// The beginning of the answer.
    async fn answered(&self, load: Load) -> Result<(Answer, Pass, OwnedSemaphorePermit), Refusal> {
        let (tile, backend) = (self.tile.id(), self.route.backend.as_str());
        let place = self.proxy.bulkheads.enter(tile).ok_or(Refusal::Busy)?;
        let pass = self.proxy.breakers.admit(tile, backend);
        let pass = pass.map_err(|open| Refusal::Open(open.retry_after))?;
        let looked = match self.pass_on(load, &pass).await {
            Ok(passed) => answer::look(self.route, passed).await,
            Err(refusal) => Err(refusal),
        };
        match looked {
            Ok(answer) => Ok((answer, pass, place)),
            Err(refusal) => {
                judge(pass, &refusal);
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
                let sent = exchange.pass(&passage, reqwest::Body::wrap_stream(file.stream()), &caller).await;
                return match wrong.refusal() {
                    Some(refusal) => Err(refusal),
                    None => sent.map_err(Refusal::Failed),
                };
            }
        };
        let first = exchange.pass(&passage, whole.clone(), &caller).await;
        let failure = match &first {
            Ok(passed) => Failure::Status(passed.status.as_u16()),
            Err(failure) => *failure,
        };
        let harmless = self.route.method == Method::Get || self.key.is_some();
        if !(harmless && retry::is_worth_it(failure) && pass.may_retry()) {
            return first.map_err(Refusal::Failed);
        }
        tokio::time::sleep(retry::wait()).await;
        exchange.pass(&passage, whole, &caller).await.map_err(Refusal::Failed)
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

    /// Writes the line that the route's `journal` asks for, before anybody sees the answer.
    async fn write_down(&self, (outcome, reason): (&'static str, Option<String>)) -> Result<(), Refusal> {
        let (tile, route, backend) =
            (self.tile.id().to_string(), self.route.name.clone(), self.route.backend.clone());
        let event = match self.route.journal {
            Journal::None => return Ok(()),
            Journal::Read => ServiceEvent::AppRead { tile, route, backend, outcome, reason },
            Journal::Submission => ServiceEvent::AppSubmitted { tile, route, backend, outcome, reason },
        };
        let actor = self.citizen.actor(self.trace);
        let act = self.proxy.base.acts.begin(actor, event.of(self.citizen.account)).await?;
        Ok(act.commit().await?)
    }
}

/// What a refusal says of the back-end: only its own failing counts against it.
fn judge(pass: Pass, refusal: &Refusal) {
    match refusal {
        Refusal::Refused(..) => pass.went_well(),
        Refusal::Failed(Failure::NotCertified | Failure::AddressRefused) => drop(pass),
        Refusal::Failed(failure) if failure.is_silence() => pass.failed(),
        _ => drop(pass),
    }
}
