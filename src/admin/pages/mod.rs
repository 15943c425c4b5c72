//! The administrators' pages. Looking at a citizen's journey is itself an event of that journey,
//! with its reason.

mod changes;
mod confirmations;
pub mod deliveries;
mod gaps;
mod jobs;
mod journeys;
mod log;
mod operations;
mod statistics;
mod today;

use axum::Router;

use crate::proxy::Proxy;
use crate::releases::Releases;
use crate::requests::Requests;

/// The routes, below the language prefix.
pub fn router(requests: Requests, proxy: Proxy, releases: Releases) -> Router {
    Router::new()
        .merge(today::router(requests.clone()))
        .merge(journeys::router(requests.clone()))
        .merge(log::router(requests.clone()))
        .merge(statistics::router(requests.clone()))
        .merge(changes::router(requests.clone()))
        .merge(confirmations::router(requests.clone()))
        .merge(operations::router(requests.clone(), proxy, releases))
        .merge(jobs::router(requests))
}
