//! What the portal holds about the files of a person, for them to take along or to have destroyed
//! (P17). The files themselves are downloaded one by one.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::store::Own;
use super::{DETAILS, Details, State, store};
use crate::id::{AccountId, AttachmentId, RequestId};
use crate::store::{Sql, Write};
use crate::vault::{DataKey, Place};
use crate::web::Error;

/// One file.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FileRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: AttachmentId,
    /// The field of the form that asked for it.
    pub field: String,
    /// How far it has come.
    pub state: State,
    /// Its name as given; none while it is on its way.
    pub name: Option<String>,
    /// What it is.
    pub media_type: Option<String>,
    /// Its size in bytes.
    pub size: Option<i64>,
    /// SHA-256 of its content, as hexadecimal digits.
    pub sha256: Option<String>,
    /// When it came (RFC 3339, UTC).
    pub added_at: String,
    /// Where its owner, signed in, downloads its content; none when there is none to download.
    pub download: Option<String>,
}

impl FileRecord {
    /// Whether its content can be downloaded.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        matches!(self.state, State::Safe | State::Unchecked)
    }
}

/// What a person uploaded on a day, removed files included.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct UploadRecord {
    /// The day (UTC).
    pub day: String,
    /// How many bytes.
    pub bytes: i64,
}

/// Every file of a person, by its request.
///
/// # Errors
/// The database's, or the vault's when a name does not open with the person's key.
pub async fn records(
    db: &mut impl Sql,
    key: &DataKey,
    account: AccountId,
) -> Result<HashMap<RequestId, Vec<FileRecord>>, Error> {
    let mut found: HashMap<RequestId, Vec<FileRecord>> = HashMap::new();
    for own in store::of_account(db, account).await? {
        found.entry(own.request_id).or_default().push(record(own, key)?);
    }
    Ok(found)
}

fn record(own: Own, key: &DataKey) -> Result<FileRecord, crate::vault::Error> {
    let place = Place::new(DETAILS, own.id.0);
    let details: Option<Details> = own.details.map(|sealed| key.open_json(place, &sealed)).transpose()?;
    let sha256 = details.as_ref().map(|details| {
        details.sha256.iter().fold(String::new(), |mut digits, byte| {
            let _ = write!(digits, "{byte:02x}");
            digits
        })
    });
    Ok(FileRecord {
        id: own.id,
        field: own.field,
        state: own.state,
        name: details.map(|details| details.name),
        media_type: own.media_type,
        size: own.size,
        sha256,
        added_at: own.created_at.rfc3339(),
        download: None,
    })
}

/// What a person uploaded, day by day, as far as it is still counted.
///
/// # Errors
/// The database's.
pub async fn uploads(db: &mut impl Sql, account: AccountId) -> crate::store::Result<Vec<UploadRecord>> {
    let days = store::upload_days(db, account).await?;
    let record = |(start, bytes): (crate::clock::Micros, i64)| UploadRecord {
        day: start.timestamp().strftime("%Y-%m-%d").to_string(),
        bytes,
    };
    Ok(days.into_iter().map(record).collect())
}

/// Destroys what was counted of a person, as part of an act.
///
/// # Errors
/// The database's.
pub async fn forget_uploads(tx: &mut Write, account: AccountId) -> crate::store::Result<()> {
    store::delete_upload_days(tx, account).await
}
