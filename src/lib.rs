//! Parvis: a bilingual citizen portal. `docs/architecture.md` walks one request through these files.

pub mod admin;
pub mod clock;
pub mod gallery;
pub mod id;
pub mod identity;
pub mod notices;
pub mod requests;
pub mod text;
pub mod tiles;
pub mod web;
