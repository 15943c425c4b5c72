//! The way out: the session here ends first, then the one at the issuer.

use std::time::Duration;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use subtle::ConstantTimeEq as _;
use url::form_urlencoded;

use crate::act::Actor;
use crate::identity::cookies::{Kind, Token};
use crate::identity::session::{MaybeCitizen, Sealed, Session, claims_place};
use crate::identity::store::sessions::Which;
use crate::identity::views::SignedOut;
use crate::identity::{Error, Identity, store};
use crate::text::Locale;
use crate::web::answer::wants_page;
use crate::web::{self, Form, Show, Trace};

/// How long a person may take at the issuer to sign out there too.
const PATIENCE: Duration = Duration::from_mins(10);
/// Nothing of a person's file stays in the browser. Not `"cookies"`: that would take those of
/// sibling hosts along.
const LEAVE_NOTHING: (HeaderName, &str) =
    (HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"");

/// `POST /sign-out`: the session here ends first, then the one at the issuer.
pub(super) async fn sign_out(
    State(identity): State<Identity>,
    MaybeCitizen(session): MaybeCitizen,
    locale: Locale,
    trace: Trace,
    _: Form,
) -> web::Result<Response> {
    let home = format!("/{locale}/signed-out");
    let Some(session) = session else { return Ok(Redirect::to(&home).into_response()) };
    let id_token = end(&identity, &session, &trace, "signed_out").await?;
    let issuer = identity.0.federation.issuer(&session.issuer);
    let token = Token::new();
    let there = match (issuer, id_token) {
        (Some(issuer), Some(id_token)) => issuer.sign_out(&id_token, locale, &state(locale, &token)).await,
        _ => None,
    };
    let cookies = &identity.0.cookies;
    let gone = AppendHeaders([(header::SET_COOKIE, cookies.clear(Kind::Session))]);
    let Some(there) = there else {
        return Ok((gone, [LEAVE_NOTHING], Redirect::to(&home)).into_response());
    };
    let back = AppendHeaders([(header::SET_COOKIE, cookies.set(Kind::SignOut, &token, Some(PATIENCE)))]);
    Ok((gone, back, [LEAVE_NOTHING], Redirect::to(there.as_str())).into_response())
}

/// `POST /quick-exit`: someone came near. The session here ends, and the browser is on a site that says
/// nothing of its person. The issuer's page of signing out, which would, is not shown; whoever comes back
/// proves anew who they are.
pub(super) async fn quick_exit(
    State(identity): State<Identity>,
    MaybeCitizen(session): MaybeCitizen,
    locale: Locale,
    trace: Trace,
    headers: HeaderMap,
    _: Form,
) -> web::Result<Response> {
    // Our script leads away by itself: a redirect would have it ask the other site too.
    let away = if wants_page(&headers) {
        Redirect::to(identity.0.base.config.portal.quick_exit.get(locale).as_str()).into_response()
    } else {
        StatusCode::NO_CONTENT.into_response()
    };
    let Some(session) = session else { return Ok(away) };
    end(&identity, &session, &trace, "quick_exit").await?;
    let cookies = &identity.0.cookies;
    let left = cookies.set(Kind::QuickExit, &Token::new(), Some(identity.absolute()));
    let gone =
        AppendHeaders([(header::SET_COOKIE, cookies.clear(Kind::Session)), (header::SET_COOKIE, left)]);
    Ok((gone, [LEAVE_NOTHING], away).into_response())
}

/// What comes back from the issuer unchanged (RP-Initiated Logout §2): the language, and what only
/// this browser knows.
fn state(locale: Locale, token: &Token) -> String {
    format!("{locale}.{}", token.text())
}

/// Ends the session; gives the ID token it began with.
async fn end(
    identity: &Identity,
    session: &Session,
    trace: &Trace,
    how: &'static str,
) -> Result<Option<String>, Error> {
    let base = &identity.0.base;
    let actor = Actor::citizen(session.account, session.id, trace.0.clone());
    let mut act = base.acts.open(actor).await?;
    let claims = store::sessions::claims(act.rows(), session.id).await?;
    // Another tab may have signed out meanwhile: then nothing happens here.
    identity.end_sessions(&mut act, Which::One(session.id), how).await?;
    act.commit().await?;
    let Some(claims) = claims else { return Ok(None) };
    let sealed: Sealed = session.key.open_json(claims_place(session.id), &claims)?;
    Ok(Some(sealed.id_token))
}

/// `GET /auth/logged-out`: back from the issuer, in the language that left. With a state that this
/// browser did not take along, or without one, it is a page like any other and ends nothing.
pub(super) async fn logged_out(
    State(identity): State<Identity>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let named = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "state");
    let cookies = &identity.0.cookies;
    let left = cookies.read(&headers, Kind::SignOut).and_then(|token| {
        let (_, named) = named?;
        Locale::ALL.into_iter().find(|locale| same(&state(*locale, &token), &named))
    });
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let locale = left.unwrap_or_else(|| Locale::negotiate(accepted.unwrap_or_default()));
    let gone = AppendHeaders([(header::SET_COOKIE, cookies.clear(Kind::SignOut))]);
    (gone, Redirect::to(&format!("/{locale}/signed-out"))).into_response()
}

fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// `GET /signed-out`
pub(super) async fn signed_out() -> Show<SignedOut> {
    Show(SignedOut { drafts_kept: false })
}
