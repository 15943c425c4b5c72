//! The record: a log that nobody can bend unseen, on both databases, whoever holds them.
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

mod bending;
mod elsewhere;
mod journey;
mod keeping;
mod offline;
mod room;
mod sequencing;
