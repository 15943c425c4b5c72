//! Notices: the inbox, which alone has content, and what leaves the portal, which only says that something
//! changed (P6, S5).

pub mod addresses;
pub mod api;
pub mod channels;
pub mod delivery;
pub mod pages;
pub mod personal;
pub mod preferences;
pub mod store;
pub mod unread;
pub mod unsubscribe;
pub mod views;

use preferences::Class;
use serde::{Deserialize, Serialize};

use crate::act::Act;
use crate::audit::{Entry, Event};
use crate::base::Base;
use crate::id::{AccountId, MessageId, Reference, RequestId};
use crate::news::News;
use crate::text::{Bilingual, Locale};
use crate::vault::{DataKey, Place};
use crate::web;

/// A message in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Words {
    /// Who writes: a service's title.
    pub from: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub paragraphs: Vec<String>,
}

/// A message in both languages, as it is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Content {
    /// In French.
    pub fr: Words,
    /// In English.
    pub en: Words,
    /// The reference of the request it is about.
    #[schema(value_type = Option<String>)]
    pub reference: Option<Reference>,
    /// Where in the portal it leads, below the language prefix, when that is no request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub link: Option<Bilingual>,
}

impl Content {
    /// The words in one language.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &Words {
        match locale {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        }
    }
}

/// To whom a message goes, and about what.
pub struct Recipient<'a> {
    /// The person.
    pub account: AccountId,
    /// The request it is about.
    pub request: Option<RequestId>,
    /// The person's key.
    pub key: &'a DataKey,
}

/// Why a message could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It could not be sealed.
    #[error(transparent)]
    Vault(#[from] crate::vault::Error),
    /// The database did not take it.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// Too often.
    #[error(transparent)]
    Limit(#[from] crate::limits::Error),
}

impl From<Error> for web::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Vault(error) => error.into(),
            Error::Store(error) => error.into(),
            Error::Limit(error) => error.into(),
        }
    }
}

const CONTENT: &str = "message.content";

fn place(message: MessageId) -> Place {
    Place::new(CONTENT, message.0)
}

/// Puts a message in a person's inbox, as part of `act`, and promises to tell them outside the portal, where
/// they want to be told of `class`, that there is something to read.
///
/// # Errors
/// The vault's or the database's; the act must then be dropped.
pub async fn tell(
    base: &Base,
    act: &mut Act,
    to: &Recipient<'_>,
    class: Class,
    content: &Content,
) -> Result<(), Error> {
    tell_all(base, act, std::slice::from_ref(to), class, content).await
}

/// Puts one message in the inboxes of many people, each sealed with its person's key: so many statements, however
/// many people.
///
/// # Errors
/// As for [`tell`].
pub async fn tell_all(
    base: &Base,
    act: &mut Act,
    people: &[Recipient<'_>],
    class: Class,
    content: &Content,
) -> Result<(), Error> {
    if people.is_empty() {
        return Ok(());
    }
    let mut messages = Vec::with_capacity(people.len());
    for to in people {
        let id = MessageId::new(&base.clock);
        let (account, request, at) = (to.account, to.request, act.at());
        let content = to.key.seal_json(place(id), content)?;
        messages.push(store::NewMessage { id, account, request, class, content, at });
        act.tell(News::Inbox(account));
        act.also(Entry { event: Event::MessageSent, account: Some(account), request });
    }
    store::insert(act.rows(), &messages).await?;
    Ok(delivery::promise(base, act, &messages, class).await?)
}
