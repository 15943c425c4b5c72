//! The first pages as a citizen meets them.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};

use crate::announcements::Announcements;
use crate::id::AccountId;
use crate::identity::views::Welcome;
use crate::identity::{MaybeCitizen, Session};
use crate::notices;
use crate::panels::Panels;
use crate::requests::store::drafts::ListedDraft;
use crate::requests::store::tasks::OpenTask;
use crate::requests::store::{AtHome, Summary};
use crate::requests::{Requests, State as Stand, store, words};
use crate::text::Locale;
use crate::tiles::access::{self, Use};
use crate::tiles::manifest::Kind;
use crate::tiles::views::{AgeBar, DraftLine, Home, NeedsMe, NeedsMeKind, ServiceHelp, ServiceStart, WayOut};
use crate::tiles::{Tile, TileId};
use crate::web::views::{Article, Card};
use crate::web::{Error, Result, Show, StepUp, Trace, Viewer, articles};

/// The most requests that home shows; the list has the others.
const RECENT: usize = 5;
/// The most tasks, requests and drafts, each, that home shows as waiting for the citizen.
const WAITING: i64 = 10;

/// The routes, below the language prefix.
pub fn router(requests: Requests, panels: Panels, announcements: Announcements) -> Router {
    let mut router = Router::new()
        .route("/", get(home))
        .route("/services/{tile}", get(start))
        .route("/services/{tile}/help", get(help));
    for name in articles::PAGES {
        router = router.route(&format!("/{name}"), get(move |locale| async move { article(locale, name) }));
    }
    router.layer(Extension(panels)).layer(Extension(announcements)).with_state(requests)
}

fn article(locale: Locale, name: &str) -> Result<Show<Article>> {
    articles::article(locale, name).map(Show).ok_or(Error::NotFound)
}

/// Welcome for visitors, home for those signed in.
async fn home(
    State(requests): State<Requests>,
    Extension(announcements): Extension<Announcements>,
    viewer: Option<Viewer>,
    locale: Locale,
    headers: HeaderMap,
) -> Result<Response> {
    let account = viewer.as_ref().map(|viewer| viewer.account);
    let banners = announcements.banners(account, &headers, locale).await?;
    let Some(viewer) = viewer else {
        let services = cards(&requests, locale).await?;
        let issuers = requests.identity.choices(locale);
        return Ok(Show(Welcome { banners, services, issuers }).into_response());
    };
    let mut db = requests.base.db.read().await?;
    let AtHome { mine, drafts, sent } = store::at_home(&mut db, viewer.account, WAITING).await?;
    let tasks = store::tasks::open_of(&mut db, viewer.account, WAITING).await?;
    let unread = notices::store::latest_unread(&mut db, viewer.account).await?;
    drop(db);
    let waiting = Waiting { tasks, mine, drafts, unread };
    let sent = sent.iter().take(RECENT);
    Ok(Show(Home {
        banners,
        needs_me: waiting.lines(&requests, &viewer, locale)?,
        name: viewer.name,
        services: cards(&requests, locale).await?,
        requests: sent.map(|row| words::line(&requests.catalogue.current(), row, locale)).collect(),
    })
    .into_response())
}

/// What waits for a person, the most pressing first: what they are asked to do, what a service asks
/// in another way, what they have begun, what they have not read.
struct Waiting {
    tasks: Vec<OpenTask>,
    mine: Vec<Summary>,
    drafts: Vec<Summary>,
    unread: Option<notices::store::Row>,
}

impl Waiting {
    fn lines(self, requests: &Requests, viewer: &Viewer, locale: Locale) -> Result<Vec<NeedsMe>> {
        let mut lines = Vec::new();
        for task in &self.tasks {
            lines.push(task_line(requests, task, viewer, locale)?);
        }
        let has_task = |row: &&Summary| self.tasks.iter().any(|task| task.request_id == row.id);
        let others = self.mine.iter().filter(|row| !has_task(row));
        lines.extend(others.map(|row| request_line(requests, row, locale)));
        lines.extend(self.drafts.iter().map(|row| request_line(requests, row, locale)));
        if let Some(row) = &self.unread {
            lines.push(unread_line(row, viewer, locale)?);
        }
        Ok(lines)
    }
}

async fn cards(requests: &Requests, locale: Locale) -> Result<Vec<Card>> {
    let catalogue = requests.catalogue.current();
    let mut cards = Vec::new();
    for tile in catalogue.iter() {
        let resting = requests.resting(tile, locale).await?.is_some();
        cards.push(Card {
            tile: tile.id().to_string(),
            title: tile.title(locale).to_owned(),
            summary: tile.summary(locale).to_owned(),
            note: resting.then(|| requests.base.text.get(locale, "service-on-break")),
        });
    }
    Ok(cards)
}

