//! The administrators' rooms: what needs them today, one citizen's journey, jobs that died (A1),
//! and how people are told outside the portal.

pub mod pages;
pub mod service_views;
pub mod services;
pub mod views;
