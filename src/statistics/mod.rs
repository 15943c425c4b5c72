//! How often what happens (A2): counted in memory as it happens, added to the table `statistic` now and then.
//!
//! A count knows the day, the service, the language and the class of device, and nothing of anybody: no
//! account, no address, no session. It does not come from the log, so that what is purged there changes no
//! past figure. What a process had not added yet when it was killed is lost; nothing is counted twice.

pub mod store;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::{Clock, Micros};
use crate::id::RequestId;
use crate::text::{Locale, format};

/// The most different counts kept in memory between two rounds: what more comes is not counted.
const MOST_COUNTS: usize = 20_000;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A page of a service, or welcome, was opened.
    Visit,
    /// The form of a service was opened.
    Start,
    /// The first answer was saved.
    Draft,
    /// A request was sent.
    Submission,
    /// A draft was deleted, by its owner or at its limit: with the page of the form that it stood at.
    Abandonment,
    /// A withdrawal was asked for.
    Withdrawal,
    /// A request came to its end: with the seconds since it was sent.
    Answer,
    /// A page could not be shown, for a fault of the portal's.
    Fault,
    /// A back-end was called.
    Call,
    /// It did not answer as it should.
    Silence,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Visit,
        Self::Start,
        Self::Draft,
        Self::Submission,
        Self::Abandonment,
        Self::Withdrawal,
        Self::Answer,
        Self::Fault,
        Self::Call,
        Self::Silence,
    ];

    /// The word that is stored; the words of pages are `figure-{word}`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Start => "start",
            Self::Draft => "draft",
            Self::Submission => "submission",
            Self::Abandonment => "abandonment",
            Self::Withdrawal => "withdrawal",
            Self::Answer => "answer",
            Self::Fault => "fault",
            Self::Call => "call",
            Self::Silence => "silence",
        }
    }
}

/// In which language and from which class of device something is done; unknown for what the portal does
/// by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Audience {
    /// `fr`, `en`, or nothing.
    pub language: &'static str,
    /// `phone`, `tablet`, `computer`, or nothing.
    pub device: &'static str,
}

tokio::task_local! {
    static AUDIENCE: Audience;
}

impl Audience {
    /// For a page in that language, asked for by a browser that calls itself so.
    #[must_use]
    pub fn of(locale: Option<Locale>, agent: &str) -> Self {
        let device = match agent {
            "" => "",
            _ if agent.contains("iPad") || agent.contains("Tablet") => "tablet",
            _ if agent.contains("Android") && !agent.contains("Mobile") => "tablet",
            _ if agent.contains("Mobi") || agent.contains("iPhone") => "phone",
            _ => "computer",
        };
        Self { language: locale.map_or("", Locale::prefix), device }
    }

    /// Runs `work` for this audience: what it counts is counted so.
    pub async fn hold<T>(self, work: impl Future<Output = T>) -> T {
        AUDIENCE.scope(self, work).await
    }

    fn now() -> Self {
        AUDIENCE.try_with(|audience| *audience).unwrap_or_default()
    }
}

/// One line of the figures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Figure {
    /// Days since 1970, in Montréal.
    pub day: i64,
    /// What was counted.
    pub kind: Kind,
    /// The tile or the back-end; empty for the portal itself.
    pub subject: String,
    /// The page of the form, or empty.
    pub detail: String,
    /// By whom, as far as figures say.
    pub audience: Audience,
}

/// Something that happened to a request, whose tile only its row tells.
#[derive(Clone, Debug)]
pub struct OfRequest {
    /// What happened.
    pub kind: Kind,
    /// To which request.
    pub request: RequestId,
    /// When.
    pub at: Micros,
    /// By whom, as far as figures say.
    pub audience: Audience,
}

/// What was counted since the last round.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// How often each, and the sum of what is measured.
    pub figures: HashMap<Figure, (i64, i64)>,
    /// What is to be looked up before it is added.
    pub of_requests: Vec<OfRequest>,
}

