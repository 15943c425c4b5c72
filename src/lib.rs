//! Parvis: a bilingual citizen portal. `docs/architecture.md` walks one request through these files.

pub mod clock;
pub mod config;
pub mod finding;
pub mod id;
pub mod telemetry;
pub mod text;
