//! The pages before and after a session, and the addresses that issuers send people back to.

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use url::form_urlencoded;

use super::cookies::Kind;
use super::federation::{Issuer, Refusal};
use super::return_to::ReturnTo;
use super::session::{MaybeCitizen, Sealed, Session, claims_place};
use super::sign_in::{Answer, Flow, Stop};
use super::views::{SignIn, SignInFailed, SignInFailure, SignInReason, SignedOut};
use super::{Error, Identity, store};
use crate::act::Actor;
use crate::audit::Event;
use crate::text::Locale;
use crate::web::{self, Form, Show, Trace};

/// The pages, without the language prefix.
pub fn router(identity: Identity) -> Router {
    Router::new()
        .route("/sign-in", get(sign_in))
        .route("/sign-in/{slug}", get(start))
        .route("/sign-out", post(sign_out))
        .route("/signed-out", get(signed_out))
        .with_state(identity)
}

/// Where issuers send people back to, at the root: these addresses are registered with each issuer
/// and name no language.
pub fn callback_router(identity: Identity) -> Router {
    Router::new()
        .route("/auth/callback/{slug}", get(callback))
        .route("/auth/logged-out", get(logged_out))
        .with_state(identity)
}

/// `GET /sign-in?return_to=PATH[&kept]`: straight to the issuer when there is one, else the choice.
/// With `kept`, answers wait for the person's return.
async fn sign_in(
    State(identity): State<Identity>,
    MaybeCitizen(session): MaybeCitizen,
    locale: Locale,
    trace: Trace,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> web::Result<Response> {
    let return_to = ReturnTo::in_query(query.as_deref());
    if session.is_some() {
        return Ok(Redirect::to(&return_to.in_locale(locale)).into_response());
    }
    let (issuers, reason) = (identity.choices(locale), reason(query.as_deref(), &return_to));
    // What was kept of theirs, people are told before they are sent away.
    if let [only] = issuers.as_slice()
        && reason != Some(SignInReason::AnswersKept)
        && let Some(issuer) = identity.0.federation.issuer(&only.slug)
    {
        return depart(&identity, issuer, &headers, locale, return_to, &trace).await;
    }
    Ok(Show(SignIn { reason, issuers, return_to: return_to.as_str().to_owned() }).into_response())
}

fn reason(query: Option<&str>, return_to: &ReturnTo) -> Option<SignInReason> {
    let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    if pairs.any(|(name, _)| name == "kept") {
        return Some(SignInReason::AnswersKept);
    }
    (*return_to != ReturnTo::default()).then_some(SignInReason::Page)
}

/// `GET /sign-in/{slug}`: to that issuer.
async fn start(
    State(identity): State<Identity>,
    Path(slug): Path<String>,
    locale: Locale,
    trace: Trace,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> web::Result<Response> {
    let issuer = identity.0.federation.issuer(&slug).ok_or(web::Error::NotFound)?;
    let return_to = ReturnTo::in_query(query.as_deref());
    depart(&identity, issuer, &headers, locale, return_to, &trace).await
}

async fn depart(
    identity: &Identity,
    issuer: &Issuer,
    headers: &HeaderMap,
    locale: Locale,
    return_to: ReturnTo,
    trace: &Trace,
) -> web::Result<Response> {
    match identity.depart(issuer, headers, locale, return_to.clone(), trace).await {
        Ok(departure) => {
            let cookie = AppendHeaders([(header::SET_COOKIE, departure.cookie)]);
            Ok((cookie, Redirect::to(departure.url.as_str())).into_response())
        }
        Err(stop) => stopped(identity, issuer, stop, &return_to, trace).await,
    }
}

/// `GET /auth/callback/{slug}`: the issuer's answer.
async fn callback(
    State(identity): State<Identity>,
    Path(slug): Path<String>,
    trace: Trace,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> web::Result<Response> {
    let issuer = identity.0.federation.issuer(&slug).ok_or(web::Error::NotFound)?;
    let taken = match Answer::parse(query.as_deref().unwrap_or_default()) {
        Ok(answer) => identity.take_flow(issuer, &answer, &headers).await.map(|flow| (flow, answer)),
        Err(refusal) => Err(refusal.into()),
    };
    match taken {
        Ok((flow, answer)) => arrive(&identity, issuer, &flow, answer, &headers, &trace).await,
        Err(stop) => stopped(&identity, issuer, stop, &ReturnTo::default(), &trace).await,
    }
}

async fn arrive(
    identity: &Identity,
    issuer: &Issuer,
    flow: &Flow,
    answer: Answer,
    headers: &HeaderMap,
    trace: &Trace,
) -> web::Result<Response> {
    let mut response = match identity.arrive(issuer, flow, answer, headers, trace).await {
        Ok(arrival) => {
            let cookie = AppendHeaders([(header::SET_COOKIE, arrival.cookie)]);
            (cookie, Redirect::to(&flow.return_to.in_locale(flow.locale))).into_response()
        }
        Err(stop) => stopped(identity, issuer, stop, &flow.return_to, trace).await?,
    };
    // The address names no language: the page speaks the one that the person came in with.
    response.extensions_mut().insert(flow.locale);
    Ok(response)
}

/// Says in our own words why a sign-in did not succeed, and writes it down.
async fn stopped(
    identity: &Identity,
    issuer: &Issuer,
    stop: Stop,
    return_to: &ReturnTo,
    trace: &Trace,
) -> web::Result<Response> {
    let refusal = match stop {
        Stop::Failed(error) => return Err(error),
        Stop::Refused(refusal) => refusal,
    };
    identity.note_refusal(issuer, refusal, trace).await?;
    let page = SignInFailed {
        reason: refusal.shown(),
        retry_href: return_to.sign_in_path(),
        trace: trace.0.to_string(),
    };
    Ok((status(refusal), Show(page)).into_response())
}

fn status(refusal: Refusal) -> StatusCode {
    match refusal.shown() {
        SignInFailure::Cancelled => StatusCode::OK,
        SignInFailure::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        SignInFailure::Closed | SignInFailure::Level => StatusCode::FORBIDDEN,
        SignInFailure::Expired | SignInFailure::Refused => StatusCode::BAD_REQUEST,
    }
}

/// `POST /sign-out`: the session here ends first, then the one at the issuer.
async fn sign_out(
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
    let ended = Event::SessionEnded { how: "signed_out" }.of(session.account);
    let mut act = base.acts.begin(actor, ended).await?;
    let claims = store::sessions::claims(act.rows(), session.id).await?;
    // Another tab may have signed out meanwhile: then it is logged already.
    if store::sessions::delete(act.rows(), session.id).await? {
        act.commit().await?;
    }
    let Some(claims) = claims else { return Ok(None) };
    let sealed: Sealed = session.key.open_json(claims_place(session.id), &claims)?;
    Ok(Some(sealed.id_token))
}

/// `GET /auth/logged-out`: back from the issuer, in the language that left.
async fn logged_out(RawQuery(query): RawQuery) -> Redirect {
    let query = query.unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let locale = pairs.find_map(|(name, value)| if name == "state" { value.parse().ok() } else { None });
    Redirect::to(&format!("/{}/signed-out", locale.unwrap_or(Locale::default())))
}

/// `GET /signed-out`
async fn signed_out() -> Show<SignedOut> {
    Show(SignedOut { drafts_kept: false })
}
