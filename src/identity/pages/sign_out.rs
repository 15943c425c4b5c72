//! The way out: the session here ends first, then the one at the issuer.

use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use url::form_urlencoded;

use crate::act::Actor;
use crate::identity::cookies::Kind;
use crate::identity::session::{MaybeCitizen, Sealed, Session, claims_place};
use crate::identity::store::sessions::Which;
use crate::identity::views::SignedOut;
use crate::identity::{Error, Identity, store};
use crate::text::Locale;
use crate::web::{self, Form, Show, Trace};

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
    let id_token = end(&identity, &session, &trace).await?;
    let issuer = identity.0.federation.issuer(&session.issuer);
    let there = match (issuer, id_token) {
        (Some(issuer), Some(id_token)) => issuer.sign_out(&id_token, locale).await,
        _ => None,
    };
    let cookie = AppendHeaders([(header::SET_COOKIE, identity.0.cookies.clear(Kind::Session))]);
    let to = there.map_or(home, String::from);
    Ok((cookie, Redirect::to(&to)).into_response())
}

/// Ends the session; gives the ID token it began with.
async fn end(identity: &Identity, session: &Session, trace: &Trace) -> Result<Option<String>, Error> {
    let base = &identity.0.base;
    let actor = Actor::citizen(session.account, session.id, trace.0.clone());
    let mut act = base.acts.open(actor).await?;
    let claims = store::sessions::claims(act.rows(), session.id).await?;
    // Another tab may have signed out meanwhile: then nothing happens here.
    identity.end_sessions(&mut act, Which::One(session.id), "signed_out").await?;
    act.commit().await?;
    let Some(claims) = claims else { return Ok(None) };
    let sealed: Sealed = session.key.open_json(claims_place(session.id), &claims)?;
    Ok(Some(sealed.id_token))
}

/// `GET /auth/logged-out`: back from the issuer, in the language that left.
pub(super) async fn logged_out(RawQuery(query): RawQuery) -> Redirect {
    let query = query.unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let locale = pairs.find_map(|(name, value)| if name == "state" { value.parse().ok() } else { None });
    Redirect::to(&format!("/{}/signed-out", locale.unwrap_or(Locale::default())))
}

/// `GET /signed-out`
pub(super) async fn signed_out() -> Show<SignedOut> {
    Show(SignedOut { drafts_kept: false })
}
