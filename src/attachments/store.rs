//! The rows of files, and what each account uploaded on each day.

use super::{Attachment, Destination, Received, State, With};
use crate::clock::Micros;
use crate::id::{AccountId, AttachmentId, ReplyId, RequestId};
use crate::on;
use crate::store::{Result, Sql, Write};

/// A file about to be uploaded.
pub(super) struct NewAttachment<'a> {
    pub id: AttachmentId,
    pub to: &'a Destination<'a>,
    pub at: Micros,
}

const INSERT: &str =
    "INSERT INTO attachment (id, account_id, request_id, comes_with, field, state, created_at)
    VALUES ($1, $2, $3, $4, $5, 'uploading', $6)";

pub(super) async fn insert(tx: &mut Write, new: &NewAttachment<'_>) -> Result<()> {
    on!(tx, |c| sqlx::query(INSERT)
        .bind(new.id)
        .bind(new.to.account)
        .bind(new.to.request)
        .bind(new.to.with)
        .bind(new.to.field)
        .bind(new.at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// What became of a file that was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is one of the request's.
    New,
    /// The same file is one already.
    Again,
    /// The request has as many as it may.
    TooMany,
    /// The account uploaded as much as it may today.
    OverQuota,
}

const SAME: &str = "SELECT COUNT(*) FROM attachment
    WHERE request_id = $1 AND comes_with = $2 AND field = $3 AND address = $4 AND reply_id IS NULL";
/// The files of a form are counted together, whichever of its fields asked for them.
const HAS: &str = "SELECT COUNT(*) FROM attachment
    WHERE request_id = $1 AND comes_with = $2 AND (comes_with = 'form' OR field = $3) AND reply_id IS NULL
        AND state IN ('checking', 'safe', 'unchecked')";
const USE_QUOTA: &str = "INSERT INTO upload_day (account_id, day, bytes) VALUES ($1, $2, $3)
    ON CONFLICT (account_id, day) DO UPDATE SET bytes = upload_day.bytes + excluded.bytes
    WHERE upload_day.bytes + excluded.bytes <= $4";
const ADD: &str = "UPDATE attachment SET state = $2, media_type = $3, size = $4, address = $5, details = $6,
    created_at = $7 WHERE id = $1 AND state = 'uploading'";

/// What bounds the files of a request and of an account.
pub struct Bounds {
    /// The most files of the form, the answer or the message.
    pub max: usize,
    /// The most bytes of the account in a day.
    pub daily_bytes: u64,
    /// The state in which the file begins.
    pub state: State,
    /// When.
    pub at: Micros,
}

/// Makes a file that was received one of the request's, whose row the act holds already. Anything
/// but [`Added::New`] asks for the act to be dropped.
///
/// # Errors
/// The database's.
pub async fn add(
    tx: &mut Write,
    to: &Destination<'_>,
    received: &Received,
    bounds: &Bounds,
) -> Result<Added> {
    let same: i64 = on!(tx, |c| sqlx::query_scalar(SAME)
        .bind(to.request)
        .bind(to.with)
        .bind(to.field)
        .bind(&received.address)
        .fetch_one(c)
        .await)?;
    if same > 0 {
        return Ok(Added::Again);
    }
    let has: i64 = on!(tx, |c| sqlx::query_scalar(HAS)
        .bind(to.request)
        .bind(to.with)
        .bind(to.field)
        .fetch_one(c)
        .await)?;
    if usize::try_from(has).is_ok_and(|has| has >= bounds.max) {
        return Ok(Added::TooMany);
    }
    let size = i64::try_from(received.size).unwrap_or(i64::MAX);
    let used = on!(tx, |c| sqlx::query(USE_QUOTA)
        .bind(to.account)
        .bind(day(bounds.at))
        .bind(size)
        .bind(i64::try_from(bounds.daily_bytes).unwrap_or(i64::MAX))
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if used == 0 {
        return Ok(Added::OverQuota);
    }
    on!(tx, |c| sqlx::query(ADD)
        .bind(received.id)
        .bind(bounds.state)
        .bind(received.kind.media_type())
        .bind(size)
        .bind(&received.address)
        .bind(&received.details)
        .bind(bounds.at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(Added::New)
}

/// Days since 1970 UTC.
fn day(at: Micros) -> i64 {
    at.seconds().div_euclid(24 * 60 * 60)
}

const LIST: &str = "SELECT id, account_id, request_id, comes_with, field, reply_id, state, media_type, size,
        address, details
    FROM attachment WHERE request_id = $1 AND comes_with = 'form' AND state <> 'uploading' ORDER BY id";

/// The files that come with a request's form, the first first.
///
/// # Errors
/// The database's.
pub async fn list(db: &mut impl Sql, request: RequestId) -> Result<Vec<Attachment>> {
    Ok(on!(db, |c| sqlx::query_as(LIST).bind(request).fetch_all(c).await)?)
}

const OF_REPLIES: &str =
    "SELECT id, account_id, request_id, comes_with, field, reply_id, state, media_type, size, address, details
    FROM attachment WHERE request_id = $1 AND comes_with <> 'form' AND state <> 'uploading' ORDER BY id";

/// The files that come with answers to a request's tasks and with messages, sent or not, the first
/// first.
///
/// # Errors
/// The database's.
pub async fn of_replies(db: &mut impl Sql, request: RequestId) -> Result<Vec<Attachment>> {
    Ok(on!(db, |c| sqlx::query_as(OF_REPLIES).bind(request).fetch_all(c).await)?)
}

const SEND: &str = "UPDATE attachment SET reply_id = $4
    WHERE request_id = $1 AND comes_with = $2 AND field = $3 AND reply_id IS NULL AND state <> 'uploading'";

/// Sends what was added for a task, or to a message, along with a reply.
///
/// # Errors
/// The database's.
pub async fn send(
    tx: &mut Write,
    request: RequestId,
    (with, field): (With, &str),
    reply: ReplyId,
) -> Result<()> {
    on!(tx, |c| sqlx::query(SEND)
        .bind(request)
        .bind(with)
        .bind(field)
        .bind(reply)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const TAKE_BACK: &str = "UPDATE attachment SET reply_id = NULL WHERE request_id = $1 AND reply_id = $2";

/// Takes back the files of a reply that is sent no more.
///
/// # Errors
/// The database's.
pub async fn take_back(tx: &mut Write, request: RequestId, reply: ReplyId) -> Result<()> {
    on!(tx, |c| sqlx::query(TAKE_BACK).bind(request).bind(reply).execute(c).await.map(drop))?;
    Ok(())
}

const UNSENT: &str =
    "SELECT id, account_id, request_id, comes_with, field, reply_id, state, media_type, size,
        address, details
    FROM attachment WHERE comes_with <> 'form' AND reply_id IS NULL AND state <> 'uploading'
        AND created_at <= $1 LIMIT 100";

/// Some of the files added before `before` for a task or to a message that was never sent.
///
/// # Errors
/// The database's.
pub(super) async fn unsent(db: &mut impl Sql, before: Micros) -> Result<Vec<Attachment>> {
    Ok(on!(db, |c| sqlx::query_as(UNSENT).bind(before).fetch_all(c).await)?)
}

const FIND: &str = "SELECT id, account_id, request_id, comes_with, field, reply_id, state, media_type, size,
        address, details
    FROM attachment WHERE id = $1 AND state <> 'uploading'";

/// A file, for jobs.
///
/// # Errors
/// The database's.
pub async fn find(db: &mut impl Sql, id: AttachmentId) -> Result<Option<Attachment>> {
    Ok(on!(db, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)?)
}

const JUDGE: &str = "UPDATE attachment SET state = $2 WHERE id = $1 AND state = 'checking'";

/// Notes what the scanner said; `false` when it was noted before, or the file is gone.
///
/// # Errors
/// The database's.
pub async fn judge(tx: &mut Write, id: AttachmentId, state: State) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(JUDGE)
        .bind(id)
        .bind(state)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const DELETE: &str = "DELETE FROM attachment
    WHERE request_id = $1 AND comes_with = $2 AND id = $3 AND reply_id IS NULL AND state <> 'uploading'
    RETURNING id";

/// Deletes the row of a file that goes with no reply yet; gives its id if there was one.
///
/// # Errors
/// The database's.
pub(super) async fn delete(
    tx: &mut Write,
    request: RequestId,
    (with, id): (With, AttachmentId),
) -> Result<Vec<AttachmentId>> {
    Ok(on!(tx, |c| sqlx::query_scalar(DELETE).bind(request).bind(with).bind(id).fetch_all(c).await)?)
}

const DELETE_ALL: &str = "DELETE FROM attachment WHERE request_id = $1 RETURNING id";

/// Deletes the rows of a request's files, those on their way too; gives their ids.
///
/// # Errors
/// The database's.
pub(super) async fn delete_all(tx: &mut Write, request: RequestId) -> Result<Vec<AttachmentId>> {
    Ok(on!(tx, |c| sqlx::query_scalar(DELETE_ALL).bind(request).fetch_all(c).await)?)
}

const DISCARD: &str = "DELETE FROM attachment WHERE id = $1 AND state = 'uploading'";

/// Deletes the row of a file that did not become one of the request's.
pub(super) async fn discard(tx: &mut Write, id: AttachmentId) -> Result<()> {
    on!(tx, |c| sqlx::query(DISCARD).bind(id).execute(c).await.map(drop))?;
    Ok(())
}

const STRANDED: &str = "SELECT id FROM attachment WHERE state = 'uploading' AND created_at <= $1 LIMIT 100";

/// Uploads begun before `before` that never came to an end.
pub(super) async fn stranded(db: &mut impl Sql, before: Micros) -> Result<Vec<AttachmentId>> {
    Ok(on!(db, |c| sqlx::query_scalar(STRANDED).bind(before).fetch_all(c).await)?)
}

const CLEAR_QUOTAS: &str = "DELETE FROM upload_day WHERE day < $1";

/// Forgets what was uploaded on days gone by.
pub(super) async fn clear_quotas(tx: &mut Write, now: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(CLEAR_QUOTAS).bind(day(now)).execute(c).await.map(drop))?;
    Ok(())
}

const QUOTA: &str = "SELECT bytes FROM upload_day WHERE account_id = $1 AND day = $2";

/// What the account uploaded today, in bytes.
///
/// # Errors
/// The database's.
pub async fn uploaded_today(db: &mut impl Sql, account: AccountId, now: Micros) -> Result<i64> {
    let bytes: Option<i64> =
        on!(db, |c| sqlx::query_scalar(QUOTA).bind(account).bind(day(now)).fetch_optional(c).await)?;
    Ok(bytes.unwrap_or(0))
}

/// A file as its person may see it.
#[derive(sqlx::FromRow)]
pub(super) struct Own {
    pub id: AttachmentId,
    pub request_id: RequestId,
    pub field: String,
    pub state: State,
    pub media_type: Option<String>,
    pub size: Option<i64>,
    /// Sealed.
    pub details: Option<Vec<u8>>,
    pub created_at: Micros,
}

const OF_ACCOUNT: &str = "SELECT id, request_id, field, state, media_type, size, details, created_at
    FROM attachment WHERE account_id = $1 ORDER BY id";

/// Every file of a person, those on their way too, the first first.
pub(super) async fn of_account(db: &mut impl Sql, account: AccountId) -> Result<Vec<Own>> {
    Ok(on!(db, |c| sqlx::query_as(OF_ACCOUNT).bind(account).fetch_all(c).await)?)
}

const UPLOAD_DAYS: &str = "SELECT day, bytes FROM upload_day WHERE account_id = $1 ORDER BY day";

/// When the days began on which a person uploaded something, and how many bytes it was.
pub(super) async fn upload_days(db: &mut impl Sql, account: AccountId) -> Result<Vec<(Micros, i64)>> {
    let days: Vec<(i64, i64)> = on!(db, |c| sqlx::query_as(UPLOAD_DAYS).bind(account).fetch_all(c).await)?;
    Ok(days
        .into_iter()
        .map(|(day, bytes)| (Micros::from_seconds(day.saturating_mul(24 * 60 * 60)), bytes))
        .collect())
}

const DELETE_UPLOAD_DAYS: &str = "DELETE FROM upload_day WHERE account_id = $1";

pub(super) async fn delete_upload_days(tx: &mut Write, account: AccountId) -> Result<()> {
    on!(tx, |c| sqlx::query(DELETE_UPLOAD_DAYS).bind(account).execute(c).await.map(drop))?;
    Ok(())
}
