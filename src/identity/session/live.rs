//! The sessions that a node remembers, so that a page costs no question to the database.
//!
//! What may be believed, and for how long:
//! - A remembered session is read anew after a minute, or as soon as its time seems over: another
//!   node may have prolonged it.
//! - Whatever ends or changes a session tells all nodes (`News::Session`). A node that does not
//!   hear the news, as when the database is out, believes nothing that it remembers.
//! - A session that is not remembered and cannot be read is neither refused nor let in: the answer
//!   is 503, and the browser keeps its cookie. So an outage signs nobody out, and no session that
//!   ended lives on.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Sealed, Session, claims_place};
use crate::clock::Micros;
use crate::config::Role;
use crate::id::SessionId;
use crate::identity::store::sessions::SessionRow;
use crate::identity::{Error, Identity};
use crate::news::{Cache, Heard, News, Newsroom, Ticket};
use crate::web::{SessionEnd, Viewer};

/// Sessions that a node remembers. One costs less than two KiB.
const REMEMBERED: usize = 10_000;
/// How long what was read is believed.
const BELIEVED: Duration = Duration::from_mins(1);

/// A session as the layer knows it.
#[derive(Clone)]
pub(super) struct Live {
    pub session: Arc<Session>,
    viewer: Viewer,
    pub token_hash: Arc<[u8]>,
    /// Whether the browser has shown the present token.
    pub token_seen: bool,
    pub rotated_at: Micros,
    read_at: Micros,
}

impl Live {
    pub fn open(row: SessionRow, identity: &Identity) -> Result<Self, Error> {
        let base = &identity.0.base;
        let key = base.vault.data_key(row.account_id, &row.data_key)?;
        let sealed: Sealed = key.open_json(claims_place(row.id), &row.claims)?;
        let session = Session {
            id: row.id,
            account: row.account_id,
            identity: row.identity_id,
            issuer: row.issuer,
            roles: row.roles.0,
            acr: row.acr,
            level: u8::try_from(row.level).unwrap_or(1),
            claims: sealed.claims,
            key,
            signed_in_at: row.signed_in_at,
            idle_until: row.idle_until,
            ends_at: row.ends_at,
        };
        Ok(Self {
            viewer: viewer(&session, identity),
            session: Arc::new(session),
            token_hash: row.token_hash.into(),
            token_seen: row.token_seen,
            rotated_at: row.rotated_at,
            read_at: base.clock.now(),
        })
    }

    /// The same session, used again.
    pub fn used_until(mut self, until: Micros) -> Self {
        self.session = Arc::new(Session { idle_until: until, ..(*self.session).clone() });
        self
    }

    /// Who is there, as other rooms see them now.
    pub fn viewer(&self, now: Micros) -> Viewer {
        let (at, ends_at) = (self.session.idle_until, self.session.ends_at);
        let session_end = SessionEnd { at, in_s: at.since(now).as_secs(), last: at >= ends_at };
        Viewer { session_end, ..self.viewer.clone() }
    }

    fn is_believed(&self, now: Micros) -> bool {
        now < self.read_at.after(BELIEVED) && now < self.session.idle_until
    }
}

/// The token of forms is bound to the session's id, which stays when the session's own token
/// changes: a page that was open before goes on working.
fn viewer(session: &Session, identity: &Identity) -> Viewer {
    let csrf = identity.0.base.vault.fingerprint("csrf", session.id.0.as_bytes());
    Viewer {
        account: session.account,
        session: session.id,
        key: session.key.clone(),
        name: session.claims.display_name(),
        is_admin: session.has(Role::Admin),
        is_staff: session.has(Role::Admin) || session.has(Role::Auditor),
        is_publisher: session.has(Role::Publisher),
        csrf: URL_SAFE_NO_PAD.encode(csrf),
        // Told anew for each request.
        session_end: SessionEnd::default(),
    }
}

/// What a node remembers: the session of a token, which never changes, and the sessions.
pub(in crate::identity) struct Sessions {
    ids: Cache<Arc<[u8]>, SessionId>,
    lives: Cache<SessionId, Live>,
}

impl Sessions {
    /// An empty memory that forgets what the news tells of.
    pub fn new(newsroom: &Newsroom) -> Arc<Self> {
        let (ids, lives) = (Cache::new(newsroom, REMEMBERED), Cache::new(newsroom, REMEMBERED));
        let sessions = Arc::new(Self { ids, lives });
        let reader = Arc::downgrade(&sessions);
        newsroom.subscribe(move |heard| {
            let Some(sessions) = reader.upgrade() else { return };
            match heard {
                Heard::News(News::Session(id)) => sessions.lives.forget(&id),
                Heard::News(_) => {}
                Heard::Silence => sessions.lives.forget_all(),
            }
        });
        sessions
    }

    /// The session whose present token that is.
    pub(super) fn get(&self, token_hash: &[u8], now: Micros) -> Option<Live> {
        let live = self.lives.get(&self.ids.get(token_hash)?)?;
        (*live.token_hash == *token_hash && live.is_believed(now)).then_some(live)
    }

    /// To be taken before [`Sessions::get`] or any reading.
    pub(super) fn ticket(&self) -> Ticket {
        self.lives.ticket()
    }

    /// Remembers a session, unless one was forgotten since `ticket`.
    pub(super) fn keep(&self, ticket: Ticket, live: &Live) {
        self.ids.keep(self.ids.ticket(), live.token_hash.clone(), live.session.id);
        self.lives.keep(ticket, live.session.id, live.clone());
    }

    /// Forgets the sessions whose time is over, and their keys with them.
    pub(in crate::identity) fn forget_over(&self, now: Micros) {
        self.lives.forget_where(|live| live.session.idle_until <= now);
    }
}