impl Counted {
    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.of_requests.is_empty()
    }

    /// Counts once more, with `measured` added to the sum.
    pub fn add(&mut self, figure: Figure, count: i64, measured: i64) {
        if self.figures.len() < MOST_COUNTS || self.figures.contains_key(&figure) {
            let sums = self.figures.entry(figure).or_default();
            sums.0 += count;
            sums.1 += measured;
        }
    }
}

/// Counts on this node. Cheap to clone.
#[derive(Clone)]
pub struct Tally(Arc<Inner>);

struct Inner {
    clock: Clock,
    counted: Mutex<Counted>,
}

impl Tally {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self(Arc::new(Inner { clock, counted: Mutex::default() }))
    }

    /// Counts something of a tile, of a back-end, or (empty) of the portal itself.
    pub fn count(&self, kind: Kind, subject: &str) {
        let figure = Figure {
            day: day(self.0.clock.now()),
            kind,
            subject: subject.to_owned(),
            detail: String::new(),
            audience: Audience::now(),
        };
        self.with(|counted| counted.add(figure, 1, 0));
    }

    /// Counts something that happened to a request.
    pub fn count_of(&self, kind: Kind, request: RequestId) {
        let one = OfRequest { kind, request, at: self.0.clock.now(), audience: Audience::now() };
        self.with(|counted| {
            if counted.of_requests.len() < MOST_COUNTS {
                counted.of_requests.push(one);
            }
        });
    }

    /// Takes what was counted, to be added to the table.
    #[must_use]
    pub fn take(&self) -> Counted {
        self.with(std::mem::take)
    }

    /// Gives back what could not be added.
    pub fn give_back(&self, taken: Counted) {
        self.with(|counted| {
            for (figure, (count, measured)) in taken.figures {
                counted.add(figure, count, measured);
            }
            counted.of_requests.extend(taken.of_requests);
        });
    }

    fn with<T>(&self, change: impl FnOnce(&mut Counted) -> T) -> T {
        change(&mut self.0.counted.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The number of a moment's day: since 1970, in Montréal.
#[must_use]
pub fn day(at: Micros) -> i64 {
    number(format::day(at))
}

/// The number of a calendar day.
#[must_use]
pub fn number(day: jiff::civil::Date) -> i64 {
    let since = day - jiff::civil::date(1970, 1, 1);
    since.get_days().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_tells_its_class_of_device() {
        let device = |agent| Audience::of(Some(Locale::Fr), agent).device;
        assert_eq!(device("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148"), "phone");
        assert_eq!(device("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/130 Mobile Safari/537"), "phone");
        assert_eq!(device("Mozilla/5.0 (Linux; Android 15; SM-X210) Chrome/130 Safari/537"), "tablet");
        assert_eq!(device("Mozilla/5.0 (iPad; CPU OS 18_0)"), "tablet");
        assert_eq!(device("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/140"), "computer");
        assert_eq!(device(""), "");
    }

    #[tokio::test]
    async fn what_is_given_back_is_not_lost() {
        let tally = Tally::new(Clock::default());
        let phone = Audience { language: "en", device: "phone" };
        phone.hold(async { tally.count(Kind::Visit, "complaints") }).await;
        tally.count(Kind::Visit, "complaints");
        let taken = tally.take();
        assert!(tally.take().is_empty());
        tally.give_back(taken);
        tally.count(Kind::Visit, "complaints");
        let counts: Vec<(Audience, i64)> =
            tally.take().figures.into_iter().map(|(figure, (count, _))| (figure.audience, count)).collect();
        assert!(counts.contains(&(phone, 1)) && counts.contains(&(Audience::default(), 2)), "{counts:?}");
    }

    #[test]
    fn days_are_numbered_from_1970() {
        assert_eq!(number(jiff::civil::date(1970, 1, 2)), 1);
        assert_eq!(number(jiff::civil::date(2026, 11, 25)), 20_782);
    }
}
