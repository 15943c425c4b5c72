//! The statistics.

use serde::Serialize;

use super::Choice;
use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{HOSTILE, SAMPLE_TIME, sample};

/// What is shown day by day, in the order of the columns. The words are `figure-{kind}`.
pub const MEASURES: [&str; 7] = ["visit", "start", "draft", "submission", "withdrawal", "answer", "fault"];

/// What is asked for, as the address says it.
#[derive(Clone, Debug, Serialize)]
pub struct StatisticsAsked {
    /// The first day.
    pub from: String,
    /// The last.
    pub until: String,
    /// The tile; empty: all.
    pub service: String,
}

/// A figure of the whole span.
#[derive(Clone, Debug, Serialize)]
pub struct Total {
    /// What was counted.
    pub kind: &'static str,
    /// How often; none where it is too small to be shown.
    pub count: Option<i64>,
    /// How often in the span before.
    pub before: Option<i64>,
    /// By how many percent it changed.
    pub change: Option<i64>,
}

/// A bar of a chart.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    /// Where it begins.
    pub x: i64,
    /// Its upper end.
    pub y: i64,
    /// How wide it is.
    pub width: i64,
    /// How high it is.
    pub height: i64,
    /// Whether the count is too small to be shown.
    pub hidden: bool,
}

/// A chart of bars, one a day. The same figures are in the table below.
#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    /// What was counted.
    pub kind: &'static str,
    /// The highest count.
    pub highest: i64,
    /// How wide it is drawn.
    pub width: i64,
    /// How high.
    pub height: i64,
    /// The bars, the earliest day first.
    pub bars: Vec<Bar>,
}

/// A day.
#[derive(Clone, Debug, Serialize)]
pub struct DayLine {
    /// Its last moment.
    pub day: Micros,
    /// How often each of [`MEASURES`]; none where it is too small to be shown.
    pub counts: Vec<Option<i64>>,
}

/// A group.
#[derive(Clone, Debug, Serialize)]
pub struct GroupLine {
    /// Its name: a tile, a language, a class of device, a page; empty where it is not known.
    pub name: String,
    /// The title of the tile.
    pub title: Option<String>,
    /// How often each of the grouping's kinds.
    pub counts: Vec<Option<i64>>,
}

/// Figures by something: the words are `figures-by-{name}`.
#[derive(Clone, Debug, Serialize)]
pub struct Groups {
    /// `service`, `language`, `device` or `page`.
    pub name: &'static str,
    /// What is counted.
    pub kinds: &'static [&'static str],
    /// The groups.
    pub lines: Vec<GroupLine>,
}

/// How often a back-end answered as it should.
#[derive(Clone, Debug, Serialize)]
pub struct Availability {
    /// Its name.
    pub backend: String,
    /// How often it was called.
    pub calls: i64,
    /// How often it did not.
    pub silences: i64,
    /// How often it did, of a thousand; none before any call.
    pub permille: Option<i64>,
}

/// The statistics, asked for by GET.
#[derive(Clone, Debug, Serialize)]
pub struct Statistics {
    /// What is asked for.
    pub asked: StatisticsAsked,
    /// The services to choose from.
    pub services: Vec<Choice>,
    /// The figures of the whole span.
    pub totals: Vec<Total>,
    /// The charts.
    pub charts: Vec<Chart>,
    /// The columns of the days.
    pub measures: [&'static str; 7],
    /// The days, the latest first.
    pub days: Vec<DayLine>,
    /// How many hours it took, on average, from sending to the end; none where too few ended.
    pub answer_hours: Option<i64>,
    /// The figures by group.
    pub groups: Vec<Groups>,
    /// How the back-ends answered.
    pub backends: Vec<Availability>,
}

impl Page for Statistics {
    const TEMPLATE: &'static str = "admin/statistics.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let label = sample(locale, "Suivi des plaintes", "Complaint follow-up");
        let services = vec![Choice { value: "complaints".into(), label: label.clone() }];
        let counts = [Some(1_204), Some(87), None, Some(0), Some(42)];
        let totals = MEASURES.iter().zip(counts.into_iter().cycle());
        let total = |(kind, count): (&&'static str, Option<i64>)| Total {
            kind,
            count,
            before: Some(50),
            change: count.map(|count| (count - 50) * 2),
        };
        let group = |name: &str, title: Option<String>| GroupLine {
            name: name.into(),
            title,
            counts: vec![Some(1_204), None, Some(12)],
        };
        let three: &'static [&'static str] = &["visit", "draft", "submission"];
        let groups = vec![
            Groups {
                name: "service",
                kinds: three,
                lines: vec![group("complaints", Some(label)), group("", None), group(HOSTILE, None)],
            },
            Groups { name: "language", kinds: three, lines: ["fr", "en", ""].map(|n| group(n, None)).into() },
            Groups {
                name: "device",
                kinds: three,
                lines: ["phone", "tablet", "computer", ""].map(|n| group(n, None)).into(),
            },
            Groups { name: "page", kinds: &["abandonment"], lines: vec![] },
        ];
        let full = Self {
            asked: StatisticsAsked {
                from: "2026-11-01".into(),
                until: "2026-11-05".into(),
                service: "complaints".into(),
            },
            services,
            totals: totals.map(total).collect(),
            charts: MEASURES.iter().take(4).map(|kind| crate::admin::figures::chart(kind, &counts)).collect(),
            measures: MEASURES,
            days: vec![DayLine { day: SAMPLE_TIME, counts: counts.into_iter().cycle().take(7).collect() }],
            answer_hours: Some(52),
            groups,
            backends: vec![
                Availability { backend: "complaints".into(), calls: 1_200, silences: 3, permille: Some(997) },
                Availability { backend: "labs".into(), calls: 0, silences: 0, permille: None },
            ],
        };
        let calm = Self { answer_hours: None, backends: vec![], ..full.clone() };
        vec![full, calm]
    }
}
