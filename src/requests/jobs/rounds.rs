//! The rounds that someone makes every minute: what was not told is pulled, what is due is recalled,
//! what was not understood is looked at again.

use std::time::Duration;

use crate::act::Actor;
use crate::audit::Event;
use crate::id::{AccountId, RequestId};
use crate::identity;
use crate::notices::preferences::Class;
use crate::notices::{self, Content, Recipient};
use crate::requests::news::{Details, task_details};
use crate::requests::store::tasks::OpenTask;
use crate::requests::{Error, Requests, store, words};
use crate::tiles::Tile;

const HOURS_A_DAY: u64 = 24;

impl Requests {
    /// Makes one round. What fails is logged and tried again on the next one.
    pub async fn make_round(&self) {
        let rounds = [
            ("pull", self.pull_due().await),
            ("tasks", self.remind_of_tasks().await),
            ("withdrawals", self.tell_of_silence().await),
            ("codes", self.look_at_codes().await),
            ("draft_reminders", self.remind_of_drafts().await),
            ("drafts", self.end_drafts().await),
        ];
        for (what, round) in rounds {
            if let Err(error) = round {
                tracing::warn!(what, %error, "requests.round_failed");
            }
        }
    }

    /// Reminds citizens of what is due soon, once.
    async fn remind_of_tasks(&self) -> Result<(), Error> {
        let now = self.base.clock.now();
        for tile in self.catalogue.current().iter() {
            let Some(tasks) = &tile.manifest.tasks else { continue };
            let until = now.after(Duration::from_hours(u64::from(tasks.remind_days) * HOURS_A_DAY));
            let due = store::tasks::to_remind(&mut self.base.db.read().await?, tile.id(), now, until).await?;
            for task in due {
                self.remind_of(tile, &task).await?;
            }
        }
        Ok(())
    }

    async fn remind_of(&self, tile: &Tile, task: &OpenTask) -> Result<(), Error> {
        let mut db = self.base.db.read().await?;
        let Some(key) = identity::data_key(&mut db, &self.base.vault, task.account_id).await? else {
            return Ok(());
        };
        drop(db);
        let details = task_details(task.id, task.details.as_deref(), &key)?;
        let content = words::reminder(tile, &self.base.text, task, &details);
        let event = Event::TaskReminded { task: task.code.clone() };
        let entry = event.of(task.account_id).on(task.request_id);
        let mut act = self.base.acts.begin(Actor::system(), entry).await?;
        let at = act.at();
        if store::tasks::reminded(act.rows(), task.id, at).await? {
            let to = Recipient { account: task.account_id, request: Some(task.request_id), key: &key };
            notices::tell(&self.base, &mut act, &to, Class::Reminders, &content).await?;
            act.commit().await?;
        }
        Ok(())
    }

    /// Tells citizens whose wish to withdraw was not answered in time that the portal knows, and
    /// the operator with them.
    async fn tell_of_silence(&self) -> Result<(), Error> {
        let now = self.base.clock.now();
        let overdue = store::withdrawals::overdue(&mut self.base.db.read().await?, now).await?;
        for (request, account) in overdue {
            self.tell_of_silence_on(request, account).await?;
        }
        Ok(())
    }

    async fn tell_of_silence_on(&self, id: RequestId, account: AccountId) -> Result<(), Error> {
        let mut db = self.base.db.read().await?;
        let found = store::find_by_id(&mut db, id).await?;
        let key = identity::data_key(&mut db, &self.base.vault, account).await?;
        drop(db);
        let (Some(request), Some(key)) = (found, key) else { return Ok(()) };
        let Some(tile) = self.catalogue.get(&request.tile) else { return Ok(()) };
        let mut act =
            self.base.acts.begin(Actor::system(), Event::WithdrawalOverdue.of(account).on(id)).await?;
        let at = act.at();
        if !store::withdrawals::reminded(act.rows(), id, at).await? {
            return Ok(());
        }
        tracing::error!(request = %id, tile = %tile.id(), "withdrawal.overdue");
        let step = self.add_step(&mut act, id, "withdrawal-overdue").await?;
        let content: Content = words::notice(&tile, &self.base.text, &step, &Details::default(), &request);
        let to = Recipient { account, request: Some(id), key: &key };
        notices::tell(&self.base, &mut act, &to, Class::Requests, &content).await?;
        act.commit().await?;
        Ok(())
    }

    /// Gives their state to requests whose code an older release of the tile did not know.
    async fn look_at_codes(&self) -> Result<(), Error> {
        let mut after = RequestId(uuid::Uuid::nil());
        loop {
            let unclear = store::unclear(&mut self.base.db.read().await?, after).await?;
            let Some(last) = unclear.last() else { return Ok(()) };
            after = last.id;
            for request in &unclear {
                self.look_at(request).await?;
            }
        }
    }

    async fn look_at(&self, unclear: &store::Unclear) -> Result<(), Error> {
        let tile = self.catalogue.get(&unclear.tile);
        let codes = tile.as_ref().and_then(|tile| tile.manifest.status.as_ref()).map(|status| &status.codes);
        let (Some(code), Some(codes)) = (&unclear.code, codes) else { return Ok(()) };
        let Some(meaning) = codes.get(code) else { return Ok(()) };
        let state = crate::requests::news::stand(meaning.state);
        let event = Event::CodeUnderstood { understood: code.clone(), state: state.word() };
        let entry = event.of(unclear.account_id).on(unclear.id);
        let mut act = self.base.acts.begin(Actor::system(), entry).await?;
        let at = act.at();
        store::hold(act.rows(), unclear.id).await?;
        let outcome = meaning.outcome.map(crate::tiles::manifest::Outcome::word);
        store::explain(act.rows(), unclear.id, code, state, outcome, meaning.key.as_deref()).await?;
        self.restand(&mut act, unclear.id, at).await?;
        act.commit().await?;
        Ok(())
    }
}
