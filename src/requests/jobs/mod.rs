//! Handing requests and withdrawals over to back-ends: at least once, with one effect, because
//! every attempt carries the same idempotency key. When the portal gives up, the citizen is told.

mod attachments;
pub(super) mod drafts;
mod parts;
mod pull;
pub(super) mod replies;
mod rounds;

use std::time::Duration;

use serde_json::{Value, json};

pub(super) use self::pull::Source;
use super::news::Details;
use super::store;
use super::submission::Submission;
use super::{Delivery, Error, Request, Requests, withdrawal_rule, words};
use crate::act::{Act, Actor};
use crate::attachments::{Attachment, State, promise_delivery};
use crate::audit::Event;
use crate::clock::Micros;
use crate::crash;
use crate::exchange::{Call, Caller, Failure};
use crate::identity;
use crate::notices::preferences::Class;
use crate::notices::{self, Recipient};
use crate::outbox::{self, Job};
use crate::tiles::Tile;
use crate::tiles::manifest::Submit;
use crate::vault::{DataKey, Place};
use attachments::sent_files;

const WORDING: &str = "request.wording";
/// How long a withdrawal waits for its request to be handed over first.
const AFTER_DELIVERY: Duration = Duration::from_secs(2);

/// A job's request, its tile, its owner's key and what was sent.
struct Subject {
    request: Request,
    tile: std::sync::Arc<Tile>,
    key: DataKey,
    submission: Submission,
}

impl Requests {
    /// The subject of a job; `None` when it no longer exists (the person was erased, the tile
    /// withdrawn).
    async fn subject(&self, job: &Job) -> Result<Option<Subject>, Error> {
        let Some(id) = job.request else { return Ok(None) };
        let mut db = self.base.db.read().await?;
        let Some(request) = store::find_by_id(&mut db, id).await? else { return Ok(None) };
        let Some(key) = identity::data_key(&mut db, &self.base.vault, request.account_id).await? else {
            return Ok(None);
        };
        let (Some(tile), Some(sealed)) = (self.tile_of(&request), &request.wording) else {
            return Ok(None);
        };
        let submission = key.open_json(Place::new(WORDING, request.id.0), sealed)?;
        Ok(Some(Subject { request, tile, key, submission }))
    }

    /// Hands a submitted request to its back-end.
    ///
    /// # Errors
    /// When the job's end cannot be stored.
    pub async fn deliver(&self, job: &Job) -> Result<(), Error> {
        let Some(subject) = self.subject(job).await? else { return self.bury(job, "", "no_subject").await };
        let Some(submit) = subject.tile.manifest.submit.clone() else {
            return self.bury(job, "", "no_route").await;
        };
        let files = self.files(&subject.request).await?;
        if files.iter().any(|file| file.state == State::Checking) {
            return self.wait_for_checks(job, &subject, &submit).await;
        }
        let body = subject.submission.body(&subject.request, &sent_files(&files, &subject.key)?);
        let key = subject.request.id.to_string();
        let path = submit.route.path.expand(&[("request", &key)]);
        let way = (submit.backend.as_str(), submit.route.method.as_str());
        let caller = subject.submission.caller(&subject.request);
        match self.call_for(&subject, &caller, way, path.ok(), &key, &body).await {
            Ok(answer) => {
                crash::point("deliver.answered");
                self.delivered(job, &subject, &submit.backend, &answer, &files).await
            }
            Err(failure) => {
                if self.is_hopeless(job, &submit, failure) {
                    self.give_up(job, &subject, &submit.backend, failure).await
                } else {
                    self.put_off(job, &submit.backend, failure).await
                }
            }
        }
    }

    async fn call_for(
        &self,
        subject: &Subject,
        caller: &Caller,
        (backend, method): (&str, &str),
        path: Option<String>,
        idempotency_key: &str,
        body: &Value,
    ) -> Result<Value, Failure> {
        let path = path.ok_or(Failure::NotCallable)?;
        let tile = subject.request.tile.as_str();
        let call = Call { backend, tile, method, path: &path, idempotency_key, body };
        Ok(self.exchange.call(call, caller).await?.body)
    }

