//! Files that people add to a request: taken as they come, told by their content, sealed before they
//! touch a disk, and checked for malware before anyone else gets them (ASVS V12).
//!
//! A file has a row before its first byte is kept, so that whatever dies on the way is known and
//! cleared. Its content lies in the [`storage`](Storage) under the account's key: destroying that key
//! destroys the file in every copy.

pub mod content;
mod jobs;
pub mod name;
pub mod personal;
mod scanner;
mod storage;
pub mod store;
mod upload;

use std::ops::Deref;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::act::Act;
use crate::base::Base;
use crate::id::{AccountId, AttachmentId, ReplyId, RequestId};
use crate::outbox::{Kind as Work, NewJob};
use crate::vault::{DataKey, Opener, Place};

pub use content::Kind;
pub use jobs::subject;
pub use scanner::{ScanFailure, Verdict, ping};
pub use storage::{Error as StorageError, Storage};
pub use upload::{Destination, Received, Rules};

use scanner::Scanner;

const CONTENT: &str = "attachment.content";
const DETAILS: &str = "attachment.details";

/// How far a file has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FileState)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    /// On its way: not shown yet.
    Uploading,
    /// Kept, and being checked for malware.
    Checking,
    /// Checked, and nothing was found.
    Safe,
    /// Kept where no scanner is set up.
    Unchecked,
    /// The scanner found malware: its content is destroyed.
    Refused,
}

/// What a file comes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum With {
    /// The answers to a form.
    Form,
    /// The answer to a task.
    Task,
    /// A message.
    Message,
}

/// Why a file is not taken, at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It has no content.
    #[error("empty")]
    Empty,
    /// It is larger than the service takes.
    #[error("large")]
    TooLarge,
    /// Its content is of no kind that the service takes.
    #[error("kind")]
    Kind,
    /// Its name ends as another kind's does, or the browser calls it another kind.
    #[error("name")]
    Name,
    /// It needs a password.
    #[error("protected")]
    Protected,
    /// It breaks off, or is not what it begins as.
    #[error("damaged")]
    Damaged,
    /// It is several things at once.
    #[error("mixed")]
    Mixed,
    /// It would unfold to more than machines hold.
    #[error("pixels")]
    Pixels,
    /// The request has as many files as the service takes.
    #[error("many")]
    TooMany,
    /// The account uploaded as much today as it may.
    #[error("quota")]
    Quota,
}

impl Refusal {
    /// The Fluent key of the words for it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "error-file-empty",
            Self::TooLarge => "error-file-large",
            Self::Kind => "error-file-kind",
            Self::Name => "error-file-name",
            Self::Protected => "error-file-protected",
            Self::Damaged => "error-file-damaged",
            Self::Mixed => "error-file-mixed",
            Self::Pixels => "error-file-pixels",
            Self::TooMany => "error-file-many",
            Self::Quota => "error-file-quota",
        }
    }
}

/// A file of a request, as its row tells it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Attachment {
    /// Its id, which back-ends know it by.
    pub id: AttachmentId,
    /// Whose it is.
    pub account_id: AccountId,
    /// The request it belongs to.
    pub request_id: RequestId,
    /// What it comes with.
    pub comes_with: With,
    /// The field of the form that asked for it; for a task, its id.
    pub field: String,
    /// The answer or message that it was sent with; none before.
    pub reply_id: Option<ReplyId>,
    /// How far it has come.
    pub state: State,
    /// What it is.
    pub media_type: String,
    /// Its size in bytes.
    pub size: i64,
    address: Vec<u8>,
    details: Vec<u8>,
}

/// What of a file is sealed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Details {
    /// Its name as given.
    pub name: String,
    /// SHA-256 of its content.
    pub sha256: [u8; 32],
}

impl Attachment {
    /// Its name and digest.
    ///
    /// # Errors
    /// When the row was altered, or the key is another's.
    pub fn details(&self, key: &DataKey) -> Result<Details, crate::vault::Error> {
        key.open_json(Place::new(DETAILS, self.id.0), &self.details)
    }

    /// What it is; `None` only if a newer release wrote the row.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        Kind::of_media_type(&self.media_type)
    }

    /// Whether it goes to the back-end, and may be downloaded.
    #[must_use]
    pub fn counts(&self) -> bool {
        matches!(self.state, State::Safe | State::Unchecked)
    }
}

/// The room's state. Cheap to clone.
#[derive(Clone)]
pub struct Attachments(Arc<Inner>);

/// What an [`Attachments`] holds.
pub struct Inner {
    base: Base,
    storage: Storage,
    scanner: Option<Scanner>,
}

