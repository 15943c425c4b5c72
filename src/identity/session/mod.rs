//! Sessions: one signed-in browser each (ASVS V3). `layer.rs` finds the session of a request; the
//! extractors here are how a handler asks for the person; `change.rs` begins, renews and ends
//! sessions within acts.

mod change;
mod client;
mod layer;
mod live;
mod notice;
mod pages;
mod token;
pub mod views;

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};

use super::Error;
use super::claims::Claims;
use crate::act::Actor;
use crate::clock::Micros;
use crate::config::Role;
use crate::id::{AccountId, IdentityId, SessionId};
use crate::vault::{DataKey, Place};
use crate::web::{self, Trace, Wanted};

pub(super) use change::{SignedIn, client_place};
pub(super) use client::{Client, Visit};
pub use layer::session_layer;
pub(super) use live::Sessions;
pub(super) use pages::router as pages_router;

/// One signed-in browser.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id: not the cookie's token, which nothing but the browser knows.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// The identity they came in by.
    pub identity: IdentityId,
    /// The issuer they signed in with, by its name in the configuration.
    pub issuer: String,
    /// What they may do beyond their own file; empty for a citizen.
    pub roles: Vec<Role>,
    /// The level of assurance reached, as the issuer names it.
    pub acr: Option<String>,
    /// The same as a place in the issuer's list of levels, from 1.
    pub level: u8,
    /// What the issuer released.
    pub claims: Claims,
    /// The key that seals what is theirs.
    pub key: DataKey,
    /// When they proved who they are, to the issuer.
    pub signed_in_at: Micros,
    /// When the session ends if nothing more is asked of it.
    pub idle_until: Micros,
    /// When it ends in any case.
    pub ends_at: Micros,
}

/// What of a session is sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Sealed {
    pub claims: Claims,
    /// A hint at sign-out.
    pub id_token: String,
}

pub(super) fn claims_place(id: SessionId) -> Place {
    Place::new("session.claims", id.0)
}

impl Session {
    /// Whether the person has this role.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// The person a page is for: whoever is signed in. A page that does not ask for it cannot see one.
#[derive(Clone, Debug)]
pub struct Citizen(pub Arc<Session>);

impl Citizen {
    /// The person as the actor of an act on their own file.
    #[must_use]
    pub fn actor(&self, trace: &Trace) -> Actor {
        Actor::citizen(self.0.account, self.0.id, trace.0.clone())
    }
}

impl Deref for Citizen {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Citizen {
    type Rejection = web::Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> web::Result<Self> {
        found(parts).map(Self).ok_or(web::Error::SignIn)
    }
}

/// An administrator, acting as one.
#[derive(Clone, Debug)]
pub struct Administrator(pub Arc<Session>);

impl Administrator {
    /// The person as the actor of an act of administration.
    #[must_use]
    pub fn actor(&self, trace: &Trace) -> Actor {
        Actor::staff(self.0.account, self.0.id, trace.0.clone())
    }
}

impl Deref for Administrator {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Administrator {
    type Rejection = web::Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> web::Result<Self> {
        let session = found(parts).ok_or(web::Error::SignIn)?;
        let may = session.has(Role::Admin);
        if may { Ok(Self(session)) } else { Err(web::Error::Forbidden(Wanted::Administrator)) }
    }
}

/// Whoever may read the administrators' pages: an auditor, who changes nothing, or an administrator (A4).
#[derive(Clone, Debug)]
pub struct Staff(pub Arc<Session>);

impl Staff {
    /// The person as the actor of a look that the log tells of.
    #[must_use]
    pub fn actor(&self, trace: &Trace) -> Actor {
        Actor::staff(self.0.account, self.0.id, trace.0.clone())
    }

    /// The role that they look in.
    #[must_use]
    pub fn role(&self) -> Role {
        if self.0.has(Role::Admin) { Role::Admin } else { Role::Auditor }
    }
}

impl Deref for Staff {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Staff {
    type Rejection = web::Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> web::Result<Self> {
        let session = found(parts).ok_or(web::Error::SignIn)?;
        let reads = session.has(Role::Admin) || session.has(Role::Auditor);
        if reads { Ok(Self(session)) } else { Err(web::Error::Forbidden(Wanted::Auditor)) }
    }
}

/// Someone who publishes services, acting as one.
#[derive(Clone, Debug)]
pub struct Publisher(pub Arc<Session>);

impl Publisher {
    /// The person as the actor of an act of publishing.
    #[must_use]
    pub fn actor(&self, trace: &Trace) -> Actor {
        Actor::staff(self.0.account, self.0.id, trace.0.clone())
    }
}

impl Deref for Publisher {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Publisher {
    type Rejection = web::Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> web::Result<Self> {
        let session = found(parts).ok_or(web::Error::SignIn)?;
        let may = session.has(Role::Publisher);
        if may { Ok(Self(session)) } else { Err(web::Error::Forbidden(Wanted::Publisher)) }
    }
}

/// Whoever is signed in, or nobody: for pages that are for both.
#[derive(Clone, Debug)]
pub struct MaybeCitizen(pub Option<Arc<Session>>);

impl<S: Sync> FromRequestParts<S> for MaybeCitizen {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(found(parts)))
    }
}

fn found(parts: &Parts) -> Option<Arc<Session>> {
    parts.extensions.get::<Arc<Session>>().cloned()
}

impl From<Error> for web::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            Error::Notice(error) => error.into(),
            other => Self::internal(other),
        }
    }
}
