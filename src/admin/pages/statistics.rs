//! The statistics (A2): by day, service, language and class of device, with the span before.

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;

use crate::admin::export::row;
use crate::admin::figures::{alone, change, chart, guarded};
use crate::admin::views::{
    Availability, Choice, DayLine, GroupLine, Groups, MEASURES, Statistics, StatisticsAsked, Total,
};
use crate::identity::Staff;
use crate::requests::Requests;
use crate::statistics::number;
use crate::statistics::store::{self, By, InGroup, OnDay, Span};
use crate::text::{Locale, format};
use crate::web::{Result, Show};

/// The longest span, in days.
const LONGEST: i64 = 366;
/// The span shown where none is asked for, in days.
const USUAL: i64 = 28;

pub(super) fn router(requests: Requests) -> Router {
    Router::new()
        .route("/admin/statistics", get(show))
        .route("/admin/statistics/export", get(take_along))
        .with_state(requests)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    from: String,
    until: String,
    service: String,
}

/// A span of days, as dates and as numbers.
struct Days {
    first: Date,
    span: Span,
}

impl Days {
    /// What was asked for, made sense of: nothing in the future, not too long.
    fn of(asked: &Asked, today: Date) -> Self {
        let until = asked.until.parse().unwrap_or(today).min(today);
        let usual = until.saturating_sub((USUAL - 1).days());
        let earliest = until.saturating_sub((LONGEST - 1).days());
        let first = asked.from.parse::<Date>().unwrap_or(usual).clamp(earliest, until);
        let span = Span { from: number(first), until: number(until), subject: asked.service.clone() };
        Self { first, span }
    }

    fn length(&self) -> i64 {
        self.span.until - self.span.from + 1
    }

    /// As many days, just before.
    fn before(&self) -> Span {
        let from = self.span.from - self.length();
        Span { from, until: self.span.from - 1, subject: self.span.subject.clone() }
    }

    fn date(&self, day: i64) -> Date {
        self.first.saturating_add((day - self.span.from).days())
    }
}

/// How often each measure was counted on each day of a span.
struct Counts(BTreeMap<(i64, String), (i64, i64)>);

impl Counts {
    fn of(rows: Vec<OnDay>) -> Self {
        Self(rows.into_iter().map(|row| ((row.day, row.kind), (row.count, row.total))).collect())
    }

    fn on(&self, day: i64, kind: &str) -> i64 {
        self.0.get(&(day, kind.to_owned())).map_or(0, |(count, _)| *count)
    }

    fn sum(&self, kind: &str) -> (i64, i64) {
        let of_kind = self.0.iter().filter(|((_, found), _)| found == kind);
        of_kind.fold((0, 0), |sum, (_, (count, total))| (sum.0 + count, sum.1 + total))
    }
}

async fn show(
    State(requests): State<Requests>,
    _: Staff,
    locale: Locale,
    Query(asked): Query<Asked>,
) -> Result<Show<Statistics>> {
    page(&requests, &asked, locale).await.map(Show)
}

async fn page(requests: &Requests, asked: &Asked, locale: Locale) -> Result<Statistics> {
    let base = &requests.base;
    base.acts.add_up_statistics().await?;
    let days = Days::of(asked, format::day(base.clock.now()));
    let mut db = base.db.read().await?;
    let counts = Counts::of(store::by_day(&mut db, &days.span).await?);
    let before = Counts::of(store::by_day(&mut db, &days.before()).await?);
    let series: Vec<Vec<Option<i64>>> = MEASURES.iter().map(|kind| series(&counts, &days, kind)).collect();
    let total = |kind: &&'static str| total(kind, &counts, &before);
    let catalogue = requests.catalogue.current();
    let services = catalogue
        .iter()
        .map(|tile| Choice { value: tile.id().to_string(), label: tile.title(locale).to_owned() });
    let services: Vec<Choice> = services.collect();
    let mut groups = Vec::new();
    for (name, by) in
        [("service", By::Subject), ("language", By::Language), ("device", By::Device), ("page", By::Detail)]
    {
        let rows = store::by_group(&mut db, &days.span, by).await?;
        groups.push(grouped(name, &rows, &services));
    }
    let every = Span { subject: String::new(), ..days.span.clone() };
    let calls = store::by_group(&mut db, &every, By::Subject).await?;
    let backends = base.config.backend.keys().map(|name| availability(name, &calls));
    Ok(Statistics {
        asked: StatisticsAsked {
            from: days.first.to_string(),
            until: days.date(days.span.until).to_string(),
            service: asked.service.clone(),
        },
        services,
        totals: MEASURES.iter().map(total).collect(),
        charts: MEASURES.iter().zip(&series).take(4).map(|(kind, counts)| chart(kind, counts)).collect(),
        days: lines(&days, &series),
        measures: MEASURES,
        answer_hours: answer_hours(counts.sum("answer")),
        groups,
        backends: backends.collect(),
    })
}

