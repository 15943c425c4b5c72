//! How sessions begin, are raised and end, each time as part of an act.

use super::client::Client;
use super::notice::Notice;
use super::{Sealed, claims_place};
use crate::act::{Act, Actor};
use crate::audit::{Entry, Event};
use crate::clock::Micros;
use crate::config::Role;
use crate::id::{AccountId, IdentityId, SessionId};
use crate::identity::claims::Claims;
use crate::identity::cookies::{Kind, Token};
use crate::identity::store::sessions::{EndedSession, NewSession, Proven, Which};
use crate::identity::{Error, Identity, store};
use crate::news::News;
use crate::vault::{DataKey, Place};

/// How many ended sessions one act clears: a long absence must not make one long transaction.
const BATCH: i64 = 500;
/// Live sessions that an account has at most.
const MOST: i64 = 10;

/// What an issuer proved of a person.
pub(in crate::identity) struct SignedIn<'a> {
    /// Whose session it is.
    pub account: AccountId,
    /// Their key.
    pub key: &'a DataKey,
    /// The identity they came in by.
    pub identity: IdentityId,
    /// The issuer's name in the configuration.
    pub issuer: &'a str,
    /// What they may do beyond their own file.
    pub roles: &'a [Role],
    /// The level of assurance as the issuer names it.
    pub acr: Option<&'a str>,
    /// The same as a place in the issuer's list.
    pub level: u8,
    /// The fingerprint of the issuer's own name for its session.
    pub issuer_session_hash: Option<&'a [u8]>,
    /// When they proved it.
    pub at: Micros,
    /// What the issuer released.
    pub claims: &'a Claims,
    /// A hint at sign-out.
    pub id_token: &'a str,
}

impl SignedIn<'_> {
    fn sealed(&self, session: SessionId) -> Result<Vec<u8>, Error> {
        let sealed = Sealed { claims: self.claims.clone(), id_token: self.id_token.to_owned() };
        Ok(self.key.seal_json(claims_place(session), &sealed)?)
    }

    fn proven<'a>(&'a self, claims: &'a [u8]) -> Proven<'a> {
        Proven {
            identity: self.identity,
            issuer: self.issuer,
            roles: self.roles,
            acr: self.acr,
            level: self.level,
            issuer_session_hash: self.issuer_session_hash,
            signed_in_at: self.at,
            claims,
        }
    }
}

pub(in crate::identity) fn client_place(id: SessionId) -> Place {
    Place::new("session.client", id.0)
}

impl Identity {
    /// Begins the session `id`, as part of `act`; the `Set-Cookie` value that the answer must carry.
    /// The session that the browser had before ends, and the oldest where the account has too many.
    ///
    /// # Errors
    /// The vault's or the database's; the act must then be dropped.
    pub(in crate::identity) async fn begin_session(
        &self,
        act: &mut Act,
        id: SessionId,
        signed_in: &SignedIn<'_>,
        client: &Client,
        replaces: Option<&Token>,
    ) -> Result<String, Error> {
        if let Some(before) = replaces {
            self.end_sessions(act, Which::OfToken(&self.session_hash(before)), "replaced").await?;
        }
        // A fresh token, always: one that someone planted before the sign-in opens nothing.
        let (token, at) = (Token::new(), act.at());
        let ends_at = at.after(self.absolute());
        let claims = signed_in.sealed(id)?;
        let new = NewSession {
            id,
            token_hash: &self.session_hash(&token),
            account: signed_in.account,
            proven: signed_in.proven(&claims),
            idle_until: at.after(self.idle()).min(ends_at),
            ends_at,
            client: &signed_in.key.seal_json(client_place(id), client)?,
        };
        store::sessions::insert(act.rows(), at, &new).await?;
        let ended = self.end_sessions(act, Which::Beyond(signed_in.account, MOST), "too_many").await?;
        if ended > 0 {
            self.tell_person(act, signed_in.account, signed_in.key, Notice::TooMany).await?;
        }
        self.note_browser(act, signed_in, client).await?;
        Ok(self.0.cookies.set(Kind::Session, &token, None))
    }

    /// Puts what was proven anew in the place of what was proven before, as part of `act`, and
    /// changes the session's token; the `Set-Cookie` value that the answer must carry. `None` when
    /// the session has ended. Its longest time runs on from its beginning.
    ///
    /// # Errors
    /// The vault's or the database's; the act must then be dropped.
    pub(in crate::identity) async fn raise_session(
        &self,
        act: &mut Act,
        id: SessionId,
        signed_in: &SignedIn<'_>,
    ) -> Result<Option<String>, Error> {
        let claims = signed_in.sealed(id)?;
        if !store::sessions::renew_proof(act.rows(), id, &signed_in.proven(&claims)).await? {
            return Ok(None);
        }
        self.rotate_session(act, id).await
    }

    /// Ends sessions, as part of `act`: an event for each, and all nodes are told. How many.
    ///
    /// # Errors
    /// The database's; the act must then be dropped.
    pub(in crate::identity) async fn end_sessions(
        &self,
        act: &mut Act,
        which: Which<'_>,
        how: &'static str,
    ) -> Result<usize, Error> {
        let ended = self.end_rows(act, which).await?;
        for session in &ended {
            act.also(session.entry(how));
        }
        Ok(ended.len())
    }

    /// Ends sessions, and does nothing else. How many; with none, nothing happened.
    ///
    /// # Errors
    /// The database's.
    pub(in crate::identity) async fn end_only(
        &self,
        actor: Actor,
        which: Which<'_>,
        how: &'static str,
    ) -> Result<usize, Error> {
        let mut act = self.0.base.acts.open(actor).await?;
        let ended = self.end_sessions(&mut act, which, how).await?;
        act.commit().await?;
        Ok(ended)
    }

    /// Ends some of the sessions whose time is over.
    ///
    /// # Errors
    /// The database's.
    pub(in crate::identity) async fn end_over(&self) -> Result<(), Error> {
        let mut act = self.0.base.acts.open(Actor::system()).await?;
        let now = act.at();
        // Nobody needs to be told: every node knows the time.
        for session in store::sessions::end(act.rows(), Which::Over(now, BATCH)).await? {
            act.also(session.entry(if session.ends_at <= now { "expired" } else { "idle" }));
        }
        act.commit().await?;
        Ok(())
    }

    pub(super) async fn end_rows(&self, act: &mut Act, which: Which<'_>) -> Result<Vec<EndedSession>, Error> {
        let ended = store::sessions::end(act.rows(), which).await?;
        for session in &ended {
            act.tell(News::Session(session.id));
        }
        Ok(ended)
    }
}

impl EndedSession {
    fn entry(&self, how: &'static str) -> Entry {
        Event::SessionEnded { how, session: self.id }.of(self.account_id)
    }
}