/// A task, with its day.
fn task_line(requests: &Requests, task: &OpenTask, viewer: &Viewer, locale: Locale) -> Result<NeedsMe> {
    Ok(NeedsMe {
        kind: if task.due_at.is_some() { NeedsMeKind::TaskDue } else { NeedsMeKind::Task },
        title: requests.open_task_title(task, &viewer.key, locale)?,
        detail: words::outside_title(&requests.catalogue.current(), &task.tile, locale),
        href: format!("/requests/{}/tasks/{}", task.reference, task.id),
        when: task.due_at.or(task.asked_at),
    })
}

/// A request that waits for the citizen in another way, or a draft to go on with.
fn request_line(requests: &Requests, row: &Summary, locale: Locale) -> NeedsMe {
    let line = words::line(&requests.catalogue.current(), row, locale);
    let draft = row.state == Stand::Draft;
    NeedsMe {
        kind: if draft { NeedsMeKind::Draft } else { NeedsMeKind::Task },
        title: line.title,
        detail: line.reference.unwrap_or_default(),
        href: line.href,
        when: if draft { row.expires_at } else { Some(line.since) },
    }
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

fn find(requests: &Requests, id: &str, account: Option<AccountId>) -> Result<Arc<Tile>> {
    let id: TileId = id.parse().map_err(|_| Error::NotFound)?;
    requests.catalogue.get_for(&id, account).ok_or(Error::NotFound)
}

/// A service: what it is, what to have at hand, start or go on.
async fn start(
    State(requests): State<Requests>,
    MaybeCitizen(session): MaybeCitizen,
    Extension(panels): Extension<Panels>,
    trace: Trace,
    viewer: Option<Viewer>,
    locale: Locale,
    Path(tile): Path<String>,
) -> Result<Response> {
    let tile = find(&requests, &tile, viewer.as_ref().map(|viewer| viewer.account))?;
    let lacks = match reader(&requests, session.as_deref(), &tile, locale).await? {
        Reader::TooYoung(bar) => {
            return Ok(access::shown(&tile, (StatusCode::FORBIDDEN, Show(bar)).into_response()));
        }
        Reader::Locked(lacks) => Some(lacks),
        Reader::Welcome => None,
    };
    let drafts = match &viewer {
        Some(viewer) => drafts(&requests, viewer, &tile).await?,
        None => Vec::new(),
    };
    let panels = match session.as_deref().filter(|_| lacks.is_none()) {
        Some(session) => panels.read(session, &tile, &trace, locale).await?,
        None => Vec::new(),
    };
    let page = ServiceStart {
        panels,
        tile: tile.id().to_string(),
        title: tile.title(locale).to_owned(),
        summary: tile.summary(locale).to_owned(),
        html: tile.content(locale).filter(|_| lacks.is_none()).map(str::to_owned),
        help_href: format!("/services/{}/help", tile.id()),
        start_href: tile.form.as_ref().map(|_| format!("/services/{}/form", tile.id())),
        open_href: tile.app().map(|_| format!("/services/{}/app", tile.id())),
        way_out: tile
            .manifest
            .link
            .as_ref()
            .filter(|_| lacks.is_none())
            .map(|link| WayOut::to(link.get(locale))),
        drafts,
        signed_in: viewer.is_some(),
        unlock_href: lacks.map(|lacks| lacks.path(&format!("/services/{}", tile.id()))),
        resting: requests.resting(&tile, locale).await?,
    };
    Ok(access::shown(&tile, Show(page).into_response()))
}

/// Whoever wants to read a service's pages.
enum Reader {
    Welcome,
    /// Once they sign in so.
    Locked(StepUp),
    TooYoung(AgeBar),
}

/// Pages to read are the service itself where it is of kind `content`, and what leads to it where it is of
/// kind `link`; elsewhere they say what the service is, which is for everyone.
async fn reader(
    requests: &Requests,
    session: Option<&Session>,
    tile: &Tile,
    locale: Locale,
) -> Result<Reader> {
    let read = matches!(tile.manifest.tile.kind, Kind::Content | Kind::Link);
    if !read || tile.is_open() {
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
    let mut db = requests.base.db.read().await?;
    let now = requests.base.clock.now();
    let drafts = store::drafts::of_tile(&mut db, viewer.account, tile.id()).await?;
    let line = |draft: ListedDraft| DraftLine {
        href: format!("/requests/{}/form/{}", draft.reference, draft.page),
        saved_at: draft.updated_at,
        ends_at: draft.expires_at,
        actions: words::draft_actions(Some(tile), &draft.reference, (draft.expires_at, now)),
    };
    Ok(drafts.into_iter().map(line).collect())
}

/// The service's help: what it is, how the process behind it goes (P7).
async fn help(
    State(requests): State<Requests>,
    viewer: Option<Viewer>,
    locale: Locale,
    Path(tile): Path<String>,
) -> Result<Response> {
    let tile = find(&requests, &tile, viewer.map(|viewer| viewer.account))?;
    let page = ServiceHelp {
        tile: tile.id().to_string(),
        title: tile.title(locale).to_owned(),
        html: tile.help(locale).to_owned(),
    };
    Ok(access::shown(&tile, Show(page).into_response()))
}
