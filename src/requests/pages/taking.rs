//! Files while they are taken or removed: for a draft, for a task, or for a message. Each is one act
//! with the event and the promise that it is checked.

use super::Found;
use super::draft::expiry;
use crate::act::Act;
use crate::attachments::store::{Added, Bounds};
use crate::attachments::{self, Destination, Received, Refusal, Rules, With};
use crate::audit::{AttachmentEvent, Event};
use crate::clock::Micros;
use crate::crash;
use crate::id::{AttachmentId, TaskId};
use crate::requests::{Requests, State, store};
use crate::web::{Part, Result, Trace, Viewer};

const MIB: u64 = 1024 * 1024;
/// Files beyond what a service takes are read to their end as well, to be told why they are refused:
/// as many again.
const PATIENCE: usize = 2;

/// The files of one form while they are taken.
pub(super) struct Taking<'a> {
    pub requests: &'a Requests,
    pub viewer: &'a Viewer,
    pub trace: &'a Trace,
    pub found: &'a Found,
    pub purpose: TakingFor,
    pub rules: Rules,
}

/// What files are taken for.
#[derive(Clone, Copy)]
pub(super) enum TakingFor {
    Draft,
    Task(TaskId),
    Message,
}

impl TakingFor {
    fn with(self) -> With {
        match self {
            Self::Draft => With::Form,
            Self::Task(_) => With::Task,
            Self::Message => With::Message,
        }
    }

    /// Holds what the files go with, as part of an act; `false` when it takes none any more: another
    /// window sent it, or the service said something else.
    async fn hold(self, act: &mut Act, found: &Found, at: Micros) -> Result<bool> {
        let id = found.request.id;
        if let Self::Draft = self {
            return Ok(store::drafts::touch(act.rows(), id, at, expiry(&found.tile, at)).await?);
        }
        store::hold(act.rows(), id).await?;
        let request = store::find_by_id(act.rows(), id).await?;
        let under_way = request.is_some_and(|request| request.state != State::Closed);
        let Self::Task(task) = self else { return Ok(under_way) };
        let tasks = store::tasks::of_request(act.rows(), id).await?;
        Ok(under_way && tasks.iter().any(|one| one.id == task && one.is_open()))
    }
}

impl Taking<'_> {
    /// The most bytes that the form with these files holds beside its fields.
    pub fn most_bytes(&self) -> usize {
        self.rules.max * PATIENCE * usize::try_from(self.rules.max_bytes()).unwrap_or(0)
    }

    /// Takes one file that `field` asked for, which takes at most `most`. Gives whether there is one
    /// more then: the same file twice is one.
    pub async fn take(&self, field: &str, most: usize, part: &mut Part) -> Result<Result<bool, Refusal>> {
        let to = Destination {
            account: self.viewer.account,
            request: self.found.request.id,
            with: self.purpose.with(),
            field,
            key: &self.viewer.key,
        };
        match self.requests.attachments.receive(&to, &self.rules, part).await? {
            Ok(received) => self.add(&to, most, &received).await,
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    async fn add(
        &self,
        to: &Destination<'_>,
        most: usize,
        received: &Received,
    ) -> Result<Result<bool, Refusal>> {
        crash::point("attachment.stored");
        let base = &self.requests.base;
        let event = AttachmentEvent::Added {
            field: match self.purpose {
                TakingFor::Draft => to.field.to_owned(),
                TakingFor::Task(_) => "task".to_owned(),
                TakingFor::Message => "message".to_owned(),
            },
            media_type: received.kind.media_type(),
            size: received.size,
        };
        let entry = Event::from(event).of(to.account).on(to.request);
        let mut act = base.acts.begin(self.viewer.actor(self.trace), entry).await?;
        let at = act.at();
        let checks = self.requests.attachments.checks();
        let bounds = Bounds {
            max: most,
            daily_bytes: base.config.attachments.daily_mib * MIB,
            state: if checks { attachments::State::Checking } else { attachments::State::Unchecked },
            at,
        };
        let added = if self.purpose.hold(&mut act, self.found, at).await? {
            attachments::store::add(act.rows(), to, received, &bounds).await?
        } else {
            Added::TooMany
        };
        if added == Added::New {
            if checks {
                attachments::promise_check(&mut act, to, received.id).await?;
            }
            act.commit().await?;
            crash::point("attachment.added");
            return Ok(Ok(true));
        }
        drop(act);
        self.requests.attachments.discard(received.id).await?;
        Ok(match added {
            Added::TooMany => Err(Refusal::TooMany),
            Added::OverQuota => Err(Refusal::Quota),
            Added::New | Added::Again => Ok(false),
        })
    }

    /// Removes a file; one that is not among these is passed over. Gives whether there was one.
    pub async fn remove(&self, id: AttachmentId) -> Result<bool> {
        let owner = (self.viewer.account, self.found.request.id);
        let entry = Event::from(AttachmentEvent::Removed).of(owner.0).on(owner.1);
        let mut act = self.requests.base.acts.begin(self.viewer.actor(self.trace), entry).await?;
        let at = act.at();
        if !self.purpose.hold(&mut act, self.found, at).await? {
            return Ok(false);
        }
        let one = (self.purpose.with(), id);
        let removed = attachments::forget(&mut act, owner, Some(one)).await? > 0;
        if removed {
            act.commit().await?;
        }
        Ok(removed)
    }
}
