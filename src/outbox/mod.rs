//! The outbox: work promised in an act and done after it, at least once (P10).
//!
//! A job is leased by one worker at a time. Its effects and its end are one act, fenced by the
//! lease, so that a worker that slept cannot finish another's work. What fails is tried again with
//! growing, jittered pauses; what cannot succeed is buried where an administrator sees it.

pub mod store;
mod worker;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::clock::Micros;
use crate::config;
use crate::id::{AccountId, JobId, RequestId, random};

pub use worker::{Work, Workers};

/// What can go wrong at the end of a job.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another worker holds the job by now.
    #[error("another worker holds this job")]
    Fenced,
    /// The database did not take it.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

/// The kinds of work. The word is stored, so it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Hand a submitted request to its back-end.
    DeliverRequest,
    /// Tell the back-end that the citizen withdraws.
    DeliverWithdrawal,
    /// Hand the answer to a task, or a message, to the back-end.
    DeliverReply,
    /// Tell the back-end that the citizen opened a document.
    TellOpened,
    /// Hand another person's part of a request to the back-end.
    DeliverPart,
    /// Tell a person outside the portal that a message waits.
    DeliverNotice,
    /// Do what follows when a notice that had left came back.
    HandleBounce,
    /// Tell a person by e-mail that a message waits, as an older release promised it.
    SendMail,
    /// Have a file checked for malware.
    CheckAttachment,
    /// Hand a file of a delivered request to its back-end.
    DeliverAttachment,
    /// Destroy the content of a file that was removed.
    DestroyAttachment,
    /// Tell a back-end that a person has closed their account.
    TellClosing,
    /// Put an announcement in the inboxes of some of those who asked for news.
    SendAnnouncement,
    /// Send the code that confirms an address.
    SendCode,
    /// Tell an address that it is used no more.
    TellRemoval,
}

impl Kind {
    /// All of them.
    const ALL: &[Self] = &[
        Self::DeliverRequest,
        Self::DeliverWithdrawal,
        Self::CheckAttachment,
        Self::DeliverAttachment,
        Self::DestroyAttachment,
        Self::DeliverReply,
        Self::TellOpened,
        Self::DeliverPart,
        Self::DeliverNotice,
        Self::HandleBounce,
        Self::SendMail,
        Self::TellClosing,
        Self::SendAnnouncement,
        Self::SendCode,
        Self::TellRemoval,
    ];

    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::DeliverRequest => "deliver-request",
            Self::DeliverWithdrawal => "deliver-withdrawal",
            Self::DeliverReply => "deliver-reply",
            Self::TellOpened => "tell-opened",
            Self::DeliverPart => "deliver-part",
            Self::DeliverNotice => "deliver-notice",
            Self::HandleBounce => "handle-bounce",
            Self::SendMail => "send-mail",
            Self::CheckAttachment => "check-attachment",
            Self::DeliverAttachment => "deliver-attachment",
            Self::DestroyAttachment => "destroy-attachment",
            Self::TellClosing => "tell-closing",
            Self::SendAnnouncement => "send-announcement",
            Self::SendCode => "send-code",
            Self::TellRemoval => "tell-removal",
        }
    }

    /// Whether it hands something of a person's over to a service, with what only that person's key opens.
    #[must_use]
    pub fn is_promised_to_a_backend(self) -> bool {
        match self {
            Self::DeliverRequest
            | Self::DeliverWithdrawal
            | Self::DeliverReply
            | Self::DeliverPart
            | Self::TellOpened
            | Self::DeliverAttachment => true,
            Self::DeliverNotice
            | Self::HandleBounce
            | Self::SendMail
            | Self::CheckAttachment
            | Self::DestroyAttachment
            | Self::TellClosing
            | Self::SendAnnouncement
            | Self::SendCode
            | Self::TellRemoval => false,
        }
    }

    /// The kind of a stored word; `None` when a newer release wrote it.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// A promise of work.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// What kind of work.
    pub kind: Kind,
    /// What it is for: there is at most one job for each kind and subject.
    pub subject: Uuid,
    /// Whose file it concerns.
    pub account: Option<AccountId>,
    /// Which request it concerns.
    pub request: Option<RequestId>,
    /// What the work needs to know: ids and codes, never personal words.
    pub payload: Value,
}

impl NewJob {
    /// The key that makes the promise unique.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}:{}", self.kind.word(), self.subject)
    }
}

/// A job that this process holds.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What kind of work.
    pub kind: Kind,
    /// Whose file it concerns.
    pub account: Option<AccountId>,
    /// Which request it concerns.
    pub request: Option<RequestId>,
    /// What the work needs to know.
    pub payload: Value,
    /// The attempts so far, this one included.
    pub attempts: i64,
    /// When it was promised.
    pub created_at: Micros,
    /// The fence.
    pub lease: Uuid,
}

/// Rouses the workers of this process as soon as an act has promised something.
#[derive(Clone, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    /// Rouses one worker.
    pub fn now(&self) {
        self.0.notify_one();
    }

    async fn called(&self) {
        self.0.notified().await;
    }
}

/// When to try again after the attempt number `attempts` failed at `now`.
#[must_use]
pub fn next_attempt(settings: &config::Outbox, now: Micros, attempts: i64) -> Micros {
    let first = Duration::from_secs(settings.first_retry_s);
    now.after(pause(attempts, first, Duration::from_secs(settings.longest_retry_s)))
}

/// The pause before the next attempt: doubling from `first` up to `longest`, then cut by up to a
/// half at random, so that jobs that failed together do not come back together.
#[must_use]
pub fn pause(attempts: i64, first: Duration, longest: Duration) -> Duration {
    let doublings = u32::try_from(attempts.saturating_sub(1).clamp(0, 30)).unwrap_or(30);
    let full = first.saturating_mul(2_u32.saturating_pow(doublings)).min(longest);
    let [byte] = random::<1>();
    full.mul_f64(0.5 + f64::from(byte) / 510.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_within_bounds() {
        let (first, longest) = (Duration::from_secs(5), Duration::from_hours(1));
        for attempts in 1..80 {
            let pause = pause(attempts, first, longest);
            assert!(pause >= first / 2 && pause <= longest, "{attempts}: {pause:?}");
        }
        assert!(pause(10, first, longest) > pause(1, first, longest));
    }

    #[test]
    fn stored_words_come_back_as_kinds() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of(kind.word()), Some(*kind));
        }
        assert_eq!(Kind::of("from-the-future"), None);
    }
}
