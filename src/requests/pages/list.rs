//! "My requests": what needs the citizen first, then what others act on, what is begun, what has
//! ended; a glance at each, or one page by page. It reads one table, so a back-end that is down
//! never empties it: its lines say as of when they are known.

use axum::extract::{Query, State};
use serde::Deserialize;

use super::silence::Silences;
use crate::clock::Micros;
use crate::id::RequestId;
use crate::requests::store::drafts::ListedDraft;
use crate::requests::store::{self, After, Shelf, Summary};
use crate::requests::views::{DeletedDraft, ListSection, RequestList, ShelfWord};
use crate::requests::{Requests, State as Stand, words};
use crate::text::Locale;
use crate::web::views::RequestLine;
use crate::web::{Error, Result, Show, Viewer};

/// The requests of one part on a page of its own.
const A_PAGE: i64 = 25;

/// The parts in their order, with how many of each a glance shows.
const GLANCE: [(Shelf, i64); 4] =
    [(Shelf::Mine, 20), (Shelf::Open, 10), (Shelf::Drafts, 5), (Shelf::Ended, 5)];

/// Which part is asked for, and from where on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    show: Option<String>,
    after: Option<String>,
}

impl Shelf {
    fn word(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Mine => "mine",
            Self::Open => "open",
            Self::Ended => "ended",
        }
    }

    fn view(self) -> ShelfWord {
        match self {
            Self::Drafts => ShelfWord::Drafts,
            Self::Mine => ShelfWord::Mine,
            Self::Open => ShelfWord::Open,
            Self::Ended => ShelfWord::Ended,
        }
    }
}

/// The viewer's requests.
pub(super) async fn list(
    State(requests): State<Requests>,
    viewer: Viewer,
    locale: Locale,
    Query(asked): Query<Asked>,
) -> Result<Show<RequestList>> {
    let mut db = requests.base.db.read().await?;
    let silences = Silences::now(&mut db).await?;
    let counts = store::counts(&mut db, viewer.account).await?;
    let count =
        |shelf: Shelf| counts.iter().find(|(word, _)| word == shelf.word()).map_or(0, |(_, count)| *count);
    let lister = Lister { requests: &requests, locale, silences: &silences };
    let (parts, shown) = match asked.show.as_deref() {
        None => (GLANCE.to_vec(), None),
        Some(word) => {
            let shelf = GLANCE.into_iter().find(|(shelf, _)| shelf.word() == word);
            let (shelf, _) = shelf.ok_or(Error::NotFound)?;
            (vec![(shelf, A_PAGE)], Some(shelf))
        }
    };
    let after = asked.after.as_deref().map_or(Some(After::BEGINNING), read).ok_or(Error::NotFound)?;
    let mut sections = Vec::new();
    for (shelf, limit) in parts {
        if count(shelf) > 0 {
            let rows = store::shelf(&mut db, viewer.account, shelf, after, limit + 1).await?;
            sections.push(lister.section(shelf, count(shelf), rows, limit, shown.is_some()));
        }
    }
    let some_silent =
        sections.iter().flat_map(|section| &section.lines).any(|line| line.silent_since.is_some());
    let first_href =
        shown.filter(|_| asked.after.is_some()).map(|shelf| format!("/requests?show={}", shelf.word()));
    let now = requests.base.clock.now();
    let deleted = match shown {
        None => store::drafts::deleted(&mut db, viewer.account, now).await?,
        Some(_) => Vec::new(),
    };
    let deleted = deleted.iter().map(|draft| lister.deleted(draft)).collect();
    Ok(Show(RequestList { sections, shown: shown.map(Shelf::view), first_href, deleted, some_silent }))
}

struct Lister<'a> {
    requests: &'a Requests,
    locale: Locale,
    silences: &'a Silences,
}

impl Lister<'_> {
    fn section(
        &self,
        part: Shelf,
        count: i64,
        mut rows: Vec<Summary>,
        limit: i64,
        alone: bool,
    ) -> ListSection {
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > most;
        rows.truncate(most);
        let show = format!("/requests?show={}", part.word());
        let last = rows.last().map(|row| format!("{show}&after={}.{}", row.updated_at.0, row.id));
        let more_href = if alone { last } else { Some(show) }.filter(|_| more);
        ListSection {
            shelf: part.view(),
            count,
            lines: rows.iter().map(|row| self.line(row)).collect(),
            more_href,
        }
    }

    fn deleted(&self, draft: &ListedDraft) -> DeletedDraft {
        DeletedDraft {
            title: words::outside_title(&self.requests.catalogue.current(), &draft.tile, self.locale),
            saved_at: draft.updated_at,
            deleted_at: draft.deleted_at.unwrap_or(draft.updated_at),
            destroyed_at: draft.expires_at,
            action: format!("/requests/{}/restoration", draft.reference),
        }
    }

    fn line(&self, row: &Summary) -> RequestLine {
        let line = words::line(&self.requests.catalogue.current(), row, self.locale);
        let silent_since = self.silences.of(self.requests, row).filter(|_| !line.waits_for_delivery);
        let ends = row.expires_at.filter(|_| row.state == Stand::Draft);
        let (tile, now) = (self.requests.catalogue.get(&row.tile), self.requests.base.clock.now());
        let actions = |ends| words::draft_actions(tile.as_deref(), &row.reference, (ends, now));
        RequestLine { silent_since, draft: ends.map(actions), ..line }
    }
}

/// Reads the place where a page begins, as the page before wrote it.
fn read(after: &str) -> Option<After> {
    let (at, id) = after.split_once('.')?;
    Some(After { at: Micros(at.parse().ok()?), id: id.parse::<RequestId>().ok()? })
}
