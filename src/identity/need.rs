//! How sure the portal must be of who is there before it goes on: a level of assurance, and how
//! lately it was proved (RFC 9470; ASVS 3.7.1, 4.3.1).
//!
//! A page that needs more than a session asks for [`FreshCitizen`] in place of `Citizen`, or calls
//! [`Identity::require`]. Whoever falls short is led to sign in again and comes back to the same
//! address: a form that needs it is shown at the address it is posted to.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;

use super::session::{Citizen, Session};
use super::{Identity, store};
use crate::act::{Actor, Chore};
use crate::clock::Micros;
use crate::web::{self, StepUp, Trace};

/// A proof this old is no longer fresh.
pub(super) const FRESH: Duration = Duration::from_mins(10);
/// How old a proof may be when the issuer is asked for a fresh one: what remains until [`FRESH`] is
/// the person's, to act in.
pub(super) const FRESH_AT_ISSUER: Duration = Duration::from_mins(5);
/// How much of the time to go on may pass before it is written down again.
const NOTE_EVERY: Duration = Duration::from_mins(1);

/// How lately a person must have proved who they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Proof {
    /// At any time of this session.
    #[default]
    Session,
    /// In the last ten minutes, or before they began to work on sensitive services, with no pause
    /// as long as one that would end the session: nobody is asked again in the middle of an answer.
    Work,
    /// In the last ten minutes.
    Fresh,
}

/// What is asked of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The lowest level of assurance: a place in the issuer's list, from 1. The levels of two
    /// issuers are compared by place.
    pub level: u8,
    /// How lately it must have been proved.
    pub proof: Proof,
}

impl Need {
    /// A proof of the last ten minutes, at whatever level: for acts on the account itself.
    pub const FRESH: Self = Self { level: 1, proof: Proof::Fresh };
}

impl Identity {
    /// Goes on only when the session is as sure as `need` asks.
    ///
    /// # Errors
    /// [`web::Error::StepUp`], which leads the person to sign in again; the database's.
    pub async fn require(&self, session: &Session, need: Need) -> web::Result<()> {
        let now = self.0.base.clock.now();
        let fresh = now.since(session.signed_in_at) <= FRESH;
        let proved = match need.proof {
            Proof::Session => true,
            Proof::Fresh => fresh,
            Proof::Work => fresh || self.works_on(session, now).await?,
        };
        if session.level < need.level || !proved {
            return Err(self.lacks(session, need, !proved));
        }
        if need.proof == Proof::Work {
            self.note_work(session, now).await?;
        }
        Ok(())
    }

    fn lacks(&self, session: &Session, need: Need, stale: bool) -> web::Error {
        let levels = self.0.federation.issuer(&session.issuer).map(|issuer| &issuer.settings.levels);
        let enough = levels.into_iter().flatten().skip(usize::from(need.level.saturating_sub(1)));
        web::Error::StepUp(StepUp {
            level: need.level,
            fresh: stale,
            acr_values: enough.cloned().collect(),
            max_age_s: (need.proof != Proof::Session).then_some(FRESH.as_secs()),
        })
    }

    async fn works_on(&self, session: &Session, now: Micros) -> web::Result<bool> {
        let until = store::work::until(&mut self.0.base.db.read().await?, session.id).await?;
        Ok(until.is_some_and(|until| until > now))
    }

    /// Notes that the person works on a sensitive service, at most once in [`NOTE_EVERY`].
    async fn note_work(&self, session: &Session, now: Micros) -> web::Result<()> {
        let base = &self.0.base;
        let until = now.after(self.idle());
        let known = store::work::until(&mut base.db.read().await?, session.id).await?;
        if known.is_some_and(|known| until.since(known) < NOTE_EVERY) {
            return Ok(());
        }
        let mut chore = base.acts.chore(Chore::NoteWork).await?;
        store::work::go_on(chore.rows(), session.id, until).await?;
        chore.commit().await?;
        Ok(())
    }
}

/// A citizen who proved in the last ten minutes who they are: for acts on the account itself.
#[derive(Clone, Debug)]
pub struct FreshCitizen(pub Citizen);

impl FreshCitizen {
    /// The person as the actor of an act on their own file.
    #[must_use]
    pub fn actor(&self, trace: &Trace) -> Actor {
        self.0.actor(trace)
    }

    /// The session they act in.
    #[must_use]
    pub fn session(&self) -> &Arc<Session> {
        &self.0.0
    }
}

impl Deref for FreshCitizen {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for FreshCitizen
where
    Identity: FromRef<S>,
{
    type Rejection = web::Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> web::Result<Self> {
        let citizen = Citizen::from_request_parts(parts, state).await?;
        Identity::from_ref(state).require(&citizen, Need::FRESH).await?;
        Ok(Self(citizen))
    }
}
