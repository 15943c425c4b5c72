//! The inbox and its messages.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use axum::routing::{get, post};
use serde::Deserialize;

use super::store::{self, Shelf};
use super::views::{DeliveryLine, Inbox, InboxDone, MessageLine, MessageView, RequestChoice};
use super::{Content, addresses, delivery, place};
use crate::audit::{Event, NoticeEvent};
use crate::base::Base;
use crate::id::{MessageId, RequestId};
use crate::news::News;
use crate::text::Locale;
use crate::vault::DataKey;
use crate::web::{Error, Form, Result, Show, Trace, Viewer, Wanted};

/// Messages on one page.
const LISTED: u32 = 50;
/// The most requests to choose from.
const CHOICES: i64 = 50;

/// The inbox's routes, below the language prefix.
pub fn router(base: Base) -> Router {
    Router::new()
        .route("/messages", get(inbox))
        .route("/messages/archived", get(archived))
        .route("/messages/{id}", get(message))
        .route("/messages/{id}/archive", post(archive))
        .route("/messages/{id}/restore", post(restore))
        .with_state(base)
}

/// What of the inbox is asked for.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    /// The reference of a request; empty: all.
    request: Option<String>,
    /// The page, from 1.
    page: Option<u32>,
    /// What was done a moment ago.
    done: Option<InboxDone>,
}

async fn inbox(
    State(base): State<Base>,
    viewer: Viewer,
    locale: Locale,
    Query(asked): Query<Asked>,
) -> Result<Show<Inbox>> {
    shelf(&base, &viewer, locale, asked, false).await.map(Show)
}

async fn archived(
    State(base): State<Base>,
    viewer: Viewer,
    locale: Locale,
    Query(asked): Query<Asked>,
) -> Result<Show<Inbox>> {
    shelf(&base, &viewer, locale, asked, true).await.map(Show)
}

async fn shelf(base: &Base, viewer: &Viewer, locale: Locale, asked: Asked, archived: bool) -> Result<Inbox> {
    let mut db = base.db.read().await?;
    let of_requests = store::latest_of_requests(&mut db, viewer.account, CHOICES).await?;
    let mut choices = Choices::of(&of_requests, &viewer.key, locale)?;
    let request = asked.request.as_deref().and_then(|reference| choices.choose(reference));
    let page = asked.page.unwrap_or(1).max(1);
    let skipped = i64::from(LISTED) * i64::from(page - 1);
    let wanted = Shelf { archived, request };
    let mut rows = store::list(&mut db, viewer.account, wanted, (i64::from(LISTED) + 1, skipped)).await?;
    let more = rows.len() > LISTED as usize;
    rows.truncate(LISTED as usize);
    let lines: Vec<MessageLine> =
        rows.iter().map(|row| line(row, &viewer.key, locale)).collect::<Result<_>>()?;
    let (unread, read) = lines.into_iter().partition(|line| line.unread);
    Ok(Inbox {
        archived,
        done: asked.done,
        failed: addresses::store::any_failed(&mut db, viewer.account).await?,
        chosen: choices.lines.iter().find(|line| line.chosen).map(|line| line.reference.clone()),
        requests: choices.lines,
        unread,
        read,
        page,
        more,
    })
}

/// The requests that messages are about.
struct Choices {
    ids: Vec<Option<RequestId>>,
    lines: Vec<RequestChoice>,
}

impl Choices {
    fn of(rows: &[store::Row], key: &DataKey, locale: Locale) -> Result<Self> {
        let mut choices = Self { ids: Vec::new(), lines: Vec::new() };
        for row in rows {
            let content: Content = key.open_json(place(row.id), &row.content)?;
            let Some(reference) = &content.reference else { continue };
            choices.ids.push(row.request_id);
            choices.lines.push(RequestChoice {
                reference: reference.to_string(),
                from: content.get(locale).from.clone(),
                chosen: false,
            });
        }
        Ok(choices)
    }

    /// Chooses the request of that reference; none when no message is about one.
    fn choose(&mut self, reference: &str) -> Option<RequestId> {
        let found = self.lines.iter_mut().zip(&self.ids).find(|(line, _)| line.reference == reference);
        let (line, id) = found?;
        line.chosen = true;
        *id
    }
}

