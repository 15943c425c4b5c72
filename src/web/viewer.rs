//! Who is looking: what every room may know of the person signed in. `identity` finds it out.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use serde::Serialize;

use super::error::{Error, Result};
use super::trace::Trace;
use crate::act::Actor;
use crate::clock::Micros;
use crate::id::{AccountId, SessionId};
use crate::vault::DataKey;

/// The person signed in. Put on the request by the session layer, and on the response for the
/// render layer. As an extractor it is the citizen that a page is for: a handler that does not ask
/// for it cannot see one.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Their account.
    pub account: AccountId,
    /// Their session.
    pub session: SessionId,
    /// Opens what is sealed of theirs.
    pub key: DataKey,
    /// The name they are known by.
    pub name: String,
    /// Whether they may act on the administrators' pages.
    pub is_admin: bool,
    /// Whether they may read them.
    pub is_staff: bool,
    /// Whether they may see the pages where services are written.
    pub is_publisher: bool,
    /// The token that their forms carry.
    pub csrf: String,
    /// When their session ends.
    pub session_end: SessionEnd,
}

/// When a session ends if nothing more is asked of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SessionEnd {
    /// The moment.
    pub at: Micros,
    /// In how many seconds, so that a browser needs no clock that is right.
    pub in_s: u64,
    /// Whether that is its end in any case.
    pub last: bool,
}

impl Viewer {
    /// The person as the actor of an act on their own file.
    #[must_use]
    pub fn actor(&self, trace: &Trace) -> Actor {
        Actor::citizen(self.account, self.session, trace.0.clone())
    }
}

impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or(Error::SignIn)
    }
}

/// For pages that serve people who are signed in and people who are not.
impl<S: Sync> OptionalFromRequestParts<S> for Viewer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

/// How many inbox messages the person has not opened; on the response for the render layer.
#[derive(Clone, Copy, Debug)]
pub struct Unread(pub u64);
