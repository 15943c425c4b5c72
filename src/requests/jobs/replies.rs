//! Handing over what citizens send about a request under way, and telling that they opened a
//! document: at least once, with one effect, like the request itself.

use serde_json::{Value, json};
use sqlx::types::Json;

use super::attachments::sent_files;
use super::{Subject, about};
use crate::act::Actor;
use crate::attachments::{self, Attachment, State, promise_delivery};
use crate::audit::Event;
use crate::exchange::Failure;
use crate::id::{DocumentId, ReplyId};
use crate::notices::preferences::Class;
use crate::notices::{self, Recipient};
use crate::outbox::Job;
use crate::requests::news::{Details, sealed_step, task_details};
use crate::requests::pages::own_step;
use crate::requests::replies::{What, Written};
use crate::requests::store::{self, Reply, Task};
use crate::requests::{Delivery, Error, Requests, words};
use crate::tiles::manifest::Submit;
use crate::tiles::route::Route;
use crate::vault::Place;

/// The place of what is sealed of a reply.
pub(in crate::requests) fn place(reply: ReplyId) -> Place {
    Place::new("reply.content", reply.0)
}

fn id<T: std::str::FromStr>(job: &Job, name: &str) -> Option<T> {
    job.payload.get(name)?.as_str()?.parse().ok()
}

impl Requests {
    /// Hands the answer to a task, or a message, to the back-end, once it has the request itself.
    ///
    /// # Errors
    /// When the job's end cannot be stored.
    pub async fn deliver_reply(&self, job: &Job) -> Result<(), Error> {
        let Some(subject) = self.subject(job).await? else { return self.bury(job, "", "no_subject").await };
        let Some((reply, task)) = self.reply(job, &subject).await? else {
            return self.bury(job, "", "no_subject").await;
        };
        let written: Written = subject.key.open_json(place(reply.id), &reply.content)?;
        let (Some(submit), Some(route)) = (&subject.tile.manifest.submit, route(&subject, &written)) else {
            return self.bury(job, "", "no_route").await;
        };
        match subject.request.delivery {
            Delivery::Delivered => {}
            Delivery::None | Delivery::Waiting => return self.wait_for_delivery(job).await,
            Delivery::GivenUp => {
                return self.give_reply_up(job, &subject, submit, &reply, "no_request").await;
            }
        }
        let files = self.files_of(&subject, &reply).await?;
        if files.iter().any(|file| file.state == State::Checking) {
            if self.is_hopeless(job, submit, Failure::Timeout) {
                let reason = Failure::Timeout.to_string();
                return self.give_reply_up(job, &subject, submit, &reply, &reason).await;
            }
            return self.wait(job, "waits_for_checks").await;
        }
        if let Some(task) =
            task.as_ref().filter(|_| !files.is_empty() && !files.iter().any(Attachment::counts))
        {
            return self.ask_again(job, &subject, &reply, task).await;
        }
        let request = subject.request.id.to_string();
        let named = task.as_ref().map(|task| task.name.as_str()).unwrap_or_default();
        let path = route.path.expand(&[("request", &request), ("task", named)]);
        let sent = sent_files(&files, &subject.key)?;
        let body = written.body(&subject.request, &reply, task.as_ref(), &sent);
        let way = (submit.backend.as_str(), route.method.as_str());
        let caller = written.caller(&subject.request);
        match self.call_for(&subject, &caller, way, path.ok(), &reply.id.to_string(), &body).await {
            Ok(_) => self.reply_delivered(job, &reply, submit, &files).await,
            Err(failure) if self.is_hopeless(job, submit, failure) => {
                self.give_reply_up(job, &subject, submit, &reply, &failure.to_string()).await
            }
            Err(failure) => self.put_off(job, &submit.backend, failure).await,
        }
    }

    async fn reply(&self, job: &Job, subject: &Subject) -> Result<Option<(Reply, Option<Task>)>, Error> {
        let Some(id) = id::<ReplyId>(job, "reply") else { return Ok(None) };
        let mut db = self.base.db.read().await?;
        let Some(reply) = store::replies::find(&mut db, id).await? else { return Ok(None) };
        let tasks = store::tasks::of_request(&mut db, subject.request.id).await?;
        let task = tasks.into_iter().find(|task| Some(task.id) == reply.task_id);
        Ok(Some((reply, task)))
    }

    /// The files that were sent with it.
    async fn files_of(&self, subject: &Subject, reply: &Reply) -> Result<Vec<Attachment>, Error> {
        let mut db = self.base.db.read().await?;
        let mut files = attachments::store::of_replies(&mut db, subject.request.id).await?;
        files.retain(|file| file.reply_id == Some(reply.id));
        Ok(files)
    }

