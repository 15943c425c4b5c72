//! Journeys through the whole portal, as citizens, back-ends and administrators make them, on both
//! databases and in both languages.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at the first surprise"
)]

#[path = "../support/mod.rs"]
mod support;

mod access;
mod backend_faults;
mod bad_input;
mod callbacks;
mod care;
mod certification;
mod closing;
mod complaint;
mod converging;
mod desk;
mod door;
mod drafts;
mod everything;
mod fail_closed;
mod files;
mod following;
mod health;
mod hostile_text;
mod linking;
mod main_job;
mod my_data;
mod my_sessions;
mod nodes;
mod office;
mod parts;
mod project;
mod roles;
mod routes;
mod sessions;
mod silence;
mod strangers;
mod two_windows;
mod withdrawal;
