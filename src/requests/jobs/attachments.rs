//! The files of a request after they were added: checked for malware, and handed to the back-end once
//! it has the request. Each is its own job, so that one file holds up no other.

use std::fmt::Write as _;
use std::time::Duration;

use super::replies::place;
use super::{Error, Subject, about};
use crate::act::{Act, Actor};
use crate::attachments::{self, Attachment, Kind, ScanFailure, State, Verdict, With, name};
use crate::audit::{AttachmentEvent, Event};
use crate::crash;
use crate::exchange::{Caller, Failure, File};
use crate::identity;
use crate::notices::preferences::Class;
use crate::notices::{self, Content, Recipient, Words};
use crate::outbox::{self, Job};
use crate::requests::replies::Written;
use crate::requests::submission::SentFile;
use crate::requests::words::discreet_notice;
use crate::requests::{Request, Requests, store};
use crate::text::{Locale, params};
use crate::tiles::Tile;
use crate::tiles::manifest::Submit;
use crate::vault::DataKey;

/// How long a file that cannot be checked is tried again.
const CHECKED_WITHIN: Duration = Duration::from_hours(72);

/// What the back-end is told of the files that follow.
pub(super) fn sent_files(files: &[Attachment], key: &DataKey) -> Result<Vec<SentFile>, crate::vault::Error> {
    let counted = files.iter().filter(|file| file.counts());
    counted
        .map(|file| {
            let details = file.details(key)?;
            Ok(SentFile {
                id: file.id,
                field: (file.comes_with == With::Form).then(|| file.field.clone()),
                name: name::shown(&details.name),
                media_type: file.media_type.clone(),
                size: file.size,
                sha256: details.sha256.iter().fold(String::new(), |mut digits, byte| {
                    let _ = write!(digits, "{byte:02x}");
                    digits
                }),
            })
        })
        .collect()
}

impl Requests {
    pub(super) async fn files(&self, request: &Request) -> Result<Vec<Attachment>, Error> {
        Ok(attachments::store::list(&mut self.base.db.read().await?, request.id).await?)
    }

    /// A request is handed over once each of its files is known to be safe or refused.
    pub(super) async fn wait_for_checks(
        &self,
        job: &Job,
        subject: &Subject,
        submit: &Submit,
    ) -> Result<(), Error> {
        if self.is_hopeless(job, submit, Failure::Timeout) {
            return self.give_up(job, subject, &submit.backend, Failure::Timeout).await;
        }
        self.wait(job, "waits_for_checks").await
    }

    /// Has a file checked, and says what came of it.
    ///
    /// # Errors
    /// When the job's end cannot be stored.
    pub async fn check_attachment(&self, job: &Job) -> Result<(), Error> {
        let Some((file, key)) = self.file(job).await? else { return self.nothing_to_do(job).await };
        if file.state != State::Checking {
            return self.nothing_to_do(job).await;
        }
        let verdict = self.attachments.verdict(&key, &file).await;
        crash::point("attachment.scanned");
        match verdict {
            Ok(Verdict::Clean) => {
                let event = AttachmentEvent::Checked { attempts: job.attempts };
                let mut act = self.base.acts.begin(Actor::system(), about(job, event.into())).await?;
                attachments::store::judge(act.rows(), file.id, State::Safe).await?;
                self.end(act, job).await
            }
            Ok(Verdict::Infected(signature)) => self.infected(job, &file, &key, &signature).await,
            Err(failure) => self.not_checked(job, &failure).await,
        }
    }

    /// The file of a job and its owner's key; `None` when one of them is gone.
    async fn file(&self, job: &Job) -> Result<Option<(Attachment, DataKey)>, Error> {
        let Some(id) = attachments::subject(job) else { return Ok(None) };
        let mut db = self.base.db.read().await?;
        let Some(file) = attachments::store::find(&mut db, id).await? else { return Ok(None) };
        let key = identity::data_key(&mut db, &self.base.vault, file.account_id).await?;
        Ok(key.map(|key| (file, key)))
    }

