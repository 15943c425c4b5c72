//! Who a person is: sign-in through the federation (OpenID Connect), accounts, sessions (P1; ASVS
//! V2 and V3).
//!
//! An account is ours and random. An identity ties it to one subject of one issuer, so that an
//! issuer can be added or replaced while people keep their files. Nothing outside this room knows
//! a subject.

mod account;
mod administrators;
mod arrival;
mod claims;
mod cookies;
mod federation;
pub mod kept;
mod linking;
mod look_up;
mod need;
mod owner;
mod pages;
pub mod personal;
mod return_to;
pub mod session;
mod sign_in;
mod store;
#[cfg(test)]
mod tests;
pub mod views;
mod wish;

use std::sync::Arc;
use std::time::Duration;

use crate::act::Chore;
use crate::base::Base;
use crate::clock::Micros;
use crate::keys::Keys;
use crate::text::Locale;

pub use account::{Contact, contact, data_key, data_keys};
pub use administrators::{Colleague, administrators};
pub use claims::Claims;
pub use look_up::{by_email, by_pseudonym, index_people, pseudonym};
pub use need::{FreshCitizen, Need, Proof};
pub use pages::{callback_router, issuer_router, router};
pub use session::{Administrator, Citizen, MaybeCitizen, Publisher, Session, Staff, session_layer};

use cookies::Cookies;
use federation::Federation;
pub use federation::examination::{Finding, examine};
use session::Sessions;
use views::IssuerChoice;

/// Why identity cannot be set up, or cannot answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A setting of an issuer cannot be used.
    #[error("issuer.{issuer}.{setting} {problem}")]
    Setting {
        /// The issuer's name in the configuration.
        issuer: String,
        /// The setting's key.
        setting: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The HTTP client could not be made.
    #[error("the HTTP client cannot be made: {0}")]
    Client(#[from] reqwest::Error),
    /// The database's.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// A sealed field does not open.
    #[error(transparent)]
    Vault(#[from] crate::vault::Error),
    /// A notice could not be written.
    #[error(transparent)]
    Notice(#[from] crate::notices::Error),
}

/// Sign-in, sessions and accounts. Cheap to clone.
#[derive(Clone)]
pub struct Identity(Arc<Inner>);

struct Inner {
    base: Base,
    cookies: Cookies,
    federation: Federation,
    sessions: Arc<Sessions>,
}

impl Identity {
    /// Identity over the configured issuers. Asks nothing of the network: each issuer is discovered
    /// when the first person signs in through it.
    ///
    /// # Errors
    /// [`Error::Setting`] when an issuer's settings cannot be used; [`Error::Client`].
    pub fn new(base: Base, keys: &Keys) -> Result<Self, Error> {
        let federation = Federation::new(&base.config, &base.clock, keys)?;
        let cookies = Cookies::of(&base.config.portal.public_url);
        let sessions = Sessions::new(&base.news);
        Ok(Self(Arc::new(Inner { base, cookies, federation, sessions })))
    }

    /// The ways to sign in that everyone may use, in the language of the page.
    #[must_use]
    pub fn choices(&self, locale: Locale) -> Vec<IssuerChoice> {
        self.0.federation.choices(locale)
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Micros {
        self.0.base.clock.now()
    }

    fn idle(&self) -> Duration {
        Duration::from_mins(self.0.base.config.session.idle_minutes)
    }

    fn absolute(&self) -> Duration {
        Duration::from_hours(self.0.base.config.session.absolute_hours)
    }
}

/// Looks at what the issuers publish, if it is time to: so that nobody's sign-in waits for it. For
/// a timer, once a minute.
pub async fn refresh_issuers(identity: &Identity) {
    identity.0.federation.refresh().await;
}

/// Clears away the sign-ins and kept forms that nobody came back for, and ends the sessions whose
/// time is over. For a timer, once a minute.
///
/// # Errors
/// The database's; what was not cleared is cleared the next time.
pub async fn clear_expired(identity: &Identity) -> Result<(), Error> {
    let base = &identity.0.base;
    let now = base.clock.now();
    identity.0.sessions.forget_over(now);
    if store::sessions::any_over(&mut base.db.read().await?, now).await? {
        identity.end_over().await?;
    }
    let mut chore = base.acts.chore(Chore::ClearExpired).await?;
    store::sign_ins::clear(chore.rows(), now).await?;
    store::kept_forms::clear(chore.rows(), now).await?;
    store::logout_tokens::clear(chore.rows(), now).await?;
    store::work::clear(chore.rows(), now).await?;
    store::sessions::clear_stolen(chore.rows(), now).await?;
    store::administrators::clear(chore.rows(), now.before(administrators::KEPT)).await?;
    chore.commit().await?;
    Ok(())
}
