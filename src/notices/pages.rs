//! The inbox and its messages.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;

use super::views::{Inbox, MessageLine, MessageView};
use super::{Content, place, store};
use crate::audit::Event;
use crate::base::Base;
use crate::id::MessageId;
use crate::news::News;
use crate::text::Locale;
use crate::vault::DataKey;
use crate::web::{Error, Result, Show, Trace, Viewer};

/// The most messages that a page lists.
const LISTED: i64 = 100;

/// The inbox's routes, below the language prefix.
pub fn router(base: Base) -> Router {
    Router::new().route("/messages", get(inbox)).route("/messages/{id}", get(message)).with_state(base)
}

async fn inbox(State(base): State<Base>, viewer: Viewer, locale: Locale) -> Result<Show<Inbox>> {
    let rows = store::list(&mut base.db.read().await?, viewer.account, LISTED).await?;
    let messages = rows.iter().map(|row| line(row, &viewer.key, locale)).collect::<Result<_>>()?;
    Ok(Show(Inbox { messages }))
}

fn line(row: &store::Row, key: &DataKey, locale: Locale) -> Result<MessageLine> {
    let content: Content = key.open_json(place(row.id), &row.content)?;
    let words = content.get(locale);
    Ok(MessageLine {
        href: href(row.id),
        subject: words.subject.clone(),
        from: words.from.clone(),
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

/// Shows a message; opening it the first time is an act.
async fn message(
    State(base): State<Base>,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path(id): Path<String>,
) -> Result<Show<MessageView>> {
    let id: MessageId = id.parse().map_err(|_| Error::NotFound)?;
    let row = store::find(&mut base.db.read().await?, viewer.account, id).await?.ok_or(Error::NotFound)?;
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
    let content: Content = viewer.key.open_json(place(id), &row.content)?;
    let words = content.get(locale).clone();
    Ok(Show(MessageView {
        subject: words.subject,
        from: words.from,
        at: row.created_at,
        paragraphs: words.paragraphs,
        request_href: content.reference.as_ref().map(|reference| format!("/requests/{reference}")),
        reference: content.reference.map(|reference| reference.to_string()),
    }))
}
