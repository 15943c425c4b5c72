//! What a journey does not say by itself: how long nothing happened, and what should have happened and
//! did not.

use std::time::Duration;

use crate::admin::views::{MissingLine, Pause};
use crate::audit::search;
use crate::audit::store::Row;
use crate::clock::Micros;
use crate::id::AccountId;
use crate::notices::delivery::store::{self as deliveries, State};
use crate::store::{Read, Result};

/// A pause is told from there on.
const WORTH_TELLING: Duration = Duration::from_mins(30);

/// A notice that may leave does so within this time.
const NOTICE_LEAVES_WITHIN: Duration = Duration::from_mins(10);
/// The most notices that are told of.
const MOST_NOTICES: i64 = 20;

/// What has to follow an event of a request, and how soon.
struct Expected {
    after: &'static str,
    any_of: &'static [&'static str],
    within: Duration,
    /// The words are `journey-missing-{word}`.
    word: &'static str,
}

const EXPECTED: [Expected; 4] = [
    Expected {
        after: "request-submitted",
        any_of: &["request-delivered", "delivery-given-up", "withdrawal-answered"],
        within: Duration::from_mins(10),
        word: "delivery",
    },
    Expected {
        after: "request-delivered",
        any_of: &["status-received", "task-received", "message-received", "withdrawal-answered"],
        within: Duration::from_hours(72),
        word: "news",
    },
    Expected {
        after: "withdrawal-asked",
        any_of: &["withdrawal-answered"],
        within: Duration::from_hours(72),
        word: "withdrawal",
    },
    Expected {
        after: "task-answered",
        any_of: &["reply-delivered", "delivery-given-up"],
        within: Duration::from_mins(10),
        word: "reply",
    },
];

/// A pause as it is told: in the largest unit that it fills; none when it is short.
pub(super) fn pause(span: Duration) -> Option<Pause> {
    let minutes = span.as_secs() / 60;
    let (unit, count) = match minutes {
        _ if span < WORTH_TELLING => return None,
        0..=119 => ("minutes", minutes),
        120..=2_879 => ("hours", minutes / 60),
        _ => ("days", minutes / (24 * 60)),
    };
    Some(Pause { unit, count })
}

/// What should have followed these events by now and did not.
///
/// # Errors
/// The database's.
pub(super) async fn missing(db: &mut Read, rows: &[Row], now: Micros) -> Result<Vec<MissingLine>> {
    let mut lines = Vec::new();
    for row in rows {
        let expected = EXPECTED.iter().find(|expected| expected.after == row.code);
        let (Some(expected), Some(request)) = (expected, row.request()) else { continue };
        let late = now.since(row.at) >= expected.within;
        if late && !search::followed(db, request, row.id, expected.any_of).await? {
            lines.push(MissingLine { word: expected.word, channel: None, since: row.at });
        }
    }
    Ok(lines)
}

/// The notices that should have left by now and did not: that they did not, on which channel, and nothing of what
/// they tell.
///
/// # Errors
/// The database's.
pub(super) async fn unsent(
    db: &mut Read,
    account: AccountId,
    within: (Micros, Micros),
    now: Micros,
) -> Result<Vec<MissingLine>> {
    let due = now.before(NOTICE_LEAVES_WITHIN);
    let rows = deliveries::missing(db, account, within, due, MOST_NOTICES).await?;
    let line = |row: deliveries::Row| MissingLine {
        word: match row.state {
            State::Failed => "notice-failed",
            State::GivenUp => "notice-given-up",
            State::Waiting | State::Held | State::Sent => "notice",
        },
        channel: Some(row.channel.word()),
        since: row.created_at,
    };
    Ok(rows.into_iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_told_in_its_largest_unit() {
        let told = |minutes| pause(Duration::from_mins(minutes)).map(|pause| (pause.unit, pause.count));
        assert_eq!(told(29), None);
        assert_eq!(told(30), Some(("minutes", 30)));
        assert_eq!(told(120), Some(("hours", 2)));
        assert_eq!(told(3 * 24 * 60), Some(("days", 3)));
    }
}
