//! The change register (S6): every change of configuration, version, tile and key, from the log.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;

use super::journeys;
use crate::admin::export::{self, Format, What};
use crate::admin::views::{Changes, LogLine};
use crate::audit::OversightEvent;
use crate::audit::search::{self, Line};
use crate::id::EventId;
use crate::identity::Staff;
use crate::limits::Limit;
use crate::requests::Requests;
use crate::web::{Error, Result, Show, Trace};

/// The most lines on a page.
const MOST_LINES: usize = 50;

/// What is a change of the portal itself, as the log names it.
const CODES: [&str; 26] = [
    "backup-restored",
    "certification-ended",
    "configuration-changed",
    "confirmation-asked",
    "confirmation-given",
    "confirmation-refused",
    "job-destroyed",
    "job-replayed",
    "key-destroyed",
    "key-rotated",
    "keys-created",
    "maintenance-begun",
    "maintenance-ended",
    "manuscript-published",
    "team-key-trusted",
    "team-key-withdrawn",
    "team-token-made",
    "team-token-revoked",
    "tile-activated",
    "tile-approval-asked",
    "tile-approval-refused",
    "tile-canary-begun",
    "tile-canary-ended",
    "tile-published",
    "tile-rolled-back",
    "changes-exported",
];

pub(super) fn router(requests: Requests) -> Router {
    Router::new()
        .route("/admin/changes", get(show))
        .route("/admin/changes/export", get(take_along))
        .with_state(requests)
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    before: Option<EventId>,
    #[serde(default)]
    format: String,
}

async fn show(
    State(requests): State<Requests>,
    _: Staff,
    Query(asked): Query<Asked>,
) -> Result<Show<Changes>> {
    let before = asked.before.unwrap_or(search::newest());
    let limit = i64::try_from(MOST_LINES + 1).unwrap_or(i64::MAX);
    let lines = search::of_codes(&mut requests.base.db.read().await?, &CODES, before, limit).await?;
    let shown = lines.get(..lines.len().min(MOST_LINES)).unwrap_or_default();
    let next = shown.last().filter(|_| lines.len() > shown.len()).map(|last| last.id.to_string());
    let line = |line: &Line| LogLine {
        at: line.at,
        code: line.code.clone(),
        actor: line.actor.clone(),
        // A job that was set to run again is of somebody's journey; that is no change of the portal's.
        person: None,
        staff: export::staff(&requests.base, line),
        fields: journeys::fields(&line.fields.0, line.trace.as_deref()),
    };
    Ok(Show(Changes { lines: shown.iter().map(line).collect(), next }))
}

async fn take_along(
    State(requests): State<Requests>,
    staff: Staff,
    trace: Trace,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let format = Format::of(&asked.format).ok_or(Error::NotFound)?;
    let base = &requests.base;
    let event = OversightEvent::ChangesExported { format: format.word() };
    let mut act = base.acts.begin(staff.actor(&trace), event).await?;
    base.limits.spend(&mut act, Limit::LogExport, staff.account).await?;
    act.commit().await?;
    Ok(export::file(base, "changes", What::Codes(&CODES), format, export::MOST_LINES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_is_named_as_the_log_names_it() {
        let explained = include_str!("../../../docs/audit-events.md");
        for code in CODES {
            assert!(explained.contains(&format!("`{code}`")), "{code}");
        }
    }
}
