//! What must hold when things break: processes killed between any two steps, stops in the middle
//! of work, the two databases' own ways, and what the commands say about it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at the first surprise"
)]

#[path = "../journeys/complaint.rs"]
#[expect(dead_code, reason = "journeys use all of it, recovery a part")]
mod complaint;
#[path = "../support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "journeys use all of it, recovery a part")]
mod support;

mod announcements;
mod attachments;
mod callbacks;
mod chaos;
mod closing;
mod commands;
mod crash;
mod demo;
mod dialect;
mod logs;
mod newcomer;
mod outbox;
mod ports;
mod probes;
mod releases;
mod room;
mod stop;
mod tiles;