    /// The file was removed, or this was done before.
    async fn nothing_to_do(&self, job: &Job) -> Result<(), Error> {
        let mut chore = self.base.acts.chore(crate::act::Chore::ReturnJobs).await?;
        outbox::store::finish(chore.rows(), job, self.base.clock.now()).await?;
        chore.commit().await?;
        Ok(())
    }

    async fn end(&self, mut act: Act, job: &Job) -> Result<(), Error> {
        act.finish(job).await?;
        crash::point("attachment.before_commit");
        act.commit().await?;
        Ok(())
    }

    /// Its content is destroyed at once. Before it is sent, the page says so; after that, a message
    /// does.
    async fn infected(
        &self,
        job: &Job,
        file: &Attachment,
        key: &DataKey,
        signature: &str,
    ) -> Result<(), Error> {
        tracing::warn!(attachment = %file.id, signature, "attachments.infected");
        let event = AttachmentEvent::Infected { attempts: job.attempts };
        let mut act = self.base.acts.begin(Actor::system(), about(job, event.into())).await?;
        if attachments::store::judge(act.rows(), file.id, State::Refused).await? {
            attachments::promise_destruction(&mut act, file).await?;
            let request = store::find_by_id(act.rows(), file.request_id).await?;
            // It may have been sent since it was handed to the scanner.
            let now = attachments::store::find(act.rows(), file.id).await?;
            let replied = now.is_some_and(|file| file.reply_id.is_some());
            let sent = |request: &Request| match file.comes_with {
                With::Form => request.state != super::super::State::Draft,
                With::Task | With::Message => replied,
            };
            if let Some(request) = request.filter(sent) {
                self.tell_of_file(&mut act, &request, file, key, "attachment-refused").await?;
            }
        }
        self.end(act, job).await
    }

    async fn not_checked(&self, job: &Job, failure: &ScanFailure) -> Result<(), Error> {
        let (reason, attempts) = (failure.to_string(), job.attempts);
        let last = self.base.clock.now().since(job.created_at) >= CHECKED_WITHIN;
        let event = if last {
            tracing::error!(reason, job = %job.id, "attachments.check_given_up");
            AttachmentEvent::CheckGivenUp { attempts, reason: reason.clone() }
        } else {
            tracing::warn!(?failure, job = %job.id, "attachments.check_failed");
            AttachmentEvent::CheckFailed { attempts, reason: reason.clone() }
        };
        let mut act = self.base.acts.begin(Actor::system(), about(job, event.into())).await?;
        let next = outbox::next_attempt(&self.base.config.outbox, act.at(), attempts);
        act.put_off(job, (!last).then_some(next), &reason).await?;
        act.commit().await?;
        Ok(())
    }

    /// Hands a file to the back-end, which has the request already.
    ///
    /// # Errors
    /// When the job's end cannot be stored.
    pub async fn deliver_attachment(&self, job: &Job) -> Result<(), Error> {
        let (Some((file, key)), Some(subject)) = (self.file(job).await?, self.subject(job).await?) else {
            return self.bury(job, "", "no_subject").await;
        };
        let Some(submit) = subject.tile.manifest.submit.clone() else {
            return self.bury(job, "", "no_route").await;
        };
        let caller = self.sender(&subject, &file).await?;
        let sent = self.send_file((&subject, &caller), &submit, &file, &key).await;
        crash::point("attachment.sent");
        match sent {
            Ok(()) => {
                let event =
                    AttachmentEvent::Delivered { backend: submit.backend.clone(), attempts: job.attempts };
                let act = self.base.acts.begin(Actor::system(), about(job, event.into())).await?;
                self.end(act, job).await
            }
            Err(failure) if self.is_hopeless(job, &submit, failure) => {
                self.give_file_up(job, &subject, &submit.backend, &file, failure).await
            }
            Err(failure) => self.put_off(job, &submit.backend, failure).await,
        }
    }

