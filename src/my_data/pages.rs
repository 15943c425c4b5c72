//! My data: seeing it, taking it along, closing the account.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};

use super::document::Reading;
use super::views::{AccountClosed, CloseAccount, MyDataPage, OpenRequest};
use super::{MyData, closing, schema};
use crate::audit::AccountEvent;
use crate::identity::{FreshCitizen, Need};
use crate::limits::Limit;
use crate::requests::personal::Open;
use crate::requests::{self, Requests, State as Stand, words};
use crate::text::{Locale, format};
use crate::tiles::access::Use;
use crate::web::{Error, Form, Result, Show, Trace, Viewer};

/// Where the JSON Schema of what is downloaded stands, at the root.
pub const SCHEMA: &str = "/schemas/my-data.json";

/// The routes below the language prefix. All ask for a fresh proof of who is there: on a shared
/// machine, a session left open must not hand over a whole file.
pub fn router(requests: Requests) -> Router {
    Router::new()
        .route("/account/data", get(show))
        .route("/account/data.json", get(download))
        .route("/account/data.pdf", get(read))
        .route("/account/closing", get(ask).post(close))
        .route("/account-closed", get(closed))
        .with_state(requests.clone())
        .merge(super::looks::router(requests))
}

/// The routes at the root.
pub fn root_router() -> Router {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/schema+json"));
    Router::new().route(SCHEMA, get(|| async { ([kind], Json(schema())) }))
}

/// Asks for a sign-in as sure as the surest that a service of the person's asks: what its own pages do
/// not show to a weaker one, no copy does.
async fn require(requests: &Requests, citizen: &FreshCitizen) -> Result<()> {
    let tiles = requests::personal::tiles(&mut requests.base.db.read().await?, citizen.account).await?;
    let known = tiles.iter().filter_map(|tile| requests.catalogue.get(tile));
    let level = known.map(|tile| tile.need(Use::Read).level).max().unwrap_or(1);
    requests.identity.require(citizen, Need { level, ..Need::FRESH }).await
}

async fn show(
    State(requests): State<Requests>,
    citizen: FreshCitizen,
    locale: Locale,
) -> Result<Show<MyDataPage>> {
    let data = MyData::gather(&requests, &citizen).await?;
    let (drafts, sent): (Vec<_>, Vec<_>) = data.requests.iter().partition(|one| one.state == Stand::Draft);
    let drafts = drafts.iter().filter(|draft| draft.times.deleted_at.is_none()).count();
    let birthdate = citizen.claims.birthdate.as_ref().and_then(|date| date.parse().ok());
    Ok(Show(MyDataPage {
        name: citizen.claims.display_name(),
        birthdate: birthdate.map(|date| format::calendar_date(locale, date)),
        email: data.account.email,
        since: data.account.since,
        requests: sent.len() as u64,
        drafts: drafts as u64,
        messages: data.messages.len() as u64,
        events: data.log.len() as u64,
    }))
}

/// Gathers everything to hand it over: written down first, and a few times a day.
async fn export(
    requests: &Requests,
    citizen: &FreshCitizen,
    trace: &Trace,
    format: &'static str,
) -> Result<MyData> {
    require(requests, citizen).await?;
    let exported = AccountEvent::DataExported { format };
    let mut act = requests.base.acts.begin(citizen.actor(trace), exported.of(citizen.account)).await?;
    requests.base.limits.spend(&mut act, Limit::DataExport, citizen.account).await?;
    act.commit().await?;
    MyData::gather(requests, citizen).await
}

/// Hands over everything as one JSON document.
async fn download(State(requests): State<Requests>, citizen: FreshCitizen, trace: Trace) -> Result<Response> {
    let data = export(&requests, &citizen, &trace, "json").await?;
    let name = format!("attachment; filename=\"my-data-{}.json\"", format::day(requests.base.clock.now()));
    let headers = [(header::CONTENT_DISPOSITION, name), (header::CACHE_CONTROL, "no-store".to_owned())];
    Ok((headers, Json(data)).into_response())
}

/// Hands over the same in words, as a document to read and to print.
async fn read(
    State(requests): State<Requests>,
    citizen: FreshCitizen,
    trace: Trace,
    locale: Locale,
) -> Result<Response> {
    let data = export(&requests, &citizen, &trace, "pdf").await?;
    let at = requests.base.clock.now();
    let reading = Reading { requests: &requests, session: &citizen, data: &data, locale, at };
    let document = reading.document();
    let rendered = tokio::task::spawn_blocking(move || document.render()).await.map_err(Error::internal)?;
    let name = if locale == Locale::Fr { "mes-donnees" } else { "my-data" };
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}-{}.pdf\"", format::day(at))),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, rendered.map_err(Error::internal)?).into_response())
}

async fn ask(
    State(requests): State<Requests>,
    citizen: FreshCitizen,
    locale: Locale,
) -> Result<Show<CloseAccount>> {
    close_page(&requests, &citizen, locale, false).await.map(Show)
}

async fn close_page(
    requests: &Requests,
    citizen: &FreshCitizen,
    locale: Locale,
    unconfirmed: bool,
) -> Result<CloseAccount> {
    let mut db = requests.base.db.read().await?;
    let open = requests::personal::open(&mut db, citizen.account).await?;
    let drafts = requests::personal::drafts(&mut db, citizen.account).await?;
    let catalogue = requests.catalogue.current();
    let line = |open: Open| OpenRequest {
        href: open.reference.as_ref().map_or("/invitations".to_owned(), |own| format!("/requests/{own}")),
        title: words::outside_title(&catalogue, &open.tile, locale),
        reference: open.reference.map(|own| own.to_string()),
        on_its_way: open.on_its_way,
    };
    Ok(CloseAccount { open: open.into_iter().map(line).collect(), drafts, unconfirmed })
}

/// Closes the account, unless a request came under way meanwhile or the box is not ticked.
async fn close(
    State(requests): State<Requests>,
    citizen: FreshCitizen,
    trace: Trace,
    locale: Locale,
    form: Form,
) -> Result<Response> {
    let understood = form.get("understood").is_some();
    if !understood || !closing::close(&requests, &citizen, &trace).await? {
        let page = close_page(&requests, &citizen, locale, !understood).await?;
        let status = if understood { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        return Ok((status, Show(page)).into_response());
    }
    let forget = (header::HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"");
    Ok(([forget], Redirect::to(&format!("/{locale}/account-closed"))).into_response())
}

/// The account is closed, and nobody is there any more: whoever is has one that is open.
async fn closed(viewer: Option<Viewer>, locale: Locale) -> Response {
    match viewer {
        Some(_) => Redirect::to(&format!("/{locale}/account")).into_response(),
        None => Show(AccountClosed {}).into_response(),
    }
}
