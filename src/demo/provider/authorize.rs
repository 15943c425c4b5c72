//! The authorization endpoint and the sign-in page (OpenID Connect Core 1.0 §3.1.2).

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Serialize;
use url::Url;

use super::{CLIENT_ID, Grant, LEVEL_PREFIX, PATH, Provider, SignIn};
use crate::demo::http::{Fault, Fields};
use crate::demo::{keys, people};
use crate::text::Locale;

/// How long a session of the provider lasts.
const SESSION: Duration = Duration::from_hours(8);
/// How long an authorization code lasts.
const CODE: Duration = Duration::from_mins(1);
/// The level of a sign-in that asked for none.
const USUAL_LEVEL: u8 = 2;
const COOKIE: &str = "parvis_demo_provider";

/// A request for sign-in that may go on.
struct Asked {
    redirect_uri: Url,
    state: Option<String>,
    challenge: String,
    nonce: Option<String>,
    scopes: Vec<String>,
    prompt: Option<String>,
    max_age: Option<Duration>,
    level: Option<u8>,
}

/// A request for sign-in that may not.
enum Refusal {
    /// Nobody to send the answer to: the person is told here.
    Here(&'static str),
    /// The relying party is told, by sending the browser to this address.
    ToClient(String),
}

/// `GET /authorize`
pub(super) async fn ask(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    decide(&provider, &headers, &Fields::parse(&query.unwrap_or_default()))
}

/// `POST /authorize`, which every provider must take as well.
pub(super) async fn ask_by_form(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: String,
) -> Result<Response, Fault> {
    decide(&provider, &headers, &Fields::parse(&body))
}

fn decide(provider: &Provider, headers: &HeaderMap, fields: &Fields) -> Result<Response, Fault> {
    let asked = match read(provider, fields) {
        Ok(asked) => asked,
        Err(refusal) => return refuse(provider, headers, fields, refusal),
    };
    match current(provider, headers, &asked) {
        Some(sign_in) => Ok(grant(provider, &asked, sign_in)),
        None if asked.prompt.as_deref() == Some("none") => {
            let error = "login_required";
            refuse(
                provider,
                headers,
                fields,
                asked.refusal(provider, error, "nobody is signed in as was asked"),
            )
        }
        None => show(provider, headers, fields, &asked, None),
    }
}

/// `POST /sign-in?…`: the request for sign-in is in the query, the person in the form.
pub(super) async fn sign_in(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: String,
) -> Result<Response, Fault> {
    let fields = Fields::parse(&query.unwrap_or_default());
    let asked = match read(&provider, &fields) {
        Ok(asked) => asked,
        Err(refusal) => return refuse(&provider, &headers, &fields, refusal),
    };
    let form = Fields::parse(&body);
    if form.get("cancel").is_some() {
        let refusal = asked.refusal(&provider, "access_denied", "the person turned back");
        return refuse(&provider, &headers, &fields, refusal);
    }
    let typed = form.get("person").or_else(|| form.get("username")).unwrap_or_default();
    let Some(person) = people::find(typed) else {
        return show(&provider, &headers, &fields, &asked, Some(typed));
    };
    let level = asked.level.unwrap_or(USUAL_LEVEL).min(person.highest_level);
    let sign_in = SignIn { person, at: provider.clock.now(), level };
    let session = keys::secret();
    let cookie = format!("{COOKIE}={session}; Path={PATH}; HttpOnly; SameSite=Lax");
    provider.memory().sessions.insert(session, sign_in, sign_in.at.after(SESSION), sign_in.at);
    Ok(([(header::SET_COOKIE, cookie)], grant(&provider, &asked, sign_in)).into_response())
}

/// Checks a request for sign-in (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.2).
fn read(provider: &Provider, fields: &Fields) -> Result<Asked, Refusal> {
    if fields.get("client_id") != Some(CLIENT_ID) {
        return Err(Refusal::Here("client_id"));
    }
    let redirect_uri = fields.get("redirect_uri").and_then(|text| Url::parse(text).ok());
    let Some(redirect_uri) = redirect_uri.filter(|address| provider.is_portals(address)) else {
        return Err(Refusal::Here("redirect_uri"));
    };
    let state = fields.get("state").map(str::to_owned);
    let scopes: Vec<String> = fields
        .get("scope")
        .unwrap_or_default()
        .split(' ')
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
        .collect();
    if let Err((error, description)) = check(fields, &scopes) {
        return Err(refusal(provider, &redirect_uri, state.as_deref(), error, description));
    }
    Ok(Asked {
        redirect_uri,
        state,
        challenge: fields.get("code_challenge").unwrap_or_default().to_owned(),
        nonce: fields.get("nonce").map(str::to_owned),
        scopes,
        prompt: fields.get("prompt").map(str::to_owned),
        max_age: fields.get("max_age").and_then(|text| text.parse().ok()).map(Duration::from_secs),
        level: fields.get("acr_values").and_then(level),
    })
}

fn check(fields: &Fields, scopes: &[String]) -> Result<(), (&'static str, &'static str)> {
    let prompt = fields.get("prompt").unwrap_or_default();
    let rules = [
        (fields.repeated().is_none(), "invalid_request", "a parameter comes twice"),
        (fields.get("request").is_none(), "request_not_supported", "request objects are not supported"),
        (
            fields.get("request_uri").is_none(),
            "request_uri_not_supported",
            "request objects are not supported",
        ),
        (
            fields.get("response_type") == Some("code"),
            "unsupported_response_type",
            "response_type must be code",
        ),
        (
            matches!(fields.get("response_mode"), None | Some("query")),
            "invalid_request",
            "response_mode must be query",
        ),
        (scopes.iter().any(|scope| scope == "openid"), "invalid_scope", "scope must contain openid"),
        (
            fields.get("code_challenge_method") == Some("S256"),
            "invalid_request",
            "PKCE with S256 is required",
        ),
        (
            fields.get("code_challenge").is_some_and(|c| c.len() == 43),
            "invalid_request",
            "code_challenge is not S256's",
        ),
        (
            prompt == "none" || !prompt.split(' ').any(|p| p == "none"),
            "invalid_request",
            "prompt none stands alone",
        ),
        (
            fields.get("max_age").is_none_or(|a| a.parse::<u32>().is_ok()),
            "invalid_request",
            "max_age is no number",
        ),
    ];
    rules.into_iter().find(|(holds, ..)| !holds).map_or(Ok(()), |(_, error, why)| Err((error, why)))
}

/// The first level in `acr_values` that we know: they come in order of preference.
fn level(acr_values: &str) -> Option<u8> {
    let known =
        |value: &str| value.strip_prefix(LEVEL_PREFIX)?.parse().ok().filter(|level| (1..=3).contains(level));
    acr_values.split(' ').find_map(known)
}

/// The sign-in of this browser, if it answers what is asked.
fn current(provider: &Provider, headers: &HeaderMap, asked: &Asked) -> Option<SignIn> {
    let afresh = |prompt: &str| prompt.split(' ').any(|one| matches!(one, "login" | "select_account"));
    if asked.prompt.as_deref().is_some_and(afresh) {
        return None;
    }
    let now = provider.clock.now();
    let session = session_cookie(headers)?;
    let sign_in = *provider.memory().sessions.get_mut(&session, now)?;
    let fresh = asked.max_age.is_none_or(|age| now.since(sign_in.at) <= age);
    let sure = asked.level.is_none_or(|level| sign_in.level >= level);
    (fresh && sure).then_some(sign_in)
}

/// The provider's own cookie among those of the browser.
pub(super) fn session_cookie(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}

/// Answers the relying party with a code.
fn grant(provider: &Provider, asked: &Asked, sign_in: SignIn) -> Response {
    let code = keys::secret();
    let now = provider.clock.now();
    let grant = Grant {
        sign_in,
        redirect_uri: asked.redirect_uri.to_string(),
        challenge: asked.challenge.clone(),
        nonce: asked.nonce.clone(),
        scopes: asked.scopes.clone(),
        token: None,
    };
    provider.memory().grants.insert(code.clone(), grant, now.after(CODE), now);
    Redirect::to(&answer(provider, &asked.redirect_uri, asked.state.as_deref(), &[("code", &code)]))
        .into_response()
}

/// The address back, with the issuer in it against mix-ups (RFC 9207).
fn answer(provider: &Provider, redirect_uri: &Url, state: Option<&str>, fields: &[(&str, &str)]) -> String {
    let mut address = redirect_uri.clone();
    address
        .query_pairs_mut()
        .extend_pairs(fields)
        .extend_pairs(state.map(|state| ("state", state)))
        .append_pair("iss", &provider.issuer);
    address.into()
}

fn refusal(provider: &Provider, to: &Url, state: Option<&str>, error: &str, description: &str) -> Refusal {
    let fields = [("error", error), ("error_description", description)];
    Refusal::ToClient(answer(provider, to, state, &fields))
}

impl Asked {
    fn refusal(&self, provider: &Provider, error: &str, description: &str) -> Refusal {
        refusal(provider, &self.redirect_uri, self.state.as_deref(), error, description)
    }
}

fn refuse(
    provider: &Provider,
    headers: &HeaderMap,
    fields: &Fields,
    refusal: Refusal,
) -> Result<Response, Fault> {
    match refusal {
        Refusal::ToClient(address) => Ok(Redirect::to(&address).into_response()),
        Refusal::Here(parameter) => {
            let view = View { kind: "refused", parameter, portal: provider.portal.as_str() };
            let page = page(provider, headers, fields, "/authorize", view)?;
            Ok((StatusCode::BAD_REQUEST, page).into_response())
        }
    }
}

/// Renders one of the provider's plain pages.
pub(super) fn page(
    provider: &Provider,
    headers: &HeaderMap,
    fields: &Fields,
    path: &str,
    view: View<'_>,
) -> Result<Html<String>, Fault> {
    let locale = locale(headers, fields);
    provider.pages.render("provider_page.html", locale, &switch(path, fields, locale), view)
}

/// What the provider's plain pages say.
#[derive(Serialize)]
pub(super) struct View<'a> {
    pub(super) kind: &'static str,
    pub(super) parameter: &'static str,
    pub(super) portal: &'a str,
}

