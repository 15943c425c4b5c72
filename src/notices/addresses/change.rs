//! What a person does with their addresses: give one, confirm it with its code, remove it. When another takes
//! its place, the one before is told.

use serde_json::json;
use uuid::Uuid;

use super::codes::{GOOD_FOR, MOST_MISSES, SEED, Sent};
use super::store::{self, Code, New};
use super::{Address, Content, Error, State, fingerprint, of, place};
use crate::act::{Act, Actor};
use crate::audit::NoticeEvent;
use crate::base::Base;
use crate::id::{AccountId, AddressId, random};
use crate::limits::{Limit, Of};
use crate::notices::preferences::Channel;
use crate::outbox::{Kind, NewJob};
use crate::vault::DataKey;

/// Whose addresses change.
#[derive(Clone, Copy)]
pub struct Owner<'a> {
    /// The person.
    pub account: AccountId,
    /// Their key.
    pub key: &'a DataKey,
}

/// What came of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is the one that was sent: the address is the person's.
    Confirmed,
    /// It is another.
    Wrong,
    /// It is too late, or too many wrong ones were given: another must be sent.
    Over,
}

/// Takes an address that a person gives, and promises to send a code there. The portal knows nothing of whose
/// else it may be, and so tells nothing of it. Answers the address's id.
///
/// # Errors
/// [`Error::Limit`] when too many codes were asked for, by this person or for this address: the act must then
/// be dropped. The database's, or the vault's.
pub async fn give(
    base: &Base,
    act: &mut Act,
    owner: Owner<'_>,
    channel: Channel,
    to: &str,
) -> Result<AddressId, Error> {
    let of_address = base.vault.fingerprint("address limit", format!("{} {to}", channel.word()).as_bytes());
    base.limits.spend(act, Limit::AddressCode, owner.account).await?;
    base.limits.spend(act, Limit::AddressCode, Of::address(&of_address)).await?;
    let (id, at, seed) = (AddressId::new(&base.clock), act.at(), random::<SEED>());
    let content = owner.key.seal_json(place(id), &Content { to: to.to_owned(), browser: None })?;
    let fingerprint = fingerprint(owner.key, channel, to);
    let address =
        New { id, account: owner.account, channel, fingerprint: &fingerprint, content: &content, at };
    let code = Code { seed: &seed, until: at.after(GOOD_FOR) };
    let id = store::give(act.rows(), &address, &code).await?;
    act.also(NoticeEvent::AddressGiven { channel: channel.word() }.of(owner.account));
    act.promise(job(Kind::SendCode, owner.account, channel, Some(id))).await?;
    Ok(id)
}

/// Notes, as part of `act`, why the code of an address could not be sent; none: it was.
///
/// # Errors
/// The database's.
pub async fn note_code(act: &mut Act, address: AddressId, fault: Option<&str>) -> Result<(), Error> {
    Ok(store::note_code(act.rows(), address, fault).await?)
}

/// Notes that the code of an address came back, and why, while someone may wait for it; `false` when nobody does.
///
/// # Errors
/// The database's.
pub async fn code_came_back(
    base: &Base,
    actor: Actor,
    address: AddressId,
    reason: &str,
) -> crate::store::Result<bool> {
    let whose = store::whose(&mut base.db.read().await?, address).await?;
    let Some((account, channel)) = whose else { return Ok(false) };
    let event = NoticeEvent::CodeFailed { channel: channel.word(), attempts: 1, reason: reason.to_owned() };
    let mut act = base.acts.begin(actor, event.of(account)).await?;
    let at = act.at();
    if !store::note_returned_code(act.rows(), address, reason, at).await? {
        return Ok(false);
    }
    act.commit().await?;
    Ok(true)
}

/// Takes the subscription of a browser: the browser itself vouches for it.
///
/// # Errors
/// The database's, or the vault's.
pub async fn subscribe(
    base: &Base,
    act: &mut Act,
    owner: Owner<'_>,
    subscription: &str,
    browser: Option<String>,
) -> Result<(), Error> {
    let (id, at, channel) = (AddressId::new(&base.clock), act.at(), Channel::Push);
    let content = owner.key.seal_json(place(id), &Content { to: subscription.to_owned(), browser })?;
    let fingerprint = fingerprint(owner.key, channel, subscription);
    let address =
        New { id, account: owner.account, channel, fingerprint: &fingerprint, content: &content, at };
    store::subscribe(act.rows(), &address).await?;
    act.also(NoticeEvent::AddressConfirmed { channel: channel.word() }.of(owner.account));
    Ok(())
}

