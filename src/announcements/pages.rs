//! The news as people see them: a list, a page each, a feed, and the banner that is put aside.

use axum::Router;
use axum::extract::{OriginalUri, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::aside::Aside;
use super::feed::{self, Head};
use super::views::{Item, NewsList, NewsPage};
use super::{Announcements, Published, State as Stand, store};
use crate::id::{AccountId, AnnouncementId};
use crate::text::{Locale, format, params};
use crate::web::banner::Banner;
use crate::web::{Error, Form, Result, Show, Viewer};

/// The most banners at once.
const BANNERS: usize = 3;

/// What the news are called in addresses: each language has its own word.
#[must_use]
pub fn word(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "nouvelles",
        Locale::En => "news",
    }
}

/// The routes, below the language prefix, under both words: the other language's leads to one's own.
pub fn router(announcements: Announcements) -> Router {
    let named = |own: Locale| {
        let word = word(own);
        Router::new()
            .route(&format!("/{word}"), get(list))
            .route(&format!("/{word}/atom.xml"), get(atom))
            .route(&format!("/{word}/{{id}}"), get(one))
            .route(&format!("/{word}/{{id}}/aside"), post(put_aside))
            .layer(from_fn_with_state(own, in_own_language))
    };
    let [fr, en] = Locale::ALL;
    named(fr).merge(named(en)).with_state(announcements)
}

/// Leads to the page's own language: `/en/nouvelles`, where the switch of language goes, is `/en/news`.
async fn in_own_language(State(own): State<Locale>, request: Request, next: Next) -> Response {
    let asked = request.extensions().get::<Locale>().copied().unwrap_or(own);
    let path = request.extensions().get::<OriginalUri>().map_or("", |uri| uri.path());
    if asked == own || !request.method().is_safe() {
        return next.run(request).await;
    }
    let mut segments: Vec<&str> = path.split('/').collect();
    if let Some(name) = segments.iter_mut().find(|segment| **segment == word(own)) {
        *name = word(asked);
    }
    Redirect::permanent(&segments.join("/")).into_response()
}

async fn list(
    State(news): State<Announcements>,
    viewer: Option<Viewer>,
    locale: Locale,
) -> Result<Show<NewsList>> {
    let shown = news.shown_to(viewer.as_ref().map(|viewer| viewer.account)).await?;
    Ok(Show(NewsList {
        items: shown.iter().map(|one| news.item(one, locale)).collect(),
        feed_href: format!("/{}/atom.xml", word(locale)),
        signed_in: viewer.is_some(),
    }))
}

/// One piece of news; once it is withdrawn its page says so, for those who follow an old link.
async fn one(
    State(news): State<Announcements>,
    viewer: Option<Viewer>,
    locale: Locale,
    Path(id): Path<String>,
) -> Result<Response> {
    let id: AnnouncementId = id.parse().map_err(|_| Error::NotFound)?;
    let list_href = format!("/{}", word(locale));
    let shown = news.shown_to(viewer.map(|viewer| viewer.account)).await?;
    if let Some(one) = shown.iter().find(|one| one.id == id) {
        return Ok(Show(NewsPage { item: Some(news.item(one, locale)), withdrawn_at: None, list_href })
            .into_response());
    }
    let row = store::one(&mut news.0.base.db.read().await?, id).await?;
    match row {
        Some(row) if row.state == Stand::Withdrawn => {
            Ok((StatusCode::GONE, Show(NewsPage { item: None, withdrawn_at: row.withdrawn_at, list_href }))
                .into_response())
        }
        _ => Err(Error::NotFound),
    }
}

async fn atom(State(news): State<Announcements>, locale: Locale) -> Result<Response> {
    let base = &news.0.base;
    let portal = &base.config.portal;
    let name = portal.name.get(locale);
    let head = Head {
        public_url: &portal.public_url,
        title: base.text.get_with(locale, "news-feed-title", &params([("portal", name.into())])),
        author: name,
        now: base.clock.now(),
    };
    let xml = feed::document(&head, locale, &news.shown_to(None).await?);
    let headers = [(header::CONTENT_TYPE, feed::MEDIA_TYPE), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, xml).into_response())
}

/// Puts a banner aside, for this browser.
async fn put_aside(
    State(news): State<Announcements>,
    locale: Locale,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response> {
    let id: AnnouncementId = id.parse().map_err(|_| Error::NotFound)?;
    let edition = form.get("edition").and_then(|edition| edition.parse().ok()).ok_or(Error::BadRequest)?;
    let url = &news.0.base.config.portal.public_url;
    let line = Aside::read(&headers, url).with(id, edition).line(url);
    let mut answer = Redirect::to(&format!("/{locale}")).into_response();
    let line = HeaderValue::from_str(&line).map_err(Error::internal)?;
    answer.headers_mut().append(header::SET_COOKIE, line);
    Ok(answer)
}

impl Announcements {
    /// The banners for that person, or a visitor, but those that their browser has put aside.
    ///
    /// # Errors
    /// The database's.
    pub async fn banners(
        &self,
        account: Option<AccountId>,
        headers: &HeaderMap,
        locale: Locale,
    ) -> Result<Vec<Banner>> {
        let aside = Aside::read(headers, &self.0.base.config.portal.public_url);
        let shown = self.shown_to(account).await?;
        let up = shown.iter().filter(|one| one.notice.important && !aside.has(one)).take(BANNERS);
        Ok(up.map(|one| self.banner(one, locale)).collect())
    }

    /// An announcement as its banner shows it.
    pub(super) fn banner(&self, one: &Published, locale: Locale) -> Banner {
        let say = |key: &str| self.0.base.text.get(locale, key);
        Banner {
            id: one.id.to_string(),
            edition: one.edition,
            lang: locale,
            title: one.notice.title.get(locale).to_owned(),
            href: href(one.id, locale),
            label: say("banner-label"),
            more: say("banner-more"),
            aside: say("banner-aside"),
        }
    }

    /// An announcement as its page shows it.
    pub(super) fn item(&self, one: &Published, locale: Locale) -> Item {
        let begun = format::date(locale, one.begins());
        let when = match one.corrected_at {
            Some(corrected) if format::day(corrected) > format::day(one.begins()) => {
                let values = [("when", begun.into()), ("corrected", format::date(locale, corrected).into())];
                self.0.base.text.get_with(locale, "news-corrected", &params(values))
            }
            _ => begun,
        };
        Item {
            lang: locale,
            href: href(one.id, locale),
            title: one.notice.title.get(locale).to_owned(),
            html: one.html(locale).to_owned(),
            when,
        }
    }
}

/// Where a piece of news is read, after the language prefix.
pub(super) fn href(id: AnnouncementId, locale: Locale) -> String {
    format!("/{}/{id}", word(locale))
}