    async fn delivered(
        &self,
        job: &Job,
        subject: &Subject,
        backend: &str,
        answer: &Value,
        files: &[Attachment],
    ) -> Result<(), Error> {
        let request = &subject.request;
        let event = Event::RequestDelivered { backend: backend.to_owned(), attempts: job.attempts };
        let mut act =
            self.base.acts.begin(Actor::system(), event.of(request.account_id).on(request.id)).await?;
        let at = act.at();
        let reference = answer.get("reference").and_then(Value::as_str).and_then(fit_reference);
        store::delivered(act.rows(), request.id, reference, at).await?;
        for file in files.iter().filter(|file| file.counts()) {
            promise_delivery(&mut act, file).await?;
        }
        self.add_step(&mut act, request.id, "delivered").await?;
        store::pulls::heard(act.rows(), backend, at).await?;
        act.finish(job).await?;
        crash::point("deliver.before_commit");
        act.commit().await?;
        Ok(())
    }

    /// The back-end refused, or stayed silent past the tile's limit: the citizen is told, and the
    /// job is buried where an administrator sees it.
    async fn give_up(
        &self,
        job: &Job,
        subject: &Subject,
        backend: &str,
        failure: Failure,
    ) -> Result<(), Error> {
        let request = &subject.request;
        let reason = failure.to_string();
        let event = Event::DeliveryGivenUp {
            backend: backend.to_owned(),
            attempts: job.attempts,
            reason: reason.clone(),
        };
        tracing::error!(backend, reason, request = %request.id, "delivery.given_up");
        let mut act =
            self.base.acts.begin(Actor::system(), event.of(request.account_id).on(request.id)).await?;
        store::given_up(act.rows(), request.id).await?;
        let step = self.add_step(&mut act, request.id, "given-up").await?;
        let content = words::notice(&subject.tile, &self.base.text, &step, &Details::default(), request);
        let to = Recipient { account: request.account_id, request: Some(request.id), key: &subject.key };
        notices::tell(&self.base, &mut act, &to, Class::Requests, &content).await?;
        act.put_off(job, None, &reason).await?;
        act.commit().await?;
        Ok(())
    }

    async fn put_off(&self, job: &Job, backend: &str, failure: Failure) -> Result<(), Error> {
        let reason = failure.to_string();
        let event = Event::DeliveryFailed {
            backend: backend.to_owned(),
            attempts: job.attempts,
            reason: reason.clone(),
        };
        let mut act = self.base.acts.begin(Actor::system(), about(job, event)).await?;
        let (at, next) = (act.at(), outbox::next_attempt(&self.base.config.outbox, act.at(), job.attempts));
        act.put_off(job, Some(next), &reason).await?;
        note_silence(&mut act, backend, failure, at).await?;
        act.commit().await?;
        Ok(())
    }

    /// The back-end took it, and that is all.
    async fn handed_over(&self, job: &Job, backend: &str, event: Event) -> Result<(), Error> {
        let mut act = self.base.acts.begin(Actor::system(), about(job, event)).await?;
        let at = act.at();
        store::pulls::heard(act.rows(), backend, at).await?;
        act.finish(job).await?;
        act.commit().await?;
        Ok(())
    }

    /// A job that no attempt can help.
    async fn bury(&self, job: &Job, backend: &str, reason: &str) -> Result<(), Error> {
        let event = Event::DeliveryGivenUp {
            backend: backend.to_owned(),
            attempts: job.attempts,
            reason: reason.to_owned(),
        };
        let mut act = self.base.acts.begin(Actor::system(), about(job, event)).await?;
        act.put_off(job, None, reason).await?;
        act.commit().await?;
        Ok(())
    }

