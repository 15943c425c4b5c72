//! Dates, times and numbers as people in Québec say them, in Montréal's time (P2).
//!
//! Always `fr-CA` and `en-CA`: bare `fr` and `en` write the dates and numbers of other countries.

use std::str::FromStr;
use std::sync::LazyLock;

use icu_calendar::Gregorian;
use icu_datetime::fieldsets::{T, YMD};
use icu_datetime::input::{Date, Time};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use jiff::civil;
use jiff::tz::TimeZone;

use super::Locale;
use crate::clock::Micros;

/// The formatters of one language, built once.
struct Formatters {
    date: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    time: NoCalendarFormatter<T>,
    number: DecimalFormatter,
}

#[expect(clippy::expect_used, reason = "the data of both languages is compiled in; a test builds them")]
impl Formatters {
    fn new(locale: Locale) -> Self {
        let tag = icu_locale_core::Locale::from_str(locale.tag()).expect("a tag of ours is well-formed");
        Self {
            date: FixedCalendarDateTimeFormatter::try_new((&tag).into(), YMD::long())
                .expect("data is compiled in"),
            time: NoCalendarFormatter::try_new((&tag).into(), T::hm()).expect("data is compiled in"),
            number: DecimalFormatter::try_new(
                (&tag).into(),
                icu_decimal::options::DecimalFormatterOptions::default(),
            )
            .expect("data is compiled in"),
        }
    }

    fn of(locale: Locale) -> &'static Self {
        static FR: LazyLock<Formatters> = LazyLock::new(|| Formatters::new(Locale::Fr));
        static EN: LazyLock<Formatters> = LazyLock::new(|| Formatters::new(Locale::En));
        match locale {
            Locale::Fr => &FR,
            Locale::En => &EN,
        }
    }
}

/// The zone in which the ministry's offices and most citizens live.
static ZONE: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("America/Toronto").unwrap_or(TimeZone::UTC));

/// What the clock on the wall says at a moment, where the portal's people live.
#[must_use]
pub fn local(moment: Micros) -> civil::DateTime {
    moment.timestamp().to_zoned(ZONE.clone()).datetime()
}

/// The calendar day of a moment, where the portal's people live.
#[must_use]
pub fn day(moment: Micros) -> civil::Date {
    local(moment).date()
}

/// The moment at which the calendar day of `moment` began.
#[must_use]
pub fn midnight(moment: Micros) -> Micros {
    let began = day(moment).to_zoned(ZONE.clone());
    began.map_or(moment, |began| Micros(began.timestamp().as_microsecond()))
}

/// The last moment of a calendar day, where the portal's people live: until then something due on
/// that day is in time.
#[must_use]
pub fn end_of_day(day: civil::Date) -> Micros {
    let ended = day.tomorrow().ok().and_then(|next| next.to_zoned(ZONE.clone()).ok());
    ended.map_or(Micros(i64::MAX), |next| Micros(next.timestamp().as_microsecond() - 1))
}

/// The moment of a time on the clock on the wall, where the portal's people live. One that the clock skips is
/// the one it jumps to; of one that comes twice it is the first. None beyond the calendar.
#[must_use]
pub fn moment(local: civil::DateTime) -> Option<Micros> {
    local.to_zoned(ZONE.clone()).ok().map(|zoned| Micros(zoned.timestamp().as_microsecond()))
}

/// The day of a moment: `22 novembre 2026`, `November 22, 2026`.
#[must_use]
pub fn date(locale: Locale, moment: Micros) -> String {
    calendar_date(locale, local(moment).date())
}

/// Day and time of a moment: `22 novembre 2026 à 14 h 05`, `November 22, 2026 at 2:05 p.m.`
#[must_use]
pub fn date_time(locale: Locale, moment: Micros) -> String {
    let joined_by = match locale {
        Locale::Fr => "à",
        Locale::En => "at",
    };
    format!("{} {joined_by} {}", date(locale, moment), time(locale, moment))
}

/// The time of day of a moment: `14 h 05`, `2:05 p.m.`, with no-break spaces inside.
#[must_use]
pub fn time(locale: Locale, moment: Micros) -> String {
    clock(locale, local(moment).time())
}

/// A time of day: `9 h 30`, `9:30 a.m.`.
#[must_use]
pub fn clock(locale: Locale, local: civil::Time) -> String {
    let part = |number: i8| number.unsigned_abs();
    let Ok(time) = Time::try_new(part(local.hour()), part(local.minute()), 0, 0) else {
        return String::new();
    };
    // A time is read as one word: it never breaks over two lines.
    let words = Formatters::of(locale).time.format(&time).to_string().replace([' ', '\u{202f}'], "\u{a0}");
    // The data writes `09 h 05`; the rules of the Office québécois de la langue française, `9 h 05`.
    let words = match words.strip_prefix('0') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest.to_owned(),
        _ => words,
    };
    // On the hour they write `9 h`.
    match words.strip_suffix("h\u{a0}00") {
        Some(hour) => format!("{hour}h"),
        None => words,
    }
}

