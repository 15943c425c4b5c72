//! What a person sees of their account: the sessions that are open, where, and the way to end them.

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use url::form_urlencoded;

use super::change::client_place;
use super::client::Client;
use super::views::{Account, EndSessions, MySessions, SessionLine, Stay};
use super::{Citizen, Session};
use crate::id::SessionId;
use crate::identity::store::sessions::{SessionLineRow, Which};
use crate::identity::{Error, FreshCitizen, Identity, store};
use crate::text::Locale;
use crate::web::{self, Form, Show, Trace, Viewer};

const SESSIONS: &str = "/account/sessions";

/// The pages, without the language prefix.
pub(in crate::identity) fn router(identity: Identity) -> Router {
    Router::new()
        .route("/account", get(account))
        .route("/account/sessions", get(sessions))
        .route("/account/sessions/end", get(ask_to_end).post(end))
        .route("/session", get(stay))
        .with_state(identity)
}

/// `GET /account`
async fn account(
    State(identity): State<Identity>,
    citizen: Citizen,
    locale: Locale,
) -> web::Result<Show<Account>> {
    let lines = identity.session_lines(&citizen, locale).await?;
    Ok(Show(Account {
        name: citizen.claims.display_name(),
        email: citizen.claims.verified_email().map(str::to_owned),
        issuer: identity.issuer_label(&citizen.issuer, locale),
        sessions: lines.len(),
    }))
}

/// `GET /account/sessions[?ended]`
async fn sessions(
    State(identity): State<Identity>,
    citizen: Citizen,
    locale: Locale,
    RawQuery(query): RawQuery,
) -> web::Result<Show<MySessions>> {
    let sessions = identity.session_lines(&citizen, locale).await?;
    Ok(Show(MySessions { sessions, ended: query.as_deref() == Some("ended") }))
}

/// `GET /account/sessions/end[?session=ID]`: is it really that one, or all others, that shall end?
/// At the address that the form goes to, so that a fresh sign-in leads back here.
async fn ask_to_end(
    State(identity): State<Identity>,
    citizen: FreshCitizen,
    locale: Locale,
    RawQuery(query): RawQuery,
) -> web::Result<Response> {
    let lines = identity.session_lines(&citizen, locale).await?;
    let others = lines.into_iter().filter(|line| !line.here);
    let page = match named(query.as_deref())? {
        Some(id) => {
            let id = id.to_string();
            EndSessions { sessions: others.filter(|line| line.id == id).collect(), one: Some(id) }
        }
        None => EndSessions { sessions: others.collect(), one: None },
    };
    // It ended meanwhile, or is the one they are in.
    if page.sessions.is_empty() {
        return Ok(Redirect::to(&format!("/{locale}{SESSIONS}")).into_response());
    }
    Ok(Show(page).into_response())
}

/// `POST /account/sessions/end[?session=ID]`: that session ends, or all others (ASVS 3.3.3, 3.3.4).
async fn end(
    State(identity): State<Identity>,
    citizen: FreshCitizen,
    locale: Locale,
    trace: Trace,
    RawQuery(query): RawQuery,
    _: Form,
) -> web::Result<Redirect> {
    let which = match named(query.as_deref())? {
        Some(id) => Which::OneOf(citizen.account, id),
        None => Which::Others(citizen.account, citizen.id),
    };
    identity.end_only(citizen.actor(&trace), which, "revoked").await?;
    Ok(Redirect::to(&format!("/{locale}{SESSIONS}?ended")))
}

/// The session that a query names; none: all others.
fn named(query: Option<&str>) -> web::Result<Option<SessionId>> {
    let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let id = pairs.find(|(name, _)| name == "session").map(|(_, id)| id.parse());
    id.transpose().map_err(|_| web::Error::BadRequest)
}

/// `GET /session`: to have been here is to stay. Opened beside a form, it loses nothing of it.
async fn stay(_: Citizen, viewer: Viewer) -> Show<Stay> {
    Show(Stay { until: viewer.session_end.at, last: viewer.session_end.last })
}

impl Identity {
    /// What people call an identity provider; its short name when it is no longer configured.
    #[must_use]
    pub fn issuer_label(&self, slug: &str, locale: Locale) -> String {
        let issuer = self.0.federation.issuer(slug);
        issuer.map_or(slug, |issuer| issuer.settings.label.get(locale)).to_owned()
    }

    async fn session_lines(&self, session: &Session, locale: Locale) -> Result<Vec<SessionLine>, Error> {
        let base = &self.0.base;
        let mut db = base.db.read().await?;
        let rows = store::sessions::of_account(&mut db, session.account, base.clock.now()).await?;
        rows.into_iter().map(|row| self.session_line(row, session, locale)).collect()
    }

    fn session_line(
        &self,
        row: SessionLineRow,
        seen_in: &Session,
        locale: Locale,
    ) -> Result<SessionLine, Error> {
        let place = client_place(row.id);
        let client: Option<Client> =
            row.client.map(|client| seen_in.key.open_json(place, &client)).transpose()?;
        Ok(SessionLine {
            id: row.id.to_string(),
            browser: client.as_ref().and_then(Client::names),
            network: client.and_then(|client| client.network),
            issuer: self.issuer_label(&row.issuer, locale),
            begun_at: row.created_at,
            used_at: row.used_at,
            here: row.id == seen_in.id,
        })
    }
}
