//! Whether someone answers the telephone now, and when next.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};

use crate::config::{Contact, Span};

/// How far ahead the next opening is looked for: a week of holidays, and another week.
const AHEAD: i64 = 14;

/// How the lines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// Someone answers, until then.
    Open(DateTime),
    /// Nobody does, until then; none: not in the days that were looked at.
    Closed(Option<DateTime>),
}

/// How the lines stand at a moment of local time.
pub(super) fn at(contact: &Contact, now: DateTime) -> Lines {
    let open =
        spans(contact, now.date()).iter().find(|span| span.opens <= now.time() && now.time() < span.closes);
    match open {
        Some(span) => Lines::Open(now.date().to_datetime(span.closes)),
        None => Lines::Closed(next(contact, now)),
    }
}

fn next(contact: &Contact, now: DateTime) -> Option<DateTime> {
    let day = |ahead: i64| now.date().checked_add(ahead.days()).ok();
    let days = (0..=AHEAD).filter_map(day);
    let openings =
        days.flat_map(|day| spans(contact, day).iter().map(move |span| day.to_datetime(span.opens)));
    openings.filter(|opening| *opening > now).min()
}

fn spans(contact: &Contact, day: Date) -> &[Span] {
    if contact.holidays.contains_key(&day) { &[] } else { contact.hours.on(day.weekday()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn contact() -> Contact {
        let settings = "[contact]\ntelephone = \"1 800 555-0123\"\n[contact.hours]\nmonday = [\"08:30-12:00\", \"13:00-16:30\"]\n\
             friday = [\"08:30-16:30\"]\ntuesday = []\nwednesday = []\nthursday = []\n\
             [contact.holidays]\n\"2026-12-25\" = { fr = \"Noël\", en = \"Christmas Day\" }\n";
        Config::from_toml("test", settings).unwrap().contact
    }

    fn stand(now: &str) -> Lines {
        at(&contact(), now.parse().unwrap())
    }

    fn time(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    #[test]
    fn they_are_open_in_their_hours() {
        assert_eq!(stand("2026-11-23T08:30"), Lines::Open(time("2026-11-23T12:00")));
        assert_eq!(stand("2026-11-23T16:29:59"), Lines::Open(time("2026-11-23T16:30")));
    }

    #[test]
    fn closed_they_say_when_they_open() {
        assert_eq!(stand("2026-11-23T12:00"), Lines::Closed(Some(time("2026-11-23T13:00"))));
        assert_eq!(stand("2026-11-23T16:30"), Lines::Closed(Some(time("2026-11-27T08:30"))));
        assert_eq!(stand("2026-11-27T18:00"), Lines::Closed(Some(time("2026-11-30T08:30"))));
    }

    #[test]
    fn nobody_answers_on_a_holiday() {
        assert_eq!(stand("2026-12-25T10:00"), Lines::Closed(Some(time("2026-12-28T08:30"))));
    }

    #[test]
    fn lines_that_never_open_do_not_promise_to() {
        assert_eq!(at(&Contact::default(), time("2026-11-23T10:00")), Lines::Closed(None));
    }
}
