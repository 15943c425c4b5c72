//! The pages on which a person says how they are told (P6, P8): what, where and when, and the addresses that
//! they confirm. They need `identity`, for a fresh proof of who is there, and so stand above `notices`, which
//! keeps it all.

mod addresses;
mod browsers;
mod form;
pub mod jobs;
mod pages;
pub mod views;

use axum::Router;
use axum::extract::FromRef;

use crate::base::Base;
use crate::identity::Identity;
use crate::notices::channels::Channels;

/// The room's state. Cheap to clone.
#[derive(Clone)]
pub struct MyNotices {
    base: Base,
    identity: Identity,
    channels: Channels,
}

impl MyNotices {
    /// The room over those below it.
    #[must_use]
    pub fn new(base: Base, identity: Identity, channels: Channels) -> Self {
        Self { base, identity, channels }
    }
}

impl FromRef<MyNotices> for Identity {
    fn from_ref(state: &MyNotices) -> Self {
        state.identity.clone()
    }
}

/// The pages, without the language prefix.
pub fn router(state: MyNotices) -> Router {
    pages::router().merge(addresses::router()).merge(browsers::router()).with_state(state)
}
