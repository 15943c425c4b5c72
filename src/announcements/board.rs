//! The administrators' pages of announcements: the list, writing, the last look, taking back (P9).

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::store::{self, Row};
use super::views::{Choice, Edit, Face, Line, NewsBoard, Preview, Withdrawal};
use super::{Announcements, Audience, Draft, Error, Fault, Notice, Published, State as Stand};
use crate::id::AnnouncementId;
use crate::identity::{Administrator, Need};
use crate::text::{Locale, markdown, params};
use crate::tiles::TileId;
use crate::web::views::ErrorLine;
use crate::web::{self, Form, Result, Show, Trace};

/// The most announcements that the list shows.
const LISTED: i64 = 50;

/// The routes, below the language prefix.
pub fn router(announcements: Announcements) -> Router {
    Router::new()
        .route("/admin/announcements", get(list).post(begin))
        .route("/admin/announcements/{id}", get(edit).post(save))
        .route("/admin/announcements/{id}/publication", get(preview).post(publish))
        .route("/admin/announcements/{id}/withdrawal", get(last_look).post(withdraw))
        .route("/admin/announcements/{id}/discard", post(discard))
        .with_state(announcements)
}

/// What a page is told of what was done before it.
#[derive(Debug, Default, Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

impl Done {
    fn word(&self) -> Option<&'static str> {
        let words = ["published", "corrected", "withdrawn", "discarded", "overtaken"];
        words.into_iter().find(|word| *word == self.done)
    }
}

fn id(text: &str) -> Result<AnnouncementId> {
    text.parse().map_err(|_| web::Error::NotFound)
}

fn back(locale: Locale, done: &str) -> Response {
    Redirect::to(&format!("/{locale}/admin/announcements?done={done}")).into_response()
}

fn to_edit(locale: Locale, id: AnnouncementId) -> Response {
    Redirect::to(&format!("/{locale}/admin/announcements/{id}")).into_response()
}

async fn list(
    State(news): State<Announcements>,
    _: Administrator,
    locale: Locale,
    Query(done): Query<Done>,
) -> Result<Show<NewsBoard>> {
    let mut db = news.0.base.db.read().await?;
    let mut lines = Vec::new();
    for row in store::listed(&mut db, LISTED).await? {
        let sent = match row.sending_at {
            Some(_) => Some(store::sent(&mut db, row.id).await?),
            None => None,
        };
        lines.push(news.line(&row, sent, locale)?);
    }
    Ok(Show(NewsBoard { lines, done: done.word() }))
}

async fn begin(
    State(news): State<Announcements>,
    administrator: Administrator,
    trace: Trace,
    locale: Locale,
    _: Form,
) -> Result<Response> {
    Ok(to_edit(locale, news.begin(administrator.actor(&trace)).await?))
}

