//! The first pages as a citizen meets them.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::identity::views::Welcome;
use crate::identity::{MaybeCitizen, Session};
use crate::notices;
use crate::requests::store::Summary;
use crate::requests::{Requests, State as Stand, store, words};
use crate::text::Locale;
use crate::tiles::access::{self, Use};
use crate::tiles::manifest::Kind;
use crate::tiles::views::{AgeBar, DraftLine, Home, NeedsMe, NeedsMeKind, ServiceHelp, ServiceStart};
use crate::tiles::{Tile, TileId};
use crate::web::views::{Article, Card};
use crate::web::{Error, Result, Show, StepUp, Viewer, articles};

/// The most requests that home shows; the list has the others.
const RECENT: usize = 5;
/// The most requests looked at to find what needs the citizen.
const LOOKED_AT: i64 = 100;

/// The routes, below the language prefix.
pub fn router(requests: Requests) -> Router {
    let mut router = Router::new()
        .route("/", get(home))
        .route("/services/{tile}", get(start))
        .route("/services/{tile}/help", get(help));
    for name in articles::NAMES {
        router = router.route(&format!("/{name}"), get(move |locale| async move { article(locale, name) }));
    }
    router.with_state(requests)
}

fn article(locale: Locale, name: &str) -> Result<Show<Article>> {
    articles::article(locale, name).map(Show).ok_or(Error::NotFound)
}

/// Welcome for visitors, home for those signed in.
async fn home(State(requests): State<Requests>, viewer: Option<Viewer>, locale: Locale) -> Result<Response> {
    let Some(viewer) = viewer else {
        let services = cards(&requests, locale);
        let issuers = requests.identity.choices(locale);
        return Ok(Show(Welcome { services, issuers }).into_response());
    };
    let mut db = requests.base.db.read().await?;
    let rows = store::list(&mut db, viewer.account, LOOKED_AT).await?;
    let unread = notices::store::latest_unread(&mut db, viewer.account).await?;
    drop(db);
    let unread = unread.map(|row| unread_line(&row, &viewer, locale)).transpose()?;
    let needs_me = rows.iter().filter_map(|row| needs_me(&requests, row, locale)).chain(unread).collect();
    let sent = rows.iter().filter(|row| row.state != Stand::Draft).take(RECENT);
    Ok(Show(Home {
        name: viewer.name,
        needs_me,
        services: cards(&requests, locale),
        requests: sent.map(|row| words::line(&requests.catalogue, row, locale)).collect(),
    })
    .into_response())
}

fn cards(requests: &Requests, locale: Locale) -> Vec<Card> {
    let card = |tile: &Arc<Tile>| Card {
        tile: tile.id().to_string(),
        title: tile.title(locale).to_owned(),
        summary: tile.summary(locale).to_owned(),
        note: None,
    };
    requests.catalogue.iter().map(card).collect()
}

/// A request that waits for the citizen: asked for something, or a draft to go on with.
fn needs_me(requests: &Requests, row: &Summary, locale: Locale) -> Option<NeedsMe> {
    let line = words::line(&requests.catalogue, row, locale);
    let kind = match row.state {
        Stand::Draft => NeedsMeKind::Draft,
        _ if line.needs_me => NeedsMeKind::Task,
        _ => return None,
    };
    let when = if kind == NeedsMeKind::Draft { row.expires_at } else { Some(row.updated_at) };
    Some(NeedsMe {
        kind,
        title: line.title,
        detail: line.reference.unwrap_or_default(),
        href: line.href,
        when,
    })
}

fn unread_line(row: &notices::store::Row, viewer: &Viewer, locale: Locale) -> Result<NeedsMe> {
    Ok(NeedsMe {
        kind: NeedsMeKind::Unread,
        title: notices::pages::subject(row, &viewer.key, locale)?,
        detail: String::new(),
        href: notices::pages::href(row.id),
        when: Some(row.created_at),
    })
}

fn find<'a>(requests: &'a Requests, id: &str) -> Result<&'a Tile> {
    let id: TileId = id.parse().map_err(|_| Error::NotFound)?;
    requests.catalogue.get(&id).map(AsRef::as_ref).ok_or(Error::NotFound)
}

/// A service: what it is, what to have at hand, start or go on.
async fn start(
    State(requests): State<Requests>,
    MaybeCitizen(session): MaybeCitizen,
    viewer: Option<Viewer>,
    locale: Locale,
    Path(tile): Path<String>,
) -> Result<Response> {
    let tile = find(&requests, &tile)?;
    let lacks = match reader(&requests, session.as_deref(), tile, locale).await? {
        Reader::TooYoung(bar) => return Ok((StatusCode::FORBIDDEN, Show(bar)).into_response()),
        Reader::Locked(lacks) => Some(lacks),
        Reader::Welcome => None,
    };
    let drafts = match &viewer {
        Some(viewer) => drafts(&requests, viewer, tile).await?,
        None => Vec::new(),
    };
    Ok(Show(ServiceStart {
        tile: tile.id().to_string(),
        title: tile.title(locale).to_owned(),
        summary: tile.summary(locale).to_owned(),
        html: tile.content(locale).filter(|_| lacks.is_none()).map(str::to_owned),
        help_href: format!("/services/{}/help", tile.id()),
        start_href: tile.form.as_ref().map(|_| format!("/services/{}/form", tile.id())),
        drafts,
        signed_in: viewer.is_some(),
        unlock_href: lacks.map(|lacks| lacks.path(&format!("/services/{}", tile.id()))),
        resting: false,
    })
    .into_response())
}

/// Whoever wants to read a service's pages.
enum Reader {
    Welcome,
    /// Once they sign in so.
    Locked(StepUp),
    TooYoung(AgeBar),
}

/// Pages to read are the service itself where it is of kind `content`; elsewhere they say what the
/// service is, which is for everyone.
async fn reader(
    requests: &Requests,
    session: Option<&Session>,
    tile: &Tile,
    locale: Locale,
) -> Result<Reader> {
    if tile.manifest.tile.kind != Kind::Content || tile.is_open() {
        return Ok(Reader::Welcome);
    }
    let Some(session) = session else { return Ok(Reader::Locked(tile.sign_in())) };
    match access::admit(&requests.identity, session, tile, Use::Fill, locale).await {
        Ok(None) => Ok(Reader::Welcome),
        Ok(Some(bar)) => Ok(Reader::TooYoung(bar)),
        Err(Error::StepUp(lacks)) => Ok(Reader::Locked(lacks)),
        Err(error) => Err(error),
    }
}

async fn drafts(requests: &Requests, viewer: &Viewer, tile: &Tile) -> Result<Vec<DraftLine>> {
    let rows = store::list(&mut requests.base.db.read().await?, viewer.account, LOOKED_AT).await?;
    let drafts = rows.iter().filter(|row| row.state == Stand::Draft && row.tile == *tile.id());
    Ok(drafts
        .map(|row| DraftLine {
            href: format!("/requests/{}/form/{}", row.reference, row.page),
            saved_at: row.updated_at,
            ends_at: row.expires_at.unwrap_or(row.updated_at),
        })
        .collect())
}

/// The service's help: what it is, how the process behind it goes (P7).
async fn help(
    State(requests): State<Requests>,
    locale: Locale,
    Path(tile): Path<String>,
) -> Result<Show<ServiceHelp>> {
    let tile = find(&requests, &tile)?;
    Ok(Show(ServiceHelp {
        tile: tile.id().to_string(),
        title: tile.title(locale).to_owned(),
        html: tile.help(locale).to_owned(),
    }))
}
