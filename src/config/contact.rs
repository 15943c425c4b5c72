//! Whom people call, and when.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};

use crate::text::Bilingual;

/// `[contact]`: how people reach whoever runs the portal.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The telephone number, as people read it; none: none is shown, nor any hours.
    pub telephone: Option<String>,
    /// A line more, such as how people reach it who do not hear.
    pub note: Option<Bilingual>,
    /// When someone answers, by the day of the week.
    pub hours: Hours,
    /// The days on which nobody does, and why.
    #[serde(default)]
    pub holidays: BTreeMap<Date, Bilingual>,
}

/// When someone answers: for each day some spans of local time; none: closed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// On Mondays; and so on.
    pub monday: Vec<Span>,
    /// On Tuesdays.
    pub tuesday: Vec<Span>,
    /// On Wednesdays.
    pub wednesday: Vec<Span>,
    /// On Thursdays.
    pub thursday: Vec<Span>,
    /// On Fridays.
    pub friday: Vec<Span>,
    /// On Saturdays.
    pub saturday: Vec<Span>,
    /// On Sundays.
    pub sunday: Vec<Span>,
}

impl Hours {
    /// Those of a day of the week.
    #[must_use]
    pub fn on(&self, day: Weekday) -> &[Span] {
        match day {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }
}

/// From one time of a day until a later one, written `08:30-16:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    /// The first moment.
    pub opens: Time,
    /// The first moment after it.
    pub closes: Time,
}

/// The text is no span of a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no span of a day: write the earlier and the later time, such as 08:30-16:30")]
pub struct NotASpan(String);

impl TryFrom<String> for Span {
    type Error = NotASpan;

    fn try_from(text: String) -> Result<Self, NotASpan> {
        let time = |part: &str| part.trim().parse::<Time>().ok();
        let span = text.split_once('-').and_then(|(from, to)| time(from).zip(time(to)));
        match span {
            Some((opens, closes)) if opens < closes => Ok(Self { opens, closes }),
            _ => Err(NotASpan(text)),
        }
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.opens.strftime("%H:%M"), self.closes.strftime("%H:%M"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read_as_it_is_written() {
        let span = Span::try_from("08:30-16:30".to_owned()).unwrap();
        assert_eq!(span.to_string(), "08:30-16:30");
        for wrong in ["", "8h30-16h30", "16:30-08:30", "08:30-08:30", "08:30", "08:30-24:30"] {
            assert!(Span::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
