//! Which events are counted in the statistics, and as what.

use super::{DraftEvent, Entry, Event};
use crate::statistics::{Kind, Tally};

/// Counts what happened, once it has.
pub(crate) fn count(tally: &Tally, entry: &Entry) {
    match (&entry.event, entry.request) {
        (Event::Draft(DraftEvent::Begun { tile, .. }), _) => tally.count(Kind::Draft, tile),
        (Event::RequestSubmitted { tile, .. }, _) => tally.count(Kind::Submission, tile),
        (Event::Draft(DraftEvent::Deleted { .. } | DraftEvent::Expired { .. }), Some(request)) => {
            tally.count_of(Kind::Abandonment, request);
        }
        (Event::WithdrawalAsked, Some(request)) => tally.count_of(Kind::Withdrawal, request),
        (Event::StatusReceived { state: Some(state), .. }, Some(request)) if state == "closed" => {
            tally.count_of(Kind::Answer, request);
        }
        _ => {}
    }
}
