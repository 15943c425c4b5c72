//! Back from the issuer: its answer is taken in, or refused in our own words.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};

use crate::identity::Identity;
use crate::identity::federation::{Issuer, Refusal};
use crate::identity::linking::WAYS;
use crate::identity::session::{MaybeCitizen, Session, Visit};
use crate::identity::sign_in::{Answer, Flow, Purpose, Stop};
use crate::identity::views::{SignInFailed, SignInFailure};
use crate::identity::wish::Wish;
use crate::web::{self, ClientAddress, Show, Trace};

/// `GET /auth/callback/{slug}`: the issuer's answer.
pub(super) async fn callback(
    State(identity): State<Identity>,
    MaybeCitizen(session): MaybeCitizen,
    Path(slug): Path<String>,
    trace: Trace,
    RawQuery(query): RawQuery,
    address: ClientAddress,
    headers: HeaderMap,
) -> web::Result<Response> {
    let issuer = identity.0.federation.issuer(&slug).ok_or(web::Error::NotFound)?;
    let taken = match Answer::parse(query.as_deref().unwrap_or_default()) {
        Ok(answer) => identity.take_flow(issuer, &answer, &headers).await.map(|flow| (flow, answer)),
        Err(refusal) => Err(refusal.into()),
    };
    let visit = Visit { headers: &headers, address };
    let back = Back { identity: &identity, issuer, session: session.as_deref(), visit };
    match taken {
        Ok((flow, answer)) => back.arrive(&flow, answer, &trace).await,
        Err(stop) => stopped(&identity, issuer, stop, (&Wish::default(), Purpose::Session), &trace).await,
    }
}

/// A browser back from an issuer.
struct Back<'a> {
    identity: &'a Identity,
    issuer: &'a Issuer,
    session: Option<&'a Session>,
    visit: Visit<'a>,
}

impl Back<'_> {
    async fn arrive(&self, flow: &Flow, answer: Answer, trace: &Trace) -> web::Result<Response> {
        let Self { identity, issuer, session, visit } = *self;
        let mut response = match identity.arrive(issuer, flow, answer, visit, session, trace).await {
            Ok(arrival) => {
                let way = identity.0.cookies.remember_way(&issuer.slug);
                let cookies = arrival.cookie.into_iter().chain([way]);
                let cookies = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
                let wish = match arrival.first {
                    Some(page) if !flow.wish.kept => Wish::to(flow.wish.return_to.after(page)),
                    _ => flow.wish.clone(),
                };
                (cookies, Redirect::to(&wish.return_to.in_locale(flow.locale))).into_response()
            }
            Err(stop) => stopped(identity, issuer, stop, (&flow.wish, flow.purpose), trace).await?,
        };
        // The address names no language: the page speaks the one that the person came in with.
        response.extensions_mut().insert(flow.locale);
        Ok(response)
    }
}

/// Says in our own words why a sign-in did not succeed, and writes it down.
pub(super) async fn stopped(
    identity: &Identity,
    issuer: &Issuer,
    stop: Stop,
    (wish, purpose): (&Wish, Purpose),
    trace: &Trace,
) -> web::Result<Response> {
    let mut wish = wish.clone();
    let refusal = match stop {
        Stop::Failed(error) => return Err(error),
        Stop::Noted(refusal) => refusal,
        Stop::Alert(refusal, account) => {
            identity.raise_alert(issuer, (refusal, account), trace).await?;
            refusal
        }
        Stop::Refused(refusal) => {
            identity.note_refusal(issuer, refusal, trace).await?;
            refusal
        }
        Stop::Lower(level) => {
            wish.level = level;
            identity.note_refusal(issuer, Refusal::Level, trace).await?;
            Refusal::Level
        }
    };
    let retry_href = match purpose {
        Purpose::Link(_) => WAYS.to_owned(),
        Purpose::Session | Purpose::StepUp(_) => wish.path(),
    };
    let page = SignInFailed { reason: refusal.shown(), retry_href, trace: trace.0.to_string() };
    Ok((status(refusal), Show(page)).into_response())
}

fn status(refusal: Refusal) -> StatusCode {
    match refusal.shown() {
        SignInFailure::Cancelled => StatusCode::OK,
        SignInFailure::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        SignInFailure::Conflict => StatusCode::CONFLICT,
        SignInFailure::Closed
        | SignInFailure::Level
        | SignInFailure::OtherPerson
        | SignInFailure::Doubt
        | SignInFailure::TwoPeople
        | SignInFailure::Incomplete => StatusCode::FORBIDDEN,
        SignInFailure::Expired | SignInFailure::Refused => StatusCode::BAD_REQUEST,
    }
}