async fn edit(
    State(news): State<Announcements>,
    _: Administrator,
    locale: Locale,
    Path(one): Path<String>,
    Query(done): Query<Done>,
) -> Result<Show<Edit>> {
    let row = news.read(id(&one)?).await?;
    let draft: Draft = serde_json::from_str(&row.written).map_err(Error::from)?;
    // Of what nobody has touched yet nothing is said.
    let errors = match news.compose(&draft) {
        Err(Error::Unsound(faults)) if row.version > 1 => news.lines(&faults, locale),
        Ok(_) | Err(Error::Unsound(_)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    Ok(Show(Edit { errors, saved: done.done == "saved", ..news.page(&row, draft, locale) }))
}

/// Whatever is pressed, what was typed is kept first.
async fn save(
    State(news): State<Announcements>,
    administrator: Administrator,
    trace: Trace,
    locale: Locale,
    Path(one): Path<String>,
    form: Form,
) -> Result<Response> {
    let id = id(&one)?;
    let draft = Draft::typed(|input| form.get(input));
    match news.save(administrator.actor(&trace), id, version(&form), &draft).await {
        Ok(()) => {}
        Err(Error::Overtaken) => {
            let page = Edit { overtaken: true, ..news.page(&news.read(id).await?, draft, locale) };
            return Ok((StatusCode::CONFLICT, Show(page)).into_response());
        }
        Err(error) => return Err(error.into()),
    }
    let next = match form.get("action") {
        Some("preview") => format!("/{locale}/admin/announcements/{id}/publication"),
        _ => format!("/{locale}/admin/announcements/{id}?done=saved"),
    };
    Ok(Redirect::to(&next).into_response())
}

fn version(form: &Form) -> i64 {
    form.get("version").and_then(|version| version.parse().ok()).unwrap_or(0)
}

async fn preview(
    State(news): State<Announcements>,
    _: Administrator,
    locale: Locale,
    Path(one): Path<String>,
) -> Result<Response> {
    let row = news.read(id(&one)?).await?;
    let draft: Draft = serde_json::from_str(&row.written).map_err(Error::from)?;
    match news.compose(&draft) {
        Ok(notice) => Ok(Show(news.preview(&row, notice, locale)).into_response()),
        // The page where it is written says what is to be mended.
        Err(Error::Unsound(_)) => Ok(to_edit(locale, row.id)),
        Err(error) => Err(error.into()),
    }
}

async fn publish(
    State(news): State<Announcements>,
    administrator: Administrator,
    trace: Trace,
    locale: Locale,
    Path(one): Path<String>,
    form: Form,
) -> Result<Response> {
    news.0.requests.identity.require(&administrator, Need::FRESH).await?;
    let id = id(&one)?;
    let correction = news.read(id).await?.state == Stand::Published;
    match news.publish(administrator.actor(&trace), id, version(&form)).await {
        Ok(()) => Ok(back(locale, if correction { "corrected" } else { "published" })),
        Err(Error::Overtaken | Error::Unsound(_)) => Ok(to_edit(locale, id)),
        Err(error) => Err(error.into()),
    }
}

async fn last_look(
    State(news): State<Announcements>,
    administrator: Administrator,
    locale: Locale,
    Path(one): Path<String>,
) -> Result<Show<Withdrawal>> {
    news.0.requests.identity.require(&administrator, Need::FRESH).await?;
    let row = news.read(id(&one)?).await?;
    let published = Published::of(&row)?.ok_or(web::Error::NotFound)?;
    let sent = store::sent(&mut news.0.base.db.read().await?, row.id).await?;
    Ok(Show(Withdrawal {
        id: row.id.to_string(),
        title: published.notice.title.get(locale).to_owned(),
        sent,
    }))
}

async fn withdraw(
    State(news): State<Announcements>,
    administrator: Administrator,
    trace: Trace,
    locale: Locale,
    Path(one): Path<String>,
    _: Form,
) -> Result<Response> {
    news.0.requests.identity.require(&administrator, Need::FRESH).await?;
    match news.withdraw(administrator.actor(&trace), id(&one)?).await {
        Ok(()) => Ok(back(locale, "withdrawn")),
        Err(Error::Overtaken) => Ok(back(locale, "overtaken")),
        Err(error) => Err(error.into()),
    }
}

async fn discard(
    State(news): State<Announcements>,
    administrator: Administrator,
    trace: Trace,
    locale: Locale,
    Path(one): Path<String>,
    form: Form,
) -> Result<Response> {
    match news.discard(administrator.actor(&trace), id(&one)?, version(&form)).await {
        Ok(()) => Ok(back(locale, "discarded")),
        Err(Error::Overtaken) => Ok(back(locale, "overtaken")),
        Err(error) => Err(error.into()),
    }
}

impl Announcements {
    fn line(&self, row: &Row, sent: Option<i64>, locale: Locale) -> Result<Line> {
        let draft: Draft = serde_json::from_str(&row.written).map_err(Error::from)?;
        Ok(Line {
            id: row.id.to_string(),
            title: draft.title.get(locale).to_owned(),
            state: self.standing(row)?,
            proposed: row.tile.is_some() && row.state == Stand::Draft && row.version == 1,
            saved_at: row.saved_at,
            sent,
        })
    }

    /// How far an announcement has come, as administrators read it.
    fn standing(&self, row: &Row) -> Result<&'static str> {
        let now = self.0.base.clock.now();
        Ok(match (row.state, Published::of(row)?) {
            (Stand::Draft | Stand::Discarded, _) => "draft",
            (Stand::Withdrawn, _) => "withdrawn",
            (Stand::Published, Some(one)) if one.is_on(now) => "shown",
            (Stand::Published, Some(one)) if one.begins() > now => "scheduled",
            (Stand::Published, _) => "over",
        })
    }

    fn page(&self, row: &Row, draft: Draft, locale: Locale) -> Edit {
        let catalogue = self.0.requests.catalogue.current();
        let choice = |tile: &std::sync::Arc<crate::tiles::Tile>| Choice {
            tile: tile.id().to_string(),
            title: tile.title(locale).to_owned(),
        };
        Edit {
            id: row.id.to_string(),
            version: row.version,
            published: row.state == Stand::Published,
            sent: row.sending_at.is_some(),
            draft,
            tiles: catalogue.iter().map(choice).collect(),
            errors: Vec::new(),
            saved: false,
            overtaken: false,
        }
    }

    fn lines(&self, faults: &[Fault], locale: Locale) -> Vec<ErrorLine> {
        let line = |fault: &Fault| {
            let values = params([
                ("line", fault.line.unwrap_or(1).into()),
                ("language", language(fault.input).into()),
            ]);
            // text: announcement-error-*
            ErrorLine {
                input: fault.input.to_owned(),
                message: self.0.base.text.get_with(locale, fault.key, &values),
            }
        };
        faults.iter().map(line).collect()
    }

    /// Exactly what people would be shown.
    fn preview(&self, row: &Row, notice: Notice, locale: Locale) -> Preview {
        let (from, until, sends) = (notice.from, notice.until, notice.send && row.sending_at.is_none());
        let (audience, important) = (notice.audience.word(), notice.important);
        let service = match &notice.audience {
            Audience::Users(tile) => self.service(tile, locale),
            Audience::Everyone | Audience::SignedIn => String::new(),
        };
        let now = self.0.base.clock.now();
        let html = Locale::ALL.map(|locale| markdown::to_html(notice.text.get(locale)));
        let one = Published {
            id: row.id,
            edition: row.edition + 1,
            published_at: row.published_at.unwrap_or(now),
            corrected_at: row.published_at.map(|_| now),
            notice,
            html,
        };
        let face = |lang: Locale| Face {
            lang,
            banner: important.then(|| self.banner(&one, lang)),
            item: self.item(&one, lang),
        };
        Preview {
            id: row.id.to_string(),
            version: row.version,
            published: row.state == Stand::Published,
            audience,
            service,
            from,
            until,
            sends,
            faces: Locale::ALL.map(face).to_vec(),
        }
    }

    fn service(&self, tile: &TileId, locale: Locale) -> String {
        let catalogue = self.0.requests.catalogue.current();
        catalogue.get(tile).map_or_else(|| tile.to_string(), |tile| tile.title(locale).to_owned())
    }
}

/// The language of an input, as Fluent chooses by it.
fn language(input: &str) -> &'static str {
    if input.ends_with("-en") { "en" } else { "fr" }
}