    /// None of the files was safe: there is nothing to hand over, and the task waits for the citizen
    /// once more.
    async fn ask_again(&self, job: &Job, subject: &Subject, reply: &Reply, task: &Task) -> Result<(), Error> {
        let request = &subject.request;
        let event = Event::TaskReopened { task: task.code.clone() };
        let mut act = self.base.acts.begin(Actor::system(), about(job, event)).await?;
        let at = act.at();
        store::hold(act.rows(), request.id).await?;
        attachments::store::take_back(act.rows(), request.id, reply.id).await?;
        store::replies::take_back(act.rows(), reply.id).await?;
        if store::tasks::reopen(act.rows(), task.id, reply.asked_seq).await? {
            let details = task_details(task.id, task.details.as_deref(), &subject.key)?;
            let tasks = subject.tile.manifest.tasks.as_ref();
            let mut step = own_step(&self.base.clock, at, "task-reopened");
            step.key = tasks.and_then(|tasks| tasks.codes.get(&task.code)).map(|code| code.key.clone());
            step.params = Json(details.params.clone());
            let content = words::notice(&subject.tile, &self.base.text, &step, &details, request);
            store::insert_step(act.rows(), request.id, &sealed_step(step, &details, &subject.key)?).await?;
            let to = Recipient { account: request.account_id, request: Some(request.id), key: &subject.key };
            notices::tell(&self.base, &mut act, &to, Class::Requests, &content).await?;
            self.restand(&mut act, request.id, at).await?;
        }
        act.finish(job).await?;
        act.commit().await?;
        Ok(())
    }

    async fn reply_delivered(
        &self,
        job: &Job,
        reply: &Reply,
        submit: &Submit,
        files: &[Attachment],
    ) -> Result<(), Error> {
        let event = Event::ReplyDelivered { backend: submit.backend.clone(), attempts: job.attempts };
        let mut act = self.base.acts.begin(Actor::system(), about(job, event)).await?;
        let at = act.at();
        store::replies::delivered(act.rows(), reply.id, at).await?;
        for file in files.iter().filter(|file| file.counts()) {
            promise_delivery(&mut act, file).await?;
        }
        store::pulls::heard(act.rows(), &submit.backend, at).await?;
        act.finish(job).await?;
        act.commit().await?;
        Ok(())
    }

    /// The citizen is told, and the job is buried where an administrator sees it.
    async fn give_reply_up(
        &self,
        job: &Job,
        subject: &Subject,
        submit: &Submit,
        reply: &Reply,
        reason: &str,
    ) -> Result<(), Error> {
        let request = &subject.request;
        let (backend, attempts) = (submit.backend.clone(), job.attempts);
        tracing::error!(backend, reason, request = %request.id, "reply.given_up");
        let event = Event::DeliveryGivenUp { backend, attempts, reason: reason.to_owned() };
        let mut act = self.base.acts.begin(Actor::system(), about(job, event)).await?;
        store::replies::given_up(act.rows(), reply.id).await?;
        let step = self.add_step(&mut act, request.id, "reply-given-up").await?;
        let content = words::notice(&subject.tile, &self.base.text, &step, &Details::default(), request);
        let to = Recipient { account: request.account_id, request: Some(request.id), key: &subject.key };
        notices::tell(&self.base, &mut act, &to, Class::Requests, &content).await?;
        act.put_off(job, None, reason).await?;
        act.commit().await?;
        Ok(())
    }

    /// Tells the back-end that the citizen opened a document.
    ///
    /// # Errors
    /// When the job's end cannot be stored.
    pub async fn tell_opened(&self, job: &Job) -> Result<(), Error> {
        let Some(subject) = self.subject(job).await? else { return self.bury(job, "", "no_subject").await };
        let rules = subject.tile.manifest.documents.clone();
        let (Some(submit), Some(opened)) =
            (subject.tile.manifest.submit.clone(), rules.and_then(|rules| rules.opened))
        else {
            return self.bury(job, "", "no_route").await;
        };
        let documents =
            store::documents::of_request(&mut self.base.db.read().await?, subject.request.id).await?;
        let id = id::<DocumentId>(job, "document");
        let Some(document) = documents.into_iter().find(|document| Some(document.id) == id) else {
            return self.bury(job, "", "no_subject").await;
        };
        let request = subject.request.id.to_string();
        let path = opened.path.expand(&[("request", &request), ("document", &document.name)]);
        let body = json!({
            "request": request,
            "document": document.name,
            "opened_at": document.opened_at.map(|at| at.timestamp().to_string()),
        });
        let way = (submit.backend.as_str(), opened.method.as_str());
        let caller = subject.submission.caller(&subject.request);
        let key = format!("{}-opened", document.id);
        let answer: Result<Value, _> = self.call_for(&subject, &caller, way, path.ok(), &key, &body).await;
        match answer {
            Ok(_) => {
                let event =
                    Event::OpeningDelivered { backend: submit.backend.clone(), attempts: job.attempts };
                self.handed_over(job, &submit.backend, event).await
            }
            Err(failure) if self.is_hopeless(job, &submit, failure) => {
                self.bury(job, &submit.backend, &failure.to_string()).await
            }
            Err(failure) => self.put_off(job, &submit.backend, failure).await,
        }
    }
}

/// The call that takes it.
fn route(subject: &Subject, written: &Written) -> Option<Route> {
    let manifest = &subject.tile.manifest;
    match written.what {
        What::Answer { .. } => manifest.tasks.as_ref().map(|tasks| tasks.route.clone()),
        What::Message { .. } => manifest.messages.as_ref()?.route.clone(),
    }
}
