//! What is told outside the portal, against real servers (`servers/`): everything once, whatever they do.
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

mod channels;
mod codes;
mod email;
mod hours;
mod news;
mod person;
mod returned;
mod servers;
mod services;
