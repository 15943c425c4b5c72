//! What the audit log costs: acts that are written while the sequencer gives events their places, and searches, proofs
//! and figures of a log of a million events beside one of ten thousand.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use parvis::act::Actor;
use parvis::audit::Event;
use parvis::audit::search::{self, Search};
use parvis::audit::sequence;
use parvis::audit::store::journey;
use parvis::audit::verify::proof;
use parvis::id::EventId;
use parvis::statistics::store::{self as figures, By, Span};
use parvis::store::Db;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::house::{Database, Site};
use super::log::{COMMON, Log, Visit};
use super::process::status_mib;
use super::{Figure, median, median_ms};

const SMALL: usize = 10_000;
const LARGE: usize = 1_000_000;
/// Acts of one round, and how many are under way at once.
const ACTS: usize = 4_000;
const WRITERS: usize = 16;
const ROUNDS: usize = 3;
/// How often each question is put to each log.
const ASKED: usize = 300;
/// The acts that a second may bring.
const A_SECOND: f64 = 2_000.0;
/// Lines of a page of the log, events of a page of a journey.
const LINES: i64 = 51;
const EVENTS: i64 = 201;

/// All of it.
pub async fn measure(database: Database, site: &Site) -> Vec<Figure> {
    let (settings, dir) = (site.settings(), site.dir());
    let mut small = Log::empty(database, &settings, &dir.join("small")).await;
    let mut all = keeping_up(database, &small).await;
    small = Log::empty(database, &settings, &dir.join("small-still")).await;
    let mut large = Log::empty(database, &settings, &dir.join("large")).await;
    small.fill(SMALL).await;
    let began = Instant::now();
    large.fill(LARGE).await;
    println!(
        "record: {LARGE} events written and placed in {:.0?}, of it placing {:.0?}",
        began.elapsed(),
        large.placing
    );
    #[expect(clippy::cast_precision_loss, reason = "a million is small")]
    let placing = large.placing.as_secs_f64() * A_SECOND / LARGE as f64;
    all.push(Figure { what: "sequencer alone, for 2 000 events", value: placing, goal: 1.0, unit: " s" });
    for (what, question) in QUESTIONS {
        all.push(Figure { what, value: flat(what, question, &small, &large).await, goal: 2.0, unit: " ×" });
    }
    all.push(statistics(&small, &large).await);
    all.extend(verified(&small, &large).await);
    all
}

/// Acts written as fast as they can be, the sequencer beside, by turns with bare durable inserts of as many writers.
async fn keeping_up(database: Database, log: &Log) -> Vec<Figure> {
    let stop = CancellationToken::new();
    let sequencer = tokio::spawn(log.sequencer().run(stop.clone()));
    bare(&log.base.db, "CREATE TABLE bare (body TEXT NOT NULL)").await;
    let (mut bare_rates, mut rates, mut waits) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let inserts = rate(log, Work::Bare).await;
        let acts = rate(log, Work::Act).await;
        let began = Instant::now();
        while waits_for_places(log).await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let waited = began.elapsed().as_secs_f64();
        println!(
            "record: {inserts:.0} bare inserts a second, {acts:.0} acts; the last in its place {waited:.2} s after"
        );
        if round > 0 {
            bare_rates.push(inserts);
            rates.push(acts);
            waits.push(waited);
        }
    }
    stop.cancel();
    sequencer.await.unwrap();
    let acts = median(rates);
    let mut all = vec![
        Figure {
            what: "bare durable inserts / acts, the sequencer beside",
            value: median(bare_rates) / acts,
            goal: 3.0,
            unit: " ×",
        },
        Figure {
            what: "from the last of these acts to its place in the tree",
            value: median(waits),
            goal: 1.0,
            unit: " s",
        },
    ];
    // A file has its own limit: what it takes of bare inserts.
    if database == Database::Postgres {
        let what = "2 000 acts a second / acts a second, the sequencer beside";
        all.push(Figure { what, value: A_SECOND / acts, goal: 1.0, unit: " ×" });
    }
    all
}

async fn waits_for_places(log: &Log) -> bool {
    let standing = sequence::standing(&log.base.db, &log.base.config.audit).await.unwrap();
    standing.waits_since.is_some()
}

#[derive(Clone, Copy)]
enum Work {
    Bare,
    Act,
}

/// How many a second.
async fn rate(log: &Log, work: Work) -> f64 {
    let (left, mut writers, began) = (Arc::new(AtomicUsize::new(ACTS)), JoinSet::new(), Instant::now());
    for _ in 0..WRITERS {
        let (base, left) = (log.base.clone(), Arc::clone(&left));
        writers.spawn(async move {
            let one_more = |left: usize| left.checked_sub(1);
            while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).is_ok() {
                match work {
                    Work::Bare => bare(&base.db, "INSERT INTO bare (body) VALUES ('x')").await,
                    Work::Act => {
                        let event = Event::SigninStarted { issuer: "demo".to_owned() };
                        base.acts.begin(Actor::system(), event).await.unwrap().commit().await.unwrap();
                    }
                }
            }
        });
    }
    writers.join_all().await;
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let acts = ACTS as f64;
    acts / began.elapsed().as_secs_f64()
}

async fn bare(db: &Db, sql: &'static str) {
    match db {
        Db::Sqlite { writer, .. } => drop(sqlx::query(sql).execute(writer).await.unwrap()),
        Db::Postgres { writers, .. } => drop(sqlx::query(sql).execute(writers).await.unwrap()),
    }
}

