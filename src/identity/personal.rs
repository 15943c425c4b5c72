//! What identity holds about a person, for them to take along or to have destroyed (P17).

use serde::Serialize;

use super::account::email_place;
use super::administrators::name_place;
use super::claims::Claims;
use super::session::{Client, Sealed, claims_place, client_place};
use super::store::sessions::Which;
use super::store::{administrators, personal as rows};
use super::{Error, Identity};
use crate::act::Act;
use crate::clock::Micros;
use crate::config::Role;
use crate::id::{AccountId, IdentityId, SessionId};
use crate::store::Sql;
use crate::text::Locale;
use crate::vault::{DataKey, Place};

/// The account itself.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AccountRecord {
    /// Its id, by which the log knows it.
    #[schema(value_type = String)]
    pub id: AccountId,
    /// When it was made: the first sign-in (RFC 3339, UTC).
    pub made_at: String,
    /// The same moment, for pages.
    #[serde(skip)]
    pub since: Micros,
    /// The language that the person is written to in: `fr` or `en`.
    #[schema(value_type = String)]
    pub language: Locale,
    /// The e-mail address that an identity provider vouches for.
    pub email: Option<String>,
    /// The ways in.
    pub sign_ins: Vec<SignInRecord>,
    /// The sessions that are open, or ended a moment ago.
    pub sessions: Vec<SessionRecord>,
    /// When each browser was last used that the account is known with (RFC 3339, UTC). Which browser it
    /// is, the portal can recognise and not tell.
    pub browsers_seen_at: Vec<String>,
    /// What is kept of someone who administers the portal.
    pub administrator: Option<AdministratorRecord>,
}

/// That someone acts as an administrator, for those who do so too.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AdministratorRecord {
    /// The name that the others see.
    pub name: String,
    /// When they last signed in as one (RFC 3339, UTC).
    pub seen_at: String,
}

/// One way in: the person as one identity provider knows them.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SignInRecord {
    /// Its id.
    #[schema(value_type = String)]
    pub id: IdentityId,
    /// The provider's short name here.
    pub provider: String,
    /// The provider's own identifier of the person.
    pub identifier: String,
    /// How it came to the account: `first`, `signed_in` (by two sign-ins) or `continued` (by the word of a
    /// provider that took another's place).
    pub linked_by: String,
    /// Whether another provider has taken this one's place.
    pub replaced: bool,
    /// The highest level of assurance it was seen at; 1 is the lowest.
    pub level: i64,
    /// When it was first used (RFC 3339, UTC).
    #[serde(serialize_with = "Micros::serialize_rfc3339")]
    #[schema(value_type = String)]
    pub first_used_at: Micros,
    /// When it was last used (RFC 3339, UTC).
    #[serde(serialize_with = "Micros::serialize_rfc3339")]
    #[schema(value_type = String)]
    pub last_used_at: Micros,
}

/// One session.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SessionRecord {
    /// Its id, by which the log knows it.
    #[schema(value_type = String)]
    pub id: SessionId,
    /// The way in that it began by.
    #[schema(value_type = String)]
    pub sign_in: IdentityId,
    /// The provider signed in with.
    pub provider: String,
    /// What the person may do beyond their own file.
    #[schema(value_type = Vec<String>)]
    pub roles: Vec<Role>,
    /// The level of assurance reached, as the provider names it.
    pub acr: Option<String>,
    /// The same as a number; 1 is the lowest.
    pub level: i64,
    /// When it began (RFC 3339, UTC).
    #[serde(serialize_with = "Micros::serialize_rfc3339")]
    #[schema(value_type = String)]
    pub began_at: Micros,
    /// When the person last proved who they are (RFC 3339, UTC).
    pub signed_in_at: String,
    /// When it was last used (RFC 3339, UTC).
    pub used_at: String,
    /// When its cookie last changed (RFC 3339, UTC).
    pub renewed_at: String,
    /// When it ends if it is not used (RFC 3339, UTC).
    pub idle_until: String,
    /// When it ends in any case (RFC 3339, UTC).
    pub ends_at: String,
    /// Until when it may go on with sensitive services (RFC 3339, UTC).
    pub sensitive_until: Option<String>,
    /// The browser and the system of the sign-in, as far as they tell.
    pub browser: Option<String>,
    /// Roughly from where: the truncated address.
    pub network: Option<String>,
    /// What the provider told of the person.
    #[schema(value_type = Object)]
    pub told: Claims,
}

