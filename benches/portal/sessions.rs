//! What it costs to know who asks: the session check of each request, what live sessions weigh, and
//! the start.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::StatusCode;

use super::house::Site;
use super::load::{AT_ONCE, Load};
use super::process::Server;
use super::seed;
use super::{Figure, median};

const ROUNDS: usize = 5;
/// Sessions whose weight is told.
const LIVE: usize = 10_000;
/// More than a node remembers: asked for in turn, none is ever remembered when it comes again.
const PEOPLE: usize = 12_000;
const REQUESTS: usize = 12_000;
/// Answered at once to programs, whoever asks: all that differs is the check.
const NOWHERE: &str = "fr/nowhere";

/// The session check when the node remembers the session and when it does not, as a share of
/// the signed-in home, and the memory of ten thousand sessions.
pub async fn measure(site: &Site) -> Vec<Figure> {
    let people: Arc<[String]> = seed::sessions(&site.settings(), PEOPLE).await.into();
    let memory = memory(site, &people).await;
    let portal = Server::serve(&site.settings()).answers().await;
    let one: Arc<[String]> = people.iter().take(1).cloned().collect();
    let nowhere = |sessions: &Arc<[String]>| Load {
        path: NOWHERE.to_owned(),
        accept: "application/json",
        status: StatusCode::NOT_FOUND,
        sessions: Arc::clone(sessions),
        headers: Vec::new(),
        requests: REQUESTS,
        at_once: AT_ONCE,
    };
    let (stranger, known, unknown) = (nowhere(&Arc::from([])), nowhere(&one), nowhere(&people));
    let home = Load { accept: "text/html", status: StatusCode::OK, path: "fr".to_owned(), ..known.clone() };
    let (mut hits, mut misses) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let bare = stranger.run(&portal).await;
        let hit = known.run(&portal).await.saturating_sub(bare);
        let miss = unknown.run(&portal).await.saturating_sub(bare);
        let home = home.run(&portal).await;
        if round > 0 {
            println!(
                "session check: hit {hit:.0?}, miss {miss:.0?}; home {home:.0?}; nothing {bare:.0?}, for {REQUESTS} requests"
            );
            hits.push(hit.as_secs_f64() / home.as_secs_f64());
            misses.push(miss.as_secs_f64() / home.as_secs_f64());
        }
    }
    vec![
        Figure {
            what: "session check, remembered / signed-in home",
            value: median(hits),
            goal: 0.10,
            unit: " ×",
        },
        Figure {
            what: "session check, read from the database / signed-in home",
            value: median(misses),
            goal: 0.6,
            unit: " ×",
        },
        memory,
    ]
}

/// A node that has just started learns of ten thousand sessions, each by one request.
async fn memory(site: &Site, people: &[String]) -> Figure {
    let portal = Server::serve(&site.settings()).answers().await;
    let asked_by = |sessions: &[String]| Load {
        path: NOWHERE.to_owned(),
        accept: "application/json",
        status: StatusCode::NOT_FOUND,
        sessions: sessions.into(),
        headers: Vec::new(),
        requests: sessions.len(),
        at_once: AT_ONCE,
    };
    let (first, others) = people.split_at(PEOPLE - LIVE);
    // What every request needs is allocated by the time that the first have asked, and asked again.
    asked_by(first).run(&portal).await;
    asked_by(first).run(&portal).await;
    let before = portal.memory_mib();
    asked_by(others).run(&portal).await;
    Figure {
        what: "memory of 10 000 live sessions",
        value: portal.memory_mib() - before,
        goal: 20.0,
        unit: " M",
    }
}

/// From nothing to the first answer, with data present.
pub async fn cold_start(site: &Site) -> Figure {
    let mut starts = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        drop(Server::serve(&site.settings()).answers().await);
        starts.push(Duration::as_secs_f64(&began.elapsed()) * 1e3);
    }
    Figure {
        what: "cold start to first answer, data present",
        value: median(starts),
        goal: 100.0,
        unit: " ms",
    }
}