fn line(row: &store::Row, key: &DataKey, locale: Locale) -> Result<MessageLine> {
    let content: Content = key.open_json(place(row.id), &row.content)?;
    let words = content.get(locale);
    Ok(MessageLine {
        href: href(row.id),
        subject: words.subject.clone(),
        from: words.from.clone(),
        reference: content.reference.as_ref().map(ToString::to_string),
        at: row.created_at,
        unread: row.read_at.is_none(),
    })
}

/// Where a message is read.
#[must_use]
pub fn href(id: MessageId) -> String {
    format!("/messages/{id}")
}

/// The subject of a message, for pages that list it among other things.
///
/// # Errors
/// When it does not open with the person's key.
pub fn subject(row: &store::Row, key: &DataKey, locale: Locale) -> Result<String> {
    let content: Content = key.open_json(place(row.id), &row.content)?;
    Ok(content.get(locale).subject.clone())
}

/// The message of that id, if it is the viewer's; another person's is told as none, and written down.
async fn own(base: &Base, viewer: &Viewer, id: MessageId) -> Result<store::Row> {
    let mut db = base.db.read().await?;
    match store::find(&mut db, viewer.account, id).await? {
        Some(row) => Ok(row),
        None if store::exists(&mut db, id).await? => Err(Error::NotTheirs(Wanted::Owner.into())),
        None => Err(Error::NotFound),
    }
}

/// Shows a message; opening it the first time is an act.
async fn message(
    State(base): State<Base>,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path(id): Path<String>,
) -> Result<Show<MessageView>> {
    let id: MessageId = id.parse().map_err(|_| Error::NotFound)?;
    let row = own(&base, &viewer, id).await?;
    if row.read_at.is_none() {
        let read = Event::MessageRead.of(viewer.account);
        let entry = match row.request_id {
            Some(request) => read.on(request),
            None => read,
        };
        let mut act = base.acts.begin(viewer.actor(&trace), entry).await?;
        let at = act.at();
        if store::mark_read(act.rows(), id, at).await? {
            act.tell(News::Inbox(viewer.account));
            act.commit().await?;
        }
    }
    let deliveries = delivery::store::of_message(&mut base.db.read().await?, id).await?;
    let content: Content = viewer.key.open_json(place(id), &row.content)?;
    let words = content.get(locale).clone();
    Ok(Show(MessageView {
        subject: words.subject,
        from: words.from,
        at: row.created_at,
        paragraphs: words.paragraphs,
        id: id.to_string(),
        archived: row.archived_at.is_some(),
        deliveries: deliveries.iter().map(delivery_line).collect(),
        request_href: content.reference.as_ref().map(|reference| format!("/requests/{reference}")),
        reference: content.reference.map(|reference| reference.to_string()),
        link: content.link.map(|link| link.get(locale).to_owned()),
    }))
}

fn delivery_line(row: &delivery::store::Row) -> DeliveryLine {
    let at = row.ended_at.unwrap_or(row.due_at);
    DeliveryLine { channel: row.channel.word(), word: row.word(), at }
}

/// `POST /messages/{id}/archive`: the message is put away; it can be taken out again.
async fn archive(
    State(base): State<Base>,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path(id): Path<String>,
    _: Form,
) -> Result<Redirect> {
    let id: MessageId = id.parse().map_err(|_| Error::NotFound)?;
    own(&base, &viewer, id).await?;
    let archived = NoticeEvent::MessageArchived.of(viewer.account);
    let mut act = base.acts.begin(viewer.actor(&trace), archived).await?;
    let at = act.at();
    // In another window a moment ago: that is the same.
    if store::archive(act.rows(), viewer.account, id, at).await? {
        act.tell(News::Inbox(viewer.account));
        act.commit().await?;
    }
    Ok(Redirect::to(&format!("/{locale}/messages?done=archived")))
}

/// `POST /messages/{id}/restore`: it is among the others again.
async fn restore(
    State(base): State<Base>,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path(id): Path<String>,
    _: Form,
) -> Result<Redirect> {
    let id: MessageId = id.parse().map_err(|_| Error::NotFound)?;
    own(&base, &viewer, id).await?;
    let restored = NoticeEvent::MessageRestored.of(viewer.account);
    let mut act = base.acts.begin(viewer.actor(&trace), restored).await?;
    if store::restore(act.rows(), viewer.account, id).await? {
        act.tell(News::Inbox(viewer.account));
        act.commit().await?;
    }
    Ok(Redirect::to(&format!("/{locale}/messages?done=restored")))
}
