//! Pulling: the portal asks a back-end what became of its requests, and takes it in as if it had
//! been told. What was told before changes nothing.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;

use crate::act::{Actor, Chore};
use crate::clock::Micros;
use crate::exchange::{Ask, Failure};
use crate::id::RequestId;
use crate::requests::news::Callback;
use crate::requests::store::pulls::{self, Pull};
use crate::requests::{Error, Requests, store};
use crate::text::format;
use crate::tiles::Tile;
use crate::tiles::manifest;

/// The most answers read in one round: a back-end that always has more would never let go.
const MOST_PAGES: usize = 10_000;
/// The hour of the night, in Québec, after which everything is pulled again.
const FULL_AT: Duration = Duration::from_hours(3);
const DAY: Duration = Duration::from_hours(24);

/// A back-end's answer: some of its requests, and where to go on.
#[derive(Debug, Deserialize)]
pub struct List {
    /// Its requests, with what became of them.
    pub requests: Vec<Listed>,
    /// The mark to begin at the next time.
    pub next: Option<String>,
    /// Whether the next page is there already.
    #[serde(default)]
    pub more: bool,
}

/// One request as a back-end lists it.
#[derive(Debug, Deserialize)]
pub struct Listed {
    /// The portal's id of it.
    pub request: RequestId,
    /// What became of it, in the form of callbacks.
    #[serde(default)]
    pub events: Vec<Callback>,
}

/// A tile whose requests can be pulled.
pub(in crate::requests) struct Source {
    pub tile: Arc<Tile>,
    pub backend: String,
    pub rule: manifest::Pull,
}

impl Requests {
    /// The tiles whose requests can be pulled.
    pub(in crate::requests) fn sources(&self) -> Vec<Source> {
        let source = |tile: &Arc<Tile>| {
            let rule = tile.manifest.status.as_ref()?.pull.clone()?;
            let backend = tile.manifest.submit.as_ref()?.backend.clone();
            Some(Source { tile: Arc::clone(tile), backend, rule })
        };
        self.catalogue.current().iter().filter_map(source).collect()
    }

    /// Pulls every tile whose turn it is; at night, everything from the beginning.
    pub(super) async fn pull_due(&self) -> Result<(), Error> {
        for source in self.sources() {
            let now = self.base.clock.now();
            let next = now.after(Duration::from_mins(1) * u32::from(source.rule.every_minutes));
            let mut chore = self.base.acts.chore(Chore::TakePull).await?;
            let taken = pulls::take(chore.rows(), source.tile.id(), now, next).await?;
            chore.commit().await?;
            if let Some(pull) = taken {
                self.pull(&source, pull).await?;
            }
        }
        Ok(())
    }

    async fn pull(&self, source: &Source, mut pull: Pull) -> Result<(), Error> {
        let began = self.base.clock.now();
        let full = began >= pull.full_at;
        let mut mark = if full { None } else { pull.mark.clone() };
        for _ in 0..MOST_PAGES {
            let list = match self.list(source, mark.as_deref()).await {
                Ok(list) => list,
                Err(failure) => return self.pull_failed(source, failure).await,
            };
            for listed in list.requests {
                self.take_in_listed(source, listed).await?;
            }
            mark = list.next.or(mark);
            if !list.more {
                break;
            }
        }
        pull.mark = mark;
        pull.pulled_at = Some(began);
        if full {
            pull.full_at = next_night(began);
        }
        let mut chore = self.base.acts.chore(Chore::NotePull).await?;
        pulls::pulled(chore.rows(), source.tile.id(), &pull).await?;
        pulls::heard(chore.rows(), &source.backend, began).await?;
        chore.commit().await?;
        Ok(())
    }

    /// A page of the back-end's list, from a mark of its own on.
    pub(in crate::requests) async fn list(
        &self,
        source: &Source,
        mark: Option<&str>,
    ) -> Result<List, Failure> {
        let path = source.rule.route.path.expand(&[]).map_err(|_| Failure::NotCallable)?;
        let query = mark.map(|mark| {
            url::form_urlencoded::Serializer::new(String::new()).append_pair("since", mark).finish()
        });
        let path = query.map_or_else(|| path.clone(), |query| format!("{path}?{query}"));
        let ask = Ask { backend: &source.backend, tile: source.tile.id().as_str(), path: &path };
        let answer = self.exchange.ask(&ask).await?;
        serde_json::from_value(answer.body).map_err(|_| Failure::BadAnswer)
    }

    async fn pull_failed(&self, source: &Source, failure: Failure) -> Result<(), Error> {
        tracing::warn!(backend = source.backend, reason = %failure, "pull.failed");
        if failure.is_silence() {
            let mut chore = self.base.acts.chore(Chore::NotePull).await?;
            let at = self.base.clock.now();
            pulls::failed(chore.rows(), &source.backend, at).await?;
            chore.commit().await?;
        }
        Ok(())
    }

    /// Takes in what is new of one request, each thing as an act of its own.
    async fn take_in_listed(&self, source: &Source, listed: Listed) -> Result<(), Error> {
        let Some(subject) = self.told_about(&source.backend, listed.request).await? else {
            tracing::error!(backend = source.backend, request = %listed.request, "pull.unknown_request");
            return Ok(());
        };
        let known = store::known_seqs(&mut self.base.db.read().await?, listed.request).await?;
        let known: BTreeSet<i64> = known.into_iter().collect();
        for callback in listed.events {
            let (seq, about) = (callback.news.seq(), callback.news.request());
            if known.contains(&seq) {
                continue;
            }
            let told = (about == listed.request).then(|| self.read_news(&subject, callback)).flatten();
            let Some(told) = told else {
                tracing::error!(backend = source.backend, request = %listed.request, seq, "pull.unfit");
                continue;
            };
            let entry = told.entry(&subject.request);
            let mut act = self.base.acts.begin(Actor::system(), entry).await?;
            if self.take_in(&mut act, &subject, &told).await? {
                act.commit().await?;
            }
        }
        Ok(())
    }
}

/// The next night after `now`.
fn next_night(now: Micros) -> Micros {
    let tonight = format::midnight(now).after(FULL_AT);
    if tonight > now { tonight } else { tonight.after(DAY) }
}
