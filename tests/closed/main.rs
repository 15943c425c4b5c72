//! What is closed to someone, and what closes when nothing can be logged.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at the first surprise"
)]

#[path = "../support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "journeys use all of it, this a part")]
mod support;

#[path = "../journeys/complaint.rs"]
#[expect(dead_code, reason = "journeys use all of it, this a part")]
mod complaint;

#[path = "../journeys/office.rs"]
#[expect(dead_code, reason = "journeys use all of it, this a part")]
mod office;

mod refused;
mod settings;
mod unlogged;
