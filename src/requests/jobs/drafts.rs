//! The end of drafts: their owner is reminded, they are deleted at their tile's limit, and a week later
//! destroyed. Whatever is done to a draft meanwhile puts that off.

use std::time::Duration;

use crate::act::Actor;
use crate::attachments;
use crate::audit::{DraftEvent, Event};
use crate::identity;
use crate::notices::preferences::Class;
use crate::notices::{self, Recipient};
use crate::requests::store::drafts::{self, DueDraft};
use crate::requests::{Error, Requests, words};
use crate::tiles::Tile;

const HOURS_A_DAY: u64 = 24;
/// How long a deleted draft can be restored.
pub(crate) const RESTORABLE: Duration = Duration::from_hours(7 * HOURS_A_DAY);

impl Requests {
    /// Tells people which of their drafts are deleted soon, once.
    pub(super) async fn remind_of_drafts(&self) -> Result<(), Error> {
        let now = self.base.clock.now();
        for tile in self.catalogue.current().iter() {
            let days = tile.manifest.form.as_ref().map_or(0, |form| form.draft.remind_days());
            let until = now.after(Duration::from_hours(u64::from(days) * HOURS_A_DAY));
            let due = drafts::to_remind(&mut self.base.db.read().await?, tile.id(), now, until).await?;
            for draft in due {
                self.remind_of_draft(tile, &draft).await?;
            }
        }
        Ok(())
    }

    async fn remind_of_draft(&self, tile: &Tile, draft: &DueDraft) -> Result<(), Error> {
        let mut db = self.base.db.read().await?;
        let Some(key) = identity::data_key(&mut db, &self.base.vault, draft.account_id).await? else {
            return Ok(());
        };
        drop(db);
        let content = words::draft_reminder(tile, &self.base.text, draft);
        let event = Event::Draft(DraftEvent::Reminded { tile: draft.tile.to_string() });
        let entry = event.of(draft.account_id).on(draft.id);
        let mut act = self.base.acts.begin(Actor::system(), entry).await?;
        let at = act.at();
        if drafts::reminded(act.rows(), draft.id, at, draft.expires_at).await? {
            // The message outlives the draft: it is of the person's, not of the request's.
            let to = Recipient { account: draft.account_id, request: None, key: &key };
            notices::tell(&self.base, &mut act, &to, Class::Reminders, &content).await?;
            act.commit().await?;
        }
        Ok(())
    }

    /// Deletes the drafts that their tile's limit has passed, and destroys those deleted long ago.
    pub(super) async fn end_drafts(&self) -> Result<(), Error> {
        let now = self.base.clock.now();
        for draft in drafts::expired(&mut self.base.db.read().await?, now).await? {
            match draft.deleted_at {
                None => self.delete_expired(&draft).await?,
                Some(_) => self.destroy_draft(&draft).await?,
            }
        }
        Ok(())
    }

    async fn delete_expired(&self, draft: &DueDraft) -> Result<(), Error> {
        let event = Event::Draft(DraftEvent::Expired { tile: draft.tile.to_string() });
        let entry = event.of(draft.account_id).on(draft.id);
        let mut act = self.base.acts.begin(Actor::system(), entry).await?;
        let at = act.at();
        if drafts::delete(act.rows(), draft.id, (at, at.after(RESTORABLE)), at).await? {
            act.commit().await?;
        }
        Ok(())
    }

    async fn destroy_draft(&self, draft: &DueDraft) -> Result<(), Error> {
        let event = Event::Draft(DraftEvent::Destroyed { tile: draft.tile.to_string() });
        let entry = event.of(draft.account_id).on(draft.id);
        let mut act = self.base.acts.begin(Actor::system(), entry).await?;
        let at = act.at();
        attachments::forget(&mut act, (draft.account_id, draft.id), None).await?;
        if drafts::destroy(act.rows(), draft.id, at).await? {
            act.commit().await?;
        }
        Ok(())
    }
}
