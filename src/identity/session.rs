//! Sessions: one signed-in browser each (ASVS V3). The layer finds the session of a request; the
//! extractors are how a handler asks for the person.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::claims::Claims;
use super::cookies::{Kind, Token};
use super::store::sessions::SessionRow;
use super::{Error, Identity, store};
use crate::act::{Actor, Chore};
use crate::clock::Micros;
use crate::config::Role;
use crate::id::{AccountId, SessionId};
use crate::vault::{DataKey, Place};
use crate::web::{self, Trace, Viewer};

/// How much of the idle time may pass before a use of the session is written down again.
const TOUCH_EVERY: Duration = Duration::from_mins(1);
/// The header by which our own script says that it asks again by itself.
const REFRESH: &str = "parvis-refresh";

/// One signed-in browser.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id: not the cookie's token, which nothing but the browser knows.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
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
    fn open(row: SessionRow, identity: &Identity) -> Result<Self, Error> {
        let key = identity.0.base.vault.data_key(row.account_id, &row.data_key)?;
        let sealed: Sealed = key.open_json(claims_place(row.id), &row.claims)?;
        Ok(Self {
            id: row.id,
            account: row.account_id,
            issuer: row.issuer,
            roles: row.roles.0,
            acr: row.acr,
            level: u8::try_from(row.level).unwrap_or(1),
            claims: sealed.claims,
            key,
            signed_in_at: row.signed_in_at,
            idle_until: row.idle_until,
            ends_at: row.ends_at,
        })
    }

    /// Whether the person has this role.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    fn viewer(&self, identity: &Identity) -> Viewer {
        let csrf = identity.0.base.vault.fingerprint("csrf", self.id.0.as_bytes());
        Viewer {
            account: self.account,
            session: self.id,
            key: self.key.clone(),
            name: self.claims.display_name(),
            is_admin: self.has(Role::Admin),
            csrf: URL_SAFE_NO_PAD.encode(csrf),
            session_ends: self.idle_until,
        }
    }
}

impl Identity {
    /// The fingerprint by which the database knows a session's token.
    pub(super) fn session_hash(&self, token: &Token) -> Vec<u8> {
        self.0.base.vault.fingerprint("session", token.bytes())
    }

    /// The session of a cookie; used by its person, its idle time begins anew.
    async fn find_session(&self, token: &Token, used: bool) -> Result<Option<Session>, Error> {
        let (base, hash) = (&self.0.base, self.session_hash(token));
        let row = store::sessions::find(&mut base.db.read().await?, &hash, base.clock.now()).await?;
        let Some(row) = row else { return Ok(None) };
        let mut session = Session::open(row, self)?;
        if used {
            self.touch(&mut session).await?;
        }
        Ok(Some(session))
    }

    /// Lets the idle time begin anew, at most once in [`TOUCH_EVERY`]: a page is not worth a write.
    async fn touch(&self, session: &mut Session) -> Result<(), Error> {
        let base = &self.0.base;
        let until = base.clock.now().after(self.idle()).min(session.ends_at);
        if until.since(session.idle_until) < TOUCH_EVERY {
            return Ok(());
        }
        let mut chore = base.acts.chore(Chore::TouchSession).await?;
        store::sessions::touch(chore.rows(), session.id, until).await?;
        chore.commit().await?;
        session.idle_until = until;
        Ok(())
    }
}

/// Finds the session of a request by its cookie, and tells the handlers and the render layer who
/// is there. A cookie whose session has ended is taken away.
pub async fn session_layer(State(identity): State<Identity>, mut request: Request, next: Next) -> Response {
    let cookies = &identity.0.cookies;
    let Some(token) = cookies.read(request.headers(), Kind::Session) else { return next.run(request).await };
    // A page that refreshes itself is not its person at work (ASVS 3.3.2).
    let used = !request.headers().contains_key(REFRESH);
    let session = match identity.find_session(&token, used).await {
        Ok(session) => session,
        Err(error) => return web::Error::from(error).into_response(),
    };
    let Some(session) = session else {
        let mut response = next.run(request).await;
        cookies.clear_unless_set(Kind::Session, response.headers_mut());
        return response;
    };
    let viewer = session.viewer(&identity);
    request.extensions_mut().insert(Arc::new(session));
    request.extensions_mut().insert(viewer.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(viewer);
    response
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
        if session.has(Role::Admin) { Ok(Self(session)) } else { Err(web::Error::Forbidden) }
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
            other => Self::internal(other),
        }
    }
}
