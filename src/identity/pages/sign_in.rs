//! The way to the issuer: the choice where there is one, the reason where one is asked again.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use url::form_urlencoded;

use super::callback::stopped;
use crate::config::{self, IssuerState};
use crate::id::AccountId;
use crate::identity::federation::Issuer;
use crate::identity::linking::WAYS;
use crate::identity::return_to::ReturnTo;
use crate::identity::session::{MaybeCitizen, Session};
use crate::identity::sign_in::{Departing, Purpose};
use crate::identity::views::{IssuerChoice, SignIn, SignInReason};
use crate::identity::wish::Wish;
use crate::identity::{Identity, store};
use crate::text::Locale;
use crate::web::{self, Show, Trace};

/// `GET /sign-in?return_to=PATH[&level=N][&fresh][&kept][&via=SLUG]`: straight to the issuer when
/// there is one or `via` names it, else the choice. With `kept`, answers wait for the person's
/// return. With `level` or `fresh`, someone signed in is asked for more.
pub(super) async fn choose(
    State(identity): State<Identity>,
    MaybeCitizen(session): MaybeCitizen,
    locale: Locale,
    trace: Trace,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> web::Result<Response> {
    let wish = Wish::in_query(query.as_deref());
    if let Some(session) = session {
        return match identity.require(&session, wish.need()).await {
            Ok(()) => Ok(Redirect::to(&wish.return_to.in_locale(locale)).into_response()),
            Err(web::Error::StepUp(_)) => {
                Ok(Show(more_is_asked(&identity, &session, &wish, locale).await?).into_response())
            }
            Err(error) => Err(error),
        };
    }
    let choices = identity.choices(locale);
    // What was kept of theirs, people are told before they are sent away.
    let straight = match choices.as_slice() {
        [only] if !wish.kept => identity.0.federation.issuer(&only.slug),
        _ => named(&identity, query.as_deref()),
    };
    let leaving =
        Leaving { identity: &identity, session: None, locale, trace: &trace, headers: &headers, hint: None };
    match straight {
        Some(issuer) => leaving.depart(issuer, wish).await,
        None => Ok(Show(choice(&identity, &wish, choices, &headers)).into_response()),
    }
}

/// The issuer that a deep link names; an unknown name leads to the choice.
fn named<'a>(identity: &'a Identity, query: Option<&str>) -> Option<&'a Issuer> {
    let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let (_, slug) = pairs.find(|(name, _)| name == "via")?;
    identity.0.federation.issuer(&slug)
}

/// The choice, with the way taken last time first.
fn choice(identity: &Identity, wish: &Wish, mut issuers: Vec<IssuerChoice>, headers: &HeaderMap) -> SignIn {
    if let Some(last) = identity.0.cookies.last_way(headers) {
        issuers.sort_by_key(|choice| choice.slug != last);
    }
    let reason = (wish.return_to != ReturnTo::default()).then_some(SignInReason::Page);
    let reason = if wish.kept { Some(SignInReason::AnswersKept) } else { reason };
    SignIn { reason, kept: false, issuers, query: wish.query(), other_way: None }
}

/// Someone signed in is asked to prove more: why, and each of their ways that can.
async fn more_is_asked(
    identity: &Identity,
    session: &Session,
    wish: &Wish,
    locale: Locale,
) -> web::Result<SignIn> {
    let ways = store::accounts::ways(&mut identity.0.base.db.read().await?, session.account).await?;
    let reaches = |settings: &config::Issuer| {
        settings.state != IssuerState::Closed && settings.levels.len().max(1) >= usize::from(wish.level)
    };
    let mut issuers: Vec<IssuerChoice> = Vec::new();
    for way in &ways {
        let issuer = identity.0.federation.issuer(&way.issuer).filter(|issuer| reaches(&issuer.settings));
        let new = issuer.filter(|issuer| issuers.iter().all(|known| known.slug != issuer.slug));
        issuers.extend(new.map(|issuer| issuer.choice(locale)));
    }
    issuers.sort_by_key(|choice| choice.slug != session.issuer);
    let another = identity.0.federation.choices(locale).into_iter().find(|choice| {
        let issuer = identity.0.federation.issuer(&choice.slug);
        issuer.is_some_and(|issuer| reaches(&issuer.settings))
    });
    let reason = if session.level < wish.level { SignInReason::Level } else { SignInReason::Fresh };
    Ok(SignIn {
        reason: Some(reason),
        kept: wish.kept,
        other_way: another.filter(|_| issuers.is_empty()).map(|choice| choice.label),
        issuers,
        query: wish.query(),
    })
}

/// `GET /sign-in/{slug}`: to that issuer.
pub(super) async fn start(
    State(identity): State<Identity>,
    MaybeCitizen(session): MaybeCitizen,
    Path(slug): Path<String>,
    locale: Locale,
    trace: Trace,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> web::Result<Response> {
    let issuer = identity.0.federation.issuer(&slug).ok_or(web::Error::NotFound)?;
    let session = session.as_deref();
    let leaving =
        Leaving { identity: &identity, session, locale, trace: &trace, headers: &headers, hint: None };
    leaving.depart(issuer, Wish::in_query(query.as_deref())).await
}

/// A browser about to leave for an issuer.
pub(super) struct Leaving<'a> {
    pub identity: &'a Identity,
    pub session: Option<&'a Session>,
    pub locale: Locale,
    pub trace: &'a Trace,
    pub headers: &'a HeaderMap,
    pub hint: Option<String>,
}

impl Leaving<'_> {
    pub async fn depart(&self, issuer: &Issuer, wish: Wish) -> web::Result<Response> {
        let purpose = match self.session {
            Some(session) if wish.is_step_up() => Purpose::StepUp(session.account),
            _ => Purpose::Session,
        };
        self.depart_for(issuer, wish, purpose).await
    }

    /// Leaves to come back with another way to sign in to `account`.
    pub async fn depart_to_link(&self, issuer: &Issuer, account: AccountId) -> web::Result<Response> {
        self.depart_for(issuer, Wish::to(ReturnTo::parse(WAYS)), Purpose::Link(account)).await
    }

    async fn depart_for(&self, issuer: &Issuer, wish: Wish, purpose: Purpose) -> web::Result<Response> {
        let departing = Departing {
            issuer,
            headers: self.headers,
            locale: self.locale,
            wish: wish.clone(),
            purpose,
            hint: self.hint.as_deref(),
            trace: self.trace,
        };
        match self.identity.depart(departing).await {
            Ok(departure) => {
                let cookie = AppendHeaders([(header::SET_COOKIE, departure.cookie)]);
                Ok((cookie, Redirect::to(departure.url.as_str())).into_response())
            }
            Err(stop) => stopped(self.identity, issuer, stop, (&wish, purpose), self.trace).await,
        }
    }
}
