//! The edge, met by clients that no browser would be: slow, silent, ambiguous, many, lying about who
//! they are. Bytes over sockets, on the whole portal.
//!
//! Deadlines are set short and waited for long: a busy machine is late, it does not fail.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at the first surprise"
)]

#[path = "../journeys/complaint.rs"]
#[expect(dead_code, reason = "journeys use all of it, the edge a part")]
mod complaint;
#[path = "../support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "journeys use all of it, the edge a part")]
mod support;

mod crowd;
mod limits;
mod proxies;
mod slow;
mod syntax;
mod tls;
mod wire;
