//! What news for ten thousand people costs whoever opens a page meanwhile: the messages are written in batches, so
//! that nobody waits for all of them.

use std::time::{Duration, Instant};

use reqwest::header::COOKIE;
use reqwest::{Client, StatusCode};

use super::house::House;
use super::process::Server;
use super::{Figure, seed};

const READERS: i64 = 10_000;
/// Pages opened before anything is sent.
const CALM: usize = 400;
/// Pages between two looks at how far it is.
const STRIDE: usize = 50;

/// Sends one announcement, while somebody opens their home again and again.
pub async fn measure(house: &House) -> Vec<Figure> {
    let settings = house.settings();
    seed::readers(&settings, READERS.unsigned_abs().try_into().unwrap()).await;
    let session = house.citizen.session();
    open(&house.portal, &session, STRIDE).await;
    let calm = open(&house.portal, &session, CALM).await;
    let mut administrator = house.another("admin").await;
    administrator.announce().await;
    let began = Instant::now();
    let mut busy = Vec::new();
    while seed::told(&settings).await < READERS {
        busy.extend(open(&house.portal, &session, STRIDE).await);
    }
    let took = began.elapsed().as_secs_f64();
    let (calm, busy) = (late(calm), late(busy));
    println!(
        "news: {took:.1} s for {READERS} people; home {calm:.1} ms before, {busy:.1} ms meanwhile (of 20, the slowest)"
    );
    vec![
        Figure { what: "news in 10 000 inboxes", value: took, goal: 60.0, unit: " s" },
        Figure {
            what: "home meanwhile / before, the slowest of 20",
            value: busy / calm,
            goal: 3.0,
            unit: " ×",
        },
    ]
}

async fn open(portal: &Server, session: &str, times: usize) -> Vec<Duration> {
    let client = Client::new();
    let mut all = Vec::with_capacity(times);
    for _ in 0..times {
        let began = Instant::now();
        let page = client.get(portal.url.join("fr").unwrap()).header(COOKIE, format!("session={session}"));
        let answer = page.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        answer.bytes().await.unwrap();
        all.push(began.elapsed());
    }
    all
}

/// The time within which nineteen of twenty pages came, in milliseconds.
fn late(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() * 19 / 20).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
}
