//! Sign-in that another site begins (OpenID Connect Core §4): a link of an issuer's own portal that
//! leads to a service here.
//!
//! It can only begin what the sign-in page begins: it names one of our issuers and a page of ours,
//! or it leads nowhere, and it never takes the place of a session that is there. What it begins
//! ends in the browser it began in, as whoever the issuer says: nobody can be signed in as
//! someone else by a link.

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use url::{Url, form_urlencoded};

use super::sign_in::Leaving;
use crate::config::IssuerState;
use crate::identity::Identity;
use crate::identity::return_to::ReturnTo;
use crate::identity::session::MaybeCitizen;
use crate::identity::wish::Wish;
use crate::text::Locale;
use crate::web::{self, Trace};

/// The longest hint passed on, in bytes.
const LONGEST_HINT: usize = 255;

/// `GET /auth/initiate?iss=…[&target_link_uri=…][&login_hint=…]`
pub(super) async fn initiate(
    State(identity): State<Identity>,
    MaybeCitizen(session): MaybeCitizen,
    trace: Trace,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> web::Result<Response> {
    let query = query.unwrap_or_default();
    let asked = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
    };
    let url = asked("iss").unwrap_or_default();
    let open = |state| matches!(state, IssuerState::Active | IssuerState::Sunset);
    let mut issuers = identity.0.federation.issuers();
    let issuer = issuers.find(|issuer| issuer.settings.url == url && open(issuer.settings.state));
    let issuer = issuer.ok_or(web::Error::NotFound)?;
    let (locale, return_to) = target(&identity, asked("target_link_uri").as_deref(), &headers);
    if session.is_some() {
        return Ok(Redirect::to(&return_to.in_locale(locale)).into_response());
    }
    let leaving = Leaving {
        identity: &identity,
        session: None,
        locale,
        trace: &trace,
        headers: &headers,
        hint: asked("login_hint").filter(|hint| is_hint(hint)),
    };
    let mut response = leaving.depart(issuer, Wish::to(return_to)).await?;
    // The address names no language: a page that says what went wrong speaks the target's.
    response.extensions_mut().insert(locale);
    Ok(response)
}

/// `POST /auth/initiate`: asked for anew with `GET`, which alone comes with the browser's cookies.
/// The hint is left behind: it has no place in an address of ours.
pub(super) async fn initiate_by_form(body: String) -> Redirect {
    let pairs = form_urlencoded::parse(body.as_bytes()).filter(|(name, _)| name != "login_hint");
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    Redirect::to(&format!("/auth/initiate?{query}"))
}

/// Whose hint this is, the issuer knows; here it is a short line of text, or nothing.
fn is_hint(hint: &str) -> bool {
    !hint.is_empty() && hint.len() <= LONGEST_HINT && !hint.chars().any(char::is_control)
}

/// The page of ours that is asked for, and its language; the home page for any other address.
fn target(identity: &Identity, asked: Option<&str>, headers: &HeaderMap) -> (Locale, ReturnTo) {
    let ours = &identity.0.base.config.portal.public_url;
    let url = asked.and_then(|asked| Url::parse(asked).ok()).filter(|url| url.origin() == ours.origin());
    let path = url.map(|url| match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    });
    let path = path.unwrap_or_default();
    let in_language = Locale::ALL.into_iter().find_map(|locale| {
        let rest = path.strip_prefix('/')?.strip_prefix(locale.prefix())?;
        (rest.is_empty() || rest.starts_with(['/', '?'])).then(|| (locale, rest.to_owned()))
    });
    let accepted = headers.get(axum::http::header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let (locale, rest) =
        in_language.unwrap_or_else(|| (Locale::negotiate(accepted.unwrap_or_default()), String::new()));
    (locale, ReturnTo::parse(&rest))
}
