//! Reading the panels of a page: all at once, each within its own time, and one act that says what
//! was read of whom.

use std::time::Duration;

use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::reply::Reply;
use super::store::{self, Keep, Kept};
use super::words::{self, Told};
use super::{Error, Panels};
use crate::act::{Act, Actor};
use crate::audit::ServiceEvent;
use crate::clock::Micros;
use crate::exchange::{Ask, Caller, Failure};
use crate::identity::Session;
use crate::limits::Limit;
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::manifest::Panel;
use crate::tiles::views::panel::PanelView;
use crate::vault::Place;
use crate::web::Trace;

/// An answer as it is sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Sealed {
    pub reply: Reply,
    /// The language in which it was asked for.
    pub locale: Locale,
}

pub(super) fn place(id: Uuid) -> Place {
    Place::new("panel_answer.content", id)
}

impl Panels {
    /// The panels of a service for the person of `session`. A back-end that does not answer as it
    /// should takes nothing but its own panel from the page.
    ///
    /// # Errors
    /// When what is read cannot be written down, or is read too often; the vault's.
    pub async fn read(
        &self,
        session: &Session,
        tile: &Tile,
        trace: &Trace,
        locale: Locale,
    ) -> Result<Vec<PanelView>, Error> {
        let panels = &tile.manifest.panels;
        if panels.is_empty() {
            return Ok(Vec::new());
        }
        self.base.limits.count(Limit::PanelRead, session.account)?;
        let answers = join_all(panels.iter().map(|panel| self.ask(session, tile, panel, locale))).await;
        let now = self.base.clock.now();
        let kept = store::of(&mut self.base.db.read().await?, session.account, tile.id(), now).await?;
        let actor = Actor::citizen(session.account, session.id, trace.0.clone());
        let mut act = self.base.acts.open(actor).await?;
        let reading = Reading { panels: self, session, tile, locale };
        let mut views = Vec::new();
        for (panel, answer) in panels.iter().zip(answers) {
            let told = reading.take(&mut act, panel, answer, &kept).await?;
            views.push(words::view(tile, panel, told, locale));
        }
        act.commit().await?;
        Ok(views)
    }

    /// Asks for one panel. What does not fit is no answer.
    async fn ask(
        &self,
        session: &Session,
        tile: &Tile,
        panel: &Panel,
        locale: Locale,
    ) -> Result<Reply, Failure> {
        let path = panel.upstream.expand(&[]).map_err(|_| Failure::NotCallable)?;
        let ask = Ask { backend: &panel.backend, tile: tile.id().as_str(), path: &path };
        let known = session.claims.as_map();
        let released = panel.claims.iter().map(|claim| claim.as_str());
        let claims: Map<String, Value> =
            released.filter_map(|name| Some((name.to_owned(), known.get(name)?.clone()))).collect();
        let caller = Caller {
            account: session.account,
            acr: session.acr.clone(),
            signed_in_at: session.signed_in_at,
            locale,
            claims,
        };
        let pass = self.breakers.admit(tile.id(), &panel.backend).map_err(|_| Failure::LeftAlone)?;
        let answer = self.exchange.look_up(&ask, &caller).await;
        pass.ended(answer.as_ref().map(drop).map_err(|failure| *failure));
        let reply = Reply::read(panel, answer?.body);
        if reply.is_none() {
            tracing::warn!(backend = panel.backend, panel = panel.name, "panels.answer_does_not_fit");
        }
        reply.ok_or(Failure::BadAnswer)
    }
}

/// For whom the panels of which page are read.
struct Reading<'a> {
    panels: &'a Panels,
    session: &'a Session,
    tile: &'a Tile,
    locale: Locale,
}

impl Reading<'_> {
    /// Notes what was read, keeps it where the tile says so, and falls back on what was kept.
    async fn take(
        &self,
        act: &mut Act,
        panel: &Panel,
        answer: Result<Reply, Failure>,
        kept: &[Kept],
    ) -> Result<Told, Error> {
        let last = kept.iter().find(|kept| kept.panel == panel.name).filter(|_| panel.keep_hours.is_some());
        let (told, outcome, reason) = match (answer, last) {
            (Ok(reply), _) => {
                self.keep(act, panel, &reply).await?;
                (Told::Now(reply, self.locale), "answered", None)
            }
            (Err(failure), Some(last)) => {
                let sealed: Sealed = self.session.key.open_json(place(last.id), &last.content)?;
                (Told::AsOf(last.at, sealed.reply, sealed.locale), "kept", Some(failure))
            }
            (Err(failure), None) => (Told::Nothing, "missing", Some(failure)),
        };
        let read = ServiceEvent::PanelRead {
            tile: self.tile.id().to_string(),
            panel: panel.name.clone(),
            backend: panel.backend.clone(),
            outcome,
            reason: reason.map(|reason| reason.to_string()),
        };
        act.also(read.of(self.session.account));
        Ok(told)
    }

    async fn keep(&self, act: &mut Act, panel: &Panel, reply: &Reply) -> Result<(), Error> {
        let Some(hours) = panel.keep_hours else { return Ok(()) };
        let (id, at): (Uuid, Micros) = (self.panels.base.clock.new_uuid(), act.at());
        let sealed = Sealed { reply: reply.clone(), locale: self.locale };
        let keep = Keep {
            id,
            account: self.session.account,
            tile: self.tile.id(),
            panel: &panel.name,
            at,
            expires_at: at.after(Duration::from_hours(u64::from(hours))),
            content: &self.session.key.seal_json(place(id), &sealed)?,
        };
        Ok(store::keep(act.rows(), &keep).await?)
    }
}