/// A day without a zone, such as a date of birth: `22 novembre 2026`, `November 22, 2026`.
#[must_use]
pub fn calendar_date(locale: Locale, day: civil::Date) -> String {
    let part = |number: i8| number.unsigned_abs();
    let Ok(date) = Date::try_new_gregorian(day.year().into(), part(day.month()), part(day.day())) else {
        return day.to_string();
    };
    let words = Formatters::of(locale).date.format(&date).to_string();
    // CLDR has no ordinal in its patterns, but in French the first of a month always is one.
    match words.strip_prefix("1 ") {
        Some(rest) if locale == Locale::Fr => format!("1er {rest}"),
        _ => words,
    }
}

/// A whole number: `1 234` with a no-break space, `1,234`.
#[must_use]
pub fn number(locale: Locale, number: i64) -> String {
    Formatters::of(locale).number.format(&Decimal::from(number)).to_string()
}

/// A number of tenths: `12` is `1,2` in French, `1.2` in English.
#[must_use]
pub fn tenths(locale: Locale, tenths: i64) -> String {
    let mut decimal = Decimal::from(tenths);
    decimal.multiply_pow10(-1);
    Formatters::of(locale).number.format(&decimal).to_string()
}

/// A number in plain digits such as `1234.5`, as the language writes it; `None` for anything else.
pub(super) fn decimal(locale: Locale, digits: &str) -> Option<String> {
    let decimal = Decimal::from_str(digits).ok()?;
    Some(Formatters::of(locale).number.format(&decimal).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-22T19:05:00Z, a winter afternoon in Montréal.
    const AFTERNOON: Micros = Micros(1_795_374_300_000_000);

    /// With every kind of space as a plain one: which kind is the language data's own business.
    fn plain(text: &str) -> String {
        text.replace(['\u{a0}', '\u{202f}'], " ")
    }

    #[test]
    fn moments_are_told_in_montreal_time() {
        let said = |f: fn(Locale, Micros) -> String| Locale::ALL.map(|locale| plain(&f(locale, AFTERNOON)));
        assert_eq!(said(date), ["22 novembre 2026", "November 22, 2026"]);
        assert_eq!(said(time), ["14 h 05", "2:05 p.m."]);
        assert_eq!(said(date_time), ["22 novembre 2026 à 14 h 05", "November 22, 2026 at 2:05 p.m."]);
    }

    #[test]
    fn early_hours_and_the_first_of_a_month() {
        // 2026-08-01T13:05:00Z, in daylight saving time.
        let morning = Micros(1_785_589_500_000_000);
        assert_eq!(plain(&date_time(Locale::Fr, morning)), "1er août 2026 à 9 h 05");
        assert_eq!(plain(&date_time(Locale::En, morning)), "August 1, 2026 at 9:05 a.m.");
    }

    #[test]
    fn what_is_due_on_a_day_is_in_time_until_its_end() {
        let due = end_of_day(civil::date(2026, 11, 22));
        assert_eq!(plain(&date_time(Locale::Fr, due)), "22 novembre 2026 à 23 h 59");
        assert_eq!(day(Micros(due.0 + 1)), civil::date(2026, 11, 23));
        assert!(!date(Locale::En, end_of_day(civil::Date::MAX)).is_empty());
    }

    #[test]
    fn midnight_keeps_its_zero() {
        // 2026-11-22T05:00:00Z
        let midnight = Micros(1_795_323_600_000_000);
        assert_eq!(plain(&time(Locale::Fr, midnight)), "0 h");
        assert_eq!(plain(&time(Locale::En, midnight)), "12:00 a.m.");
    }

    #[test]
    fn spaces_within_times_and_numbers_do_not_break() {
        assert!(!time(Locale::Fr, AFTERNOON).contains(' '));
        assert!(!time(Locale::En, AFTERNOON).contains(' '));
        assert_eq!(number(Locale::Fr, 1_234_567), "1\u{a0}234\u{a0}567");
        assert_eq!(number(Locale::En, -1_234_567), "-1,234,567");
    }

    #[test]
    fn extreme_days_have_words_too() {
        for day in [civil::Date::MIN, civil::Date::MAX] {
            assert!(!calendar_date(Locale::Fr, day).is_empty());
        }
        assert!(!date(Locale::En, Micros(i64::MIN)).is_empty());
    }
}