/// What an administrator looks for, of one visit.
type Question = fn(&Visit) -> Asked;

/// How the log is asked.
enum Asked {
    Lines(Search),
    Journey,
    Proof,
}

const QUESTIONS: [(&str, Question); 11] = [
    ("1 000 000 events / 10 000: lines of a reference", |visit| {
        Asked::Lines(Search {
            account: Some(visit.account),
            request: Some(visit.request),
            ..Search::default()
        })
    }),
    ("… of a person", |visit| Asked::Lines(Search { account: Some(visit.account), ..Search::default() })),
    ("… of a person and a code", |visit| {
        let code = Some("signin-succeeded".to_owned());
        Asked::Lines(Search { account: Some(visit.account), code, ..Search::default() })
    }),
    ("… of a session", |visit| Asked::Lines(Search { session: Some(visit.session), ..Search::default() })),
    ("… of a tile", |visit| {
        Asked::Lines(Search { tile: Some(visit.tile.to_owned()), ..Search::default() })
    }),
    ("… of a code", |_| {
        Asked::Lines(Search { code: Some("signin-started".to_owned()), ..Search::default() })
    }),
    ("… of a code, before a moment", |visit| {
        let (code, until) = (Some(COMMON.to_owned()), Some(visit.at.after(Duration::from_secs(1))));
        Asked::Lines(Search { code, until, ..Search::default() })
    }),
    ("… before a moment", |visit| {
        Asked::Lines(Search { until: Some(visit.at.after(Duration::from_secs(1))), ..Search::default() })
    }),
    ("… of a request id", |visit| {
        Asked::Lines(Search { trace: Some(visit.trace.to_string()), ..Search::default() })
    }),
    ("… a journey", |_| Asked::Journey),
    ("… proof that one event is in the log", |_| Asked::Proof),
];

/// What one question takes of the large log, over what it takes of the small one: by turns, of the same number of
/// visits.
async fn flat(what: &str, question: Question, small: &Log, large: &Log) -> f64 {
    let (mut of_small, mut of_large) = (Vec::new(), Vec::new());
    for round in 0..ASKED {
        of_small.push(ask(small, question, round).await);
        of_large.push(ask(large, question, round).await);
    }
    let (small, large) = (median_ms(&of_small), median_ms(&of_large));
    println!("record: {what}: {small:.3} ms, {large:.3} ms");
    large / small
}

async fn ask(log: &Log, question: Question, round: usize) -> Duration {
    let visit = &log.visits[round % log.visits.len()];
    let asked = question(visit);
    let mut db = log.base.db.read().await.unwrap();
    let began = Instant::now();
    let found = match asked {
        Asked::Lines(search) => search::find(&mut db, &search, search::newest(), LINES).await.unwrap().len(),
        Asked::Journey => journey(&mut db, visit.account, EventId(Uuid::nil()), EVENTS).await.unwrap().len(),
        Asked::Proof => proof::prove(&mut db, visit.event).await.unwrap().path.len(),
    };
    let took = began.elapsed();
    assert!(found > 0, "nothing is found");
    took
}

/// The figures of four weeks, where a year of them is kept and where four weeks are.
async fn statistics(small: &Log, large: &Log) -> Figure {
    let last = parvis::statistics::day(small.base.clock.now());
    small.count(last, 28).await;
    large.count(last, 366).await;
    let (mut of_small, mut of_large) = (Vec::new(), Vec::new());
    for _ in 0..ASKED / 3 {
        of_small.push(four_weeks(small, last).await);
        of_large.push(four_weeks(large, last).await);
    }
    let (small, large) = (median_ms(&of_small), median_ms(&of_large));
    println!("record: statistics of four weeks: {small:.3} ms, {large:.3} ms");
    let value = large / small;
    Figure { what: "statistics of four weeks, of a year's / of four weeks'", value, goal: 2.0, unit: " ×" }
}

async fn four_weeks(log: &Log, last: i64) -> Duration {
    let mut db = log.base.db.read().await.unwrap();
    let span = Span { from: last - 27, until: last, subject: String::new() };
    let began = Instant::now();
    let days = figures::by_day(&mut db, &span).await.unwrap();
    assert_eq!(days.len(), 28 * 3);
    for by in [By::Subject, By::Language, By::Device, By::Detail] {
        figures::by_group(&mut db, &span, by).await.unwrap();
    }
    began.elapsed()
}

/// `parvis audit verify` of both: its time, and its memory, which must not grow with the log.
async fn verified(small: &Log, large: &Log) -> [Figure; 2] {
    let (_, memory) = verify(small).await;
    let (took, peak) = verify(large).await;
    println!(
        "record: audit verify: {memory:.0} MiB for {SMALL} events; {peak:.0} MiB and {took:.0?} for {LARGE}"
    );
    [
        Figure { what: "audit verify, 1 000 000 events", value: took.as_secs_f64(), goal: 60.0, unit: " s" },
        Figure { what: "memory of it / of 10 000 events", value: peak / memory, goal: 2.0, unit: " ×" },
    ]
}

async fn verify(log: &Log) -> (Duration, f64) {
    let began = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    command.args(["audit", "verify", "--config"]).arg(&log.settings).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut peak = 0.0;
    let status = loop {
        // Gone once it has ended.
        peak = status_mib(child.id(), "VmHWM:").unwrap_or(peak);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    assert!(status.success(), "the log is bent: {status}");
    (began.elapsed(), peak)
}