/// What the sign-in page shows.
#[derive(Serialize)]
struct SignInView<'a> {
    action: String,
    people: Vec<people::Person>,
    typed: &'a str,
    unknown: bool,
    level: u8,
}

fn show(
    provider: &Provider,
    headers: &HeaderMap,
    fields: &Fields,
    asked: &Asked,
    unknown: Option<&str>,
) -> Result<Response, Fault> {
    let locale = locale(headers, fields);
    let view = SignInView {
        action: format!("{PATH}/sign-in?{}", fields.encode()),
        people: people::everyone(),
        typed: unknown.or_else(|| fields.get("login_hint")).unwrap_or_default(),
        unknown: unknown.is_some(),
        level: asked.level.unwrap_or(USUAL_LEVEL),
    };
    let page = provider.pages.render("sign_in.html", locale, &switch("/authorize", fields, locale), view)?;
    let status = if unknown.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page).into_response())
}

/// The language asked for by the relying party, else by the browser.
fn locale(headers: &HeaderMap, fields: &Fields) -> Locale {
    let browser = || headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok();
    let asked = fields.get("ui_locales").map(|tags| tags.replace(' ', ","));
    Locale::negotiate(asked.as_deref().or_else(browser).unwrap_or_default())
}

/// The same page in the other language.
fn switch(path: &str, fields: &Fields, locale: Locale) -> String {
    format!("{PATH}{path}?{}", fields.clone().with("ui_locales", locale.other().tag()).encode())
}
