//! What the portal costs beside what it could not do without: `make bench`.
//!
//! Every figure is a ratio of two things measured in one run, in alternating rounds. Pages are
//! compared in processor time of the serving process (from `/proc`), with the same template rendered
//! from constants by a bare axum handler; submissions in time on the clock, with one bare durable
//! insert. The bare server is this same program, started again.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench that cannot run says where")]

mod bare;
mod citizen;
mod process;

use std::time::{Duration, Instant};

use citizen::Citizen;
use process::Server;

const ROUNDS: usize = 7;
const REQUESTS: u32 = 2_400;
const SUBMISSIONS: usize = 25;

/// One line of the table: what was measured, the ratio or figure, and what it should be at most.
struct Figure {
    what: &'static str,
    value: f64,
    goal: f64,
    unit: &'static str,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    if let Some(at) = arguments.iter().position(|argument| argument == "--bare") {
        return runtime.block_on(bare::serve(arguments.get(at + 1).unwrap().into()));
    }
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let figures = runtime.block_on(measure());
    println!("\n{:<58} {:>10} {:>10}", "", "measured", "goal");
    for figure in figures {
        let verdict = if figure.value <= figure.goal { "" } else { "  over" };
        println!(
            "{:<58} {:>9.2}{} {:>9.2}{}{verdict}",
            figure.what, figure.value, figure.unit, figure.goal, figure.unit
        );
    }
}

async fn measure() -> Vec<Figure> {
    let dir = std::env::temp_dir().join(format!("parvis-bench-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let portal = Server::portal(&dir);
    let bare = Server::bare(&dir);
    let mut citizen = Citizen::sign_in(&portal.url).await;
    let reference = citizen.submit().await.0;
    let timeline = format!("/fr/requests/{reference}");

    let mut figures = vec![
        pages("signed-in home / bare render of the same template", &portal, &bare, &citizen, "/fr", "/home")
            .await,
        pages(
            "timeline page / bare render of the same template",
            &portal,
            &bare,
            &citizen,
            &timeline,
            "/timeline",
        )
        .await,
        submissions(&mut citizen, &bare).await,
    ];
    figures.push(Figure {
        what: "memory after the journey, the demo's services included",
        value: portal.memory_mib(),
        goal: 60.0,
        unit: " M",
    });
    let config = dir.join("parvis.toml");
    drop((portal, bare));
    figures.push(cold_start(&config).await);
    std::fs::remove_dir_all(&dir).unwrap();
    figures
}

async fn pages(
    what: &'static str,
    portal: &Server,
    bare: &Server,
    citizen: &Citizen,
    path: &str,
    bare_path: &str,
) -> Figure {
    let mut ratios = Vec::new();
    for round in 0..=ROUNDS {
        let cost = citizen.load(portal, path, REQUESTS).await;
        let bare_cost = citizen.load(bare, bare_path, REQUESTS).await;
        // The first round warms both up.
        if round > 0 {
            ratios.push(cost.as_secs_f64() / bare_cost.as_secs_f64());
            println!("{what}: {:.1} ms / {:.1} ms per 1000", per_thousand(cost), per_thousand(bare_cost));
        }
    }
    Figure { what, value: median(ratios), goal: 0.9, unit: " ×" }
}

fn per_thousand(cost: Duration) -> f64 {
    cost.as_secs_f64() * 1e6 / f64::from(REQUESTS)
}

async fn submissions(citizen: &mut Citizen, bare: &Server) -> Figure {
    let (mut submitted, mut inserted) = (Vec::new(), Vec::new());
    for _ in 0..SUBMISSIONS {
        submitted.push(citizen.submit().await.1.as_secs_f64());
        inserted.push(citizen.insert(bare).await.as_secs_f64());
    }
    let (submitted, inserted) = (median(submitted), median(inserted));
    println!("submission {:.2} ms, bare durable insert {:.2} ms", submitted * 1e3, inserted * 1e3);
    Figure {
        what: "submission accepted / bare durable insert (SQLite)",
        value: submitted / inserted,
        goal: 1.5,
        unit: " ×",
    }
}

/// From nothing to the first answer, with data present.
async fn cold_start(config: &std::path::Path) -> Figure {
    let mut starts = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let server = Server::serve(config);
        while reqwest::get(format!("{}healthz", server.url)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        starts.push(began.elapsed().as_secs_f64() * 1e3);
    }
    Figure {
        what: "cold start to first answer, data present (SQLite)",
        value: median(starts),
        goal: 100.0,
        unit: " ms",
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
