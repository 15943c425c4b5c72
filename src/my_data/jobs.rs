//! Telling a service that a person has closed their account (contract §3).

use serde_json::{Map, Value, json};

use crate::act::Actor;
use crate::audit::{AccountEvent, Entry, Event};
use crate::crash;
use crate::exchange::{Call, Caller, Failure};
use crate::outbox::{self, Job};
use crate::requests::Requests;
use crate::text::Locale;
use crate::tiles::{Tile, TileId};

/// Does one job: tells the back-end of the tile that the job names. As long as it does not answer, the
/// portal tries again.
///
/// # Errors
/// When the job's end cannot be stored; its lease then runs out and it comes back.
pub async fn tell_closing(requests: &Requests, job: &Job) -> Result<(), outbox::Error> {
    let named = word(job, "tile").and_then(|tile| tile.parse::<TileId>().ok());
    let tile = named.and_then(|id| requests.catalogue.get(&id));
    let backend = tile.as_ref().and_then(|tile| Some(tile.manifest.submit.as_ref()?.backend.clone()));
    let (Some(tile), Some(backend)) = (tile, backend) else {
        return end(requests, job, "", Err(Failure::NotCallable)).await;
    };
    let told = tell(requests, job, &tile, &backend).await;
    crash::point("closing.told");
    end(requests, job, &backend, told).await
}

fn word<'j>(job: &'j Job, name: &str) -> Option<&'j str> {
    job.payload.get(name).and_then(Value::as_str)
}

async fn tell(requests: &Requests, job: &Job, tile: &Tile, backend: &str) -> Result<(), Failure> {
    let status = tile.manifest.status.as_ref();
    // A service that names no call for it does not wish to be told.
    let Some(rule) = status.and_then(|status| status.account_closed.as_ref()) else { return Ok(()) };
    let account = job.account.ok_or(Failure::NotCallable)?;
    let latest = word(job, "latest").ok_or(Failure::NotCallable)?;
    let path = rule.route.path.expand(&[]).map_err(|_| Failure::NotCallable)?;
    let call = Call {
        backend,
        tile: tile.id().as_str(),
        method: rule.route.method.as_str(),
        path: &path,
        idempotency_key: &format!("{latest}-account-closed"),
        body: &json!({ "closed_at": job.created_at.rfc3339() }),
    };
    // The pseudonym alone: the person's key is destroyed, and with it all that was known of them.
    let caller =
        Caller { account, acr: None, signed_in_at: job.created_at, locale: Locale::Fr, claims: Map::new() };
    requests.exchange.call(call, &caller).await.map(drop)
}

async fn end(
    requests: &Requests,
    job: &Job,
    backend: &str,
    told: Result<(), Failure>,
) -> Result<(), outbox::Error> {
    let base = &requests.base;
    let (backend, attempts) = (backend.to_owned(), job.attempts);
    let event = match told {
        Ok(()) => AccountEvent::ClosingTold { backend, attempts }.into(),
        Err(failure) if failure.passes() => {
            Event::DeliveryFailed { backend, attempts, reason: failure.to_string() }
        }
        Err(failure) => Event::DeliveryGivenUp { backend, attempts, reason: failure.to_string() },
    };
    let entry = Entry { event, account: job.account, request: job.request };
    let mut act = base.acts.begin(Actor::system(), entry).await?;
    match told {
        Ok(()) => act.finish(job).await?,
        Err(failure) => {
            let next = outbox::next_attempt(&base.config.outbox, act.at(), attempts);
            act.put_off(job, failure.passes().then_some(next), &failure.to_string()).await?;
        }
    }
    Ok(act.commit().await?)
}
