//! A long form as a list of sections: what is done, what is left, and where to check and send.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};

use super::{Found, changed, see};
use crate::identity::Citizen;
use crate::requests::Requests;
use crate::requests::views::{Overview, SectionLine, StageWord};
use crate::text::{Locale, format};
use crate::tiles::form::{Progress, Stage};
use crate::web::{Result, Show, Viewer};

/// The list; for a form without sections, and once sent, where the request stands.
pub(super) async fn show(
    State(requests): State<Requests>,
    (citizen, viewer): (Citizen, Viewer),
    locale: Locale,
    Path(reference): Path<String>,
) -> Result<Response> {
    let found = Found::of(&requests, &viewer, &reference).await?;
    let form = found.form()?;
    if !found.is_draft() || form.sections().is_empty() {
        return Ok(see(locale, &found.href("")));
    }
    let inputs = found.inputs(&viewer.key, &form.prefill(&citizen.claims.as_map()))?;
    let progress = form.progress(&inputs, format::day(requests.base.clock.now()));
    let done = progress.iter().filter(|one| one.stage == Stage::Done).count();
    let line = |one: &Progress<'_>| SectionLine {
        title: found.tile.word(locale, &one.section.title),
        stage: stage_word(one.stage),
        href: (one.stage != Stage::CannotStart).then(|| found.href(&format!("/form/{}", one.page.id))),
    };
    Ok(Show(Overview {
        title: found.tile.title(locale).to_owned(),
        sections: progress.iter().map(line).collect(),
        done,
        changed: changed::view(&found.tile, &inputs, Some(&found.request.release), locale),
        check_href: (done == progress.len()).then(|| found.href("/check")),
        saved_at: found.request.updated_at,
        kept_until: found.request.expires_at,
    })
    .into_response())
}

fn stage_word(stage: Stage) -> StageWord {
    match stage {
        Stage::CannotStart => StageWord::CannotStart,
        Stage::NotStarted => StageWord::NotStarted,
        Stage::InProgress => StageWord::InProgress,
        Stage::Done => StageWord::Done,
    }
}
