//! The administration: what needs attention today, journeys and the log, statistics, operations, services
//! and their releases (A1 to A4). Auditors read; administrators act; what cannot be undone takes two.

pub mod confirmations;
pub mod export;
mod figures;
pub mod pages;
pub mod service_views;
pub mod services;
mod store;
pub mod views;