/// Takes a code that a person gives for `address`. Once it is the right one, the address takes the place of
/// every other of its channel, of `vouched` too, and those that were used are told.
///
/// # Errors
/// The database's, or the vault's.
pub async fn confirm(
    base: &Base,
    act: &mut Act,
    owner: Owner<'_>,
    (address, given): (&Address, &str),
    vouched: Option<&str>,
) -> Result<Answer, Error> {
    let (at, channel) = (act.at(), address.channel.word());
    let refused = |reason| NoticeEvent::CodeRefused { channel, reason }.of(owner.account);
    let Some(code) = address.code.as_ref().filter(|code| code.is_good(at)) else {
        act.also(refused("over"));
        return Ok(Answer::Over);
    };
    if !code.is(&base.vault, address.id, given) {
        let counted = store::miss(act.rows(), owner.account, address.id, MOST_MISSES).await?;
        let over = !counted || code.misses + 1 >= MOST_MISSES;
        act.also(refused(if over { "over" } else { "wrong" }));
        return Ok(if over { Answer::Over } else { Answer::Wrong });
    }
    if !take_place(act, owner, address, code, vouched).await? {
        return Ok(Answer::Over);
    }
    act.also(NoticeEvent::AddressConfirmed { channel }.of(owner.account));
    Ok(Answer::Confirmed)
}

async fn take_place(
    act: &mut Act,
    owner: Owner<'_>,
    address: &Address,
    code: &Sent,
    vouched: Option<&str>,
) -> Result<bool, Error> {
    let (account, at) = (owner.account, act.at());
    if !store::confirm(act.rows(), (account, address.id), code.seed(), (at, MOST_MISSES)).await? {
        return Ok(false);
    }
    let all = of(act.rows(), owner.key, account).await?;
    let others: Vec<&Address> =
        all.iter().filter(|other| other.channel == address.channel && other.id != address.id).collect();
    let was_used = others.iter().any(|other| other.state == State::Confirmed);
    for other in &others {
        end(act, account, other, "replaced").await?;
    }
    let vouched = vouched.filter(|to| address.channel == Channel::Email && *to != address.content.to);
    if vouched.is_some() && !was_used {
        act.promise(job(Kind::TellRemoval, account, Channel::Email, None)).await?;
    }
    Ok(true)
}

/// Ends the use of an address, and promises to tell it so if it was used.
///
/// # Errors
/// The database's.
pub async fn remove(act: &mut Act, account: AccountId, address: &Address) -> Result<(), Error> {
    end(act, account, address, "asked").await
}

async fn end(act: &mut Act, account: AccountId, address: &Address, how: &'static str) -> Result<(), Error> {
    let at = act.at();
    if !store::remove(act.rows(), account, address.id, at).await? {
        return Ok(());
    }
    act.also(NoticeEvent::AddressRemoved { channel: address.channel.word(), how }.of(account));
    if address.is_told_of_its_end() {
        act.promise(job(Kind::TellRemoval, account, address.channel, Some(address.id))).await?;
    } else {
        store::forget(act.rows(), address.id).await?;
    }
    Ok(())
}

/// Destroys an address once it was told that it is used no more, or could not be.
///
/// # Errors
/// The database's.
pub async fn forget(act: &mut Act, address: AddressId) -> Result<(), Error> {
    Ok(store::forget(act.rows(), address).await?)
}

/// Work for an address of a person's; none: for the one that their identity provider vouches for.
fn job(kind: Kind, account: AccountId, channel: Channel, address: Option<AddressId>) -> NewJob {
    NewJob {
        kind,
        // A promise of its own each time: a code may be sent again.
        subject: Uuid::from_bytes(random()),
        account: Some(account),
        request: None,
        payload: json!({ "address": address, "channel": channel }),
    }
}
