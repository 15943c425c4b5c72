//! When something may leave: quiet hours and digests, by the clock on the wall in Québec. On the nights
//! when that clock changes, an hour that does not exist is the next one that does, and an hour that comes
//! twice is its first (jiff's `compatible` rule, as RFC 5545 has it): a digest leaves once.

use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, Zoned};

use crate::clock::Micros;
use crate::notices::preferences::{Digest, QuietHours};

/// When something that comes at `now` leaves with the next digest; `None` for whom there is none.
pub(super) fn next_digest(digest: Digest, hour: i8, zone: &TimeZone, now: Micros) -> Option<Micros> {
    let local = now.timestamp().to_zoned(zone.clone());
    let at = Time::new(hour, 0, 0, 0).ok()?;
    // Today's, else that of one of the next days: a week and a day holds one of each weekday.
    (0..=8).find_map(|days| {
        let day = local.date().checked_add(days.days()).ok()?;
        let is_its_day = match digest {
            Digest::None => false,
            Digest::Daily => true,
            Digest::Weekly => day.weekday() == Weekday::Monday,
        };
        let moment = micros(&day.to_datetime(at).to_zoned(zone.clone()).ok()?);
        (is_its_day && moment > now).then_some(moment)
    })
}

/// When the quiet hours that hold at `now` end; `None` when none hold.
pub(super) fn quiet_until(quiet: Option<QuietHours>, zone: &TimeZone, now: Micros) -> Option<Micros> {
    let QuietHours { from, until } = quiet?;
    let local = now.timestamp().to_zoned(zone.clone());
    let time = local.time();
    let past_midnight = from > until;
    let holds = if past_midnight { time >= from || time < until } else { (from..until).contains(&time) };
    if !holds {
        return None;
    }
    let tomorrow = past_midnight && time >= from;
    let day = if tomorrow { local.date().tomorrow().ok()? } else { local.date() };
    let end = micros(&day.to_datetime(until).to_zoned(zone.clone()).ok()?);
    // In the hour that comes twice its end may lie behind: the clock says quiet, and it is over.
    (end > now).then_some(end)
}

fn micros(moment: &Zoned) -> Micros {
    Micros(moment.timestamp().as_microsecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> TimeZone {
        TimeZone::get("America/Toronto").unwrap()
    }

    fn at(text: &str) -> Micros {
        micros(&text.parse::<jiff::civil::DateTime>().unwrap().to_zoned(zone()).unwrap())
    }

    fn utc(text: &str) -> Micros {
        Micros(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
    }

    fn quiet(from: &str, until: &str) -> QuietHours {
        QuietHours { from: from.parse().unwrap(), until: until.parse().unwrap() }
    }

    #[test]
    fn a_digest_leaves_at_its_hour() {
        let next = |digest, now| next_digest(digest, 8, &zone(), now);
        assert_eq!(next(Digest::Daily, at("2026-11-25T07:59")), Some(at("2026-11-25T08:00")));
        assert_eq!(next(Digest::Daily, at("2026-11-25T08:00")), Some(at("2026-11-26T08:00")));
        assert_eq!(next(Digest::Weekly, at("2026-11-25T12:00")), Some(at("2026-11-30T08:00")));
        assert_eq!(next(Digest::Weekly, at("2026-11-30T08:00")), Some(at("2026-12-07T08:00")));
        assert_eq!(next(Digest::None, at("2026-11-25T12:00")), None);
    }

    /// Through both nights when the clock changes, minute by minute: the digests come one a day, whatever
    /// their hour, and the next one never comes nearer than the day is long.
    #[test]
    fn the_nights_when_the_clock_changes_have_one_digest_each() {
        for (first, days) in [("2027-03-12T12:00", 4), ("2026-10-30T12:00", 4)] {
            for hour in 0..24 {
                let mut seen = std::collections::BTreeSet::new();
                for minute in 0..days * 24 * 60 {
                    let now = at(first).after(std::time::Duration::from_mins(minute));
                    let next = next_digest(Digest::Daily, hour, &zone(), now).unwrap();
                    assert!(next > now && next.since(now) <= std::time::Duration::from_hours(25));
                    seen.insert(next);
                }
                let dates: Vec<_> =
                    seen.iter().map(|next| next.timestamp().to_zoned(zone()).date()).collect();
                let mut once = dates.clone();
                once.dedup();
                assert_eq!(dates, once, "two on one day, at {hour} h");
                assert!(dates.len() == 4 || dates.len() == 5, "{dates:?}");
            }
        }
    }

    #[test]
    fn quiet_hours_end_in_the_morning() {
        let night = quiet("21:00", "08:00");
        let until = |now| quiet_until(Some(night), &zone(), now);
        assert_eq!(until(at("2026-11-25T20:59")), None);
        assert_eq!(until(at("2026-11-25T21:00")), Some(at("2026-11-26T08:00")));
        assert_eq!(until(at("2026-11-26T07:59")), Some(at("2026-11-26T08:00")));
        assert_eq!(until(at("2026-11-26T08:00")), None);
        let noon = quiet("12:00", "13:00");
        assert_eq!(quiet_until(Some(noon), &zone(), at("2026-11-26T12:30")), Some(at("2026-11-26T13:00")));
        assert_eq!(quiet_until(Some(noon), &zone(), at("2026-11-26T13:00")), None);
        assert_eq!(quiet_until(Some(quiet("08:00", "08:00")), &zone(), at("2026-11-26T08:00")), None);
        assert_eq!(quiet_until(None, &zone(), at("2026-11-26T12:30")), None);
    }

    #[test]
    fn quiet_hours_end_on_the_nights_when_the_clock_changes() {
        // At 2 it is 3: an end at half past two that does not exist is half past three.
        let early = quiet("22:00", "02:30");
        let end = quiet_until(Some(early), &zone(), at("2027-03-13T23:00")).unwrap();
        assert_eq!(end, utc("2027-03-14T07:30:00Z"));
        assert_eq!(quiet_until(Some(early), &zone(), end), None);
        // At 2 it is 1 again: quiet hours to half past one end with the first, and do not begin anew.
        let early = quiet("22:00", "01:30");
        let end = quiet_until(Some(early), &zone(), at("2026-10-31T23:00")).unwrap();
        assert_eq!(end, utc("2026-11-01T05:30:00Z"));
        assert_eq!(quiet_until(Some(early), &zone(), utc("2026-11-01T06:10:00Z")), None, "the second time");
    }
}
