//! Other people's parts of requests. What may happen to one is guarded by its state, in the database
//! itself: an invitation is taken once, a part is answered once.

use serde::Serialize;

use crate::clock::Micros;
use crate::id::{AccountId, PartId, RequestId};
use crate::on;
use crate::store::{Result, Sql, Write};

/// How far a part has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, sqlx::Type, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = PartState)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum State {
    /// There is a code for it.
    Invited,
    /// Someone has used the code.
    Taken,
    /// They sent what was asked of them.
    Answered,
    /// The request's owner took the invitation back.
    Revoked,
}

/// A part.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Part {
    /// Its id.
    pub id: PartId,
    /// The request.
    pub request_id: RequestId,
    /// The tile's code of it.
    pub code: String,
    /// How far it has come.
    pub state: State,
    /// Until when it can be taken and answered.
    pub expires_at: Micros,
    /// Sealed with the key of the request's owner: the invitation code.
    pub invitation: Vec<u8>,
    /// Who has taken it.
    pub account_id: Option<AccountId>,
    /// Sealed with their key: what they sent.
    pub content: Option<Vec<u8>>,
    /// When they sent it.
    pub answered_at: Option<Micros>,
    /// When the back-end took it.
    pub delivered_at: Option<Micros>,
}

impl Part {
    /// Whether its time to be taken or answered is over.
    #[must_use]
    pub fn is_expired(&self, now: Micros) -> bool {
        matches!(self.state, State::Invited | State::Taken) && self.expires_at <= now
    }
}

/// A part about to be invited to.
pub struct Invited<'a> {
    /// Its id.
    pub id: PartId,
    /// The request.
    pub request: RequestId,
    /// The tile's code of it.
    pub code: &'a str,
    /// When it is.
    pub at: Micros,
    /// Until when the invitation holds.
    pub expires_at: Micros,
    /// Fingerprint of the invitation code.
    pub hash: &'a [u8],
    /// The invitation code, sealed.
    pub invitation: &'a [u8],
}

const INVITE: &str = "INSERT INTO part (id, request_id, code, state, invited_at, expires_at, invitation_hash,
        invitation, delivery) VALUES ($1, $2, $3, 'invited', $4, $5, $6, $7, 'none') ON CONFLICT DO NOTHING";

/// Keeps an invitation; `false` when one is in force already.
///
/// # Errors
/// The database's.
pub async fn invite(tx: &mut Write, invited: &Invited<'_>) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(INVITE)
        .bind(invited.id)
        .bind(invited.request)
        .bind(invited.code)
        .bind(invited.at)
        .bind(invited.expires_at)
        .bind(invited.hash)
        .bind(invited.invitation)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const REVOKE: &str = "UPDATE part SET state = 'revoked'
    WHERE request_id = $1 AND code = $2 AND state IN ('invited', 'taken')";

/// Takes the invitation back; `false` when none is in force, or the part is answered.
///
/// # Errors
/// The database's.
pub async fn revoke(tx: &mut Write, request: RequestId, code: &str) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(REVOKE)
        .bind(request)
        .bind(code)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const TAKE: &str = "UPDATE part SET state = 'taken', account_id = $2, taken_at = $3
    WHERE id = $1 AND state = 'invited' AND expires_at > $3";

/// Gives a part to the person who has its code; `false` when it is no longer to be had.
///
/// # Errors
/// The database's.
pub async fn take(tx: &mut Write, id: PartId, account: AccountId, at: Micros) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(TAKE)
        .bind(id)
        .bind(account)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const ANSWER: &str =
    "UPDATE part SET state = 'answered', content = $3, answered_at = $4, delivery = 'waiting'
    WHERE id = $1 AND account_id = $2 AND state = 'taken' AND expires_at > $4";

/// Keeps what the invited person sends; `false` when they had, or may no longer.
///
/// # Errors
/// The database's.
pub async fn answer(
    tx: &mut Write,
    id: PartId,
    account: AccountId,
    content: &[u8],
    at: Micros,
) -> Result<bool> {
    let changed = on!(tx, |c| sqlx::query(ANSWER)
        .bind(id)
        .bind(account)
        .bind(content)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

macro_rules! part {
    ($rest:literal) => {
        concat!(
            "SELECT id, request_id, code, state, expires_at, invitation, account_id, content, answered_at,
                delivered_at
            FROM part ",
            $rest
        )
    };
}

const BY_HASH: &str = part!("WHERE invitation_hash = $1");

/// The part to which that code invites.
///
/// # Errors
/// The database's.
pub async fn by_hash(db: &mut impl Sql, hash: &[u8]) -> Result<Option<Part>> {
    Ok(on!(db, |c| sqlx::query_as(BY_HASH).bind(hash).fetch_optional(c).await)?)
}

const FIND: &str = part!("WHERE id = $1");

/// The part of that id.
///
/// # Errors
/// The database's.
pub async fn find(db: &mut impl Sql, id: PartId) -> Result<Option<Part>> {
    Ok(on!(db, |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)?)
}

const OF_REQUEST: &str = part!("WHERE request_id = $1 ORDER BY id");

/// The parts of a request, those that were taken back too, in the order of the invitations.
///
/// # Errors
/// The database's.
pub async fn of_request(db: &mut impl Sql, request: RequestId) -> Result<Vec<Part>> {
    Ok(on!(db, |c| sqlx::query_as(OF_REQUEST).bind(request).fetch_all(c).await)?)
}

const OF_GUEST: &str = part!("WHERE account_id = $1 ORDER BY id DESC LIMIT 50");

/// The parts that a person has taken, the latest first.
///
/// # Errors
/// The database's.
pub async fn of_guest(db: &mut impl Sql, account: AccountId) -> Result<Vec<Part>> {
    Ok(on!(db, |c| sqlx::query_as(OF_GUEST).bind(account).fetch_all(c).await)?)
}

const DELIVERED: &str = "UPDATE part SET delivery = 'delivered', delivered_at = $2 WHERE id = $1";

/// Notes that the back-end took a part.
///
/// # Errors
/// The database's.
pub async fn delivered(tx: &mut Write, id: PartId, at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(DELIVERED).bind(id).bind(at).execute(c).await.map(drop))?;
    Ok(())
}
