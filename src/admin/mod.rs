//! The administrators' rooms: what needs them today, one citizen's journey, jobs that died (A1).

pub mod pages;
pub mod service_views;
pub mod services;
pub mod views;