    async fn send_file(
        &self,
        (subject, caller): (&Subject, &Caller),
        submit: &Submit,
        file: &Attachment,
        key: &DataKey,
    ) -> Result<(), Failure> {
        // What the storage does not give now, it may give later.
        let unreadable = |_| Failure::Unreachable;
        let details = file.details(key).map_err(|_| Failure::NotCallable)?;
        let content = self.attachments.read(key, file).await.map_err(unreadable)?;
        let path = submit.route.path.expand(&[]).map_err(|_| Failure::NotCallable)?;
        let path = format!("{path}/{}/attachments/{}", file.request_id, file.id);
        let file = File {
            backend: &submit.backend,
            tile: subject.request.tile.as_str(),
            path: &path,
            idempotency_key: &file.id.to_string(),
            media_type: &file.media_type,
            size: file.size,
            sha256: details.sha256,
            disposition: name::disposition(&details.name, file.kind().unwrap_or(Kind::Pdf)),
            // Before another worker takes the job over.
            patience: Duration::from_secs(self.base.config.outbox.lease_s) * 3 / 4,
        };
        self.exchange.send(file, content, caller).await
    }

    /// The citizen as they were when they sent the file: with the request, or with a reply.
    async fn sender(&self, subject: &Subject, file: &Attachment) -> Result<Caller, Error> {
        let Some(id) = file.reply_id else { return Ok(subject.submission.caller(&subject.request)) };
        let reply = store::replies::find(&mut self.base.db.read().await?, id).await?;
        let Some(reply) = reply else { return Ok(subject.submission.caller(&subject.request)) };
        let written: Written = subject.key.open_json(place(reply.id), &reply.content)?;
        Ok(written.caller(&subject.request))
    }

    async fn give_file_up(
        &self,
        job: &Job,
        subject: &Subject,
        backend: &str,
        file: &Attachment,
        failure: Failure,
    ) -> Result<(), Error> {
        let (reason, attempts) = (failure.to_string(), job.attempts);
        tracing::error!(backend, reason, attachment = %file.id, "attachments.given_up");
        let event = Event::DeliveryGivenUp { backend: backend.to_owned(), attempts, reason: reason.clone() };
        let mut act = self.base.acts.begin(Actor::system(), about(job, event)).await?;
        self.tell_of_file(&mut act, &subject.request, file, &subject.key, "attachment-not-delivered").await?;
        act.put_off(job, None, &reason).await?;
        act.commit().await?;
        Ok(())
    }

    /// A line of the timeline and a message: what happened to a file that was sent, and what to do.
    async fn tell_of_file(
        &self,
        act: &mut Act,
        request: &Request,
        file: &Attachment,
        key: &DataKey,
        what: &str,
    ) -> Result<(), Error> {
        self.add_step(act, request.id, what).await?;
        let Some(tile) = self.catalogue.get(&request.tile) else { return Ok(()) };
        let name = name::shown(&file.details(key)?.name);
        let words = |locale| self.words_of_file(&tile, request, &name, what, locale);
        let content = if tile.is_sensitive() {
            discreet_notice(&tile, &self.base.text, &request.reference)
        } else {
            let reference = Some(request.reference.clone());
            Content { fr: words(Locale::Fr), en: words(Locale::En), reference, link: None }
        };
        let to = Recipient { account: request.account_id, request: Some(request.id), key };
        notices::tell(&self.base, act, &to, Class::Requests, &content).await?;
        Ok(())
    }

    fn words_of_file(&self, tile: &Tile, request: &Request, name: &str, what: &str, locale: Locale) -> Words {
        let values = params([("name", name.into()), ("reference", request.reference.as_str().into())]);
        let say = |key: &str| self.base.text.get_with(locale, key, &values);
        Words {
            from: tile.title(locale).to_owned(),
            // text: step-*
            subject: say(&format!("step-{what}")),
            // text: notice-attachment-*
            paragraphs: vec![say(&format!("notice-{what}")), say("notice-request")],
        }
    }
}
