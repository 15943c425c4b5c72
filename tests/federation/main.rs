//! The portal as a client of an identity federation, against a certified OpenID provider that can
//! be told to lie (`tests/op`).
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at the first surprise"
)]

#[path = "../journeys/complaint.rs"]
#[expect(dead_code, reason = "journeys use all of it, this a part")]
mod complaint;
#[path = "../support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "journeys use all of it, this a part")]
mod support;

mod answers;
mod back_channel;
mod conformance;
mod faults;
mod initiate;
mod key;
mod linking;
mod logout;
mod provider;
mod rotation;
mod second_provider;
mod sign_in;
mod step_up;
mod strict;
