//! The tokens of a session: how they change, and what it means when an old one comes back.
//!
//! A session's token changes every quarter of an hour of use, and whenever its person proves
//! something new. The old one stays good until the browser has shown the new one, and half a
//! minute more, for requests that were on their way. So an answer that is lost on a bad line
//! costs nobody their session, and parallel requests all succeed. Whoever comes with an old token
//! after that holds a copy: the session ends, for the thief and for its person, who is told.

use std::time::Duration;

use super::live::Live;
use super::notice::Notice;
use crate::act::{Act, Actor, Chore};
use crate::audit::Event;
use crate::clock::Micros;
use crate::id::SessionId;
use crate::identity::cookies::{Kind, Token};
use crate::identity::store::sessions::{NewToken, SpentRow, Which};
use crate::identity::{Error, Identity, store};
use crate::news::News;
use crate::web::Trace;

/// How long a token is used before another takes its place.
const ROTATED_EVERY: Duration = Duration::from_mins(15);
/// How long a spent token stays good once the one after it was seen.
const GRACE: Duration = Duration::from_secs(30);

/// Which token of its session a request came with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// The present one.
    Present,
    /// The one before, whose successor was not seen yet.
    Unanswered,
    /// One before, in its grace.
    Late,
}

impl SpentRow {
    /// What it means that this token is shown; `None`: it was stolen.
    pub(super) fn shown(&self, now: Micros) -> Option<Shown> {
        match self.good_until {
            None => Some(Shown::Unanswered),
            Some(until) if now < until => Some(Shown::Late),
            Some(_) => None,
        }
    }
}

impl Identity {
    /// Gives the session a new token, as part of `act`; the `Set-Cookie` value that the answer must
    /// carry. `None` when the session has ended.
    ///
    /// The session and its id stay, and with them the token of its forms: pages that are open in
    /// other tabs go on working.
    ///
    /// # Errors
    /// The database's; the act must then be dropped.
    pub(in crate::identity) async fn rotate_session(
        &self,
        act: &mut Act,
        id: SessionId,
    ) -> Result<Option<String>, Error> {
        let (token, at) = (Token::new(), act.at());
        let new = NewToken { session: id, hash: &self.session_hash(&token), follows: None, good_until: None };
        if !store::sessions::set_token(act.rows(), at, &new).await? {
            return Ok(None);
        }
        act.tell(News::Session(id));
        Ok(Some(self.0.cookies.set(Kind::Session, &token, None)))
    }

    /// Changes the token of a session in use when it is time; the `Set-Cookie` value. `None` when it
    /// is not, or when another request did it first: that one's answer carries the cookie.
    pub(super) async fn renew_token(&self, live: &Live, shown: Shown) -> Result<Option<String>, Error> {
        let (base, now) = (&self.0.base, self.0.base.clock.now());
        let age = now.since(live.rotated_at);
        let good_until = match shown {
            Shown::Present if age >= ROTATED_EVERY => None,
            // The answer with the new token was lost. It may yet arrive.
            Shown::Unanswered if age >= GRACE => Some(now.after(GRACE)),
            _ => return Ok(None),
        };
        let token = Token::new();
        let hash = self.session_hash(&token);
        let id = live.session.id;
        let new = NewToken { session: id, hash: &hash, follows: Some(&live.token_hash), good_until };
        let mut chore = base.acts.chore(Chore::RotateSession).await?;
        if !store::sessions::set_token(chore.rows(), now, &new).await? {
            return Ok(None);
        }
        chore.tell(News::Session(id));
        chore.commit().await?;
        Ok(Some(self.0.cookies.set(Kind::Session, &token, None)))
    }

    /// Notes that the browser has its new token.
    pub(super) async fn see_token(&self, live: &Live) -> Result<(), Error> {
        let base = &self.0.base;
        let mut chore = base.acts.chore(Chore::RotateSession).await?;
        let good_until = base.clock.now().after(GRACE);
        store::sessions::see_token(chore.rows(), live.session.id, &live.token_hash, good_until).await?;
        chore.commit().await?;
        Ok(())
    }

    /// Ends a session whose old token came back, and tells its person.
    pub(super) async fn end_stolen(&self, live: &Live, trace: &Trace) -> Result<(), Error> {
        let session = &live.session;
        let stolen = Event::SessionEnded { how: "stolen", session: session.id };
        // Who came with it is not known.
        let actor = Actor::visitor(trace.0.clone());
        let mut act = self.0.base.acts.begin(actor, stolen.of(session.account)).await?;
        let ended = self.end_rows(&mut act, Which::One(session.id)).await?;
        // Two requests may bring it at once.
        let Some(ended) = ended.first() else { return Ok(()) };
        store::sessions::insert_stolen(act.rows(), &ended.token_hash, ended.ends_at).await?;
        self.tell_person(&mut act, session.account, &session.key, Notice::Stolen).await?;
        act.commit().await?;
        Ok(())
    }
}
