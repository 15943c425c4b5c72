//! Published ideas: everyone reads them, whoever is signed in votes for them.

use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use serde::Deserialize;

use super::{before, write};
use crate::audit::FeedbackEvent;
use crate::feedback::store::{self, Report, ideas};
use crate::feedback::views::{IdeaPage, Ideas, paragraphs};
use crate::id::Reference;
use crate::limits::Limit;
use crate::requests::Requests;
use crate::store::Sql;
use crate::text::Locale;
use crate::web::{Error, Form, Result, Show, Trace, Viewer};

/// So many are on a page.
const LISTED: usize = 20;

/// From where the list goes on.
#[derive(Debug, Default, Deserialize)]
pub struct From {
    votes: Option<i64>,
    #[serde(default)]
    before: String,
}

/// All published ideas, those with the most votes first.
pub async fn list(
    State(requests): State<Requests>,
    locale: Locale,
    Query(from): Query<From>,
) -> Result<Show<Ideas>> {
    let one_more = i64::try_from(LISTED + 1).unwrap_or(i64::MAX);
    let after = (from.votes.unwrap_or(i64::MAX), before(&from.before));
    let mut rows = ideas::published(&mut requests.base.db.read().await?, after, one_more).await?;
    let more = rows.len() > LISTED;
    rows.truncate(LISTED);
    let last = rows.last().filter(|_| more);
    let next_href = last.map(|last| format!("/ideas?votes={}&before={}", last.votes, last.id));
    let ideas = rows.iter().filter_map(|idea| write::line(idea, locale)).collect();
    Ok(Show(Ideas { ideas, next_href }))
}

/// The published idea of that reference; of one that was merged, the one it became part of.
async fn find(db: &mut impl Sql, reference: &str) -> Result<Report> {
    let reference: Reference = reference.parse().map_err(|_| Error::NotFound)?;
    let idea = store::by_reference(db, &reference).await?.ok_or(Error::NotFound)?;
    let idea = match idea.merged_into {
        Some(into) => store::by_id(db, into).await?.ok_or(Error::NotFound)?,
        None => idea,
    };
    Some(idea).filter(|idea| idea.published_at.is_some()).ok_or(Error::NotFound)
}

/// One of them.
pub async fn one(
    State(requests): State<Requests>,
    viewer: Option<Viewer>,
    locale: Locale,
    Path(reference): Path<String>,
) -> Result<Show<IdeaPage>> {
    let mut db = requests.base.db.read().await?;
    let idea = find(&mut db, &reference).await?;
    let mine = match viewer {
        Some(viewer) => Some(ideas::gave(&mut db, idea.id, viewer.account).await?),
        None => None,
    };
    let (wording, published_at) = idea.published().zip(idea.published_at).ok_or(Error::NotFound)?;
    Ok(Show(IdeaPage {
        href: format!("/ideas/{}", idea.reference),
        reference: idea.reference.to_string(),
        text: paragraphs(wording.get(locale)),
        status: idea.status,
        votes: idea.votes,
        mine,
        published_at,
        fixed: idea.fixed(&requests, locale),
    }))
}

/// Gives a vote, or takes it back: one of each person.
pub async fn vote(
    State(requests): State<Requests>,
    viewer: Viewer,
    trace: Trace,
    locale: Locale,
    Path(reference): Path<String>,
    form: Form,
) -> Result<Redirect> {
    let base = &requests.base;
    let idea = find(&mut base.db.read().await?, &reference).await?;
    let gives = match form.get("action") {
        Some("give") => true,
        Some("take-back") => false,
        _ => return Err(Error::BadRequest),
    };
    let reference = idea.reference.to_string();
    let event = if gives {
        FeedbackEvent::IdeaSupported { reference }
    } else {
        FeedbackEvent::IdeaSupportEnded { reference }
    };
    let mut act = base.acts.begin(viewer.actor(&trace), event.of(Some(viewer.account))).await?;
    base.limits.spend(&mut act, Limit::IdeaVote, viewer.account).await?;
    let at = act.at();
    let changed = if gives {
        ideas::give(act.rows(), base.clock.new_uuid(), idea.id, viewer.account, at).await?
    } else {
        ideas::take_back(act.rows(), idea.id, viewer.account).await?
    };
    if changed {
        act.commit().await?;
    }
    Ok(Redirect::to(&format!("/{locale}/ideas/{}", idea.reference)))
}
