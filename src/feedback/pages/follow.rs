//! What became of what someone told: below their account, or by the link that they alone have.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{before, shown, view};
use crate::feedback::content_place;
use crate::feedback::store::{self, Report};
use crate::feedback::ticket::hash_of_link;
use crate::feedback::views::{FollowReport, MyReports, ReportLine, excerpt};
use crate::id::Reference;
use crate::requests::Requests;
use crate::text::Locale;
use crate::web::{Error, Result, Show, Viewer, Wanted};

/// So many are on a page.
const LISTED: usize = 20;

/// What a page is told of what was done before it.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    sent: bool,
}

/// By the link of someone who told it without their account.
pub async fn by_link(
    State(requests): State<Requests>,
    locale: Locale,
    Path(token): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let hash = hash_of_link(&requests.base.vault, &token).ok_or(Error::NotFound)?;
    let mut db = requests.base.db.read().await?;
    let report = store::by_ticket(&mut db, &hash).await?;
    // What belongs to an account is shown below it alone.
    let report = report.filter(|report| report.account_id.is_none()).ok_or(Error::NotFound)?;
    let portal = requests.base.config.portal.public_url.as_str().trim_end_matches('/');
    let link = format!("{portal}/{locale}/feedback/follow/{token}");
    let seen = view(&requests, &mut db, &report, locale).await?;
    let page = Show(FollowReport { report: seen, sent: done.sent, link: Some(link) });
    Ok(shown(&requests, report.tile.as_ref(), page))
}

/// One of one's own.
pub async fn one(
    State(requests): State<Requests>,
    viewer: Viewer,
    locale: Locale,
    Path(reference): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response> {
    let reference: Reference = reference.parse().map_err(|_| Error::NotFound)?;
    let mut db = requests.base.db.read().await?;
    let report = store::by_reference(&mut db, &reference).await?;
    let report = report.ok_or(Error::NotFound)?;
    if report.account_id != Some(viewer.account) {
        return Err(Error::NotTheirs(Wanted::Owner.into()));
    }
    let seen = view(&requests, &mut db, &report, locale).await?;
    let page = Show(FollowReport { report: seen, sent: done.sent, link: None });
    Ok(shown(&requests, report.tile.as_ref(), page))
}

/// From where a list goes on.
#[derive(Debug, Default, Deserialize)]
pub struct From {
    #[serde(default)]
    before: String,
}

/// All of one's own, the latest first.
pub async fn mine(
    State(requests): State<Requests>,
    viewer: Viewer,
    Query(from): Query<From>,
) -> Result<Show<MyReports>> {
    let mut db = requests.base.db.read().await?;
    let one_more = i64::try_from(LISTED + 1).unwrap_or(i64::MAX);
    let mut rows = store::of_account(&mut db, viewer.account, before(&from.before), one_more).await?;
    let more = rows.len() > LISTED;
    rows.truncate(LISTED);
    let last = rows.last().filter(|_| more).map(|row| row.id);
    let reports = rows.iter().map(|row| line(row, &viewer)).collect::<Result<_>>()?;
    let next_href = last.map(|last| format!("/account/feedback?before={last}"));
    Ok(Show(MyReports { reports, next_href }))
}

fn line(row: &Report, viewer: &Viewer) -> Result<ReportLine> {
    let text = row.content.as_ref().map(|sealed| viewer.key.open_json(content_place(row.id), sealed));
    let text: String = text.transpose()?.unwrap_or_default();
    Ok(ReportLine {
        href: format!("/account/feedback/{}", row.reference),
        kind: row.kind,
        reference: row.reference.to_string(),
        status: row.status,
        excerpt: excerpt(&text, 100),
        told_at: row.created_at,
        answered: row.answer.is_some(),
    })
}
