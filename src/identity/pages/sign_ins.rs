//! The ways to sign in of an account: which there are, adding one, taking one away.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};

use super::sign_in::Leaving;
use crate::config::IssuerState;
use crate::id::IdentityId;
use crate::identity::federation::Issuer;
use crate::identity::linking::WAYS;
use crate::identity::return_to::ReturnTo;
use crate::identity::session::{Citizen, Session};
use crate::identity::store::accounts::WayRow;
use crate::identity::views::{SignIns, Way};
use crate::identity::{FreshCitizen, Identity};
use crate::text::Locale;
use crate::web::{self, Form, Show, Trace};

/// `GET /account/sign-ins`
pub(super) async fn show(
    State(identity): State<Identity>,
    citizen: Citizen,
    locale: Locale,
    RawQuery(query): RawQuery,
) -> web::Result<Show<SignIns>> {
    let rows = identity.ways(citizen.account).await?;
    let closing = rows.iter().all(|row| state(&identity, row) != Some(IssuerState::Active));
    let present = identity.0.federation.issuer(&citizen.issuer).filter(|_| closing);
    let later = query.is_some().then(|| ReturnTo::in_query(query.as_deref()).as_str().to_owned());
    Ok(Show(SignIns {
        ways: rows.iter().map(|row| way(&identity, &citizen, row, locale)).collect(),
        others: others(&identity, &rows).map(|issuer| issuer.choice(locale)).collect(),
        closing: present.map(|issuer| issuer.settings.label.get(locale).to_owned()),
        later_href: later.filter(|_| closing),
    }))
}

fn state(identity: &Identity, row: &WayRow) -> Option<IssuerState> {
    identity.0.federation.issuer(&row.issuer).map(|issuer| issuer.settings.state)
}

fn way(identity: &Identity, session: &Session, row: &WayRow, locale: Locale) -> Way {
    let issuer = identity.0.federation.issuer(&row.issuer);
    let label = issuer.map_or(row.issuer.as_str(), |issuer| issuer.settings.label.get(locale));
    let state = state(identity, row);
    Way {
        id: row.id.to_string(),
        label: label.to_owned(),
        since: row.first_seen_at,
        last_used: row.last_seen_at,
        present: row.id == session.identity,
        closing: state == Some(IssuerState::Sunset),
        closed: matches!(state, None | Some(IssuerState::Closed)),
    }
}

/// The issuers that everyone may use and this account does not.
fn others<'a>(identity: &'a Identity, rows: &[WayRow]) -> impl Iterator<Item = &'a Issuer> {
    let active =
        identity.0.federation.issuers().filter(|issuer| issuer.settings.state == IssuerState::Active);
    active.filter(|issuer| rows.iter().all(|row| row.issuer != issuer.slug))
}

/// `POST /account/sign-ins`: `add` a way, or `remove` one. Both ask for a fresh proof.
pub(super) async fn change(
    State(identity): State<Identity>,
    citizen: FreshCitizen,
    locale: Locale,
    trace: Trace,
    headers: HeaderMap,
    form: Form,
) -> web::Result<Response> {
    if let Some(slug) = form.get("add") {
        let issuer = identity.0.federation.issuer(slug).filter(|issuer| may_be_added(issuer));
        let issuer = issuer.ok_or(web::Error::NotFound)?;
        let session = Some(citizen.session().as_ref());
        let leaving =
            Leaving { identity: &identity, session, locale, trace: &trace, headers: &headers, hint: None };
        return leaving.depart_to_link(issuer, citizen.account).await;
    }
    let way: IdentityId = form.get("remove").and_then(|id| id.parse().ok()).ok_or(web::Error::BadRequest)?;
    let cookie = identity.unlink(citizen.session(), way, &trace).await?;
    let cookies = AppendHeaders(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok((cookies, Redirect::to(&format!("/{locale}{WAYS}"))).into_response())
}

/// A pilot is for those who know its name.
fn may_be_added(issuer: &Issuer) -> bool {
    matches!(issuer.settings.state, IssuerState::Active | IssuerState::Pilot)
}
