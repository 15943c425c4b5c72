//! What people write: drafts saved, requests sent, files added; and the list of many requests.

use std::time::Duration;

use super::house::House;
use super::load::Load;
use super::{Figure, median, median_ms};

const TURNS: usize = 25;
const ROUNDS: usize = 5;
const REQUESTS: usize = 1_200;
/// Requests in a long list, and in a short one.
const MANY: usize = 200;
const FEW: usize = 5;
const MIB: usize = 1024 * 1024;

/// Saving, sending and adding beside a bare durable insert; lists beside a shorter list.
pub async fn measure(house: &mut House) -> Vec<Figure> {
    let mut figures = writing(house).await;
    figures.push(upload(house).await);
    figures.push(list(house).await);
    figures
}

async fn writing(house: &mut House) -> Vec<Figure> {
    let (mut inserts, mut saves, mut sendings) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        inserts.push(house.citizen.insert(&house.bare).await);
        saves.push(house.citizen.save().await);
        sendings.push(house.citizen.submit().await.1);
    }
    let (insert, save, sending) = (median_ms(&inserts), median_ms(&saves), median_ms(&sendings));
    println!(
        "bare durable insert {insert:.2} ms, page of a draft saved {save:.2} ms, request sent {sending:.2} ms"
    );
    vec![
        Figure {
            what: "page of a draft saved / bare durable insert",
            value: save / insert,
            goal: 1.5,
            unit: " ×",
        },
        Figure {
            what: "request accepted / bare durable insert",
            value: sending / insert,
            goal: 1.5,
            unit: " ×",
        },
    ]
}

/// How much more memory a file of ten MiB takes than one of a hundredth of that.
async fn upload(house: &mut House) -> Figure {
    let mut peaks = Vec::new();
    for _ in 0..ROUNDS {
        let small = peak_of_upload(house, MIB / 10).await;
        peaks.push(peak_of_upload(house, 10 * MIB - 1_000).await - small);
    }
    println!("peak of memory, 10 MiB over 0.1 MiB: {peaks:.1?}");
    Figure {
        what: "memory for an upload of 10 MiB over one of 0.1 MiB",
        value: median(peaks),
        goal: 2.0,
        unit: " M",
    }
}

async fn peak_of_upload(house: &mut House, bytes: usize) -> f64 {
    house.citizen.open_files().await;
    house.portal.forget_peak();
    house.citizen.upload(bytes).await;
    house.portal.peak_memory_mib()
}

/// Somebody with two hundred requests opens the list as fast as somebody with five.
async fn list(house: &mut House) -> Figure {
    let mut other = house.another("connor").await;
    for _ in 0..FEW {
        other.submit().await;
    }
    for _ in TURNS..MANY {
        house.citizen.submit().await;
    }
    let long = Load::pages("fr/requests", &house.citizen.session(), REQUESTS);
    let short = Load::pages("fr/requests", &other.session(), REQUESTS);
    let mut ratios = Vec::new();
    for round in 0..=ROUNDS {
        let (long, short) = (long.run(&house.portal).await, short.run(&house.portal).await);
        if round > 0 {
            ratios.push(Duration::as_secs_f64(&long) / short.as_secs_f64());
        }
    }
    Figure { what: "list of 200 requests / list of 5", value: median(ratios), goal: 3.0, unit: " ×" }
}
