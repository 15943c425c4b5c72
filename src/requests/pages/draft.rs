//! Writing drafts: begun at the first answer, saved at every page, each an act.

use std::time::Duration;

use super::{Found, seal_inputs};
use crate::audit::Event;
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
    /// Begins a draft with its first answers.
    pub async fn insert(&self, tile: &Tile, resume: &Page, inputs: &Inputs) -> Result<Reference> {
        let (base, viewer) = (&self.requests.base, self.viewer);
        let (id, reference) = (RequestId::new(&base.clock), Reference::random());
        let sealed = seal_inputs(&viewer.key, id, inputs)?;
        let release = tile.release.version.clone();
        let event = Event::DraftBegun { tile: tile.id().to_string(), release: release.clone() };
        let entry = event.of(viewer.account).on(id);
        let mut act = base.acts.begin(viewer.actor(self.trace), entry).await?;
        base.limits.spend(&mut act, Limit::DraftSave, viewer.account).await?;
        let at = act.at();
        let draft = store::NewDraft {
            id,
            account: viewer.account,
            tile: tile.id(),
            release: &release,
            reference: &reference,
            page: resume.id.as_str(),
            locale: self.locale,
            inputs: &sealed,
            at,
            expires_at: expiry(tile, at),
        };
        store::insert_draft(act.rows(), &draft).await?;
        act.commit().await?;
        Ok(reference)
    }

    /// Saves everything typed so far; tells when, and the new version. `None` when another window
    /// or device saved in between.
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
        let event = Event::DraftSaved { page: page.id.to_string(), version };
        let entry = event.of(viewer.account).on(request.id);
        let base = &self.requests.base;
        let mut act = base.acts.begin(viewer.actor(self.trace), entry).await?;
        base.limits.spend(&mut act, Limit::DraftSave, viewer.account).await?;
        let at = act.at();
        let saved = store::Saved {
            id: request.id,
            version: request.version,
            page: resume.id.as_str(),
            locale: self.locale,
            inputs: &sealed,
            at,
            expires_at: expiry(&found.tile, at),
        };
        if !store::save(act.rows(), &saved).await? {
            return Ok(None);
        }
        act.commit().await?;
        Ok(Some((at, version)))
    }
}

/// When a draft saved now will be destroyed, by its tile's rule.
pub(super) fn expiry(tile: &Tile, now: Micros) -> Micros {
    let days = tile.manifest.form.as_ref().map_or(30, |form| form.draft.days);
    now.after(Duration::from_hours(u64::from(days) * HOURS_A_DAY))
}
