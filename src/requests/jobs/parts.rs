//! Handing another person's part over to the back-end: at least once, with one effect, like the
//! request that it belongs to.

use super::{Error, Requests, about};
use crate::act::Actor;
use crate::audit::ServiceEvent;
use crate::exchange::Call;
use crate::id::{AccountId, PartId};
use crate::identity;
use crate::outbox::Job;
use crate::requests::parts::{Filled, content_place};
use crate::requests::store::{self, parts::Part};
use crate::requests::{Delivery, Request};

/// A part that was answered, with its request and who answered it.
struct Answered {
    part: Part,
    request: Request,
    guest: AccountId,
    filled: Filled,
}

impl Requests {
    /// Hands a part to the back-end, once it has the request itself.
    ///
    /// # Errors
    /// When the job's end cannot be stored.
    pub async fn deliver_part(&self, job: &Job) -> Result<(), Error> {
        let Some(answered) = self.answered(job).await? else { return self.bury(job, "", "no_subject").await };
        let Answered { part, request, guest, filled } = &answered;
        let tile = self.catalogue.get(&request.tile);
        let rules =
            tile.as_ref().and_then(|tile| tile.manifest.submit.as_ref().zip(tile.manifest.parts.as_ref()));
        let Some((submit, parts)) = rules else { return self.bury(job, "", "no_route").await };
        match request.delivery {
            Delivery::Delivered => {}
            Delivery::None | Delivery::Waiting => return self.wait_for_delivery(job).await,
            Delivery::GivenUp => return self.bury(job, &submit.backend, "no_request").await,
        }
        let id = request.id.to_string();
        let Ok(path) = parts.route.path.expand(&[("request", &id), ("part", &part.code)]) else {
            return self.bury(job, &submit.backend, "not_callable").await;
        };
        let call = Call {
            backend: &submit.backend,
            tile: request.tile.as_str(),
            method: parts.route.method.as_str(),
            path: &path,
            idempotency_key: &part.id.to_string(),
            body: &filled.body(request, part),
        };
        match self.exchange.call(call, &filled.caller(*guest)).await {
            Ok(_) => self.part_delivered(job, part.id, &submit.backend).await,
            // It stays with the portal: an administrator sees the job and sets it to run again.
            Err(failure) if self.is_hopeless(job, submit, failure) => {
                self.bury(job, &submit.backend, &failure.to_string()).await
            }
            Err(failure) => self.put_off(job, &submit.backend, failure).await,
        }
    }

    /// The subject of the job; none when it no longer exists, such as when the person was erased.
    async fn answered(&self, job: &Job) -> Result<Option<Answered>, Error> {
        let id: Option<PartId> = job.payload.get("part").and_then(|id| id.as_str()?.parse().ok());
        let Some(id) = id else { return Ok(None) };
        let mut db = self.base.db.read().await?;
        let Some(part) = store::parts::find(&mut db, id).await? else { return Ok(None) };
        let (Some(guest), Some(content)) = (part.account_id, &part.content) else { return Ok(None) };
        let Some(request) = store::find_by_id(&mut db, part.request_id).await? else { return Ok(None) };
        let key = identity::data_key(&mut db, &self.base.vault, guest).await?;
        let Some(key) = key else { return Ok(None) };
        let filled = key.open_json(content_place(part.id), content)?;
        Ok(Some(Answered { part, request, guest, filled }))
    }

    async fn part_delivered(&self, job: &Job, part: PartId, backend: &str) -> Result<(), Error> {
        let event = ServiceEvent::PartDelivered { backend: backend.to_owned(), attempts: job.attempts };
        let mut act = self.base.acts.begin(Actor::system(), about(job, event.into())).await?;
        let at = act.at();
        store::parts::delivered(act.rows(), part, at).await?;
        store::pulls::heard(act.rows(), backend, at).await?;
        act.finish(job).await?;
        act.commit().await?;
        Ok(())
    }
}
