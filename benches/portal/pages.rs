//! Pages, beside the same templates filled from constants.

use std::time::Duration;

use super::house::House;
use super::load::Load;
use super::{Figure, median};

const ROUNDS: usize = 7;
const REQUESTS: usize = 2_400;

/// Home and a timeline, and what the portal weighs after the journey that led there.
pub async fn measure(house: &mut House) -> Vec<Figure> {
    let reference = house.citizen.submit().await.0;
    let timeline = format!("fr/requests/{reference}");
    vec![
        page(house, "signed-in home / bare render of the same template", "fr", "home").await,
        page(house, "timeline page / bare render of the same template", &timeline, "timeline").await,
        Figure {
            what: "memory after the journey, the demo's services included",
            value: house.portal.memory_mib(),
            goal: 60.0,
            unit: " M",
        },
    ]
}

async fn page(house: &House, what: &'static str, path: &str, bare_path: &str) -> Figure {
    let session = house.citizen.session();
    let (page, bare) = (Load::pages(path, &session, REQUESTS), Load::pages(bare_path, &session, REQUESTS));
    let mut ratios = Vec::new();
    for round in 0..=ROUNDS {
        let (cost, bare_cost) = (page.run(&house.portal).await, bare.run(&house.bare).await);
        // The first round warms both up.
        if round > 0 {
            ratios.push(cost.as_secs_f64() / bare_cost.as_secs_f64());
            println!("{what}: {:.1} ms / {:.1} ms per 1000", per_thousand(cost), per_thousand(bare_cost));
        }
    }
    Figure { what, value: median(ratios), goal: 0.9, unit: " ×" }
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand")]
fn per_thousand(cost: Duration) -> f64 {
    cost.as_secs_f64() * 1e6 / REQUESTS as f64
}