/// A measure, day by day, small counts hidden.
fn series(counts: &Counts, days: &Days, kind: &str) -> Vec<Option<i64>> {
    let all: Vec<i64> = (days.span.from..=days.span.until).map(|day| counts.on(day, kind)).collect();
    if kind == "fault" { all.into_iter().map(Some).collect() } else { guarded(&all) }
}

fn total(kind: &'static str, counts: &Counts, before: &Counts) -> Total {
    let shown = |counts: &Counts| {
        let sum = counts.sum(kind).0;
        // A fault is the portal's: it is nobody's.
        if kind == "fault" { Some(sum) } else { alone(sum) }
    };
    let (now, then) = (shown(counts), shown(before));
    Total { kind, count: now, before: then, change: change(now, then) }
}

fn answer_hours((count, seconds): (i64, i64)) -> Option<i64> {
    let answers = alone(count).filter(|answers| *answers > 0)?;
    Some(seconds / answers / 3_600)
}

/// The days, the latest first.
fn lines(days: &Days, series: &[Vec<Option<i64>>]) -> Vec<DayLine> {
    let line = |(place, day)| DayLine {
        day: format::end_of_day(days.date(day)),
        counts: series.iter().map(|counts| counts.get(place).copied().flatten()).collect(),
    };
    let mut lines: Vec<DayLine> = (0..).zip(days.span.from..=days.span.until).map(line).collect();
    lines.reverse();
    lines
}

/// What is shown of a grouping: visits, drafts and submissions; of pages, where drafts were left.
fn grouped(name: &'static str, rows: &[InGroup], services: &[Choice]) -> Groups {
    let kinds: &'static [&'static str] =
        if name == "page" { &["abandonment"] } else { &["visit", "draft", "submission"] };
    let of_kind = |row: &&InGroup| kinds.contains(&row.kind.as_str());
    let names: BTreeSet<&str> = rows.iter().filter(of_kind).map(|row| row.name.as_str()).collect();
    let count = |group: &str, kind: &str| {
        rows.iter().find(|row| row.name == group && row.kind == kind).map_or(0, |row| row.count)
    };
    let columns: Vec<Vec<Option<i64>>> = kinds
        .iter()
        .map(|kind| guarded(&names.iter().map(|group| count(group, kind)).collect::<Vec<_>>()))
        .collect();
    let line = |(place, group): (usize, &&str)| GroupLine {
        name: (*group).to_owned(),
        title: services.iter().find(|one| one.value == **group).map(|one| one.label.clone()),
        counts: columns.iter().map(|column| column.get(place).copied().flatten()).collect(),
    };
    Groups { name, kinds, lines: names.iter().enumerate().map(line).collect() }
}

fn availability(name: &str, rows: &[InGroup]) -> Availability {
    let count =
        |kind: &str| rows.iter().find(|row| row.name == name && row.kind == kind).map_or(0, |row| row.count);
    let (calls, silences) = (count("call"), count("silence"));
    let permille = (calls > 0).then(|| (calls - silences) * 1_000 / calls);
    Availability { backend: name.to_owned(), calls, silences, permille }
}

/// The same figures as the page's table, to take along.
async fn take_along(
    State(requests): State<Requests>,
    _: Staff,
    locale: Locale,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let page = page(&requests, &asked, locale).await?;
    let head: Vec<&str> = std::iter::once("day").chain(page.measures).collect();
    let mut table = row(&head);
    for line in page.days.iter().rev() {
        let day = format::day(line.day).to_string();
        let counts = line.counts.iter().map(|count| count.map_or("<5".to_owned(), |count| count.to_string()));
        let cells: Vec<String> = std::iter::once(day).chain(counts).collect();
        table.push_str(&row(&cells.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    let name = format!("statistics-{}-{}.csv", page.asked.from, page.asked.until);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, table).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: &str, until: &str) -> Days {
        let asked = Asked { from: from.into(), until: until.into(), service: String::new() };
        Days::of(&asked, jiff::civil::date(2026, 11, 25))
    }

    #[test]
    fn a_span_is_made_sense_of() {
        let usual = days("", "");
        assert_eq!((usual.length(), usual.first.to_string().as_str()), (28, "2026-10-29"));
        assert_eq!(days("2026-12-01", "2027-01-01").length(), 1, "nothing in the future");
        assert_eq!(days("2020-01-01", "").length(), 366);
        assert_eq!(days("hier", "x").length(), 28);
        let week = days("2026-11-19", "2026-11-25");
        assert_eq!((week.length(), week.before().until - week.before().from), (7, 6));
        assert_eq!(week.before().until, week.span.from - 1);
    }
}