    /// Tells the back-end that the citizen withdraws, once it has the request itself.
    ///
    /// # Errors
    /// When the job's end cannot be stored.
    pub async fn deliver_withdrawal(&self, job: &Job) -> Result<(), Error> {
        let Some(subject) = self.subject(job).await? else { return self.bury(job, "", "no_subject").await };
        let (Some(submit), Some(rule)) = (&subject.tile.manifest.submit, withdrawal_rule(&subject.tile))
        else {
            return self.bury(job, "", "no_route").await;
        };
        match subject.request.delivery {
            Delivery::Delivered => {}
            Delivery::GivenUp => return self.withdrawn_unsent(job, &subject).await,
            Delivery::None | Delivery::Waiting => return self.wait_for_delivery(job).await,
        }
        let id = subject.request.id.to_string();
        let path = rule.route.path.expand(&[("request", &id)]);
        let body = json!({ "request": id, "reference": subject.request.reference });
        let key = format!("{id}-withdrawal");
        let way = (submit.backend.as_str(), rule.route.method.as_str());
        let caller = subject.submission.caller(&subject.request);
        match self.call_for(&subject, &caller, way, path.ok(), &key, &body).await {
            Ok(_) => {
                let event =
                    Event::WithdrawalDelivered { backend: submit.backend.clone(), attempts: job.attempts };
                self.handed_over(job, &submit.backend, event).await
            }
            // The wish stays asked: an administrator sees the job and sets it to run again.
            Err(failure) if self.is_hopeless(job, submit, failure) => {
                self.bury(job, &submit.backend, &failure.to_string()).await
            }
            Err(failure) => self.put_off(job, &submit.backend, failure).await,
        }
    }

    /// Whether to stop trying: the back-end refused, or the tile's limit has passed.
    fn is_hopeless(&self, job: &Job, submit: &Submit, failure: Failure) -> bool {
        let limit = Duration::from_hours(u64::from(submit.give_up_after_hours));
        // The portal itself keeps the back-end from answering: that is no reason to give up.
        let waits = failure == Failure::InMaintenance;
        !failure.passes() || !waits && self.base.clock.now().since(job.created_at) >= limit
    }

    /// The back-end never had the request, so nobody but the portal can accept its withdrawal.
    async fn withdrawn_unsent(&self, job: &Job, subject: &Subject) -> Result<(), Error> {
        let request = &subject.request;
        let event = Event::WithdrawalAnswered { backend: String::new(), outcome: "accepted" };
        let mut act = self.base.acts.begin(Actor::system(), about(job, event)).await?;
        let at = act.at();
        store::hold(act.rows(), request.id).await?;
        self.add_step(&mut act, request.id, "withdrawal-accepted").await?;
        self.restand(&mut act, request.id, at).await?;
        act.finish(job).await?;
        act.commit().await?;
        Ok(())
    }

    async fn wait_for_delivery(&self, job: &Job) -> Result<(), Error> {
        self.wait(job, "waits_for_delivery").await
    }

    /// Looks again a little later: something else has to happen first.
    async fn wait(&self, job: &Job, reason: &str) -> Result<(), Error> {
        let mut chore = self.base.acts.chore(crate::act::Chore::ReturnJobs).await?;
        let next = self.base.clock.now().after(AFTER_DELIVERY);
        outbox::store::put_off(chore.rows(), job, Some(next), reason).await?;
        chore.commit().await?;
        Ok(())
    }
}

/// Notes a back-end that does not answer as it should. One that refuses does answer.
async fn note_silence(
    act: &mut Act,
    backend: &str,
    failure: Failure,
    at: Micros,
) -> Result<(), crate::store::Error> {
    if failure.is_silence() {
        store::pulls::failed(act.rows(), backend, at).await?;
    }
    Ok(())
}

fn about(job: &Job, event: Event) -> crate::audit::Entry {
    crate::audit::Entry { event, account: job.account, request: job.request }
}

/// A back-end's reference is shown to citizens: short, printable, or not at all.
fn fit_reference(reference: &str) -> Option<&str> {
    let fit = (1..=40).contains(&reference.len())
        && reference.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | ' '));
    fit.then_some(reference)
}
