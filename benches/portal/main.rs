//! What the portal costs beside what it could not do without: `make bench`, on SQLite and on
//! PostgreSQL. `make bench ONLY=sessions` measures one part: `pages`, `requests`, `news`, `sessions`, `proxy`,
//! `start`, `record`.
//!
//! Every figure is a ratio of two things measured in one run, in alternating rounds, or a size.
//! Pages are compared in processor time of the serving process (from `/proc`), with the same
//! template rendered from constants by a bare axum handler; what is written, in time on the clock,
//! with one bare durable insert into the same kind of database. The bare server is this same
//! program, started again.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a bench that cannot run says where"
)]

mod bare;
mod citizen;
mod house;
mod load;
mod log;
mod news;
mod pages;
mod process;
mod proxy;
mod record;
mod requests;
mod seed;
mod sessions;

use std::time::Duration;

use house::{Database, House};

/// One line of the table: what was measured, the ratio or figure, and what it should be at most.
pub struct Figure {
    what: &'static str,
    value: f64,
    goal: f64,
    unit: &'static str,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    rustls::crypto::ring::default_provider().install_default().unwrap();
    if let [flag, database_url] = arguments.as_slice()
        && flag == "--bare"
    {
        return runtime.block_on(bare::serve(database_url));
    }
    let wanted = |part: &str| arguments.is_empty() || arguments.iter().any(|argument| argument == part);
    for database in [Database::Sqlite, Database::Postgres] {
        let figures = runtime.block_on(measure(database, wanted));
        println!("\n{:<72} {:>10} {:>10}", database.name(), "measured", "goal");
        for Figure { what, value, goal, unit } in figures {
            let verdict = if value <= goal { "" } else { "  over" };
            println!("{what:<72} {value:>8.2}{unit} {goal:>8.2}{unit}{verdict}");
        }
        println!();
    }
}

async fn measure(database: Database, wanted: impl Fn(&str) -> bool) -> Vec<Figure> {
    let mut house = House::open(database).await;
    let mut figures = Vec::new();
    if wanted("pages") {
        figures.extend(pages::measure(&mut house).await);
    }
    if wanted("requests") {
        figures.extend(requests::measure(&mut house).await);
    }
    if wanted("news") {
        figures.extend(news::measure(&house).await);
    }
    let site = house.close();
    if wanted("sessions") {
        figures.extend(sessions::measure(&site).await);
    }
    if wanted("proxy") {
        figures.extend(proxy::measure(&site).await);
    }
    if wanted("start") {
        figures.push(sessions::cold_start(&site).await);
    }
    if wanted("record") {
        figures.extend(record::measure(database, &site).await);
    }
    figures
}

/// The middle one of several measurements.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The middle one, in milliseconds.
fn median_ms(times: &[Duration]) -> f64 {
    median(times.iter().map(|time| time.as_secs_f64() * 1e3).collect())
}
