//! Parvis: a bilingual citizen portal. `docs/architecture.md` walks one request through these files.

pub mod act;
pub mod admin;
pub mod api;
pub mod app;
pub mod audit;
pub mod base;
pub mod clock;
pub mod commands;
pub mod config;
pub mod crash;
pub mod demo;
pub mod exchange;
pub mod finding;
pub mod gallery;
pub mod home;
pub mod id;
pub mod identity;
pub mod notices;
pub mod outbox;
pub mod requests;
pub mod store;
pub mod telemetry;
pub mod text;
pub mod tiles;
pub mod vault;
pub mod web;
