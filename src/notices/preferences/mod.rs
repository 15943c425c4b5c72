//! What a person wants to be told, where, and when (P6). The inbox has everything; what leaves the portal
//! is theirs to choose, but for what concerns the safety of their account.

pub mod store;

use std::collections::HashMap;

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::id::AccountId;
use crate::store::{Result, Sql};
use crate::text::Locale;

/// Why a message is written.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Class {
    /// Something happened to a request.
    #[default]
    Requests,
    /// Something is due soon.
    Reminders,
    /// The portal has news.
    News,
    /// It concerns the safety of the account: nobody can turn that off.
    Security,
}

impl Class {
    /// Those that are a person's to choose.
    pub const CHOSEN: [Self; 3] = [Self::Requests, Self::Reminders, Self::News];

    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Reminders => "reminders",
            Self::News => "news",
            Self::Security => "security",
        }
    }
}

/// Where a person is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Channel {
    /// In the portal.
    Inbox,
    /// By e-mail.
    Email,
    /// By text message.
    Sms,
    /// By a notification of their browser.
    Push,
}

impl Channel {
    /// Those that lead out of the portal, in the order in which one takes another's place.
    pub const OUTSIDE: [Self; 3] = [Self::Email, Self::Sms, Self::Push];

    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Push => "push",
        }
    }
}

/// How often what is new is told together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Digest {
    /// Each thing at once.
    #[default]
    None,
    /// Once a day.
    Daily,
    /// Once a week.
    Weekly,
}

impl Digest {
    /// The word that is stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }
}

/// Hours in which nothing is sent, by the clock on the wall in Québec. They may pass midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// From then on it is quiet.
    pub from: Time,
    /// From then on it is not.
    pub until: Time,
}

/// How a person is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The language they are written to in; none: that of their account.
    pub locale: Option<Locale>,
    /// When nothing is sent.
    pub quiet: Option<QuietHours>,
    /// How often what is new is told together.
    pub digest: Digest,
}

/// What a person chose, and what comes by itself where they chose nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences(Vec<store::Choice>);

impl Preferences {
    /// Whether they want to be told of `class` on `channel`.
    #[must_use]
    pub fn wants(&self, class: Class, channel: Channel) -> bool {
        if class == Class::Security {
            return true;
        }
        let chosen = self.0.iter().find(|choice| choice.class == class && choice.channel == channel);
        chosen.map_or(by_itself(class), |choice| choice.wanted)
    }
}

/// Whether a class comes without being asked for. On a channel whose address its person had to confirm, they
/// want what concerns them; news, only if they say so.
fn by_itself(class: Class) -> bool {
    class != Class::News
}

/// What the person of `account` chose.
///
/// # Errors
/// The database's.
pub async fn of(db: &mut impl Sql, account: AccountId) -> Result<Preferences> {
    let choices = store::choices(db, &[account]).await?.remove(&account);
    Ok(Preferences(choices.unwrap_or_default()))
}

/// How the person of `account` is told.
///
/// # Errors
/// The database's.
pub async fn settings(db: &mut impl Sql, account: AccountId) -> Result<Settings> {
    Ok(store::settings(db, &[account]).await?.remove(&account).unwrap_or_default())
}

/// The channels out of the portal on which each of `accounts` is told of `class`: those that they want and that
/// have an address which may be written to.
///
/// # Errors
/// The database's.
pub async fn wanted(
    db: &mut impl Sql,
    accounts: &[AccountId],
    class: Class,
) -> Result<HashMap<AccountId, Vec<Channel>>> {
    let mut choices = store::choices(db, accounts).await?;
    let mut wanted = store::reachable(db, accounts).await?;
    wanted.retain(|account, found| {
        let preferences = Preferences(choices.remove(account).unwrap_or_default());
        *found = in_order(found);
        found.retain(|channel| preferences.wants(class, *channel));
        !found.is_empty()
    });
    Ok(wanted)
}

/// The channels out of the portal that reach a person, whether they want to be told there or not, in the
/// order in which one takes another's place.
///
/// # Errors
/// The database's.
pub async fn reachable(db: &mut impl Sql, account: AccountId) -> Result<Vec<Channel>> {
    let found = store::reachable(db, &[account]).await?.remove(&account).unwrap_or_default();
    Ok(in_order(&found))
}

/// Channels in the order in which one takes another's place.
fn in_order(found: &[Channel]) -> Vec<Channel> {
    Channel::OUTSIDE.into_iter().filter(|channel| found.contains(channel)).collect()
}

/// The next accounts after `after` (at first the nil id), by their ids, whose people want to be told of
/// `class` on `channel`. For news, the inbox is among what is chosen: whoever wants them anywhere has them
/// there.
///
/// # Errors
/// The database's.
pub async fn who_wants(
    db: &mut impl Sql,
    class: Class,
    channel: Channel,
    after: AccountId,
    limit: i64,
) -> Result<Vec<AccountId>> {
    store::who_wants(db, (class, channel), by_itself(class), after, limit).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_concerns_a_person_comes_by_itself_and_news_does_not() {
        let nothing_chosen = Preferences::default();
        assert!(nothing_chosen.wants(Class::Requests, Channel::Email));
        assert!(nothing_chosen.wants(Class::Reminders, Channel::Sms));
        assert!(!nothing_chosen.wants(Class::News, Channel::Email));
    }

    #[test]
    fn nobody_turns_security_off() {
        let choice = |class| store::Choice { class, channel: Channel::Email, wanted: false };
        let off = Preferences(vec![choice(Class::Security), choice(Class::Requests)]);
        assert!(off.wants(Class::Security, Channel::Email));
        assert!(!off.wants(Class::Requests, Channel::Email));
        assert!(off.wants(Class::Requests, Channel::Sms));
    }
}
