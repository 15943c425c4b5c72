//! One file on its way in: streamed, told, sealed, and nothing of it kept when it is refused.

use sha2::{Digest as _, Sha256};

use super::content::Inspector;
use super::storage::Writing;
use super::store::{self, NewAttachment};
use super::{Attachments, CONTENT, DETAILS, Details, Kind, Refusal, StorageError, With, name};
use crate::act::Chore;
use crate::id::{AccountId, AttachmentId, RequestId};
use crate::vault::{DataKey, Place};
use crate::web::{Error, Part, Result};

const MIB: u64 = 1024 * 1024;

/// Where a file goes.
#[derive(Clone, Copy)]
pub struct Destination<'a> {
    /// Whose it is.
    pub account: AccountId,
    /// The request it belongs to.
    pub request: RequestId,
    /// What it comes with.
    pub with: With,
    /// The field of the form that asks for it; for a task, its id.
    pub field: &'a str,
    /// The person's key.
    pub key: &'a DataKey,
}

/// What a service takes.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The most files of one request.
    pub max: usize,
    /// The largest file, in MiB.
    pub max_mib: u16,
    /// The kinds of file.
    pub kinds: Vec<Kind>,
}

impl Rules {
    /// The largest file, in bytes.
    #[must_use]
    pub fn max_bytes(&self) -> u64 {
        u64::from(self.max_mib) * MIB
    }
}

/// A file that is kept in the storage, and whose row does not say so yet.
pub struct Received {
    /// Its id.
    pub id: AttachmentId,
    /// What it is.
    pub kind: Kind,
    /// Its size in bytes.
    pub size: u64,
    pub(super) address: Vec<u8>,
    pub(super) details: Vec<u8>,
}

/// The content of a file once it is written.
struct Written {
    kind: Kind,
    size: u64,
    sha256: [u8; 32],
}

impl Attachments {
    /// Takes a file to its end. What is refused is read to its end too, so that the browser is there
    /// to hear why.
    ///
    /// # Errors
    /// When the form breaks off, or the database or the storage does not answer; nothing is kept
    /// then.
    pub async fn receive(
        &self,
        to: &Destination<'_>,
        rules: &Rules,
        part: &mut Part,
    ) -> Result<Result<Received, Refusal>> {
        let id = AttachmentId::new(&self.base.clock);
        let mut chore = self.base.acts.chore(Chore::BeginUpload).await?;
        let at = self.base.clock.now();
        store::insert(chore.rows(), &NewAttachment { id, to, at }).await?;
        chore.commit().await?;
        let received = self.write(id, to, rules, part).await;
        if !matches!(received, Ok(Ok(_))) {
            self.discard(id).await?;
        }
        received
    }

    async fn write(
        &self,
        id: AttachmentId,
        to: &Destination<'_>,
        rules: &Rules,
        part: &mut Part,
    ) -> Result<Result<Received, Refusal>> {
        let mut writing = self.storage.begin(id).await?;
        let place = Place::new(CONTENT, id.0);
        let written = match fill(&mut writing, to.key, place, rules, part).await {
            Ok(Ok(written)) => written,
            other => {
                writing.abort().await;
                return other.map(|refused| Err(refused.err().unwrap_or(Refusal::Damaged)));
            }
        };
        writing.finish().await?;
        let given = name::kept(part.file.as_deref().unwrap_or_default());
        let address = address(to, &written.sha256);
        self.storage.keep(id, &address).await?;
        let details = Details { name: given, sha256: written.sha256 };
        let details = to.key.seal_json(Place::new(DETAILS, id.0), &details)?;
        Ok(Ok(Received { id, kind: written.kind, size: written.size, address, details }))
    }

    /// Throws away a file that did not become one of the request's.
    ///
    /// # Errors
    /// The database's or the storage's; it is cleared away later then.
    pub async fn discard(&self, id: AttachmentId) -> Result<()> {
        // First the content: as long as there is a row, nothing is forgotten.
        self.storage.destroy(id).await?;
        let mut chore = self.base.acts.chore(Chore::DiscardUpload).await?;
        store::discard(chore.rows(), id).await?;
        chore.commit().await?;
        Ok(())
    }
}

/// Reads the part to its end, and writes what is taken of it.
async fn fill(
    writing: &mut Writing,
    key: &DataKey,
    place: Place,
    rules: &Rules,
    part: &mut Part,
) -> Result<Result<Written, Refusal>> {
    let (mut sealer, mut inspector, mut hash) = (key.sealer(place), Inspector::default(), Sha256::new());
    let (mut size, mut refused) = (0, None);
    while let Some(chunk) = part.chunk().await? {
        size += chunk.len() as u64;
        if size > rules.max_bytes() {
            refused.get_or_insert(Refusal::TooLarge);
        }
        if refused.is_none() {
            refused = inspector.look(&chunk).err();
            hash.update(&chunk);
            writing.write(sealer.seal(&chunk)?).await?;
        }
    }
    let kind = match refused {
        Some(refusal) => Err(refusal),
        None => inspector.finish(),
    };
    let kind = match kind.and_then(|kind| agreed(kind, rules, part)) {
        Ok(kind) => kind,
        Err(refusal) => return Ok(Err(refusal)),
    };
    writing.write(sealer.finish()?).await?;
    Ok(Ok(Written { kind, size, sha256: hash.finalize().into() }))
}

/// The kind, when the service takes it and name and browser agree with the content.
fn agreed(kind: Kind, rules: &Rules, part: &Part) -> Result<Kind, Refusal> {
    let given = part.file.as_deref().unwrap_or_default();
    if !rules.kinds.contains(&kind) {
        return Err(Refusal::Kind);
    }
    let declared = part.media_type.as_deref().unwrap_or_default();
    if name::fits(given, kind) && kind.may_be_called(declared) { Ok(kind) } else { Err(Refusal::Name) }
}

/// The address of a content: the same file given twice to one field is the same, and nothing else is.
fn address(to: &Destination<'_>, sha256: &[u8; 32]) -> Vec<u8> {
    let value = [to.request.0.as_bytes().as_slice(), sha256, to.field.as_bytes()].concat();
    to.key.fingerprint("attachment address", &value)
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Self {
        Self::Unavailable(std::sync::Arc::new(error))
    }
}

impl From<super::ReadError> for Error {
    fn from(error: super::ReadError) -> Self {
        match error {
            super::ReadError::Storage(error) => error.into(),
            other => Self::internal(other),
        }
    }
}
