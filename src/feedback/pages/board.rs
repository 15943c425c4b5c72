//! The administrators' board: every problem and idea, found by what it is, where it stands and what it says.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::before;
use crate::audit::FeedbackEvent;
use crate::feedback::export::{self, Format};
use crate::feedback::store::board::{self, Filter};
use crate::feedback::store::{self, Report};
use crate::feedback::views::board::{Asked, Board, BoardLine, ColleagueChoice, StatusCount, TileChoice};
use crate::feedback::views::excerpt;
use crate::feedback::{Kind, Status, assignee_place, fingerprints, open};
use crate::id::{AccountId, Reference};
use crate::identity::{self, Administrator, Colleague, Need};
use crate::requests::Requests;
use crate::store::Read;
use crate::text::{Locale, format};
use crate::web::{Error, Form, Result, Show, Trace};

/// So many are on a page.
const LISTED: usize = 50;
/// The longest search, in characters.
const LONGEST_SEARCH: usize = 200;

/// What is asked for instead of an administrator's pseudonym: whoever looks, or nobody.
const ME: &str = "me";
const NOBODY: &str = "nobody";

/// What is asked of the board, as its address says it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    kind: String,
    status: Option<String>,
    tile: String,
    language: String,
    assignee: String,
    words: String,
    before: String,
}

impl Search {
    /// What is shown as asked: what waits, until something else is.
    fn asked(&self) -> Asked {
        Asked {
            kind: self.kind.clone(),
            status: self.status.clone().unwrap_or_else(|| Status::Received.word().to_owned()),
            tile: self.tile.clone(),
            language: self.language.clone(),
            assignee: self.assignee.clone(),
            words: self.words.trim().chars().take(LONGEST_SEARCH).collect(),
        }
    }
}

fn filter(requests: &Requests, asked: &Asked, me: AccountId, colleagues: &[Colleague]) -> Filter {
    let mut found = fingerprints(&requests.base.vault, &asked.words).into_iter();
    let colleague = colleagues.iter().find(|colleague| colleague.pseudonym == asked.assignee);
    Filter {
        kind: Kind::of(&asked.kind),
        status: Status::of(&asked.status),
        tile: asked.tile.parse().ok(),
        locale: asked.language.parse().ok(),
        assignee: match asked.assignee.as_str() {
            ME => Some(me),
            _ => colleague.map(|colleague| colleague.account),
        },
        unassigned: asked.assignee == NOBODY,
        words: std::array::from_fn(|_| found.next()),
    }
}

/// The reports that fit, the latest first.
pub async fn list(
    State(requests): State<Requests>,
    administrator: Administrator,
    locale: Locale,
    Query(search): Query<Search>,
) -> Result<Response> {
    let asked = search.asked();
    let mut db = requests.base.db.read().await?;
    if let Ok(reference) = asked.words.parse::<Reference>()
        && let Some(report) = store::by_reference(&mut db, &reference).await?
    {
        return Ok(Redirect::to(&format!("/{locale}/admin/feedback/{}", report.reference)).into_response());
    }
    let one_more = i64::try_from(LISTED + 1).unwrap_or(i64::MAX);
    let me = administrator.account;
    let colleagues = identity::administrators(&mut db, &requests.base.vault).await?;
    let filter = filter(&requests, &asked, me, &colleagues);
    let mut rows = board::list(&mut db, &filter, before(&search.before), one_more).await?;
    let more = rows.len() > LISTED;
    rows.truncate(LISTED);
    let next_href = rows.last().filter(|_| more).map(|last| next(&asked, last));
    let page = Board {
        counts: counts(&mut db).await?,
        tiles: tiles(&requests, locale),
        colleagues: choices(&colleagues, |colleague| colleague.account != me),
        reports: lines(&requests, &mut db, rows).await?,
        next_href,
        asked,
    };
    Ok(Show(page).into_response())
}

/// Where those before `last` are, asked for in the same way.
fn next(asked: &Asked, last: &Report) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let inputs = [
        ("kind", &asked.kind),
        ("tile", &asked.tile),
        ("language", &asked.language),
        ("assignee", &asked.assignee),
        ("words", &asked.words),
    ];
    query.append_pair("status", &asked.status);
    for (name, value) in inputs.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    query.append_pair("before", &last.id.to_string());
    format!("/admin/feedback?{}", query.finish())
}

async fn counts(db: &mut Read) -> Result<Vec<StatusCount>> {
    let mut counts = Vec::with_capacity(Status::ALL.len());
    for status in Status::ALL {
        counts.push(StatusCount { status, count: board::count(db, status).await? });
    }
    Ok(counts)
}

/// The services to choose from.
pub(super) fn tiles(requests: &Requests, locale: Locale) -> Vec<TileChoice> {
    let catalogue = requests.catalogue.current();
    let choice = |tile: &std::sync::Arc<crate::tiles::Tile>| TileChoice {
        tile: tile.id().to_string(),
        title: tile.title(locale).to_owned(),
    };
    catalogue.iter().map(choice).collect()
}

/// The administrators to choose from, as far as they fit.
pub(super) fn choices(colleagues: &[Colleague], fits: impl Fn(&&Colleague) -> bool) -> Vec<ColleagueChoice> {
    let choice = |colleague: &Colleague| ColleagueChoice {
        pseudonym: colleague.pseudonym.clone(),
        name: colleague.name.clone(),
    };
    colleagues.iter().filter(fits).map(choice).collect()
}

/// The name of who takes care of a report.
pub(super) fn assignee(requests: &Requests, report: &Report) -> Result<Option<String>> {
    let name = report.assignee_name.as_ref();
    let open = |sealed: &Vec<u8>| requests.base.vault.own_key().open_json(assignee_place(report.id), sealed);
    Ok(name.map(open).transpose()?)
}

async fn lines(requests: &Requests, db: &mut Read, rows: Vec<Report>) -> Result<Vec<BoardLine>> {
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let opened = open(&requests.base, db, &row).await?;
        let published = row.published().map(|wording| wording.get(row.locale).to_owned());
        lines.push(BoardLine {
            assignee: assignee(requests, &row)?,
            excerpt: excerpt(&opened.text.or(published).unwrap_or_default(), 140),
            reference: row.reference.to_string(),
            kind: row.kind,
            status: row.status,
            tile: row.tile.map(|tile| tile.to_string()),
            language: row.locale,
            told_at: row.created_at,
            votes: row.published_at.map(|_| row.votes),
        });
    }
    Ok(lines)
}

/// Hands over all reports in one file, which is written down first.
pub async fn export(
    State(requests): State<Requests>,
    administrator: Administrator,
    trace: Trace,
    form: Form,
) -> Result<Response> {
    requests.identity.require(&administrator, Need::FRESH).await?;
    let format = form.get("format").and_then(Format::of).ok_or(Error::BadRequest)?;
    let base = &requests.base;
    let exported = FeedbackEvent::ReportsExported { format: format.word() };
    base.acts.log(administrator.actor(&trace), exported.of(None)).await?;
    let name = format!("reports-{}.{}", format::day(base.clock.now()), format.word());
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, export::body(base.clone(), format)).into_response())
}
