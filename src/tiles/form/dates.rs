//! Days: as they are typed in three inputs, and the limits a form sets on them.

use std::str::FromStr;

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::Deserialize;

/// A limit on a day: a day of the calendar (`2020-01-31`) or one reckoned from today (`today`,
/// `today-120y`, `today+30d`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum DateLimit {
    /// A day of the calendar.
    Day(Date),
    /// That many years and days after today; both are negative for a day in the past.
    FromToday {
        /// Whole years.
        years: i16,
        /// Days.
        days: i32,
    },
}

/// The text is no limit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no day: write `2020-01-31`, `today`, `today-120y` or `today+30d`")]
pub struct NotALimit(String);

impl DateLimit {
    /// The day meant, on that day.
    #[must_use]
    pub fn resolve(self, today: Date) -> Date {
        match self {
            Self::Day(day) => day,
            Self::FromToday { years, days } => {
                let span: Span = i64::from(years).years().days(i64::from(days));
                today.saturating_add(span)
            }
        }
    }

    /// Whether it is today itself: then the mistake has words of its own.
    #[must_use]
    pub fn is_today(self) -> bool {
        self == Self::FromToday { years: 0, days: 0 }
    }
}

impl FromStr for DateLimit {
    type Err = NotALimit;

    fn from_str(text: &str) -> Result<Self, NotALimit> {
        let limit = match text.strip_prefix("today") {
            Some(offset) => from_today(offset),
            None => text.parse().ok().map(Self::Day),
        };
        limit.ok_or_else(|| NotALimit(text.to_owned()))
    }
}

fn from_today(offset: &str) -> Option<DateLimit> {
    if offset.is_empty() {
        return Some(DateLimit::FromToday { years: 0, days: 0 });
    }
    if let Some(years) = offset.strip_suffix('y') {
        let years = years.parse().ok().filter(|years| (-999..=999).contains(years))?;
        return Some(DateLimit::FromToday { years, days: 0 });
    }
    let days = offset.strip_suffix('d')?.parse().ok().filter(|days| (-99_999..=99_999).contains(days))?;
    Some(DateLimit::FromToday { years: 0, days })
}

impl TryFrom<String> for DateLimit {
    type Error = NotALimit;
    fn try_from(text: String) -> Result<Self, NotALimit> {
        text.parse()
    }
}

/// Why three inputs are no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotADay {
    /// The year has not four digits.
    Year,
    /// No calendar has it: 31 April, month 13, letters.
    Unreal,
}

/// Reads a day from what was typed.
pub(super) fn day(day: &str, month: &str, year: &str) -> Result<Date, NotADay> {
    let year = digits(year, 4).filter(|_| year.len() == 4).ok_or(NotADay::Year)?;
    let (month, day) = digits(month, 2).zip(digits(day, 2)).ok_or(NotADay::Unreal)?;
    let (month, day) = i8::try_from(month).ok().zip(i8::try_from(day).ok()).ok_or(NotADay::Unreal)?;
    Date::new(year, month, day).map_err(|_| NotADay::Unreal)
}

/// A number of at most so many digits, and nothing but digits.
fn digits(text: &str, most: usize) -> Option<i16> {
    let plain = text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn limits_are_read_and_resolved() {
        let today = date(2028, 2, 29);
        let resolved = |text: &str| text.parse::<DateLimit>().unwrap().resolve(today);
        assert_eq!(resolved("2020-01-31"), date(2020, 1, 31));
        assert_eq!(resolved("today"), today);
        assert_eq!(resolved("today-1y"), date(2027, 2, 28));
        assert_eq!(resolved("today+1d"), date(2028, 3, 1));
        for text in ["", "todays", "today-y", "today-1m", "today1y!", "2020-02-30", "today-99999999y"] {
            assert!(text.parse::<DateLimit>().is_err(), "{text:?} was taken");
        }
    }

    #[test]
    fn a_day_is_three_plain_numbers() {
        assert_eq!(day("1", "02", "1960"), Ok(date(1960, 2, 1)));
        assert_eq!(day("31", "4", "1960"), Err(NotADay::Unreal));
        assert_eq!(day("1", "mars", "1960"), Err(NotADay::Unreal));
        assert_eq!(day("1", "2", "60"), Err(NotADay::Year));
        assert_eq!(day("+1", "2", "1960"), Err(NotADay::Unreal));
        assert_eq!(day("١", "2", "1960"), Err(NotADay::Unreal));
    }
}
