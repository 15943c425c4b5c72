//! Who is there: the layer that finds the session of each request.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::live::Live;
use super::token::Shown;
use crate::act::Chore;
use crate::identity::cookies::{Kind, Token};
use crate::identity::{Error, Identity, store};
use crate::news::Ticket;
use crate::web::{self, Trace};

/// How much of the idle time may pass before a use of the session is written down again.
const TOUCH_EVERY: Duration = Duration::from_mins(1);
/// The header by which our own script says that it asks again by itself.
const REFRESH: &str = "parvis-refresh";

/// What a token opens.
enum Found {
    /// Nothing, or nothing any more.
    Nothing,
    /// A session that was ended for theft.
    Stolen,
    /// A session.
    Session(Live, Shown),
}

impl Identity {
    /// The fingerprint by which the database knows a session's token.
    pub(in crate::identity) fn session_hash(&self, token: &Token) -> Vec<u8> {
        self.0.base.vault.fingerprint("session", token.bytes())
    }

    /// What a token opens; used by its person, the session's idle time begins anew.
    async fn find_session(&self, token: &Token, used: bool, trace: &Trace) -> Result<Found, Error> {
        let (hash, now) = (self.session_hash(token), self.0.base.clock.now());
        let ticket = self.0.sessions.ticket();
        let found = match self.0.sessions.get(&hash, now) {
            Some(live) => Found::Session(live, Shown::Present),
            None => self.read_session(&hash, ticket, trace).await?,
        };
        let Found::Session(mut live, shown) = found else { return Ok(found) };
        if shown == Shown::Present && !live.token_seen {
            self.see_token(&live).await?;
            live.token_seen = true;
            self.0.sessions.keep(ticket, &live);
        }
        if used {
            live = self.touch(live, ticket).await?;
        }
        Ok(Found::Session(live, shown))
    }

    async fn read_session(&self, hash: &[u8], ticket: Ticket, trace: &Trace) -> Result<Found, Error> {
        let (mut db, now) = (self.0.base.db.read().await?, self.0.base.clock.now());
        if let Some(row) = store::sessions::find(&mut db, hash, now).await? {
            let live = Live::open(row, self)?;
            self.0.sessions.keep(ticket, &live);
            return Ok(Found::Session(live, Shown::Present));
        }
        if let Some(spent) = store::sessions::find_spent(&mut db, hash, now).await? {
            let shown = spent.shown(now);
            let live = Live::open(spent.session, self)?;
            let Some(shown) = shown else {
                drop(db);
                self.end_stolen(&live, trace).await?;
                return Ok(Found::Stolen);
            };
            return Ok(Found::Session(live, shown));
        }
        let stolen = store::sessions::is_stolen(&mut db, hash, now).await?;
        Ok(if stolen { Found::Stolen } else { Found::Nothing })
    }

    /// Lets the idle time begin anew, at most once in [`TOUCH_EVERY`]: a page is not worth a write.
    async fn touch(&self, live: Live, ticket: Ticket) -> Result<Live, Error> {
        let (base, session) = (&self.0.base, &live.session);
        let now = base.clock.now();
        let until = now.after(self.idle()).min(session.ends_at);
        if until.since(session.idle_until) < TOUCH_EVERY {
            return Ok(live);
        }
        let mut chore = base.acts.chore(Chore::TouchSession).await?;
        store::sessions::touch(chore.rows(), session.id, now, until).await?;
        chore.commit().await?;
        let live = live.used_until(until);
        self.0.sessions.keep(ticket, &live);
        Ok(live)
    }
}

/// Finds the session of a request by its cookie, and tells the handlers and the render layer who
/// is there. A cookie whose session has ended is taken away.
pub async fn session_layer(State(identity): State<Identity>, mut request: Request, next: Next) -> Response {
    let cookies = &identity.0.cookies;
    let Ok(token) = cookies.read_one(request.headers(), Kind::Session) else {
        return web::Error::BadRequest.into_response();
    };
    let Some(token) = token else { return next.run(request).await };
    // A page that refreshes itself is not its person at work (ASVS 3.3.2).
    let used = !request.headers().contains_key(REFRESH);
    let trace = request.extensions().get::<Trace>().cloned().unwrap_or_else(|| Trace("".into()));
    let (live, shown) = match identity.find_session(&token, used, &trace).await {
        Ok(Found::Session(live, shown)) => (live, shown),
        Ok(Found::Stolen) if used && request.method().is_safe() => {
            let mut response = web::Error::SessionStolen.into_response();
            cookies.clear_unless_set(Kind::Session, response.headers_mut());
            return response;
        }
        // What someone typed is kept, and the page that says so leads to the one that tells why.
        Ok(Found::Stolen) => return next.run(request).await,
        Ok(Found::Nothing) => {
            let mut response = next.run(request).await;
            cookies.clear_unless_set(Kind::Session, response.headers_mut());
            return response;
        }
        Err(error) => return web::Error::from(error).into_response(),
    };
    request.extensions_mut().insert(live.session.clone());
    let viewer = live.viewer(identity.now());
    request.extensions_mut().insert(viewer.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(viewer);
    // Whatever a signed-in person gets, redirects too, is stored nowhere (ASVS 8.2.1).
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if used {
        identity.renew(&live, shown, &mut response).await;
    }
    response
}

impl Identity {
    /// Gives the browser a new token when it is time: once there is an answer to carry it, so that
    /// no token is lost with a handler that fails.
    async fn renew(&self, live: &Live, shown: Shown, response: &mut Response) {
        match self.renew_token(live, shown).await {
            Ok(Some(cookie)) => {
                if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                    response.headers_mut().append(header::SET_COOKIE, cookie);
                }
            }
            Ok(None) => {}
            // The present token stays good.
            Err(error) => tracing::warn!(%error, "session.not_rotated"),
        }
    }
}
