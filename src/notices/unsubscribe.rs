//! Ending news with one press (RFC 8058), without signing in: the mail program posts to the address in
//! the e-mail's header. The token says whose news ends, to the portal alone; it holds no address and does
//! not end, and a second press changes nothing.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use url::Url;
use uuid::Uuid;

use super::preferences::store::{Choice, choose};
use super::preferences::{Channel, Class};
use crate::act::Actor;
use crate::audit::NoticeEvent;
use crate::base::Base;
use crate::id::AccountId;
use crate::text::Locale;
use crate::vault::Place;
use crate::web::page::Page;
use crate::web::{Error, Result, Show, Trace};

const TOKEN: &str = "unsubscribe.token";

fn place() -> Place {
    Place::new(TOKEN, Uuid::nil())
}

/// The page with the button.
#[derive(Clone, Debug, Serialize)]
pub struct Unsubscribe {
    /// Whether it was pressed.
    pub done: bool,
}

impl Page for Unsubscribe {
    const TEMPLATE: &'static str = "notices/unsubscribe.html";

    fn samples(_: Locale) -> Vec<Self> {
        vec![Self { done: false }, Self { done: true }]
    }
}

/// Where a person's news ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// For mail programs: one press.
    pub press: Url,
    /// For people: the page with the button.
    pub page: Url,
}

/// Where a person's news ends.
///
/// # Errors
/// The vault's.
pub(super) fn links(base: &Base, account: AccountId, locale: Locale) -> Result<Links, crate::vault::Error> {
    let token = URL_SAFE_NO_PAD.encode(base.vault.own_key().seal(place(), account.0.as_bytes())?);
    let link = |path: &str| {
        let mut link = base.config.portal.public_url.clone();
        link.set_path(path);
        link
    };
    Ok(Links {
        press: link(&format!("/api/v1/unsubscribe/{locale}/{token}")),
        page: link(&format!("/{locale}/unsubscribe/{token}")),
    })
}

/// Whose news a token ends.
fn whose(base: &Base, token: &str) -> Result<AccountId> {
    let sealed = URL_SAFE_NO_PAD.decode(token).map_err(|_| Error::NotFound)?;
    let opened = base.vault.own_key().open(place(), &sealed).map_err(|_| Error::NotFound)?;
    Uuid::from_slice(&opened).map(AccountId).map_err(|_| Error::NotFound)
}

/// What mail programs press. It asks for no cookie, no sign-in, and no form of ours.
pub fn api_router(base: Base) -> Router {
    Router::new().route("/api/v1/unsubscribe/{locale}/{token}", get(to_page).post(press)).with_state(base)
}

/// The page for people, below the language prefix.
pub fn router(base: Base) -> Router {
    Router::new().route("/unsubscribe/{token}", get(page).post(done)).with_state(base)
}

/// Whoever opens the address sees a page with a button: programs that look at every link in an e-mail must
/// not end anything.
async fn to_page(Path((locale, token)): Path<(String, String)>) -> Result<Redirect> {
    let locale: Locale = locale.parse().map_err(|_| Error::NotFound)?;
    Ok(Redirect::to(&format!("/{locale}/unsubscribe/{token}")))
}

/// Ends news for whom the token says.
#[utoipa::path(
    post,
    path = "/api/v1/unsubscribe/{locale}/{token}",
    params(
        ("locale" = String, Path, description = "`fr` or `en`"),
        ("token" = String, Path, description = "As it stands in the header `List-Unsubscribe` (RFC 8058)"),
    ),
    responses(
        (status = 200, description = "Ended, now or before"),
        (status = 404, description = "No token of this portal's"),
    ),
    tag = "receipts"
)]
pub(crate) async fn press(
    State(base): State<Base>,
    trace: Trace,
    Path((_, token)): Path<(String, String)>,
) -> Result<Response> {
    end(&base, trace, &token).await?;
    Ok(StatusCode::OK.into_response())
}

async fn page(State(base): State<Base>, Path(token): Path<String>) -> Result<Show<Unsubscribe>> {
    whose(&base, &token)?;
    Ok(Show(Unsubscribe { done: false }))
}

async fn done(
    State(base): State<Base>,
    trace: Trace,
    Path(token): Path<String>,
) -> Result<Show<Unsubscribe>> {
    end(&base, trace, &token).await?;
    Ok(Show(Unsubscribe { done: true }))
}

/// Ends news outside the portal for whom the token says. Who has none any more, or has closed their account, is
/// answered the same.
async fn end(base: &Base, trace: Trace, token: &str) -> Result<()> {
    let account = whose(base, token)?;
    let entry = NoticeEvent::NewsEnded.of(account);
    let mut act = base.acts.begin(Actor::visitor(trace.0), entry).await?;
    let (at, mut ended) = (act.at(), false);
    for channel in Channel::OUTSIDE {
        let choice = Choice { class: Class::News, channel, wanted: false };
        ended |= choose(act.rows(), account, choice, at).await?;
    }
    if ended {
        act.commit().await?;
    }
    Ok(())
}
