//! Writing drafts: begun at the first answer, saved at every page, each an act.

use std::time::Duration;

use super::{Found, seal_inputs};
use crate::audit::{DraftEvent, Event};
use crate::clock::Micros;
use crate::id::{Reference, RequestId};
use crate::limits::Limit;
use crate::requests::{Requests, store};
use crate::text::Locale;
use crate::tiles::Tile;
use crate::tiles::form::{Inputs, Page};
use crate::web::{Result, Trace, Viewer};

const HOURS_A_DAY: u64 = 24;

/// Who writes a draft, and in which language.
pub(super) struct Writer<'a> {
    pub requests: &'a Requests,
    pub viewer: &'a Viewer,
    pub trace: &'a Trace,
    pub locale: Locale,
}

impl Writer<'_> {
    /// Begins a draft with its first answers, at version 1. `None` when the page that calls itself
    /// `begun_by` began one before.
    pub async fn insert(
        &self,
        tile: &Tile,
        begun_by: Option<&str>,
        resume: &Page,
        inputs: &Inputs,
    ) -> Result<Option<(Reference, Micros)>> {
        let (base, viewer) = (&self.requests.base, self.viewer);
        let (id, reference) = (RequestId::new(&base.clock), Reference::random());
        let sealed = seal_inputs(&viewer.key, id, inputs)?;
        let release = tile.release.version.clone();
        let event = Event::Draft(DraftEvent::Begun { tile: tile.id().to_string(), release: release.clone() });
        let entry = event.of(viewer.account).on(id);
        let mut act = base.acts.begin(viewer.actor(self.trace), entry).await?;
        base.limits.spend(&mut act, Limit::DraftSave, viewer.account).await?;
        let at = act.at();
        let draft = store::drafts::NewDraft {
            id,
            account: viewer.account,
            tile: tile.id(),
            release: &release,
            reference: &reference,
            begun_by,
            page: resume.id.as_str(),
            locale: self.locale,
            inputs: &sealed,
            at,
            expires_at: expiry(tile, at),
        };
        if !store::drafts::insert(act.rows(), &draft).await? {
            return Ok(None);
        }
        act.commit().await?;
        Ok(Some((reference, at)))
    }

    /// Saves everything typed so far; tells when, and the new version. `None` when another window
    /// or device saved in between, sent it or deleted it.
    pub async fn update(
        &self,
        found: &Found,
        page: &Page,
        resume: &Page,
        inputs: &Inputs,
    ) -> Result<Option<(Micros, i64)>> {
        let (request, viewer) = (&found.request, self.viewer);
        let version = request.version + 1;
        let sealed = seal_inputs(&viewer.key, request.id, inputs)?;
        let event = Event::Draft(DraftEvent::Saved { page: page.id.to_string(), version });
        let entry = event.of(viewer.account).on(request.id);
        let base = &self.requests.base;
        let mut act = base.acts.begin(viewer.actor(self.trace), entry).await?;
        base.limits.spend(&mut act, Limit::DraftSave, viewer.account).await?;
        let at = act.at();
        let saved = store::drafts::Saved {
            id: request.id,
            version: request.version,
            release: &found.tile.release.version,
            page: resume.id.as_str(),
            locale: self.locale,
            inputs: &sealed,
            at,
            expires_at: expiry(&found.tile, at),
        };
        if !store::drafts::save(act.rows(), &saved).await? {
            return Ok(None);
        }
        act.commit().await?;
        Ok(Some((at, version)))
    }
}

/// When a draft saved now will be deleted, by its tile's rule.
pub(super) fn expiry(tile: &Tile, now: Micros) -> Micros {
    now.after(Duration::from_hours(u64::from(days(tile)) * HOURS_A_DAY))
}

/// How many days after its last change a draft is kept.
pub(super) fn days(tile: &Tile) -> u16 {
    tile.manifest.form.as_ref().map_or(30, |form| form.draft.days)
}