impl Deref for Attachments {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// Why a content cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The storage does not give it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// It was altered.
    #[error(transparent)]
    Vault(#[from] crate::vault::Error),
    /// It is not the content that was taken.
    #[error("the content is not what was taken")]
    Differs,
}

impl Attachments {
    /// The room over its storage and scanner as configured.
    ///
    /// # Errors
    /// When the storage cannot be used.
    pub fn new(base: Base) -> Result<Self, StorageError> {
        let settings = &base.config.attachments;
        let storage = Storage::open(settings)?;
        let scanner =
            settings.scanner.as_deref().map(|address| Scanner::new(address, base.config.outbox.lease_s));
        Ok(Self(Arc::new(Inner { base, storage, scanner })))
    }

    /// Whether files are checked for malware.
    #[must_use]
    pub fn checks(&self) -> bool {
        self.scanner.is_some()
    }

    /// The content of a file, opened as it is read. Its last piece comes only once all of it was seen
    /// to be what was taken.
    ///
    /// # Errors
    /// When the storage does not have it, or the row was altered.
    pub async fn read(
        &self,
        key: &DataKey,
        attachment: &Attachment,
    ) -> Result<impl Stream<Item = Result<Bytes, ReadError>> + Send + use<>, ReadError> {
        let reading = Reading {
            sealed: self.storage.read(attachment.id, &attachment.address).await?,
            opener: Some(key.opener(Place::new(CONTENT, attachment.id.0))),
            hash: Sha256::new(),
            expected: attachment.details(key)?.sha256,
        };
        Ok(stream::try_unfold(reading, Reading::next))
    }
}

/// A content while it is read.
struct Reading {
    sealed: BoxStream<'static, Result<Bytes, StorageError>>,
    opener: Option<Opener>,
    hash: Sha256,
    expected: [u8; 32],
}

impl Reading {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, ReadError> {
        while let Some(mut opener) = self.opener.take() {
            let Some(sealed) = self.sealed.next().await else {
                let last = opener.finish()?;
                self.hash.update(&last);
                let same = self.hash.finalize_reset().as_slice() == self.expected;
                return if same { Ok(Some((last.into(), self))) } else { Err(ReadError::Differs) };
            };
            let plain = opener.open(&sealed?)?;
            self.opener = Some(opener);
            if !plain.is_empty() {
                self.hash.update(&plain);
                return Ok(Some((plain.into(), self)));
            }
        }
        Ok(None)
    }
}

/// Promises, as part of `act`, that the file is checked for malware.
///
/// # Errors
/// The database's.
pub async fn promise_check(
    act: &mut Act,
    to: &Destination<'_>,
    id: AttachmentId,
) -> crate::store::Result<()> {
    promise(act, Work::CheckAttachment, (to.account, to.request), id).await
}

/// Forgets, as part of `act`, one file of a request that goes with no reply yet, or all of them;
/// their contents are destroyed soon after. Gives how many there were.
///
/// # Errors
/// The database's.
pub async fn forget(
    act: &mut Act,
    (account, request): (AccountId, RequestId),
    only: Option<(With, AttachmentId)>,
) -> crate::store::Result<usize> {
    let forgotten = match only {
        Some(one) => store::delete(act.rows(), request, one).await?,
        None => store::delete_all(act.rows(), request).await?,
    };
    for id in &forgotten {
        promise(act, Work::DestroyAttachment, (account, request), *id).await?;
    }
    Ok(forgotten.len())
}

/// Promises, as part of `act`, that the content of a file is destroyed; its row stays, to say why.
///
/// # Errors
/// The database's.
pub async fn promise_destruction(act: &mut Act, attachment: &Attachment) -> crate::store::Result<()> {
    let owner = (attachment.account_id, attachment.request_id);
    promise(act, Work::DestroyAttachment, owner, attachment.id).await
}

/// Promises, as part of `act`, that the file is handed to the back-end.
///
/// # Errors
/// The database's.
pub async fn promise_delivery(act: &mut Act, attachment: &Attachment) -> crate::store::Result<()> {
    let owner = (attachment.account_id, attachment.request_id);
    promise(act, Work::DeliverAttachment, owner, attachment.id).await
}

async fn promise(
    act: &mut Act,
    kind: Work,
    (account, request): (AccountId, RequestId),
    id: AttachmentId,
) -> crate::store::Result<()> {
    let payload = serde_json::json!({ "attachment": id });
    act.promise(NewJob { kind, subject: id.0, account: Some(account), request: Some(request), payload }).await
}