/// What identity holds about the person of `account`; none when there is no such account.
///
/// # Errors
/// The database's, or the vault's when a sealed part does not open with the person's key.
pub async fn record(
    db: &mut impl Sql,
    key: &DataKey,
    account: AccountId,
) -> Result<Option<AccountRecord>, Error> {
    let Some(own) = rows::account(db, account).await? else { return Ok(None) };
    let email = own.email.map(|sealed| key.open_json(email_place(account), &sealed)).transpose()?;
    let ways_in = rows::ways_in(db, account).await?;
    let sessions = rows::sessions(db, account).await?;
    let browsers = rows::browsers(db, account).await?;
    let administrator = administrators::of_account(db, account).await?;
    let administrator = administrator.map(|row| acts_as_one(row, key, account)).transpose()?;
    Ok(Some(AccountRecord {
        id: account,
        made_at: own.created_at.rfc3339(),
        since: own.created_at,
        language: own.locale,
        email,
        sign_ins: ways_in.into_iter().map(|way| sign_in(way, key)).collect::<Result<_, Error>>()?,
        sessions: sessions.into_iter().map(|row| session(row, key)).collect::<Result<_, Error>>()?,
        browsers_seen_at: browsers.into_iter().map(Micros::rfc3339).collect(),
        administrator,
    }))
}

fn acts_as_one(
    (name, seen_at): (Vec<u8>, Micros),
    key: &DataKey,
    account: AccountId,
) -> Result<AdministratorRecord, Error> {
    let name = key.open_json(name_place(account), &name)?;
    Ok(AdministratorRecord { name, seen_at: seen_at.rfc3339() })
}

fn sign_in(way: rows::WayIn, key: &DataKey) -> Result<SignInRecord, Error> {
    let subject = key.open(Place::new("identity.subject", way.id.0), &way.subject)?;
    Ok(SignInRecord {
        id: way.id,
        provider: way.issuer,
        identifier: String::from_utf8_lossy(&subject).into_owned(),
        linked_by: way.linked_by,
        replaced: way.continued,
        level: way.level,
        first_used_at: way.first_seen_at,
        last_used_at: way.last_seen_at,
    })
}

fn session(row: rows::Kept, key: &DataKey) -> Result<SessionRecord, Error> {
    let sealed: Sealed = key.open_json(claims_place(row.id), &row.claims)?;
    let client: Option<Client> =
        row.client.map(|sealed| key.open_json(client_place(row.id), &sealed)).transpose()?;
    Ok(SessionRecord {
        id: row.id,
        sign_in: row.identity_id,
        provider: row.issuer,
        roles: row.roles.0,
        acr: row.acr,
        level: row.level,
        began_at: row.created_at,
        signed_in_at: row.signed_in_at.rfc3339(),
        used_at: row.used_at.rfc3339(),
        renewed_at: row.rotated_at.rfc3339(),
        idle_until: row.idle_until.rfc3339(),
        ends_at: row.ends_at.rfc3339(),
        sensitive_until: row.sensitive_until.map(Micros::rfc3339),
        browser: client.as_ref().and_then(Client::names),
        network: client.and_then(|client| client.network),
        told: sealed.claims,
    })
}

/// Destroys the account of a person, as part of `act`: its sessions, the ways in, and the key that
/// opens everything of theirs, in backups too. Whoever signs in again begins a new account. `false`
/// when it was destroyed before: the act must then be dropped.
///
/// # Errors
/// The database's.
pub async fn erase(identity: &Identity, act: &mut Act, account: AccountId) -> Result<bool, Error> {
    rows::end_work(act.rows(), account).await?;
    identity.end_sessions(act, Which::Beyond(account, 0), "account_closed").await?;
    Ok(rows::erase(act.rows(), account).await?)
}
