//! The administrators' pages. Looking at a citizen's journey is itself an event of that journey,
//! with its reason.

pub mod deliveries;
mod jobs;
mod journeys;
mod today;

use axum::Router;

use crate::requests::Requests;

/// The routes, below the language prefix.
pub fn router(requests: Requests) -> Router {
    Router::new()
        .merge(today::router(requests.clone()))
        .merge(journeys::router(requests.clone()))
        .merge(jobs::router(requests))
}
